"""What is wrong with the facts of a day, row against row: names, spans, holders, townships, teams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from command.catalogue.facts import ANY, EVERYWHERE, Fact, Facts
from command.catalogue.forms import FORMS, Form
from command.catalogue.versions import good_on
from core import texts
from core.texts import Lang

Weight = Literal["wrong", "hole", "notice"]
"""wrong: cannot be published; hole: somebody must answer for it by name; notice: worth a look."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found."""

    check: str
    """A word of `catalogue.check.*`."""
    subject: tuple[str, ...]
    weight: Weight
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Name the problem: the same one has the same name the next time."""
        return ":".join((self.check, *self.subject))

    @property
    def hole(self) -> bool:
        """Tell whether somebody must answer for it before it is published."""
        return self.weight == "hole"

    def said(self, lang: Lang) -> str:
        """Say it to a person."""
        return texts.say(f"catalogue.check.{self.check}", lang, **self.facts)


def check(facts: Facts, *, day: date) -> list[Problem]:
    """Check rows against rows, as of a day; what the engine makes of them is `publishing.coverage`."""
    return [
        *_spans(facts),
        *_names(facts),
        *_holders(facts, day),
        *_townships(facts, day),
        *_fields(facts, day),
    ]


def _spans(facts: Facts) -> Iterator[Problem]:
    for form in FORMS:
        # Versions of a rule may overlap: the newest counts. A class is never refused for its span.
        if form.name in ("rules", "classes"):
            continue
        for key, rows in _grouped(form.of(facts), form.key).items():
            for row in rows:
                if row.span.from_ and row.span.to and row.span.to <= row.span.from_:
                    yield _about("empty_span", form, key, "wrong", row)
            yield from _neighbours(form, key, rows)


def _neighbours(form: Form, key: tuple[Any, ...], rows: list[Fact]) -> Iterator[Problem]:
    rows = sorted(rows, key=lambda row: row.span.from_ or date.min)
    for row, following in pairwise(rows):
        begins, ends = following.span.from_ or date.min, row.span.to
        if ends is None or begins < ends:
            yield _about("overlap", form, key, "wrong", following)
        # An item that leaves a list and comes back was away; that is what the list says.
        elif ends < begins and form.name not in ("township_items", "listings", "holders"):
            yield _about("gap", form, key, "notice", following, ends=ends, begins=begins)


def _about(
    check: str, form: Form, key: tuple[Any, ...], weight: Weight, row: Fact, **facts: object
) -> Problem:
    named = " ".join(_flat(key))
    begins = (row.span.from_ or date.min).isoformat()
    said = {"kind": form.name, "subject": named, **facts}
    return Problem(check, (form.name, named, begins), weight, said)


def _names(facts: Facts) -> Iterator[Problem]:
    """Tell of rows that name what no row says."""
    known: dict[str, set[str]] = {
        "item": {row.code for row in facts.items},
        "township": set(facts.townships),
        "district": set(facts.districts),
        "team": {row.code for row in facts.teams},
        "area": {EVERYWHERE, *facts.areas, *facts.districts},
    }
    for form in FORMS:
        columns = [c.name for c in form.columns if c.name in known]
        missing = {
            (column, said)
            for row in form.of(facts)
            for column in columns
            if (said := getattr(row, column)) and said not in known[column]
        }
        for column, said in sorted(missing):
            named = {"kind": form.name, "column": column, "code": said}
            yield Problem("unknown_name", (form.name, column, said), "wrong", named)


def _holders(facts: Facts, day: date) -> Iterator[Problem]:
    held = {row.item for row in good_on(facts.holders, day)}
    for item in good_on(facts.items, day):
        if item.code not in held:
            said = {"item": item.code, "name": item.name}
            yield Problem("no_holder", (item.code,), "hole", said)
    for (code, area), rows in _grouped(facts.holders, ("item", "area")).items():
        rows = sorted(rows, key=lambda row: row.span.from_ or date.min)
        for row, following in pairwise(rows):
            begins, ends = following.span.from_ or date.min, row.span.to
            if ends is not None and ends < begins:
                said = {"item": code, "area": area, "ends": f"{ends}", "begins": f"{begins}"}
                yield Problem("held_by_nobody", (code, area, ends.isoformat()), "notice", said)


def _townships(facts: Facts, day: date) -> Iterator[Problem]:
    forms = {row.township: row.form for row in good_on(facts.township_powers, day)}
    lists = Counter(row.township for row in good_on(facts.township_items, day))
    for code, (name, _) in sorted(facts.townships.items()):
        said: dict[str, object] = {"township": code, "name": name, "items": lists[code]}
        if code not in forms:
            yield Problem("no_form", (code,), "hole", said)
        elif forms[code] == "empowered" and not lists[code]:
            yield Problem("no_list", (code,), "notice", said)
        elif forms[code] != "empowered" and lists[code]:
            yield Problem("list_without_power", (code,), "notice", said)


def _fields(facts: Facts, day: date) -> Iterator[Problem]:
    worked = {field for team in good_on(facts.teams, day) for field in team.fields}
    if ANY in worked:
        return
    held = Counter(
        row.field
        for row in good_on(facts.holders, day)
        if row.line != "outside" and row.field not in worked
    )
    for name, items in sorted(held.items()):
        yield Problem("no_team_in_field", (name,), "hole", {"field": name, "items": items})


def _grouped(rows: Iterable[Fact], key: tuple[str, ...]) -> dict[tuple[Any, ...], list[Any]]:
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        found[tuple(getattr(row, name) for name in key)].append(row)
    return found


def _flat(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, tuple):
            yield from _flat(part)
        else:
            yield str(part)

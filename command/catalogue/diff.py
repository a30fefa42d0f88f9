"""What two editions differ in: rows that go, rows that come, and what that means for each subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from command.catalogue.facts import Fact, Facts
from command.catalogue.forms import KEPT, Form
from command.errors import DraftStale

Verb = Literal["opened", "closed", "changed"]


@dataclass(frozen=True)
class Changes:
    """Rows that go and rows that come, by form. No row does both."""

    gone: Mapping[Form, tuple[Fact, ...]]
    come: Mapping[Form, tuple[Fact, ...]]

    def __bool__(self) -> bool:
        return any(self.gone.values()) or any(self.come.values())

    def __len__(self) -> int:
        return sum(len(rows) for side in (self.gone, self.come) for rows in side.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """What happens to one subject: rows it had, rows it has.

    `opened`: it had none; `closed`: its rows say the same and end earlier, or are gone; `changed`:
    anything else.
    """

    form: Form
    verb: Verb
    before: tuple[Fact, ...]
    after: tuple[Fact, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Give what the rows are about."""
        return self.form.key_of((self.after or self.before)[0])


def between(before: Facts, after: Facts) -> Changes:
    """Compare two editions row by row; what other packages keep is not compared."""
    gone: dict[Form, tuple[Fact, ...]] = {}
    come: dict[Form, tuple[Fact, ...]] = {}
    for form in KEPT:
        had = {form.row_id(row): row for row in form.of(before)}
        has = {form.row_id(row): row for row in form.of(after)}
        gone[form] = tuple(row for id, row in had.items() if id not in has)
        come[form] = tuple(row for id, row in has.items() if id not in had)
    return Changes(gone, come)


def apply(facts: Facts, changes: Changes) -> Facts:
    """Give the facts as they will be; rows stay in their order."""
    changed: dict[str, Any] = {}
    for form in KEPT:
        gone = {form.row_id(row) for row in changes.gone.get(form, ())}
        come = changes.come.get(form, ())
        if gone or come:
            left = (row for row in form.of(facts) if form.row_id(row) not in gone)
            changed[form.name] = tuple(sorted((*left, *come), key=form.order))
    return replace(facts, **changed)


def tell(changes: Changes) -> Iterator[Difference]:
    """Say what changes, subject by subject, in the order of the forms."""
    for form in KEPT:
        before = _by_key(form, changes.gone.get(form, ()))
        after = _by_key(form, changes.come.get(form, ()))
        for key in sorted({*before, *after}):
            had, has = tuple(before.get(key, ())), tuple(after.get(key, ()))
            yield Difference(form, _verb(had, has), had, has)


def to_json(changes: Changes) -> dict[str, Any]:
    """Write changes so that they can be kept: rows that go by id, rows that come cell by cell."""
    return {
        "gone": {f.name: [f.row_id(row) for row in rows] for f, rows in changes.gone.items()},
        "come": {f.name: [f.cells(row) for row in rows] for f, rows in changes.come.items()},
    }


def from_json(kept: Mapping[str, Any], facts: Facts) -> Changes:
    """Read changes again, to be made to these facts.

    :raises DraftStale: when a row that goes is not there any more, or one that comes is there already
    """
    gone: dict[Form, tuple[Fact, ...]] = {}
    come: dict[Form, tuple[Fact, ...]] = {}
    for form in KEPT:
        had = {form.row_id(row): row for row in form.of(facts)}
        ids = kept["gone"].get(form.name, ())
        rows = [_read(form, cells) for cells in kept["come"].get(form.name, ())]
        if not had.keys() >= set(ids) or any(form.row_id(row) in had for row in rows):
            raise DraftStale
        gone[form] = tuple(had[id] for id in ids)
        come[form] = tuple(rows)
    return Changes(gone, come)


def _read(form: Form, cells: list[str]) -> Fact:
    return form.make([c.read(cell) for c, cell in zip(form.columns, cells, strict=True)])


def _by_key(form: Form, rows: Iterable[Fact]) -> dict[tuple[object, ...], list[Fact]]:
    found: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for row in rows:
        found[form.key_of(row)].append(row)
    return found


def _verb(had: tuple[Fact, ...], has: tuple[Fact, ...]) -> Verb:
    if not had:
        return "opened"
    if not has:
        return "closed"
    if len(had) == len(has) and all(map(_ends_earlier, had, has)):
        return "closed"
    return "changed"


def _ends_earlier(had: Fact, has: Fact) -> bool:
    until_then = replace(had.span, to=has.span.to)
    ends = has.span.to is not None and (had.span.to is None or has.span.to < had.span.to)
    return ends and replace(had, id=has.id, span=until_then) == has

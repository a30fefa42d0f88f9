"""The figures of a reform: how much is comprehensive, what is covered, what should move next.

Each figure names the items behind it, so that a number on a screen opens into its list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from command.catalogue.facts import ANY, EntryTest, Facts, Holder, Item
from command.competence.reform import good_on

TARGET: Final = "comprehensive_share_target"
"""The parameter that says which share of items is to be comprehensive."""
REPORTED: Final = "comprehensive_share_reported"
"""The parameter that says which share the city reported, of its whole catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole, as the items it is made of."""

    part: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """The part of the whole, 0 to 1; None where there is no whole."""
        whole = len(self.part) + len(self.rest)
        return len(self.part) / whole if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How far a reform is on a day."""

    day: date
    comprehensive: Share
    """Penalty items that comprehensive enforcement holds, wholly or in part."""
    by_field: Mapping[str, Share]
    """The same, of the items of each field as its law names it."""
    target: float | None
    """Which share the plan asks for on that day."""
    reported: float | None
    """Which share was reported for that day; the catalogue here may be a sample of the whole."""
    fields: Share
    """Fields in which teams work: those with a list of items somebody holds, and those without."""
    inspections: Share
    """Inspection items that somebody holds, and those nobody does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that is not comprehensive yet, by how well it meets the five entry principles."""

    item: str
    score: int
    """The sum of five scores of 0 to 5."""
    test: EntryTest
    holders: tuple[Holder, ...]


def figures(facts: Facts, *, day: date) -> Figures:
    """Count a reform's figures on a day."""
    items, held = good_on(facts.items, day), _held(facts, day)
    penalties = [item for item in items if item.kind == "penalty"]
    moved = {
        item for item, rows in held.items() if any(row.line == "comprehensive" for row in rows)
    }
    by_field: dict[str, list[Item]] = defaultdict(list)
    for item in penalties:
        by_field[item.field].append(item)
    listed = {row.field for rows in held.values() for row in rows}
    worked = {field for team in good_on(facts.teams, day) for field in team.fields if field != ANY}
    inspected = [item for item in items if item.kind == "inspection"]
    return Figures(
        day=day,
        comprehensive=_share(penalties, moved),
        by_field={field: _share(own, moved) for field, own in sorted(by_field.items())},
        target=_parameter(facts, TARGET, day),
        reported=_parameter(facts, REPORTED, day),
        fields=Share(part=tuple(sorted(worked & listed)), rest=tuple(sorted(worked - listed))),
        inspections=_share(inspected, held.keys()),
    )


def rank(facts: Facts, *, day: date) -> list[Candidate]:
    """Rank the items that may be transferred next: the best score first, then the most frequent.

    An item that comprehensive enforcement holds already is no candidate.
    """
    held = _held(facts, day)
    found = [
        Candidate(item=test.item, score=_score(test), test=test, holders=held.get(test.item, ()))
        for test in good_on(facts.entry_tests, day)
        if all(row.line != "comprehensive" for row in held.get(test.item, ()))
    ]
    return sorted(found, key=lambda one: (-one.score, -one.test.frequent, one.item))


def _score(test: EntryTest) -> int:
    return test.frequent + test.close_to_life + test.easy_to_find + test.weak_force + test.fit_skill


def _held(facts: Facts, day: date) -> dict[str, tuple[Holder, ...]]:
    found: dict[str, list[Holder]] = defaultdict(list)
    for row in good_on(facts.holders, day):
        found[row.item].append(row)
    return {item: tuple(rows) for item, rows in found.items()}


def _share(items: list[Item], part: Container[str]) -> Share:
    codes = sorted({item.code for item in items})
    return Share(
        part=tuple(code for code in codes if code in part),
        rest=tuple(code for code in codes if code not in part),
    )


def _parameter(facts: Facts, name: str, day: date) -> float | None:
    found = [row for row in good_on(facts.parameters, day) if row.name == name]
    return min(found, key=lambda row: row.id).value if found else None

"""Who goes for each item in each township, as the engine answers: the matrix, and its holes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from command.catalogue.checks import Problem
from command.catalogue.facts import EVERYWHERE, Facts, Holder, Item
from command.catalogue.versions import good_on
from command.competence.decide import decide
from command.competence.snapshot import Snapshot
from command.competence.values import Asked, Competence

Cell = Literal["township", "county", "elsewhere", "person", "hole"]
"""Who goes: the township's squad; the county's team; a body that is no team here; a person decides,
by answering a question; nobody."""

_OPEN: Final = {
    "outside_holder": "elsewhere",
    "no_team": "hole",
    "no_rule": "hole",
    "no_holder": "hole",
}


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the matrix: why it is as it is, and the team."""

    cell: Cell
    reason: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Items down, townships across."""

    items: tuple[Item, ...]
    townships: tuple[str, ...]
    squares: Mapping[tuple[str, str], Square]
    """By (item, township)."""


def draw(
    facts: Facts, snapshot: Snapshot, *, day: date, townships: Collection[str] | None = None
) -> Matrix:
    """Ask the engine of every item good on a day in every township named, else in all.

    What is asked is an act of that day with no sanction said, whose item is known. Items that the
    same hands hold alike are asked of once.
    """
    chosen = tuple(sorted(townships if townships is not None else facts.townships))
    items = tuple(good_on(facts.items, day))
    key = next((row.key for row in facts.classes if row.key[1] == "matter"), ("", "matter", ""))
    holders: dict[str, list[Holder]] = defaultdict(list)
    for row in good_on(facts.holders, day):
        holders[row.item].append(row)
    listed = {
        (row.township, row.item)
        for row in good_on(facts.township_items, day)
        if row.published_on is not None and row.published_on <= day
    }
    alike = {item.code: _alike(item, holders.get(item.code, ())) for item in items}
    squares: dict[tuple[str, str], Square] = {}
    for township in chosen:
        district = snapshot.district_of.get(township)
        known: dict[object, Square] = {}
        for item in items:
            like = (alike[item.code], (township, item.code) in listed)
            if like not in known:
                asked = Asked(key, "inside", district, township, day, day, item=item.code)
                known[like] = _square(decide(asked, snapshot), township, facts)
            squares[item.code, township] = known[like]
    return Matrix(items, chosen, squares)


def holes(matrix: Matrix, facts: Facts) -> Iterator[Problem]:
    """Tell of the fields in which nobody would come to a township.

    Items that nobody holds are left to `catalogue.checks`.
    """
    found: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for item in matrix.items:
        for township in matrix.townships:
            square = matrix.squares[item.code, township]
            if square.cell == "hole" and square.reason != "no_holder":
                found[township, item.field, square.reason].append(item)
    for (township, field, reason), items in sorted(found.items()):
        said = {
            "township": facts.townships[township][0] if township in facts.townships else township,
            "field": field,
            "items": len(items),
            "item": items[0].code,
        }
        yield Problem(f"nobody_comes_{reason}", (township, field), "hole", said)


def _alike(item: Item, holders: Collection[Holder]) -> object:
    sums = (item.unit_min, item.unit_max, item.person_min, item.person_max)
    held = {
        (row.area or EVERYWHERE, row.level, row.line, row.field, bool(row.partial))
        for row in holders
    }
    return (item.field, sums, item.severe, frozenset(held))


def _square(decision: Competence, township: str, facts: Facts) -> Square:
    if decision.team is None:
        cell = _OPEN.get(decision.reason, "person")
        return Square(cell, decision.reason, None)  # type: ignore[arg-type]
    squads = {team.code for team in facts.teams if team.township == township}
    cell = "township" if decision.team in squads else "county"
    return Square(cell, decision.reason, decision.team)  # type: ignore[arg-type]

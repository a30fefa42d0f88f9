"""What a reform moves between two days: items, teams, townships, and how much work is behind them.

Pure functions on facts. A moved item is told with its holder before and after, a team with the
bodies that have its six aspects, a township with its form and its list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from command.catalogue.facts import Aspect, Fact, Facts, Form, Holder, Line

Row = TypeVar("Row", bound=Fact)


class Work(NamedTuple):
    """How much a year is behind an item; None: nobody records it."""

    cases: int = 0
    inspections: int | None = None


class Held(NamedTuple):
    """Who holds an item, as a reader of a reform wants to know it."""

    line: Line
    field: str
    level: str
    department: str
    partial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedItem:
    """An item whose holders change in an area (empty: the whole city); several are all told."""

    item: str
    area: str
    before: tuple[Held, ...]
    after: tuple[Held, ...]
    work: Work
    rows: tuple[str, ...]
    """Ids of the rows that end or begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTeam:
    """A team one of whose aspects changes its owner, or which begins or ends (`aspect` None)."""

    team: str
    aspect: Aspect | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTownship:
    """A township whose form changes or whose list grows or shrinks."""

    township: str
    before: Form
    after: Form
    given: tuple[str, ...]
    """Items that come onto its list."""
    taken_back: tuple[str, ...]
    work: Work
    """Behind the items given and taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """All that moves, what has most cases behind it first."""

    items: tuple[MovedItem, ...]
    teams: tuple[MovedTeam, ...]
    townships: tuple[MovedTownship, ...]


def moves(
    facts: Facts, *, before: date, after: date, work: Mapping[str, Work] | None = None
) -> Moves:
    """Say what moves between two days; `work` is the cases a year by item, and the inspections if recorded."""
    behind = work or {}
    items = _items(facts, before, after, behind)
    townships = _townships(facts, before, after, behind)
    return Moves(
        items=tuple(sorted(items, key=lambda one: (-one.work.cases, one.item, one.area))),
        teams=tuple(_teams(facts, before, after)),
        townships=tuple(sorted(townships, key=lambda one: (-one.work.cases, one.township))),
    )


def good_on(rows: Iterable[Row], day: date) -> list[Row]:
    """Choose the rows that are good on a day."""
    return [row for row in rows if day in row.span]


def _items(
    facts: Facts, before: date, after: date, behind: Mapping[str, Work]
) -> Iterable[MovedItem]:
    then, now = _by_item(good_on(facts.holders, before)), _by_item(good_on(facts.holders, after))
    for item, area in sorted(then.keys() | now.keys()):
        old, new = then.get((item, area), []), now.get((item, area), [])
        was, becomes = _holders(old), _holders(new)
        if was != becomes:
            changed = {row.id for row in old} ^ {row.id for row in new}
            yield MovedItem(
                item=item,
                area=area,
                before=was,
                after=becomes,
                work=behind.get(item, Work()),
                rows=tuple(sorted(changed)),
            )


def _by_item(holders: Sequence[Holder]) -> dict[tuple[str, str], list[Holder]]:
    found: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for row in holders:
        found[row.item, row.area].append(row)
    return found


def _holders(rows: Sequence[Holder]) -> tuple[Held, ...]:
    held = {Held(row.line, row.field, row.level, row.department, row.partial) for row in rows}
    return tuple(sorted(held))


def _teams(facts: Facts, before: date, after: date) -> Iterable[MovedTeam]:
    then = {row.code: row.body for row in good_on(facts.teams, before)}
    now = {row.code: row.body for row in good_on(facts.teams, after)}
    for team in sorted(then.keys() ^ now.keys()):
        yield MovedTeam(team=team, aspect=None, before=then.get(team), after=now.get(team))
    was = {(row.team, row.aspect): row.body for row in good_on(facts.team_aspects, before)}
    becomes = {(row.team, row.aspect): row.body for row in good_on(facts.team_aspects, after)}
    for key in sorted(was.keys() | becomes.keys()):
        if was.get(key) != becomes.get(key):
            yield MovedTeam(team=key[0], aspect=key[1], before=was.get(key), after=becomes.get(key))


def _townships(
    facts: Facts, before: date, after: date, behind: Mapping[str, Work]
) -> Iterable[MovedTownship]:
    was, becomes = _forms(facts, before), _forms(facts, after)
    then, now = lists_on(facts, before), lists_on(facts, after)
    for township in sorted(was.keys() | becomes.keys() | then.keys() | now.keys()):
        given = now.get(township, set()) - then.get(township, set())
        taken = then.get(township, set()) - now.get(township, set())
        old, new = was.get(township, "none"), becomes.get(township, "none")
        if given or taken or old != new:
            yield MovedTownship(
                township=township,
                before=old,
                after=new,
                given=tuple(sorted(given)),
                taken_back=tuple(sorted(taken)),
                work=_sum(behind.get(item, Work()) for item in given | taken),
            )


def _forms(facts: Facts, day: date) -> dict[str, Form]:
    return {row.township: row.form for row in good_on(facts.township_powers, day)}


def lists_on(facts: Facts, day: date) -> dict[str, set[str]]:
    """Give each township's list as it counts on a day: what is not published yet does not."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in good_on(facts.township_items, day):
        if row.published_on is not None and row.published_on <= day:
            found[row.township].add(row.item)
    return found


def _sum(work: Iterable[Work]) -> Work:
    each = list(work)
    inspections = [one.inspections for one in each if one.inspections is not None]
    return Work(sum(one.cases for one in each), sum(inspections) if inspections else None)

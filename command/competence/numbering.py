"""Which row bears on which key: every code a number, every fact under the numbers it is asked by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from command.catalogue.facts import EVERYWHERE, ClassKey, Facts, Span
from command.competence.ground import Standing, numbers_of
from command.competence.sanction import SUMMARY_MOST
from command.competence.timeline import Row, Timeline, dated

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Numbers:
    """The number of each code; codes that no row speaks of have none."""

    classes: Mapping[ClassKey, int]
    items: Mapping[str, int]
    fields: Mapping[str, int]
    districts: Mapping[str | None, int]
    townships: Mapping[str | None, int]
    areas: Mapping[str, int]
    teams: Mapping[str, int]


def number_codes(facts: Facts) -> Numbers:
    """Number every code that a row speaks of."""
    places = [(team.district, team.township) for team in facts.teams]
    return Numbers(
        classes=_counted(
            (row.key for row in facts.classes),
            (row.key for row in facts.class_items),
            (row.key for row in facts.class_aliases),
        ),
        items=_counted(row.code for row in facts.items),
        fields=_counted((row.field for row in facts.items), (row.field for row in facts.holders)),
        districts=_counted(
            facts.districts,
            (row.area for row in facts.holders if row.area != EVERYWHERE),
            (district for district, _ in places if district),
        ),
        townships=_counted(
            facts.townships,
            (row.township for row in facts.township_powers),
            (row.township for row in facts.township_items),
            (township for _, township in places if township),
        ),
        areas=_counted(row.area for row in facts.area_powers),
        teams=_counted(row.code for row in facts.teams),
    )


def _counted(*codes: Iterable[Any]) -> dict[Any, int]:
    return {code: number for number, code in enumerate(sorted(set(chain.from_iterable(codes))))}


def candidate_rows(facts: Facts, numbers: Numbers) -> Iterator[Row]:
    """Number what bears on a class: its links, or its aliases and their links; and the linked items."""
    links = grouped((row.key, row) for row in facts.class_items)
    versions = grouped((row.code, row) for row in facts.items)
    aliases = grouped((row.key, row) for row in facts.class_aliases)
    for row in facts.classes:
        yield dated(numbers.classes[row.key], row, Span())
    for key, number in numbers.classes.items():
        found = [(link.span, link) for link in links.get(key, [])]
        for alias in aliases.get(key, []) if not found else []:
            yield dated(number, alias)
            found += [(_common(alias.span, link.span), link) for link in links.get(alias.means, [])]
        yield from (dated(number, link, span) for span, link in found)
        for code in {link.item for _, link in found}:
            yield from (dated(number, item) for item in versions.get(code, []))


def holder_rows(facts: Facts, numbers: Numbers) -> Iterator[Row]:
    """Number holders by district; where a district has rows of its own the city's come along."""
    inner = 1 + len(numbers.districts)
    for code, rows in grouped((row.item, row) for row in facts.holders).items():
        if code not in numbers.items:
            continue
        base = numbers.items[code] * inner
        by_area = grouped((row.area, row) for row in rows)
        everywhere = by_area.pop(EVERYWHERE, [])
        yield from (dated(base, row) for row in everywhere)
        for area, own in by_area.items():
            place = base + 1 + numbers.districts[area]
            yield from (dated(place, row) for row in (*own, *everywhere))


def list_rows(facts: Facts, numbers: Numbers) -> Iterator[Row]:
    """Number list rows; one counts from the day it is good for or was published on, whichever is later."""
    inner, items, townships = len(numbers.items), numbers.items, numbers.townships
    for row in facts.township_items:
        number, published = items.get(row.item), row.published_on
        if number is not None and published is not None:
            span = row.span
            if span.from_ is None or span.from_ < published:
                span = Span(published, span.to)
            yield dated(townships[row.township] * inner + number, row, span)


def standing_rows(facts: Facts, numbers: Numbers) -> Iterator[Row]:
    """Number teams and their aspects by team."""
    for team in facts.teams:
        yield dated(numbers.teams[team.code], team)
    for aspect in facts.team_aspects:
        if aspect.team in numbers.teams:
            yield dated(numbers.teams[aspect.team], aspect)


def ground_rows(facts: Facts, numbers: Numbers, standings: Timeline[Standing]) -> Iterator[Row]:
    """Number powers, offices and squads by township."""
    for power in facts.township_powers:
        yield dated(numbers.townships[power.township], power)
    for body in facts.bodies:
        if body.level == "township" and body.township and body.township in numbers.townships:
            yield dated(numbers.townships[body.township], body)
    for standing, piece in _pieces(standings):
        if standing.team.kind == "squad" and standing.team.township is not None:
            yield piece._replace(key=numbers.townships[standing.team.township])


def field_team_rows(numbers: Numbers, standings: Timeline[Standing]) -> Iterator[Row]:
    """Number county-level teams by (district, field)."""
    for standing, piece in _pieces(standings):
        team = standing.team
        if team.level == "district" and team.kind != "squad" and team.district is not None:
            base = numbers.districts[team.district] * len(numbers.fields)
            for field in standing.fields:
                yield piece._replace(key=base + field)


def bureau_rows(numbers: Numbers, standings: Timeline[Standing]) -> Iterator[Row]:
    """Number the bureaus' teams by district; the city's come along, where a district has none."""
    for standing, piece in _pieces(standings):
        team = standing.team
        if team.kind == "direct":
            for number in range(1 + len(numbers.districts)):
                yield piece._replace(key=number)
        elif team.kind != "professional" and team.district is not None:
            yield piece._replace(key=1 + numbers.districts[team.district])


def _pieces(standings: Timeline[Standing]) -> Iterator[tuple[Standing, Row]]:
    for key, start, end, standing in standings.pieces():
        yield standing, Row(key, start, end, standing)


def line_rows(facts: Facts, numbers: Numbers) -> Iterator[Row]:
    """Number the lines of major and of summary sanctions by field."""
    for row in facts.sanction_lines:
        for field in numbers_of((row.field,), numbers.fields):
            yield dated(field, row)
    for parameter in facts.parameters:
        if parameter.name in SUMMARY_MOST:
            yield from (dated(field, parameter) for field in numbers.fields.values())


def area_power_rows(facts: Facts, numbers: Numbers) -> Iterator[Row]:
    """Number powers by (area, field)."""
    for row in facts.area_powers:
        base = numbers.areas[row.area] * len(numbers.fields)
        for field in numbers_of(row.fields, numbers.fields):
            yield dated(base + field, row)


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """Gather values under their keys, in order."""
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _common(one: Span, other: Span) -> Span:
    """Give the days that are in both; a span that ends before it begins has none."""
    starts = [day for day in (one.from_, other.from_) if day is not None]
    ends = [day for day in (one.to, other.to) if day is not None]
    return Span(max(starts, default=None), min(ends, default=None))

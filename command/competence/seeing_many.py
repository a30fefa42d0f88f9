"""What is true of many acts before any rule is read: `seeing`, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import numpy as np

from command.competence.arrays import Array, Arrays, arrays_of, code
from command.competence.candidates import SUBJECTS
from command.competence.columns import AskedMany
from command.competence.snapshot import Snapshot
from command.competence.timeline import NOTHING, UNKNOWN
from command.competence.vocabulary import SITUATION

SITUATIONS: Final = prod(len(answers) for answers in SITUATION.values())
"""How many situations there are; each has a number below."""


@dataclass(frozen=True, kw_only=True)
class SeenMany:
    """What bears on each act, as numbers: rows of `Arrays`, or of the snapshot's own numbers."""

    situation: Array
    item: Array
    field: Array
    ground: Array
    squad: Array
    """Teams are pieces of `standings`."""
    county: Array
    bureau: Array
    area_team: Array
    upgraded: Array


def encode(codes: Mapping[str, Array]) -> Array:
    """Number situations by the answers' numbers, one array for each question."""
    number: Array = np.zeros(len(codes["danger"]), np.int64)
    for key, answers in SITUATION.items():
        number = number * len(answers) + codes[key]
    return number


def decode(number: int) -> tuple[Any, ...]:
    """Give the answers of a situation's number, in the order of SITUATION."""
    facts = []
    for answers in reversed(tuple(SITUATION.values())):
        number, place = divmod(number, len(answers))
        facts.append(answers[place])
    return tuple(reversed(facts))


def see_many(asked: AskedMany, snapshot: Snapshot) -> SeenMany:
    """Find the rows: law as of the day of the act, ownership as of the day of filing."""
    arrays, numbers = arrays_of(snapshot), snapshot.numbers
    law, filing = asked.law_day, asked.filing_day
    classes = asked.key.translated(lambda key: numbers.classes.get(key, UNKNOWN))
    townships = asked.township.translated(lambda code: numbers.townships.get(code, UNKNOWN))
    districts = asked.district.translated(lambda code: numbers.districts.get(code, UNKNOWN))
    candidates = snapshot.candidates.on_many(classes, law)
    items, version = _narrow(asked, candidates, snapshot, arrays)
    item = arrays.item[version]
    holding = _held(asked, item, districts, snapshot, arrays)
    field = _or(arrays.holding_field[holding], arrays.item_field[version])

    ground = snapshot.ground.on_many(townships, filing)
    squad = arrays.squad[ground]
    pair = np.where(
        (item == UNKNOWN) | (townships == UNKNOWN), UNKNOWN, townships * len(numbers.items) + item
    )
    listed = snapshot.lists.on_many(pair, filing) != NOTHING
    here = np.where(
        (field == UNKNOWN) | (districts == UNKNOWN),
        UNKNOWN,
        districts * len(numbers.fields) + field,
    )
    county = arrays.county[snapshot.field_teams.on_many(here, filing)]
    power = _area_power(asked, field, snapshot)
    area_team = snapshot.standings.on_many(arrays.area_team[power], filing)
    upgraded = asked.upgraded_to.translated(lambda code: numbers.teams.get(code or "", UNKNOWN))
    able = (field != UNKNOWN) & arrays.works[squad, field]

    situation = encode(
        {
            "danger": _flag("danger", asked.danger),
            "class": arrays.known[candidates],
            "kind": asked.key.translated(
                lambda key: code("kind", "component" if key[1] == "component" else "matter")
            ),
            "place": asked.place.translated(lambda word: code("place", word)),
            "border": asked.near.translated(lambda near: code("border", bool(near))),
            "items": items,
            "holder": arrays.line[holding],
            "scope": arrays.scope[holding],
            "level": arrays.level[holding],
            "form": arrays.form[ground],
            "listed": _flag("listed", listed),
            "squad": np.where(able, code("squad", "able"), code("squad", "unable")),
            "sanction": _band(asked, version, field, snapshot, arrays),
            "area": arrays.mode[power],
            "upgraded": asked.upgraded_to.translated(lambda to: code("upgraded", to is not None)),
            "refusals": np.minimum(asked.refusals, 2),
        }
    )
    return SeenMany(
        situation=situation,
        item=item,
        field=field,
        ground=ground,
        squad=squad,
        county=county,
        bureau=arrays.bureau[snapshot.bureaus.on_many(1 + districts, filing)],
        area_team=area_team,
        upgraded=snapshot.standings.on_many(upgraded, filing),
    )


def _narrow(
    asked: AskedMany, candidates: Array, snapshot: Snapshot, arrays: Arrays
) -> tuple[Array, Array]:
    """Tell how many items are left, and which version of the one; an item that was named is it."""
    subject = asked.subject.translated(SUBJECTS.index)
    items, version = arrays.items[candidates, subject], arrays.version[candidates, subject]
    named = asked.item.translated(lambda item: item is not None, np.bool_)
    if named.any():
        numbers = snapshot.numbers.items
        item = asked.item.translated(lambda code: numbers.get(code or "", UNKNOWN))
        found = snapshot.items.on_many(item, asked.law_day)
        one = np.where(found == NOTHING, code("items", "none"), code("items", "one"))
        items, version = np.where(named, one, items), np.where(named, found, version)
    return items, version


def _held(
    asked: AskedMany, item: Array, districts: Array, snapshot: Snapshot, arrays: Arrays
) -> Array:
    """Find the holdings in the districts; the whole city's rows count where one has none of its own."""
    place = np.where(item == UNKNOWN, UNKNOWN, item * (1 + len(snapshot.numbers.districts)))
    own = np.where(item == UNKNOWN, UNKNOWN, place + 1 + districts)
    held = snapshot.holders.on_many(
        np.where(snapshot.holders.has_many(own), own, place), asked.filing_day
    )
    chosen = arrays.chosen
    if chosen:
        for row in np.flatnonzero(np.isin(held, [value for value, _ in chosen])).tolist():
            field = asked.field[row]
            if field is not None:
                held[row] = chosen.get((int(held[row]), field), held[row])
    return held


def _area_power(asked: AskedMany, field: Array, snapshot: Snapshot) -> Array:
    """Find the power over the field in the first of the areas that has one."""
    numbers = snapshot.numbers
    power = np.full(len(field), NOTHING, np.int32)
    for place in range(max(map(len, asked.areas.values), default=0)):
        code = [areas[place] if place < len(areas) else None for areas in asked.areas.values]
        area = np.array([numbers.areas.get(of or "", UNKNOWN) for of in code])[asked.areas.index]
        pair = np.where(
            (area == UNKNOWN) | (field == UNKNOWN), UNKNOWN, area * len(numbers.fields) + field
        )
        power = _or(power, snapshot.areas.on_many(pair, asked.filing_day))
    return power


def _band(
    asked: AskedMany, version: Array, field: Array, snapshot: Snapshot, arrays: Arrays
) -> Array:
    """Tell whether the sanction is major; while nobody knows the subject, the item tells, or it must not matter."""
    lines = snapshot.lines.on_many(field, asked.law_day)
    told = ~np.isnan(asked.amount)
    severe = arrays.severe[version] & ~told
    bands, fined = [], []
    for subject, (lowest, greatest) in arrays.fines.items():
        major = arrays.majors[subject][lines]
        fined.append(~(np.isnan(lowest[version]) & np.isnan(greatest[version])))
        least = np.where(told, asked.amount, lowest[version])
        most = np.where(told, asked.amount, greatest[version])
        # What is not a number is neither above nor below: it stays unknown.
        bands.append(
            np.select(
                [least >= major, (most < major) & ~severe],
                [code("sanction", "major"), code("sanction", "minor")],
                code("sanction", "unknown"),
            )
        )
    unit, person = bands
    agreed = np.where(unit == person, unit, code("sanction", "unknown"))
    subject_of = asked.subject.translated(SUBJECTS.index)
    only = np.where(fined[0] == fined[1], 0, np.where(fined[0], 1, 2))
    band = np.choose(np.where(subject_of == 0, only, subject_of), (agreed, unit, person))
    band = np.where(version == NOTHING, code("sanction", "unknown"), band)
    is_severe = asked.severe.translated(bool, np.bool_)
    return np.where(is_severe, code("sanction", "major"), band)


def _flag(key: str, flags: Array) -> Array:
    return np.where(flags, code(key, True), code(key, False))


def _or(first: Array, second: Array) -> Array:
    return np.where(first == NOTHING, second, first)

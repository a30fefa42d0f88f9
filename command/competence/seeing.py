"""What is true of an act before any rule is read: its item, who holds it, the township, the sanction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, NamedTuple

from command.catalogue.facts import AreaPower, TownshipItem
from command.competence.candidates import (
    OF_SUBJECT,
    SUBJECTS,
    Candidate,
    Candidates,
    Narrowed,
    make_candidate,
    name_item,
)
from command.competence.ground import Ground, Standing
from command.competence.holding import Holding
from command.competence.sanction import NO_LINES, Weight, weigh
from command.competence.snapshot import Snapshot
from command.competence.timeline import UNKNOWN
from command.competence.values import Asked

_NO_ITEM: Final = Narrowed("none", None, (), None, ())
_NO_CLASS: Final = Candidates("unknown", (), (), (_NO_ITEM,) * len(SUBJECTS))
_NO_GROUND: Final = Ground("none", None, None, None, ())
_UNHELD: Final = Holding.none("", UNKNOWN)


class Seen(NamedTuple):
    """What bears on an act. Without one item there is no holder, and nobody is compared."""

    situation: tuple[Any, ...]
    """The answers to what the decision table may ask, in the order of `SITUATION`."""
    narrowed: Narrowed
    only: Candidate | None
    ground: Ground
    holding: Holding
    weight: Weight
    listed: TownshipItem | None
    power: AreaPower | None
    county: Standing | None
    """The county-level team of the field."""
    bureau: Standing | None
    """A team whose body is the comprehensive bureau above the place."""
    area_team: Standing | None
    upgraded: Standing | None


def see(asked: Asked, snapshot: Snapshot, law: int, filing: int) -> Seen:
    """Find the rows: law as of the day of the act, ownership as of the day of filing, both as ordinals."""
    (
        key, place, of_district, of_township, _, _, near, areas, subject, amount,
        severe, item, field, upgraded_to, refusals, _, danger,
    ) = asked  # fmt: skip
    numbers = snapshot.numbers
    township = numbers.townships.get(of_township, UNKNOWN)
    district = numbers.districts.get(of_district, UNKNOWN)
    candidates = snapshot.candidates.on(numbers.classes.get(key, UNKNOWN), law) or _NO_CLASS
    narrowed = candidates.by_subject[OF_SUBJECT[subject]]
    if item is not None:
        narrowed = _name(item, candidates, snapshot, law)
    ground = snapshot.ground.on(township, filing) or _NO_GROUND
    only, squad = narrowed.only, ground.squad
    listed = county = power = area_team = None
    able = False
    if only is None:
        holding, weight = _UNHELD, _UNWEIGHED[bool(severe)]
    else:
        holding = _held(only, district, field, snapshot, filing)
        number = only.unheld.number if holding.number == UNKNOWN else holding.number
        lines = snapshot.lines.on(number, law) or NO_LINES
        weight = weigh(only.item, lines, subject, amount, severe)
        if township != UNKNOWN:
            listed = snapshot.lists.on(township * len(numbers.items) + only.number, filing)
        if district != UNKNOWN:
            county = snapshot.field_teams.on(district * len(numbers.fields) + number, filing)
        able = squad is not None and number in squad.fields
        if areas:
            power = _area_power(areas, number, snapshot, filing)
        if power is not None:
            area_team = _team(power.team, snapshot, filing)
    situation = (
        danger,
        candidates.known,
        "component" if key[1] == "component" else "matter",
        place,
        bool(near),
        narrowed.items,
        holding.line,
        holding.scope,
        holding.level,
        ground.form,
        listed is not None,
        "able" if able else "unable",
        weight[0],
        "none" if power is None else power.mode,
        upgraded_to is not None,
        refusals if refusals < 2 else 2,
    )
    bureau = snapshot.bureaus.on(1 + district, filing)
    upgraded = None if upgraded_to is None else _team(upgraded_to, snapshot, filing)
    # As the tuple it is: the constructor of a named tuple takes three times as long.
    return tuple.__new__(
        Seen,
        (
            situation, narrowed, only, ground, holding, weight, listed, power,
            county, bureau, area_team, upgraded,
        ),
    )  # fmt: skip


_UNWEIGHED: Final[tuple[Weight, Weight]] = (("unknown", None, ()), ("major", None, ()))
"""What is known of the sanction of no item: whether a severe one is expected."""


def _team(code: str, snapshot: Snapshot, day: int) -> Standing | None:
    return snapshot.standings.on(snapshot.numbers.teams.get(code, UNKNOWN), day)


def _name(item: str, candidates: Candidates, snapshot: Snapshot, law: int) -> Narrowed:
    """Take an item that a person named, and that is in force, for the item."""
    numbers = snapshot.numbers
    found = snapshot.items.on(numbers.items.get(item, UNKNOWN), law)
    if found is None:
        return replace(_NO_ITEM, rows=candidates.via)
    for candidate in candidates.all:
        if candidate.item.code == item:
            return name_item(candidate, candidates.via)
    candidate = make_candidate(None, found, items=numbers.items, fields=numbers.fields)
    return name_item(candidate, candidates.via)


def _held(
    only: Candidate, district: int, field: str | None, snapshot: Snapshot, day: int
) -> Holding:
    """Find the holder in the district; the whole city's rows count where it has none of its own."""
    holders = snapshot.holders
    place = only.number * (1 + len(snapshot.numbers.districts))
    own = place + 1 + district
    held = holders.on(own if holders.has(own) else place, day) or only.unheld
    return held.by_field.get(field, held) if field else held


def _area_power(
    areas: tuple[str, ...], field: int, snapshot: Snapshot, day: int
) -> AreaPower | None:
    """Find the power over the field in the first of the areas that has one."""
    numbers = snapshot.numbers
    for code in areas:
        area = numbers.areas.get(code, UNKNOWN)
        if area != UNKNOWN:
            found = snapshot.areas.on(area * len(numbers.fields) + field, day)
            if found is not None:
                return found
    return None

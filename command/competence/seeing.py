"""What is true of an act before any rule is read: its item, who holds it, the township, the sanction."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from command.catalogue.facts import AreaPower, TownshipItem
from command.competence.candidates import Candidate, Candidates, Narrowed, make_candidate, name_item
from command.competence.ground import Ground, Standing
from command.competence.holding import Holding
from command.competence.sanction import NO_LINES, Weight, weigh
from command.competence.snapshot import Snapshot
from command.competence.timeline import UNKNOWN
from command.competence.values import Asked

_NO_ITEM: Final = Narrowed("none", None, (), None, ())
_NO_CLASS: Final = Candidates("unknown", (), (), dict.fromkeys((None, "unit", "person"), _NO_ITEM))
_NO_GROUND: Final = Ground("none", None, None, None, ())
_UNHELD: Final = Holding.none("", UNKNOWN)


class Seen(NamedTuple):
    """What bears on an act. Without one item there is no holder, and nobody is compared."""

    situation: tuple[Any, ...]
    """The answers to what the decision table may ask, in the order of `SITUATION`."""
    narrowed: Narrowed
    ground: Ground
    bureau: Standing | None
    """A team whose body is the comprehensive bureau above the place."""
    only: Candidate | None
    holding: Holding
    weight: Weight
    county: Standing | None
    """The county-level team of the field."""
    listed: TownshipItem | None
    power: AreaPower | None


def see(asked: Asked, snapshot: Snapshot) -> Seen:
    """Find the rows: law as of the day of the act, ownership as of the day of filing."""
    (
        key, place, of_district, of_township, law_day, filing_day, near, areas, subject, amount,
        severe, item, field, upgraded_to, refusals, _, danger,
    ) = asked  # fmt: skip
    numbers, law, filing = snapshot.numbers, law_day.toordinal(), filing_day.toordinal()
    township = numbers.townships.get(of_township, UNKNOWN)
    district = numbers.districts.get(of_district, UNKNOWN)
    candidates = snapshot.candidates.on(numbers.classes.get(key, UNKNOWN), law) or _NO_CLASS
    named = _name(item, candidates, snapshot, law) if item is not None else None
    narrowed = named or candidates.by_subject[subject]
    ground = snapshot.ground.on(township, filing) or _NO_GROUND
    only, squad = narrowed.only, ground.squad
    listed = county = power = None
    able = False
    if only is None:
        holding, weight = _UNHELD, Weight("major" if severe else "unknown", None)
    else:
        holding = _held(only, district, field, snapshot, filing)
        of = only.unheld if holding.number == UNKNOWN else holding
        lines = snapshot.lines.on(of.number, law) or NO_LINES
        weight = weigh(only.item, lines, subject, amount, severe)
        if township != UNKNOWN:
            listed = snapshot.lists.on(township * len(numbers.items) + only.number, filing)
        if district != UNKNOWN:
            county = snapshot.field_teams.on(district * len(numbers.fields) + of.number, filing)
        able = squad is not None and squad.works_in(of.field)
        power = _area_power(areas, of.number, snapshot, filing) if areas else None
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
        weight.band,
        power.mode if power else "none",
        upgraded_to is not None,
        min(refusals, 2),
    )
    bureau = snapshot.bureaus.on(1 + district, filing)
    return Seen(situation, narrowed, ground, bureau, only, holding, weight, county, listed, power)


def _name(item: str, candidates: Candidates, snapshot: Snapshot, law: int) -> Narrowed:
    """Take an item that a person named, and that is in force, for the item."""
    numbers = snapshot.numbers
    found = snapshot.items.on(numbers.items.get(item, UNKNOWN), law)
    if found is None:
        return _NO_ITEM._replace(rows=candidates.via)
    for candidate in candidates.all:
        if candidate.item.code == item:
            return name_item(candidate, candidates.via)
    candidate = make_candidate(None, found, items=numbers.items, fields=numbers.fields)
    return name_item(candidate, candidates.via)


def _held(
    only: Candidate, district: int, field: str | None, snapshot: Snapshot, day: int
) -> Holding:
    """Find the holder in the district; the whole city's rows count where it has none of its own."""
    place = only.number * (1 + len(snapshot.numbers.districts))
    own = place + 1 + district
    held = snapshot.holders.on(own if snapshot.holders.has(own) else place, day)
    if held is None:
        return only.unheld
    return held.by_field.get(field, held.unasked) if field else held.unasked


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

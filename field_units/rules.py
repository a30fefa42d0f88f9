"""Which unit may go, and which goes best. Pure.

What a choice costs is one sum of seconds, smallest first:

    travel + load * choice_load_s + missing rest / 4 + age of the position (at most choice_unsure_s)
    + work that would lie beyond the end of duty - what was known before

`Weights` says each term, and where its number comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from core.clock import iso
from field_units import duty
from field_units.duty import Said
from field_units.values import Position, UnitFacts, Weights
from grid.geometry import distance_m

OFFICERS: Final = 2
"""行政处罚法 Art 42: not fewer than two officers, each with a certificate."""
REST_SHARE: Final = 4

Known = Literal["subject", "place"]
NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may go, with what was weighed."""

    unit: UnitFacts
    distance_m: float | None
    """In a straight line; None: the task has no place."""
    load: int
    start: tuple[float, float] = (0.0, 0.0)
    """Where it would set out, CGCS2000."""
    travel_s: float | None = None
    by_road: bool = False
    """Whether a road engine gave the time; otherwise the straight line was stretched."""
    free_until: datetime | None = None
    """When the shift or overtime ends; None: round the clock."""
    certified_until: date | None = None
    """The first day on which fewer than two of its officers may act in the field; None: nobody knows one."""
    rested_s: float | None = None
    """Since its last work; None: none lately."""
    position_age_s: float | None = None
    """None: only its base is known."""
    known: Known | None = None
    """What it has dealt with before."""
    besides_s: float = 0.0
    """What all that costs which does not hang on the way."""
    left_s: float | None = None
    """Until it goes off duty; None: it does not."""
    work_s: float = 0.0
    """How long the task is likely to take there."""

    @property
    def cost_s(self) -> float:
        """What a choice costs: the sum at the head of this file."""
        cost = (self.travel_s or 0.0) + self.besides_s
        if self.left_s is not None:
            cost += max(0.0, (self.travel_s or 0.0) + self.work_s - self.left_s)
        return cost

    @property
    def cost(self) -> tuple[float, str]:
        """What ranks it; equals by their code, so that the choice is never luck."""
        return self.cost_s, self.unit.code

    def weighed(self) -> dict[str, Any]:
        """Give what was weighed as the wire shows it (docs/wire.md, TASK, `why`)."""
        return {
            "distance_m": _whole(self.distance_m),
            "travel_s": _whole(self.travel_s),
            "by_road": self.by_road,
            "load": self.load,
            "free_until": iso(self.free_until) if self.free_until else None,
            "certified_until": self.certified_until.isoformat() if self.certified_until else None,
            "rested_s": _whole(self.rested_s),
            "position_age_s": _whole(self.position_age_s),
            "known": self.known,
            "cost_s": round(self.cost_s),
        }


def why(ranked: Sequence[Candidate], *, shown: int = 3) -> dict[str, Any]:
    """Give what was weighed when the first of them was chosen, and some of those who were not."""
    return {
        **ranked[0].weighed(),
        "candidates": len(ranked),
        "others": list_weighed(ranked[1 : shown + 1]),
    }


def list_weighed(ranked: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Give what was weighed of each, with its unit."""
    return [{"unit": one.unit.code, "unit_name": one.unit.name, **one.weighed()} for one in ranked]


def is_on_duty(unit: UnitFacts, local: datetime, said: Said | None = None) -> bool:
    """Tell whether a unit may be sent at a local time: its shift, and what its crew has said."""
    return duty.stand(unit, said, local).is_on


def certified_until(
    unit: UnitFacts, field: str, local: datetime, recused: Collection[str] = ()
) -> tuple[bool, date | None]:
    """Tell whether two officers may act in the field on that day, and the first day they may not.

    Who must stand back (`recused`, by code) does not count: 行政处罚法 Art 43.
    """
    day = local.date()
    ends: list[date] = []
    for number, officer in enumerate(unit.officers):
        if recused and unit.crew[number] in recused:
            continue
        good = [c.to or date.max for c in officer if c.covers(field, day)]
        if good:
            ends.append(max(good))
    if len(ends) < OFFICERS:
        return False, None
    ends.sort(reverse=True)
    last = ends[OFFICERS - 1]
    return True, None if last == date.max else last


def is_certified(unit: UnitFacts, field: str, local: datetime) -> bool:
    """Tell whether two of its officers hold a certificate for the field on that day."""
    return certified_until(unit, field, local)[0]


def rank(
    units: Iterable[UnitFacts],
    *,
    field: str,
    local: datetime,
    lon: float | None,
    lat: float | None,
    positions: Mapping[str, Position],
    loads: Mapping[str, int],
    declined: Collection[str] = (),
    recused: Collection[str] = (),
    said: Callable[[str], Said | None] = NOTHING.get,
    worked_at: Mapping[str, datetime] = NOTHING,
    known: Mapping[str, Known] = NOTHING,
    weights: Weights | None = None,
) -> list[Candidate]:
    """Rank the units that may take a task: on duty, certified, not asked before; least cost first."""
    weights = weights or Weights()
    found: list[Candidate] = []
    for unit in units:
        code = unit.code
        if code in declined:
            continue
        stands = duty.stand(unit, said(code), local)
        if not stands.is_on:
            continue
        certified, until = certified_until(unit, field, local, recused)
        if not certified:
            continue
        at, age_s = _whereabouts(unit, positions.get(code), local, weights)
        way_m = None if lon is None or lat is None else distance_m(*at, lon, lat)
        worked = worked_at.get(code)
        travel_s = None if way_m is None else estimate_s(way_m, weights)
        rested_s = None if worked is None else max(0.0, (local - worked).total_seconds())
        found.append(
            Candidate(
                unit=unit,
                distance_m=way_m,
                load=loads.get(code, 0),
                start=at,
                travel_s=travel_s,
                free_until=stands.until,
                certified_until=until,
                rested_s=rested_s,
                position_age_s=age_s,
                known=known.get(code),
                besides_s=_besides_s(loads.get(code, 0), rested_s, age_s, known.get(code), weights),
                left_s=None if stands.until is None else (stands.until - local).total_seconds(),
                work_s=weights.choice_work_s,
            )
        )
    return sorted(found, key=lambda candidate: candidate.cost)


def by_road(ranked: Iterable[Candidate], travel_s: Mapping[str, float]) -> list[Candidate]:
    """Rank anew with the times a road engine gave for some of the units."""
    found = [
        replace(candidate, travel_s=travel_s[candidate.unit.code], by_road=True)
        if candidate.unit.code in travel_s
        else candidate
        for candidate in ranked
    ]
    return sorted(found, key=lambda candidate: candidate.cost)


def _besides_s(
    load: int,
    rested_s: float | None,
    age_s: float | None,
    known: Known | None,
    weights: Weights,
) -> float:
    """Sum up what speaks for or against a unit beside its way and its time."""
    unsure = 1.0 if age_s is None else age_s / weights.position_stale_s
    seconds = load * weights.choice_load_s + unsure * weights.choice_unsure_s
    if rested_s is not None:
        seconds += max(0.0, weights.choice_rest_s - rested_s) / REST_SHARE
    if known == "subject":
        seconds -= weights.choice_subject_s
    elif known == "place":
        seconds -= weights.choice_place_s
    return seconds


def estimate_s(straight_m: float, weights: Weights) -> float:
    """Estimate how long a way takes of which only the straight line is known."""
    return straight_m * weights.way_detour / (weights.way_speed_kmh / 3.6)


def _whereabouts(
    unit: UnitFacts, at: Position | None, local: datetime, weights: Weights
) -> tuple[tuple[float, float], float | None]:
    if at is None:
        return (unit.lon, unit.lat), None
    age_s = 0.0 if at.at is None else max(0.0, (local - at.at).total_seconds())
    if age_s >= weights.position_stale_s:
        return (unit.lon, unit.lat), None
    return (at.lon, at.lat), age_s


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)

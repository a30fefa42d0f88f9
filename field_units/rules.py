"""Which unit may go, and which goes best. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from field_units.values import Position, UnitFacts
from grid.geometry import distance_m

OFFICERS: Final = 2
"""行政处罚法 Art 42: not fewer than two officers, each with a certificate."""

LOAD_M: Final = 1_500.0
"""An open task weighs as much as this many metres of way: some six minutes of city traffic."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may go, with what was weighed."""

    unit: UnitFacts
    distance_m: float | None
    load: int

    @property
    def cost(self) -> tuple[float, str]:
        """What ranks it: way plus load, then the code, so that the choice is never luck."""
        return (self.distance_m or 0.0) + self.load * LOAD_M, self.unit.code


def is_on_duty(unit: UnitFacts, local: datetime) -> bool:
    """Tell whether a local time falls into the unit's shift."""
    minute = local.hour * 60 + local.minute
    if unit.shift_from == unit.shift_to:
        return True
    if unit.shift_from < unit.shift_to:
        return unit.shift_from <= minute < unit.shift_to
    return minute >= unit.shift_from or minute < unit.shift_to


def is_certified(unit: UnitFacts, field: str, local: datetime) -> bool:
    """Tell whether two of its officers hold a certificate for the field on that day."""
    day = local.date()
    holders = sum(
        any(certificate.covers(field, day) for certificate in officer) for officer in unit.officers
    )
    return holders >= OFFICERS


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
) -> list[Candidate]:
    """Rank the units that may take a task: on duty, certified, not asked before; nearest and least loaded first."""
    found = [
        Candidate(unit, _way(unit, lon, lat, positions), loads.get(unit.code, 0))
        for unit in units
        if unit.code not in declined
        and is_on_duty(unit, local)
        and is_certified(unit, field, local)
    ]
    return sorted(found, key=lambda candidate: candidate.cost)


def _way(
    unit: UnitFacts, lon: float | None, lat: float | None, positions: Mapping[str, Position]
) -> float | None:
    if lon is None or lat is None:
        return None
    at = positions.get(unit.code)
    start = (unit.lon, unit.lat) if at is None else (at.lon, at.lat)
    return distance_m(start[0], start[1], lon, lat)

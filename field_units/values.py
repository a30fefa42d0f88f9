"""The roster as the city knows it: teams, their units, who is certified for what and until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.words import Moment
from field_units.cells import Cells
from field_units.lifecycle import DutyDo

ANY_FIELD = "*"


class TeamKind(StrEnum):
    """What kind of team it is: 综合执法 squads and teams, professional teams, the city's own."""

    SQUAD = "squad"
    COMPREHENSIVE = "comprehensive"
    PROFESSIONAL = "professional"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team, where it belongs, in which fields it works and which body signs its papers."""

    code: str
    name: str
    kind: TeamKind
    level: str
    district: str | None
    township: str | None
    fields: frozenset[str]
    body: str

    def serves(self, *, district: str | None, township: str | None) -> bool:
        """Tell whether a place is the team's: a squad has its township, a bureau's team its district.

        What is not known of the place speaks against nobody.
        """
        return (self.district is None or district in (None, self.district)) and (
            self.township is None or township in (None, self.township)
        )


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """That an officer may act in a field (`*` = any) from a day up to, not including, another."""

    field: str
    from_: date
    to: date | None

    def covers(self, wanted: str, day: date) -> bool:
        """Tell whether the certificate is good for a field on a day."""
        return (
            (self.field == ANY_FIELD or self.field == wanted)
            and self.from_ <= day
            and (self.to is None or day < self.to)
        )


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit: where it starts from, when it is on duty, and each officer's certificates.

    The shift is minutes after local midnight; equal ends mean round the clock, an end before the
    start means over midnight.
    """

    code: str
    name: str
    team: str
    lon: float
    lat: float
    shift_from: int
    shift_to: int
    officers: tuple[tuple[CertificateFacts, ...], ...]
    crew: tuple[str, ...] = ()
    """The officers' codes, in the same order."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a unit last was, CGCS2000; a position without a moment is of now."""

    lon: float
    lat: float
    at: datetime | None = None
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much when a unit is chosen, and how long words and positions hold: dated rows.

    Where a city gives no row (`parameters.csv`, the name of the field), the value here holds. All of them
    but the detour are our own judgement.
    """

    way_detour: float = 1.417
    """Way by metre of straight line: Boscoe, Henry & Zdeb 2012, Professional Geographer 64(2), national mean."""
    way_speed_kmh: float = 25.0
    choice_load_s: float = 360.0
    """What an open task weighs: the seconds until it is likely to be done with."""
    choice_rest_s: float = 1200.0
    """How long a crew should have rested since its last work; what is missing weighs a quarter."""
    choice_unsure_s: float = 180.0
    """What it weighs that only the base of a unit is known; a position of half its age weighs half."""
    choice_work_s: float = 1800.0
    """How long a task takes; what of it would lie beyond the end of duty weighs in full."""
    choice_subject_s: float = 300.0
    """What it is worth to have dealt with the same subject before."""
    choice_place_s: float = 120.0
    """The same for the place."""
    choice_past_days: float = 180.0
    """How far back that is asked."""
    position_stale_s: float = 900.0
    """A position older than this says nothing about where a unit is now."""
    track_days: float = 30.0
    """How long the thinned history of positions is kept."""
    duty_break_min: float = 60.0
    """When a break that nobody ends is over."""
    duty_overtime_min: float = 240.0
    """How long a crew that signs on beyond its shift stays on duty."""

    @classmethod
    def of(cls, find: Callable[[str], float | None]) -> Weights:
        """Read the rows that are good today; `find` gives the value of a name, None where there is no row."""
        rows = {field.name: find(field.name) for field in fields(cls)}
        return cls(**{name: value for name, value in rows.items() if value is not None})


class DutyIn(BaseModel):
    """A crew's word about its duty. `id` is made once by the client and kept when it says it again."""

    model_config = ConfigDict(frozen=True)

    do: DutyDo
    id: UUID
    at: Moment | None = None
    """The device's time, with offset."""


@dataclass(frozen=True)
class Roster:
    """Every team and unit at one edition; immutable, swapped whole."""

    edition: int
    teams: Mapping[str, TeamFacts]
    units: Mapping[str, UnitFacts]
    by_team: Mapping[str, tuple[UnitFacts, ...]] = field(default_factory=dict)
    squads: Mapping[str, TeamFacts] = field(default_factory=dict)
    """The squad of each township."""
    by_field: Mapping[tuple[str, str], TeamFacts] = field(default_factory=dict)
    """The team of each (district, field)."""
    bases: Cells = field(default_factory=Cells, compare=False)
    """Where each unit starts from."""

    @classmethod
    def of(cls, *, edition: int, teams: list[TeamFacts], units: list[UnitFacts]) -> Roster:
        """Build the roster and its ways in. Of two teams for one field the lower code is taken."""
        by_team: dict[str, list[UnitFacts]] = {}
        for unit in units:
            by_team.setdefault(unit.team, []).append(unit)
        bases = Cells()
        for unit in units:
            bases.put(unit.code, unit.lon, unit.lat)
        squads: dict[str, TeamFacts] = {}
        by_field: dict[tuple[str, str], TeamFacts] = {}
        for team in sorted(teams, key=lambda team: team.code):
            if team.kind is TeamKind.SQUAD and team.township is not None:
                squads.setdefault(team.township, team)
            elif team.level == "district" and team.district is not None:
                for name in team.fields:
                    by_field.setdefault((team.district, name), team)
        return cls(
            edition=edition,
            teams={team.code: team for team in teams},
            units={unit.code: unit for unit in units},
            by_team={code: tuple(found) for code, found in by_team.items()},
            squads=squads,
            by_field=by_field,
            bases=bases,
        )

    def nodes_of(self, unit: str) -> dict[str, str | None]:
        """Name the nodes of the organisation a unit belongs to, by kind (`core.scope`)."""
        facts = self.units.get(unit)
        team = self.teams.get(facts.team) if facts else None
        if team is None:
            return {"district": None, "township": None, "team": None, "unit": unit}
        return {
            "district": team.district,
            "township": team.township,
            "team": team.code,
            "unit": unit,
        }

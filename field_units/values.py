"""The roster as the city knows it: teams, their units, who is certified for what and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Position:
    """Where a unit last was, CGCS2000."""

    lon: float
    lat: float


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

    @classmethod
    def of(cls, *, edition: int, teams: list[TeamFacts], units: list[UnitFacts]) -> Roster:
        """Build the roster and its ways in. Of two teams for one field the lower code is taken."""
        by_team: dict[str, list[UnitFacts]] = {}
        for unit in units:
            by_team.setdefault(unit.team, []).append(unit)
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
        )

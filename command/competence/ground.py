"""How a township enforces, and who stands where: teams, bureaus and areas, in a piece of time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

from command.catalogue.facts import (
    ANY,
    AreaPower,
    Body,
    Form,
    TeamAspect,
    TeamFact,
    TownshipPower,
)
from command.competence.timeline import once, precedence

_BUREAU: Final = {"squad": 0, "comprehensive": 1, "direct": 2, "professional": 3}
"""Whose body is the comprehensive bureau: a squad's first, for a team of one field may still be another's."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A team in a piece of time, and which bodies have its aspects; None: no row says so."""

    code: str
    team: TeamFact
    fields: Set[int]
    """The numbers of the fields it works in."""
    signing: str
    """By 行政处罚权, else 执法主体资格, else the team's own body."""
    commanding: str | None
    """By 日常业务, else 人员管理."""
    guiding: str | None
    """By 规范化指导."""
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """How a township enforces in a piece of time."""

    form: Form
    power: TownshipPower | None
    squad: Standing | None
    office: Body | None
    rows: tuple[str, ...]


def choose_standing(
    rows: Iterable[TeamFact | TeamAspect], *, fields: Mapping[str, int]
) -> Standing | None:
    """Put together a team and its aspects; none without the team."""
    team: TeamFact | None = None
    aspects: dict[str, TeamAspect] = {}
    for row in rows:
        if isinstance(row, TeamFact):
            team = team or row
        else:
            aspects.setdefault(row.aspect, row)
    if team is None:
        return None
    signing = aspects.get("penalty") or aspects.get("standing")
    commanding = aspects.get("business") or aspects.get("personnel")
    guiding = aspects.get("guidance")
    used = (signing, commanding, guiding)
    return Standing(
        team.code,
        team,
        numbers_of(team.fields, fields),
        signing.body if signing else team.body,
        commanding.body if commanding else None,
        guiding.body if guiding else None,
        (team.id, *(row.id for row in used if row)),
    )


def choose_ground(rows: Iterable[TownshipPower | Standing | Body]) -> Ground:
    """Put together a township's form, its squad (the lowest code of several) and its office."""
    power: TownshipPower | None = None
    office: Body | None = None
    squads: list[Standing] = []
    for row in rows:
        if isinstance(row, TownshipPower):
            power = power or row
        elif isinstance(row, Standing):
            squads.append(row)
        else:
            office = office or row
    squad = lowest_code(squads) if squads else None
    if power is None:
        return Ground("none", None, squad, office, ())
    return Ground(once(power.form), power, squad, office, (power.id,))


def numbers_of(names: Collection[str], fields: Mapping[str, int]) -> Set[int]:
    """Give the numbers of the fields that are named, and that an item may be in."""
    return frozenset(
        fields.values() if ANY in names else (fields[name] for name in names if name in fields)
    )


def by_code(row: Standing | TownshipPower | Body) -> tuple[int, str]:
    """Order what stands in a place: teams by code, facts by precedence."""
    return (0, row.code) if isinstance(row, Standing) else precedence(row)


def lowest_code(teams: Iterable[Standing]) -> Standing:
    """Choose among teams of one field the lowest code."""
    return min(teams, key=lambda standing: standing.code)


def choose_bureau(teams: Iterable[Standing]) -> Standing:
    """Choose the team whose body is the comprehensive bureau of the district, else of the city."""
    return min(teams, key=lambda standing: (_BUREAU[standing.team.kind], standing.code))


def choose_area_power(rows: Iterable[AreaPower]) -> AreaPower:
    """Let a power that names the field beat one for any field."""
    return min(rows, key=lambda row: ANY in row.fields)

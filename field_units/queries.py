"""Reading the roster, and what crews have said of their duty."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from field_units.duty import Said
from field_units.lifecycle import Duty
from field_units.models import Certificate, Officer, Team, Unit, UnitDuty
from field_units.values import CertificateFacts, Roster, TeamFacts, TeamKind, UnitFacts


async def load_roster(session: AsyncSession, *, edition: int, day: date) -> Roster:
    """Build the roster of a day from its rows."""
    certificates: dict[str, list[CertificateFacts]] = {}
    held = await session.execute(
        select(
            *(col(Certificate.officer), col(Certificate.field)),
            *(col(Certificate.valid_from), col(Certificate.valid_to)),
        )
    )
    for officer, field, from_, to in held:
        certificates.setdefault(officer, []).append(CertificateFacts(field, from_, to))
    crews: dict[str, list[tuple[CertificateFacts, ...]]] = {}
    codes: dict[str, list[str]] = {}
    officers = select(col(Officer.code), col(Officer.unit)).order_by(col(Officer.code))
    for code, unit in await session.execute(officers):
        crews.setdefault(unit, []).append(tuple(certificates.get(code, ())))
        codes.setdefault(unit, []).append(code)
    units = [
        UnitFacts(
            code=unit.code,
            name=unit.name,
            team=unit.team,
            lon=unit.base_lon,
            lat=unit.base_lat,
            shift_from=unit.shift_from,
            shift_to=unit.shift_to,
            officers=tuple(crews.get(unit.code, ())),
            crew=tuple(codes.get(unit.code, ())),
        )
        for unit in await session.scalars(select(Unit).order_by(col(Unit.code)))
    ]
    teams = [
        TeamFacts(
            code=team.code,
            name=team.name,
            kind=TeamKind(team.kind),
            level=team.level,
            district=team.district,
            township=team.township,
            fields=frozenset(team.fields),
            body=team.body,
        )
        for team in await session.scalars(select(Team))
        if (team.valid_from is None or team.valid_from <= day)
        and (team.valid_to is None or day < team.valid_to)
    ]
    return Roster.of(edition=edition, teams=teams, units=units)


async def list_said(
    session: AsyncSession, *, since: datetime | None
) -> list[tuple[str, datetime, Said]]:
    """List what crews have said since a moment, or ever: the unit, when, and what."""
    wanted = select(UnitDuty)
    if since is not None:
        wanted = wanted.where(col(UnitDuty.changed_at) >= since)
    return [(row.unit, row.changed_at, said_of(row)) for row in await session.scalars(wanted)]


async def map_said(session: AsyncSession) -> dict[str, Said]:
    """Give what every crew last said, by unit."""
    return {unit: said for unit, _, said in await list_said(session, since=None)}


async def find_said(session: AsyncSession, *, unit: str) -> Said | None:
    """Find what a unit's crew last said of its duty, exactly as of now."""
    row = await session.get(UnitDuty, unit)
    return None if row is None else said_of(row)


def said_of(row: UnitDuty) -> Said:
    """Read a row."""
    return Said(Duty(row.duty), row.until, row.overtime_until, row.changed_at)

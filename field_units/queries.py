"""Reading the roster."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from field_units.models import Certificate, Officer, Team, Unit
from field_units.values import CertificateFacts, Roster, TeamFacts, TeamKind, UnitFacts


async def load_roster(session: AsyncSession, *, edition: int, day: date) -> Roster:
    """Build the roster of a day from its rows."""
    certificates: dict[str, list[CertificateFacts]] = {}
    for row in await session.scalars(select(Certificate)):
        certificates.setdefault(row.officer, []).append(
            CertificateFacts(row.field, row.valid_from, row.valid_to)
        )
    crews: dict[str, list[tuple[CertificateFacts, ...]]] = {}
    for officer in await session.scalars(select(Officer).order_by(col(Officer.code))):
        crews.setdefault(officer.unit, []).append(tuple(certificates.get(officer.code, ())))
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

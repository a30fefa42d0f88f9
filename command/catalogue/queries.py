"""Reading the catalogue into memory."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.catalogue.facts import Fact, Facts
from command.catalogue.forms import Form, form_of
from command.catalogue.models import TABLES
from core import editions
from field_units.models import Team
from grid.models import District, SpecialArea, Township
from grid.values import EDITION

TEAMS: Final = form_of("teams")


async def load_facts(session: AsyncSession, *, edition: int | None = None) -> Facts:
    """Read every row of an edition, the current one unless told, past and future days too.

    Places and teams are kept by other packages as they are now, whatever the edition.
    """
    if edition is None:
        edition = await editions.find(session, name=EDITION)
    kinds: dict[str, Any] = {form.name: await _list_rows(session, form, edition) for form in TABLES}
    teams = [_team(team) for team in await session.scalars(select(Team))]
    kinds[TEAMS.name] = tuple(sorted(teams, key=TEAMS.order))
    districts = await session.execute(select(col(District.code), col(District.name)))
    townships = await session.execute(
        select(col(Township.code), col(Township.name), col(Township.district))
    )
    areas = await session.execute(
        select(col(SpecialArea.code), col(SpecialArea.name)).where(col(SpecialArea.until).is_(None))
    )
    return Facts(
        edition=edition,
        **kinds,
        districts={code: name for code, name in districts},
        townships={code: (name, district) for code, name, district in townships},
        areas={code: name for code, name in areas},
    )


async def _list_rows(session: AsyncSession, form: Form, edition: int) -> tuple[Fact, ...]:
    table = TABLES[form]
    said = (column for column in table.columns if column.name not in {"since", "until"})
    found = await session.execute(
        select(*said).where(
            table.c.since <= edition, or_(table.c.until.is_(None), table.c.until > edition)
        )
    )
    # Many rows take seconds to make; whoever shares this process's loop must not wait for that.
    return await asyncio.to_thread(_facts, form, found.all())


def _facts(form: Form, rows: Iterable[Sequence[Any]]) -> tuple[Fact, ...]:
    lists = [at for at, column in enumerate(form.columns) if column.sort == "list"]
    return tuple(sorted((_fact(form, lists, row) for row in rows), key=form.order))


def _fact(form: Form, lists: list[int], row: Sequence[Any]) -> Fact:
    id, *values = row
    for at in lists:
        values[at] = tuple(values[at])
    return form.make(values, id=id)


def _team(team: Team) -> Fact:
    values = (
        *(team.code, team.name, team.kind, team.level, team.district, team.township),
        *(tuple(team.fields), team.body),
        *(team.valid_from, team.valid_to, team.source, team.invented),
    )
    return TEAMS.make(values)

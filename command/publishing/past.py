"""Past cases: decided again by a simulator, block by block; and how many a year each item has."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Row, Select, and_, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases.lifecycle import CaseState
from command.cases.models import Case
from command.competence.columns import AskedMany, Column
from command.competence.explain import said_again
from command.competence.reform import Work
from command.competence.simulation import Simulator
from command.competence.values import Asked
from core.db import Database

YEAR: Final = timedelta(days=365)
BLOCK: Final = 4_096
"""Cases read at once: so few that whoever shares the process's loop hardly waits, and that no statement takes long."""


async def replay(
    database: Database,
    simulator: Simulator,
    *,
    first: datetime | None = None,
    last: datetime | None = None,
    only_open: bool = False,
) -> None:
    """Let a simulator decide the cases received from one moment up to another, oldest first; None is without end.

    However many there are, memory holds two blocks, the one that is decided on another thread and the
    one read meanwhile, and no transaction outlives its block. A case of before anybody kept what was
    asked is left out.
    """

    async def read(after: UUID | None) -> Sequence[Row[Any]]:
        async with database.reading() as session:
            return (await session.execute(_block(after, first, last, only_open))).all()

    rows = await read(None)
    while len(rows) == BLOCK:
        rows, _ = await asyncio.gather(read(rows[-1][0]), asyncio.to_thread(_add, simulator, rows))
    await asyncio.to_thread(_add, simulator, rows)


def _block(
    after: UUID | None, first: datetime | None, last: datetime | None, only_open: bool
) -> Select[*tuple[Any, ...]]:
    """Ask for the next cases by id; of one that was not received in time nothing of the decision is read.

    The period is no condition of the rows: there is no index for it, and to look for the first case
    of last month a single statement would walk over all others.
    """
    in_time = and_(
        true(),
        *((col(Case.received_at) >= first,) if first else ()),
        *((col(Case.received_at) < last,) if last else ()),
    )
    why = col(Case.why)
    said = (why["asked"], why["facts", "place"], *(why[name] for name in _KEPT))
    own: tuple[Any, ...] = (Case.id, Case.case_no, Case.scheme, Case.kind, Case.code)
    query = select(*own, *(case((in_time, part.as_string())) for part in said))
    query = query.order_by(col(Case.id)).limit(BLOCK)
    if only_open:
        query = query.where(col(Case.state) != CaseState.CLOSED)
    return query if after is None else query.where(col(Case.id) > after)


_KEPT: Final = ("district", "township", "law_day", "filing_day")
_NOWHERE: Final = Asked(("", "", ""), "missing", None, None, date.min, date.min)


def _add(simulator: Simulator, rows: Sequence[Sequence[Any]]) -> None:
    """Turn cases into columns and let them be decided; row by row it would take ten times as long."""
    kept = [row for row in rows if row[_ASKED] is not None]
    if not kept:
        return
    _, names, schemes, kinds, codes, asked, place, district, township, acted, filed = zip(
        *kept, strict=True
    )
    texts = Column.of(asked)
    said = AskedMany.of(
        [_NOWHERE._replace(**said_again(orjson.loads(text))) for text in texts.values]
    )
    acts = replace(
        said.part(texts.index),
        key=Column.of(zip(schemes, kinds, codes, strict=True)),
        place=Column.of(place),
        district=Column.of(district),
        township=Column.of(township),
        law_day=Column.of(acted).translated(_ordinal),
        filing_day=Column.of(filed).translated(_ordinal),
    )
    simulator.add(names, acts)


_ASKED: Final = 5
"""Which column of a row says what was asked beside class, place and days."""


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


async def count_work(session: AsyncSession, *, now: datetime) -> dict[str, Work]:
    """Count the cases of the last year by item. Nothing here records inspections yet."""
    query = (
        select(Case.item, func.count())  # type: ignore[call-overload]
        .where(col(Case.received_at) >= now - YEAR, col(Case.item).is_not(None))
        .group_by(Case.item)
    )
    return {item: Work(cases=count) for item, count in await session.execute(query)}

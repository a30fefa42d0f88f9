"""What is counted of a node's cases: how many, where, the first of each, the latest, the day by its hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases.lifecycle import CaseState
from command.cases.models import Case, CaseHistory
from command.cases.queries import in_scope
from core.ids import first_id

IN_HAND: Final = (CaseState.SIGNED, CaseState.EN_ROUTE, CaseState.ON_SITE)
LATELY: Final = timedelta(hours=24)
"""How far back the news go."""
_SLACK: Final = timedelta(minutes=1)
"""An id is made a moment before or after what its row says."""
_SHOWN: Final = (
    *(col(Case.scheme), col(Case.kind), col(Case.code), col(Case.hops)),
    *(col(Case.district), col(Case.township), col(Case.team)),
)
"""What may be said of a case to anybody: its class, its town, its team."""


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Give the condition of what is late: work remains, and the clock does not rest."""
    undone = ~col(Case.state).in_((CaseState.HANDLED, CaseState.CLOSED))
    return and_(undone, col(Case.due_at) <= now, col(Case.paused_at).is_(None))


def is_near(now: datetime) -> ColumnElement[bool]:
    """Give the condition of what will be late soon."""
    undone = ~col(Case.state).in_((CaseState.HANDLED, CaseState.CLOSED))
    running = and_(undone, col(Case.paused_at).is_(None))
    return and_(running, col(Case.near_at) <= now, col(Case.due_at) > now)


async def count_open(session: AsyncSession, *, node: str, now: datetime) -> Sequence[Any]:
    """Count a node's open cases by state and township, and how many of them are late or nearly."""
    counted = (
        select(
            col(Case.state),
            col(Case.township),
            func.count().label("open"),
            _sum(is_overdue(now)).label("overdue"),
            _sum(is_near(now)).label("near"),
        )
        .where(in_scope(node))
        .where(col(Case.state) != CaseState.CLOSED)
        .group_by(col(Case.state), col(Case.township))
    )
    return (await session.execute(counted)).all()


async def list_first(
    session: AsyncSession, *, node: str, which: ColumnElement[bool], by: Any, most: int
) -> Sequence[Any]:
    """List the first of some of a node's open cases, by a moment, without what may name anybody."""
    wanted: Select[Any] = (
        select(col(Case.state), by.label("since"), *_SHOWN)
        .where(in_scope(node))
        .where(col(Case.state) != CaseState.CLOSED)
        .where(which)
        .order_by(by, col(Case.id))
        .limit(most)
    )
    rows: Sequence[Any] = (await session.execute(wanted)).all()
    return rows


async def list_news(session: AsyncSession, *, node: str, now: datetime, most: int) -> Sequence[Any]:
    """List the latest moves of a node's cases, newest first, without what may name anybody."""
    wanted: Any = (
        select(
            col(CaseHistory.case_id),
            col(CaseHistory.to_state).label("state"),
            col(CaseHistory.at).label("since"),
            *_SHOWN,
        )
        .join(Case, col(Case.id) == col(CaseHistory.case_id))
        .where(col(CaseHistory.id) >= first_id(now - LATELY))
        .where(in_scope(node))
        .order_by(col(CaseHistory.id).desc())
        .limit(most)
    )
    rows: Sequence[Any] = (await session.execute(wanted)).all()
    return rows


async def count_hours(
    session: AsyncSession, *, node: str, hours: Sequence[datetime]
) -> tuple[list[int], list[int]]:
    """Count what came and what was closed between each of these moments and the next."""
    spans = list(pairwise(hours))
    came = (
        select(*(_sum(_in(col(Case.received_at), *span)) for span in spans))
        .where(col(Case.id) >= first_id(hours[0] - _SLACK))
        .where(in_scope(node))
    )
    closed = (
        select(*(_sum(_in(col(CaseHistory.at), *span)) for span in spans))
        .join(Case, col(Case.id) == col(CaseHistory.case_id))
        .where(col(CaseHistory.id) >= first_id(hours[0] - _SLACK))
        .where(col(CaseHistory.to_state) == CaseState.CLOSED)
        .where(in_scope(node))
    )
    return list((await session.execute(came)).one()), list((await session.execute(closed)).one())


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _in(column: Any, from_: datetime, to: datetime) -> ColumnElement[bool]:
    return and_(column >= from_, column < to)

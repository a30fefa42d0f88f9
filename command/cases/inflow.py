"""How many cases came in, by township and hour: counted by the database, told in rows of equal length."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases.models import Case
from command.cases.queries import in_scope
from core.db import HourOf
from core.ids import first_id

HOUR: Final = timedelta(hours=1)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def first_hour(now: datetime, hours: int) -> datetime:
    """Give when the first of so many hours begins, of which the last is the running one."""
    return EPOCH + ((now - EPOCH) // HOUR - hours + 1) * HOUR


async def count(
    session: AsyncSession, *, node: str, from_: datetime, hours: int
) -> dict[str | None, list[int]]:
    """Count what a node received in each of these hours, by township; None is what lies in none of them.

    Ids are in the order of time, so only rows of these hours are read, however many there are.
    """
    first, hour = (from_ - EPOCH) // HOUR, HourOf(col(Case.received_at))
    rows = await session.execute(
        select(col(Case.township), hour, func.count())
        .where(in_scope(node))
        .where(col(Case.id) >= first_id(from_))
        .where(col(Case.received_at) >= from_, col(Case.received_at) < from_ + hours * HOUR)
        .group_by(col(Case.township), hour)
    )
    found: dict[str | None, list[int]] = {}
    for township, at, many in rows:
        found.setdefault(township, [0] * hours)[at - first] = many
    return found

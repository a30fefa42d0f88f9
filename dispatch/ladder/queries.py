"""Reading the ladder."""

from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dispatch.ladder.models import LadderRung, ResponseLimitRow
from dispatch.ladder.values import Ladder, ResponseLimit, Rung, Silence, Step


async def load_ladder(session: AsyncSession, *, day: date) -> Ladder:
    """Read the ladder that is good on a day."""
    limits = await session.scalars(_good_on(day, ResponseLimitRow))
    rungs = await session.scalars(_good_on(day, LadderRung))
    return Ladder.of(
        limits={
            row.urgency: ResponseLimit(
                accept=timedelta(minutes=row.accept_min),
                arrive=None if row.arrive_min is None else timedelta(minutes=row.arrive_min),
            )
            for row in limits
        },
        rungs=[
            (
                row.urgency,
                Rung(
                    number=row.number,
                    silence=Silence(row.silence),
                    step=Step(row.step),
                    after_s=row.after_s,
                    after_accept=row.after_accept,
                ),
            )
            for row in rungs
        ],
    )


_Row = TypeVar("_Row", ResponseLimitRow, LadderRung)


def _good_on(day: date, kind: type[_Row]) -> Select[_Row]:
    return (
        select(kind)
        .where(col(kind.valid_from) <= day)
        .where(or_(col(kind.valid_to).is_(None), col(kind.valid_to) > day))
        .order_by(col(kind.valid_from))
    )

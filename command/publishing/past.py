"""Past cases: what was asked of each, to try a draft on, and how many a year each item has."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases.models import Case
from command.competence.explain import asked_again
from command.competence.reform import Work
from command.publishing.effect import OpenCase

YEAR: Final = timedelta(days=365)


async def list_filed(
    session: AsyncSession, *, first: datetime | None, last: datetime | None
) -> list[OpenCase]:
    """Read the cases received from one moment up to another, the oldest first; None is without end."""
    query = select(
        Case.case_no,
        Case.township,
        Case.scheme,
        Case.kind,
        Case.code,
        Case.why,  # type: ignore[call-overload]
    ).order_by(col(Case.id))
    if first is not None:
        query = query.where(col(Case.received_at) >= first)
    if last is not None:
        query = query.where(col(Case.received_at) < last)
    return [
        OpenCase(case_no, township, asked_again(why, key=(scheme, kind, code)))
        for case_no, township, scheme, kind, code, why in await session.execute(query)
        if "asked" in why
    ]


async def count_work(session: AsyncSession, *, now: datetime) -> dict[str, Work]:
    """Count the cases of the last year by item. Inspections are not kept here yet."""
    query = (
        select(Case.item, func.count())  # type: ignore[call-overload]
        .where(col(Case.received_at) >= now - YEAR, col(Case.item).is_not(None))
        .group_by(Case.item)
    )
    return {item: Work(cases=count) for item, count in await session.execute(query)}

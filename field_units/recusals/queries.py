"""Who stands back from what."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from core.question import Question
from field_units.recusals.models import Recusal


def good_on(day: Any) -> ColumnElement[bool]:
    """Give the condition that keeps a query to the recusals of a day."""
    return and_(
        col(Recusal.valid_from) <= day,
        or_(col(Recusal.valid_to).is_(None), col(Recusal.valid_to) > day),
    )


_FOR: Final = Question(
    select(col(Recusal.officer), col(Recusal.subject), col(Recusal.place))
    .where(good_on(bindparam("day", type_=Date())))
    .where(or_(among(col(Recusal.subject), "subjects"), among(col(Recusal.place), "places")))
)
"""The same statement however much is asked: every batch of choices asks it."""


async def list_officers(
    session: AsyncSession, *, day: date, subject: str | None, places: Iterable[str | None]
) -> frozenset[str]:
    """Name the officers who stand back on a day from a subject, or from one of these places."""
    (found,) = await list_for(session, day=day, matters=[(subject, tuple(places))])
    return found


async def list_for(
    session: AsyncSession,
    *,
    day: date,
    matters: list[tuple[str | None, tuple[str | None, ...]]],
) -> list[frozenset[str]]:
    """Name, for each (subject, places), the officers who stand back; one question for all of them."""
    subjects = {subject for subject, _ in matters if subject}
    places = {place for _, named in matters for place in named if place}
    rows = await _FOR.ask(session, day=day, subjects=subjects, places=places)
    return [
        frozenset(
            officer
            for officer, about, where in rows
            if (about is not None and about == subject) or (where is not None and where in named)
        )
        for subject, named in matters
    ]


async def list_all(session: AsyncSession, *, day: date) -> list[Recusal]:
    """List the recusals that are good on a day or will be, the newest first."""
    return list(
        await session.scalars(
            select(Recusal)
            .where(or_(col(Recusal.valid_to).is_(None), col(Recusal.valid_to) > day))
            .order_by(col(Recusal.id).desc())
        )
    )

"""Recording that an officer stands back, and that he need not any more."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from field_units.errors import OfficerUnknown, RecusalNotFound
from field_units.models import Officer
from field_units.recusals.models import Recusal


async def add(session: AsyncSession, *, recusal: Recusal) -> None:
    """Record a recusal; it counts from the next act and the next choice on.

    :raises OfficerUnknown: when there is no such officer
    """
    if await session.get(Officer, recusal.officer) is None:
        raise OfficerUnknown(
            officer=recusal.officer,
            errors=[{"in": "body", "pointer": "/officer", "rule": "unknown", "detail": ""}],
        )
    session.add(recusal)
    await session.flush()


async def end(session: AsyncSession, *, recusal_id: UUID, day: date, now: datetime) -> Recusal:
    """End a recusal with a day, the first on which it does not hold; one that has ended stays as it is.

    :raises RecusalNotFound: when there is none of that id
    """
    recusal = await session.get(Recusal, recusal_id, with_for_update=True)
    if recusal is None:
        raise RecusalNotFound(recusal=str(recusal_id))
    if recusal.valid_to is None or recusal.valid_to > day:
        recusal.valid_to = day
        recusal.recorded_at = now
    return recusal

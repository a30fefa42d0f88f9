"""Reading who chooses the unit."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dispatch.sending.models import SendingRow
from dispatch.sending.values import Sending


async def load_sending(session: AsyncSession, *, day: date) -> Sending:
    """Read the rows that are good on a day."""
    rows = await session.scalars(
        select(SendingRow)
        .where(col(SendingRow.valid_from) <= day)
        .where(or_(col(SendingRow.valid_to).is_(None), col(SendingRow.valid_to) > day))
    )
    return Sending.of((row.team, (row.scheme, row.kind, row.code), row.automatic) for row in rows)

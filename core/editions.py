"""Editions: a number that grows when facts every process keeps in memory have changed."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel


class Edition(SQLModel, table=True):
    """How often a body of facts was published."""

    name: str = Field(primary_key=True)
    number: int


async def find(session: AsyncSession, *, name: str) -> int:
    """Tell the current edition, 0 when nothing was published."""
    edition = await session.get(Edition, name, populate_existing=True)
    return edition.number if edition else 0


async def publish(session: AsyncSession, *, name: str) -> int:
    """Count a publication; processes that poll will load the facts anew."""
    number: int = (await session.execute(_COUNT, {"name": name})).scalar_one()
    return number


# One statement: two processes that publish a first edition at once must not both insert it.
_COUNT: Final = text(
    "INSERT INTO edition (name, number) VALUES (:name, 1)"
    " ON CONFLICT (name) DO UPDATE SET number = edition.number + 1 RETURNING number"
)

"""Editions: a number that grows when facts every process keeps in memory have changed."""

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
    edition = await session.get(Edition, name, with_for_update=True)
    if edition is None:
        edition = Edition(name=name, number=0)
        session.add(edition)
    edition.number += 1
    return edition.number

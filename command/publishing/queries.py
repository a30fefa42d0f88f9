"""Reading drafts and publications."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.errors import DraftNotFound
from command.publishing.models import CatalogueDraft


async def get(session: AsyncSession, *, draft_id: UUID, lock: bool = False) -> CatalogueDraft:
    """Read a draft.

    :raises DraftNotFound: when there is no such draft
    """
    query = select(CatalogueDraft).where(col(CatalogueDraft.id) == draft_id)
    draft = await session.scalar(query.with_for_update() if lock else query)
    if draft is None:
        raise DraftNotFound
    return draft


async def list_drafts(session: AsyncSession, *, limit: int = 100) -> list[CatalogueDraft]:
    """List drafts, the newest first."""
    query = select(CatalogueDraft).order_by(col(CatalogueDraft.id).desc()).limit(limit)
    return list(await session.scalars(query))

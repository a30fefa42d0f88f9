"""Reading drafts and publications."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.errors import DraftNotFound
from command.publishing.models import CatalogueDraft, Publication


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


class Published(NamedTuple):
    """A publication with what its draft was; without a draft it went back, or was of boundaries."""

    publication: Publication
    kind: str | None
    title: str | None
    valid_from: date | None


async def list_publications(
    session: AsyncSession, *, before: int | None = None, limit: int
) -> list[Published]:
    """List publications with an edition below `before`, the newest first."""
    query = (
        select(
            Publication,
            col(CatalogueDraft.kind),
            col(CatalogueDraft.title),
            col(CatalogueDraft.valid_from),
        )
        .join(CatalogueDraft, col(CatalogueDraft.id) == col(Publication.draft), isouter=True)
        .order_by(col(Publication.edition).desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(col(Publication.edition) < before)
    return [Published(*row) for row in await session.execute(query)]

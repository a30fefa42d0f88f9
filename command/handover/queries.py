"""Reading hand-over sheets: a node reads its own, the city reads all."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.errors import HandoverNotFound
from command.handover.models import Handover, HandoverEntry
from command.handover.values import Side
from core.bulk import among
from core.clock import iso
from core.scope import WHOLE

REMARK: Final = "remark"


def in_scope(node: str) -> ColumnElement[bool]:
    """Give the condition that keeps a query on sheets inside a node."""
    return true() if node == WHOLE else col(Handover.node) == node


async def get(
    session: AsyncSession, *, handover_id: UUID, node: str, lock: bool = False
) -> Handover:
    """Read one sheet of a node; `lock` holds it, so that what is added to it is added one by one.

    :raises HandoverNotFound: when there is none of that id within the node.
    """
    query = select(Handover).where(col(Handover.id) == handover_id).where(in_scope(node))
    found = await session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise HandoverNotFound("There is no such sheet.", handover=str(handover_id))
    return found


async def list_page(
    session: AsyncSession, *, node: str, before: datetime | None, limit: int
) -> list[Handover]:
    """List a page of a node's sheets, newest first, those made before a moment."""
    query = select(Handover).where(in_scope(node)).order_by(col(Handover.made_at).desc())
    if before is not None:
        query = query.where(col(Handover.made_at) < before)
    return list(await session.scalars(query.limit(limit)))


async def list_entries(
    session: AsyncSession, *, handover_ids: Collection[UUID]
) -> dict[UUID, list[HandoverEntry]]:
    """List what was added to these sheets, oldest first, by sheet."""
    found: dict[UUID, list[HandoverEntry]] = {one: [] for one in handover_ids}
    rows = await session.scalars(
        select(HandoverEntry)
        .where(among(col(HandoverEntry.handover_id), "ids"))
        .order_by(col(HandoverEntry.at), col(HandoverEntry.id)),
        {"ids": handover_ids},
    )
    for entry in rows:
        found[entry.handover_id].append(entry)
    return found


def signed(entries: Sequence[HandoverEntry]) -> dict[Side, UUID]:
    """Tell who has signed on which side."""
    return {Side(entry.kind): entry.account for entry in entries if entry.kind != REMARK}


def picture(handover: Handover, entries: Sequence[HandoverEntry]) -> dict[str, Any]:
    """Give a sheet with what was added to it."""
    signatures: dict[str, dict[str, Any]] = {
        entry.kind: {"at": iso(entry.at), "name": entry.name}
        for entry in entries
        if entry.kind != REMARK
    }
    return {
        "id": str(handover.id),
        "node": handover.node,
        "from": iso(handover.from_at),
        "to": iso(handover.to_at),
        "made_at": iso(handover.made_at),
        "made_by": handover.made_by,
        "figures": handover.figures,
        "warnings": handover.warnings,
        "remarks": [
            {"id": str(one.id), "at": iso(one.at), "name": one.name, "text": one.text}
            for one in entries
            if one.kind == REMARK
        ],
        **{side.value: signatures.get(side) for side in Side},
    }

"""Reading calls for help: within the node of whoever called, and by the units that were called on."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from core.clock import iso
from core.scope import channels_of, within
from dispatch.errors import SosNotFound
from dispatch.sos.models import Sos, SosCalled, SosHistory


def in_scope(node: str) -> ColumnElement[bool]:
    """Give the condition that keeps a query on calls inside a node."""
    own = within(
        node,
        {
            "district": col(Sos.district),
            "township": col(Sos.township),
            "team": col(Sos.team),
            "unit": col(Sos.unit),
        },
    )
    kind, _, unit = node.partition(":")
    if kind != "unit":
        return own
    called = exists().where(col(SosCalled.sos_id) == col(Sos.id)).where(col(SosCalled.unit) == unit)
    return or_(own, called)


def channels_for(sos: Sos) -> list[str]:
    """Name the channels a call is told on: the same rule as `in_scope`."""
    return [
        *channels_of(district=sos.district, township=sos.township, team=sos.team, unit=sos.unit),
        *(f"unit:{called['unit']}" for called in sos.called),
    ]


def picture(sos: Sos) -> dict[str, Any]:
    """Give a call for help as the wire shows it (docs/wire.md, SOS)."""
    return {
        "id": str(sos.id),
        "state": sos.state,
        "ended": sos.ended,
        "version": sos.version,
        "unit": sos.unit,
        "unit_name": sos.unit_name,
        "team": sos.team,
        "lon": sos.lon,
        "lat": sos.lat,
        "accuracy_m": sos.accuracy_m,
        "note": sos.note,
        "raised_at": iso(sos.raised_at),
        "calls": sos.calls,
        "called": sos.called,
        "moves": sos.moves,
    }


async def list_open(session: AsyncSession, *, node: str) -> list[Sos]:
    """List the calls in a node that are not over, oldest first."""
    return list(
        await session.scalars(
            select(Sos)
            .where(in_scope(node))
            .where(~col(Sos.ended))
            .order_by(col(Sos.raised_at), col(Sos.id))
        )
    )


async def list_raised(
    session: AsyncSession, *, node: str, from_: datetime, to: datetime
) -> list[Sos]:
    """List the calls of a node raised in a span, oldest first."""
    return list(
        await session.scalars(
            select(Sos)
            .where(in_scope(node))
            .where(col(Sos.raised_at) >= from_)
            .where(col(Sos.raised_at) < to)
            .order_by(col(Sos.raised_at), col(Sos.id))
        )
    )


async def get(session: AsyncSession, *, sos_id: UUID, node: str, lock: bool = False) -> Sos:
    """Read one call of a node.

    :raises SosNotFound: when there is none of that id within the node.
    """
    query = select(Sos).where(col(Sos.id) == sos_id).where(in_scope(node))
    found = await session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise SosNotFound("There is no such call for help.", sos=str(sos_id))
    return found


async def find_open_of(session: AsyncSession, *, account: str) -> Sos | None:
    """Find the call of an account that is not over, held until the end."""
    return await session.scalar(
        select(Sos)
        .where(col(Sos.account) == account)
        .where(~col(Sos.ended))
        .order_by(col(Sos.raised_at))
        .with_for_update()
    )


async def find_act(session: AsyncSession, *, actor: str, act_id: UUID) -> SosHistory | None:
    """Find what somebody did by an act of his, so that it is not done twice."""
    return await session.scalar(
        select(SosHistory)
        .where(col(SosHistory.actor) == actor)
        .where(col(SosHistory.act_id) == act_id)
    )


_HELD: Final = (
    select(Sos)
    .where(among(col(Sos.id), "ids"))
    .where(~col(Sos.ended))
    .order_by(col(Sos.id))
    .with_for_update(skip_locked=True)
)


async def list_held(session: AsyncSession, *, ids: Collection[UUID]) -> list[Sos]:
    """Read the open ones of these calls that nobody else holds, and hold them."""
    return list(await session.scalars(_HELD, {"ids": ids}))


async def list_open_ids(session: AsyncSession, *, ids: Collection[UUID]) -> set[UUID]:
    """Tell which of these calls are not over."""
    query = select(col(Sos.id)).where(among(col(Sos.id), "ids")).where(~col(Sos.ended))
    return set(await session.scalars(query, {"ids": ids}))

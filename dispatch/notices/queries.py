"""Reading notices, and who is reached by them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.auth.models import Account, LoginSession
from core.bulk import among
from core.clock import iso
from core.question import Question
from dispatch.errors import NoticeNotFound
from dispatch.notices.lifecycle import NoticeState
from dispatch.notices.models import Notice, PushSubscription

_ASKED_FOR: Final = (
    select(
        col(PushSubscription.id),
        col(PushSubscription.unit),
        col(PushSubscription.account_id),
        col(PushSubscription.session_id),
    )
    .where(among(col(PushSubscription.unit), "units"))
    .cte("asked_for")
    # Few browsers subscribe and everybody has a session: a database that has not counted them yet begins with those.
    .prefix_with("MATERIALIZED")
)
_REACHED: Final = Question(
    select(_ASKED_FOR.c.id, _ASKED_FOR.c.unit)
    .join(Account, col(Account.id) == _ASKED_FOR.c.account_id)
    .join(LoginSession, col(LoginSession.id) == _ASKED_FOR.c.session_id)
    # A device that was signed out, or lost, is told nothing more.
    .where(col(LoginSession.ended_at).is_(None))
    .where(col(LoginSession.expires_at) > bindparam("now"))
    .where(col(Account.disabled_at).is_(None))
    .where(col(Account.unit) == _ASKED_FOR.c.unit)
    .order_by(_ASKED_FOR.c.id)
)


async def list_reached(
    session: AsyncSession, *, units: Collection[str], now: datetime
) -> dict[str, list[UUID]]:
    """Tell, by unit, which subscriptions of it a push would reach now."""
    reached: dict[str, list[UUID]] = {}
    for subscription, unit in await _REACHED.ask(session, units=units, now=now):
        reached.setdefault(unit, []).append(subscription)
    return reached


async def list_page(
    session: AsyncSession,
    *,
    state: NoticeState | None,
    units: Collection[str] | None,
    before: UUID | None,
    limit: int,
) -> Sequence[Notice]:
    """List a page of notices, newest first; of these units only, or of all."""
    query = select(Notice).order_by(col(Notice.id).desc()).limit(limit)
    if state is not None:
        query = query.where(col(Notice.state) == state)
    if before is not None:
        query = query.where(col(Notice.id) < before)
    if units is not None:
        query = query.where(among(col(Notice.unit), "units")).params(units=units)
    return list(await session.scalars(query))


async def get(
    session: AsyncSession, *, notice_id: UUID, units: Collection[str] | None, lock: bool = False
) -> Notice:
    """Read one notice to one of these units, or to any.

    :raises NoticeNotFound: when there is none
    """
    notice = await session.get(Notice, notice_id, with_for_update=lock or None)
    if notice is None or (units is not None and notice.unit not in units):
        raise NoticeNotFound("There is no such notice.", notice=str(notice_id))
    return notice


_DUE: Final = select(
    exists()
    .where(col(Notice.state) == NoticeState.WAITING)
    .where(col(Notice.due_at) <= bindparam("now"))
)


async def is_due(session: AsyncSession, *, now: datetime) -> bool:
    """Tell whether any notice is to be sent now."""
    return bool(await session.scalar(_DUE, {"now": now}))


def picture(notice: Notice) -> dict[str, Any]:
    """Give a notice as a reader sees it, without the address it goes to."""
    return {
        "id": str(notice.id),
        "kind": notice.kind,
        "subject": notice.subject,
        "unit": notice.unit,
        "urgency": notice.urgency,
        "carrier": notice.carrier,
        "state": notice.state,
        "tries": notice.tries,
        "last_error": notice.last_error,
        "made_at": iso(notice.made_at),
        "due_at": iso(notice.due_at),
        "settled_at": iso(notice.settled_at) if notice.settled_at else None,
    }

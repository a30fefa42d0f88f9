"""Changing notices: asked for with the news they tell, taken in hand, settled; and who subscribes to them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core import db, ending, outbound
from core.auth.values import Principal
from core.bulk import BulkInsert
from core.ids import new_id
from dispatch.errors import SubscriptionNotFound, SubscriptionRefused
from dispatch.notices import lifecycle, queries, rules
from dispatch.notices.lifecycle import NoticeState
from dispatch.notices.models import Notice, PushSubscription
from dispatch.notices.rules import Outcome
from dispatch.notices.values import Ask, Carrier, PushSubscriptionIn

IN_HAND: Final = timedelta(seconds=60)
"""How long a worker may take over what it took in hand, before another takes it for dead: more than every
time-out of one try together."""
BATCH: Final = 50
BROWSERS: Final = 10
"""How many browsers of one account are pushed to; the oldest goes."""

_INSERT: Final = BulkInsert(
    SQLModel.metadata.tables["notice"],
    (
        "id", "kind", "subject", "unit", "urgency", "carrier", "subscription_id", "state", "tries",
        "made_at", "due_at",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlets:
    """The ways out of a process that asks for notices: is there a messaging platform, and how to wake the worker."""

    webhook: bool
    wake: Callable[[], Awaitable[None]]


async def ask(
    session: AsyncSession, asks: Sequence[Ask], *, outlets: Outlets, now: datetime
) -> None:
    """Ask for units to be told, together with the change that is the news.

    What a lost waking-up delays, the relay's sweep repairs.
    """
    if not asks:
        return
    reached = await queries.list_reached(session, units={one.unit for one in asks}, now=now)
    rows = [
        (
            new_id(), one.kind, one.subject, one.unit, one.urgency, carrier, subscription,
            NoticeState.WAITING, 0, now, now,
        )
        for one in asks
        for carrier, subscription in _ways(reached.get(one.unit, ()), outlets)
    ]  # fmt: skip
    if rows:
        ending.later(session, _INSERT, rows)
        db.after_commit(session, outlets.wake)


def _ways(subscriptions: Sequence[UUID], outlets: Outlets) -> list[tuple[Carrier, UUID | None]]:
    ways: list[tuple[Carrier, UUID | None]] = [(Carrier.WEB_PUSH, one) for one in subscriptions]
    return [*ways, (Carrier.WEBHOOK, None)] if outlets.webhook else ways


async def take(
    session: AsyncSession, *, now: datetime, most: int = BATCH
) -> list[tuple[Notice, PushSubscription | None]]:
    """Take in hand what is due and nobody else has in hand, the longest due first, each with where it goes."""
    notices = list(
        await session.scalars(
            select(Notice)
            .where(col(Notice.state) == NoticeState.WAITING)
            .where(col(Notice.due_at) <= now)
            .order_by(col(Notice.due_at))
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )
    for notice in notices:
        notice.tries += 1
        notice.due_at = now + IN_HAND
    wanted = {notice.subscription_id for notice in notices}
    found = await session.scalars(
        select(PushSubscription).where(col(PushSubscription.id).in_(wanted - {None}))
    )
    subscriptions: dict[UUID | None, PushSubscription] = {one.id: one for one in found}
    return [(notice, subscriptions.get(notice.subscription_id)) for notice in notices]


async def settle(session: AsyncSession, *, outcomes: Mapping[UUID, Outcome], now: datetime) -> None:
    """Note what became of notices in hand. A browser that is gone is forgotten."""
    found = await session.scalars(
        select(Notice)
        .where(col(Notice.id).in_(outcomes))
        .order_by(col(Notice.id))
        .with_for_update()
    )
    gone: list[UUID] = []
    for notice in found:
        if notice.state != NoticeState.WAITING:
            # Somebody else thought us dead and was quicker.
            continue
        outcome = outcomes[notice.id]
        notice.last_error = outcome.error
        wait = rules.next_try(notice.tries, asked_s=outcome.wait_s) if outcome.again else None
        if outcome.error is None:
            _settle(notice, NoticeState.SENT, now)
        elif wait is None:
            _settle(notice, NoticeState.DEAD, now)
        else:
            notice.due_at = now + wait
        if outcome.gone and notice.subscription_id is not None:
            gone.append(notice.subscription_id)
    if gone:
        await session.execute(delete(PushSubscription).where(col(PushSubscription.id).in_(gone)))


def _settle(notice: Notice, to: NoticeState, now: datetime) -> None:
    notice.state = lifecycle.move(NoticeState(notice.state), to)
    notice.settled_at = now


def retry(notice: Notice, *, now: datetime) -> None:
    """Have a dead notice tried again, from the beginning.

    :raises NoticeNotDead: when it is not dead
    """
    notice.state = lifecycle.move(NoticeState(notice.state), NoticeState.WAITING)
    notice.tries, notice.due_at, notice.settled_at = 0, now, None


async def forget_before(session: AsyncSession, *, moment: datetime) -> None:
    """Drop what was settled before a moment."""
    await session.execute(delete(Notice).where(col(Notice.settled_at) < moment))


async def subscribe(
    session: AsyncSession,
    *,
    principal: Principal,
    unit: str,
    wanted: PushSubscriptionIn,
    production: bool,
    now: datetime,
) -> UUID:
    """Push to this browser from now on. A browser has one subscription, whoever signs in there.

    :raises SubscriptionRefused: when pushes do not go to its address
    """
    try:
        parts = outbound.split(wanted.endpoint)
    except outbound.BadAddress as bad:
        raise _refuse(bad.reason) from None
    if not rules.may_push_to(parts, production=production):
        raise _refuse("not_https")
    row = await session.scalar(
        select(PushSubscription)
        .where(col(PushSubscription.endpoint) == wanted.endpoint)
        .with_for_update()
    )
    if row is None:
        row = PushSubscription(
            endpoint=wanted.endpoint,
            p256dh=wanted.keys.p256dh,
            auth=wanted.keys.auth,
            account_id=principal.account_id,
            session_id=principal.session_id,
            unit=unit,
            created_at=now,
        )
        session.add(row)
        await session.flush()
    row.p256dh, row.auth, row.unit = wanted.keys.p256dh, wanted.keys.auth, unit
    row.account_id, row.session_id = principal.account_id, principal.session_id
    own = select(col(PushSubscription.id)).where(
        col(PushSubscription.account_id) == principal.account_id
    )
    newest = own.order_by(col(PushSubscription.id).desc()).limit(BROWSERS)
    await session.execute(
        delete(PushSubscription)
        .where(col(PushSubscription.account_id) == principal.account_id)
        .where(col(PushSubscription.id).not_in(newest))
        .where(col(PushSubscription.id) != row.id)
    )
    return row.id


def _refuse(rule: str) -> SubscriptionRefused:
    detail = "Pushes do not go to this address."
    return SubscriptionRefused(
        detail, errors=[{"in": "body", "pointer": "/endpoint", "rule": rule, "detail": detail}]
    )


async def unsubscribe(
    session: AsyncSession, *, subscription_id: UUID, principal: Principal
) -> None:
    """Push to a browser no more.

    :raises SubscriptionNotFound: when the caller has no such subscription
    """
    row = await session.get(PushSubscription, subscription_id)
    if row is None or row.account_id != principal.account_id:
        raise SubscriptionNotFound("You have no such subscription.")
    await session.delete(row)

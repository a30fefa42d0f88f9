"""Work for the worker: send what is due. May run twice, and be killed: a notice is sent at least once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

import httpx
import structlog

from core import outbound, queue
from core.clock import utcnow
from core.db import Database
from core.outbound import BadAddress
from core.settings import Settings
from dispatch.notices import operations, queries
from dispatch.notices.carriers import vapid
from dispatch.notices.carriers.web_push import WebPush
from dispatch.notices.carriers.webhook import Webhook
from dispatch.notices.models import Notice, PushSubscription
from dispatch.notices.rules import Outcome, is_this_machine
from dispatch.notices.values import Carrier, words

log = structlog.get_logger()

TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
WHOLE_S: Final = 20.0
"""A service that trickles is given up on."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """The ways out of this platform; None where the city has not set one up."""

    web_push: WebPush | None
    webhook: Webhook | None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Give the carriers the settings name."""
        key = vapid.find_key(settings)
        contact = settings.public_url if settings.public_url.startswith("https:") else ""
        allowed: Callable[[outbound.Address], bool] = outbound.is_public
        if not settings.production:
            allowed = _public_or_here
        url = settings.notice_webhook_url
        return cls(
            web_push=WebPush(key, contact, allowed) if key else None,
            webhook=Webhook(url, settings.notice_webhook_secret) if url else None,
        )


def _public_or_here(address: outbound.Address) -> bool:
    return outbound.is_public(address) or is_this_machine(address)


def send_notices(**_: Any) -> None:
    """Send the notices that are due."""
    queue.run_async(_send_all())


async def _send_all() -> None:
    settings = Settings()
    database = Database(settings.database_url, pool_size=1)
    try:
        await send_due(database, Carriers.of(settings))
    finally:
        await database.close()


async def are_due(database: Database) -> bool:
    """Tell whether any notice is to be sent, for the sweep that asks for it again."""
    async with database.reading() as session:
        return await queries.is_due(session, now=utcnow())


async def send_due(database: Database, carriers: Carriers) -> None:
    """Send until nothing is due. What is in hand is noted before, what became of it after."""
    async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
        while True:
            async with database.transaction() as session:
                taken = await operations.take(session, now=utcnow())
            if not taken:
                return
            now = utcnow()
            outcomes = await asyncio.gather(
                *(_send(client, carriers, notice, to, now) for notice, to in taken)
            )
            by_id = {
                notice.id: outcome for (notice, _), outcome in zip(taken, outcomes, strict=True)
            }
            async with database.transaction() as session:
                await operations.settle(session, outcomes=by_id, now=utcnow())


async def _send(
    client: httpx.AsyncClient,
    carriers: Carriers,
    notice: Notice,
    to: PushSubscription | None,
    now: datetime,
) -> Outcome:
    said = words(kind=notice.kind, subject=notice.subject, urgency=notice.urgency)
    try:
        async with asyncio.timeout(WHOLE_S):
            if notice.carrier == Carrier.WEBHOOK:
                if carriers.webhook is None:
                    return Outcome("not_set_up")
                return await carriers.webhook.send(client, notice, words=said, now=now)
            if to is None:
                return Outcome("unsubscribed")
            if carriers.web_push is None:
                return Outcome("not_set_up")
            return await carriers.web_push.send(client, notice, to, words=said, now=now)
    except BadAddress as bad:
        return Outcome(bad.reason)
    except (httpx.HTTPError, TimeoutError, OSError) as failure:
        log.info("notice_unanswered", notice_id=str(notice.id), error=type(failure).__name__)
        return Outcome("no_answer", again=True)
    except Exception as failure:
        # One that cannot be sent must not keep the others from being settled.
        log.exception("notice_failed", notice_id=str(notice.id), error=type(failure).__name__)
        return Outcome("failed", again=True)

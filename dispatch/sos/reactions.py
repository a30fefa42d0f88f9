"""What happens while a call for help is not answered: it is heard again, each time farther away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.timers import Due
from dispatch.alerts import queries as alerts
from dispatch.sos import operations, queries
from dispatch.sos.lifecycle import LOUD, SosState
from dispatch.sos.nearest import Nearest
from dispatch.sos.values import ALERT, MOST_CALLED, NEAREST, UNANSWERED, Caller

SOON: Final = timedelta(seconds=1)


async def call_again(
    session: AsyncSession, due: Sequence[Due], now: datetime, *, nearest: Nearest
) -> None:
    """Make loud again what nobody has answered; an alert taken in hand at a console is an answer."""
    wanted = {UUID(timer.subject) for timer in due}
    held = await queries.list_held(session, ids=wanted)
    answered = await alerts.list_about(session, kind=ALERT, subjects=[str(one.id) for one in held])
    for sos in held:
        alert = answered.get(str(sos.id))
        if SosState(sos.state) not in LOUD:
            continue
        if alert is not None and alert.acknowledged_at is not None:
            by = Caller(str(alert.acknowledged_by), "", None)
            await operations.move(session, sos=sos, to=SosState.ACKNOWLEDGED, by=by, now=now)
            continue
        most = min(MOST_CALLED, NEAREST * (sos.calls + 1))
        near = nearest.to(sos.lon, sos.lat, besides=sos.unit, most=most, now=now)
        await operations.call_on(session, sos=sos, near=near, now=now)
    # Somebody answers these just now, or they are over: whoever is not held is asked again.
    busy = await queries.list_open_ids(session, ids=wanted - {sos.id for sos in held})
    timers.set_(session, [(UNANSWERED, str(one), now + SOON, {}) for one in busy])

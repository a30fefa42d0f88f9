"""What happens when an instruction's time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.timers import Due
from dispatch.alerts import operations as alerts
from dispatch.alerts.values import NewAlert
from dispatch.instructions import queries
from dispatch.instructions.values import ALERT, UNSIGNED

AGAIN: Final = timedelta(seconds=1)
NAMED: Final = 20
"""How many units an alert names; the instruction names all."""


async def raise_unsigned(session: AsyncSession, due: Sequence[Due], now: datetime) -> None:
    """Call on the post that issued it: these units have not signed."""
    wanted = {UUID(timer.subject): timer for timer in due}
    held = await queries.list_held(session, ids=wanted.keys())
    raised: list[NewAlert] = []
    for instruction in held:
        unsigned = await queries.list_unsigned(session, instruction_id=instruction.id)
        if unsigned:
            raised.append(
                NewAlert(
                    kind=ALERT,
                    subject=str(instruction.id),
                    node=instruction.node,
                    level=instruction.urgency,
                    case_no=instruction.case_no,
                    due_at=instruction.sign_by,
                    facts={
                        "title": instruction.text[:80],
                        "unsigned": len(unsigned),
                        "units": [receipt.unit_name for receipt in unsigned[:NAMED]],
                    },
                )
            )
    await alerts.raise_alerts(session, alerts=raised, now=now)
    # Somebody signs or closes these just now: they are asked again.
    open_ids = await queries.list_open_ids(session, ids=wanted.keys())
    busy = open_ids - {instruction.id for instruction in held}
    timers.set_(session, [(UNSIGNED, str(one), now + AGAIN, {}) for one in busy])

"""What clocks do about news: they are armed with their case, rest and go on with the work, and ring."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from command.clocks import following, warnings
from command.events import CaseRouted, CaseToJudge
from command.world import World
from core.timers import Due
from dispatch.events import TaskMoved
from dispatch.tasks.lifecycle import ENDED, TaskState
from dispatch.tasks.values import Role

LEADING: Final = frozenset({Role.LEAD, Role.RIVAL})
"""Roles whose work is the case's: a part's or an assistant's rest stops nobody's clock."""
ASKING: Final = frozenset({TaskState.OFFERED})
"""Nobody works yet, so that nothing rests or goes on."""


async def arm_clocks(
    session: AsyncSession,
    events: Sequence[CaseRouted | CaseToJudge],
    now: datetime,
    *,
    world: Callable[[], World],
) -> None:
    """Set the timers of the clocks of cases sent anew, as they stand."""
    case_nos = [
        event.case_no for event in events if isinstance(event, CaseToJudge) or not event.armed
    ]
    if case_nos:
        await following.arm(session, case_nos=case_nos, world=world(), now=now)


async def follow_work(
    session: AsyncSession,
    events: Sequence[TaskMoved],
    now: datetime,
    *,
    world: Callable[[], World],
) -> None:
    """Let clocks rest, go on and stop with the task that leads their case."""
    leading = [event for event in events if event.role in LEADING and event.state not in ASKING]
    if leading:
        await following.follow(session, moves=leading, world=world(), now=now)
    ended = {event.case_no for event in events if event.state in ENDED}
    if ended:
        await following.stop(session, case_nos=ended, now=now)


async def warn_of_clocks(
    session: AsyncSession, due: Sequence[Due], now: datetime, *, world: Callable[[], World]
) -> None:
    """Warn of clocks that ring."""
    await warnings.warn(session, dues=due, world=world(), now=now)

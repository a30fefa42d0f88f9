"""What is news for somebody who is not looking: a task offered, an instruction, a call for help."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dispatch.events import InstructionIssued, SosCalled, TaskAlerted, TaskMoved
from dispatch.notices import operations
from dispatch.notices.operations import Outlets
from dispatch.notices.values import Ask, NoticeKind
from dispatch.tasks.lifecycle import TaskState


async def tell_of_offers(
    session: AsyncSession, events: Sequence[TaskMoved], now: datetime, *, outlets: Outlets
) -> None:
    """Tell units that a task is there for them."""
    asks = [
        Ask(NoticeKind.TASK_OFFERED, event.task_id, event.unit, event.urgency)
        for event in events
        if event.state == TaskState.OFFERED
    ]
    await operations.ask(session, asks, outlets=outlets, now=now)


async def tell_of_alerts(
    session: AsyncSession, events: Sequence[TaskAlerted], now: datetime, *, outlets: Outlets
) -> None:
    """Tell units once more of a task that nobody there has looked at."""
    asks = [
        Ask(NoticeKind.TASK_ALERTED, event.task_id, event.unit, event.urgency) for event in events
    ]
    await operations.ask(session, asks, outlets=outlets, now=now)


async def tell_of_instructions(
    session: AsyncSession, events: Sequence[InstructionIssued], now: datetime, *, outlets: Outlets
) -> None:
    """Tell units that they are told to do something."""
    asks = [
        Ask(NoticeKind.INSTRUCTION, event.instruction_id, unit, event.urgency)
        for event in events
        for unit in event.units
    ]
    await operations.ask(session, asks, outlets=outlets, now=now)


async def tell_of_calls_for_help(
    session: AsyncSession, events: Sequence[SosCalled], now: datetime, *, outlets: Outlets
) -> None:
    """Tell the nearest units that somebody is in danger."""
    asks = [
        Ask(NoticeKind.SOS, event.sos_id, unit, "critical")
        for event in events
        for unit in event.units
    ]
    await operations.ask(session, asks, outlets=outlets, now=now)

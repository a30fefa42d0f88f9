"""What dispatch does about its own news."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from dispatch import push
from dispatch.events import TaskMoved
from dispatch.hands import following
from dispatch.ladder import operations as ladder
from dispatch.ladder import unanswered
from dispatch.push import Forces
from dispatch.tasks import operations as tasks
from dispatch.tasks import queries
from dispatch.tasks.lifecycle import ENDED, TaskState
from dispatch.tasks.models import Task
from dispatch.tasks.values import Role


async def ask_the_next(
    session: AsyncSession,
    events: Sequence[TaskMoved],
    now: datetime,
    *,
    forces: Callable[[], Forces],
    over: Collection[str] = (),
) -> None:
    """Offer what a unit declined, or did not answer, to the next one of its team, while it is wanted.

    `over` are cases about which nobody is to be asked any more.
    """
    ids = [
        UUID(event.task_id)
        for event in events
        if event.state in (TaskState.DECLINED, TaskState.EXPIRED)
    ]
    if not ids:
        return
    heirs = set(await session.scalars(_HEIRS, {"ids": ids}))
    left = [task for task in await session.scalars(_THESE, {"ids": ids}) if task.id not in heirs]
    asked = [task for task in left if task.case_no not in over]
    wants = await following.list_wanted(session, tasks=asked)
    await push.push(session, wants=wants, forces=forces(), now=now)
    wanted = {want.replaces_id for want in wants}
    settled = [str(task.id) for task in left if task.id not in wanted]
    await unanswered.end(session, accepted=(), settled=settled, now=now)
    await following.hand_helpers_over(session, of=[task.id for task in left], now=now)


async def end_together(session: AsyncSession, events: Sequence[TaskMoved], now: datetime) -> None:
    """End what hangs on others: a split task with its last part, help with its lead, late rivals."""
    ended = [event for event in events if event.state in _ENDS]
    parents = await queries.list_parents(
        session,
        ids=[UUID(event.task_id) for event in ended if event.role == Role.PART],
    )
    for parent in parents:
        await following.close_split(session, parent=parent, now=now)
    await following.dismiss_rivals(
        session,
        case_nos={event.case_no for event in events if event.state == TaskState.ACCEPTED},
        now=now,
    )
    for event in ended:
        if event.role in (Role.LEAD, Role.PART):
            await following.dismiss_helpers(
                session, of=UUID(event.task_id), state=TaskState(event.state), now=now
            )


async def stand_down(session: AsyncSession, events: Sequence[TaskMoved], now: datetime) -> None:
    """End what was raised about tasks that are in hand or over, and look after the latter no more."""
    over = [UUID(event.task_id) for event in events if event.state in ENDED]
    ladder.leave(session, task_ids=over)
    await unanswered.end(
        session,
        accepted=[event.task_id for event in events if event.state == TaskState.ACCEPTED],
        settled=[event.task_id for event in events if event.state in _SETTLES],
        now=now,
    )


_SETTLES = (ENDED | {TaskState.ON_SITE, TaskState.SUSPENDED, TaskState.SPLIT}) - tasks.UNANSWERING
"""What was raised about a task that was declined or not answered goes on with the one that follows."""
_ENDS = frozenset({TaskState.DONE, TaskState.RETURNED, TaskState.RECALLED})
_THESE = select(Task).where(among(col(Task.id), "ids")).order_by(col(Task.id))
_HEIRS = select(col(Task.replaces_id)).where(among(col(Task.replaces_id), "ids"))

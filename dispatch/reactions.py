"""What dispatch does about its own news."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dispatch import push
from dispatch.events import TaskMoved
from dispatch.push import Forces
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Task
from dispatch.tasks.values import Want


async def ask_the_next(
    session: AsyncSession,
    events: Sequence[TaskMoved],
    now: datetime,
    *,
    forces: Callable[[], Forces],
) -> None:
    """Offer what a unit declined to the next one of its team."""
    ids = [UUID(event.task_id) for event in events if event.state == TaskState.DECLINED]
    if not ids:
        return
    declined = await session.scalars(select(Task).where(col(Task.id).in_(ids)))
    wants = [
        Want(
            case_no=task.case_no,
            team=task.team,
            field=task.field,
            district=task.district,
            township=task.township,
            lon=task.lon,
            lat=task.lat,
            brief={key: value for key, value in task.brief.items() if key != "unit_name"},
        )
        for task in declined
    ]
    await push.push(session, wants=wants, forces=forces(), now=now)

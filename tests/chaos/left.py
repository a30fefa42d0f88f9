"""What a shift left behind in the database, once nothing is on its way any more."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from command.cases.models import Case
from core import channels, outbox
from core.channels import ChannelFrame
from core.clock import utcnow
from core.db import Database
from core.timers import Timer
from dispatch.alerts.models import Alert, AlertHistory
from dispatch.ladder import operations as ladder
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Act, Task, TaskHistory
from dispatch.tasks.operations import SYSTEM, UNANSWERING
from tests.chaos.follower import Follower
from tests.waiting import until_read

SOON: Final = timedelta(minutes=1)
"""What is set for later than that belongs to no ladder of seconds."""
REST_S: Final = 90
"""How long it may take until nothing happens any more: a lease to run out, and a ladder to its end."""

Row = TypeVar("Row", bound=SQLModel)


@dataclass
class Left:
    """All rows, and the frames of every channel."""

    cases: dict[str, Case]
    tasks: dict[UUID, Task]
    history: dict[UUID, list[TaskHistory]]
    acts: list[Act]
    alerts: dict[UUID, Alert]
    told: list[AlertHistory]
    watched: set[str]
    """Tasks that have a timer, in hexadecimal."""
    frames: dict[str, list[dict[str, Any]]]
    at: datetime

    def root(self, task_id: UUID) -> UUID:
        """Give the first of the tasks that were declined or not answered one after the other."""
        task = self.tasks[task_id]
        before = self.tasks[task.replaces_id] if task.replaces_id else None
        return (
            task_id if before is None or before.state not in UNANSWERING else self.root(before.id)
        )

    def moves(self, task: Task) -> list[TaskHistory]:
        """List a task's rows of history that led somewhere."""
        return [row for row in self.history.get(task.id, ()) if row.from_state != row.to_state]

    def rings(self, task: Task) -> int:
        """Tell how often a task's unit was told once more, by its history."""
        return sum(
            row.from_state == row.to_state and row.actor == SYSTEM
            for row in self.history.get(task.id, ())
        )

    def is_late(self, task: Task) -> bool:
        """Tell whether a unit accepted, did not rest, and should have arrived by now."""
        if task.arrive_by is None or any(
            row.to_state == TaskState.SUSPENDED for row in self.moves(task)
        ):
            return False
        return task.arrive_by < self.at

    def raised(self, kind: str) -> Counter[tuple[UUID, str]]:
        """Count how often each post was called on about each thing that was wanted."""
        of_kind = {alert.id for alert in self.alerts.values() if alert.kind == kind}
        return Counter(
            (self.root(UUID(row.subject)), row.level)
            for row in self.told
            if row.what == "raised" and row.alert_id in of_kind
        )


async def rest(database: Database, followers: dict[str, list[Follower]]) -> None:
    """Wait until no event is on its way, no rung is to come, and everybody has heard everything.

    :raises TimeoutError: when that never comes
    """

    async def is_at_rest() -> bool:
        for follower in (one for some in followers.values() for one in some):
            if follower.task is not None and follower.task.done():
                follower.task.result()
        async with database.reading() as session:
            heads = await channels.list_heads(session)
            events, _ = await outbox.find_lag(session)
            due = await session.scalar(
                select(func.count()).select_from(Timer).where(col(Timer.at) < utcnow() + SOON)
            )
        return not (events or due) and all(
            one.wire is not None and one.picture and one.picture.seq == heads.get(channel, 0)
            for channel, some in followers.items()
            for one in some
        )

    await until_read(is_at_rest, True, patience_s=REST_S)


async def read(database: Database) -> Left:
    """Read all there is."""
    async with database.reading() as session:
        history: dict[UUID, list[TaskHistory]] = defaultdict(list)
        for row in await _all(session, TaskHistory):
            history[row.task_id].append(row)
        channels_told = await session.scalars(select(col(ChannelFrame.channel)).distinct())
        frames = {
            name: channels.as_json(
                await channels.list_since(session, channel=name, seq=0, most=1_000_000)
            )
            for name in channels_told
        }
        return Left(
            cases={case.source_event_id: case for case in await _all(session, Case)},
            tasks={task.id: task for task in await _all(session, Task)},
            history=history,
            acts=await _all(session, Act),
            alerts={alert.id: alert for alert in await _all(session, Alert)},
            told=await _all(session, AlertHistory),
            watched={
                timer.subject for timer in await _all(session, Timer) if timer.kind == ladder.KIND
            },
            frames=frames,
            at=utcnow(),
        )


async def _all(session: AsyncSession, kind: type[Row]) -> list[Row]:
    return list(await session.scalars(select(kind)))

"""Setting the ladder's timers: every task that nobody has accepted has one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from dispatch.ladder import rules
from dispatch.ladder.rules import Standing
from dispatch.ladder.values import Ladder, Silence, Step

KIND: Final = "task.ladder"
"""The timer's; its subject is the task's id in hexadecimal, as either database can write it."""
IDLE: Final = timedelta(days=1)
"""When a task for which nothing is to come is looked at all the same."""


class Asked(Protocol):
    """What the ladder must know of a task."""

    id: UUID
    state: str
    brief: dict[str, Any]
    wanted_at: datetime | None
    created_at: datetime
    offered_at: datetime | None
    accept_by: datetime | None
    arrive_by: datetime | None


def standing(task: Asked, *, climbed: int = 0, told: Step | None = None) -> Standing:
    """Say how a task stands on the ladder."""
    return Standing(
        state=task.state,
        urgency=task.brief.get("urgency", ""),
        wanted_at=task.wanted_at or task.created_at,
        offered_at=task.offered_at,
        climbed=climbed,
        told=told,
    )


def arm(session: AsyncSession, *, task: Asked, ladder: Ladder, now: datetime) -> None:
    """Note by when a task just offered is to be answered, and look after it when it is not.

    One that waits for a unit is looked after, too.
    """
    limit = ladder.limit(task.brief.get("urgency", ""))
    if limit is None:
        return
    if task.offered_at is not None:
        task.accept_by = task.offered_at + limit.accept
        task.arrive_by = None if limit.arrive is None else task.offered_at + limit.arrive
    found = rules.climb(standing(task), ladder=ladder, now=now)
    at = now if found.unit or found.post else found.at
    look_again(session, task=task, at=at, climbed=0, now=now)


def postpone(session: AsyncSession, *, task: Asked, ladder: Ladder, now: datetime) -> None:
    """Climb on from the moment by which a command post now wants an answer, or the arrival.

    Until then nobody is asked or told; from then on all comes as if it had been the first moment.
    """
    limit = ladder.limit(task.brief.get("urgency", ""))
    if limit is None:
        return
    if task.state in rules.KNOWN_BY[Silence.UNACCEPTED] and task.accept_by is not None:
        task.wanted_at = task.accept_by - limit.accept
        look_again(session, task=task, at=task.accept_by, climbed=0, now=now)
    else:
        look_again(session, task=task, at=None, climbed=0, now=now)


def look_again(
    session: AsyncSession, *, task: Asked, at: datetime | None, climbed: int, now: datetime
) -> None:
    """Look at a task again at a moment, or sooner, when its unit should have arrived."""
    moments = [moment for moment in (at, task.arrive_by) if moment is not None and moment >= now]
    moment = min(moments, default=now + IDLE)
    timers.set_(session, [(KIND, task.id.hex, moment, {"climbed": climbed})])


def look_out(session: AsyncSession, *, task: Asked, now: datetime) -> None:
    """See that a unit which accepts after it should have arrived is late at once: its ladder may have ended."""
    if task.arrive_by is not None and task.arrive_by <= now:
        look_again(session, task=task, at=now, climbed=0, now=now)


def leave(session: AsyncSession, *, task_ids: Iterable[UUID]) -> None:
    """Look after these tasks no more."""
    timers.stop(session, kind=KIND, subjects=[task_id.hex for task_id in task_ids])

"""What the ladder's timers set off: tasks that nobody answers climb, many together, in few statements."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import String, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import channels, outbox, timers
from core.bulk import among
from core.timers import Due, Timer
from dispatch import push
from dispatch.alerts import operations as alerts
from dispatch.alerts import queries as open_alerts
from dispatch.alerts.models import Alert
from dispatch.alerts.values import NewAlert
from dispatch.events import TaskAlerted
from dispatch.ladder import operations as ladder
from dispatch.ladder import rules, unanswered
from dispatch.ladder.rules import Climb
from dispatch.ladder.values import Rung, Step
from dispatch.push import Forces
from dispatch.tasks import operations as tasks
from dispatch.tasks import queries
from dispatch.tasks.lifecycle import UNANSWERED, TaskState
from dispatch.tasks.models import Task

BUSY: Final = timedelta(seconds=1)
"""When a task that somebody had in hand is looked at again."""
ON_THE_WAY: Final = frozenset({TaskState.ACCEPTED, TaskState.EN_ROUTE})
ASKED: Final = UNANSWERED | {TaskState.WAITING}


class Climber(NamedTuple):
    """A task that nobody has accepted, and what is to be done about it now."""

    task: Any
    """The columns of its row that the ladder asks for: hundreds may climb at once."""
    climbed: int
    found: Climb


async def climb(
    session: AsyncSession, due: Sequence[Due], now: datetime, *, forces: Callable[[], Forces]
) -> None:
    """Take each of these tasks to the rung its age calls for; the ladder ends where it was answered."""
    climbed = {UUID(one.subject): int(one.facts.get("climbed", 0)) for one in due}
    found = {task.id: task for task in await session.execute(_CLAIM, {"ids": list(climbed)})}
    # Whoever holds the others may be accepting them just now.
    timers.set_(
        session,
        [
            (ladder.KIND, one.subject, now + BUSY, one.facts)
            for one in due
            if UUID(one.subject) not in found
        ],
    )
    asked = [task for task in found.values() if task.state in ASKED]
    raised = await open_alerts.list_about(
        session, kind=unanswered.UNANSWERED, subjects=[str(task.id) for task in asked]
    )
    climbers = [
        _judge(task, climbed[task.id], raised.get(str(task.id)), forces(), now) for task in asked
    ]
    await _call(session, climbers, list(found.values()), now)
    gone = await _give_up(session, climbers, forces(), now)
    for climber in climbers:
        if climber.task.id not in gone:
            _stay(session, climber, now)
    for task in found.values():
        if task.state in ON_THE_WAY and task.arrive_by is not None and task.arrive_by > now:
            ladder.look_again(session, task=task, at=None, climbed=0, now=now)


async def list_forgotten(session: AsyncSession, *, forces: Forces, most: int = 500) -> list[UUID]:
    """List open tasks that nobody looks after: those an earlier release made, or that had no limit then."""
    subject = func.replace(cast(col(Task.id), String), "-", "")
    watched = exists().where(col(Timer.kind) == ladder.KIND).where(col(Timer.subject) == subject)
    return list(
        await session.scalars(
            select(col(Task.id))
            .where(~col(Task.ended))
            .where(col(Task.state).in_(ASKED))
            .where(col(Task.brief)["urgency"].as_string().in_(forces.ladder.limits))
            .where(~watched)
            .limit(most)
        )
    )


async def arm_forgotten(
    session: AsyncSession, *, ids: Sequence[UUID], forces: Forces, now: datetime
) -> None:
    """Look after these tasks, as far as nobody has answered them meanwhile."""
    for task in await session.scalars(_TASKS, {"ids": ids}):
        if task.state in ASKED:
            ladder.arm(session, task=task, ladder=forces.ladder, now=now)


def _judge(task: Any, climbed: int, alert: Alert | None, forces: Forces, now: datetime) -> Climber:
    if alert is not None and alert.acknowledged_at is not None:
        return Climber(task, climbed, Climb(None, None, None))
    told = None if alert is None else Step(alert.level)
    standing = ladder.standing(task, climbed=climbed, told=told)
    return Climber(task, climbed, rules.climb(standing, ladder=forces.ladder, now=now))


async def _call(
    session: AsyncSession, climbers: Sequence[Climber], found: Sequence[Any], now: datetime
) -> None:
    """Call on the posts."""
    new: list[NewAlert] = [
        unanswered.unanswered(climber.task, step=climber.found.post.step)
        for climber in climbers
        if climber.found.post is not None
    ]
    new += [
        unanswered.late(task)
        for task in found
        if task.state in ON_THE_WAY and task.arrive_by is not None and task.arrive_by <= now
    ]
    if new:
        await alerts.raise_alerts(session, alerts=new, now=now)


async def _give_up(
    session: AsyncSession, climbers: Sequence[Climber], forces: Forces, now: datetime
) -> set[UUID]:
    """Wait no longer for units where another could be asked, which is done on the news of it.

    Where there is no other, or a person sends, the task stays with the unit that is silent.
    """
    silent = [
        one.task.id
        for one in climbers
        if one.found.unit is not None
        and one.found.unit.step is Step.NEXT_UNIT
        and not one.task.by_hand
        # Mostly nobody else is on duty: then nothing need be read.
        and forces.may_take(
            team=one.task.team, field=one.task.field, now=now, besides=one.task.unit
        )
    ]
    if not silent:
        return set()
    found = await queries.list_held(session, ids=silent)
    left = await push.list_for_others(session, tasks=found, forces=forces, now=now)
    tasks.expire(session, tasks=left, now=now)
    return {task.id for task in left}


def _stay(session: AsyncSession, climber: Climber, now: datetime) -> None:
    """Ring the unit once more, and set when the task is looked at next."""
    task, unit = climber.task, climber.found.unit
    if unit is not None and unit.step is Step.ALERT:
        _ring(session, task, unit, now)
    climbed = climber.climbed if unit is None else unit.number
    ladder.look_again(session, task=task, at=climber.found.at, climbed=climbed, now=now)


def _ring(session: AsyncSession, task: Any, rung: Rung, now: datetime) -> None:
    tasks.note_alerted(session, task=task, now=now)
    channels.publish(
        session,
        name="task.alerted",
        data={"id": str(task.id), "case_no": task.case_no, "silence": rung.silence},
        channels=queries.channels_for(task),
        at=now,
    )
    outbox.record(
        session,
        TaskAlerted(
            task_id=str(task.id),
            case_no=task.case_no,
            unit=task.unit or "",
            silence=rung.silence,
            urgency=task.brief.get("urgency", ""),
        ),
        at=now,
    )


_CLAIM: Final = (
    select(
        col(Task.id),
        col(Task.state),
        col(Task.case_no),
        col(Task.team),
        col(Task.unit),
        col(Task.field),
        col(Task.district),
        col(Task.township),
        col(Task.brief),
        col(Task.by_hand),
        col(Task.wanted_at),
        col(Task.created_at),
        col(Task.offered_at),
        col(Task.accept_by),
        col(Task.arrive_by),
    )
    .where(among(col(Task.id), "ids"))
    .order_by(col(Task.id))
    .with_for_update(skip_locked=True)
)
_TASKS: Final = (
    select(Task)
    .where(among(col(Task.id), "ids"))
    .order_by(col(Task.id))
    .with_for_update(skip_locked=True)
)

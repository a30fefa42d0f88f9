"""Changing tasks: every move through the table, with its history, its frame and its news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core import channels, ending, outbox
from core.bulk import BulkInsert, BulkUpdate
from core.channels import ChannelFrame
from core.clock import iso
from core.ids import new_id
from dispatch.errors import IllegalMove
from dispatch.events import TaskMoved
from dispatch.ladder.operations import arm, look_out, postpone
from dispatch.ladder.values import Ladder
from dispatch.tasks import lifecycle, queries
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import DeviceAck, Task
from dispatch.tasks.values import NewTask, Said, Stamp, Want
from field_units import rules
from field_units.cells import cell_of
from field_units.rules import Candidate

SYSTEM: Final = "system"

_TASKS: Final = BulkInsert(
    SQLModel.metadata.tables["task"],
    (
        "id", "case_no", "state", "version", "team", "unit", "field", "district", "township",
        "lon", "lat", "brief", "why", "moves", "offer_frame", "offered_at", "created_at",
        "changed_at", "ended", "role", "parent_id", "replaces_id", "wanted_at", "accept_by",
        "arrive_by", "cell", "subject", "by_hand",
    ),
    beside=("brief", "why", "moves"),
)  # fmt: skip
_HISTORY: Final = BulkInsert(
    SQLModel.metadata.tables["task_history"],
    (
        "id", "task_id", "at", "device_at", "from_state", "to_state", "actor", "unit", "act_id",
        "lon", "lat", "accuracy_m",
    ),
)  # fmt: skip
_EXPIRE: Final = BulkUpdate(
    SQLModel.metadata.tables["task"],
    key="id",
    columns=("state", "version", "changed_at", "ended", "moves"),
)

UNANSWERING: Final = frozenset({TaskState.DECLINED, TaskState.EXPIRED})
"""Who follows such a task was wanted as long as it was."""
UNTOLD: Final = frozenset({TaskState.DELIVERED, TaskState.SEEN})
"""What changes nothing for the case."""

Moved = tuple[object, ...]
"""A row of history, in the order of `_HISTORY`."""


def draft(want: Want, *, now: datetime) -> NewTask:
    """Make the task a case calls for; it waits until a unit is found."""
    return NewTask(
        id=new_id(),
        case_no=want.case_no,
        team=want.team,
        field=want.field,
        district=want.district,
        township=want.township,
        lon=want.lon,
        lat=want.lat,
        brief=dict(want.brief),
        role=want.role,
        parent_id=want.parent_id,
        replaces_id=want.replaces_id,
        cell=cell_of(want.lon, want.lat),
        subject=want.subject,
        by_hand=want.by_hand,
        wanted_at=want.wanted_at or now,
        created_at=now,
        changed_at=now,
    )


def again(task: Task, **changes: object) -> Want:
    """Say once more what a task asked for, for whoever takes its work over."""
    brief = {key: value for key, value in task.brief.items() if key != "unit_name"}
    want = Want(
        case_no=task.case_no,
        team=task.team,
        field=task.field,
        district=task.district,
        township=task.township,
        lon=task.lon,
        lat=task.lat,
        brief=brief,
        role=task.role,
        parent_id=task.parent_id,
        replaces_id=task.id,
        subject=task.subject,
        by_hand=task.by_hand,
        # Nobody has answered yet; who sends it anew himself has, and is given his time.
        wanted_at=(task.wanted_at or task.created_at) if task.state in UNANSWERING else None,
    )
    return replace(want, **changes)  # type: ignore[arg-type]


def offer(
    session: AsyncSession,
    *,
    task: Task | NewTask,
    ranked: Sequence[Candidate],
    ladder: Ladder,
    now: datetime,
    stamp: Stamp | None = None,
) -> Moved | None:
    """Offer a task to the best of the ranked units; with none it stays waiting and None comes back.

    `stamp` says who sends it, where that is a person.
    """
    if not ranked:
        return None
    stamp = stamp or Stamp(at=now, actor=SYSTEM)
    best = ranked[0]
    task.unit = best.unit.code
    task.brief = {**task.brief, "unit_name": best.unit.name}
    task.why = rules.why(ranked)
    task.offered_at = now
    history = _move(task, TaskState.OFFERED, stamp)
    arm(session, task=task, ladder=ladder, now=now)
    task.offer_frame = channels.publish(
        session,
        name="task.offered",
        data=queries.picture(task),
        channels=queries.channels_for(task),
        at=now,
    )
    _tell(session, task, stamp)
    return history


def move(
    session: AsyncSession, *, task: Task, to: TaskState, stamp: Stamp, said: Said | None = None
) -> None:
    """Move a task that has its unit: history, frame and news.

    :raises IllegalMove: when the table has no such move; nothing has changed then
    """
    before = task.state
    note(session, moved=[_move(task, to, stamp, said.ground if said else None)])
    if to is TaskState.ACCEPTED and before in lifecycle.UNANSWERED:
        look_out(session, task=task, now=stamp.at)
    if to is TaskState.SUSPENDED:
        task.suspended_from = before
    elif before == TaskState.SUSPENDED:
        task.suspended_from = None
    announce(session, task=task, now=stamp.at)
    if to not in UNTOLD:
        _tell(session, task, stamp, said)


def expire(session: AsyncSession, *, tasks: Sequence[NewTask], now: datetime) -> None:
    """Wait no longer for the units of these tasks, which are held: hundreds at once, in one statement."""
    stamp = Stamp(at=now, actor=SYSTEM)
    note(session, moved=[_move(task, TaskState.EXPIRED, stamp) for task in tasks])
    for task in tasks:
        announce(session, task=task, now=now)
        _tell(session, task, stamp)
    ending.later(
        session,
        _EXPIRE,
        [(t.id, t.state, t.version, t.changed_at, t.ended, t.moves) for t in tasks],
    )


async def recall_all(session: AsyncSession, *, case_no: str, stamp: Stamp) -> None:
    """Take back all that units are still asked to do about a case."""
    for task in await queries.list_to_recall(session, case_no=case_no):
        move(session, task=task, to=TaskState.RECALLED, stamp=stamp)


def extend(
    session: AsyncSession, *, task: Task, until: datetime, ladder: Ladder, stamp: Stamp
) -> None:
    """Give a unit until then to accept, or, once it has, to arrive; the state stays, history says so.

    :raises IllegalMove: when nobody is waited for
    """
    state = TaskState(task.state)
    if state in lifecycle.UNANSWERED:
        task.accept_by = until
    elif state in (TaskState.ACCEPTED, TaskState.EN_ROUTE):
        task.arrive_by = until
    else:
        raise IllegalMove(
            f"A task that is {state} has no time to extend.",
            state=state.value,
            wanted="extended",
            allowed=[],
        )
    note(session, moved=[_note(task, state, stamp)])
    postpone(session, task=task, ladder=ladder, now=stamp.at)
    announce(session, task=task, now=stamp.at)


def note_alerted(session: AsyncSession, *, task: Any, now: datetime) -> None:
    """Keep that the unit was told once more: a row of history that leads nowhere."""
    row = (new_id(), task.id, now, None, task.state, task.state, SYSTEM, task.unit)
    note(session, moved=[(*row, None, None, None, None)])


def announce(session: AsyncSession, *, task: Task | NewTask, now: datetime) -> None:
    """Tell everyone in scope how a task stands now."""
    channels.publish(
        session,
        name="task.changed",
        data=queries.picture(task),
        channels=queries.channels_for(task),
        at=now,
    )


async def insert(session: AsyncSession, *, tasks: Sequence[NewTask]) -> None:
    """Write new tasks, one that follows another at once: what hung on that is about to be handed over."""
    rows = [
        (
            t.id, t.case_no, t.state, t.version, t.team, t.unit, t.field, t.district,
            t.township, t.lon, t.lat, t.brief, t.why, t.moves, t.offer_frame, t.offered_at,
            t.created_at, t.changed_at, t.ended, t.role, t.parent_id, t.replaces_id,
            t.wanted_at, t.accept_by, t.arrive_by, t.cell, t.subject, t.by_hand,
        )
        for t in tasks
    ]  # fmt: skip
    if any(task.replaces_id for task in tasks):
        await _TASKS.run(session, rows)
    else:
        ending.later(session, _TASKS, rows)


def note(session: AsyncSession, *, moved: Sequence[Moved]) -> None:
    """Write what happened to tasks into their history."""
    ending.later(session, _HISTORY, moved)


async def acknowledge(
    session: AsyncSession, *, channel: str, unit: str, device: str, seq: int, now: datetime
) -> None:
    """Note how far a device has heard, and that the offers up to there were delivered."""
    ack = await session.get(DeviceAck, (device, channel))
    if ack is None:
        session.add(DeviceAck(device=device, channel=channel, seq=seq, at=now))
    elif ack.seq < seq:
        ack.seq, ack.at = seq, now
    heard = (
        exists()
        .where(col(ChannelFrame.channel) == channel)
        .where(col(ChannelFrame.seq) <= seq)
        .where(col(ChannelFrame.frame_id) == col(Task.offer_frame))
    )
    for task in await session.scalars(
        select(Task)
        .where(col(Task.unit) == unit)
        .where(~col(Task.ended))
        .where(col(Task.state) == TaskState.OFFERED)
        .where(heard)
        .with_for_update()
    ):
        move(session, task=task, to=TaskState.DELIVERED, stamp=Stamp(at=now, actor=SYSTEM))


async def claim_waiting(
    session: AsyncSession, *, kinds: Sequence[tuple[str, str]], after: UUID | None, most: int
) -> list[Task]:
    """Take tasks of these (team, field) that wait for a unit, oldest first, those nobody else has in hand."""
    query = (
        select(Task)
        .where(col(Task.state) == TaskState.WAITING)
        .where(~col(Task.by_hand))
        .where(tuple_(col(Task.team), col(Task.field)).in_(kinds))
    )
    if after is not None:
        query = query.where(col(Task.id) > after)
    return list(
        await session.scalars(
            query.order_by(col(Task.id)).limit(most).with_for_update(skip_locked=True)
        )
    )


def _move(task: Task | NewTask, to: TaskState, stamp: Stamp, ground: str | None = None) -> Moved:
    """Move a task and give the history row of it; `ground` is what its work rests on."""
    before = TaskState(task.state)
    task.state = lifecycle.move(before, to)
    task.ended = to in lifecycle.ENDED
    return _note(task, before, stamp, ground)


def _note(
    task: Task | NewTask, before: TaskState, stamp: Stamp, ground: str | None = None
) -> Moved:
    """Write into a task what happened to it, and give the history row."""
    to = TaskState(task.state)
    task.version += 1
    task.changed_at = stamp.at
    device_at = iso(stamp.device_at) if stamp.device_at else None
    task.moves = [
        *task.moves,
        {
            "state": to.value,
            "at": iso(stamp.at),
            "device_at": device_at,
            "by": stamp.by.value,
            "act": str(stamp.act_id) if stamp.act_id else None,
            "reason": stamp.reason,
            **({"ground": ground} if ground else {}),
        },
    ]
    place = stamp.place
    return (
        new_id(), task.id, stamp.at, stamp.device_at, before, to, stamp.actor, task.unit,
        stamp.act_id, place.lon if place else None, place.lat if place else None,
        place.accuracy_m if place else None,
    )  # fmt: skip


def _tell(
    session: AsyncSession, task: Task | NewTask, stamp: Stamp, said: Said | None = None
) -> None:
    said = said or Said()
    outbox.record(
        session,
        TaskMoved(
            task_id=str(task.id),
            case_no=task.case_no,
            team=task.team,
            unit=task.unit or "",
            state=task.state,
            at=iso(stamp.at),
            actor=stamp.actor,
            role=task.role,
            urgency=task.brief.get("urgency", "general"),
            reason=stamp.reason,
            result=said.result,
            code=said.code,
            ground=said.ground,
            files=[str(file) for file in said.files] or None,
        ),
        at=stamp.at,
    )

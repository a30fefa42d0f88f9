"""Changing tasks: every move through the table, with its history, its frame and its news."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core import channels, ending, files, outbox
from core.bulk import BulkInsert
from core.channels import ChannelFrame
from core.clock import iso
from core.errors import DomainError
from core.ids import new_id
from dispatch.errors import BadAct, IllegalMove
from dispatch.events import TaskMoved
from dispatch.tasks import lifecycle, queries
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Act, DeviceAck, Task
from dispatch.tasks.values import LEADS_TO, NEEDS, ActIn, Actor, NewTask, Stamp, Want
from field_units.rules import Candidate

log = structlog.get_logger()

SYSTEM: Final = "system"

_TASKS: Final = BulkInsert(
    SQLModel.metadata.tables["task"],
    (
        "id", "case_no", "state", "version", "team", "unit", "field", "district", "township",
        "lon", "lat", "brief", "why", "moves", "offer_frame", "offered_at", "created_at",
        "changed_at", "ended",
    ),
)  # fmt: skip
_HISTORY: Final = BulkInsert(
    SQLModel.metadata.tables["task_history"],
    (
        "id", "task_id", "at", "device_at", "from_state", "to_state", "actor", "unit", "act_id",
        "lon", "lat", "accuracy_m",
    ),
)  # fmt: skip


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
        created_at=now,
        changed_at=now,
    )


def offer(
    session: AsyncSession, *, task: Task | NewTask, ranked: Sequence[Candidate], now: datetime
) -> Moved | None:
    """Offer a task to the best of the ranked units; with none it stays waiting and None comes back."""
    if not ranked:
        return None
    best = ranked[0]
    task.unit = best.unit.code
    task.brief = {**task.brief, "unit_name": best.unit.name}
    task.why = {
        "distance_m": None if best.distance_m is None else round(best.distance_m),
        "load": best.load,
        "candidates": len(ranked),
        "others": [
            {
                "unit": other.unit.code,
                "distance_m": None if other.distance_m is None else round(other.distance_m),
                "load": other.load,
            }
            for other in ranked[1:4]
        ],
    }
    task.offered_at = now
    history = _move(task, TaskState.OFFERED, Stamp(at=now, actor=SYSTEM))
    task.offer_frame = channels.publish(
        session,
        name="task.offered",
        data=queries.picture(task),
        channels=queries.channels_for(task),
        at=now,
    )
    _tell(session, task, Stamp(at=now, actor=SYSTEM))
    return history


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
    """Write new tasks."""
    await _TASKS.run(
        session,
        [
            (
                t.id, t.case_no, t.state, t.version, t.team, t.unit, t.field, t.district,
                t.township, t.lon, t.lat, t.brief, t.why, t.moves, t.offer_frame, t.offered_at,
                t.created_at, t.changed_at, t.ended,
            )
            for t in tasks
        ],
    )  # fmt: skip


def note(session: AsyncSession, *, moved: Sequence[Moved]) -> None:
    """Write what happened to tasks into their history."""
    ending.later(session, _HISTORY, moved)


async def act(
    session: AsyncSession, *, task_id: UUID, act: ActIn, actor: Actor, now: datetime
) -> DomainError | None:
    """Do what an officer asks, once: the same act again gets the answer it got the first time.

    A refusal is an answer too: it is kept like the other, and returned, not raised, so that the
    transaction that keeps it commits. None means done.

    :raises TaskNotFound: when the unit has no such task.
    """
    task = await queries.get(session, task_id=task_id, node=f"unit:{actor.unit}", lock=True)
    known = await session.get(Act, (actor.unit, act.id))
    if known is not None:
        if (known.task_id, known.body["do"]) != (task_id, act.do):
            return _bad("id", "unique", "This id is another act's.")
        return _read_answer(known.answer)
    moved: list[Moved] = []
    refused = await _not_his(session, act, actor) or _decide(session, task, act, actor, now, moved)
    note(session, moved=moved)
    session.add(
        Act(
            unit=actor.unit,
            id=act.id,
            task_id=task.id,
            account=actor.account,
            at=now,
            body=act.model_dump(mode="json", exclude={"id"}, exclude_none=True),
            answer=_write_answer(refused),
        )
    )
    log.info(
        "act_kept",
        case_no=task.case_no,
        task_id=str(task.id),
        act_id=str(act.id),
        do=act.do,
        refused=type(refused).__name__ if refused else None,
    )
    return refused


async def _not_his(session: AsyncSession, act: ActIn, actor: Actor) -> BadAct | None:
    """Refuse files that the officer did not hand in: with the act they would become his to read."""
    found = await files.list_some(session, file_ids=act.files)
    his = {file.id for file in found if file.owner == actor.account}
    strange = next((number for number, file in enumerate(act.files) if file not in his), None)
    if strange is None:
        return None
    return _bad(f"files/{strange}", "unknown", "You handed in no such file.")


def _decide(
    session: AsyncSession,
    task: Task,
    act: ActIn,
    actor: Actor,
    now: datetime,
    moved: list[Moved],
) -> DomainError | None:
    needed = NEEDS.get(act.do)
    if needed is not None and getattr(act, needed) is None:
        return _bad(needed, "missing", f"This act needs a {needed}.")
    stamp = Stamp(at=now, actor=actor.account, device_at=act.at, act_id=act.id, place=act.place)
    try:
        moved.append(_move(task, LEADS_TO[act.do], stamp, by="unit"))
    except IllegalMove as refused:
        return refused
    announce(session, task=task, now=now)
    _tell(session, task, stamp, reason=act.reason, result=act.result, files=act.files)
    return None


def _write_answer(refused: DomainError | None) -> dict[str, Any]:
    if refused is None:
        return {}
    return {"refused": type(refused).__name__, "detail": refused.detail, "facts": refused.facts}


def _read_answer(answer: dict[str, Any]) -> DomainError | None:
    kind = {"IllegalMove": IllegalMove, "BadAct": BadAct}.get(answer.get("refused", ""))
    return kind(answer["detail"], **answer["facts"]) if kind else None


def _bad(field: str, rule: str, detail: str) -> BadAct:
    """Say which word of an act is wrong."""
    return BadAct(
        detail, errors=[{"in": "body", "pointer": f"/{field}", "rule": rule, "detail": detail}]
    )


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
    moved: list[Moved] = []
    for task in await session.scalars(
        select(Task)
        .where(col(Task.unit) == unit)
        .where(~col(Task.ended))
        .where(col(Task.state) == TaskState.OFFERED)
        .where(heard)
        .with_for_update()
    ):
        moved.append(_move(task, TaskState.DELIVERED, Stamp(at=now, actor=SYSTEM)))
        announce(session, task=task, now=now)
    note(session, moved=moved)


async def claim_waiting(
    session: AsyncSession, *, kinds: Sequence[tuple[str, str]], after: UUID | None, most: int
) -> list[Task]:
    """Take tasks of these (team, field) that wait for a unit, oldest first, those nobody else has in hand."""
    query = (
        select(Task)
        .where(col(Task.state) == TaskState.WAITING)
        .where(tuple_(col(Task.team), col(Task.field)).in_(kinds))
    )
    if after is not None:
        query = query.where(col(Task.id) > after)
    return list(
        await session.scalars(
            query.order_by(col(Task.id)).limit(most).with_for_update(skip_locked=True)
        )
    )


def _move(task: Task | NewTask, to: TaskState, stamp: Stamp, *, by: str = SYSTEM) -> Moved:
    """Move a task and give the history row of it."""
    before = TaskState(task.state)
    task.state = lifecycle.move(before, to)
    task.version += 1
    task.changed_at = stamp.at
    task.ended = to in lifecycle.ENDED
    device_at = iso(stamp.device_at) if stamp.device_at else None
    task.moves = [
        *task.moves,
        {
            "state": to.value,
            "at": iso(stamp.at),
            "device_at": device_at,
            "by": by,
            "act": str(stamp.act_id) if stamp.act_id else None,
        },
    ]
    place = stamp.place
    return (
        new_id(), task.id, stamp.at, stamp.device_at, before, to, stamp.actor, task.unit,
        stamp.act_id, place.lon if place else None, place.lat if place else None,
        place.accuracy_m if place else None,
    )  # fmt: skip


def _tell(
    session: AsyncSession,
    task: Task | NewTask,
    stamp: Stamp,
    *,
    reason: str | None = None,
    result: str | None = None,
    files: Sequence[UUID] = (),
) -> None:
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
            reason=reason,
            result=result,
            files=[str(file) for file in files] or None,
        ),
        at=stamp.at,
    )

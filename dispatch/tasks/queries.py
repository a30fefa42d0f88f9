"""Reading tasks: always within a node of the organisation."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from core.bulk import among
from core.clock import iso
from core.question import Question
from core.scope import channels_of, part, sees, within, within_kind
from dispatch.errors import TaskNotFound
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Act, Task
from dispatch.tasks.values import NOBODY, By, NewTask, Rivalry, Role

_NODES: Final = {
    "district": col(Task.district),
    "township": col(Task.township),
    "team": col(Task.team),
    "unit": col(Task.unit),
}


def in_scope(node: str) -> ColumnElement[bool]:
    """Give the condition that keeps a query on tasks inside a node."""
    return within(node, _NODES)


def channels_for(task: Task | NewTask) -> list[str]:
    """Name the channels a task is told on; what waits for a unit is on no unit's."""
    return channels_of(
        district=task.district, township=task.township, team=task.team, unit=task.unit
    )


def picture(task: Task | NewTask) -> dict[str, Any]:
    """Give a task as the wire shows it (docs/wire.md, TASK)."""
    return {**_facts(task), **task.brief, "why": task.why, "moves": task.moves}


def written(row: Any) -> orjson.Fragment:
    """Give a row of `list_open` as the wire shows it, written out: what `picture` gives of the same task."""
    facts = orjson.dumps(
        {**_facts(row), "why": orjson.Fragment(row.why), "moves": orjson.Fragment(row.moves)}
    )
    brief = row.brief.strip()[1:].encode()
    return orjson.Fragment(facts[:-1] + (brief if brief == b"}" else b"," + brief))


def _facts(task: Any) -> dict[str, Any]:
    return {
        "id": str(task.id),
        "case_no": task.case_no,
        "state": task.state,
        "ended": task.ended,
        "version": task.version,
        "team": task.team,
        "unit": task.unit,
        "role": task.role,
        "parent_id": str(task.parent_id) if task.parent_id else None,
        "replaces_id": str(task.replaces_id) if task.replaces_id else None,
        "suspended_from": task.suspended_from,
        "accept_by": iso(task.accept_by) if task.accept_by else None,
        "arrive_by": iso(task.arrive_by) if task.arrive_by else None,
        "lon": task.lon,
        "lat": task.lat,
        "offered_at": iso(task.offered_at) if task.offered_at else None,
    }


_DOCUMENTS: Final = {"brief", "why", "moves"}
"""Columns that the wire shows as they are stored: they are copied as text, not read and written again."""
_ROW: Final = [
    cast(column, Text).label(column.name) if column.name in _DOCUMENTS else column
    for column in SQLModel.metadata.tables["task"].c
]


@cache
def _open_in(kind: str) -> Question:
    return Question(
        select(*_ROW)
        .where(within_kind(kind, _NODES, bindparam("code")))
        .where(~col(Task.ended))
        .order_by(col(Task.id))
    )


async def list_open(session: AsyncSession, *, node: str) -> Sequence[Any]:
    """List the tasks in a node that have not ended, oldest first, as rows for `written`: a city has thousands."""
    kind, code = part(node)
    return await _open_in(kind).ask(session, code=code)


async def list_hands(session: AsyncSession, *, node: str) -> Sequence[Any]:
    """List of the open tasks in a node who has them and how they stand, and nothing else."""
    wanted = select(col(Task.unit), col(Task.state)).where(in_scope(node)).where(~col(Task.ended))
    return (await session.execute(wanted)).all()


async def list_waiting(session: AsyncSession, *, node: str) -> list[Task]:
    """List the tasks in a node that have no unit, oldest first."""
    return list(
        await session.scalars(
            select(Task)
            .where(in_scope(node))
            .where(col(Task.state) == TaskState.WAITING)
            .order_by(col(Task.id))
        )
    )


async def list_of_case(session: AsyncSession, *, case_no: str, node: str) -> list[Task]:
    """List all tasks a case ever had, oldest first."""
    return list(
        await session.scalars(
            select(Task)
            .where(col(Task.case_no) == case_no)
            .where(in_scope(node))
            .order_by(col(Task.id))
        )
    )


async def list_acts(session: AsyncSession, *, task_ids: Iterable[UUID]) -> list[Act]:
    """List the acts done on these tasks, oldest first."""
    return list(
        await session.scalars(
            select(Act).where(col(Act.task_id).in_(list(task_ids))).order_by(col(Act.at))
        )
    )


async def get(session: AsyncSession, *, task_id: UUID, node: str, lock: bool = False) -> Task:
    """Read one task of a node.

    :raises TaskNotFound: when there is none of that id within the node.
    """
    query = select(Task).where(col(Task.id) == task_id).where(in_scope(node))
    task = await session.scalar(query.with_for_update() if lock else query)
    if task is None:
        raise TaskNotFound("There is no such task.", task=str(task_id))
    return task


_RIVAL: Final = aliased(Task)
_ITS_CASE: Final = (
    select(col(_RIVAL.case_no))
    .where(col(_RIVAL.id) == bindparam("task_id"))
    .where(col(_RIVAL.role) == Role.RIVAL)
    .scalar_subquery()
)
_LOCK: Final = (
    select(Task)
    .where(
        or_(
            col(Task.id) == bindparam("task_id"),
            and_(col(Task.case_no) == _ITS_CASE, col(Task.role) == Role.RIVAL, ~col(Task.ended)),
        )
    )
    .order_by(col(Task.id))
    .with_for_update()
)


async def lock(session: AsyncSession, *, task_id: UUID, node: str) -> tuple[Task, list[Task]]:
    """Read one task of a node to move it, and, should it be a rival, the other rivals of its case.

    All by one statement and in order of id: two units that accept at once never wait for each other in
    a circle, and whoever comes second finds what the first has done.

    :raises TaskNotFound: when there is none of that id within the node.
    """
    found = list(
        await session.scalars(
            _LOCK, {"task_id": task_id}, execution_options={"populate_existing": True}
        )
    )
    task = next((one for one in found if one.id == task_id), None)
    if task is None or not sees(
        node, district=task.district, township=task.township, team=task.team, unit=task.unit
    ):
        raise TaskNotFound("There is no such task.", task=str(task_id))
    return task, [one for one in found if one is not task]


async def list_children(session: AsyncSession, *, parent_id: UUID) -> list[Task]:
    """Read the open parts and assisting tasks of a task, to move them: in order of id."""
    return list(
        await session.scalars(
            select(Task)
            .where(col(Task.parent_id) == parent_id)
            .where(~col(Task.ended))
            .order_by(col(Task.id))
            .with_for_update()
        )
    )


async def list_to_recall(session: AsyncSession, *, case_no: str) -> list[Task]:
    """Read the open tasks of a case, to move them: in order of id."""
    return list(
        await session.scalars(
            select(Task)
            .where(col(Task.case_no) == case_no)
            .where(~col(Task.ended))
            .order_by(col(Task.id))
            .with_for_update()
        )
    )


async def list_dropped(session: AsyncSession, *, ids: Collection[UUID], reason: str) -> set[UUID]:
    """Tell which of these tasks the system took back for a reason."""
    if not ids:
        return set()
    found = await session.scalars(
        select(Task).where(among(col(Task.id), "ids")).where(col(Task.state) == TaskState.RECALLED),
        {"ids": ids},
    )
    last = ((task.id, task.moves[-1]) for task in found)
    return {
        task_id for task_id, move in last if (move["by"], move["reason"]) == (By.SYSTEM, reason)
    }


async def list_led(session: AsyncSession, *, case_nos: Collection[str]) -> set[str]:
    """Tell which of these cases a unit leads, or has led to its end."""
    if not case_nos:
        return set()
    return set(
        await session.scalars(
            select(col(Task.case_no))
            .where(among(col(Task.case_no), "case_nos"))
            .where(col(Task.role) == Role.LEAD)
            .where(~col(Task.ended) | (col(Task.state) == TaskState.DONE)),
            {"case_nos": case_nos},
        )
    )


async def list_overtaken(session: AsyncSession, *, rivals: Collection[UUID]) -> set[UUID]:
    """Tell which of these rivals are too late: a unit leads their case, or has since they were asked.

    Should it have given the case back meanwhile, that is judged, and nobody is asked before it was.
    """
    if not rivals:
        return set()
    lead = aliased(Task)
    leads = ~col(lead.ended) | (col(lead.state) == TaskState.DONE)
    return set(
        await session.scalars(
            select(col(Task.id))
            .join(lead, col(lead.case_no) == col(Task.case_no))
            .where(among(col(Task.id), "ids"))
            .where(col(lead.role) == Role.LEAD)
            .where(leads | (col(lead.changed_at) > col(Task.created_at))),
            {"ids": rivals},
        )
    )


async def list_rivals(session: AsyncSession, *, case_nos: Collection[str]) -> list[Task]:
    """Read the open rivals of these cases, to move them: in order of id."""
    if not case_nos:
        return []
    return list(
        await session.scalars(
            select(Task)
            .where(among(col(Task.case_no), "case_nos"))
            .where(col(Task.role) == Role.RIVAL)
            .where(~col(Task.ended))
            .order_by(col(Task.id))
            .with_for_update(),
            {"case_nos": case_nos},
        )
    )


async def list_parents(session: AsyncSession, *, ids: Collection[UUID]) -> list[Task]:
    """Read the tasks that these are parts of, to move them: in order of id."""
    if not ids:
        return []
    parents = select(col(Task.parent_id)).where(col(Task.id).in_(ids))
    return list(
        await session.scalars(
            select(Task).where(col(Task.id).in_(parents)).order_by(col(Task.id)).with_for_update()
        )
    )


async def find_heir(session: AsyncSession, *, task: Task) -> Task | None:
    """Find the open task that has taken a task's work over, be it through others."""
    heir: Task | None = task
    while heir is not None and heir.ended:
        heir = await session.scalar(
            select(Task).where(col(Task.replaces_id) == heir.id).order_by(col(Task.id).desc())
        )
    if task.role != Role.RIVAL or (heir is not None and heir is not task):
        return heir
    return await session.scalar(
        select(Task)
        .where(col(Task.case_no) == task.case_no)
        .where(col(Task.role) == Role.LEAD)
        .where(~col(Task.ended))
    )


_LEFT: Final = (TaskState.DECLINED, TaskState.EXPIRED, TaskState.REPLACED)
_ASKED: Final = Question(
    select(col(Task.case_no), col(Task.unit))
    .where(among(col(Task.case_no), "case_nos"))
    .where(
        or_(*(col(Task.state) == state for state in _LEFT))
        | (~col(Task.ended) & (col(Task.state) != TaskState.SPLIT))
    )
)


async def list_rivalries(session: AsyncSession, *, case_nos: Collection[str]) -> dict[str, Rivalry]:
    """Tell of each case whether anybody else is asked to lead it, does or did, or is about to be asked."""
    if not case_nos:
        return {}
    heir = aliased(Task)
    nobody_yet = ~exists().where(col(heir.replaces_id) == col(Task.id))
    rows = await session.execute(
        select(col(Task.case_no), col(Task.state))
        .where(among(col(Task.case_no), "case_nos"))
        .where(col(Task.role).in_((Role.LEAD, Role.RIVAL)))
        .where(
            ~col(Task.ended)
            | (col(Task.state) == TaskState.DONE)
            | (col(Task.state).in_((TaskState.DECLINED, TaskState.EXPIRED)) & nobody_yet)
        ),
        {"case_nos": case_nos},
    )
    found: dict[str, Rivalry] = {}
    for case_no, state in rows:
        asks = state not in (TaskState.WAITING, TaskState.DECLINED, TaskState.EXPIRED)
        found[case_no] = Rivalry(True, asks or found.get(case_no, NOBODY).asked)
    return found


async def list_kinds_waiting(session: AsyncSession) -> list[tuple[str, str]]:
    """Tell of which teams, in which fields, tasks wait for a unit that the platform chooses."""
    rows = await session.execute(
        select(col(Task.team), col(Task.field))
        .where(col(Task.state) == TaskState.WAITING)
        .where(~col(Task.by_hand))
        .distinct()
        .order_by(col(Task.team), col(Task.field))
    )
    return [(team, field) for team, field in rows]


async def list_at_work(session: AsyncSession, *, case_no: str) -> set[str]:
    """Name the units that have an open task of a case."""
    found = await session.scalars(
        select(col(Task.unit)).where(col(Task.case_no) == case_no).where(~col(Task.ended))
    )
    return {unit for unit in found if unit is not None}


_HELD: Final = (
    select(*(getattr(Task, field.name) for field in fields(NewTask)))
    .where(among(col(Task.id), "ids"))
    .order_by(col(Task.id))
    .with_for_update(skip_locked=True)
)


async def list_held(session: AsyncSession, *, ids: Collection[UUID]) -> list[NewTask]:
    """Read and hold these tasks, those nobody else has in hand: as rows, for hundreds may be read at once."""
    rows = await session.execute(_HELD, {"ids": ids})
    return [NewTask(**row) for row in rows.mappings()]


async def list_asked(session: AsyncSession, *, case_nos: Collection[str]) -> dict[str, set[str]]:
    """Tell, by case, which units need not be asked: they said no or nothing, were replaced, or work on it."""
    rows = await _ASKED.ask(session, case_nos=case_nos)
    asked: dict[str, set[str]] = {}
    for case_no, unit in rows:
        if unit is not None:
            asked.setdefault(case_no, set()).add(unit)
    return asked

"""Reading tasks: always within a node of the organisation."""

from collections.abc import Collection, Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from core.clock import iso
from core.scope import channels_of, within
from dispatch.errors import TaskNotFound
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Act, Task
from dispatch.tasks.values import NewTask


def in_scope(node: str) -> ColumnElement[bool]:
    """Give the condition that keeps a query on tasks inside a node."""
    return within(
        node,
        {
            "district": col(Task.district),
            "township": col(Task.township),
            "team": col(Task.team),
            "unit": col(Task.unit),
        },
    )


def channels_for(task: Task | NewTask) -> list[str]:
    """Name the channels a task is told on; what waits for a unit is on no unit's."""
    return channels_of(
        district=task.district, township=task.township, team=task.team, unit=task.unit
    )


def picture(task: Task | NewTask) -> dict[str, Any]:
    """Give a task as the wire shows it (docs/wire.md, TASK)."""
    return {
        "id": str(task.id),
        "case_no": task.case_no,
        "state": task.state,
        "ended": task.ended,
        "version": task.version,
        "team": task.team,
        "unit": task.unit,
        "lon": task.lon,
        "lat": task.lat,
        **task.brief,
        "why": task.why,
        "offered_at": iso(task.offered_at) if task.offered_at else None,
        "moves": task.moves,
    }


async def list_open(session: AsyncSession, *, node: str) -> list[Task]:
    """List the tasks in a node that have not ended, oldest first."""
    return list(
        await session.scalars(
            select(Task).where(in_scope(node)).where(~col(Task.ended)).order_by(col(Task.id))
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


_OPEN: Final = (
    select(col(Task.unit), func.count())
    .where(~col(Task.ended))
    .where(among(col(Task.unit), "units"))
    .group_by(col(Task.unit))
)
_DECLINED: Final = (
    select(col(Task.case_no), col(Task.unit))
    .where(among(col(Task.case_no), "case_nos"))
    .where(col(Task.state) == TaskState.DECLINED)
)


async def count_open(session: AsyncSession, *, units: Collection[str]) -> dict[str, int]:
    """Count the open tasks of these units."""
    if not units:
        return {}
    rows = await session.execute(_OPEN, {"units": units})
    return {unit: count for unit, count in rows if unit is not None}


async def list_kinds_waiting(session: AsyncSession) -> list[tuple[str, str]]:
    """Tell of which teams, in which fields, tasks wait for a unit."""
    rows = await session.execute(
        select(col(Task.team), col(Task.field))
        .where(col(Task.state) == TaskState.WAITING)
        .distinct()
        .order_by(col(Task.team), col(Task.field))
    )
    return [(team, field) for team, field in rows]


async def list_declined(session: AsyncSession, *, case_nos: Collection[str]) -> dict[str, set[str]]:
    """Tell, by case, which units have said no."""
    rows = await session.execute(_DECLINED, {"case_nos": case_nos})
    declined: dict[str, set[str]] = {}
    for case_no, unit in rows:
        if unit is not None:
            declined.setdefault(case_no, set()).add(unit)
    return declined

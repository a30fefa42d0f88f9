"""What command does about news: a routed case wants a unit; a task's move is its case's move."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import operations as cases
from command.cases import queries
from command.events import CaseRouted
from command.world import World
from dispatch import push
from dispatch.events import TaskMoved
from dispatch.push import Forces
from dispatch.tasks.values import Want


async def send_out(
    session: AsyncSession,
    events: Sequence[CaseRouted],
    now: datetime,
    *,
    world: Callable[[], World],
    forces: Callable[[], Forces],
) -> None:
    """Push a task for every case that has a team."""
    found = await queries.list_wanting(session, case_nos=[event.case_no for event in events])
    wants = [want(case, world()) for case in found]
    await push.push(session, wants=wants, forces=forces(), now=now)


def want(case: Any, world: World) -> Want:
    """Say what a case asks of its team, with what the officer must know of it."""
    return Want(
        case_no=case.case_no,
        team=case.team or "",
        field=case.field or "",
        district=case.district,
        township=case.township,
        lon=case.lon,
        lat=case.lat,
        brief={
            "title": case.title,
            "class_name": world.book.class_name((case.scheme, case.kind, case.code)),
            "urgency": case.urgency,
            "address": case.address,
            "township_name": world.area_name(case.township),
            "team_name": world.team_name(case.team),
            "description": case.report.get("description"),
            "reason": case.reason,
        },
    )


async def follow_tasks(
    session: AsyncSession,
    events: Sequence[TaskMoved],
    now: datetime,
    *,
    world: Callable[[], World],
) -> None:
    """Move the cases whose tasks have moved."""
    await cases.follow(session, moves=events, world=world(), now=now)

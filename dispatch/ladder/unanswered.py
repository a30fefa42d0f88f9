"""The alerts of the ladder: a task that nobody accepts, and a unit that should have arrived."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dispatch.alerts import operations as alerts
from dispatch.alerts.values import NewAlert
from dispatch.ladder import rules
from dispatch.ladder.operations import Asked
from dispatch.ladder.values import Step

UNANSWERED: Final = "unanswered"
"""Nobody has accepted a task; climbs from post to post, and goes on with the task that follows it."""
LATE: Final = "late_arrival"
"""A unit that accepted has not arrived in its time."""


class Placed(Asked, Protocol):
    """What an alert must know of a task."""

    case_no: str
    team: str
    unit: str | None
    district: str | None
    township: str | None


class Follower(Protocol):
    """A task that may take another one's place."""

    id: UUID
    brief: dict[str, Any]
    unit: str | None
    replaces_id: UUID | None
    wanted_at: datetime | None
    created_at: datetime
    accept_by: datetime | None


def unanswered(task: Placed, *, step: Step) -> NewAlert:
    """Call on a post because nobody has accepted a task."""
    return _alert(task, UNANSWERED, step=step, due_at=task.accept_by or task.wanted_at)


def late(task: Placed) -> NewAlert:
    """Call on the team's post because its unit has not arrived."""
    return _alert(task, LATE, step=Step.TEAM, due_at=task.arrive_by)


def _alert(task: Placed, kind: str, *, step: Step, due_at: datetime | None) -> NewAlert:
    post, node = rules.node_of(step, team=task.team, township=task.township, district=task.district)
    told = ("title", "class_name", "urgency", "address", "team_name", "unit_name")
    return NewAlert(
        kind=kind,
        subject=str(task.id),
        node=node,
        level=post,
        district=task.district,
        township=task.township,
        team=task.team,
        task_id=task.id,
        case_no=task.case_no,
        due_at=due_at,
        facts={**{name: task.brief.get(name) for name in told}, "unit": task.unit},
    )


async def pass_on(session: AsyncSession, *, tasks: Sequence[Follower], now: datetime) -> None:
    """Let what was raised about tasks that were declined or not answered go on with those that follow."""
    followers = {
        str(task.replaces_id): (
            task.id,
            {"unit": task.unit, "unit_name": task.brief.get("unit_name")},
        )
        for task in tasks
        if task.replaces_id is not None and task.wanted_at != task.created_at
    }
    if followers:
        await alerts.pass_on(session, kind=UNANSWERED, followers=followers, now=now)


async def end(
    session: AsyncSession, *, accepted: Iterable[str], settled: Iterable[str], now: datetime
) -> None:
    """End what was raised about tasks: of accepted ones that nobody answers, of settled ones everything."""
    await alerts.end(session, kinds=[UNANSWERED], subjects=set(accepted), now=now)
    await alerts.end(session, kinds=[UNANSWERED, LATE], subjects=set(settled), now=now)

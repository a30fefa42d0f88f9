"""Needs you now: everything in a scope that waits for somebody: what came back, then least time left first."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import queries as cases
from command.cases.models import Case
from core.clock import iso, utcnow
from core.http import SignedIn, documented
from dispatch.alerts import queries as alerts
from dispatch.alerts.models import Alert
from dispatch.ladder.values import Ladder
from dispatch.sos.values import ALERT as SOS
from dispatch.tasks import queries as tasks
from dispatch.tasks.models import Task

router = APIRouter(tags=["screens"])


class NeedKind(StrEnum):
    """What is not an alert but needs somebody all the same; an alert's need is of the alert's own kind."""

    WAITING = "waiting"
    TO_JUDGE = "to_judge"
    RETURNED = "returned"
    DISPUTED = "disputed"


FIRST: Final = {kind: at for at, kind in enumerate((SOS, NeedKind.DISPUTED, NeedKind.RETURNED))}
"""What stands before everything else, however much time is left: a call for help, then what teams sent back."""


class NeedOut(BaseModel):
    """Something that waits for somebody."""

    kind: str
    """An alert's kind, or `waiting` (a task without a unit), `to_judge`, `returned`, `disputed` (a case)."""
    subject: str
    alert_id: str | None
    """Of what can be acknowledged."""
    case_no: str | None
    task_id: str | None
    title: str | None
    urgency: str | None
    node: str | None
    """The post that is called on; none: whoever sees it."""
    level: str | None
    due_at: AwareDatetime | None
    """What its time left is counted to; none: it has no limit."""
    raised_at: AwareDatetime
    acknowledged: bool
    facts: dict[str, Any]


class NeedsOut(BaseModel):
    """What needs somebody in a scope at a moment: calls for help, what came back, then least time left first."""

    items: list[NeedOut]
    at: AwareDatetime


@router.get(
    "/api/v1/needs",
    summary="What needs you now",
    responses={200: {"model": NeedsOut}, **documented(401, 503)},
)
async def list_needs(request: Request, principal: SignedIn) -> dict[str, Any]:
    """List what waits for somebody in the caller's scope: alerts, tasks without a unit, cases to judge."""
    now = utcnow()
    state = request.app.state
    async with state.database.reading() as session:
        items = await gather(session, node=principal.scope, ladder=state.world().ladder)
    return {"items": items, "at": iso(now)}


async def gather(session: AsyncSession, *, node: str, ladder: Ladder) -> list[dict[str, Any]]:
    """Read what waits for somebody in a node: what came back first, then least time left, last without limit."""
    raised = await alerts.list_open(session, node=node)
    spoken_of = {alert.task_id for alert in raised}
    found = [
        *map(_of_alert, raised),
        *(
            _of_task(task, ladder)
            for task in await tasks.list_waiting(session, node=node)
            if task.id not in spoken_of
        ),
        *map(_of_case, await cases.list_to_judge(session, node=node)),
    ]
    return sorted(found, key=_turn)


def _turn(need: dict[str, Any]) -> tuple[int, bool, str, str]:
    rank = FIRST.get(need["kind"], len(FIRST))
    return rank, need["due_at"] is None, need["due_at"] or "", need["raised_at"]


def _of_alert(alert: Alert) -> dict[str, Any]:
    return _need(
        alert.kind,
        alert.subject,
        alert_id=str(alert.id),
        case_no=alert.case_no,
        task_id=str(alert.task_id) if alert.task_id else None,
        title=alert.facts.get("title"),
        urgency=alert.facts.get("urgency"),
        node=alert.node,
        level=alert.level,
        due_at=alert.due_at,
        raised_at=alert.raised_at,
        acknowledged=alert.acknowledged_at is not None,
        facts=alert.facts,
    )


def _of_task(task: Task, ladder: Ladder) -> dict[str, Any]:
    since = task.wanted_at or task.created_at
    limit = ladder.limit(task.brief.get("urgency", ""))
    return _need(
        NeedKind.WAITING,
        str(task.id),
        case_no=task.case_no,
        task_id=str(task.id),
        title=task.brief.get("title"),
        urgency=task.brief.get("urgency"),
        due_at=since + limit.accept if limit else None,
        raised_at=since,
        facts=_some(task.brief, "address", "class_name", "team_name"),
    )


def _of_case(case: Case) -> dict[str, Any]:
    return _need(
        _kind(case),
        case.case_no,
        case_no=case.case_no,
        title=case.title,
        urgency=case.urgency,
        due_at=case.due_at,
        raised_at=case.changed_at,
        facts={"address": case.address, "reason": case.reason},
    )


def _kind(case: Case) -> NeedKind:
    if case.reason == "disputed":
        return NeedKind.DISPUTED
    return NeedKind.RETURNED if case.hops else NeedKind.TO_JUDGE


def _need(
    kind: str,
    subject: str,
    *,
    raised_at: datetime,
    facts: dict[str, Any],
    due_at: datetime | None = None,
    acknowledged: bool = False,
    **more: str | None,
) -> dict[str, Any]:
    empty = dict.fromkeys(("alert_id", "case_no", "task_id", "title", "urgency", "node", "level"))
    return {
        "kind": kind,
        "subject": subject,
        **empty,
        **more,
        "due_at": iso(due_at) if due_at else None,
        "raised_at": iso(raised_at),
        "acknowledged": acknowledged,
        "facts": facts,
    }


def _some(brief: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: brief.get(name) for name in names}

"""One operation on one clock: what became of a case, what was said, and where those who worked it were."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import queries
from command.cases.lifecycle import CaseState
from command.cases.models import Case, CaseHistory
from core.clock import iso
from core.texts import Lang, say
from dispatch.instructions import queries as instructions
from dispatch.tasks import queries as tasks
from dispatch.tasks.models import Act, Task
from dispatch.tasks.rules import happened_at, working_spans
from field_units import tracks

Told = tuple[datetime, dict[str, Any]]


async def replay(
    session: AsyncSession, *, case_no: str, node: str, lang: Lang, now: datetime
) -> dict[str, Any]:
    """Give what happened around a case in the reader's node, oldest first, and the trails of its units.

    A trail is of a task that the node may see, and only of the time its unit was at work on it.

    :raises command.errors.CaseNotFound: when there is none of that number within the node
    """
    case = await queries.get(session, case_no=case_no, node=node)
    history = await queries.list_history(session, case=case)
    found = await tasks.list_of_case(session, case_no=case_no, node=node)
    acts = await tasks.list_acts(session, task_ids=[task.id for task in found])
    to = _ended_at(case, now)
    told = await instructions.list_about(
        session, case_no=case_no, from_=case.received_at, to=to, node=node
    )
    marks = [
        *(_of_case(row, lang) for row in history),
        *(mark for task in found for mark in _of_task(task, acts)),
        *(
            (one.issued_at, {"kind": "told", "words": one.text, "by": one.issued_by})
            for one in told
        ),
    ]
    marks.sort(key=lambda mark: mark[0])
    return {
        "case_no": case_no,
        "from": iso(min([case.received_at, *(at for at, _ in marks)])),
        "to": iso(max([to, *(at for at, _ in marks)])),
        "ended": case.state == CaseState.CLOSED,
        "marks": [{**_EMPTY, "at": iso(at), **mark} for at, mark in marks],
        "trails": await _trails(session, found, to),
    }


_EMPTY: dict[str, Any] = dict.fromkeys(("state", "unit", "unit_name", "words", "by"))


def _ended_at(case: Case, now: datetime) -> datetime:
    return case.changed_at if case.state == CaseState.CLOSED else now


def _of_case(row: CaseHistory, lang: Lang) -> Told:
    return row.at, {
        "kind": "case",
        "state": row.to_state,
        "words": say(f"reason.{row.reason}", lang),
    }


def _of_task(task: Task, acts: Sequence[Act]) -> list[Told]:
    said = {str(act.id): act.body for act in acts}
    return [
        (
            happened_at(move),
            {
                "kind": "task",
                "state": move["state"],
                "unit": task.unit,
                "unit_name": task.brief.get("unit_name"),
                "words": _words(said.get(move.get("act") or "", {})),
            },
        )
        for move in task.moves
    ]


def _words(body: dict[str, Any]) -> str | None:
    said = [body[key] for key in ("result", "reason", "note") if body.get(key)]
    return "；".join(said) or None


async def _trails(
    session: AsyncSession, found: Sequence[Task], to: datetime
) -> list[dict[str, Any]]:
    trails = []
    for task in found:
        if task.unit is None:
            continue
        points = await tracks.list_within(
            session, unit=task.unit, spans=working_spans(task.moves, now=to)
        )
        if points:
            trails.append(
                {
                    "unit": task.unit,
                    "unit_name": task.brief.get("unit_name"),
                    "points": [[one.lon, one.lat, one.at.timestamp()] for one in points],
                }
            )
    return trails

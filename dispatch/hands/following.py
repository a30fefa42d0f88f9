"""What hangs together: a split task and its parts, a lead and those who assist it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from dispatch.tasks import operations as tasks
from dispatch.tasks import queries
from dispatch.tasks.lifecycle import UNANSWERED, TaskState
from dispatch.tasks.models import Task
from dispatch.tasks.operations import again
from dispatch.tasks.values import Do, Role, Said, Stamp, Want

TAKEN: Final = "taken"
"""Why a rival is recalled: another unit was first."""
NOT_NEEDED: Final = "not_needed"
"""Why one who was to assist is recalled: the work is done, or given back."""

_COUNT: Final = frozenset({TaskState.DONE, TaskState.RETURNED, TaskState.RECALLED})
"""How a part ends for good; one that ends otherwise has a follower."""


async def list_wanted(session: AsyncSession, *, tasks: Sequence[Task]) -> list[Want]:
    """Say of tasks that nobody took on what is still wanted: all but what is settled by now.

    A part is wanted while its whole is split, help while there is somebody to help, a rival until somebody
    leads. Those they hang on are held until the end, so that none is recalled in between.
    """
    parents = {
        parent.id: parent
        for parent in await queries.list_parents(
            session, ids=[task.id for task in tasks if task.parent_id]
        )
    }
    overtaken = await queries.list_overtaken(
        session, rivals=[task.id for task in tasks if task.role == Role.RIVAL]
    )
    wants = []
    for task in tasks:
        parent: Task | None = parents.get(task.parent_id) if task.parent_id else None
        if task.role == Role.ASSIST and parent is not None:
            parent = await queries.find_heir(session, task=parent)
        settled = (
            (task.role == Role.PART and (parent is None or parent.state != TaskState.SPLIT))
            or (task.role == Role.ASSIST and parent is None)
            or task.id in overtaken
        )
        if not settled:
            wants.append(again(task, parent_id=parent.id if parent else None))
    return wants


async def dismiss_rivals(
    session: AsyncSession, *, case_nos: Collection[str], now: datetime
) -> None:
    """Recall rivals that were asked while another one accepted."""
    rivals = await queries.list_rivals(session, case_nos=case_nos)
    led = await queries.list_led(session, case_nos={rival.case_no for rival in rivals})
    for rival in rivals:
        if rival.case_no in led:
            stamp = Stamp(at=now, actor=tasks.SYSTEM, reason=TAKEN)
            tasks.move(session, task=rival, to=TaskState.RECALLED, stamp=stamp)


async def close_split(session: AsyncSession, *, parent: Task, now: datetime) -> None:
    """End a split task whose parts have all ended: done when they are, else as the ones that are not.

    What a unit has given back, nobody has done: then the whole goes back to be judged.
    """
    parts = list(
        await session.scalars(
            select(Task)
            .where(col(Task.parent_id) == parent.id)
            .where(col(Task.role) == Role.PART)
            .order_by(col(Task.id))
        )
    )
    if parent.state != TaskState.SPLIT or any(not part.ended for part in parts):
        return
    last = [part for part in parts if part.state in _COUNT]
    said = await _list_said(session, [part.id for part in last])
    parent.brief = {
        **parent.brief,
        "results": [
            {
                "team_name": part.brief.get("team_name"),
                "unit_name": part.brief.get("unit_name"),
                "state": part.state,
                "result": said.get(part.id, {}).get("result"),
            }
            for part in last
        ],
    }
    tasks.move(
        session,
        task=parent,
        to=_end_of({TaskState(part.state) for part in last}),
        stamp=Stamp(at=now, actor=tasks.SYSTEM),
        said=Said(
            result="；".join(
                dict.fromkeys(word["result"] for word in said.values() if word.get("result"))
            )
            or None,
            code=next((word["code"] for word in said.values() if word.get("code")), None),
        ),
    )


def _end_of(parts: Collection[TaskState]) -> TaskState:
    if TaskState.RETURNED in parts:
        return TaskState.RETURNED
    return TaskState.DONE if TaskState.DONE in parts else TaskState.RECALLED


async def _list_said(session: AsyncSession, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Give, by task, the words with which units finished it or gave it back."""
    acts = await queries.list_acts(session, task_ids=ids)
    return {
        act.task_id: act.body
        for act in acts
        if act.body["do"] in (Do.FINISH, Do.RETURN) and not act.answer
    }


async def dismiss_helpers(
    session: AsyncSession, *, of: UUID, state: TaskState, now: datetime
) -> None:
    """Recall who was to assist a task that has ended; who is at work on a done one ends by himself."""
    for helper in await queries.list_children(session, parent_id=of):
        if helper.role != Role.ASSIST:
            continue
        if state is TaskState.DONE and helper.state not in UNANSWERED | {TaskState.WAITING}:
            continue
        stamp = Stamp(at=now, actor=tasks.SYSTEM, reason=NOT_NEEDED)
        tasks.move(session, task=helper, to=TaskState.RECALLED, stamp=stamp)


async def hand_helpers_over(session: AsyncSession, *, of: Collection[UUID], now: datetime) -> None:
    """Let those who assist these tasks assist the ones that followed."""
    heirs = {
        heir.replaces_id: heir.id
        for heir in await session.scalars(
            select(Task).where(among(col(Task.replaces_id), "ids")), {"ids": of}
        )
    }
    for old, new in sorted(heirs.items(), key=lambda pair: str(pair[0])):
        if old is None:
            continue
        for helper in await queries.list_children(session, parent_id=old):
            if helper.role == Role.ASSIST:
                helper.parent_id = new
                helper.version += 1
                tasks.announce(session, task=helper, now=now)

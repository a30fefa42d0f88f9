"""What officers do about their unit's tasks: once, in the order in which it comes, however late."""

from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import files
from core.clock import iso
from core.errors import DomainError
from dispatch.errors import BadAct, IllegalMove, TaskGone
from dispatch.hands import kept
from dispatch.hands.following import TAKEN
from dispatch.hands.rules import done_at, may_accept, may_arrive
from dispatch.push import Forces
from dispatch.tasks import lifecycle, queries
from dispatch.tasks import operations as tasks
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Act, Task
from dispatch.tasks.values import (
    LEADS_TO,
    NEEDS,
    ActIn,
    Actor,
    By,
    Do,
    Role,
    Said,
    Stamp,
)
from field_units.recusals import queries as recusals

log = structlog.get_logger()

_GONE: Final = frozenset({TaskState.RECALLED, TaskState.REPLACED, TaskState.EXPIRED})
"""How a task ends by another's hand."""
_AT_WORK: Final = frozenset({TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SITE})


async def act(
    session: AsyncSession,
    *,
    task_id: UUID,
    act: ActIn,
    actor: Actor,
    forces: Forces,
    now: datetime,
) -> DomainError | None:
    """Do what an officer asks, once: the same act again gets the answer it got the first time.

    A refusal is an answer too: it is kept like the other, and returned, not raised, so that the
    transaction that keeps it commits. None means done.

    :raises TaskNotFound: when the unit has no such task.
    """
    task, rivals = await queries.lock(session, task_id=task_id, node=f"unit:{actor.unit}")
    known = await kept.find(session, owner=actor.unit, act_id=act.id)
    if known is not None:
        return kept.told(known, task_id=task_id, do=act.do)
    refused: DomainError | None = None
    try:
        await _do(session, task, rivals, act, actor, forces, now)
    except DomainError as no:
        refused = no
    session.add(
        Act(
            unit=actor.unit,
            id=act.id,
            task_id=task.id,
            account=actor.account,
            at=now,
            body=act.model_dump(mode="json", exclude={"id"}, exclude_none=True),
            answer=kept.answer(refused),
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


async def _do(
    session: AsyncSession,
    task: Task,
    rivals: list[Task],
    act: ActIn,
    actor: Actor,
    forces: Forces,
    now: datetime,
) -> None:
    """Do an act, or refuse it before anything is changed."""
    needed = NEEDS.get(act.do)
    if needed is not None and getattr(act, needed) is None:
        raise kept.bad(needed, "missing", f"This act needs a {needed}.")
    await _refuse_strange_files(session, act, actor)
    if act.do is Do.SEE and task.state not in (TaskState.OFFERED, TaskState.DELIVERED):
        # Whoever answered has seen it: a word that comes late, or from the crew's other phone.
        return
    if task.state in _GONE or await _is_led_by_another(session, task):
        raise await _gone(session, task)
    to = lifecycle.move(TaskState(task.state), leads_to(act.do, task))
    done = done_at(act.at, since=task.offered_at, now=now)
    if act.do is Do.ACCEPT:
        local, unit = done.astimezone(forces.zone), forces.roster.units.get(actor.unit)
        recused = await recusals.list_officers(
            session,
            day=local.date(),
            subject=task.subject,
            places=(task.district, task.township),
        )
        may_accept(
            unit,
            field=task.field,
            local=local,
            said=forces.said(actor.unit),
            recused=recused,
        )
    if act.do is Do.ARRIVE:
        may_arrive(
            act.place,
            lon=task.lon,
            lat=task.lat,
            radius_m=forces.arrive_radius_m,
            reason=act.reason,
        )
    stamp = Stamp(
        at=now,
        actor=actor.account,
        by=By.UNIT,
        device_at=act.at,
        act_id=act.id,
        place=act.place,
        reason=act.reason,
    )
    if act.do is Do.ACCEPT and task.role == Role.RIVAL:
        task.role = Role.LEAD
        for other in rivals:
            tasks.move(session, task=other, to=TaskState.RECALLED, stamp=_taken(now))
    said = Said(result=act.result, code=act.code, ground=act.ground, files=act.files)
    tasks.move(session, task=task, to=to, stamp=stamp, said=said)


def leads_to(do: Do, task: Task) -> TaskState:
    """Tell where an act leads from here.

    :raises IllegalMove: when work is to go on that does not rest, or what rests is to go on by another word:
        an act that comes late must not wake it
    """
    if do is not Do.RESUME:
        to = LEADS_TO[do]
        if task.suspended_from is not None and to in _AT_WORK:
            raise IllegalMove(
                f"A task that is {task.state} goes on where it stopped.",
                state=task.state,
                wanted=to.value,
                allowed=sorted(
                    (lifecycle.MOVES[TaskState(task.state)] - _AT_WORK) | {task.suspended_from}
                ),
            )
        return to
    if task.suspended_from is None:
        raise IllegalMove(
            f"A task that is {task.state} does not rest.",
            state=task.state,
            wanted=Do.RESUME.value,
            allowed=sorted(onward.value for onward in lifecycle.MOVES[TaskState(task.state)]),
        )
    return TaskState(task.suspended_from)


async def _is_led_by_another(session: AsyncSession, task: Task) -> bool:
    """Tell whether a rival, asked in the same moment, is about to be recalled."""
    if task.role != Role.RIVAL:
        return False
    return bool(await queries.list_led(session, case_nos=[task.case_no]))


def _taken(now: datetime) -> Stamp:
    return Stamp(at=now, actor=tasks.SYSTEM, reason=TAKEN)


async def _gone(session: AsyncSession, task: Task) -> TaskGone:
    """Say what became of a task that its unit lost, and who has its work now."""
    last = task.moves[-1]
    heir = await queries.find_heir(session, task=task)
    return TaskGone(
        state=task.state,
        since=iso(task.changed_at),
        by=last["by"],
        reason=last.get("reason"),
        now_with={"unit": heir.unit, "unit_name": heir.brief.get("unit_name")}
        if heir and heir.unit
        else None,
    )


async def _refuse_strange_files(session: AsyncSession, act: ActIn, actor: Actor) -> None:
    """Refuse files that the officer did not hand in: with the act they would become his to read."""
    found = await files.list_some(session, file_ids=act.files)
    his = {file.id for file in found if file.owner == actor.account}
    strange = next((number for number, file in enumerate(act.files) if file not in his), None)
    if strange is not None:
        refused: BadAct = kept.bad(f"files/{strange}", "unknown", "You handed in no such file.")
        raise refused

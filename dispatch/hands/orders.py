"""What command posts do about tasks (指令): once, within their scope, every move on record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import DomainError
from dispatch.errors import IllegalMove, TaskChanged, UnitTaken, UnitUnknown
from dispatch.hands import choosing, kept
from dispatch.hands.values import Order, OrderIn, PartIn
from dispatch.ladder.operations import arm
from dispatch.push import Forces
from dispatch.tasks import lifecycle, queries
from dispatch.tasks import operations as tasks
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Act, Task
from dispatch.tasks.values import By, NewTask, Role, Stamp, Want
from field_units.rules import Candidate
from field_units.values import TeamFacts

log = structlog.get_logger()

NEEDS: Final = {Order.RECALL: "reason", Order.EXTEND: "until"}
"""The one word an order cannot do without."""
LONGEST: Final = timedelta(days=366)
"""How far ahead a unit may be given time."""


@dataclass(frozen=True, slots=True)
class Post:
    """A command post: the account that orders, and the node it orders from."""

    account: str
    node: str

    @property
    def owner(self) -> str:
        """Whose ids its orders bear."""
        return f"account:{self.account}"


@dataclass(frozen=True, slots=True)
class _Order:
    """An order in the course of being carried out."""

    session: AsyncSession
    task: Task
    said: OrderIn
    post: Post
    forces: Forces
    now: datetime

    @property
    def stamp(self) -> Stamp:
        return Stamp(
            at=self.now,
            actor=self.post.account,
            by=By.POST,
            act_id=self.said.id,
            reason=self.said.reason,
        )


async def order(
    session: AsyncSession,
    *,
    task_id: UUID,
    order: OrderIn,
    post: Post,
    forces: Forces,
    now: datetime,
) -> DomainError | None:
    """Carry out an order, once: the same id again gets the same answer.

    A refusal is an answer too, kept like the other and returned. None means done.

    :raises TaskNotFound: when there is no such task within the post's scope
    """
    task, _ = await queries.lock(session, task_id=task_id, node=post.node)
    known = await kept.find(session, owner=post.owner, act_id=order.id)
    if known is not None:
        return kept.told(known, task_id=task_id, do=order.do)
    refused: DomainError | None = None
    try:
        await _carry_out(_Order(session, task, order, post, forces, now))
    except DomainError as no:
        refused = no
    session.add(
        Act(
            unit=post.owner,
            id=order.id,
            task_id=task.id,
            account=post.account,
            at=now,
            body=order.model_dump(mode="json", exclude={"id", "task"}, exclude_none=True),
            answer=kept.answer(refused),
        )
    )
    log.info(
        "order_kept",
        case_no=task.case_no,
        task_id=str(task.id),
        order_id=str(order.id),
        do=order.do,
        refused=type(refused).__name__ if refused else None,
    )
    return refused


async def _carry_out(this: _Order) -> None:
    """Carry an order out, or refuse it before anything is changed."""
    task, said = this.task, this.said
    needed = NEEDS.get(said.do)
    if needed is not None and getattr(said, needed) is None:
        raise kept.bad(needed, "missing", f"This order needs a {needed}.")
    if said.version is not None and said.version != task.version:
        raise TaskChanged(version=task.version, state=task.state)
    match said.do:
        case Order.SEND:
            await _send(this)
        case Order.REASSIGN:
            await _reassign(this)
        case Order.RECALL:
            await _recall(this)
        case Order.SPLIT:
            await _split(this)
        case Order.ASSIST:
            await _assist(this)
        case Order.RESUME:
            _resume(this)
        case Order.EXTEND:
            _extend(this)


async def _send(this: _Order) -> None:
    """Offer a waiting task to the unit that was chosen, or to the best one."""
    task = this.task
    lifecycle.move(TaskState(task.state), TaskState.OFFERED)
    ranked = await _choose(this, task, this.said.unit)
    if not ranked:
        raise UnitUnknown("Nobody could be sent now.", errors=[choosing.named("unit", "nobody")])
    moved = tasks.offer(
        this.session,
        task=task,
        ranked=ranked,
        ladder=this.forces.ladder,
        now=this.now,
        stamp=this.stamp,
    )
    tasks.note(this.session, moved=[moved] if moved else [])


async def _reassign(this: _Order) -> None:
    """Take a task from its unit and offer its work to another; without one it waits."""
    task, session = this.task, this.session
    lifecycle.move(TaskState(task.state), TaskState.REPLACED)
    if this.said.unit == task.unit:
        raise UnitTaken(unit=task.unit)
    heir = tasks.draft(tasks.again(task), now=this.now)
    ranked = await _choose(this, heir, this.said.unit, besides={task.unit or ""})
    tasks.move(session, task=task, to=TaskState.REPLACED, stamp=this.stamp)
    await _give(this, [(heir, ranked)])
    for helper in await queries.list_children(session, parent_id=task.id):
        helper.parent_id = heir.id
        helper.version += 1
        tasks.announce(session, task=helper, now=this.now)


async def _recall(this: _Order) -> None:
    """Take a task back, with its parts and those who assist."""
    lifecycle.move(TaskState(this.task.state), TaskState.RECALLED)
    children = await queries.list_children(this.session, parent_id=this.task.id)
    for task in (this.task, *children):
        tasks.move(this.session, task=task, to=TaskState.RECALLED, stamp=this.stamp)


async def _split(this: _Order) -> None:
    """Share a task out among several teams; it ends when its parts have."""
    task = this.task
    lifecycle.move(TaskState(task.state), TaskState.SPLIT)
    if task.role in (Role.PART, Role.ASSIST):
        raise IllegalMove(
            "What is a part already is not split.", state=task.state, wanted="split", allowed=[]
        )
    if len(this.said.parts) < 2:
        raise kept.bad(
            "parts", "too_short", "A task is split into two parts at least.", {"min_length": 2}
        )
    parts = [
        tasks.draft(_part(this, number, part), now=this.now)
        for number, part in enumerate(this.said.parts)
    ]
    given: list[tuple[NewTask, list[Candidate]]] = []
    sent: set[str] = set()
    for number, (draft, part) in enumerate(zip(parts, this.said.parts, strict=True)):
        ranked = await _choose(
            this, draft, part.unit, besides=sent, at=f"parts/{number}/unit", own=task.unit
        )
        if ranked:
            sent.add(ranked[0].unit.code)
        given.append((draft, ranked))
    tasks.move(this.session, task=task, to=TaskState.SPLIT, stamp=this.stamp)
    await _give(this, given)


def _part(this: _Order, number: int, part: PartIn) -> Want:
    team = _team(this, part.team, at=f"parts/{number}/team")
    return _beside(this, team, Role.PART, part.ask)


async def _assist(this: _Order) -> None:
    """Send another unit beside the one whose task it is."""
    task, said = this.task, this.said
    if task.ended or task.role == Role.ASSIST or task.state == TaskState.SPLIT:
        raise IllegalMove(
            f"Nobody assists a task that is {task.state}.",
            state=task.state,
            wanted="assist",
            allowed=[],
        )
    code = said.team
    if code is None and said.unit is not None:
        unit = this.forces.roster.units.get(said.unit)
        code = unit.team if unit else None
    team = _team(this, code or task.team, at="team" if said.team else "unit")
    draft = tasks.draft(_beside(this, team, Role.ASSIST, said.ask), now=this.now)
    ranked = await _choose(this, draft, said.unit)
    await _give(this, [(draft, ranked)])


def _resume(this: _Order) -> None:
    """Let work go on that rests."""
    task = this.task
    if task.suspended_from is None:
        allowed = sorted(onward.value for onward in lifecycle.MOVES[TaskState(task.state)])
        raise IllegalMove(
            f"A task that is {task.state} does not rest.",
            state=task.state,
            wanted="resume",
            allowed=allowed,
        )
    tasks.move(this.session, task=task, to=TaskState(task.suspended_from), stamp=this.stamp)


def _extend(this: _Order) -> None:
    """Give a unit longer to accept, or to arrive."""
    task, until = this.task, this.said.until
    assert until is not None
    if until <= this.now:
        raise kept.bad("until", "past", "That moment has passed.")
    if until - this.now > LONGEST:
        raise kept.bad("until", "range", "Nobody is waited for as long as that.")
    tasks.extend(this.session, task=task, until=until, ladder=this.forces.ladder, stamp=this.stamp)


async def _give(this: _Order, given: Sequence[tuple[NewTask, Sequence[Candidate]]]) -> None:
    """Write new tasks, each offered to its best unit; one that has none waits."""
    moved: list[tasks.Moved] = []
    for task, ranked in given:
        offered = tasks.offer(
            this.session,
            task=task,
            ranked=ranked,
            ladder=this.forces.ladder,
            now=this.now,
            stamp=this.stamp,
        )
        if offered is None:
            arm(this.session, task=task, ladder=this.forces.ladder, now=this.now)
            tasks.announce(this.session, task=task, now=this.now)
        else:
            moved.append(offered)
    await tasks.insert(this.session, tasks=[task for task, _ in given])
    tasks.note(this.session, moved=moved)


async def _choose(
    this: _Order,
    task: Task | NewTask,
    unit: str | None,
    *,
    besides: Collection[str] = (),
    own: str | None = None,
    at: str = "unit",
) -> list[Candidate]:
    return await choosing.choose(
        this.session,
        task=task,
        unit=unit,
        besides=besides,
        own=own,
        at=at,
        forces=this.forces,
        now=this.now,
    )


def _team(this: _Order, code: str, *, at: str) -> TeamFacts:
    return choosing.get_team(this.forces.roster, code=code, node=this.post.node, at=at)


def _beside(this: _Order, team: TeamFacts, role: Role, ask: str | None) -> Want:
    """Say what another team is to do for the same case, in a field it works in."""
    task = this.task
    field = task.field if task.field in team.fields else min(team.fields, default=task.field)
    brief = {key: value for key, value in task.brief.items() if key != "unit_name"}
    return tasks.again(
        task,
        team=team.code,
        field=field,
        role=role,
        parent_id=task.id,
        replaces_id=None,
        brief=brief | {"team_name": team.name, "ask": ask},
    )

"""Clocks follow their cases: armed when they come, at rest and on again with the work, stopped at its end."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases.models import Case
from command.cases.values import NewCase
from command.clocks import operations, queries
from command.clocks.models import ClockHistory
from command.clocks.operations import ASKED, NEAR, PASSED, SYSTEM, TIMER
from command.clocks.values import ClockChange
from command.world import World
from core import timers
from dispatch.alerts import operations as alerts
from dispatch.events import TaskMoved
from dispatch.tasks.lifecycle import TaskState


def arm_new(session: AsyncSession, *, cases: Iterable[NewCase]) -> None:
    """Set the timers of new cases' clocks, with what makes them cases."""
    timers.set_(
        session, [(TIMER, case.case_no, case.near_at, {}) for case in cases if case.near_at]
    )


async def arm(
    session: AsyncSession, *, case_nos: Collection[str], world: World, now: datetime
) -> None:
    """Set the timers of these cases' clocks; one that rests goes on where its case may not rest any more."""
    found = await queries.list_to_arm(session, case_nos=case_nos)
    running = [row for row in found if row.paused_at is None]
    timers.set_(session, [(TIMER, row.case_no, row.near_at, {}) for row in running])
    if len(running) < len(found):
        resting = await queries.list_resting(session, case_nos=case_nos, suspended=())
        changes = await queries.list_changes(session, case_nos=resting.keys())
        for case in resting.values():
            told = changes[case.case_no]
            if not _may_rest_on(case, told, world, now):
                row = operations.change(case, ClockChange.WENT_ON, at=now, actor=SYSTEM)
                await operations.proceed(
                    session, case=case, row=row, told=told, world=world, now=now
                )


async def stop(session: AsyncSession, *, case_nos: Collection[str], now: datetime) -> None:
    """Stop warning of the clocks of cases that are handled."""
    stopped = await queries.list_stopped(session, case_nos=case_nos)
    if stopped:
        timers.stop(session, kind=TIMER, subjects=stopped)
        await alerts.end(session, kinds=[NEAR, PASSED, ASKED], subjects=stopped, now=now)


async def follow(
    session: AsyncSession, *, moves: Sequence[TaskMoved], world: World, now: datetime
) -> None:
    """Let clocks rest while the work is suspended on a ground that allows it, and go on with the work."""
    suspended = {move.case_no for move in moves if move.state == TaskState.SUSPENDED}
    found = await queries.list_resting(
        session, case_nos={move.case_no for move in moves}, suspended=suspended
    )
    changes = await queries.list_changes(session, case_nos=found.keys()) if found else {}
    for move in moves:
        case = found.get(move.case_no)
        if case is not None:
            told = changes[case.case_no]
            told += await _follow(session, case, told, move, world, now)


async def _follow(
    session: AsyncSession,
    case: Case,
    told: list[ClockHistory],
    move: TaskMoved,
    world: World,
    now: datetime,
) -> list[ClockHistory]:
    """Follow one move of a task; give what happened to the clock."""
    at, task_id = datetime.fromisoformat(move.at), UUID(move.task_id)
    if move.state == TaskState.SUSPENDED and case.paused_at is None:
        day = at.astimezone(world.city.zone).date()
        ground = move.ground or ""
        allowed = world.limits.may_rest(ground=ground, state=case.state, day=day)
        what = ClockChange.RESTED if allowed else ClockChange.NOT_RESTED
        row = operations.change(case, what, at=at, actor=move.actor, ground=ground, task_id=task_id)
        if allowed:
            operations.stand(session, case=case, row=row, world=world, now=now)
        else:
            operations.keep(session, case, row)
        return [row]
    if case.paused_at is not None and (
        _resting(told).task_id == task_id or not _may_rest_on(case, told, world, at)
    ):
        row = operations.change(case, ClockChange.WENT_ON, at=at, actor=move.actor, task_id=task_id)
        await operations.proceed(session, case=case, row=row, told=told, world=world, now=now)
        return [row]
    return []


def _resting(changes: Sequence[ClockHistory]) -> ClockHistory:
    """Give what made a clock rest that rests."""
    return next(row for row in reversed(changes) if row.what == ClockChange.RESTED)


def _may_rest_on(case: Case, changes: Sequence[ClockHistory], world: World, at: datetime) -> bool:
    """Tell whether a clock that rests may do so in the state its case is in now."""
    day = at.astimezone(world.city.zone).date()
    ground = _resting(changes).ground or ""
    return world.limits.may_rest(ground=ground, state=case.state, day=day)

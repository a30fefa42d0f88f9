"""Changing clocks: rests and extensions; each with its history, its frame and its timer."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from command.cases import operations as cases
from command.cases.models import Case
from command.clocks import queries, rules
from command.clocks.charges import STOPPED
from command.clocks.models import ClockHistory
from command.clocks.values import ClockChange
from command.errors import ClockIllegalMove, ClockStands, RestNotAllowed
from command.world import World
from core import ending, timers
from core.bulk import BulkInsert
from core.ids import new_id
from dispatch.alerts import operations as alerts
from dispatch.limits.values import Step, TimeLimitFacts

SYSTEM: Final = "system"
TIMER: Final = "case.limit"
NEAR, PASSED, ASKED = "limit_near", "limit_passed", "extension_asked"
"""Kinds of alerts; their subject is the case."""

_COLUMNS: Final = (
    "id", "case_no", "at", "what", "actor", "ground", "added", "task_id",
    "extension_id", "due_before", "due_after",
)  # fmt: skip
_HISTORY: Final = BulkInsert(SQLModel.metadata.tables["clock_history"], _COLUMNS)


async def rest(
    session: AsyncSession,
    *,
    case: Case,
    ground: str,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Stop a case's clock on a ground that its state allows.

    :raises ClockStands: when the case has no clock, or it is handled.
    :raises ClockIllegalMove: when the clock rests already.
    :raises RestNotAllowed: when the rows allow no rest on this ground in this state.
    """
    limit_of(case, world)
    if case.paused_at is not None:
        raise ClockIllegalMove("The clock rests already.")
    day = now.astimezone(world.city.zone).date()
    if not world.limits.may_rest(ground=ground, state=case.state, day=day):
        raise RestNotAllowed(
            "The clock does not rest on this ground now.", ground=ground, state=case.state
        )
    row = change(case, ClockChange.RESTED, at=now, actor=account, ground=ground)
    stand(session, case=case, row=row, world=world, now=now)


async def go_on(
    session: AsyncSession, *, case: Case, account: str, world: World, now: datetime
) -> None:
    """Let a clock that rests go on, whoever stopped it.

    :raises ClockStands: when the case has no clock, or it is handled.
    :raises ClockIllegalMove: when the clock does not rest.
    """
    limit_of(case, world)
    if case.paused_at is None:
        raise ClockIllegalMove("The clock does not rest.")
    told = (await queries.list_changes(session, case_nos=[case.case_no]))[case.case_no]
    row = change(case, ClockChange.WENT_ON, at=now, actor=account)
    await proceed(session, case=case, row=row, told=told, world=world, now=now)


async def extend(
    session: AsyncSession,
    *,
    case: Case,
    by: float,
    extension_id: UUID,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Give a case more time, in the unit of its limit.

    :raises ClockStands: when the case has no clock, or it is handled.
    """
    told = (await queries.list_changes(session, case_nos=[case.case_no]))[case.case_no]
    row = change(case, ClockChange.EXTENDED, at=now, actor=account, extension_id=extension_id)
    row.added = by
    await reckon(session, case, [*told, row], limit_of(case, world), world, now)
    keep(session, case, row)
    announce(session, case, world, now)


async def retime(
    session: AsyncSession, *, case: Case, account: str, world: World, now: datetime
) -> None:
    """Let a case run by the limit of the class it is of after all, from the moment it came."""
    key = (case.scheme, case.kind, case.code)
    limit = world.limits.find(
        keys=world.book.keys_of(key),
        group=world.book.group_of(key),
        urgency=case.urgency,
        step=Step.HANDLE,
        day=case.received_at.astimezone(world.city.zone).date(),
    )
    rule = limit.rule if limit else None
    if rule == case.limit_rule:
        return
    told = (await queries.list_changes(session, case_nos=[case.case_no]))[case.case_no]
    row = change(case, ClockChange.RECKONED, at=now, actor=account)
    case.limit_rule = rule
    if limit is None:
        case.due_at = case.near_at = case.paused_at = None
        case.due_provisional = False
        timers.stop(session, kind=TIMER, subjects=[case.case_no])
        await alerts.end(session, kinds=[NEAR, PASSED], subjects=[case.case_no], now=now)
    else:
        # What was added in the unit of another row's limit means nothing under this one.
        rests = [one for one in told if one.what != ClockChange.EXTENDED]
        await reckon(session, case, rests, limit, world, now)
    keep(session, case, row)


def note(
    session: AsyncSession,
    *,
    case: Case,
    what: ClockChange,
    extension_id: UUID,
    account: str,
    now: datetime,
) -> None:
    """Write into the history what changes no date: that more time was asked for, or refused."""
    keep(session, case, change(case, what, at=now, actor=account, extension_id=extension_id))


def limit_of(case: Case, world: World) -> TimeLimitFacts:
    """Give the row a case's clock runs by now.

    :raises ClockStands: when the case has no clock, or it is handled.
    """
    if case.state in STOPPED:
        raise ClockStands("The clock of this case has stopped.", state=case.state)
    return limit_row(case, world)


def limit_row(case: Case, world: World) -> TimeLimitFacts:
    """Give the row that applied to a case, whether its clock runs or not.

    :raises ClockStands: when none did.
    """
    limit = world.limits.find_rule(case.limit_rule)
    if limit is None:
        raise ClockStands("No time limit applies to this case.", state=case.state)
    return limit


def stand(
    session: AsyncSession, *, case: Case, row: ClockHistory, world: World, now: datetime
) -> None:
    """Let a clock rest from the moment of a row of its history on."""
    case.paused_at = row.at
    timers.stop(session, kind=TIMER, subjects=[case.case_no])
    keep(session, case, row)
    announce(session, case, world, now)


async def proceed(
    session: AsyncSession,
    *,
    case: Case,
    row: ClockHistory,
    told: list[ClockHistory],
    world: World,
    now: datetime,
) -> None:
    """Let a clock go on from the moment of a row of its history on; `told` is what happened before."""
    case.paused_at = None
    limit = world.limits.find_rule(case.limit_rule)
    if limit is not None:
        await reckon(session, case, [*told, row], limit, world, now)
    keep(session, case, row)
    announce(session, case, world, now)


async def reckon(
    session: AsyncSession,
    case: Case,
    changes: list[ClockHistory],
    limit: TimeLimitFacts,
    world: World,
    now: datetime,
) -> None:
    """Reckon a clock by all that happened to it, and warn of it at its new moments only."""
    clock = rules.reckon(
        world.limits.calendar,
        limit,
        start=case.received_at,
        rests=queries.over(queries.rests_of(changes)),
        added=queries.added_by(changes),
    )
    case.due_at, case.near_at, case.due_provisional = clock.due_at, clock.near_at, clock.provisional
    if case.paused_at is None:
        timers.set_(session, [(TIMER, case.case_no, clock.near_at, {})])
    over = [kind for kind, at in ((NEAR, clock.near_at), (PASSED, clock.due_at)) if now < at]
    await alerts.end(session, kinds=over, subjects=[case.case_no] if over else [], now=now)


def change(
    case: Case,
    what: ClockChange,
    *,
    at: datetime,
    actor: str,
    ground: str | None = None,
    task_id: UUID | None = None,
    extension_id: UUID | None = None,
) -> ClockHistory:
    """Begin a row of history, before anything is changed."""
    return ClockHistory(
        id=new_id(),
        case_no=case.case_no,
        at=at,
        what=what,
        actor=actor,
        ground=ground,
        task_id=task_id,
        extension_id=extension_id,
        due_before=case.due_at,
    )


def keep(session: AsyncSession, case: Case, row: ClockHistory) -> None:
    """Write a row of history, once all is changed."""
    row.due_after = case.due_at
    ending.later(session, _HISTORY, [[getattr(row, name) for name in _COLUMNS]])


def announce(session: AsyncSession, case: Case, world: World, now: datetime) -> None:
    """Tell everyone in scope how a case's clock stands now."""
    case.version += 1
    cases.announce(session, case, world, now)

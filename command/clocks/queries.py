"""Reading clocks: what happened to them, and the cases they belong to."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases.lifecycle import CaseState
from command.cases.models import Case
from command.clocks.charges import Rest
from command.clocks.lifecycle import ExtensionState
from command.clocks.models import ClockHistory, Extension
from command.clocks.values import ClockChange
from command.errors import ExtensionNotFound
from core.bulk import among
from dispatch.limits.values import Period

_ANEW: Final = {"populate_existing": True}
_RUNNING: Final = [
    col(Case.due_at).is_not(None),
    col(Case.state).not_in([CaseState.HANDLED, CaseState.CLOSED]),
]

_CHANGES: Final = (
    select(ClockHistory)
    .where(among(col(ClockHistory.case_no), "case_nos"))
    .order_by(col(ClockHistory.at), col(ClockHistory.id))
)


async def list_changes(
    session: AsyncSession, *, case_nos: Collection[str]
) -> dict[str, list[ClockHistory]]:
    """List what happened to the clocks of cases, oldest first, by case."""
    found: dict[str, list[ClockHistory]] = {case_no: [] for case_no in case_nos}
    for row in await session.scalars(_CHANGES, {"case_nos": case_nos}):
        found[row.case_no].append(row)
    return found


_MOVED: Final = (
    select(Case)
    .where(among(col(Case.case_no), "case_nos"))
    .where(*_RUNNING)
    .where(or_(col(Case.paused_at).is_not(None), among(col(Case.case_no), "suspended")))
    .order_by(col(Case.id))
    .with_for_update()
)


async def list_resting(
    session: AsyncSession, *, case_nos: Collection[str], suspended: Collection[str]
) -> dict[str, Case]:
    """Read, to change them, the cases whose clock rests, and those whose work was suspended now."""
    found = await session.scalars(
        _MOVED, {"case_nos": case_nos, "suspended": suspended}, execution_options=_ANEW
    )
    return {case.case_no: case for case in found}


_STOPPED: Final = (
    select(col(Case.case_no))
    .where(among(col(Case.case_no), "case_nos"))
    .where(col(Case.state).in_([CaseState.HANDLED, CaseState.CLOSED]))
)


async def list_stopped(session: AsyncSession, *, case_nos: Collection[str]) -> list[str]:
    """Name those of the cases that are handled: their clocks have stopped."""
    return list(await session.scalars(_STOPPED, {"case_nos": case_nos}))


_TO_ARM: Final = (
    select(col(Case.case_no), col(Case.near_at), col(Case.paused_at))
    .where(among(col(Case.case_no), "case_nos"))
    .where(*_RUNNING)
)


async def list_to_arm(session: AsyncSession, *, case_nos: Collection[str]) -> Sequence[Any]:
    """Read of the cases that are not handled when they are nearly due, and since when their clocks rest."""
    return (await session.execute(_TO_ARM, {"case_nos": case_nos})).all()


_TO_WARN: Final = (
    select(Case)
    .where(among(col(Case.case_no), "case_nos"))
    .order_by(col(Case.id))
    .with_for_update(skip_locked=True)
)


async def list_to_warn(session: AsyncSession, *, case_nos: Collection[str]) -> dict[str, Case]:
    """Read, and hold, the cases nobody else has in hand."""
    found = await session.scalars(_TO_WARN, {"case_nos": case_nos}, execution_options=_ANEW)
    return {case.case_no: case for case in found}


_PROVISIONAL: Final = (
    select(Case)
    .where(col(Case.due_provisional))
    .where(col(Case.state) != CaseState.CLOSED)
    .where(col(Case.due_at) < bindparam("before"))
)


async def list_provisional(
    session: AsyncSession, *, before: datetime, after: UUID | None, most: int
) -> list[Case]:
    """Read, to reckon them anew, open cases whose provisional date lies before a moment, in order of id."""
    query = _PROVISIONAL if after is None else _PROVISIONAL.where(col(Case.id) > after)
    query = query.order_by(col(Case.id)).limit(most).with_for_update(skip_locked=True)
    return list(await session.scalars(query, {"before": before}, execution_options=_ANEW))


async def has_provisional(session: AsyncSession) -> bool:
    """Tell whether an open case's date is provisional."""
    query = select(col(Case.id)).where(col(Case.due_provisional), *_RUNNING).limit(1)
    return await session.scalar(query) is not None


async def doubt(session: AsyncSession, *, since: datetime) -> None:
    """Call the dates of open cases provisional that lie after a moment: their calendar was amended."""
    await session.execute(
        update(Case)
        .where(*_RUNNING, col(Case.due_at) >= since)
        .values(due_provisional=True)
        .execution_options(synchronize_session=False)
    )


async def list_extensions(session: AsyncSession, *, case_no: str) -> list[Extension]:
    """List the extensions that were asked for, oldest first."""
    return list(
        await session.scalars(
            select(Extension)
            .where(col(Extension.case_no) == case_no)
            .order_by(col(Extension.asked_at), col(Extension.id))
        )
    )


async def get_extension(session: AsyncSession, *, case_no: str, extension_id: UUID) -> Extension:
    """Read an extension of a case.

    :raises ExtensionNotFound: when the case has none of that id.
    """
    found = await session.get(Extension, extension_id, with_for_update=True)
    if found is None or found.case_no != case_no:
        raise ExtensionNotFound("There is no such extension.")
    return found


def rests_of(changes: Iterable[ClockHistory]) -> list[Rest]:
    """Give the rests among what happened to a clock; the last may go on still."""
    found: list[Rest] = []
    for row in changes:
        if row.what == ClockChange.RESTED:
            found.append(Rest(row.at, None, row.ground))
        elif row.what == ClockChange.WENT_ON and found:
            found[-1] = found[-1]._replace(to=row.at)
    return found


def over(rests: Iterable[Rest]) -> list[Period]:
    """Give those rests that are over."""
    return [Period(rest.from_, rest.to) for rest in rests if rest.to is not None]


def added_by(changes: Iterable[ClockHistory]) -> float:
    """Sum up by how much a clock was extended."""
    return sum(row.added or 0.0 for row in changes if row.what == ClockChange.EXTENDED)


def granted(extensions: Iterable[Extension]) -> int:
    """Count the extensions that were approved."""
    return sum(one.state == ExtensionState.APPROVED for one in extensions)

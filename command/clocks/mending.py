"""Dates are mended when a calendar comes: provisional ones are reckoned anew once their year is published."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.clocks import operations, queries
from command.clocks.operations import SYSTEM
from command.clocks.values import ClockChange
from command.world import World
from core import editions
from dispatch.limits import loading as limits
from dispatch.limits.models import WorkDay
from grid.values import EDITION


async def reckon_anew(
    session: AsyncSession, *, world: World, after: UUID | None, most: int, now: datetime
) -> UUID | None:
    """Reckon provisional dates anew that lie in published years; give the last case's id, None at the end.

    What changes has a row of history; a date that turns out right is no longer provisional.
    """
    found = await queries.list_provisional(
        session, before=world.limits.calendar.known_until(now), after=after, most=most
    )
    changes = await queries.list_changes(session, case_nos=[case.case_no for case in found])
    for case in found:
        limit = world.limits.find_rule(case.limit_rule)
        if limit is None:
            continue
        row = operations.change(case, ClockChange.RECKONED, at=now, actor=SYSTEM)
        was = case.due_at, case.due_provisional
        await operations.reckon(session, case, changes[case.case_no], limit, world, now)
        if case.due_at != was[0]:
            operations.keep(session, case, row)
        if (case.due_at, case.due_provisional) != was:
            operations.announce(session, case, world, now)
    return found[-1].id if len(found) == most else None


async def publish_days(session: AsyncSession, *, days: list[WorkDay], now: datetime) -> list[int]:
    """Publish the work days of whole years; tell which. Every process takes them up within seconds.

    A year that was published before was amended: dates that reach into it are provisional until they
    are reckoned anew.
    """
    years = sorted({row.day.year for row in days})
    amended = await limits.list_published(session, years=years)
    await limits.put_days(session, days=days)
    if amended:
        # A day early: no city's year begins more than that before it begins in UTC.
        first = datetime(min(amended), 1, 1, tzinfo=UTC) - timedelta(days=1)
        await queries.doubt(session, since=max(first, now))
    await editions.publish(session, name=EDITION)
    return years

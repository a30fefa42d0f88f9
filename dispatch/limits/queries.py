"""Reading limits and calendar: whole, as every process keeps them in memory."""

import asyncio
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dispatch.limits.models import PauseGroundRow, TimeLimit, WorkDay, WorkingHours
from dispatch.limits.rules import Limits
from dispatch.limits.values import (
    DayKind,
    Hours,
    Length,
    PauseGroundFacts,
    Step,
    TimeLimitFacts,
    TimeUnit,
    WorkDayFacts,
    WorkingHoursFacts,
)
from dispatch.limits.work_calendar import WorkCalendar


async def load(session: AsyncSession, *, zone: ZoneInfo) -> Limits:
    """Read all rows; a city without any has no limits, and a calendar of weekdays round the clock."""
    said = (col(WorkDay.day), col(WorkDay.kind), col(WorkDay.name), col(WorkDay.hours))
    days = [_day(*row) for row in await session.execute(select(*said, col(WorkDay.source)))]
    seasons = await session.scalars(select(WorkingHours).order_by(col(WorkingHours.valid_from)))
    hours = [
        WorkingHoursFacts(hours=_hours(row.hours), from_=row.valid_from, to=row.valid_to)
        for row in seasons
    ]
    return Limits(
        # A century of days is laid out: some milliseconds that no request waits for.
        calendar=await asyncio.to_thread(WorkCalendar, zone=zone, days=days, hours=hours),
        rows=[_limit(row) for row in await session.scalars(select(TimeLimit))],
        grounds=[_ground(row) for row in await session.scalars(select(PauseGroundRow))],
    )


def _day(
    day: date, kind: str, name: str, hours: list[list[int]] | None, source: str
) -> WorkDayFacts:
    own = None if hours is None else _hours(hours)
    return WorkDayFacts(day=day, kind=DayKind(kind), name=name, hours=own, source=source)


def _limit(row: TimeLimit) -> TimeLimitFacts:
    return TimeLimitFacts(
        id=row.id,
        version=row.version,
        name=row.name,
        scheme=row.scheme,
        kind=row.kind,
        code=row.code,
        urgency=row.urgency,
        step=Step(row.step),
        length=Length(row.value, TimeUnit(row.unit)),
        extensions=row.extensions,
        extension_share=row.extension_share,
        approver=row.approver,
        from_=row.valid_from,
        to=row.valid_to,
        source=row.source,
        invented=row.invented,
    )


def _ground(row: PauseGroundRow) -> PauseGroundFacts:
    return PauseGroundFacts(
        ground=row.ground,
        states=frozenset(row.states),
        from_=row.valid_from,
        to=row.valid_to,
        source=row.source,
    )


def _hours(pairs: list[list[int]]) -> Hours:
    return tuple((begin, end) for begin, end in pairs)

"""Reckoning a clock: purely from the rows, the calendar and what happened to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from command.catalogue.book import Book
from command.catalogue.facts import ClassKey
from command.clocks.values import Clock
from dispatch.limits.rules import Limits, extended
from dispatch.limits.values import ON_WORK, Period, Step, TimeLimitFacts, TimeUnit
from dispatch.limits.work_calendar import WorkCalendar

NEAR: Final = 0.25
"""How much of its time is left when a case is called nearly due: where screens turn amber."""


def begin(
    limits: Limits, book: Book, *, key: ClassKey, urgency: str, start: datetime
) -> Clock | None:
    """Start the clock of a case: by the row for its class and urgency, None where there is none."""
    row = limits.find(
        keys=book.keys_of(key),
        group=book.group_of(key),
        urgency=urgency,
        step=Step.HANDLE,
        day=start.astimezone(limits.calendar.zone).date(),
    )
    return None if row is None else _begun(limits, row.rule, start)


@lru_cache(maxsize=64)
def _begun(limits: Limits, rule: str, start: datetime) -> Clock | None:
    """Reckon a new clock: once for all reports of a batch, which begin together, by the same row."""
    row = limits.find_rule(rule)
    return None if row is None else reckon(limits.calendar, row, start=start)


def reckon(
    calendar: WorkCalendar,
    row: TimeLimitFacts,
    *,
    start: datetime,
    rests: Sequence[Period] = (),
    added: float = 0.0,
) -> Clock:
    """Reckon when a clock is due that rested so, and was given so much more in the unit of its row."""
    length = extended(row.length, added) if added else row.length
    due = calendar.due(start, length, rests)
    total = running_us(calendar, length.unit, start, due.at)
    total -= sum(running_us(calendar, length.unit, rest.from_, rest.to) for rest in rests)
    left = max(0, int(total * NEAR))
    on_work = length.unit in ON_WORK
    near = calendar.after_work(due.at, -left) if on_work else due.at - timedelta(microseconds=left)
    return Clock(due.at, near, due.provisional, row.rule)


def running_us(calendar: WorkCalendar, unit: TimeUnit, from_: datetime, to: datetime) -> int:
    """Tell how long a clock of this unit runs between two moments, in microseconds."""
    if unit in ON_WORK:
        return calendar.work_between(from_, to)
    return (to - from_) // timedelta(microseconds=1)

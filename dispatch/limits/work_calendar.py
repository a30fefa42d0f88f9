"""The work calendar: when so much time is over, in hours, working hours, working days, days and months.

How days are counted is law, not taste (民法典 第200–203条; 民事诉讼法 第85条 likewise):

- hours begin at once; of days and months the first day is not counted;
- a month ends on the day of the same number, or on the month's last;
- a last day on which nobody works is followed by the next on which somebody does;
- the last day ends when business ends, else at midnight.

Working days are what the State Council's yearly notice makes of them: weekdays, without holidays, with
the weekend days worked in their stead. A year without a notice goes by weekdays, and what reaches into
it is provisional.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from dispatch.limits.values import (
    DayKind,
    Due,
    Hours,
    Length,
    Period,
    TimeUnit,
    WorkDayFacts,
    WorkingHoursFacts,
)

FIRST: Final = date(2000, 1, 1)
END: Final = date(2100, 1, 1)
"""The days a calendar knows; the end exclusive."""
ORIGIN: Final = datetime(2000, 1, 1)  # noqa: DTZ001 (local time, whatever the zone)
MINUTE: Final = 60_000_000
DAY: Final = 1440 * MINUTE
"""Microseconds, in which all is counted: whole numbers, so that nothing is rounded."""
ROUND_THE_CLOCK: Final[Hours] = ((0, 1440),)
"""The hours of a working day where nobody has said any."""

_Piece = tuple[int, int]


class WorkCalendar:
    """Which days and hours a city works; never changed. Every question is a look-up in sums made once."""

    def __init__(
        self,
        *,
        zone: ZoneInfo,
        days: Iterable[WorkDayFacts] = (),
        hours: Iterable[WorkingHoursFacts] = (),
    ) -> None:
        self.zone = zone
        days = list(days)
        self.published: Final = frozenset(row.day.year for row in days)
        """The years whose notice is known."""
        count = (END - FIRST).days
        self._patterns: list[Hours] = [(), ROUND_THE_CLOCK]
        regular = np.ones(count, dtype=np.int64)
        for season in hours:
            regular[_index(season.from_) : _index(season.to or END)] = self._pattern(season.hours)
        weekday = (FIRST.weekday() + np.arange(count)) % 7
        chosen = np.where(weekday < 5, regular, 0)
        for row in days:
            at = _index(row.day)
            if row.kind is DayKind.HOLIDAY:
                chosen[at] = 0
            else:
                chosen[at] = regular[at] if row.hours is None else self._pattern(row.hours)
        self._chosen: list[int] = chosen.tolist()
        works = chosen > 0
        self._working: list[int] = np.flatnonzero(works).tolist()
        self._counted: list[int] = [0, *np.cumsum(works).tolist()]
        self._pieces: list[tuple[_Piece, ...]] = []
        self._lay_out(chosen)

    def _pattern(self, hours: Hours) -> int:
        if hours not in self._patterns:
            self._patterns.append(hours)
        return self._patterns.index(hours)

    def _lay_out(self, chosen: npt.NDArray[np.int64]) -> None:
        """Cut each day's hours at midnight, and sum them up from the first day on."""
        before = np.concatenate([[0], chosen[:-1]])
        pairs, shape = np.unique(chosen * len(self._patterns) + before, return_inverse=True)
        lengths = []
        for own, spilt in (divmod(pair, len(self._patterns)) for pair in pairs.tolist()):
            pieces = _cut(self._patterns[own], self._patterns[spilt])
            self._pieces.append(pieces)
            lengths.append(sum(end - begin for begin, end in pieces))
        self._shape: list[int] = shape.tolist()
        self._worked: list[int] = [0, *np.cumsum(np.array(lengths)[shape]).tolist()]

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return self._chosen[_index(day)] > 0

    def knows(self, first: date, last: date) -> bool:
        """Tell whether the notices of all years from a day to another are known."""
        return all(year in self.published for year in range(first.year, last.year + 1))

    def known_until(self, now: datetime) -> datetime:
        """Give the moment at which the first year from now on begins whose notice is not known."""
        year = self._day(now).year
        while year in self.published:
            year += 1
        return self._moment(_index(date(year, 1, 1)), 0)

    def due(self, start: datetime, length: Length, rests: Sequence[Period] = ()) -> Due:
        """Tell when so much time is over; what lies in a rest is not counted.

        A rest in days is counted in days: that on which it begins, not that on which it ends.
        """
        rested = self._rested(length.unit, rests) if rests else 0
        if length.unit is TimeUnit.HOUR:
            wait = round(length.value * 60 * MINUTE) + rested
            return Due(start + timedelta(microseconds=wait), False)
        if length.unit is TimeUnit.WORKING_HOUR:
            work = round(length.value * 60 * MINUTE) + rested
            end = self.after_work(start, work)
            return Due(end, not self.knows(self._day(start), self._day(end)))
        first = self._day(start)
        if length.unit is TimeUnit.WORKING_DAY:
            begun = self._counted[_index(first) + 1]
            last = self._working[begun + int(length.value) + rested - 1]
            return Due(self._closing(last), not self.knows(first, _day_at(last)))
        if length.unit is TimeUnit.MONTH:
            nominal = _months_after(first, int(length.value)) + timedelta(rested)
        else:
            nominal = first + timedelta(int(length.value) + rested)
        last = self._working[self._counted[_index(nominal)]]
        return Due(self._closing(last), not self.knows(nominal, _day_at(last)))

    def _rested(self, unit: TimeUnit, rests: Sequence[Period]) -> int:
        count = {
            TimeUnit.HOUR: _elapsed,
            TimeUnit.WORKING_HOUR: self.work_between,
            TimeUnit.WORKING_DAY: self._working_days_between,
        }.get(unit, self._days_between)
        return sum(count(rest.from_, rest.to) for rest in rests)

    def work_between(self, from_: datetime, to: datetime) -> int:
        """Give the working time between two moments, in microseconds."""
        return self._worked_until(to) - self._worked_until(from_)

    def after_work(self, moment: datetime, work: int) -> datetime:
        """Give the first moment at which so much working time has passed; before it when negative."""
        wanted = self._worked_until(moment) + work
        day = bisect_left(self._worked, wanted) - 1
        rest = wanted - self._worked[day]
        at = 0
        for begin, end in self._pieces[self._shape[day]]:
            at = begin + rest
            if at <= end:
                break
            rest -= end - begin
        return self._moment(day, at)

    def _worked_until(self, moment: datetime) -> int:
        day, at = self._at(moment)
        pieces = self._pieces[self._shape[day]]
        return self._worked[day] + sum(min(at, end) - begin for begin, end in pieces if at > begin)

    def _working_days_between(self, from_: datetime, to: datetime) -> int:
        return self._counted[self._at(to)[0]] - self._counted[self._at(from_)[0]]

    def _days_between(self, from_: datetime, to: datetime) -> int:
        return self._at(to)[0] - self._at(from_)[0]

    def _closing(self, day: int) -> datetime:
        return self._moment(day, self._patterns[self._chosen[day]][-1][1] * MINUTE)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _at(self, moment: datetime) -> tuple[int, int]:
        """Give a moment as a day and the microseconds after its midnight."""
        passed = moment.astimezone(self.zone).replace(tzinfo=None) - ORIGIN
        return passed.days, passed.seconds * 1_000_000 + passed.microseconds

    def _moment(self, day: int, at: int) -> datetime:
        local = ORIGIN + timedelta(days=day, microseconds=at)
        return local.replace(tzinfo=self.zone).astimezone(UTC)


def _cut(own: Hours, spilt: Hours) -> tuple[_Piece, ...]:
    """Give the pieces of one calendar day: its own hours to midnight, and the day before's beyond it."""
    pieces: list[_Piece] = []
    beyond = [(0, end - 1440) for _, end in spilt if end > 1440]
    for begin, end in sorted(beyond + [(begin, min(end, 1440)) for begin, end in own]):
        if pieces and begin * MINUTE <= pieces[-1][1]:
            pieces[-1] = pieces[-1][0], max(pieces[-1][1], end * MINUTE)
        else:
            pieces.append((begin * MINUTE, end * MINUTE))
    return tuple(pieces)


def _elapsed(from_: datetime, to: datetime) -> int:
    return (to - from_) // timedelta(microseconds=1)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _index(day: date) -> int:
    return (day - FIRST).days


def _day_at(index: int) -> date:
    return FIRST + timedelta(index)

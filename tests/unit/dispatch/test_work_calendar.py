"""The work calendar: what a notice makes of days, and when so much time is over."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables import BadTable
from dispatch.limits.loading import read_work_days
from dispatch.limits.values import (
    DayKind,
    Hours,
    Length,
    Period,
    TimeUnit,
    WorkDayFacts,
    WorkingHoursFacts,
)
from dispatch.limits.work_calendar import WorkCalendar
from tests.factories import CITIES

SHANGHAI = ZoneInfo("Asia/Shanghai")
BUSINESS: Hours = ((510, 720), (810, 1050))
"""08:30-12:00, 13:30-17:30."""
SPRING_FESTIVAL = (date(2026, 2, 15), date(2026, 2, 24))
HOUR_US = 3_600_000_000


def day_facts(
    day: date, kind: DayKind = DayKind.HOLIDAY, hours: Hours | None = None
) -> WorkDayFacts:
    return WorkDayFacts(day=day, kind=kind, name="", hours=hours, source="")


def every_day(first: date, end: date) -> list[date]:
    return [first + timedelta(number) for number in range((end - first).days)]


NOTICE_2026 = [
    *(day_facts(day) for day in every_day(date(2026, 1, 1), date(2026, 1, 4))),
    *(day_facts(day) for day in every_day(*SPRING_FESTIVAL)),
    *(day_facts(day, DayKind.MAKE_UP) for day in (date(2026, 2, 14), date(2026, 2, 28))),
]


def calendar(*days: WorkDayFacts, hours: Hours = BUSINESS) -> WorkCalendar:
    """Make a calendar with business hours, and the notice of early 2026."""
    season = WorkingHoursFacts(hours=hours, from_=date(2000, 1, 1), to=None)
    return WorkCalendar(zone=SHANGHAI, days=[*NOTICE_2026, *days], hours=[season])


WORK = calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(start: str, value: float, unit: str, work: WorkCalendar = WORK) -> str:
    found = work.due(at(start), Length(value, TimeUnit(unit))).at
    return found.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


class TestDays:
    def test_are_those_of_the_library_on_every_day_of_its_years(self) -> None:
        rows = read_work_days(CITIES / "hangzhou" / "work_days.csv")
        days = [day_facts(row.day, DayKind(row.kind)) for row in rows]
        known = WorkCalendar(zone=SHANGHAI, days=days)
        first, last = min(known.published), max(known.published)

        differing = [
            day
            for day in every_day(date(first, 1, 1), date(last + 1, 1, 1))
            if known.is_working(day) != chinese_calendar.is_workday(day)
        ]

        assert (first, last) == (2004, 2026)
        assert differing == []

    def test_of_a_year_without_a_notice_go_by_weekdays(self) -> None:
        assert WORK.is_working(date(2027, 10, 1))
        assert not WORK.is_working(date(2027, 10, 2))


class TestDue:
    """Spring Festival 2026: free from Sunday 15 to Monday 23 February; the Saturdays 14 and 28 are worked."""

    @pytest.mark.parametrize(
        ("start", "value", "unit", "end"),
        [
            # Hours begin at once and never rest.
            ("2026-02-13 15:00", 24, "hour", "2026-02-14 15:00"),
            # Two hours and a half are left of Friday, the rest is worked on the Saturday.
            ("2026-02-13 15:00", 4, "working_hour", "2026-02-14 10:00"),
            ("2026-02-14 16:30", 4, "working_hour", "2026-02-24 11:30"),
            ("2026-02-13 10:00", 2, "working_hour", "2026-02-13 12:00"),
            ("2026-02-13 20:00", 0.5, "working_hour", "2026-02-14 09:00"),
            ("2026-02-13 12:30", 0.5, "working_hour", "2026-02-13 14:00"),
            # The first day is not counted; the last ends with business.
            ("2026-02-13 15:00", 1, "working_day", "2026-02-14 17:30"),
            ("2026-02-13 15:00", 2, "working_day", "2026-02-24 17:30"),
            ("2026-02-27 09:00", 1, "working_day", "2026-02-28 17:30"),
            ("2026-02-27 09:00", 2, "working_day", "2026-03-02 17:30"),
            ("2026-02-18 09:00", 1, "working_day", "2026-02-24 17:30"),
            # A last day on which nobody works is followed by the next on which somebody does.
            ("2026-02-12 09:00", 2, "calendar_day", "2026-02-14 17:30"),
            ("2026-02-12 09:00", 3, "calendar_day", "2026-02-24 17:30"),
            ("2026-03-04 09:00", 3, "calendar_day", "2026-03-09 17:30"),
            # A month ends on the day of the same number, or on the month's last.
            ("2026-03-04 09:00", 1, "month", "2026-04-06 17:30"),
            ("2025-12-31 09:00", 2, "month", "2026-02-28 17:30"),
            ("2026-03-12 09:00", 24, "month", "2028-03-13 17:30"),
        ],
    )
    def test_is_counted_as_the_law_counts(
        self, start: str, value: float, unit: str, end: str
    ) -> None:
        assert due(start, value, unit) == end

    def test_knows_a_half_day_and_a_day_of_its_own_hours(self) -> None:
        short = day_facts(date(2026, 3, 6), DayKind.SHORT, ((510, 720),))

        assert due("2026-03-06 11:00", 2, "working_hour", calendar(short)) == "2026-03-09 09:30"
        assert due("2026-03-05 11:00", 1, "working_day", calendar(short)) == "2026-03-06 12:00"

    def test_counts_the_hours_after_midnight_to_the_day_they_began_on(self) -> None:
        night = calendar(hours=((1320, 1800),))  # 22:00 to 06:00

        assert due("2026-03-06 23:00", 4, "working_hour", night) == "2026-03-07 03:00"
        # Friday night's work ends on Saturday morning; the next begins on Monday.
        assert due("2026-03-06 23:00", 8, "working_hour", night) == "2026-03-09 23:00"
        assert due("2026-03-06 12:00", 1, "working_day", night) == "2026-03-10 06:00"

    def test_ends_at_midnight_where_nobody_said_any_hours(self) -> None:
        plain = WorkCalendar(zone=SHANGHAI, days=NOTICE_2026)

        assert due("2026-03-04 09:00", 1, "working_day", plain) == "2026-03-06 00:00"

    def test_follows_the_hours_of_its_season(self) -> None:
        summer = WorkingHoursFacts(((510, 720), (840, 1080)), date(2026, 7, 1), date(2026, 10, 1))
        winter = WorkingHoursFacts(BUSINESS, date(2000, 1, 1), None)
        both = WorkCalendar(zone=SHANGHAI, days=NOTICE_2026, hours=[winter, summer])

        assert due("2026-06-29 09:00", 1, "working_day", both) == "2026-06-30 17:30"
        assert due("2026-06-30 09:00", 1, "working_day", both) == "2026-07-01 18:00"

    def test_is_told_in_utc(self) -> None:
        found = WORK.due(at("2026-03-04 09:00"), Length(1, TimeUnit.WORKING_DAY))

        assert found.at == datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


class TestProvisional:
    @pytest.mark.parametrize(
        ("start", "value", "unit", "provisional"),
        [
            ("2026-12-31 09:00", 7, "working_hour", False),
            ("2026-12-31 12:00", 7, "working_hour", True),
            ("2026-12-31 09:00", 1, "working_day", True),
            ("2026-12-30 09:00", 1, "working_day", False),
            ("2026-12-01 09:00", 2, "month", True),
            ("2026-12-31 09:00", 24, "hour", False),
        ],
    )
    def test_is_what_reaches_a_year_without_a_notice(
        self, start: str, value: float, unit: str, provisional: bool
    ) -> None:
        assert WORK.due(at(start), Length(value, TimeUnit(unit))).provisional is provisional

    def test_is_right_once_the_year_is_published(self) -> None:
        days = (day_facts(date(2027, 1, 1)), day_facts(date(2027, 1, 2), DayKind.MAKE_UP))
        published = calendar(*days)
        start, length = at("2026-12-31 09:00"), Length(1, TimeUnit.WORKING_DAY)

        assert WORK.due(start, length) == (at("2027-01-01 17:30"), True)
        assert published.due(start, length) == (at("2027-01-02 17:30"), False)
        assert WORK.known_until(start) == at("2027-01-01 00:00")
        assert published.known_until(start) == at("2028-01-01 00:00")


moments = st.datetimes(
    min_value=datetime(2025, 12, 1),  # noqa: DTZ001
    max_value=datetime(2026, 12, 1),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
)
lengths = st.one_of(
    st.builds(
        Length,
        st.floats(0.25, 400).map(lambda value: round(value * 4) / 4),
        st.sampled_from([TimeUnit.HOUR, TimeUnit.WORKING_HOUR]),
    ),
    st.builds(
        Length,
        st.integers(1, 60).map(float),
        st.sampled_from([TimeUnit.WORKING_DAY, TimeUnit.CALENDAR_DAY]),
    ),
    st.builds(Length, st.integers(1, 24).map(float), st.just(TimeUnit.MONTH)),
)
waits = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40))


class TestAlways:
    @given(moments, waits, lengths)
    def test_who_begins_later_is_not_due_sooner(
        self, start: datetime, wait: timedelta, length: Length
    ) -> None:
        assert WORK.due(start, length).at <= WORK.due(start + wait, length).at

    @given(moments, lengths)
    def test_what_takes_longer_is_due_later(self, start: datetime, length: Length) -> None:
        longer = Length(length.value + 1, length.unit)

        assert start < WORK.due(start, length).at <= WORK.due(start, longer).at

    @given(moments, st.integers(1, 400))
    def test_the_work_between_start_and_due_is_the_limit(
        self, start: datetime, quarters: int
    ) -> None:
        end = WORK.due(start, Length(quarters / 4, TimeUnit.WORKING_HOUR)).at

        assert WORK.work_between(start, end) == quarters * HOUR_US // 4
        assert WORK.after_work(end, -WORK.work_between(start, end)) <= start + timedelta(days=11)

    @given(moments, lengths)
    def test_days_and_months_end_with_business_on_a_day_that_is_worked(
        self, start: datetime, length: Length
    ) -> None:
        if length.unit in (TimeUnit.HOUR, TimeUnit.WORKING_HOUR):
            return
        end = WORK.due(start, length).at.astimezone(SHANGHAI)

        assert WORK.is_working(end.date())
        assert (end.hour, end.minute) == (17, 30)

    @given(moments, st.integers(1, 30))
    def test_as_many_working_days_lie_behind_the_start_as_the_limit_says(
        self, start: datetime, count: int
    ) -> None:
        end = WORK.due(start, Length(count, TimeUnit.WORKING_DAY)).at.astimezone(SHANGHAI).date()
        counted = every_day(start.date() + timedelta(1), end + timedelta(1))

        assert sum(map(WORK.is_working, counted)) == count

    @given(moments, waits, waits, lengths)
    def test_a_rest_shifts_the_end_by_its_own_length(
        self, start: datetime, wait: timedelta, length_of_rest: timedelta, length: Length
    ) -> None:
        rest = Period(start + wait, start + wait + length_of_rest)
        before = WORK.due(start, length).at
        after = WORK.due(start, length, [rest]).at

        if length.unit is TimeUnit.HOUR:
            assert after - before == length_of_rest
        elif length.unit is TimeUnit.WORKING_HOUR:
            assert WORK.work_between(before, after) == WORK.work_between(*rest)
        elif length.unit is TimeUnit.WORKING_DAY:
            days = every_day(rest.from_.date(), rest.to.date())
            shifted = every_day(local_day(before), local_day(after))
            assert sum(map(WORK.is_working, shifted)) == sum(map(WORK.is_working, days))
        else:
            days_of_rest = (rest.to.date() - rest.from_.date()).days
            nominal = local_day(before) + timedelta(days_of_rest)
            assert nominal - timedelta(days=10) <= local_day(after) <= nominal + timedelta(days=10)
            assert (after == before) or days_of_rest


def local_day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


class TestFile:
    def read(self, folder: Path, text: str) -> list[str]:
        path = folder / "work_days.csv"
        path.write_text("day,kind,name,hours,source\n" + text, "utf-8")
        return [f"{row.day} {row.kind} {row.hours}" for row in read_work_days(path)]

    def test_is_read_with_the_hours_of_a_day(self, tmp_path: Path) -> None:
        rows = "2027-03-08,short,妇女节,08:30-12:00,通知\n2027-01-01,holiday,元旦,,通知\n"

        assert self.read(tmp_path, rows) == [
            "2027-03-08 short [[510, 720]]",
            "2027-01-01 holiday None",
        ]

    @pytest.mark.parametrize(
        ("rows", "cell"),
        [
            ("2027-01-01,holiday,元旦,,x\n2027-01-01,holiday,元旦,,x\n", "day"),
            ("1999-01-01,holiday,元旦,,x\n", "day"),
            ("2027-01-01,feast,元旦,,x\n", "kind"),
            ("2027-01-01,short,元旦,,x\n", "hours"),
            ("2027-01-01,holiday,元旦,09:00-12:00,x\n", "hours"),
            ("2027-01-01,make_up,元旦,13:00-17:00|09:00-12:00,x\n", "hours"),
            ("2027-01-01,make_up,元旦,9 to 5,x\n", "hours"),
        ],
    )
    def test_is_refused_by_the_name_of_the_cell(self, tmp_path: Path, rows: str, cell: str) -> None:
        with pytest.raises(BadTable, match=rf"work_days\.csv:\d+ {cell}:"):
            self.read(tmp_path, rows)

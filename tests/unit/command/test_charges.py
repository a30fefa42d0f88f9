"""Whose time it was: shared out without a gap, and counted as the clock counts."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from command.clocks.charges import Held, Rest, charge, stopped_at
from command.clocks.values import Holder, Stretch
from dispatch.limits.values import TimeUnit, WorkingHoursFacts
from dispatch.limits.work_calendar import WorkCalendar

BUSINESS = WorkingHoursFacts(((540, 720), (780, 1080)), date(2026, 1, 1), None)
CALENDAR = WorkCalendar(zone=ZoneInfo("Asia/Urumqi"), hours=[BUSINESS])
MORNING = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""Friday, nine o'clock."""
HOUR = timedelta(hours=1)


def at(hours: float) -> datetime:
    return MORNING + hours * HOUR


STORY = [
    Held(at(0), "to_judge", None),
    Held(at(1), "routed", "A"),
    Held(at(1), "sent", "A"),
    Held(at(2), "signed", "A"),
    Held(at(3), "to_judge", None),
    Held(at(5), "routed", "B"),
    Held(at(8), "handled", "B"),
    Held(at(8), "closed", "B"),
]


def told(rests: list[Rest], unit: TimeUnit = TimeUnit.HOUR) -> list[Stretch]:
    return charge(CALENDAR, unit, held=STORY, rests=rests, now=at(100))


class TestCharge:
    def test_is_the_centres_while_nobody_is_to_work_and_then_the_teams(self) -> None:
        assert told([]) == [
            Stretch(Holder.CENTRE, None, at(0), at(1), 3600),
            Stretch(Holder.TEAM, "A", at(1), at(3), 7200),
            Stretch(Holder.CENTRE, None, at(3), at(5), 7200),
            Stretch(Holder.TEAM, "B", at(5), at(8), 10800),
        ]

    def test_is_nobodys_while_the_clock_rests(self) -> None:
        assert told([Rest(at(6), at(7), "testing")])[3:] == [
            Stretch(Holder.TEAM, "B", at(5), at(6), 3600),
            Stretch(Holder.NOBODY, "B", at(6), at(7), 0, "testing"),
            Stretch(Holder.TEAM, "B", at(7), at(8), 3600),
        ]

    def test_counts_what_the_clock_counts(self) -> None:
        # From two to five in the afternoon; noon to one is lunch.
        assert [stretch.used_s for stretch in told([], TimeUnit.WORKING_HOUR)] == [
            3600,
            7200,
            3600,
            10800,
        ]

    def test_of_a_rest_that_goes_on_ends_with_the_work(self) -> None:
        assert told([Rest(at(6), None, "dispute")])[-1] == Stretch(
            Holder.NOBODY, "B", at(6), at(8), 0, "dispute"
        )

    def test_ends_when_the_work_is_done(self) -> None:
        assert stopped_at(STORY) == at(8)
        assert stopped_at(STORY[:4]) is None

    @given(
        st.lists(st.tuples(st.floats(0, 50), st.sampled_from("ABC"), st.booleans()), min_size=1),
        st.lists(st.floats(0, 60), max_size=6),
    )
    def test_leaves_no_gap_and_gives_no_moment_twice(
        self, steps: list[tuple[float, str, bool]], cuts: list[float]
    ) -> None:
        held = [
            Held(at(hours), "to_judge" if waits else "signed", None if waits else team)
            for hours, team, waits in sorted(steps)
        ]
        moments = sorted(at(hours) for hours in cuts)
        rests = [
            Rest(begin, end, "testing")
            for begin, end in zip(moments[::2], moments[1::2], strict=False)
        ]

        found = charge(CALENDAR, TimeUnit.HOUR, held=held, rests=rests, now=at(60))

        assert (found[0].from_, found[-1].to) == (held[0].at, at(60))
        assert all(one.to == after.from_ for one, after in itertools.pairwise(found))
        assert all(one.from_ < one.to for one in found)

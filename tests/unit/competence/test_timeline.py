"""What holds on a day: pieces of time, one by one and by the million."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from command.catalogue.facts import Fact, Span
from command.competence.timeline import NOTHING, UNKNOWN, Timeline, dated, only

SPRING, SUMMER, AUTUMN = (date(2026, month, 1) for month in (3, 6, 9))
DAYS = st.integers(1, 12).map(lambda month: date(2026, month, 1))


def make(*rows: tuple[int, str, date | None, date | None]) -> Timeline[Fact]:
    facts = [(key, Fact(id=name, span=Span(start, end))) for key, name, start, end in rows]
    return Timeline((dated(key, fact) for key, fact in facts), only, size=4)


def name_on(timeline: Timeline[Fact], key: int, day: date) -> str | None:
    found = timeline.on(key, day.toordinal())
    return found.id if found else None


class TestTimeline:
    def test_a_row_holds_from_its_first_day_up_to_not_including_its_last(self) -> None:
        timeline = make((1, "a", SPRING, SUMMER))

        days = (date(2026, 2, 28), SPRING, date(2026, 5, 31), SUMMER)
        assert [name_on(timeline, 1, day) for day in days] == [None, "a", "a", None]

    def test_of_overlapping_rows_the_later_begun_counts_then_the_lower_id(self) -> None:
        timeline = make((1, "a", None, None), (1, "c", SUMMER, AUTUMN), (1, "b", SUMMER, AUTUMN))

        assert [name_on(timeline, 1, day) for day in (SPRING, SUMMER, AUTUMN)] == ["a", "b", "a"]

    def test_a_row_that_ends_before_it_begins_never_holds(self) -> None:
        assert name_on(make((1, "a", SUMMER, SPRING)), 1, SUMMER) is None

    def test_keys_know_nothing_of_each_other(self) -> None:
        timeline = make((1, "a", SPRING, SUMMER), (3, "b", None, None))

        assert [name_on(timeline, key, SPRING) for key in (0, 1, 2, 3, UNKNOWN)] == [
            None, "a", None, "b", None,
        ]  # fmt: skip

    @given(
        rows=st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from("abc"), st.none() | DAYS, st.none() | DAYS)
        ),
        asked=st.lists(st.tuples(st.integers(UNKNOWN, 3), DAYS)),
    )
    def test_many_are_asked_as_one_is(
        self,
        rows: list[tuple[int, str, date | None, date | None]],
        asked: list[tuple[int, date]],
    ) -> None:
        timeline = make(*rows)
        keys = np.array([key for key, _ in asked], np.int64)
        days = np.array([day.toordinal() for _, day in asked], np.int64)

        many = timeline.on_many(keys, days)

        singly = [timeline.on(key, day.toordinal()) for key, day in asked]
        assert [None if n == NOTHING else timeline.values[n] for n in many.tolist()] == singly

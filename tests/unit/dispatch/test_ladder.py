"""The ladder as rows and as a rule: which rung, for whom, when to look again."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.ladder.rules import Climb, Standing, climb, node_of
from dispatch.ladder.values import POSTS, Ladder, ResponseLimit, Rung, Silence, Step

NOON: Final = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)

LADDER: Final = Ladder.of(
    limits={
        "general": ResponseLimit(accept=240 * MINUTE, arrive=None),
        "urgent": ResponseLimit(accept=30 * MINUTE, arrive=60 * MINUTE),
        "critical": ResponseLimit(accept=MINUTE, arrive=15 * MINUTE),
    },
    rungs=[
        ("*", Rung(1, Silence.UNDELIVERED, Step.ALERT, after_s=30)),
        ("*", Rung(2, Silence.UNSEEN, Step.ALERT, after_accept=0.5)),
        ("*", Rung(3, Silence.UNACCEPTED, Step.NEXT_UNIT, after_accept=1)),
        ("*", Rung(4, Silence.UNACCEPTED, Step.TEAM, after_accept=1.5)),
        ("*", Rung(5, Silence.UNACCEPTED, Step.TOWNSHIP, after_accept=2)),
        ("*", Rung(6, Silence.UNACCEPTED, Step.DISTRICT, after_accept=3)),
        ("*", Rung(7, Silence.UNACCEPTED, Step.CITY, after_accept=4)),
    ],
)


def stand(minutes: float, **changes: Any) -> tuple[int | None, str | None, float | None]:
    """Give the unit's rung, the post told, and in how many minutes after the offer to look again."""
    facts: dict[str, Any] = {
        "state": "offered",
        "urgency": "urgent",
        "wanted_at": NOON,
        "offered_at": NOON,
    }
    standing = Standing(**(facts | changes))
    found = climb(standing, ladder=LADDER, now=NOON + minutes * MINUTE)
    return (
        found.unit.number if found.unit else None,
        found.post.step.value if found.post else None,
        None if found.at is None else (found.at - NOON) / MINUTE,
    )


class TestClimb:
    @pytest.mark.parametrize(
        ("minutes", "state", "unit", "post", "again"),
        [
            (0.4, "offered", None, None, 0.5),
            (0.5, "offered", 1, None, 15),
            (0.5, "delivered", None, None, 15),
            (15, "offered", 2, None, 30),
            (15, "delivered", 2, None, 30),
            (15, "seen", None, None, 30),
            (30, "seen", 3, None, 45),
            (45, "seen", 3, "team", 60),
            (60, "seen", 3, "township", 90),
            (90, "seen", 3, "district", 120),
            (120, "seen", 3, "city", None),
            (10_000, "offered", 3, "city", None),
        ],
    )
    def test_goes_straight_to_the_rung_its_age_calls_for(
        self, minutes: float, state: str, unit: int | None, post: str | None, again: float | None
    ) -> None:
        assert stand(minutes, state=state) == (unit, post, again)

    def test_takes_no_rung_twice(self) -> None:
        assert stand(46, climbed=3, told=Step.TEAM) == (None, None, 60)
        assert stand(121, climbed=3, told=Step.CITY) == (None, None, None)

    def test_of_a_critical_task_is_counted_in_its_own_minute(self) -> None:
        assert stand(0.5, urgency="critical") == (2, None, 1)
        assert stand(4, urgency="critical") == (3, "city", None)

    def test_gives_each_unit_its_time_but_counts_for_posts_since_one_is_wanted(self) -> None:
        second = {"offered_at": NOON + 30 * MINUTE, "climbed": 0}

        assert stand(31, **second) == (1, None, 45)
        assert stand(45, state="seen", **second) == (None, "team", 60)
        assert stand(60, state="seen", told=Step.TEAM, **second) == (3, "township", 90)

    def test_of_what_waits_for_a_unit_calls_on_posts_alone(self) -> None:
        assert stand(46, state="waiting", offered_at=None) == (None, "team", 60)

    @pytest.mark.parametrize("state", ["accepted", "en_route", "on_site", "done", "suspended"])
    def test_ends_when_somebody_has_accepted(self, state: str) -> None:
        assert stand(10_000, state=state) == (None, None, None)

    def test_without_a_limit_waits_for_nobody(self) -> None:
        assert stand(10_000, urgency="unheard of") == (None, None, None)

    def test_back_in_time_waits(self) -> None:
        assert stand(-600) == (None, None, 0.5)

    @given(
        moments=st.lists(st.floats(min_value=0, max_value=200), min_size=1, max_size=12),
        state=st.sampled_from(["offered", "delivered", "seen", "waiting"]),
    )
    def test_told_at_any_moments_tells_the_same_post_in_the_end_and_none_twice(
        self, moments: list[float], state: str
    ) -> None:
        climbed, told = 0, None
        heights: list[int] = []
        for minutes in sorted(moments):
            found = self._at(minutes, state, climbed, told)
            climbed = found.unit.number if found.unit else climbed
            if found.post:
                told = found.post.step
                heights.append(POSTS.index(told))
        once = self._at(max(moments), state, 0, None)

        assert heights == sorted(set(heights))
        assert told == (once.post.step if once.post else None)
        assert climbed == (once.unit.number if once.unit else 0)

    def _at(self, minutes: float, state: str, climbed: int, told: Step | None) -> Climb:
        standing = Standing(
            state=state,
            urgency="urgent",
            wanted_at=NOON,
            offered_at=None if state == "waiting" else NOON,
            climbed=climbed,
            told=told,
        )
        return climb(standing, ladder=LADDER, now=NOON + minutes * MINUTE)


class TestNodeOf:
    def test_is_the_post_of_the_place_or_the_next_one_up(self) -> None:
        def of(step: Step, township: str | None, district: str | None) -> str:
            return node_of(step, team="T", township=township, district=district)[1]

        assert of(Step.TEAM, None, None) == "team:T"
        assert of(Step.TOWNSHIP, "001", "01") == "township:001"
        assert of(Step.TOWNSHIP, None, "01") == "district:01"
        assert of(Step.TOWNSHIP, None, None) == "city"
        assert of(Step.CITY, "001", "01") == "city"


class TestRows:
    def test_of_an_urgency_come_before_those_of_any(self) -> None:
        own = Rung(1, Silence.UNACCEPTED, Step.CITY, after_s=5)
        ladder = Ladder.of(
            limits=LADDER.limits,
            rungs=[("critical", own), ("*", Rung(1, Silence.UNSEEN, Step.ALERT, after_s=9))],
        )

        assert ladder.climb("critical") == (own,)
        assert [rung.after_s for rung in ladder.climb("urgent")] == [9]

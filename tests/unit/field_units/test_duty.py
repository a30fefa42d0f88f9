"""How a unit stands: its shift, and what its crew says."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_units.duty import Said, Stand, in_shift, say, shift_turns, stand
from field_units.errors import IllegalDuty
from field_units.lifecycle import MOVES, SAYS, Duty, DutyDo, move
from field_units.values import UnitFacts

URUMQI = ZoneInfo("Asia/Urumqi")
BREAK, OVERTIME = timedelta(minutes=30), timedelta(hours=2)


def unit(shift: tuple[int, int] = (480, 1200)) -> UnitFacts:
    """A unit from eight to eight, unless told otherwise."""
    return UnitFacts("U", "U", "T", 87, 43, *shift, ())


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{text}").replace(tzinfo=URUMQI)


def word(do: DutyDo, time: str, said: Said | None = None, **facts: object) -> Said | None:
    return say(
        unit(**facts),  # type: ignore[arg-type]
        said,
        do,
        local=at(time),
        break_lasts=BREAK,
        overtime_lasts=OVERTIME,
    )


class TestSilence:
    @pytest.mark.parametrize(
        ("time", "stands"),
        [
            ("07:59", Stand(Duty.OFF, at("08:00"))),
            ("08:00", Stand(Duty.ON, at("20:00"))),
            ("20:00", Stand(Duty.OFF, at("08:00") + timedelta(days=1))),
        ],
    )
    def test_leaves_it_to_the_shift(self, time: str, stands: Stand) -> None:
        assert stand(unit(), None, at(time)) == stands

    def test_of_a_shift_over_midnight_ends_in_the_morning(self) -> None:
        night = unit((1200, 480))

        assert stand(night, None, at("23:00")).until == at("08:00") + timedelta(days=1)
        assert stand(night, None, at("03:00")).until == at("08:00")

    def test_round_the_clock_has_no_end(self) -> None:
        assert stand(unit((0, 0)), None, at("03:00")) == Stand(Duty.ON, None)


class TestSignOff:
    def test_holds_for_the_rest_of_the_shift(self) -> None:
        said = word(DutyDo.SIGN_OFF, "17:00")

        assert stand(unit(), said, at("17:00")) == Stand(Duty.OFF, at("20:00"))
        assert stand(unit(), said, at("09:00") + timedelta(days=1)).is_on

    def test_round_the_clock_holds_until_signed_on(self) -> None:
        said = word(DutyDo.SIGN_OFF, "17:00", shift=(0, 0))
        assert not stand(unit((0, 0)), said, at("17:00") + timedelta(days=9)).is_on

        said = word(DutyDo.SIGN_ON, "18:00", said, shift=(0, 0))

        assert stand(unit((0, 0)), said, at("18:00")) == Stand(Duty.ON, None)

    def test_ends_overtime(self) -> None:
        overtime = word(DutyDo.SIGN_ON, "21:00")
        said = word(DutyDo.SIGN_OFF, "21:30", overtime)

        assert not stand(unit(), said, at("21:31")).is_on


class TestOvertime:
    def test_ends_by_itself(self) -> None:
        said = word(DutyDo.SIGN_ON, "21:00")

        assert stand(unit(), said, at("22:59")) == Stand(Duty.ON, at("23:00"))
        assert not stand(unit(), said, at("23:00")).is_on

    def test_that_runs_into_the_shift_ends_with_the_shift(self) -> None:
        said = word(DutyDo.SIGN_ON, "07:00")

        assert stand(unit(), said, at("08:30")) == Stand(Duty.ON, at("20:00"))
        assert stand(unit(), said, at("12:00")) == Stand(Duty.ON, at("20:00"))

    def test_goes_on_after_a_break(self) -> None:
        overtime = word(DutyDo.SIGN_ON, "21:00")
        resting = word(DutyDo.START_BREAK, "21:10", overtime)

        assert stand(unit(), resting, at("21:20")).duty is Duty.BREAK
        assert stand(unit(), resting, at("21:40")) == Stand(Duty.ON, at("23:00"))
        back = word(DutyDo.END_BREAK, "21:20", resting)
        assert stand(unit(), back, at("21:20")) == Stand(Duty.ON, at("23:00"))


class TestBreak:
    def test_keeps_the_unit_from_being_sent_and_is_over_by_itself(self) -> None:
        said = word(DutyDo.START_BREAK, "12:00")

        assert stand(unit(), said, at("12:29")) == Stand(Duty.BREAK, at("12:30"))
        assert stand(unit(), said, at("12:30")) == Stand(Duty.ON, at("20:00"))

    def test_beyond_the_shift_is_followed_by_no_duty(self) -> None:
        said = word(DutyDo.START_BREAK, "19:50")

        assert stand(unit(), said, at("20:21")).duty is Duty.OFF

    def test_says_nothing_of_the_time_before_it(self) -> None:
        said = word(DutyDo.START_BREAK, "12:00")

        assert stand(unit(), said, at("11:59")) == Stand(Duty.ON, at("20:00"))

    def test_needs_a_unit_on_duty(self) -> None:
        with pytest.raises(IllegalDuty) as refused:
            word(DutyDo.START_BREAK, "21:00")

        assert refused.value.facts["allowed"] == ["sign_on"]


@pytest.mark.parametrize("duty", Duty)
@pytest.mark.parametrize("do", DutyDo)
def test_a_word_moves_changes_nothing_or_is_refused(duty: Duty, do: DutyDo) -> None:
    if do in MOVES[duty]:
        assert move(duty, do) is MOVES[duty][do]
    elif SAYS[do] is duty:
        assert move(duty, do) is None
    else:
        with pytest.raises(IllegalDuty):
            move(duty, do)


@given(
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.lists(st.tuples(st.sampled_from(DutyDo), st.integers(0, 600)), max_size=8),
)
def test_a_crew_stands_as_it_has_just_said_and_no_word_lasts_for_ever(
    from_: int, to: int, words: list[tuple[DutyDo, int]]
) -> None:
    ours, said, now = unit((from_, to)), None, at("00:00")
    for do, minutes in words:
        now += timedelta(minutes=minutes)
        try:
            fresh = say(ours, said, do, local=now, break_lasts=BREAK, overtime_lasts=OVERTIME)
        except IllegalDuty:
            continue
        said = fresh or said
        assert stand(ours, said, now).duty is SAYS[do]
    later = now + timedelta(days=3)
    if from_ != to:
        assert stand(ours, said, later).is_on == in_shift(ours, later)
        turn = shift_turns(ours, later)
        assert turn is not None
        assert later < turn <= later + timedelta(days=1)

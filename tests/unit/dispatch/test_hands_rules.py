"""What must hold before a unit may accept, or say that it has arrived."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import CrewUnfit, OffDuty
from dispatch.hands.rules import done_at, may_accept
from field_units.values import CertificateFacts, UnitFacts

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
moments = st.integers(0, 365 * 86_400).map(lambda s: NOON + timedelta(seconds=s))
GOOD = (CertificateFacts("*", date(2026, 1, 1), None),)
OVER = (CertificateFacts("*", date(2026, 1, 1), date(2026, 11, 20)),)


def make_unit(*officers: tuple[CertificateFacts, ...]) -> UnitFacts:
    return UnitFacts(
        code="U", name="U", team="T", lon=87, lat=43, shift_from=8 * 60, shift_to=20 * 60,
        officers=officers, crew=tuple("ABCD"[: len(officers)]),
    )  # fmt: skip


class TestWhen:
    @given(said=moments, since=moments, waited=st.timedeltas(timedelta(0), timedelta(days=9)))
    def test_an_act_was_done_lies_between_the_offer_and_now(
        self, said: datetime, since: datetime, waited: timedelta
    ) -> None:
        done = done_at(said, since=since, now=since + waited)

        assert since <= done <= since + waited
        if since <= said <= since + waited:
            assert done == said


class TestAccept:
    @pytest.mark.parametrize(
        ("officers", "recused", "fit"),
        [
            ((GOOD, GOOD), "", True),
            ((GOOD, OVER), "", False),
            ((GOOD,), "", False),
            ((GOOD, GOOD), "A", False),
            ((GOOD, GOOD, GOOD), "A", True),
            ((GOOD, GOOD, OVER), "C", True),
            ((GOOD, GOOD, GOOD), "AB", False),
        ],
    )
    def test_takes_two_certified_officers_who_need_not_stand_back(
        self, officers: tuple[tuple[CertificateFacts, ...], ...], recused: str, fit: bool
    ) -> None:
        unit = make_unit(*officers)
        if fit:
            may_accept(unit, field="城市管理", local=NOON, recused=recused)
            return
        with pytest.raises(CrewUnfit) as refused:
            may_accept(unit, field="城市管理", local=NOON, recused=recused)
        assert refused.value.facts["needed"] == 2

    @pytest.mark.parametrize("hour", [7, 20, 23])
    def test_is_not_for_a_unit_off_duty_nor_one_that_is_none(self, hour: int) -> None:
        for unit in (make_unit(GOOD, GOOD), None):
            with pytest.raises(OffDuty):
                may_accept(unit, field="城市管理", local=NOON.replace(hour=hour))

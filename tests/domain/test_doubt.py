"""Rules 8 and 9, borders and special areas: nothing in doubt gets a default."""

from datetime import date

import pytest

from tests.domain.asking import FENSHUI, PENGBU, SHUANGPU, ZHUANTANG, City

SHOP_OUTSIDE = "09005"
DUST = "08004"


class TestDoubt:
    @pytest.mark.parametrize(
        ("place", "reason"),
        [
            ("missing", "no_place"),
            ("outside", "outside_city"),
            ("contradiction", "place_contradiction"),
        ],
    )
    def test_about_the_place_is_a_person_s(self, hangzhou: City, place: str, reason: str) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, None, place=place)

        assert (decision.team, decision.reason) == (None, reason)

    def test_never_gets_a_default(self, hangzhou: City) -> None:
        for link in hangzhou.facts.class_items:
            decision = hangzhou.ask(link.key[2], scheme=link.key[0], kind=link.key[1])
            if decision.reason in {"several_items", "two_holders"}:
                assert decision.team is None
                assert decision.confidence == "open"
                assert decision.question
                assert len(decision.choices) > 1

    def test_leaves_a_record_that_gives_the_same_answer_again(self, hangzhou: City) -> None:
        known = {row.id for rows in vars(hangzhou.facts).values() if isinstance(rows, tuple)
                 for row in rows}  # fmt: skip

        decision = hangzhou.ask(SHOP_OUTSIDE, FENSHUI)

        assert decision.rule == ("R090", 3)
        assert set(decision.rows) <= known
        assert {other.team for other in decision.rejected} == {"330122-zs"}
        assert hangzhou.ask(SHOP_OUTSIDE, FENSHUI) == decision

    def test_before_the_catalogue_began_nothing_is_made_up(self, hangzhou: City) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, filed_on=date(2021, 6, 30))

        assert (decision.team, decision.confidence) == (None, "open")


class TestSentBack:
    def test_once_changes_nothing(self, hangzhou: City) -> None:
        assert hangzhou.ask(SHOP_OUTSIDE, refusals=1).team == "330106010-zf"

    def test_twice_goes_to_the_dispute_desk_with_the_first_receiver_meanwhile(
        self, hangzhou: City
    ) -> None:
        for times in (2, 3):
            decision = hangzhou.ask(SHOP_OUTSIDE, refusals=times, first_receiver="330106010-zf")
            assert (decision.team, decision.reason) == (None, "disputed")
            assert decision.interim == "330106010-zf"

    def test_and_decided_goes_where_the_decision_says(self, hangzhou: City) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, refusals=2, upgraded_to="330106-zs")

        assert (decision.team, decision.reason) == ("330106-zs", "upgraded")


class TestBorders:
    def test_show_both_townships_and_are_signed_by_the_side_of_the_act(
        self, hangzhou: City
    ) -> None:
        here = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, near=(SHUANGPU,))
        there = hangzhou.ask(SHOP_OUTSIDE, SHUANGPU, near=(ZHUANTANG,))

        assert (here.team, there.team) == ("330106010-zf", "330106110-zf")
        assert here.neighbours == ((SHUANGPU, "330106110-zf"),)
        assert there.neighbours == ((ZHUANTANG, "330106010-zf"),)
        assert here.confidence == there.confidence == "advisory"

    def test_between_districts_are_signed_by_each_district_s_own_body(self, hangzhou: City) -> None:
        fuyang = "330111001"

        here = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, near=(fuyang,))
        there = hangzhou.ask(SHOP_OUTSIDE, fuyang, near=(ZHUANTANG,))

        assert here.signing_body == "西湖区综合行政执法局"
        assert there.signing_body == "富阳区综合行政执法局"


class TestSpecialAreas:
    def test_the_station_s_own_team_goes_before_the_township_s(self, hangzhou: City) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, PENGBU, areas=("hcdz",))

        assert (decision.team, decision.reason) == ("hcdz-zf", "routed_area")
        assert decision.signing_body == "火车东站枢纽管理委员会"
        assert hangzhou.ask(SHOP_OUTSIDE, PENGBU).team == "330102015-zf"

    def test_a_shared_field_is_begun_by_the_area_s_team_with_the_other_beside(
        self, hangzhou: City
    ) -> None:
        decision = hangzhou.ask(DUST, PENGBU, field="交通运输", areas=("hcdz",))

        assert (decision.team, decision.reason) == ("hcdz-zf", "shared_area")
        assert decision.assisting == ("330102-jt",)
        assert decision.confidence == "advisory"

    def test_what_the_area_does_not_hold_goes_as_everywhere(self, hangzhou: City) -> None:
        for asked in ("LOC-LABOR", "LOC-LIFT", "LOC-FIREWORK"):
            inside = hangzhou.ask(asked, PENGBU, areas=("hcdz",))
            outside = hangzhou.ask(asked, PENGBU)
            assert (inside.team, inside.reason) == (outside.team, outside.reason)

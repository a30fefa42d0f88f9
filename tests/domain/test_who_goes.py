"""Rules 4 to 6: what the township may do, what stays with the county, what is raised, what is professional.

Rule 7, which of a team's units goes, is dispatch's.
"""

from datetime import date
from typing import Any

import pytest

from tests.domain.asking import FENSHUI, HECUN, PINGYAO, PLAIN, TODAY, ZHUANTANG, City

SHOP_OUTSIDE = "09005"
SPOIL = "06011"
DUST = "08004"
BILLBOARD = "G-07003-2"


class TestTheTownshipsPowers:
    def test_an_empowered_township_acts_in_its_own_name_for_what_it_lists(
        self, hangzhou: City
    ) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, FENSHUI)

        assert (decision.team, decision.reason) == ("330122109-zf", "routed_empowered")
        assert decision.signing_body == "分水镇人民政府"
        assert decision.commanding_body == "分水镇人民政府"
        assert decision.supervising_body == "桐庐县综合行政执法局"
        assert decision.confidence == "certain"

    def test_what_it_does_not_list_stays_with_the_county(self, hangzhou: City) -> None:
        decision = hangzhou.ask("LOC-PROPERTY", FENSHUI)

        assert (decision.team, decision.reason) == ("330122-zs", "routed_district")
        assert decision.signing_body == "桐庐县综合行政执法局"

    def test_a_list_counts_from_its_publication(self, hangzhou: City) -> None:
        in_force, published = date(2022, 1, 1), date(2022, 1, 10)

        assert hangzhou.ask(SHOP_OUTSIDE, HECUN, in_force).reason == "routed_district"
        assert hangzhou.ask(SHOP_OUTSIDE, HECUN, date(2022, 1, 9)).reason == "routed_district"
        assert hangzhou.ask(SHOP_OUTSIDE, HECUN, published).reason == "routed_empowered"

    def test_an_empowered_township_may_hold_items_of_bodies_outside(self, hangzhou: City) -> None:
        listed = hangzhou.ask("09012", PINGYAO, subject="person")
        unlisted = hangzhou.ask("09012", FENSHUI, subject="person")

        assert (listed.team, listed.signing_body) == ("330110110-zf", "瓶窑镇人民政府")
        assert (unlisted.team, unlisted.reason) == (None, "outside_holder")

    def test_a_posted_squad_acts_in_the_bureau_s_name_under_the_township(
        self, hangzhou: City
    ) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG)

        assert (decision.team, decision.reason) == ("330106010-zf", "routed_posted")
        assert decision.signing_body == "西湖区综合行政执法局"
        assert decision.commanding_body == "转塘街道办事处"
        assert decision.supervising_body == "西湖区综合行政执法局"

    def test_a_posted_squad_leaves_fields_it_does_not_work_in_to_the_county(
        self, hangzhou: City
    ) -> None:
        decision = hangzhou.ask("LOC-FOREST", ZHUANTANG)

        assert (decision.team, decision.reason) == ("330106-ls", "routed_district")

    def test_in_a_plain_township_the_county_s_team_goes(self, hangzhou: City) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, PLAIN)

        assert (decision.team, decision.reason) == ("330105-zs", "routed_district")
        assert decision.signing_body == "拱墅区综合行政执法局"


class TestMajorSanctions:
    @pytest.mark.parametrize(
        ("subject", "below", "line"), [("person", 9_999, 10_000), ("unit", 99_999, 100_000)]
    )
    def test_stay_with_the_county_from_the_line_on(
        self, hangzhou: City, subject: str, below: float, line: float
    ) -> None:
        known: dict[str, Any] = {"item": BILLBOARD, "subject": subject}

        minor = hangzhou.ask("07003", FENSHUI, amount=below, **known)
        major = hangzhou.ask("07003", FENSHUI, amount=line, **known)

        assert (minor.team, minor.signing_body) == ("330122109-zf", "分水镇人民政府")
        assert (major.team, major.signing_body) == ("330122-zs", "桐庐县综合行政执法局")
        assert major.reason == "major_to_county"
        assert major.assisting == ("330122109-zf",)

    @pytest.mark.parametrize("severe", ["confiscation", "revocation", "closure", "ban"])
    def test_are_major_whatever_the_sum_when_severe(self, hangzhou: City, severe: str) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, FENSHUI, subject="unit", amount=1, severe=(severe,))

        assert decision.reason == "major_to_county"

    def test_are_known_from_the_item_when_its_least_fine_reaches_the_line(
        self, hangzhou: City
    ) -> None:
        assert hangzhou.ask(SPOIL, FENSHUI, subject="unit").team == "330122-zs"
        assert hangzhou.ask(SPOIL, FENSHUI, subject="person").team == "330122109-zf"

    def test_that_may_yet_prove_major_are_begun_by_the_township_under_a_person_s_eye(
        self, hangzhou: City
    ) -> None:
        decision = hangzhou.ask("07003", FENSHUI, item=BILLBOARD)

        assert decision.situation["sanction"] == "unknown"
        assert (decision.team, decision.confidence) == ("330122109-zf", "advisory")

    def test_change_nothing_where_the_bureau_signs_anyway(self, hangzhou: City) -> None:
        for township in (ZHUANTANG, PLAIN):
            minor = hangzhou.ask(SPOIL, township, subject="person")
            major = hangzhou.ask(SPOIL, township, subject="unit")
            assert (major.team, major.signing_body) == (minor.team, minor.signing_body)


class TestRaisedByDecision:
    def test_the_city_s_own_team_comes_by_a_recorded_decision_only(self, hangzhou: City) -> None:
        large: dict[str, Any] = {"subject": "unit", "amount": 1_000_000.0, "severe": ("ban",)}

        undecided = hangzhou.ask(SPOIL, FENSHUI, near=("330122112",), **large)
        decided = hangzhou.ask(SPOIL, FENSHUI, upgraded_to="330100-zs", **large)

        assert undecided.team == "330122-zs"
        assert (decided.team, decided.reason) == ("330100-zs", "upgraded")
        assert decided.signing_body == decided.supervising_body == "杭州市综合行政执法局"

    def test_a_decision_may_settle_which_of_two_holders_acts(self, hangzhou: City) -> None:
        decision = hangzhou.ask(DUST, upgraded_to="330106-zs")

        assert (decision.team, decision.reason) == ("330106-zs", "upgraded")


class TestProfessionalFields:
    @pytest.mark.parametrize(
        ("asked", "team", "body"),
        [
            ("LOC-LIFT", "sj", "市场监督管理局"),
            ("LOC-MACHINE", "hb", "生态环境局"),
            ("LOC-TOUR", "wh", "文化和旅游局"),
            ("LOC-DOG", "nn", "农业农村局"),
            ("LOC-HOUSEUSE", "gh", "规划和自然资源局"),
            ("LOC-CHEM", "yj", "应急管理局"),
        ],
    )
    def test_go_to_the_county_s_team_of_the_field_whatever_the_township(
        self, hangzhou: City, asked: str, team: str, body: str
    ) -> None:
        for township, district in ((ZHUANTANG, "西湖区"), (PLAIN, "拱墅区"), (FENSHUI, "桐庐县")):
            decision = hangzhou.ask(asked, township)
            assert decision.team == f"{township[:6]}-{team}"
            assert decision.signing_body == f"{district}{body}"
            assert decision.assisting == (f"{township}-zf",)

    def test_never_fall_to_a_posted_squad(self, hangzhou: City) -> None:
        facts = hangzhou.facts
        posted = {
            row.township
            for row in facts.township_powers
            if row.form == "posted" and TODAY in row.span
        }
        professional = {
            row.item for row in facts.holders if row.line == "professional" and TODAY in row.span
        }

        for link in facts.class_items:
            if link.item in professional:
                for township in posted:
                    decision = hangzhou.ask(
                        link.key[2], township, scheme=link.key[0], item=link.item
                    )
                    if decision.situation["holder"] != "comprehensive":
                        assert decision.team != f"{township}-zf"

"""Rules 1 to 3: is it enforcement at all, which item is it, and who holds the item.

The order of routing that can be defended, rule by rule, as a reader of the law would check it.
"""

from datetime import date
from typing import Any

import pytest

from tests.domain.asking import FENSHUI, PINGYAO, PLAIN, TODAY, ZHUANTANG, City

SHOP_OUTSIDE = "09005"
SPOIL = "06011"
NOISE = "06028"
DUST = "08004"


class TestNotEnforcement:
    def test_a_broken_component_is_for_maintenance(self, hangzhou: City) -> None:
        decision = hangzhou.ask("01001", kind="component")

        assert (decision.team, decision.reason) == (None, "not_enforcement")

    def test_danger_to_life_comes_before_every_other_question(self, hangzhou: City) -> None:
        for asked in (SHOP_OUTSIDE, SPOIL, "no such class"):
            decision = hangzhou.ask(asked, danger=True, refusals=2)
            assert (decision.team, decision.reason) == (None, "danger_first")

    @pytest.mark.parametrize("township", [ZHUANTANG, PLAIN, FENSHUI, PINGYAO])
    def test_fireworks_are_for_the_police_everywhere(self, hangzhou: City, township: str) -> None:
        decision = hangzhou.ask("LOC-FIREWORK", township)

        assert (decision.team, decision.reason) == (None, "outside_holder")
        assert decision.field == "公安"

    def test_an_unknown_class_is_judged(self, hangzhou: City) -> None:
        assert hangzhou.ask("99999").reason == "unknown_class"

    def test_a_class_without_an_item_is_judged(self, hangzhou: City) -> None:
        assert hangzhou.ask("10001").reason == "no_item"


class TestWhichItem:
    def test_noise_is_asked_by_its_source(self, hangzhou: City) -> None:
        decision = hangzhou.ask(NOISE)

        assert decision.reason == "several_items"
        assert {choice.item for choice in decision.choices} == {"G-06028-1", "G-06028-2"}
        assert all(choice.answer_zh and choice.answer_en for choice in decision.choices)
        assert hangzhou.ask(NOISE, item="G-06028-2").reason == "outside_holder"

    def test_a_business_s_noise_has_two_lawful_holders_and_no_default(self, hangzhou: City) -> None:
        machines: dict[str, Any] = {"item": "G-06028-1"}

        assert hangzhou.ask(NOISE, **machines).reason == "two_holders"
        assert hangzhou.ask(NOISE, **machines, field="生态环境").team == "330106-hb"
        assert hangzhou.ask(NOISE, **machines, field="城市管理").team == "330106010-zf"
        assert hangzhou.ask(NOISE, **machines, field="农业农村").reason == "two_holders"

    @pytest.mark.parametrize(
        ("kind_of_site", "field", "team", "body"),
        [
            ("房屋建筑工地", "建设", "330106010-zf", "西湖区综合行政执法局"),
            ("公路、港口工地", "交通运输", "330106-jt", "西湖区交通运输局"),
            ("市政道路、绿化工地", "城市管理", "330106010-zf", "西湖区综合行政执法局"),
            ("水利、河道工地", "林业水利", "330106-ls", "西湖区综合行政执法局"),
        ],
    )
    def test_dust_is_asked_by_the_kind_of_site(
        self, hangzhou: City, kind_of_site: str, field: str, team: str, body: str
    ) -> None:
        asked = hangzhou.ask(DUST)
        answers = {choice.answer_zh: choice.field for choice in asked.choices}

        answered = hangzhou.ask(DUST, field=answers[kind_of_site])

        assert (asked.team, asked.reason) == (None, "two_holders")
        assert answers[kind_of_site] == field
        assert (answered.team, answered.signing_body) == (team, body)

    def test_spoil_is_asked_by_whom(self, hangzhou: City) -> None:
        decision = hangzhou.ask(SPOIL)

        assert decision.reason == "several_items"
        assert {choice.subject for choice in decision.choices} == {"unit", "person"}

    def test_a_report_that_names_its_subject_answers_by_itself(self, hangzhou: City) -> None:
        unit = hangzhou.ask(SPOIL, subject="unit")
        person = hangzhou.ask(SPOIL, subject="person")

        assert (unit.item, unit.situation["sanction"]) == ("G-06011-1", "major")
        assert (person.item, person.situation["sanction"]) == ("G-06011-2", "minor")
        assert (unit.procedure.summary, unit.procedure.hearing) == (False, True)
        assert person.procedure.summary is True

    def test_an_older_scheme_s_code_means_what_it_means_today(self, hangzhou: City) -> None:
        today = hangzhou.ask(SHOP_OUTSIDE)

        for scheme, code in (("CJ/T 214-2007", "0504"), ("GB/T 30428.2-2013", "0405")):
            older = hangzhou.ask(code, scheme=scheme)
            assert (older.team, older.item) == (today.team, today.item)

    def test_a_new_scheme_s_code_may_describe_an_older_act(self, hangzhou: City) -> None:
        before_the_scheme = date(2022, 3, 2)

        decision = hangzhou.ask(SHOP_OUTSIDE, filed_on=before_the_scheme)

        assert (decision.team, decision.item) == ("330106010-zf", "G-09005-1")


class TestWhoHoldsIt:
    def test_law_is_that_of_the_act_and_ownership_that_of_the_filing(self, hangzhou: City) -> None:
        last_day_of_the_old_law = date(2024, 9, 12)

        decision = hangzhou.ask("LOC-STAT", acted_on=last_day_of_the_old_law, filed_on=TODAY)
        filed_early = hangzhou.ask(
            "LOC-STAT", acted_on=date(2021, 12, 1), filed_on=date(2021, 12, 31)
        )

        assert hangzhou.item("L-STAT-1", last_day_of_the_old_law).unit_max == 10_000
        assert hangzhou.item("L-STAT-1", TODAY).unit_max == 50_000
        assert hangzhou.item("L-STAT-1", last_day_of_the_old_law).id in decision.rows
        assert decision.team == "330106010-zf"
        assert filed_early.reason == "outside_holder"

    def test_a_partial_transfer_is_a_question_and_shows_its_scope(self, hangzhou: City) -> None:
        asked = hangzhou.ask("09020")
        answered = hangzhou.ask("09020", field="城市管理")
        (holder,) = (row for row in hangzhou.facts.holders if row.id in answered.rows)

        assert (asked.team, asked.reason) == (None, "two_holders")
        assert holder.partial
        assert (answered.team, answered.reason) == ("330106-zs", "partial_scope")
        assert answered.confidence == "advisory"
        assert answered.assisting == ("330106010-zf",)

    def test_what_moved_and_what_stayed_are_told_apart_by_a_question(self, hangzhou: City) -> None:
        open_question = hangzhou.ask("LOC-BURN")

        assert open_question.reason == "two_holders"
        assert hangzhou.ask("LOC-BURN", field="生态环境").team == "330106-hb"
        assert hangzhou.ask("LOC-BURN", field="城市管理").reason == "partial_scope"
        assert hangzhou.ask("LOC-BURN", filed_on=date(2021, 12, 31)).team == "330106-hb"

    def test_a_district_s_own_row_beats_the_city_s(self, hangzhou: City) -> None:
        after_tonglu_before_the_city = date(2021, 9, 1)

        tonglu = hangzhou.ask("LOC-PROPERTY", FENSHUI, after_tonglu_before_the_city)
        xihu = hangzhou.ask("LOC-PROPERTY", ZHUANTANG, after_tonglu_before_the_city)

        assert (tonglu.team, tonglu.reason) == ("330122109-zf", "routed_posted")
        assert (xihu.team, xihu.reason) == (None, "outside_holder")

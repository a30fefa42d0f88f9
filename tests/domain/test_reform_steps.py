"""The reform, step by step: the same question the day before a step and on its day."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.domain.asking import FENSHUI, HECUN, PENGBU, PINGYAO, TODAY, ZHUANTANG, City

SHOP_OUTSIDE = "09005"
EVE = timedelta(days=1)
FIRST_BATCH = {
    "建设": "市建委", "科技": "市科技局", "人防": "市人防办", "审计": "市审计局", "统计": "市统计局",
    "公积金": "市公积金中心", "医保": "市医保局", "住保房管": "市住保房管局", "商务": "市商务局",
    "体育": "市体育局", "教育": "市教育局", "退役军人": "市退役军人事务局", "财政": "市财政局",
    "民族宗教": "市民宗局", "司法": "市司法局", "档案": "市档案局",
}  # fmt: skip
SECOND_BATCH = {
    "能源": "市发改委", "林业水利": "市林水局", "民政": "市民政局", "人力社保": "市人力社保局",
    "卫生健康": "市卫健委",
}  # fmt: skip
MOVED = {
    "建设": date(2021, 10, 1), "人防": date(2021, 10, 1), "公积金": date(2021, 10, 1),
    "住保房管": date(2021, 10, 1), "商务": date(2021, 10, 1), "体育": date(2021, 10, 1),
    "教育": date(2021, 10, 1), "民族宗教": date(2021, 10, 1),
    "科技": date(2022, 1, 1), "审计": date(2022, 1, 1), "统计": date(2022, 1, 1),
    "医保": date(2022, 1, 1), "退役军人": date(2022, 1, 1), "财政": date(2022, 1, 1),
    "司法": date(2022, 1, 1), "档案": date(2022, 1, 1),
    "林业水利": date(2022, 7, 1), "能源": date(2022, 7, 1), "民政": date(2023, 1, 1),
    "人力社保": date(2023, 7, 1), "卫生健康": date(2023, 7, 1),
}  # fmt: skip
"""When each department's powers went to the bureau. The papers give the order, not the days."""
FIVE_TEAMS = {
    "林业水利": ("ls", "西湖区林业水利局", date(2022, 7, 1), date(2024, 7, 1)),
    "能源": ("ny", "西湖区发展和改革局", date(2022, 7, 1), date(2024, 7, 1)),
    "民政": ("mz", "西湖区民政局", date(2023, 1, 1), date(2025, 1, 1)),
    "人力社保": ("rs", "西湖区人力资源和社会保障局", date(2023, 7, 1), date(2027, 1, 1)),
    "卫生健康": ("wj", "西湖区卫生健康局", date(2023, 7, 1), date(2027, 7, 1)),
}
"""Field: team, home department, second step, end of the transition."""
STEP_ONE = date(2021, 10, 1)
BUREAU, CITY_BUREAU = "西湖区综合行政执法局", "杭州市综合行政执法局"


def item_of(city: City, field: str) -> str:
    """Name an item that only this field holds, whatever the district."""
    holders = city.facts.holders
    elsewhere = {row.item for row in holders if row.area or row.field != field}
    return next(row.item for row in holders if row.field == field and row.item not in elsewhere)


def listed(city: City, township: str, day: date) -> set[str]:
    """Give the items on a township's list on a day."""
    return {
        row.item
        for row in city.facts.township_items
        if row.township == township and day in row.span and (row.published_on or day) <= day
    }


class TestTheTwentyOneDepartments:
    @pytest.mark.parametrize("field", FIRST_BATCH)
    def test_without_a_team_held_their_items_until_the_bureau_did(
        self, hangzhou: City, field: str
    ) -> None:
        item, moved = item_of(hangzhou, field), MOVED[field]

        before = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, moved - EVE, item=item)
        after = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, moved, item=item)

        assert (before.team, before.reason) == (None, "outside_holder")
        assert (after.team, after.signing_body) == ("330106010-zf", BUREAU)

    @pytest.mark.parametrize("field", SECOND_BATCH)
    def test_with_a_team_moved_with_it(self, hangzhou: City, field: str) -> None:
        item, moved = item_of(hangzhou, field), MOVED[field]

        before = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, moved - EVE, item=item)
        after = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, moved, item=item)

        assert (before.situation["holder"], before.reason) == (
            "professional",
            "routed_professional",
        )
        assert (after.situation["holder"], after.reason) == ("comprehensive", "routed_district")
        assert before.team == after.team

    @pytest.mark.parametrize(
        ("batch", "departments"), [(1, FIRST_BATCH), (2, SECOND_BATCH)], ids=["first", "second"]
    )
    def test_stand_in_the_city_s_list_by_their_batch(
        self, hangzhou: City, batch: int, departments: dict[str, str]
    ) -> None:
        listed_by = {
            row.department
            for row in hangzhou.facts.listings
            if row.list == "city" and row.batch == batch
        }

        assert listed_by == set(departments.values())


class TestTheFiveTeams:
    @pytest.mark.parametrize("field", FIVE_TEAMS)
    def test_sign_and_are_commanded_as_each_step_left_them(
        self, hangzhou: City, field: str
    ) -> None:
        team, home, step_two, end = FIVE_TEAMS[field]
        item = item_of(hangzhou, field)
        told = {
            day: hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, day, item=item)
            for day in (STEP_ONE - EVE, STEP_ONE, step_two - EVE, step_two, end - EVE, end)
        }

        assert {decision.team for decision in told.values()} == {f"330106-{team}"}
        assert [(d.signing_body, d.commanding_body) for d in told.values()] == [
            (home, home),
            (home, home),
            (home, home),
            (BUREAU, home),
            (BUREAU, home),
            (BUREAU, BUREAU),
        ]
        assert {told[day].supervising_body for day in told if day >= STEP_ONE} == {CITY_BUREAU}

    @pytest.mark.parametrize(
        ("day", "bureau_has"),
        [
            (STEP_ONE - EVE, set()),
            (STEP_ONE, {"guidance"}),
            (date(2022, 6, 30), {"guidance"}),
            (date(2022, 7, 1), {"guidance", "establishment", "standing", "penalty"}),
            (date(2024, 6, 30), {"guidance", "establishment", "standing", "penalty"}),
            (
                date(2024, 7, 1),
                {"guidance", "establishment", "standing", "penalty", "personnel", "business"},
            ),
        ],
    )
    def test_have_six_aspects_of_which_the_bureau_gets_more_at_each_step(
        self, hangzhou: City, day: date, bureau_has: set[str]
    ) -> None:
        aspects = {
            row.aspect: row.body
            for row in hangzhou.facts.team_aspects
            if row.team == "330100-ls" and day in row.span
        }

        assert {name for name, body in aspects.items() if body == CITY_BUREAU} == bureau_has
        assert {body for body in aspects.values()} <= {CITY_BUREAU, "杭州市林业水利局"}
        assert len(aspects) == (6 if day >= STEP_ONE else 5)


class TestTheSevenProfessionalTeams:
    def test_keep_all_but_the_guidance(self, hangzhou: City) -> None:
        for tail in ("sj", "hb", "wh", "jt", "nn", "gh", "yj"):
            aspects = [
                (row.aspect, row.body)
                for row in hangzhou.facts.team_aspects
                if row.team == f"330100-{tail}"
            ]
            assert aspects == [("guidance", CITY_BUREAU)]


class TestTheTownships:
    def test_of_yuhang_got_432_items_of_twelve_fields(self, hangzhou: City) -> None:
        empowered = date(2022, 6, 26)
        field_of = {item.code: item.field for item in hangzhou.facts.items}

        for township in ("330110012", "330110013", PINGYAO):
            assert listed(hangzhou, township, empowered - EVE) == set()
            items = listed(hangzhou, township, empowered)
            assert len(items) == 432
            assert len({field_of[item] for item in items}) == 12
            before = hangzhou.ask(SHOP_OUTSIDE, township, empowered - EVE)
            after = hangzhou.ask(SHOP_OUTSIDE, township, empowered)
            assert before.team == after.team == f"{township}-zf"
            assert before.signing_body == "余杭区综合行政执法局"
            assert after.signing_body is not None
            assert after.signing_body.endswith(("镇人民政府", "街道办事处"))

    def test_of_tonglu_gave_items_back(self, hangzhou: City) -> None:
        shrunk = date(2025, 7, 9)
        townships = {
            row.township
            for row in hangzhou.facts.township_powers
            if row.township.startswith("330122") and row.form == "empowered"
        }

        before = Counter(len(listed(hangzhou, code, shrunk - EVE)) for code in townships)
        after = Counter(len(listed(hangzhou, code, shrunk)) for code in townships)

        assert before == {447: 9, 736: 1, 190: 4}
        assert after == {213: 10, 79: 4}
        for code in townships:
            assert listed(hangzhou, code, shrunk) < listed(hangzhou, code, shrunk - EVE)

    @pytest.mark.parametrize("township", [FENSHUI, HECUN])
    def test_keep_what_was_filed_before_the_change(self, hangzhou: City, township: str) -> None:
        shrunk = date(2025, 7, 9)
        (taken_back, *_) = sorted(
            listed(hangzhou, township, shrunk - EVE) - listed(hangzhou, township, shrunk)
        )

        filed_before = hangzhou.ask(SHOP_OUTSIDE, township, shrunk - EVE, item=taken_back)
        filed_after = hangzhou.ask(
            SHOP_OUTSIDE, township, shrunk, acted_on=shrunk - EVE, item=taken_back
        )

        assert filed_before.reason == "routed_empowered"
        assert filed_after.team is not None
        assert filed_after.team.startswith("330122-")

    def test_had_major_sanctions_until_the_county_kept_them(self, hangzhou: City) -> None:
        kept = date(2025, 7, 9)

        before = hangzhou.ask("06011", FENSHUI, kept - EVE, subject="unit")
        after = hangzhou.ask("06011", FENSHUI, kept, subject="unit")

        assert (before.team, before.signing_body) == ("330122109-zf", "分水镇人民政府")
        assert (after.team, after.signing_body) == ("330122-zs", "桐庐县综合行政执法局")

    def test_that_squads_were_posted_to_later_were_the_county_s_until_then(
        self, hangzhou: City
    ) -> None:
        jiande, posted = "330182001", date(2023, 1, 1)

        before = hangzhou.ask(SHOP_OUTSIDE, jiande, posted - EVE)
        after = hangzhou.ask(SHOP_OUTSIDE, jiande, posted)

        assert (before.team, after.team) == ("330182-zs", "330182001-zf")
        assert before.signing_body == after.signing_body == "建德市综合行政执法局"


class TestTheLawOfTheProvince:
    def test_came_into_force_without_moving_anyone(self, hangzhou: City) -> None:
        in_force = date(2022, 1, 1)

        before = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, in_force - EVE)
        after = hangzhou.ask(SHOP_OUTSIDE, ZHUANTANG, in_force)

        assert (before.team, before.signing_body) == (after.team, after.signing_body)
        assert (before.rule, after.rule) == (("R110", 1), ("R110", 2))


class TestTheStation:
    @pytest.mark.parametrize(
        ("day", "team", "reason"),
        [
            (date(2021, 11, 30), "330102015-zf", "routed_posted"),
            (date(2021, 12, 1), "hcdz-zf", "shared_area"),
            (date(2022, 12, 31), "hcdz-zf", "shared_area"),
            (date(2023, 1, 1), "hcdz-zf", "routed_area"),
            (TODAY, "hcdz-zf", "routed_area"),
        ],
    )
    def test_shared_the_field_first_and_then_owned_it(
        self, hangzhou: City, day: date, team: str, reason: str
    ) -> None:
        decision = hangzhou.ask(SHOP_OUTSIDE, PENGBU, day, areas=("hcdz",))

        assert (decision.team, decision.reason) == (team, reason)


class TestTheDistricts:
    def test_that_are_gone_tell_what_became_of_them(self, hangzhou: City) -> None:
        became = {row.code: (row.name, row.became) for row in hangzhou.facts.former_areas}

        assert became == {
            "330103": ("下城区", ("330105",)),
            "330104": ("江干区", ("330102", "330114")),
        }
        assert not became.keys() & hangzhou.facts.districts.keys()

"""Every row of the map from event classes to items, asked in townships of every form.

`event_item_map.csv` was written by reading the laws' texts, a row for a class and an item: the law,
the fines by subject (yuan), whose the item is today (`line`, `fields`; `several` is a question), and
who has to go, by township and day of filing:

    posted_2021      转塘街道, 2021-08-01: before any department's powers had moved
    posted           转塘街道, today
    plain            米市巷街道, today
    empowered_2025   分水镇, 2025-07-08: 736 items, major sanctions not yet kept by the county
    empowered        分水镇, today: 213 items
    empowered_fire   瓶窑镇, today: 432 items, among them those of the fire brigade

A cell is a team, or the reason why a person decides.
"""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from command.competence.values import Competence
from core.tables import Row, a_list, a_number, read_csv
from tests.domain.asking import FENSHUI, PINGYAO, PLAIN, TODAY, ZHUANTANG, City

ROWS: Final = list(read_csv(Path(__file__).with_name("event_item_map.csv")))
ASKED: Final = {
    "posted_2021": (ZHUANTANG, date(2021, 8, 1)),
    "posted": (ZHUANTANG, TODAY),
    "plain": (PLAIN, TODAY),
    "empowered_2025": (FENSHUI, date(2025, 7, 8)),
    "empowered": (FENSHUI, TODAY),
    "empowered_fire": (PINGYAO, TODAY),
}
SIGNS: Final = {
    ("330106010-zf", "posted_2021"): "西湖区综合行政执法局",
    ("330106-ls", "posted_2021"): "西湖区林业水利局",
    ("330106-mz", "posted_2021"): "西湖区民政局",
    ("330106-rs", "posted_2021"): "西湖区人力资源和社会保障局",
    ("330106010-zf", "posted"): "西湖区综合行政执法局",
    ("330106-ls", "posted"): "西湖区综合行政执法局",
    ("330106-mz", "posted"): "西湖区综合行政执法局",
    ("330106-rs", "posted"): "西湖区综合行政执法局",
    ("330105-zs", "plain"): "拱墅区综合行政执法局",
    ("330105-ls", "plain"): "拱墅区综合行政执法局",
    ("330105-mz", "plain"): "拱墅区综合行政执法局",
    ("330105-rs", "plain"): "拱墅区综合行政执法局",
    ("330122109-zf", "empowered_2025"): "分水镇人民政府",
    ("330122-zs", "empowered_2025"): "桐庐县综合行政执法局",
    ("330122109-zf", "empowered"): "分水镇人民政府",
    ("330122-zs", "empowered"): "桐庐县综合行政执法局",
    ("330122-ls", "empowered"): "桐庐县综合行政执法局",
    ("330122-mz", "empowered"): "桐庐县综合行政执法局",
    ("330122-rs", "empowered"): "桐庐县综合行政执法局",
    ("330110110-zf", "empowered_fire"): "瓶窑镇人民政府",
    ("330110-zs", "empowered_fire"): "余杭区综合行政执法局",
}
"""Whose name is on a team's papers."""


@pytest.fixture(params=ROWS, ids=lambda row: f"{row['code']} {row['item']}")
def row(request: pytest.FixtureRequest) -> Row:
    found: Row = request.param
    return found


def ask(city: City, row: Row, township: str, day: date, *, item: str | None) -> Competence:
    return city.ask(
        row["code"],
        township,
        day,
        scheme=row["scheme"],
        kind=row["kind"],
        item=item,
        subject=row["subject"] or None,
    )


def test_there_are_all_forty_six_rows() -> None:
    assert len(ROWS) == 46


def test_the_item_is_as_the_law_has_it(hangzhou: City, row: Row) -> None:
    item = hangzhou.item(row["item"])

    assert (item.law, item.article) == (row["law"], row["article"])
    assert (item.unit_min, item.unit_max, item.person_min, item.person_max) == tuple(
        a_number(row, column) if row[column] else None
        for column in ("unit_min", "unit_max", "person_min", "person_max")
    )


def test_the_class_leads_to_the_item_alone_or_to_a_question(hangzhou: City, row: Row) -> None:
    decision = ask(hangzhou, row, ZHUANTANG, TODAY, item=None)

    if decision.item is None:
        assert decision.reason == "several_items"
        assert row["item"] in {choice.item for choice in decision.choices}
    else:
        assert decision.item == row["item"]


def test_its_holder_is_as_the_reform_left_it(hangzhou: City, row: Row) -> None:
    decision = ask(hangzhou, row, ZHUANTANG, TODAY, item=row["item"])
    fields = set(a_list(row["fields"]))

    assert decision.situation["holder"] == row["line"]
    if row["line"] == "several":
        assert {choice.field for choice in decision.choices} == fields
        assert decision.question
    else:
        assert {decision.field} == fields


@pytest.mark.parametrize("where", ASKED)
def test_whoever_is_competent_goes_and_signs(hangzhou: City, row: Row, where: str) -> None:
    township, day = ASKED[where]

    decision = ask(hangzhou, row, township, day, item=row["item"])

    assert (decision.team or decision.reason) == row[where]
    assert decision.signing_body == (
        SIGNS[decision.team, where] if decision.team is not None else None
    )
    assert (decision.confidence == "open") == (decision.team is None)

"""Who is competent, over HTTP: the answer, the answer over time, the catalogue, drafts, and who may change them."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from core.clock import utcnow
from tests.factories import shared_platform
from tests.platform import Platform

M01 = {"scheme": "LOCAL-YZ", "code": "M01"}
DONGHU = {"lon": "87.03", "lat": "43.03"}
NANSHI = {"lon": "87.15", "lat": "43.05"}
STATION = {"lon": "87.18", "lat": "43.03"}
TOMORROW = (utcnow() + timedelta(days=2)).date().isoformat()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


async def get(platform: Platform, path: str, *, lang: str = "zh", **asked: Any) -> Any:
    headers = await platform.sign_in("yz-guest") | {"Accept-Language": lang}
    answer = await platform.client.get(f"/api/v1/{path}", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def upload(
    platform: Platform, rows: list[list[str]], who: str = "yz-admin", **form: Any
) -> httpx.Response:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    given = {"form": "township_list", "valid_from": TOMORROW, "township": ["990101001"]} | form
    return await platform.client.post(
        "/api/v1/catalogue/drafts",
        files={"file": ("清单.csv", text.getvalue().encode())},
        data=given,
        headers=await platform.sign_in(who),
    )


class TestTheAnswer:
    async def test_names_the_team_the_body_and_the_reasons_in_order(
        self, platform: Platform
    ) -> None:
        told = await get(platform, "competence", **M01, **DONGHU)

        assert told["answer"]["team"] == "YZ-T1"
        assert told["answer"]["signing_body"] == "东湖街道办事处"
        assert told["answer"]["confidence"] == "certain"
        assert [step["step"] for step in told["steps"]][-1] == "conclusion"
        assert told["place"]["township"] == {"code": "990101001", "name": "东湖街道"}
        assert told["rule"]["text"]
        assert "东湖街道" in told["sentence"]

    async def test_is_told_in_the_language_that_was_asked_for(self, platform: Platform) -> None:
        told = await get(platform, "competence", lang="en", **M01, **NANSHI)

        assert "goes, in the name of" in told["sentence"]

    async def test_takes_a_township_instead_of_a_point(self, platform: Platform) -> None:
        told = await get(platform, "competence", **M01, township="990101002")

        assert told["answer"]["team"] == "YZ-T2"

    async def test_is_another_inside_a_special_area(self, platform: Platform) -> None:
        told = await get(platform, "competence", **M01, **STATION)

        assert told["answer"]["team"] == "YZ-CITY"
        assert [area["code"] for area in told["place"]["areas"]] == ["YZ-SA"]

    async def test_asks_a_question_and_tells_which_answers_there_are(
        self, platform: Platform
    ) -> None:
        asked = {"scheme": "LOCAL-YZ", "code": "M09"} | DONGHU
        open_ = await get(platform, "competence", **asked)
        choices = open_["question"]["choices"]
        unit = next(one for one in choices if one["subject"] == "unit")

        settled = await get(platform, "competence", **asked, subject=unit["subject"])

        assert open_["answer"]["team"] is None
        assert settled["question"] is None
        assert settled["answer"]["team"] == "YZ-E-ZD"
        assert [one["code"] for one in settled["answer"]["assisting"]] == ["YZ-T1"]

    async def test_offers_holders_in_english_by_their_line_and_field(
        self, platform: Platform
    ) -> None:
        asked = {"scheme": "LOCAL-YZ", "code": "M02"} | DONGHU
        told = await get(platform, "competence", lang="en", **asked)

        assert [one["text"] for one in told["question"]["choices"]] == [
            "Comprehensive enforcement (城市管理): 经营场所",
            "Professional enforcement (生态环境): 生产设备",
        ]

    async def test_changes_when_a_major_sanction_is_expected(self, platform: Platform) -> None:
        asked = M01 | DONGHU | {"subject": "unit"}
        minor = await get(platform, "competence", **asked, amount="99999")
        major = await get(platform, "competence", **asked, amount="100000")

        assert (minor["answer"]["team"], major["answer"]["team"]) == ("YZ-T1", "YZ-E-ZD")

    async def test_without_a_place_is_a_persons(self, platform: Platform) -> None:
        told = await get(platform, "competence", **M01)

        assert (told["answer"]["team"], told["answer"]["reason"]) == (None, "no_place")

    async def test_of_an_edition_that_was_never_published_is_refused(
        self, platform: Platform
    ) -> None:
        headers = await platform.sign_in("yz-guest")
        answer = await platform.client.get(
            "/api/v1/competence", params=M01 | {"edition": "999"}, headers=headers
        )

        assert answer.status_code == 404
        assert answer.json()["type"] == "/problems/edition-unknown"

    async def test_over_time_equals_the_answer_of_each_day(self, platform: Platform) -> None:
        asked = M01 | DONGHU | {"subject": "unit"}
        over = await get(platform, "competence/over-time", **asked)

        band = next(one for one in over["bands"] if one["asked"])
        assert (band["subject"], band["least"], band["most"]) == ("unit", 0, 100_000)
        for before, after in zip(band["spans"], band["spans"][1:], strict=False):
            assert before["to"] == after["from"]
        for span in band["spans"]:
            day = await get(platform, "competence", **asked, filed_on=span["from"])
            assert day["answer"]["team"] == span["team"], span


class TestTheCatalogue:
    @pytest.mark.parametrize("query", ["YZ-01", "yz-01", "zdbt", "占道"])
    async def test_finds_an_item_by_code_initials_and_name(
        self, platform: Platform, query: str
    ) -> None:
        found = await get(platform, "catalogue/items", q=query)

        assert "YZ-01" in [item["code"] for item in found["items"]]

    async def test_tells_every_version_of_an_item(self, platform: Platform) -> None:
        story = await get(platform, "catalogue/items/YZ-01")

        assert [row["field"] for row in story["versions"]] == ["城市管理"]
        assert [row["township"] for row in story["townships"]] == ["990101001"]
        assert [row["code"] for row in story["classes"]] == ["M01"]

    async def test_does_not_know_an_item_that_never_was(self, platform: Platform) -> None:
        headers = await platform.sign_in("yz-guest")
        answer = await platform.client.get("/api/v1/catalogue/items/NO", headers=headers)

        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/item-unknown")

    async def test_shows_a_hole_where_nobody_would_come(self, platform: Platform) -> None:
        matrix = await get(platform, "catalogue/matrix", district="990102")

        rows = {row["item"]: row["cells"] for row in matrix["rows"]}
        assert [one["code"] for one in matrix["townships"]] == ["990102100", "990102201"]
        assert rows["YZ-01"] == "dp"
        assert rows["YZ-07"] == "!!"
        assert matrix["holes"] == sum(cells.count("!") for cells in rows.values())

    async def test_counts_figures_that_are_the_sum_of_their_parts(self, platform: Platform) -> None:
        told = await get(platform, "catalogue/figures")

        share = next(one for one in told["figures"] if one["key"] == "comprehensive")
        assert share["value"] == sum(part["value"] for part in share["parts"])
        assert share["of"] == sum(part["of"] for part in share["parts"])

    async def test_tells_what_moves_between_two_days(self, platform: Platform) -> None:
        asked = {"from": "2025-01-01", "to": "2026-06-01"}
        moved = await get(platform, "catalogue/reform", **asked)

        assert "990101001" in [one["code"] for one in moved["townships"]]
        assert {one["inspections_a_year"] for one in moved["items"]} <= {None}, "nobody records any"

    async def test_can_be_taken_away_as_a_workbook(self, platform: Platform) -> None:
        answer = await platform.client.get(
            "/api/v1/catalogue/export?form=full", headers=await platform.sign_in("yz-guest")
        )

        assert answer.content[:2] == b"PK"
        assert "attachment" in answer.headers["content-disposition"]


class TestTheDecisionTable:
    async def typed(self, platform: Platform) -> list[dict[str, Any]]:
        rows = (await get(platform, "catalogue/rules"))["items"]
        return [
            {name: value for name, value in row.items() if name not in ("version", "author")}
            for row in rows
        ]

    async def check(self, platform: Platform, rules: list[dict[str, Any]]) -> list[Any]:
        answer = await platform.client.post(
            "/api/v1/catalogue/rules:check",
            json={"rules": rules},
            headers=await platform.sign_in("yz-guest"),
        )
        assert answer.status_code == 200, answer.text
        problems: list[Any] = answer.json()["problems"]
        return problems

    async def test_in_force_says_nothing_that_means_nothing(self, platform: Platform) -> None:
        problems = await self.check(platform, await self.typed(platform))

        assert [one for one in problems if one["weight"] == "wrong"] == []

    async def test_is_told_which_row_asks_for_what_there_is_not(self, platform: Platform) -> None:
        rules = await self.typed(platform)
        rules[0] = rules[0] | {"when": {"weather": "rain"}}

        problems = await self.check(platform, rules)

        assert [(one["rule"], one["weight"]) for one in problems] == [(rules[0]["id"], "wrong")]
        assert rules[0]["id"] in problems[0]["detail"]


class TestADraft:
    async def test_is_an_administrators(self, platform: Platform) -> None:
        answer = await upload(platform, [["事项代码"], ["YZ-03"]], who="yz-center")

        assert answer.status_code == 403

    async def test_with_a_wrong_cell_names_it_and_keeps_nothing(self, platform: Platform) -> None:
        answer = await upload(platform, [["事项代码"], ["YZ-03"], ["YZ-99"]])

        said = answer.json()
        assert (answer.status_code, said["id"], said["state"]) == (200, None, "refused")
        assert [(e["row"], e["column"]) for e in said["errors"]] == [(3, "事项代码")]

    async def test_without_its_parts_is_refused_part_by_part(self, platform: Platform) -> None:
        answer = await upload(platform, [["事项代码"]], form="napkin", valid_from="soon")

        pointers = [error["pointer"] for error in answer.json()["errors"]]
        assert (answer.status_code, pointers) == (422, ["/form", "/valid_from"])

    async def test_with_a_table_that_means_nothing_cannot_be_tried(
        self, platform: Platform
    ) -> None:
        admin = await platform.sign_in("yz-admin")
        rules = (await get(platform, "catalogue/rules"))["items"]
        typed = [
            {name: value for name, value in row.items() if name not in ("version", "author")}
            for row in rules
        ]
        typed[-1] |= {"then": {"team": "nobody", "reason": "routed_posted"}}
        draft = await platform.client.post(
            "/api/v1/catalogue/drafts",
            json={"title": "试", "valid_from": TOMORROW, "rules": typed},
            headers=admin,
        )
        assert draft.status_code == 201, draft.text

        tried = await platform.client.post(
            f"/api/v1/catalogue/drafts/{draft.json()['id']}/simulate", json={}, headers=admin
        )

        assert (tried.status_code, tried.json()["type"]) == (422, "/problems/draft-broken")

    async def test_is_tried_published_and_taken_back(self, platform: Platform) -> None:
        case = await platform.report(
            category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "M07"}
        )
        admin = await platform.sign_in("yz-admin")
        asked = {"scheme": "LOCAL-YZ", "code": "M07", "filed_on": TOMORROW} | DONGHU
        rows = [["事项代码"], ["YZ-01"], ["YZ-03"], ["YZ-08"], ["YZ-09"]]

        draft = (await upload(platform, rows)).json()
        assert draft["diff"]["opened"] == 1
        assert draft["effect"]["changed"] >= 1

        tried = await platform.client.post(
            f"/api/v1/catalogue/drafts/{draft['id']}/simulate", json={}, headers=admin
        )
        moved = {one["case_no"]: one for one in tried.json()["moved"]}
        assert moved[case["case_no"]]["after"] == "东湖街道综合行政执法队"

        before = await get(platform, "competence", **asked)
        holes = [one["id"] for one in draft["problems"] if one["weight"] == "hole"]
        published = await platform.client.post(
            f"/api/v1/catalogue/drafts/{draft['id']}/publish",
            json={"accept": [{"hole": hole, "reason": "已知"} for hole in holes]},
            headers=admin,
        )
        assert published.status_code == 200, published.text
        edition = published.json()["edition"]
        after = await get(platform, "competence", **asked)
        again = await get(platform, "competence", **asked, edition=str(edition - 1))
        assert (before["answer"]["team"], after["answer"]["team"]) == ("YZ-E-ZD", "YZ-T1")
        assert again["answer"] == before["answer"]

        twice = await platform.client.post(
            f"/api/v1/catalogue/drafts/{draft['id']}/publish", json={"accept": []}, headers=admin
        )
        assert twice.status_code == 409

        back = await platform.client.post(
            "/api/v1/catalogue/rollback", json={"edition": edition - 1}, headers=admin
        )
        assert back.json()["edition"] == edition + 1
        restored = await get(platform, "competence", **asked)
        assert restored["answer"] == before["answer"]

"""Cases over HTTP: lists, a case's whole story, and what a person may decide about it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.factories import shared_platform
from tests.platform import Platform
from tests.waiting import until_read

WEST = {"lon": 87.05, "lat": 43.15}
CONTRADICTION = {"lon": 87.03, "lat": 43.03, "township_code": "990101002"}
OUTSIDE = {"lon": 87.05, "lat": 43.05}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


def category(code: str) -> dict[str, str]:
    return {"scheme": "LOCAL-YZ", "kind": "matter", "code": code}


async def get(
    platform: Platform, path: str, username: str = "yz-center", **params: Any
) -> httpx.Response:
    headers = await platform.sign_in(username) | {"Accept-Language": params.pop("lang", "zh")}
    return await platform.client.get(f"/api/v1/{path}", params=params, headers=headers)


async def read(platform: Platform, case_no: str, **more: Any) -> dict[str, Any]:
    answer = await get(platform, f"cases/{case_no}", **more)
    assert answer.status_code == 200, answer.text
    case: dict[str, Any] = answer.json()
    return case


async def judged(platform: Platform, **changes: Any) -> dict[str, Any]:
    """Report what a person must judge and give the case."""
    said = await platform.report(**({"location": CONTRADICTION} | changes))
    assert said["state"] == "to_judge"
    return await read(platform, said["case_no"])


async def assign(
    platform: Platform, case: dict[str, Any], username: str = "yz-center", **changes: Any
) -> tuple[int, dict[str, Any]]:
    body = {"team": "YZ-T1", "reason": "现场电话核实", "version": case["version"]} | changes
    answer = await platform.client.post(
        f"/api/v1/cases/{case['case_no']}/assign",
        json={key: value for key, value in body.items() if value is not ...},
        headers=await platform.sign_in(username),
    )
    return answer.status_code, answer.json()


class TestList:
    async def test_comes_page_by_page_newest_first(self, platform: Platform) -> None:
        made = [(await platform.report(location=None))["case_no"] for _ in range(5)]
        whole = (await get(platform, "cases", state="to_judge", limit=500)).json()
        read_: list[str] = []
        before: str | None = None

        while True:
            asked: dict[str, Any] = {"state": "to_judge", "limit": 2} | (
                {"before": before} if before else {}
            )
            page = (await get(platform, "cases", **asked)).json()
            read_ += [case["case_no"] for case in page["items"]]
            before = page["next"]
            if before is None:
                break

        assert read_ == [case["case_no"] for case in whole["items"]]
        assert read_ == sorted(read_, reverse=True)
        assert set(made) <= set(read_)
        assert whole["next"] is None

    async def test_holds_the_states_asked_for(self, platform: Platform) -> None:
        await judged(platform)
        await platform.report()

        found = (await get(platform, "cases", state=["to_judge", "closed"])).json()["items"]

        assert found
        assert {case["state"] for case in found} <= {"to_judge", "closed"}

    @pytest.mark.parametrize(
        "asked",
        [
            {"state": "lost"},
            {"limit": 0},
            {"limit": 501},
            {"limit": "many"},
            {"before": "9" * 41},
            {"before": "\x00"},
        ],
    )
    async def test_asked_for_wrongly_is_422(
        self, platform: Platform, asked: dict[str, Any]
    ) -> None:
        answer = await get(platform, "cases", **asked)

        assert answer.status_code == 422

    @pytest.mark.parametrize("case_no", ["20261122-999999", "x", "%00", "a b"])
    async def test_has_no_case_that_is_not_there(self, platform: Platform, case_no: str) -> None:
        answer = await get(platform, f"cases/{case_no}")

        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/case-not-found")

    async def test_is_for_nobody_who_is_not_signed_in(self, platform: Platform) -> None:
        case = await judged(platform)

        for path in ("cases", f"cases/{case['case_no']}", "tasks", "units", "teams"):
            assert (await platform.client.get(f"/api/v1/{path}")).status_code == 401, path


class TestStory:
    @pytest.mark.parametrize(
        ("lang", "words", "sentence", "form"),
        [
            (
                "zh-CN",
                "镇街已赋权，事项在其公布的清单内，预期处罚不属重大：由镇街执法队办理，以镇街名义。",
                "由东湖街道综合行政执法队办理，以东湖街道办事处名义。",
                "镇街已赋权，本项在其清单内",
            ),
            (
                "en",
                "The township is empowered, its published list holds the item and no major sanction is"
                " expected: its squad acts, in the township's own name.",
                "东湖街道综合行政执法队 goes, in the name of 东湖街道办事处.",
                "The township is empowered; the item is on its list",
            ),
        ],
    )
    async def test_says_why_this_team_in_the_readers_language(
        self, platform: Platform, lang: str, words: str, sentence: str, form: str
    ) -> None:
        said = await platform.report()

        case = await read(platform, said["case_no"], lang=lang)

        why = case["why"]
        assert (why["rule"]["id"], why["rule"]["version"]) == ("YZ-R170", 1)
        assert why["rule"]["text"] == words
        assert why["sentence"].endswith(sentence)
        assert why["confidence"] == "certain"
        assert (why["signing_body"], why["assisting"]) == ("东湖街道办事处", [])
        answers = {step["step"]: step["answer"] for step in why["steps"]}
        assert answers["form"] == form
        assert answers["place"] == "东湖街道"
        assert answers["item"] == "对占道摆摊的处罚"
        assert answers["conclusion"] == "东湖街道综合行政执法队"
        assert [other["team"] for other in why["rejected"]] == ["YZ-E-ZD"]
        assert case["signed_by"] == "东湖街道办事处"

    @pytest.mark.parametrize(
        ("lang", "question"),
        [
            ("zh", "噪声来自生产设备还是经营场所？"),
            ("en", "Does the noise come from production machines or from a shop?"),
        ],
    )
    async def test_puts_the_question_that_would_settle_it(
        self, platform: Platform, lang: str, question: str
    ) -> None:
        said = await platform.report(category=category("M02"))

        case = await read(platform, said["case_no"], lang=lang)

        assert (case["state"], case["reason"]) == ("to_judge", "two_holders")
        assert case["why"]["question"] == question

    @pytest.mark.parametrize(
        ("kind", "username", "named"),
        [
            *(("person", name, True) for name in ("yz-center", "yz-east", "yz-donghu", "yz-team")),
            *(("person", name, False) for name in ("yz-admin", "yz-guest")),
            ("unit", "yz-guest", True),
            (None, "yz-guest", False),
        ],
    )
    async def test_names_a_person_to_those_who_work_the_case(
        self, platform: Platform, kind: str | None, username: str, named: bool
    ) -> None:
        subject = {"name": "欧阳某某", "uscc": "330100199001010000"} | (
            {"kind": kind} if kind else {}
        )
        async with platform.phone("yz-team") as phone:
            said = await platform.report(subject=subject)
            await phone.frame("task.offered", case_no=said["case_no"])

        async def status() -> int:
            return (await get(platform, f"cases/{said['case_no']}", username)).status_code

        # An officer reads a case once his unit has it.
        await until_read(status, 200)
        case = await read(platform, said["case_no"], username=username)
        expected = subject if named else subject | {"name": "欧***", "uscc": "3" + "*" * 17}
        assert case["subject"] == expected


class TestSearch:
    """Words are looked for in closed cases, too, and nobody finds by them what he may not read."""

    async def found(self, platform: Platform, text: str, username: str = "yz-center") -> list[str]:
        answer = await get(platform, "cases", username, text=text)
        assert answer.status_code == 200, answer.text
        return [case["case_no"] for case in answer.json()["items"]]

    async def test_every_word_must_be_there_wherever_it_stands_and_however_wide(
        self, platform: Platform
    ) -> None:
        said = await platform.report(
            title="铁皮棚 ABC-77", location={"lon": 87.03, "lat": 43.03, "address": "杏花巷 9 号"}
        )

        for text in ("铁皮棚", "ａｂｃ 杏花巷", said["case_no"], "棚 巷 M01"):
            assert said["case_no"] in await self.found(platform, text), text
        assert await self.found(platform, "铁皮棚 桃花巷") == []
        assert await self.found(platform, "铁%棚") == []

    async def test_of_another_district_nothing_is_found(self, platform: Platform) -> None:
        said = await platform.report(title="独木桥上摆摊", location={**WEST, "crs": "CGCS2000"})

        assert await self.found(platform, "独木桥") == [said["case_no"]]
        assert await self.found(platform, "独木桥", "yz-east") == []

    async def test_a_subject_is_found_by_those_who_may_read_it_unmasked(
        self, platform: Platform
    ) -> None:
        subject = {"name": "司马无名", "kind": "person"}
        said = await platform.report(subject=subject)

        assert await self.found(platform, "司马无名") == [said["case_no"]]
        assert await self.found(platform, "司马无名", "yz-guest") == []


class TestAssign:
    async def test_sends_the_case_to_the_team_and_its_task_to_the_phone(
        self, platform: Platform
    ) -> None:
        case = await judged(platform)
        async with platform.phone("yz-team") as phone:
            status, answer = await assign(platform, case, reason="核实在东湖一侧")
            task = await phone.frame("task.offered", case_no=case["case_no"])

        assert status == 200
        assert (answer["state"], answer["team"], answer["version"]) == (
            "routed",
            "YZ-T1",
            case["version"] + 1,
        )
        assert (task["team"], task["unit"]) == ("YZ-T1", "YZ-U1")
        told = await read(platform, case["case_no"])
        assert told["why"]["judged"]["reason"] == "核实在东湖一侧"
        moves = [(row["move"]["from"], row["move"]["to"], row["actor"]) for row in told["history"]]
        assert moves[:2] == [
            (None, "to_judge", "wangge"),
            ("to_judge", "routed", "云泽指挥员"),
        ]

    async def test_gives_a_case_from_nowhere_to_the_teams_district(
        self, platform: Platform
    ) -> None:
        case = await judged(platform, location=OUTSIDE)
        assert (await get(platform, f"cases/{case['case_no']}", "yz-east")).status_code == 404

        status, answer = await assign(platform, case, team="YZ-E-HB")

        assert (status, answer["district"]) == (200, "990101")
        assert (await read(platform, case["case_no"], username="yz-east"))["team"] == "YZ-E-HB"

    async def test_may_give_a_case_to_the_citys_own_team(self, platform: Platform) -> None:
        case = await judged(platform, location=OUTSIDE)

        status, answer = await assign(platform, case, team="YZ-CITY")

        assert (status, answer["team"], answer["district"]) == (200, "YZ-CITY", None)

    async def test_of_a_version_that_has_passed_is_told_the_one_in_force(
        self, platform: Platform
    ) -> None:
        case = await judged(platform)

        status, problem = await assign(platform, case, version=case["version"] + 1)

        assert (status, problem["type"]) == (409, "/problems/case-changed")
        assert (problem["version"], problem["state"]) == (case["version"], "to_judge")

    async def test_by_two_at_once_is_done_by_one(self, platform: Platform) -> None:
        case = await judged(platform)

        answers = await asyncio.gather(
            assign(platform, case, team="YZ-T1"),
            assign(platform, case, "yz-east", team="YZ-E-ZD"),
        )

        assert sorted(status for status, _ in answers) == [200, 409]
        (refused,) = [answer for status, answer in answers if status == 409]
        assert refused["type"] == "/problems/case-changed"
        (kept,) = [answer for status, answer in answers if status == 200]
        assert (await read(platform, case["case_no"]))["team"] == kept["team"]

    @pytest.mark.parametrize("team", ["nobody", "yz-t1"])
    async def test_to_a_team_that_is_none_is_422(self, platform: Platform, team: str) -> None:
        status, problem = await assign(platform, await judged(platform), team=team)

        assert (status, problem["type"]) == (422, "/problems/team-unknown")

    @pytest.mark.parametrize("team", ["YZ-W-ZD", "YZ-T4"])
    async def test_to_a_team_of_another_district_is_422(
        self, platform: Platform, team: str
    ) -> None:
        status, problem = await assign(platform, await judged(platform), team=team)

        assert (status, problem["type"]) == (422, "/problems/team-elsewhere")
        assert [(e["pointer"], e["rule"]) for e in problem["errors"]] == [("/team", "elsewhere")]

    async def test_stays_in_its_township_or_goes_to_the_bureau_never_to_the_neighbours(
        self, platform: Platform
    ) -> None:
        in_donghu = {"lon": 87.03, "lat": 43.03}
        for team, wanted in (("YZ-T2", 422), ("YZ-T1", 200), ("YZ-E-HB", 200), ("YZ-CITY", 200)):
            case = await judged(platform, location=in_donghu, category=category("M03"))
            assert case["township"] == "990101001"

            status, answer = await assign(platform, case, team=team)

            assert status == wanted, (team, answer)
            if status == 422:
                assert answer["type"] == "/problems/team-elsewhere"

    @pytest.mark.parametrize("team", ["YZ-T1", "YZ-T2", "YZ-E-ZD"])
    async def test_of_a_case_without_a_township_may_be_to_any_team_of_the_district(
        self, platform: Platform, team: str
    ) -> None:
        status, answer = await assign(platform, await judged(platform), team=team)

        assert (status, answer["team"]) == (200, team)

    @pytest.mark.parametrize("username", ["yz-guest", "yz-admin", "yz-team"])
    async def test_by_a_role_that_does_not_judge_is_403(
        self, platform: Platform, username: str
    ) -> None:
        status, problem = await assign(platform, await judged(platform), username)

        assert (status, problem["type"]) == (403, "/problems/role-not-allowed")

    async def test_of_another_districts_case_is_404(self, platform: Platform) -> None:
        case = await judged(platform, location=WEST, category=category("M02"))
        assert case["district"] == "990102"

        status, problem = await assign(platform, case, "yz-east", team="YZ-W-ZD")

        assert (status, problem["type"]) == (404, "/problems/case-not-found")

    async def test_of_a_case_without_a_township_is_not_the_townships(
        self, platform: Platform
    ) -> None:
        status, _ = await assign(platform, await judged(platform), "yz-donghu")

        assert status == 404

    async def test_of_its_own_case_is_the_townships(self, platform: Platform) -> None:
        case = await judged(
            platform, location={"lon": 87.03, "lat": 43.03}, category=category("M03")
        )

        status, _ = await assign(platform, case, "yz-donghu")

        assert status == 200

    async def test_of_a_case_that_has_a_team_is_409(self, platform: Platform) -> None:
        said = await platform.report(location={"lon": 87.15, "lat": 43.15})
        case = await read(platform, said["case_no"])

        status, problem = await assign(platform, case, team="YZ-W-ZD")

        assert (status, problem["type"]) == (409, "/problems/case-illegal-move")
        assert problem["state"] == "routed"

    @pytest.mark.parametrize(
        ("changes", "pointer", "rule"),
        [
            ({"team": ...}, "/team", "missing"),
            ({"team": ""}, "/team", "too_short"),
            ({"reason": ...}, "/reason", "missing"),
            ({"reason": ""}, "/reason", "too_short"),
            ({"reason": "因" * 501}, "/reason", "too_long"),
            ({"reason": "\x00"}, "/reason", "format"),
            ({"version": ...}, "/version", "missing"),
            ({"version": 0}, "/version", "range"),
            ({"version": "one"}, "/version", "type"),
            ({"also": 1}, "/also", "extra"),
        ],
    )
    async def test_asked_for_wrongly_says_where(
        self, platform: Platform, changes: dict[str, Any], pointer: str, rule: str
    ) -> None:
        status, problem = await assign(platform, {"case_no": "x", "version": 1}, **changes)

        assert status == 422
        (error,) = problem["errors"]
        assert (error["pointer"], error["rule"]) == (pointer, rule)

"""Judging over HTTP: who may, what he sees, and what a platform may add."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from core.clock import utcnow
from integration import operations
from integration.models import Platform as PlatformRow
from tests.factories import shared_platform
from tests.platform import Platform

CONTRADICTION = {"lon": 87.03, "lat": 43.03, "township_code": "990101002"}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


async def get(platform: Platform, path: str, username: str = "yz-center", **params: Any) -> Any:
    headers = await platform.sign_in(username)
    answer = await platform.client.get(f"/api/v1/{path}", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def judge(
    platform: Platform, case_no: str, do: str, username: str = "yz-center", **more: Any
) -> httpx.Response:
    body = {"id": str(uuid4()), "do": do, "version": 1} | more
    return await platform.client.post(
        f"/api/v1/cases/{case_no}/judgements",
        json=body,
        headers=await platform.sign_in(username),
    )


async def add(
    platform: Platform, event: str, headers: dict[str, str] | None = None, **body: Any
) -> httpx.Response:
    return await platform.client.post(
        f"/api/v1/supplements/{event}",
        json={"supplement_id": "S-1"} | body,
        headers=headers or platform.as_platform,
    )


class TestJudge:
    async def test_is_for_posts_alone_and_within_their_scope(self, platform: Platform) -> None:
        case = await platform.report(location=CONTRADICTION)
        said = {"ground": "unfounded", "reason": "查无"}
        for username, status in (
            ("yz-guest", 403),
            ("yz-admin", 403),
            ("yz-team", 403),
            ("yz-donghu", 404),
        ):
            answer = await judge(platform, case["case_no"], "refuse", username, **said)
            assert answer.status_code == status, username

        answer = await judge(platform, case["case_no"], "refuse", "yz-east", **said)

        assert (answer.status_code, answer.json()["outcome"]) == (200, "refused")

    async def test_says_what_a_decision_lacks(self, platform: Platform) -> None:
        case = await platform.report(location=CONTRADICTION)
        answer = await judge(platform, case["case_no"], "refuse", reason="查无")
        problem = answer.json()
        assert (answer.status_code, problem["type"]) == (422, "/problems/bad-judgement")
        assert problem["errors"][0]["pointer"] == "/ground"
        assert problem["errors"][0]["detail"]

    async def test_is_told_in_the_story_with_who_decided(self, platform: Platform) -> None:
        head = (await platform.report())["case_no"]
        again = (await platform.report(location=CONTRADICTION))["case_no"]

        answer = await judge(platform, again, "merge", into=head, reason="同一处")

        assert answer.status_code == 200
        told = await get(platform, f"cases/{again}")
        (judgement,) = told["judgements"]
        assert (judgement["do"], judgement["by"]) == ("merge", "云泽指挥员")
        assert (judgement["into"], judgement["reason"]) == (head, "同一处")
        assert told["merged_into"] == head
        assert [one["case_no"] for one in (await get(platform, f"cases/{head}"))["merged"]] == [
            again
        ]

    async def test_grounds_are_those_in_force(self, platform: Platform) -> None:
        items = (await get(platform, "refusal-grounds"))["items"]
        assert {row["ground"] for row in items} == {"not_enforcement", "unfounded"}
        assert all(row["source"] for row in items)


class TestSimilar:
    async def test_says_how_far_was_looked_and_what_speaks_for_each(
        self, platform: Platform
    ) -> None:
        here = {"lon": 87.141, "lat": 43.041}
        first = (await platform.report(location=here))["case_no"]
        again = (await platform.report(location=here))["case_no"]

        told = await get(platform, f"cases/{again}/similar")

        assert told["reach"]["distance_m"] == 60
        (one,) = told["items"]
        assert (one["case"]["case_no"], one["kinship"], one["distance_m"]) == (first, "same", 0)
        assert one["score"] > 0.9

    async def test_of_another_scope_is_not_found(self, platform: Platform) -> None:
        case = await platform.report(location={"lon": 87.05, "lat": 43.15})
        answer = await platform.client.get(
            f"/api/v1/cases/{case['case_no']}/similar", headers=await platform.sign_in("yz-east")
        )
        assert answer.status_code == 404


class TestSupplement:
    async def test_answers_what_was_asked_once(self, platform: Platform) -> None:
        event = f"EV/{uuid4().hex}"
        case = await platform.report(source_event_id=event, location=None)
        refused = await add(platform, event, description="湖滨路口")
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-asked")
        await judge(platform, case["case_no"], "ask_back", missing=["place"], reason="在哪里")
        asked = await platform.client.get(f"/api/v1/events/{event}", headers=platform.as_platform)
        assert asked.json()["asked_back"]["missing"] == ["place"]

        place = {"lon": 87.03, "lat": 43.03}
        said = [await add(platform, event, location=place) for _ in range(2)]

        assert [answer.status_code for answer in said] == [201, 200]
        assert said[0].json()["case_no"] == case["case_no"]
        other = await add(platform, event, location=place, description="别的")
        assert (other.status_code, other.json()["fields"]) == (409, ["/description"])
        story = await get(platform, f"cases/{case['case_no']}")
        assert (story["township"], story["asked_back"]) == ("990101001", None)
        assert len(story["supplements"]) == 1

    async def test_masks_a_person_for_who_does_not_work_the_case(self, platform: Platform) -> None:
        event = uuid4().hex
        case = await platform.report(source_event_id=event, location=None)
        await judge(platform, case["case_no"], "ask_back", missing=["subject"], reason="谁")
        await add(platform, event, subject={"name": "王小明", "kind": "person"})
        for username, name in (("yz-center", "王小明"), ("yz-guest", "王**")):
            story = await get(platform, f"cases/{case['case_no']}", username)
            assert story["supplements"][0]["subject"]["name"] == name

    async def test_is_for_the_platform_that_reported_it(self, platform: Platform) -> None:
        event = uuid4().hex
        await platform.report(source_event_id=event, location=None)
        async with platform.database.transaction() as session:
            session.add(PlatformRow(code="other", name="另一平台", attachment_hosts=[]))
            await session.flush()
            token = await operations.issue_token(session, platform="other", now=utcnow())
        answer = await add(
            platform, event, {"Authorization": f"Bearer {token}"}, description="湖滨路口"
        )
        assert answer.status_code == 404

    @pytest.mark.parametrize("body", [{}, {"location": {}}, {"title": "改"}, {"description": ""}])
    async def test_says_something_and_nothing_unknown(
        self, platform: Platform, body: dict[str, Any]
    ) -> None:
        answer = await add(platform, "EV-any", **body)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-input")

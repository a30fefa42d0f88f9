"""What a platform is told back: every stage of its own cases, in order, without a gap."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest

from core.clock import utcnow
from integration import operations
from integration.models import Platform as PlatformRow
from tests.factories import shared_platform
from tests.platform import Platform, make_event
from tests.waiting import until_read


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


async def stranger(platform: Platform, code: str) -> dict[str, str]:
    """Make another platform and give its header."""
    async with platform.database.transaction() as session:
        session.add(PlatformRow(code=code, name=code, attachment_hosts=[]))
        await session.flush()
        token = await operations.issue_token(session, platform=code, now=utcnow())
    return {"Authorization": f"Bearer {token}"}


async def changes(platform: Platform, headers: dict[str, str], **asked: int) -> dict[str, Any]:
    answer = await platform.client.get("/api/v1/changes", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def report(platform: Platform, headers: dict[str, str], **changed: Any) -> str:
    answer = await platform.client.post(
        "/api/v1/events", json=make_event(**changed), headers=headers
    )
    assert answer.status_code == 201, answer.text
    case_no: str = answer.json()["case_no"]
    return case_no


class TestChanges:
    async def test_of_nothing_are_none(self, platform: Platform) -> None:
        headers = await stranger(platform, "silent")

        assert await changes(platform, headers) == {"items": [], "last": 0, "head": 0}

    async def test_are_numbered_from_one_without_a_gap_and_only_ones_own(
        self, platform: Platform
    ) -> None:
        one, other = await stranger(platform, "one"), await stranger(platform, "other")
        mine = {await report(platform, one) for _ in range(3)}
        theirs = {await report(platform, other) for _ in range(2)}

        async def stages() -> list[int]:
            # Each case is accepted and then sent to a unit: two changes.
            return [len((await changes(platform, who))["items"]) for who in (one, other)]

        await until_read(stages, [6, 4])
        for headers, cases in ((one, mine), (other, theirs)):
            page = await changes(platform, headers)
            assert [item["seq"] for item in page["items"]] == list(range(1, len(page["items"]) + 1))
            assert {item["data"]["case_no"] for item in page["items"]} == cases
            assert {item["name"] for item in page["items"]} == {"case.changed"}
            assert page["last"] == page["head"] == len(page["items"])

    async def test_are_read_page_by_page(self, platform: Platform) -> None:
        headers = await stranger(platform, "reader")
        for _ in range(3):
            await report(platform, headers, location=None)
        whole = await changes(platform, headers)
        read: list[dict[str, Any]] = []
        since = 0

        while since < whole["head"]:
            page = await changes(platform, headers, since=since, limit=2)
            assert 1 <= len(page["items"]) <= 2
            assert page["head"] == whole["head"]
            read += page["items"]
            since = page["last"]

        assert read == whole["items"]
        assert (await changes(platform, headers, since=since))["items"] == []

    async def test_beyond_the_head_are_none_and_say_where_it_is(self, platform: Platform) -> None:
        headers = await stranger(platform, "ahead")
        await report(platform, headers, location=None)

        page = await changes(platform, headers, since=1000)

        assert page == {"items": [], "last": 1, "head": 1}

    @pytest.mark.parametrize(
        "asked", [{"since": -1}, {"limit": 0}, {"limit": 1001}, {"since": "x"}]
    )
    async def test_asked_for_wrongly_are_422(
        self, platform: Platform, asked: dict[str, int]
    ) -> None:
        answer = await platform.client.get(
            "/api/v1/changes", params=asked, headers=platform.as_platform
        )

        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert (error["in"], error["pointer"]) == ("query", next(iter(asked)))

    async def test_are_nobodys_but_a_platforms(self, platform: Platform) -> None:
        for headers in ({}, await platform.sign_in("yz-center")):
            answer = await platform.client.get("/api/v1/changes", headers=headers)
            assert answer.status_code == 401

    async def test_say_nothing_of_whom_a_case_is_about(self, platform: Platform) -> None:
        headers = await stranger(platform, "discreet")
        await report(platform, headers, subject={"name": "某某店", "uscc": "91330100SECRET"})

        page = await changes(platform, headers)

        assert "某某店" not in str(page)
        assert "91330100SECRET" not in str(page)


class TestEvent:
    @pytest.mark.parametrize(
        "event_id",
        ["EV-1", "a/b/c", "/a", "a/", "案件/二〇二六 第1号", "?x=1&y#z", "100%", "a/../b"],
    )
    async def test_is_found_by_its_id_whatever_that_is(
        self, platform: Platform, event_id: str
    ) -> None:
        case_no = await report(platform, platform.as_platform, source_event_id=event_id)

        answer = await platform.client.get(
            f"/api/v1/events/{quote(event_id, safe='')}", headers=platform.as_platform
        )

        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert (told["case_no"], told["source_event_id"]) == (case_no, event_id)
        assert told["stages"][0]["stage"] == "accepted"
        assert set(told) > {"state", "stage", "team", "reason", "version"}

    async def test_of_another_platform_is_not_there(self, platform: Platform) -> None:
        headers = await stranger(platform, "curious")
        await report(platform, platform.as_platform, source_event_id="MINE")

        answer = await platform.client.get("/api/v1/events/MINE", headers=headers)

        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/event-not-found")
        assert await report(platform, headers, source_event_id="MINE")

    @pytest.mark.parametrize("event_id", ["nobody", "%00", "x" * 2000])
    async def test_that_was_never_reported_is_not_there(
        self, platform: Platform, event_id: str
    ) -> None:
        answer = await platform.client.get(
            f"/api/v1/events/{event_id}", headers=platform.as_platform
        )

        assert answer.status_code == 404

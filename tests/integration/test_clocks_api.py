"""Clocks over HTTP: shown with their case, rested by posts, extended by those who may; armed by the relay."""

from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from command.clocks import operations
from core.timers import Timer
from tests.factories import shared_platform
from tests.platform import Platform, now_text
from tests.waiting import until_read

OUTSIDE = {"lon": 87.05, "lat": 43.05}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


async def read(platform: Platform, case_no: str, username: str = "yz-center") -> dict[str, Any]:
    headers = await platform.sign_in(username)
    answer = await platform.client.get(f"/api/v1/cases/{case_no}", headers=headers)
    assert answer.status_code == 200, answer.text
    case: dict[str, Any] = answer.json()
    return case


async def post(
    platform: Platform, path: str, username: str, **body: Any
) -> tuple[int, dict[str, Any]]:
    answer = await platform.client.post(
        f"/api/v1/cases/{path}", json=body, headers=await platform.sign_in(username)
    )
    return answer.status_code, answer.json()


async def worked(platform: Platform, **changes: Any) -> str:
    """Report what the officer of YZ-U1 accepts; give its case's number."""
    async with platform.phone("yz-team") as phone:
        case_no = (await platform.report(**changes))["case_no"]
        task = await phone.frame("task.offered", case_no=case_no)
    answer = await platform.client.post(
        f"/api/v1/tasks/{task['id']}/acts",
        json={"do": "accept", "id": str(uuid4()), "at": now_text()},
        headers=await platform.sign_in("yz-team"),
    )
    assert answer.status_code == 200, answer.text
    await until_read(lambda: state(platform, case_no), "signed")
    return str(case_no)


async def state(platform: Platform, case_no: str) -> object:
    return (await read(platform, case_no))["state"]


class TestShown:
    async def test_with_the_case_in_lists_on_sockets_and_in_its_story(
        self, platform: Platform
    ) -> None:
        async with platform.console("yz-center") as console:
            case_no = (await platform.report(urgency="urgent"))["case_no"]
            frame = await console.frame("case.changed", case_no=case_no)
        case = await read(platform, case_no)

        clock = case["clock"]
        wait = datetime.fromisoformat(clock["due_at"]) - datetime.fromisoformat(clock["started_at"])
        assert wait.total_seconds() == 24 * 3600
        assert frame["due_at"] == case["due_at"] == clock["due_at"]
        assert frame["near_at"] == case["near_at"] == clock["near_at"]
        assert (clock["limit"]["rule"], clock["limit"]["source"]) == (
            "YZ-URGENT v1",
            "云泽市处置时限(虚构)",
        )
        assert clock["published"] == [2026]
        assert (clock["stopped_at"], clock["in_time"], clock["changes"]) == (None, None, [])
        assert {stretch["holder"] for stretch in clock["charged"]} == {"team"}

    async def test_by_the_rows_that_are_loaded(self, platform: Platform) -> None:
        answer = await platform.client.get(
            "/api/v1/time-limits", headers=await platform.sign_in("yz-team")
        )

        said = answer.json()
        assert {row["rule"] for row in said["limits"]} >= {"YZ-GENERAL v1", "YZ-DECISION v1"}
        assert {row["ground"] for row in said["grounds"]} == {
            "rectification",
            "testing",
            "dispute",
            "supplement",
        }
        assert said["published"] == [2026]

    async def test_and_is_armed_by_the_relay(self, platform: Platform) -> None:
        routed = await read(platform, (await platform.report(urgency="urgent"))["case_no"])
        waits = await read(
            platform, (await platform.report(urgency="urgent", location=OUTSIDE))["case_no"]
        )

        for case in (routed, waits):
            wanted = datetime.fromisoformat(case["near_at"])
            await until_read(partial(armed, platform, case["case_no"]), wanted)


async def armed(platform: Platform, case_no: str) -> datetime | None:
    async with platform.database.reading() as session:
        row = await session.get(Timer, (operations.TIMER, case_no))
        return row.at if row else None


class TestRest:
    async def test_of_a_case_in_dispute_stands_until_it_goes_on(self, platform: Platform) -> None:
        case_no = (await platform.report(location=OUTSIDE))["case_no"]
        case = await read(platform, case_no)
        word = {"version": case["version"]}

        stale = await post(
            platform, f"{case_no}/clock", "yz-center", **word | {"version": 9}, ground="dispute"
        )
        status, resting = await post(
            platform, f"{case_no}/clock", "yz-center", **word, ground="dispute"
        )
        again, running = await post(
            platform,
            f"{case_no}/clock",
            "yz-center",
            version=resting["version"],
        )

        assert (stale[0], stale[1]["type"]) == (409, "/problems/case-changed")
        assert (status, again) == (200, 200)
        assert resting["paused_at"] is not None
        assert running["paused_at"] is None
        told = (await read(platform, case_no))["clock"]
        assert [change["what"] for change in told["changes"]] == ["rested", "went_on"]
        assert [stretch["holder"] for stretch in told["charged"]] == ["centre", "nobody", "centre"]

    async def test_with_the_officers_work_is_shown(self, platform: Platform) -> None:
        case_no = await worked(platform)
        (task,) = (await read(platform, case_no))["tasks"]

        answer = await platform.client.post(
            f"/api/v1/tasks/{task['id']}/acts",
            json={
                "do": "suspend",
                "id": str(uuid4()),
                "at": now_text(),
                "ground": "rectification",
            },
            headers=await platform.sign_in("yz-team"),
        )

        assert answer.status_code == 200, answer.text

        async def rests() -> bool:
            return (await read(platform, case_no))["paused_at"] is not None

        await until_read(rests, True)
        (change,) = (await read(platform, case_no))["clock"]["changes"]
        assert (change["what"], change["ground"]) == ("rested", "rectification")

    async def test_is_for_posts_and_only_of_their_cases(self, platform: Platform) -> None:
        case_no = (await platform.report(location=OUTSIDE))["case_no"]
        word = {"version": 1, "ground": "dispute"}

        officer = await post(platform, f"{case_no}/clock", "yz-team", **word)
        elsewhere = await post(platform, f"{case_no}/clock", "yz-east", **word)

        assert (officer[0], elsewhere[0]) == (403, 404)


class TestExtension:
    async def test_is_asked_for_by_the_officer_and_approved_by_the_district(
        self, platform: Platform
    ) -> None:
        case_no = await worked(platform)
        wanted = {"id": str(uuid4()), "value": 1, "reason": "当事人不在场"}

        status, asked = await post(platform, f"{case_no}/extensions", "yz-team", **wanted)
        again, same = await post(platform, f"{case_no}/extensions", "yz-team", **wanted)
        path = f"{case_no}/extensions/{asked['id']}/answer"
        below = await post(platform, path, "yz-donghu", approve=True, reason="同意")
        before = await read(platform, case_no)
        done, answered = await post(platform, path, "yz-east", approve=True, reason="同意")
        case = await read(platform, case_no)

        assert (status, again, same) == (201, 200, asked)
        assert (below[0], below[1]["type"]) == (403, "/problems/not-approver")
        assert (done, answered["state"], answered["approver"]) == (200, "approved", "district")
        assert case["due_at"] > before["due_at"]
        assert [change["what"] for change in case["clock"]["changes"]] == [
            "extension_asked",
            "extended",
        ]
        (extension,) = case["clock"]["extensions"]
        assert (extension["value"], extension["unit"], extension["answer"]) == (
            1,
            "working_day",
            "同意",
        )

    async def test_of_more_than_the_row_gives_or_of_part_of_a_day_is_refused(
        self, platform: Platform
    ) -> None:
        case_no = await worked(platform)

        for value in (3660, 1.5):
            status, refused = await post(
                platform,
                f"{case_no}/extensions",
                "yz-team",
                id=str(uuid4()),
                value=value,
                reason="x",
            )

            assert status == 409, refused
            assert refused["errors"][0]["pointer"] == "/value"
            assert refused["errors"][0]["allowed"]["maximum"] > 0

    async def test_of_another_units_case_is_not_there(self, platform: Platform) -> None:
        case_no = (await platform.report(location=OUTSIDE))["case_no"]

        status, _ = await post(
            platform, f"{case_no}/extensions", "yz-team", id=str(uuid4()), value=1, reason="x"
        )

        assert status == 404

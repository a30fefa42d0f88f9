"""Limits that hold when what they count with does not: whoever cannot be counted is not let in."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import text

from core.auth import passwords, throttle
from dispatch import api as tasks_api
from tests.factories import shared_platform
from tests.platform import Platform
from tests.raw_http import exchange
from tests.waiting import until


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


async def sign_in(platform: Platform, password: str | None = None) -> httpx.Response:
    account = platform.facts["accounts"][0]
    answer = await platform.client.post(
        "/api/v1/login",
        json={
            "username": account["username"],
            "password": account["password"] if password is None else password,
        },
    )
    platform.client.cookies.clear()
    return answer


async def rename(platform: Platform, old: str, new: str) -> None:
    async with platform.database.transaction() as session:
        await session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def told_to_come_back(answer: httpx.Response) -> str:
    """Hold a refusal to 503 with `Retry-After`, and give its type."""
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert "set-cookie" not in answer.headers
    kind: str = answer.json()["type"]
    return kind


class TestLogin:
    async def test_lets_nobody_in_while_guesses_cannot_be_counted(self, platform: Platform) -> None:
        await rename(platform, "login_attempt", "login_attempt_away")
        try:
            answers = [await sign_in(platform), await sign_in(platform, "wrong")]
        finally:
            await rename(platform, "login_attempt_away", "login_attempt")

        assert [told_to_come_back(answer) for answer in answers] == ["/problems/unavailable"] * 2
        assert "login_attempt" not in answers[0].text
        assert (await sign_in(platform)).status_code == 200

    async def test_turns_away_at_once_what_is_too_much_at_a_time(
        self, platform: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(passwords, "AT_ONCE", 2)

        answers = await asyncio.gather(*(sign_in(platform) for _ in range(8)))

        refused = [answer for answer in answers if answer.status_code != 200]
        assert refused
        assert {told_to_come_back(answer) for answer in refused} == {"/problems/login-busy"}

    async def test_refuses_the_right_password_too_once_guesses_are_spent(
        self, platform: Platform
    ) -> None:
        for _ in range(throttle.PER_USERNAME):
            assert (await sign_in(platform, "wrong")).status_code == 401

        answer = await sign_in(platform)

        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= throttle.WINDOW.total_seconds() + 1


class TestUploads:
    async def test_are_turned_away_before_they_are_read_when_there_is_no_place(
        self, platform: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tasks_api, "UPLOADS", 1)
        officer = await platform.sign_in("yz-team")
        let_go = asyncio.Event()

        async def slow_form() -> AsyncIterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            await let_go.wait()
            yield b"a photo\r\n--x--\r\n"

        form = officer | {"Content-Type": "multipart/form-data; boundary=x"}
        first = asyncio.create_task(
            platform.client.post("/api/v1/files", content=slow_form(), headers=form)
        )
        await until(lambda: tasks_api._under_way == 1)

        # Only announced: who is refused unread must not find its line cut by what it had still to say.
        second = await exchange(
            platform.base_url, "POST", "/api/v1/files", headers=form | {"Content-Length": "100"}
        )

        assert (second.status, second.json()["type"]) == (503, "/problems/unavailable")
        assert int(second.headers["retry-after"]) >= 1
        assert "set-cookie" not in second.headers
        let_go.set()
        assert (await first).status_code == 201
        third = await platform.client.post("/api/v1/files", files={"file": b"x"}, headers=officer)
        assert third.status_code == 201

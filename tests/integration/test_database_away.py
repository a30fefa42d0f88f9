"""While the database is away everybody is told to come back, and all goes on when it is there again."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from typing import Any
from uuid import uuid4

import httpx
import pytest
from structlog.testing import capture_logs
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

import main
from core import db, schema
from core.db import Database
from core.hub import AWAY
from core.preflight import CannotStart
from core.settings import Settings
from tests.conftest import YUNZE
from tests.integration.test_wire import closed_with
from tests.killing import Killable, killable_postgres
from tests.platform import Platform, Socket, make_event, now_text, running_platform
from tests.waiting import until_read

NOBODY = "Bearer nobody-was-ever-given-this"
A_DEVICE = "Basic dW5pdDpub2JvZHk="
"""Not remembered by the door, so that the database has to be asked."""


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[tuple[Killable, str]]:
    """A PostgreSQL with the city of Yunze, to be killed."""
    with killable_postgres() as (server, url):
        database = Database(url)
        await schema.upgrade(database)
        await main.load_folder(database, folder=YUNZE)
        await database.close()
        yield server, url


@pytest.fixture
async def platform(
    server: tuple[Killable, str], valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Platform]:
    """A platform on that PostgreSQL."""
    settings = Settings(
        database_url=server[1],
        redis_url=valkey_url,
        redis_prefix=f"test-{uuid4().hex}",
        data_dir=tmp_path_factory.mktemp("away"),
    )
    async with running_platform(settings, YUNZE) as running:
        yield running


@pytest.fixture
def postgres(server: tuple[Killable, str]) -> Killable:
    return server[0]


def told_to_come_back(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json()["type"] == "/problems/unavailable"


async def ask(platform: Platform, operation: str) -> httpx.Response:
    """Ask an operation for whatever comes first of all that it needs the database for."""
    method, path = operation.split()
    account = platform.facts["accounts"][0]
    login = {"username": account["username"], "password": account["password"]}
    return await platform.client.request(
        method,
        re.sub(r"{\w+}", str(uuid4()), path),
        headers={"Authorization": A_DEVICE if path.endswith("/owntracks") else NOBODY},
        params={"id": "nobody's"} if path.endswith("/osmand") else None,
        json=login if path == "/api/v1/login" else None,
    )


async def documented(platform: Platform) -> list[str]:
    """Name the operations that say they may have to ask somebody to come back."""
    described = (await platform.client.get("/openapi.json")).json()
    return [
        f"{method.upper()} {path}"
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if "503" in operation["responses"] and path != "/readyz"
    ]


NEEDS_NONE = {
    "GET /healthz",
    "GET /metrics",
    "GET /api/v1/city",
    "GET /api/v1/grid/areas",
    "GET /api/v1/grid/locate",
}


async def all_is_well(platform: Platform) -> None:
    """Wait until an event is taken in again and told on a socket."""

    async def report() -> int:
        answer = await platform.client.post(
            "/api/v1/events", json=make_event(), headers=platform.as_platform
        )
        return answer.status_code

    await until_read(report, 201)
    async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
        case = await platform.report()
        task = await phone.frame("task.offered", case_no=case["case_no"])
        assert "done" in await phone.act("accept", task["id"])
        await console.frame("case.changed", case_no=case["case_no"], state="signed")


class TestAKilledPostgres:
    async def test_is_answered_with_503_wherever_it_is_needed_until_it_is_back(
        self, platform: Platform, postgres: Killable
    ) -> None:
        operations = await documented(platform)
        paths = (await platform.client.get("/openapi.json")).json()["paths"]
        every = {f"{method.upper()} {path}" for path, on in paths.items() for method in on}
        assert every - set(operations) == NEEDS_NONE | {"GET /readyz"}
        await platform.report()
        postgres.kill()
        try:
            for operation in operations:
                told_to_come_back(await ask(platform, operation))
            for name in NEEDS_NONE - {"GET /api/v1/grid/locate"}:
                method, path = name.split()
                assert (await platform.client.request(method, path)).status_code == 200
            for lang, word in (("en", "Unavailable"), ("zh-CN", "暂")):
                answer = await platform.client.get(
                    "/api/v1/me", headers={"Authorization": NOBODY, "Accept-Language": lang}
                )
                assert word in answer.text
        finally:
            postgres.start()
        await all_is_well(platform)

    async def test_lets_no_event_be_answered_that_was_not_kept(
        self, platform: Platform, postgres: Killable
    ) -> None:
        # Of a platform that is known: the door does not ask, the intake does.
        known = await platform.report()
        assert known
        postgres.kill()
        try:
            one = platform.client.post(
                "/api/v1/events", json=make_event(), headers=platform.as_platform
            )
            many = platform.client.post(
                "/api/v1/events:batch",
                json=[make_event() for _ in range(300)],
                headers=platform.as_platform,
            )
            single, batch = await asyncio.gather(one, many)
        finally:
            postgres.start()

        told_to_come_back(single)
        assert batch.status_code == 200, batch.text[:200]
        rows = batch.json()
        assert {row["status"] for row in rows} == {503}
        assert {row["problem"]["type"] for row in rows} == {"/problems/unavailable"}
        await all_is_well(platform)

    async def test_ends_sockets_that_need_it_to_be_opened_again_and_refuses_new_ones(
        self, platform: Platform, postgres: Killable
    ) -> None:
        headers = await platform.sign_in("yz-team")
        url = platform.base_url.replace("http", "ws", 1) + "/ws/field"
        async with AsyncExitStack() as stack:
            phone = await stack.enter_async_context(platform.phone("yz-team"))
            # Let in already, not opened yet: what a phone has to do is in the database.
            wire = await stack.enter_async_context(
                connect(url, additional_headers=headers, proxy=None)
            )
            postgres.kill()
            try:
                await wire.send(json.dumps({"hello": {"last_seq": None}}))
                assert await closed_with(Socket(wire)) == AWAY
                act = {"do": "accept", "id": str(uuid4()), "task": str(uuid4()), "at": now_text()}
                await phone.say(act)
                assert await closed_with(phone) == AWAY
                for path in ("/ws/field", "/ws/console"):
                    with pytest.raises(InvalidStatus) as refused:
                        await connect(
                            url.replace("/ws/field", path), additional_headers=headers, proxy=None
                        )
                    assert refused.value.response.status_code == 503
                    assert "retry-after" in refused.value.response.headers
            finally:
                postgres.start()
        await all_is_well(platform)

    async def test_is_logged_once_a_request_and_says_nothing_that_was_sent(
        self, platform: Platform, postgres: Killable
    ) -> None:
        headers = await platform.sign_in("yz-team")
        postgres.kill()
        try:
            with capture_logs() as lines:
                await platform.client.get("/api/v1/tasks", headers=headers)
                await platform.client.post(
                    "/api/v1/events",
                    json=make_event(title="王小明的电话"),
                    headers={"Authorization": NOBODY},
                )
        finally:
            postgres.start()

        told: list[Any] = [line for line in lines if line["event"] == "database_away"]
        assert len(told) == 2
        assert {line["log_level"] for line in told} == {"error"}
        assert not [line for line in lines if "exc_info" in line]
        assert "王小明" not in str(lines)
        assert "nobody-was" not in str(lines)

    async def test_lets_nothing_start_and_says_so_in_one_line(
        self, platform: Platform, postgres: Killable
    ) -> None:
        postgres.kill()
        try:
            with pytest.raises(CannotStart, match="database does not answer"):
                await main._try(platform.settings)
        finally:
            postgres.start()


class TestAPostgresThatSleeps:
    async def test_is_not_waited_for_for_ever(self, platform: Platform, postgres: Killable) -> None:
        headers = await platform.sign_in("yz-team")
        # From now on: a busy machine may need longer to start.
        platform.app.state.database.patience_s = 0.5
        postgres.pause()
        try:
            for path in ("/api/v1/tasks", "/api/v1/me"):
                told_to_come_back(await platform.client.get(path, headers=headers))
            answer = await platform.client.post(
                "/api/v1/events", json=make_event(), headers=platform.as_platform
            )
            told_to_come_back(answer)
        finally:
            postgres.go_on()
            platform.app.state.database.patience_s = db.PATIENCE_S
        await all_is_well(platform)


class TestALockedSqlite:
    @pytest.fixture
    def database_kind(self) -> str:
        return "sqlite"

    async def test_takes_nothing_in_and_is_still_read(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(db, "BUSY_MS", 200)
        async with running_platform(settings, YUNZE) as platform:
            headers = await platform.sign_in("yz-center")
            path = settings.database_url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                answer = await platform.client.post(
                    "/api/v1/events", json=make_event(), headers=platform.as_platform
                )
                told_to_come_back(answer)
                told_to_come_back(await platform.client.post("/api/v1/logout", headers=headers))
                read = await platform.client.get("/api/v1/cases", headers=headers)
                assert read.status_code == 200
                other.execute("ROLLBACK")

            await all_is_well(platform)

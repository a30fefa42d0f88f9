"""The wire over the whole platform: who may follow what, and that nothing is lost, doubled or out of order."""

import asyncio
import copy
import json
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from sqlalchemy import select
from sqlmodel import col
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

import main
from core import bus
from core.auth import operations as accounts
from core.auth import queries
from core.auth.models import Account
from core.auth.values import Ended, Role
from core.bus import Bus
from core.clock import utcnow
from core.hub import ENDED, FORBIDDEN
from core.settings import Settings
from tests.conftest import YUNZE
from tests.factories import sign_up
from tests.killing import killable_valkey
from tests.picture import Picture
from tests.platform import Platform, Socket, now_text, running_platform
from tests.waiting import PATIENCE_S, until

SPOTS = ((87.03, 43.03), (87.15, 43.05), (87.05, 43.15), (87.15, 43.15), (87.05, 43.05), (80, 40))
CLASSES = ("M01", "M07", "M08", "M04", "M02", "M06")


async def refused_with(platform: Platform, path: str, **headers: str) -> int:
    """Open a socket that is refused over HTTP, and give the status."""
    url = platform.base_url.replace("http", "ws", 1) + path
    with pytest.raises(InvalidStatus) as refused:
        async with connect(url, additional_headers=headers, proxy=None):
            pass
    return refused.value.response.status_code


async def closed_with(socket: Socket) -> int | None:
    """Read to the end and give the code."""
    try:
        while True:
            await socket.hear()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


async def code_on_opening(platform: Platform, path: str, username: str) -> int | None:
    headers = await platform.sign_in(username)
    url = platform.base_url.replace("http", "ws", 1) + path
    async with connect(url, additional_headers=headers, proxy=None) as wire:
        return await closed_with(Socket(wire))


def numbers(socket: Socket) -> list[int]:
    return [message["seq"] for message in socket.heard if "name" in message and "seq" in message]


class TestWhoMayFollow:
    async def test_is_who_has_a_session_and_comes_from_our_own_pages(
        self, platform: Platform
    ) -> None:
        await platform.sign_in("yz-center")
        token = platform.tokens["yz-center"]
        cookie, own = f"onedoor_session={token}", platform.base_url

        for path in ("/ws/console", "/ws/field"):
            assert await refused_with(platform, path) == 401
            assert await refused_with(platform, path, Authorization="Bearer nobody") == 401
            assert await refused_with(platform, f"{path}?token={token}") == 401
            assert await refused_with(platform, f"{path}?access_token={token}") == 401
            assert await refused_with(platform, path, Cookie=cookie) == 403
            for origin in (
                "http://elsewhere.example",
                "null",
                own + "0",
                own.replace("http", "https"),
            ):
                assert await refused_with(platform, path, Cookie=cookie, Origin=origin) == 403

        url = platform.base_url.replace("http", "ws", 1) + "/ws/console"
        async with connect(
            url, additional_headers={"Cookie": cookie, "Origin": own}, proxy=None
        ) as wire:
            await wire.send('{"hello": {"last_seq": null}}')
            assert "snapshot" in json.loads(await wire.recv())

    async def test_is_an_officer_on_the_phone_and_anybody_else_on_the_console(
        self, platform: Platform
    ) -> None:
        assert await code_on_opening(platform, "/ws/console", "yz-team") == FORBIDDEN
        for username in ("yz-center", "yz-donghu", "yz-guest"):
            assert await code_on_opening(platform, "/ws/field", username) == FORBIDDEN

    async def test_hears_of_its_own_scope_alone(self, platform: Platform) -> None:
        async with AsyncExitStack() as stack:
            center = await stack.enter_async_context(platform.console("yz-center"))
            donghu = await stack.enter_async_context(platform.console("yz-donghu"))
            phone = await stack.enter_async_context(platform.phone("yz-team"))
            there = await platform.report(location={"lon": 87.15, "lat": 43.05})
            here = await platform.report()

            await center.frame("case.changed", case_no=here["case_no"], state="sent")
            await donghu.frame("case.changed", case_no=here["case_no"], state="sent")
            task = await phone.frame("task.offered", case_no=here["case_no"])

        assert task["unit"] == "YZ-U1"
        for socket, hears in ((center, True), (donghu, False), (phone, False)):
            said = json.dumps(socket.heard)
            assert (there["case_no"] in said) is hears
            assert numbers(socket) == list(
                range(socket.opening["seq"] + 1, socket.opening["seq"] + 1 + len(numbers(socket)))
            )


class TestEnding:
    async def test_signing_out_closes_the_sockets_of_that_session_alone(
        self, platform: Platform
    ) -> None:
        async with AsyncExitStack() as stack:
            first = await stack.enter_async_context(platform.console("yz-center"))
            ending = await platform.sign_in("yz-center")
            del platform.tokens["yz-center"]
            second = await stack.enter_async_context(platform.console("yz-center"))

            await platform.client.post("/api/v1/logout", headers=ending)

            assert await closed_with(first) == ENDED
            await platform.report()
            await second.frame("case.changed")
        assert await refused_with(platform, "/ws/console", **ending) == 401

    async def test_another_scope_closes_the_sockets_that_had_the_old_one(
        self, platform: Platform
    ) -> None:
        async with AsyncExitStack() as stack:
            console = await stack.enter_async_context(platform.console("yz-east"))
            other = await stack.enter_async_context(platform.console("yz-center"))
            async with platform.database.transaction() as session:
                account = await session.scalar(
                    select(Account).where(col(Account.username) == "yz-east")
                )
                assert account is not None
                await accounts.change_scope(
                    session,
                    account_id=account.id,
                    role=Role.VIEWER,
                    node="township:990101002",
                    node_name="南市街道",
                    unit=None,
                    now=utcnow(),
                )

            assert await closed_with(console) == ENDED
            # The session goes on, with what it may see now.
            async with platform.console("yz-east") as narrower:
                await platform.report()
                said = await platform.report(location={"lon": 87.15, "lat": 43.05})
                first = await narrower.frame("case.changed")
                await other.frame("case.changed", case_no=said["case_no"])
        assert first["case_no"] == said["case_no"]

    async def test_comes_late_but_comes_when_nobody_could_ask_who_ended(
        self, platform: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[None] = []

        async def fail(*_: object, **__: object) -> Ended:
            asked.append(None)
            raise OSError("the database is away")

        async with platform.console("yz-center") as console:
            headers = await platform.sign_in("yz-center")
            with monkeypatch.context() as patch:
                patch.setattr(main, "OVERLAP", timedelta(0))
                patch.setattr(queries, "ended_since", fail)
                await until(lambda: asked)
                await platform.client.post("/api/v1/logout", headers=headers)
                await until(lambda: len(asked) > 1)
                patch.undo()
                patch.setattr(main, "OVERLAP", timedelta(0))

                assert await closed_with(console) == ENDED


class TestWords:
    async def test_that_fit_no_form_are_refused_and_the_socket_stays(
        self, platform: Platform
    ) -> None:
        act = str(uuid4())
        async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
            for socket in (console, phone):
                for word in (
                    {},
                    {"hello": {"last_seq": 1}},
                    {"do": "accept"} if socket is phone else {"do": 1},
                    {"here": "there"} if socket is phone else {"here": 1},
                    {"ack": "1"} if socket is phone else {"x": 1},
                ):
                    await socket.say(word)
                    answer = await socket.wait_for(lambda m: "refused" in m)
                    assert answer["refused"] is None, word
                    assert answer["problem"]["status"] in (400, 422), word
            for socket in (console, phone):
                await socket.wire.send('{"ack": 1, "x": [{"y": 1, "y": 2}]}')
                problem = (await socket.wait_for(lambda m: "refused" in m))["problem"]
                assert problem["type"] == "/problems/invalid-input"
                assert [(e["pointer"], e["rule"]) for e in problem["errors"]] == [
                    ("/x/0/y", "duplicate")
                ]
            await phone.say({"do": "fly", "id": act, "task": act, "at": now_text()})
            assert (await phone.wait_for(lambda m: "refused" in m))["refused"] == act
            await phone.say({"ack": 3})
            await phone.say({"here": {"lon": 87.03, "lat": 43.03, "accuracy_m": 5}})
            await console.say({"ack": 3})
            moved = await console.frame("unit.moved", unit="YZ-U1")

        assert (moved["lon"], moved["lat"]) == (87.03, 43.03)


class TestPosition:
    async def test_of_a_unit_off_duty_is_neither_told_nor_kept(self, platform: Platform) -> None:
        # One of the two has the day and the other the night.
        officers = {
            unit: await sign_up(platform, Role.OFFICER, "team:YZ-T2", unit)
            for unit in ("YZ-U2A", "YZ-U2B")
        }
        headers = await platform.sign_in("yz-center")

        async def units() -> dict[str, Any]:
            items = (await platform.client.get("/api/v1/units", headers=headers)).json()["items"]
            return {item["code"]: item for item in items if item["code"] in officers}

        before = await units()
        resting, working = sorted(officers, key=lambda code: before[code]["on_duty"])
        assert not before[resting]["on_duty"]
        spot = {"lon": 87.11, "lat": 43.01, "accuracy_m": 5}
        async with platform.console("yz-center") as console:
            for unit in (resting, working):
                async with platform.phone(officers[unit]) as phone:
                    await phone.say({"here": spot})
                    await phone.say({"nothing": 1})
                    await phone.wait_for(lambda m: "refused" in m)
            await console.frame("unit.moved", unit=working)
        after = await units()

        moved = [m["data"]["unit"] for m in console.heard if m.get("name") == "unit.moved"]
        assert moved == [working]
        assert (after[working]["lon"], after[working]["lat"]) == (87.11, 43.01)
        assert after[resting]["lon"] == before[resting]["lon"]


class TestWhatTheBusLoses:
    async def test_is_delivered_once_and_in_order_all_the_same(
        self, platform: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Bus, "frames", _say_nothing)
        async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
            cases = [(await platform.report())["case_no"] for _ in range(3)]
            for case_no in cases:
                await phone.frame("task.offered", case_no=case_no)
            await console.frame("case.changed", case_no=cases[-1], state="sent")

        for socket in (console, phone):
            assert numbers(socket) == list(range(1, len(numbers(socket)) + 1))

    async def test_is_delivered_though_it_loses_even_word_of_it(
        self, forgetful: None, platform: Platform
    ) -> None:
        async with platform.phone("yz-team") as phone:
            case_no = (await platform.report())["case_no"]

            await phone.frame("task.offered", case_no=case_no)

    @pytest.fixture
    def forgetful(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A bus that loses every frame, and each word of how far a channel has come the first time."""
        told: set[tuple[str, int]] = set()
        heads = Bus.heads

        async def say_what_was_said_before(self: Bus, news: dict[str, int]) -> None:
            await heads(self, dict(told & set(news.items())))
            told.update(news.items())

        monkeypatch.setattr(main, "SAY_AGAIN_S", 1)
        monkeypatch.setattr(Bus, "frames", _say_nothing)
        monkeypatch.setattr(Bus, "heads", say_what_was_said_before)


async def test_while_redis_is_away_events_are_taken_in_and_told_and_nothing_is_lost(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "SILENCE_S", 0.5)
    with killable_valkey() as (redis, url):
        alone = settings.model_copy(update={"redis_url": url})
        async with AsyncExitStack() as stack:
            platform = await stack.enter_async_context(running_platform(alone, YUNZE))
            console = await stack.enter_async_context(platform.console("yz-center"))
            phone = await stack.enter_async_context(platform.phone("yz-team"))

            async def report_and_wait() -> None:
                case_no = (await platform.report())["case_no"]
                task = await phone.frame("task.offered", case_no=case_no)
                assert "done" in await phone.act("accept", task["id"])
                await console.frame("case.changed", case_no=case_no, state="signed")

            await report_and_wait()
            redis.kill()
            await report_and_wait()
            await report_and_wait()
            redis.start()
            await report_and_wait()
            redis.pause()
            await report_and_wait()
            redis.go_on()
            await report_and_wait()

        for socket in (console, phone):
            assert numbers(socket) == list(range(1, len(numbers(socket)) + 1))


async def test_a_redis_that_comes_back_empty_took_nothing_along(settings: Settings) -> None:
    with killable_valkey() as (redis, url):
        alone = settings.model_copy(update={"redis_url": url})
        async with AsyncExitStack() as stack:
            platform = await stack.enter_async_context(running_platform(alone, YUNZE))
            console = await stack.enter_async_context(platform.console("yz-center"))
            phone = await stack.enter_async_context(platform.phone("yz-team"))
            before = await platform.report()
            await phone.frame("task.offered", case_no=before["case_no"])

            redis.kill()
            redis.start()
            async with Redis.from_url(url) as emptied:
                await emptied.flushall()

            after = await platform.report()
            task = await phone.frame("task.offered", case_no=after["case_no"])
            assert "done" in await phone.act("accept", task["id"])
            await console.frame("case.changed", case_no=after["case_no"], state="signed")

        for socket in (console, phone):
            assert numbers(socket) == list(range(1, len(numbers(socket)) + 1))


class Follower:
    """Somebody who follows from the first snapshot on, and can say what they saw at any number."""

    def __init__(self, socket: Socket, kind: str, username: str) -> None:
        self.kind, self.username = kind, username
        self._socket = socket
        self._picture = Picture.of(socket.opening)
        self._early: list[dict[str, Any]] = []

    async def seen_at(self, seq: int) -> Picture:
        """Fold every frame up to a number."""
        while self._picture.seq < seq:
            frame = self._early.pop(0) if self._early else await self._socket.hear()
            if "name" in frame and "seq" in frame:
                self._picture.fold(frame)
        return copy.deepcopy(self._picture)

    async def act(self, do: str, task: str, **more: Any) -> None:
        """Do an act; frames heard before its answer are kept."""
        before = len(self._socket.heard)
        await self._socket.act(do, task, **more)
        self._early += self._socket.heard[before:]


async def test_a_snapshot_and_what_follows_is_a_later_snapshot(platform: Platform) -> None:
    chance = random.Random(20261122)
    async with AsyncExitStack() as stack:
        followers = [
            await stack.enter_async_context(following(platform, kind, username))
            for kind, username in (
                ("console", "yz-center"),
                ("console", "yz-east"),
                ("console", "yz-donghu"),
                ("phone", "yz-team"),
            )
        ]
        phone = followers[-1]
        for _ in range(12):
            for _ in range(chance.randint(1, 6)):
                await do_something(platform, phone, chance)
            for follower in followers:
                # Opened anew at a number somewhere in the middle of what is still going on.
                async with opened(platform, follower.kind, follower.username) as now:
                    fresh = Picture.of(now.opening)
                assert await follower.seen_at(fresh.seq) == fresh
    assert any(follower._picture.tasks for follower in followers)


async def do_something(platform: Platform, phone: Follower, chance: random.Random) -> None:
    """Do one of the things that happen in a city."""
    open_tasks = (
        await platform.client.get("/api/v1/tasks", headers=await platform.sign_in("yz-team"))
    ).json()["items"]
    if open_tasks and chance.random() < 0.6:
        task = chance.choice(open_tasks)
        do = chance.choice(("accept", "accept", "depart", "arrive", "finish", "decline"))
        await phone.act(do, task["id"], reason="车辆故障", result="已劝导整改")
    elif chance.random() < 0.2:
        headers = await platform.sign_in("yz-center")
        wanted = await platform.client.get("/api/v1/cases?state=to_judge", headers=headers)
        for case in wanted.json()["items"][:1]:
            judgement = {"team": "YZ-T1", "reason": "现场核定", "version": case["version"]}
            await platform.client.post(
                f"/api/v1/cases/{case['case_no']}/assign", json=judgement, headers=headers
            )
    else:
        lon, lat = chance.choice(SPOTS)
        await platform.report(
            category={"scheme": "LOCAL-YZ", "kind": "matter", "code": chance.choice(CLASSES)},
            location={"lon": lon, "lat": lat, "crs": "CGCS2000"},
        )


@asynccontextmanager
async def following(platform: Platform, kind: str, username: str) -> AsyncIterator[Follower]:
    async with opened(platform, kind, username) as socket:
        yield Follower(socket, kind, username)


@asynccontextmanager
async def opened(platform: Platform, kind: str, username: str) -> AsyncIterator[Socket]:
    opening = platform.phone if kind == "phone" else platform.console
    async with asyncio.timeout(PATIENCE_S * 4), opening(username) as socket:
        yield socket


async def _say_nothing(*_: object) -> None:
    return

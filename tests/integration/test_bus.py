"""The bus: fast while Redis answers, quick to give up while it does not, and never deaf unawares."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from core import bus as buses
from core.bus import Bus
from core.channels import Numbered
from tests.killing import Killable, killable_valkey
from tests.waiting import until

FRAMES = [Numbered("city", 1, '"name":"x"'), Numbered("team:A", 7, '"name":"x"')]


@pytest.fixture
def redis() -> Iterator[tuple[Killable, str]]:
    """A Valkey to be killed."""
    with killable_valkey() as (server, url):
        yield server, url


@pytest.fixture
async def bus(redis: tuple[Killable, str]) -> AsyncIterator[Bus]:
    opened = Bus(redis[1], prefix="test")
    speaking = asyncio.create_task(opened.speak())
    yield opened
    speaking.cancel()
    await asyncio.gather(speaking, return_exceptions=True)
    await opened.close()


@pytest.fixture
async def heard(bus: Bus) -> AsyncIterator[list[dict[str, Any]]]:
    """What somebody hears who listens all the time."""
    messages: list[dict[str, Any]] = []

    async def listen() -> None:
        async for message in bus.hear_frames():
            messages.append(message)

    task = asyncio.create_task(listen())
    await until(bus.connected.is_set)
    yield messages
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class TestBus:
    async def test_carries_each_body_once_with_its_numbers(
        self, bus: Bus, heard: list[dict[str, Any]]
    ) -> None:
        await bus.frames(FRAMES)
        await bus.loose("city", '{"name":"ping"}')
        await bus.heads({"city": 1})

        await until(lambda: len(heard) == 4)
        assert heard == [
            {"joined": True},
            {"frames": [['"name":"x"', {"city": 1, "team:A": 7}]]},
            {"loose": ["city", '{"name":"ping"}']},
            {"heads": {"city": 1}},
        ]

    async def test_keeps_two_platforms_on_one_redis_apart(
        self, bus: Bus, heard: list[dict[str, Any]], redis: tuple[Killable, str]
    ) -> None:
        other = Bus(redis[1], prefix="other")
        speaking = asyncio.create_task(other.speak())
        await other.heads({"city": 9})
        await until(lambda: other._unsaid.empty())
        await bus.heads({"city": 1})

        await until(lambda: len(heard) == 2)
        assert heard[1] == {"heads": {"city": 1}}
        speaking.cancel()
        await asyncio.gather(speaking, return_exceptions=True)
        await other.close()

    async def test_wakes_the_relay(self, bus: Bus) -> None:
        nudged = asyncio.Event()
        listening = asyncio.create_task(bus.hear_nudges(nudged))
        await until(bus.connected.is_set)

        await bus.nudge()

        async with asyncio.timeout(15):
            await nudged.wait()
        listening.cancel()


class TestWhileRedisIsAway:
    async def test_keeps_nobody_waiting_and_speaks_again_when_it_is_back(
        self, bus: Bus, heard: list[dict[str, Any]], redis: tuple[Killable, str]
    ) -> None:
        redis[0].kill()
        for _ in range(buses.ROOM + 1):
            await bus.nudge()
        await until(lambda: not bus.connected.is_set())
        redis[0].start()

        await until(lambda: heard == [{"joined": True}, {"joined": True}])
        await until(bus._unsaid.empty)
        await bus.heads({"city": 2})
        await until(lambda: {"heads": {"city": 2}} in heard)

    async def test_tells_that_it_was_deaf_however_short_it_was(
        self, bus: Bus, heard: list[dict[str, Any]], redis: tuple[Killable, str]
    ) -> None:
        redis[0].kill()
        redis[0].start()

        await until(lambda: heard == [{"joined": True}, {"joined": True}])

    async def test_notices_a_redis_that_answers_no_more(
        self, impatient: None, heard: list[dict[str, Any]], bus: Bus, redis: tuple[Killable, str]
    ) -> None:
        redis[0].pause()

        await until(lambda: not bus.connected.is_set())
        redis[0].go_on()
        await until(lambda: len(heard) > 1 and heard[-1] == {"joined": True})


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a silent Redis very soon."""
    monkeypatch.setattr(buses, "SILENCE_S", 0.1)
    monkeypatch.setattr(buses, "GIVE_UP_S", 0.5)

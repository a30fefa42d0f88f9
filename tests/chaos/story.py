"""The platform as real processes that are killed at random, and what everybody heard meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

import httpx

from core.db import Database
from core.preflight import free_port
from core.processes import Guard, Program
from core.supervisor import answers
from integration import demo
from tests.chaos.follower import PAUSE_S, Follower
from tests.killing import Killable
from tests.platform import make_event
from tests.waiting import until

EVENTS: Final = 500
SENDERS: Final = 16
TOGETHER: Final = (1, 1, 1, 5, 25)
"""How many events a sender sends in one request."""
FOLLOWERS: Final = (
    ("/ws/console", "yz-center"),
    ("/ws/console", "yz-east"),
    ("/ws/field", "yz-team"),
)
"""Who follows what, if nobody else is asked for."""
GONE: Final = (httpx.TransportError,)
"""How a web process that was killed looks to who asks it."""

AnyFollower = TypeVar("AnyFollower", bound=Follower)


@dataclass
class Story:
    """Some web processes and relays on one database, their ports, and what was sent and answered."""

    folder: Path
    guard: Guard
    env: dict[str, str]
    redis: Killable
    webs: dict[str, Killable] = field(default_factory=dict)
    relays: list[Killable] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    answered: dict[str, set[str]] = field(default_factory=dict)
    """The case numbers each event was ever answered."""
    refused: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    followers: list[Follower] = field(default_factory=list)

    def add_web(self) -> None:
        """Describe one more web process, on a port it comes back to."""
        port = free_port()
        ready = partial(answers, "127.0.0.1", port)
        command = ("serve", "--port", str(port))
        self.webs[f"http://127.0.0.1:{port}"] = self._killable(f"web-{port}", command, ready)

    def add_relay(self) -> None:
        """Describe one more relay; of several, one acts."""
        name = f"relay-{len(self.relays) + 1}"
        self.relays.append(self._killable(name, ("relay",), None))

    def _killable(
        self, name: str, command: tuple[str, ...], ready: Callable[[], bool] | None
    ) -> Killable:
        program = Program(
            name=name, argv=[sys.executable, "-m", "main", *command], env=self.env, ready=ready
        )
        return Killable(self.guard, program, (self.folder / f"{name}.log").open("ab"))

    @property
    def processes(self) -> list[Killable]:
        """All that may be killed."""
        return [*self.webs.values(), *self.relays, self.redis]

    async def seed(self, seed: int) -> None:
        """Send events over all web processes while one or two processes are killed, and come back."""
        chance = Random(seed)
        events = [_event(f"S{seed:02d}-{n:04d}", chance) for n in range(EVENTS)]
        unsent = iter(events)
        moments = sorted(chance.randrange(EVENTS) for _ in range(chance.choice((1, 1, 2))))
        before = len(self.answered)
        async with AsyncExitStack() as stack:
            clients = [
                await stack.enter_async_context(
                    httpx.AsyncClient(base_url=url, timeout=20, trust_env=False)
                )
                for url in self.webs
            ]
            sending = [
                asyncio.create_task(self._send(unsent, clients, Random(chance.random())))
                for _ in range(SENDERS)
            ]
            for moment in moments:
                await until(partial(self._has_answered, before + moment), patience_s=120)
                victim = chance.choice(self.processes)
                if victim in self.relays:
                    await self.see_the_relay_work()
                await asyncio.sleep(chance.uniform(0, 0.05))
                self.kill(victim)
                await self.revive(victim)
            await asyncio.gather(*sending)

    def _has_answered(self, count: int) -> bool:
        return len(self.answered) + len(self.refused) >= count

    async def see_the_relay_work(self) -> None:
        """Wait until a relay has offered something, or for as long as another may take to take over."""
        # One that was killed before waits for its turn: to kill it while it waits harms nobody.
        offered = self.followers[0].offered.total()
        with suppress(TimeoutError):
            await until(lambda: self.followers[0].offered.total() > offered, patience_s=10)

    def kill(self, victim: Killable) -> None:
        """Kill a process, unless it is dead."""
        # Somebody who was killed a moment ago may still be on the way back.
        if victim.is_running:
            victim.kill()
            self.kills[victim.program.name] += 1

    async def revive(self, *victims: Killable) -> None:
        """Start those again that are dead."""
        for victim in victims:
            if not victim.is_running:
                await asyncio.to_thread(victim.start, wait=False)

    async def _send(
        self, unsent: Iterator[dict[str, Any]], clients: list[httpx.AsyncClient], chance: Random
    ) -> None:
        """Send what is unsent, one by one or a few together, until each is answered."""
        while events := list(islice(unsent, chance.choice(TOGETHER))):
            while events:
                client = chance.choice(clients)
                try:
                    events = await self.post(client, events)
                except GONE:
                    await asyncio.sleep(PAUSE_S)

    async def post(
        self, client: httpx.AsyncClient, events: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Send events as their platform does; gives those that are to be sent again, by the same id."""
        headers = {"Authorization": f"Bearer {self.facts['platform_token']}"}
        if len(events) == 1:
            answer = await client.post("/api/v1/events", json=events[0], headers=headers)
            rows = [{"status": answer.status_code, **answer.json()}]
        else:
            answer = await client.post("/api/v1/events:batch", json=events, headers=headers)
            if answer.status_code == 503:
                return events
            rows = answer.json()
        for event, row in zip(events, rows, strict=True):
            if row["status"] in (200, 201):
                numbers = self.answered.setdefault(event["source_event_id"], set())
                numbers.add(row["case_no"])
            elif row["status"] != 503:
                self.refused.append(json.dumps(row))
        return [event for event, row in zip(events, rows, strict=True) if row["status"] == 503]

    async def get(self, path: str, headers: dict[str, str]) -> dict[str, Any]:
        """Ask whichever web process answers."""
        for url in list(self.webs) * 100:
            with suppress(*GONE):
                async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
                    answer = await client.get(path, headers=headers)
                    said: dict[str, Any] = answer.json()
                    return said
            await asyncio.sleep(0.1)
        raise AssertionError("nobody answers")

    async def changes(self) -> list[dict[str, Any]]:
        """Read the platform's own channel from its beginning, page by page."""
        headers = {"Authorization": f"Bearer {self.facts['platform_token']}"}
        found: list[dict[str, Any]] = []
        while True:
            page = await self.get(f"/api/v1/changes?since={len(found)}", headers)
            if not page["items"]:
                return found
            found += page["items"]

    async def sign_in(self, username: str) -> str:
        """Sign in, as a device more of an account, and give the token."""
        account = next(a for a in self.facts["accounts"] if a["username"] == username)
        credentials = {"username": username, "password": account["password"]}
        url = next(iter(self.webs))
        async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
            token: str = (await client.post("/api/v1/login", json=credentials)).json()["token"]
        return token

    async def follow(self, path: str, username: str) -> Follower:
        """Have somebody follow a channel from now on, from whichever web process is there."""
        return self.let_follow(Follower(list(self.webs), path, await self.sign_in(username)))

    def let_follow(self, follower: AnyFollower) -> AnyFollower:
        """Have a follower begin."""
        follower.task = asyncio.create_task(follower.run())
        self.followers.append(follower)
        return follower


def _event(source_event_id: str, chance: Random) -> dict[str, Any]:
    """Make an event; one in ten lies where nobody is competent and waits for a judgement."""
    code = "M06" if chance.random() < 0.1 else "M01"
    lon = chance.choice((87.03, 87.15))
    return make_event(
        source_event_id=source_event_id,
        category={"scheme": "LOCAL-YZ", "kind": "matter", "code": code},
        location={"lon": lon, "lat": 43.03, "crs": "CGCS2000"},
    )


@asynccontextmanager
async def told(
    folder: Path,
    city: Path,
    *,
    database_url: str,
    redis: tuple[Killable, str],
    webs: int,
    relays: int = 1,
    followers: Sequence[tuple[str, str]] = FOLLOWERS,
) -> AsyncIterator[Story]:
    """Begin a story: its processes run, and its first followers follow."""
    env = {
        "ONEDOOR_DATABASE_URL": database_url,
        "ONEDOOR_REDIS_URL": redis[1],
        "ONEDOOR_DATA_DIR": str(folder / "var"),
        "ONEDOOR_REPLAY_LIMIT": "1000000",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    database = Database(database_url)
    await demo.prepare(database, folder=city, data_dir=folder / "var", base_url="")
    await database.close()
    with Guard() as guard:
        story = Story(folder, guard, env, redis[0])
        story.facts = json.loads((folder / "var" / "demo.json").read_text("utf-8"))
        for _ in range(webs):
            story.add_web()
        for _ in range(relays):
            story.add_relay()
        starting = [p for p in story.processes if not p.is_running]
        await asyncio.gather(*(asyncio.to_thread(process.start) for process in starting))
        for path, username in followers:
            await story.follow(path, username)
        try:
            yield story
        finally:
            for follower in story.followers:
                if follower.task is not None:
                    follower.task.cancel()
            tasks = [follower.task for follower in story.followers if follower.task]
            await asyncio.gather(*tasks, return_exceptions=True)
            for process in starting:
                process.output.close()

"""The platform as tests meet it: over HTTP and sockets, as a platform, an officer or an operator."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from fastapi import FastAPI
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect

import main
from core.db import Database
from core.preflight import free_port
from core.settings import Settings
from core.wire import SERVING
from integration import demo

PATIENCE_S = 15
"""How long a test waits for what must come; never how fast it must be."""
END_S = 90
"""How long a platform may take to end: longer than all that it may wait for in doing so."""


@dataclass
class Platform:
    """A running platform and its demonstration accounts."""

    base_url: str
    app: FastAPI
    settings: Settings
    facts: dict[str, Any]
    database: Database
    client: httpx.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def as_platform(self) -> dict[str, str]:
        """The header a reporting platform sends."""
        return {"Authorization": f"Bearer {self.facts['platform_token']}"}

    async def sign_in(self, username: str) -> dict[str, str]:
        """Sign in and give the header; once for each account."""
        if username not in self.tokens:
            account = next(a for a in self.facts["accounts"] if a["username"] == username)
            answer = await self.client.post(
                "/api/v1/login",
                json={"username": username, "password": account["password"]},
            )
            assert answer.status_code == 200, answer.text
            self.client.cookies.clear()
            self.tokens[username] = answer.json()["token"]
        return {"Authorization": f"Bearer {self.tokens[username]}"}

    async def report(self, **changes: Any) -> dict[str, Any]:
        """Report an event that was never reported before and give the answer."""
        answer = await self.client.post(
            "/api/v1/events", json=make_event(**changes), headers=self.as_platform
        )
        assert answer.status_code == 201, answer.text
        said: dict[str, Any] = answer.json()
        return said

    @asynccontextmanager
    async def console(self, username: str, last_seq: int | None = None) -> AsyncIterator[Socket]:
        """Open a console's socket."""
        async with self._socket("/ws/console", username, last_seq) as socket:
            yield socket

    @asynccontextmanager
    async def phone(self, username: str, last_seq: int | None = None) -> AsyncIterator[Socket]:
        """Open a phone's socket."""
        async with self._socket("/ws/field", username, last_seq) as socket:
            yield socket

    @asynccontextmanager
    async def _socket(
        self, path: str, username: str, last_seq: int | None
    ) -> AsyncIterator[Socket]:
        url = self.base_url.replace("http", "ws", 1) + path
        headers = await self.sign_in(username)
        async with connect(url, additional_headers=headers, max_size=None, proxy=None) as wire:
            socket = Socket(wire)
            await socket.say({"hello": {"last_seq": last_seq}})
            socket.opening = await socket.hear()
            yield socket


@dataclass
class Socket:
    """One end of a socket, with what it has heard."""

    wire: ClientConnection
    opening: dict[str, Any] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, word: dict[str, Any]) -> None:
        """Send a message."""
        await self.wire.send(json.dumps(word))

    async def hear(self) -> dict[str, Any]:
        """Read the next message, whatever it is."""
        async with asyncio.timeout(PATIENCE_S):
            message: dict[str, Any] = json.loads(await self.wire.recv())
        self.heard.append(message)
        return message

    async def wait_for(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read on until a message fits, and give it."""
        while True:
            message = await self.hear()
            if fits(message):
                return message

    async def frame(self, name: str, **facts: Any) -> dict[str, Any]:
        """Read on to a frame of a name whose data has these facts, and give the data."""

        def fits(message: dict[str, Any]) -> bool:
            data = message.get("data", {})
            return message.get("name") == name and all(data.get(k) == v for k, v in facts.items())

        found: dict[str, Any] = (await self.wait_for(fits))["data"]
        return found

    async def act(
        self, do: str, task: str, act_id: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Do an act and read on to its answer."""
        act_id = act_id or str(uuid4())
        word = {"do": do, "id": act_id, "task": task, "at": now_text(), **more}
        await self.say(word)
        return await self.wait_for(lambda m: act_id in (m.get("done"), m.get("refused")))


def now_text() -> str:
    """Write the time as a device does."""
    return datetime.now(UTC).isoformat()


def make_event(**changes: Any) -> dict[str, Any]:
    """Make an event in 东湖街道 that its squad takes in its own name."""
    event: dict[str, Any] = {
        "source_event_id": f"EV-{uuid4().hex}",
        "occurred_at": "2026-11-20T10:00:00+08:00",
        "title": "占道摆摊",
        "category": {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M01"},
        "location": {"lon": 87.03, "lat": 43.03, "crs": "CGCS2000"},
    }
    return {key: value for key, value in (event | changes).items() if value is not None}


@asynccontextmanager
async def running_platform(settings: Settings, folder: Path) -> AsyncIterator[Platform]:
    """Run web and relay in this process until the block ends; what ended one of them before is raised.

    :raises AssertionError: when one of them does not end
    """
    database = Database(settings.database_url)
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    await demo.prepare(database, folder=folder, data_dir=settings.data_dir, base_url=base_url)
    facts = json.loads((settings.data_dir / "demo.json").read_text("utf-8"))
    app = main.create_app(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host="127.0.0.1",
            port=port,
            timeout_graceful_shutdown=2,
            **SERVING,
        )
    )
    web = asyncio.create_task(server._serve(), name="web")
    relay = asyncio.create_task(main.relay(settings), name="relay")
    try:
        while not (server.started and await _is_heard(settings)):
            for task in (web, relay):
                if task.done():
                    task.result()
            await asyncio.sleep(0.01)
        async with httpx.AsyncClient(
            base_url=base_url, timeout=PATIENCE_S, trust_env=False
        ) as client:
            yield Platform(base_url, app, settings, facts, database, client)
    finally:
        died = [task for task in (web, relay) if task.done()]
        relay.cancel()
        server.should_exit = True
        _, hang = await asyncio.wait((web, relay), timeout=END_S)
        await database.close()
        assert not hang, [task.get_name() for task in hang]
        for task in died:
            task.result()


async def _is_heard(settings: Settings) -> bool:
    """Tell whether the relay has come so far that it hears who wakes it."""
    async with Redis.from_url(settings.redis_url) as redis:
        (_, hearers), *_ = await redis.pubsub_numsub(f"{settings.redis_prefix}:nudge")
    return bool(hearers)

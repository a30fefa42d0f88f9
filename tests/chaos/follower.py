"""Somebody who follows a channel through whatever dies: a console or a phone."""

from __future__ import annotations

import asyncio
import copy
import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.picture import Picture
from tests.waiting import until

PAUSE_S: Final = 0.2
"""How long anybody waits who found nobody there."""
LOST: Final = (OSError, ConnectionClosed, InvalidHandshake, TimeoutError)
"""How a process that was killed looks to who has a socket to it."""


@dataclass
class Follower:
    """A console or a phone: it resumes at its last number, and counts what it hears."""

    urls: list[str]
    path: str
    token: str
    picture: Picture | None = None
    heard: Counter[str] = field(default_factory=Counter)
    """How often each event was heard of as a new case."""
    offered: Counter[str] = field(default_factory=Counter)
    """How often each task was heard of as a new offer."""
    connections: int = 0
    pause_s: float = PAUSE_S
    """How long it stays away after its socket went."""
    task: asyncio.Task[None] | None = None
    wire: ClientConnection | None = None
    """The socket that is open, once it was answered."""

    async def run(self) -> None:
        """Follow for ever, on the next web process whenever one goes away."""
        while True:
            self.urls.append(self.urls.pop(0))
            with suppress(*LOST):
                await self._follow(self.urls[0])
            await asyncio.sleep(self.pause_s)

    async def _follow(self, url: str) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        address = url.replace("http", "ws", 1) + self.path
        async with connect(
            address, additional_headers=headers, max_size=None, proxy=None, max_queue=None
        ) as wire:
            last = self.picture.seq if self.picture else None
            await wire.send(json.dumps({"hello": {"last_seq": last}}))
            opening = json.loads(await wire.recv())
            self.connections += 1
            if self.picture is None:
                self.picture = Picture.of(opening)
            else:
                assert opening["resumed"]["from"] == self.picture.seq + 1
            self.wire = wire
            try:
                async for text in wire:
                    self._take(json.loads(text))
            finally:
                self.wire = None

    def _take(self, message: dict[str, Any]) -> None:
        """Take what is said once the socket is open: frames with a number are folded in."""
        if "seq" in message:
            self._hear(message)

    def _hear(self, frame: dict[str, Any]) -> None:
        assert self.picture is not None
        self.picture.fold(frame)
        if frame["name"] == "case.changed" and frame["data"]["version"] == 1:
            self.heard[frame["data"]["source_event_id"]] += 1
        elif frame["name"] == "task.offered":
            self.offered[frame["data"]["id"]] += 1

    async def see_both(self) -> tuple[Picture, Picture]:
        """Give what it sees and what who comes now sees, at the same number.

        What nobody answers rings on: between two looks there may be more to hear.
        """
        while True:
            fresh = await self.snapshot()
            await until(partial(self._has_come_to, fresh.seq))
            if self.picture is not None and self.picture.seq == fresh.seq:
                return copy.deepcopy(self.picture), fresh

    def _has_come_to(self, seq: int) -> bool:
        return self.picture is not None and self.picture.seq >= seq

    async def snapshot(self) -> Picture:
        """Open anew, as somebody who knows nothing."""
        fresh = Follower(list(self.urls), self.path, self.token)
        fresh.task = asyncio.create_task(fresh.run())
        try:
            await until(lambda: fresh.picture is not None)
            assert fresh.picture is not None
            return fresh.picture
        finally:
            fresh.task.cancel()
            await asyncio.gather(fresh.task, return_exceptions=True)

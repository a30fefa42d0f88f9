"""Crews at work with phones that lose their connection, forget, say things late, twice and in the wrong order."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from tests.chaos.deeds import Deed, Lines, act
from tests.chaos.follower import LOST, PAUSE_S, Follower

DOS: Final = ("see", "accept", "decline", "depart", "arrive", "finish", "return", "suspend")
ALL_AT_ONCE: Final = ("see", "accept", "depart", "arrive", "finish")
"""What a crew does in a place without a network: the phone says it later."""
SENSIBLE: Final[dict[str, tuple[str, ...]]] = {
    "offered": ("see", "see", "accept", "accept", "accept", "decline"),
    "delivered": ("see", "see", "accept", "accept", "accept", "decline"),
    "seen": ("accept", "accept", "accept", "decline"),
    "accepted": ("depart", "depart", "arrive", "return"),
    "en_route": ("arrive", "arrive", "suspend"),
    "on_site": ("finish", "finish", "finish", "suspend", "return"),
    "suspended": ("resume",),
}
MOST_WAITING: Final = 12
UNHEARD: Final = 0.3
"""What share of the tasks a crew never does anything about."""


@dataclass(eq=False)
class Phone(Follower):
    """One device of a crew; it keeps what rang over everything, and forgets all else when it is told to."""

    crew: Crew | None = None
    forgets: bool = False
    begins_anew: bool = False
    alerted: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often it was told to ring again, by task and silence."""

    async def _follow(self, url: str) -> None:
        if self.begins_anew:
            self.picture, self.begins_anew = None, False
        await super()._follow(url)

    def _take(self, message: dict[str, Any]) -> None:
        super()._take(message)
        if "done" in message or "refused" in message:
            assert self.crew is not None
            self.crew.deeds[message.get("done") or message["refused"]].hear(message)
        if message.get("name") == "task.alerted":
            self.alerted[message["data"]["id"], message["data"]["silence"]] += 1

    async def say(self, deed: Deed) -> None:
        """Say it on the socket, should one be open; the answer is heard like everything else."""
        if self.wire is not None:
            deed.asked += 1
            await self._send({**deed.body, "task": deed.task})

    async def acknowledge(self) -> None:
        """Say how far it has heard."""
        if self.wire is not None and self.picture is not None:
            await self._send({"ack": self.picture.seq})

    def cut(self, away_s: float) -> None:
        """Lose the connection, without a goodbye, and come back after a while."""
        if self.wire is not None:
            self.pause_s = away_s
            self.wire.transport.abort()

    def forget(self, away_s: float) -> None:
        """Begin anew after the next opening, as an app that was closed does."""
        self.begins_anew = self.forgets
        self.cut(away_s)

    async def _send(self, word: dict[str, Any]) -> None:
        assert self.wire is not None
        with suppress(*LOST):
            await self.wire.send(json.dumps(word))


@dataclass(eq=False)
class Crew:
    """A unit's officers: what they want done waits here, for all their phones, until it is answered."""

    unit: str
    token: str
    chance: Random
    lines: Lines
    phones: list[Phone] = field(default_factory=list)
    deeds: dict[str, Deed] = field(default_factory=dict)
    heeded: dict[str, bool] = field(default_factory=dict)

    async def work(self, is_over: Callable[[], bool]) -> None:
        """Do now this, now that, until it is over."""
        things = (self._decide, self._say, self._lose, self._acknowledge, self._ask_again)
        while not is_over():
            await asyncio.sleep(self.chance.uniform(0.01, 0.12))
            (thing,) = self.chance.choices(things, (6, 6, 1, 2, 1))
            await thing()

    @property
    def waiting(self) -> list[Deed]:
        """What was not answered yet, oldest first."""
        return [deed for deed in self.deeds.values() if not deed.answers]

    async def _decide(self) -> None:
        """Decide to do something about a task that one of the phones shows, or showed a moment ago."""
        picture = self.chance.choice(self.phones).picture
        luck = self.chance.random()
        # Mostly a crew waits for what became of its last word about a task.
        busy = {deed.task for deed in self.waiting} if luck > 0.2 else set()
        shown = picture.tasks.values() if picture is not None else ()
        tasks = [task for task in shown if task["id"] not in busy and self._heed(task)]
        if not tasks or len(self.waiting) > MOST_WAITING:
            return
        task = self.chance.choice(tasks)
        if luck < 0.2:
            dos: tuple[str, ...] = ALL_AT_ONCE
        elif luck < 0.3:
            dos = (self.chance.choice(DOS),)
        else:
            dos = (self.chance.choice(SENSIBLE.get(task["state"], DOS)),)
        for do in dos:
            deed = act(self.chance, task, do, self.token)
            self.deeds[deed.id] = deed

    def _heed(self, task: dict[str, Any]) -> bool:
        return self.heeded.setdefault(task["id"], self.chance.random() > UNHEARD)

    async def _say(self) -> None:
        """Say what waits: mostly the oldest, on one line or on two at once, and lose some answers."""
        waiting = self.waiting
        if not waiting:
            return
        deed = waiting[0] if self.chance.random() < 0.7 else self.chance.choice(waiting)
        phone = self.chance.choice(self.phones)
        way = self.chance.choice(("say", "say", "say and cut", "ask", "ask and cut", "both", "all"))
        if way == "both":
            await asyncio.gather(phone.say(deed), self.lines.ask(deed))
        elif way == "all":
            await asyncio.gather(*(one.say(deed) for one in self.phones))
        elif way.startswith("ask"):
            await self.lines.ask(deed, is_cut=way == "ask and cut")
        else:
            await phone.say(deed)
            if way == "say and cut":
                phone.cut(PAUSE_S)

    async def _ask_again(self) -> None:
        """Ask what was answered already: the answer may never have been read."""
        answered = [deed for deed in self.deeds.values() if deed.answers]
        if answered:
            deed = self.chance.choice(answered)
            await (self.lines.ask(deed) if self.chance.random() < 0.5 else self.phones[0].say(deed))

    async def _lose(self) -> None:
        phone, away_s = self.chance.choice(self.phones), self.chance.uniform(0, 1)
        if self.chance.random() < 0.5:
            phone.forget(away_s)
        else:
            phone.cut(away_s)

    async def _acknowledge(self) -> None:
        await self.chance.choice(self.phones).acknowledge()

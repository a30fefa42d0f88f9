"""Whatever is set, stopped, fired and undone, by two relays at once: each timer fires once, and none is lost."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import timers
from core.db import Database
from core.timers import Due, Timer, Watch

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
KIND = "egg"
NAMES = ("a", "b", "c", "d")

Deed = tuple[str, str, int]
"""What is done (set, stop, fire, two, crash, jump), to which, and a number of minutes."""
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "set", "stop", "fire", "two", "crash", "undone", "jump"]),
        st.sampled_from(NAMES),
        st.integers(min_value=-30, max_value=60),
    ),
    max_size=25,
)


class Killed(BaseException):
    """What a killed relay's work comes to: nothing of it is there."""


@dataclass
class Kitchen:
    """What the timers should do, in plain words, beside what they do."""

    database: Database
    now: datetime = NOON
    meant: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    """What is set: when, and which setting it is."""
    rang: Counter[int] = field(default_factory=Counter)
    expected: set[int] = field(default_factory=set)
    settings: int = 0
    tells_of_death: bool = False

    async def ring(self, _: AsyncSession, due: Sequence[Due], now: datetime) -> None:
        if self.tells_of_death:
            raise Killed
        heard = [one.facts["setting"] for one in due]
        self.rang.update(heard)

    async def do(self, deed: Deed) -> None:
        what, name, minutes = deed
        if what in ("set", "stop", "undone"):
            await self._set(what, name, minutes)
        elif what == "jump":
            self.now += timedelta(minutes=minutes)
        elif what == "crash":
            await self._crash()
        else:
            watches = [Watch(self.database, {KIND: self.ring}) for _ in range(1 + (what == "two"))]
            await asyncio.gather(*(watch.fire(now=self.now) for watch in watches))
            self._expect()

    async def _set(self, what: str, name: str, minutes: int) -> None:
        self.settings += 1
        at = self.now + timedelta(minutes=minutes)
        try:
            async with self.database.transaction() as session:
                if what == "stop":
                    timers.stop(session, kind=KIND, subjects=[name])
                else:
                    timers.set_(session, [(KIND, name, at, {"setting": self.settings})])
                if what == "undone":
                    raise Killed
        except Killed:
            return
        if what == "stop":
            self.meant.pop(name, None)
        else:
            self.meant[name] = (at, self.settings)

    async def _crash(self) -> None:
        self.tells_of_death = True
        try:
            await Watch(self.database, {KIND: self.ring}).fire(now=self.now)
        except Killed:
            pass
        finally:
            self.tells_of_death = False

    def _expect(self) -> None:
        """Everything that is due has rung by now."""
        for name, (at, setting) in list(self.meant.items()):
            if at <= self.now:
                self.expected.add(setting)
                del self.meant[name]

    async def check(self) -> None:
        async with self.database.reading() as session:
            rows = await session.execute(select(col(Timer.subject), col(Timer.at)))
            stand = {name: at for name, at in rows}
            assert stand == {name: at for name, (at, _) in self.meant.items()}
        assert self.rang == Counter(dict.fromkeys(self.expected, 1))


def test_each_fires_once_and_none_is_lost(database_url: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(deeds=DEEDS)
    def holds(deeds: list[Deed]) -> None:
        asyncio.run(_live_through(database_url, deeds))

    holds()


async def _live_through(url: str, deeds: list[Deed]) -> None:
    database = Database(url)
    try:
        async with database.transaction() as session:
            await session.execute(delete(Timer))
        kitchen = Kitchen(database)
        for deed in [*deeds, ("fire", "a", 0)]:
            await kitchen.do(deed)
            await kitchen.check()
    finally:
        await database.close()

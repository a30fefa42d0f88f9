"""A shift: crews, a command post and a platform are at work, and the processes between them are killed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import httpx

from tests.chaos.crews import Crew, Phone
from tests.chaos.deeds import CUT_WITHIN_S, PATIENCE_S, Deed, Lines
from tests.chaos.quick_city import CREWS, officer_of
from tests.chaos.story import GONE, Story
from tests.killing import Killable
from tests.platform import make_event

PLACES: Final = (87.03, 87.15, 87.09995)
"""Longitudes in 东湖, in 南市, and in 东湖 so near the border that both are asked."""
ORDERS: Final = ("reassign", "reassign", "reassign", "assist", "assist", "recall")
SENSIBLE: Final = {"waiting": "send", "suspended": "resume"}
DEVICES: Final = {"YZ-U1": 2, "YZ-U1-2": 2, "YZ-U2A": 2}
"""Phones of a crew that has more than one; every second one forgets."""
MOST_S: Final = 240
"""How long a shift may last."""
TOGETHER: Final = 8
"""How many ask at the same time when all that is left is asked."""


@dataclass
class Shift:
    """Who is at work, what they did, and who is to die when."""

    story: Story
    seed: int
    clients: Sequence[httpx.AsyncClient]
    crews: list[Crew] = field(default_factory=list)
    orders: list[Deed] = field(default_factory=list)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    """All that the platform sent, by its id."""
    deaths_to_come: int = 0

    @classmethod
    async def of(cls, story: Story, stack: AsyncExitStack, *, seed: int) -> Shift:
        """Sign everybody in, and let all phones be there before anything happens."""
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=url, timeout=20, trust_env=False)
            )
            for url in story.webs
        ]
        shift = cls(story, seed, clients)
        for unit in CREWS:
            chance = shift.chance(unit)
            tokens = [await story.sign_in(officer_of(unit)) for _ in range(DEVICES.get(unit, 1))]
            crew = Crew(unit, tokens[0], chance, Lines(clients, chance))
            shift.crews.append(crew)
            for number, token in enumerate(tokens):
                phone = Phone(list(story.webs), "/ws/field", token, crew=crew, forgets=number == 1)
                crew.phones.append(story.let_follow(phone))
        return shift

    def chance(self, whose: str) -> Random:
        """Give somebody dice of his own, that fall the same for the same seed."""
        return Random(f"{self.seed} {whose}")

    @property
    def phones(self) -> list[Phone]:
        """All phones of all crews."""
        return [phone for crew in self.crews for phone in crew.phones]

    @property
    def acts(self) -> list[Deed]:
        """All that crews wanted done."""
        return [deed for crew in self.crews for deed in crew.deeds.values()]

    async def last(self, span_s: float, *, deaths: int, is_enough: Callable[[], bool]) -> None:
        """Work for a while and until there is enough of everything, each process dying once at least."""
        until = time.monotonic() + span_s
        victims = self._choose_victims(deaths)
        self.deaths_to_come = len(victims)

        def is_over() -> bool:
            for follower in self.story.followers:
                if follower.task is not None and follower.task.done():
                    # What it heard broke a promise.
                    follower.task.result()
            return time.monotonic() > until and self.deaths_to_come == 0 and is_enough()

        async with asyncio.timeout(MOST_S), asyncio.TaskGroup() as group:
            for crew in self.crews:
                group.create_task(crew.work(is_over))
            group.create_task(self._report(is_over))
            group.create_task(self._order(is_over, await self.story.sign_in("yz-center")))
            group.create_task(self._kill(victims, span_s))

    async def end(self) -> None:
        """Let all processes come back, and everybody hear the answers he has not heard, and each once more."""
        await self.story.revive(*self.story.processes)
        room = asyncio.Semaphore(TOGETHER)
        lines = Lines(self.clients, self.chance("end"))

        async def ask(deed: Deed) -> None:
            async with room:
                await lines.ask_until_answered(deed)

        await asyncio.gather(*(ask(deed) for deed in (*self.acts, *self.orders)))
        for event_id in self.events.keys() - self.story.answered.keys():
            while event_id not in self.story.answered:
                await self._send(self.events[event_id], lines.chance)
                await asyncio.sleep(0.05)

    def _choose_victims(self, deaths: int) -> list[Killable]:
        chance, all_of_them = self.chance("victims"), self.story.processes
        # A relay that has died is away for long: it has to wait for its own lease.
        likely = (*all_of_them, *self.story.relays)
        more = [chance.choice(likely) for _ in range(deaths - len(all_of_them))]
        victims = [*all_of_them, *more]
        chance.shuffle(victims)
        return victims

    async def _kill(self, victims: Sequence[Killable], span_s: float) -> None:
        """Kill one after the other, some while another is still away, and let each come back after a while."""
        chance, relays = self.chance("death"), list(self.story.relays)
        async with asyncio.TaskGroup() as group:
            for victim in victims:
                await asyncio.sleep(chance.uniform(0.3, 1.7) * span_s / len(victims))
                if victim in relays:
                    # Who has lived longest is the one that acts.
                    relays.append(victim := relays.pop(0))
                    await self._give_work(chance)
                away_s = chance.choice((0, 0, 0.5, 2))
                if victim.is_running:
                    self.story.kill(victim)
                    group.create_task(self._revive(victim, away_s))
                self.deaths_to_come -= 1

    async def _give_work(self, chance: Random) -> None:
        """See a relay at work, and give it more: who is killed now has news in hand."""
        working = asyncio.create_task(self.story.see_the_relay_work())
        await self._send(self._event(chance), chance)
        await working
        await asyncio.gather(*(self._send(self._event(chance), chance) for _ in range(3)))
        await asyncio.sleep(chance.uniform(0, 0.05))

    async def _revive(self, victim: Killable, after_s: float) -> None:
        await asyncio.sleep(after_s)
        await self.story.revive(victim)

    async def _report(self, is_over: Callable[[], bool]) -> None:
        """Report events, some again under the id they had, and lose some answers."""
        chance = self.chance("platform")
        while not is_over():
            await asyncio.sleep(chance.uniform(0.1, 0.9))
            if self.events and chance.random() < 0.2:
                event = chance.choice(list(self.events.values()))
            else:
                event = self._event(chance)
            await self._send(event, chance, within_s=chance.choice((CUT_WITHIN_S, PATIENCE_S)))

    def _event(self, chance: Random) -> dict[str, Any]:
        event = make_event(
            source_event_id=f"E-{len(self.events):04d}",
            urgency=chance.choice(("urgent", "general")),
            location={"lon": chance.choice(PLACES), "lat": 43.03, "crs": "CGCS2000"},
        )
        self.events[event["source_event_id"]] = event
        return event

    async def _send(
        self, event: dict[str, Any], chance: Random, within_s: float = PATIENCE_S
    ) -> None:
        with suppress(*GONE, TimeoutError):
            async with asyncio.timeout(within_s):
                await self.story.post(chance.choice(self.clients), [event])

    async def _order(self, is_over: Callable[[], bool], token: str) -> None:
        """Order this and that about the tasks that the city's console shows, and order it again."""
        chance = self.chance("post")
        lines = Lines(self.clients, chance)
        console = self.story.followers[0]
        while not is_over():
            await asyncio.sleep(chance.uniform(0.1, 0.6))
            tasks = list(console.picture.tasks.values()) if console.picture else []
            if self.orders and chance.random() < 0.3:
                deed = chance.choice(self.orders)
            elif tasks:
                task = chance.choice(tasks)
                do = SENSIBLE.get(task["state"]) or chance.choice(ORDERS)
                unit = chance.choice((None, None, *CREWS))
                words = {"reason": "车辆故障"} | ({"unit": unit} if unit else {})
                deed = Deed.of(chance, "orders", task, do, token, **words)
                self.orders.append(deed)
            else:
                continue
            way = chance.choice(("ask", "ask and cut", "twice"))
            asking = [lines.ask(deed, is_cut=way == "ask and cut")]
            await asyncio.gather(*asking, *([lines.ask(deed)] if way == "twice" else ()))

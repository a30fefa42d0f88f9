"""Phones that tell where they are and consoles that look on: what reached whom, and how late."""

import asyncio
import gc
import json
import random
import time
from collections.abc import Iterator
from typing import Any, Final

import uvloop

from bench.clients.wire import Wire, read_plan, write_answer

AT_ONCE: Final = 32
STEP_DEG: Final = 1e-6
"""Each position has a longitude of its own, by which it is known again."""
SPREAD: Final = 500_000
PRIME: Final = 7_919


class Town:
    """All sockets of this process; what was heard is read only after the run, so as to cost nothing in it."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.phones: list[Wire] = []
        self.consoles: list[Wire] = []
        self.sent: dict[str, int] = {}
        self.sampled: set[Wire] = set()
        self.heard: list[tuple[bytes, int]] = []
        self.frames = 0
        self.bytes = 0

    def hear(self, wire: Wire, text: bytes, at: int) -> None:
        """Count a frame of a console, and keep it where it is looked into."""
        if b'"units.moved"' in text[:40]:
            self.frames += 1
            self.bytes += len(text)
            if wire in self.sampled:
                self.heard.append((text, at))

    async def run(self) -> dict[str, Any]:
        """Open everything, move and look on for a while, tell."""
        plan, chance = self.plan, random.Random(5)
        await self._open("/ws/field", plan["phones"], self.phones)
        await self._open("/ws/console", plan["consoles"], self.consoles)
        self.sampled = set(self.consoles[:: max(1, len(self.consoles) // 20)])
        west, south, east, north = plan["bounds"]
        for console in self.consoles:
            wide, high = (east - west) / 3, (north - south) / 3
            x, y = chance.uniform(west, east - wide), chance.uniform(south, north - high)
            box = json.dumps([round(v, 4) for v in (x, y, x + wide, y + high)])
            console.say(b'{"view":{"bbox":%s}}' % box.encode())
        await asyncio.sleep(2)
        write_answer(plan | {"answer": plan["ready"]}, {})
        late = await self._move(plan["every_s"], plan["seconds"])
        await asyncio.sleep(2)
        lost = sum(wire.closed for wire in [*self.phones, *self.consoles])
        return {
            "closed": lost,
            "frames": self.frames,
            "bytes": self.bytes,
            **self._digest(),
            "late_ms": late,
        }

    async def _open(self, path: str, tokens: list[str], into: list[Wire]) -> None:
        rest: Iterator[str] = iter(tokens)
        loop = asyncio.get_running_loop()

        async def some() -> None:
            for token in rest:
                _, wire = await loop.create_connection(
                    lambda token=token: Wire(path=path, token=token, heard=self.hear),  # type: ignore[misc]
                    "127.0.0.1",
                    self.plan["port"],
                )
                await wire.opened
                into.append(wire)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def _move(self, every_s: float, seconds: float) -> float:
        """Let each phone say where it is every so often, all of them evenly over the time; gives the worst delay."""
        west, south, _, north = self.plan["bounds"]
        pause = every_s / len(self.phones)
        chance, begin, worst = random.Random(6), time.monotonic(), 0.0
        for number in range(int(seconds / pause)):
            due = begin + number * pause
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            worst = max(worst, time.monotonic() - due)
            lon = f"{west + number * PRIME % SPREAD * STEP_DEG:.6f}"
            lat = f"{chance.uniform(south, north):.6f}"
            self.sent[lon] = time.monotonic_ns()
            phone = self.phones[number % len(self.phones)]
            phone.say(b'{"here":{"lon":%s,"lat":%s}}' % (lon.encode(), lat.encode()))
        return worst * 1000

    def _digest(self) -> dict[str, Any]:
        delays: list[float] = []
        for text, at in self.heard:
            data = json.loads(text)["data"]
            if data["whole"]:
                continue
            for _, lon, _, _ in data["units"]:
                sent = self.sent.get(f"{lon:.6f}")
                if sent is not None:
                    delays.append((at - sent) / 1e6)
        return {"delays_ms": delays, "sent": len(self.sent)}


def main() -> None:
    """Run as the plan says."""
    gc.disable()
    plan = read_plan()
    write_answer(plan, uvloop.run(Town(plan).run()))


if __name__ == "__main__":
    main()

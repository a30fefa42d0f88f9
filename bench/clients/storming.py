"""Phones that lose the network at the same moment and come back at the same moment."""

import asyncio
import contextlib
import gc
import json
import time
from typing import Any, Final

import uvloop

from bench.clients.listening import Audience
from bench.clients.wire import Wire, read_plan, write_answer

GIVE_UP_S: Final = 120.0
AGAIN_S: Final = 1.0
"""How long a phone that was turned away waits."""


class Storm(Audience):
    """All phones of a city: opened in peace, cut, then opened again with hardly any patience."""

    turned_away = 0

    async def run(self) -> dict[str, Any]:
        """Open, say so, wait to be told, cut, open again, and tell how long each waited."""
        await self.open_all()
        write_answer(self.plan | {"answer": self.plan["ready"]}, {})
        await asyncio.sleep(self.plan["calm_s"])
        for wire in self.wires:
            wire.cut()
        began = time.monotonic()
        waited = await asyncio.gather(*(self._come_back(wire, began) for wire in self.wires))
        return {
            "began_ns": int(began * 1e9),
            "ended_ns": time.monotonic_ns(),
            "waited_ms": [ms for ms in waited if ms is not None],
            "turned_away": self.turned_away,
            "lost": waited.count(None),
        }

    async def _come_back(self, old: Wire, began: float) -> float | None:
        loop = asyncio.get_running_loop()
        heard_last = json.loads(old.opened.result())["seq"]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GIVE_UP_S):
                while True:
                    with contextlib.suppress(ConnectionError):
                        _, wire = await loop.create_connection(
                            lambda: Wire(
                                path=old.path,
                                token=old.token,
                                heard=self.forget,
                                last_seq=heard_last,
                            ),
                            "127.0.0.1",
                            self.plan["port"],
                        )
                        await wire.opened
                        return (time.monotonic() - began) * 1e3
                    self.turned_away += 1
                    await asyncio.sleep(AGAIN_S)
        return None


def main() -> None:
    """Run as the plan says."""
    gc.disable()
    plan = read_plan()
    write_answer(plan, uvloop.run(Storm(plan).run()))


if __name__ == "__main__":
    main()

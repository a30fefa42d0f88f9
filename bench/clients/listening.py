"""Phones and consoles: sockets that note when each frame reached them, until told to stop."""

import asyncio
import gc
import json
import signal
import time
from collections.abc import Iterator
from typing import Any, Final

import uvloop

from bench.clients.wire import Wire, read_plan, write_answer

AT_ONCE: Final = 32
"""Sockets being opened at the same time."""


class Audience:
    """All sockets of this process and what they heard; read only after the run, so as to cost nothing in it."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.wires: list[Wire] = []
        self.heard: list[tuple[str, bytes, int]] = []

    def hear(self, wire: Wire, text: bytes, at: int) -> None:
        """Note a frame; a phone says that it has it, where the plan has phones that do."""
        self.heard.append((wire.path, text, at))
        if self.plan["ack"] and text.startswith(b'{"seq":') and wire.path == "/ws/field":
            wire.say(b'{"ack":%s}' % text[7 : text.index(b",")])

    def forget(self, wire: Wire, text: bytes, at: int) -> None:
        """Hear and keep nothing."""

    async def open_all(self) -> None:
        """Open every socket, a few at a time."""
        rest: Iterator[tuple[str, str]] = iter(self.plan["sockets"])
        await asyncio.gather(*(self._open(rest) for _ in range(AT_ONCE)))

    async def _open(self, rest: Iterator[tuple[str, str]]) -> None:
        loop = asyncio.get_running_loop()
        heard = self.hear if self.plan["record"] else self.forget
        for path, token in rest:
            _, wire = await loop.create_connection(
                lambda path=path, token=token: Wire(path=path, token=token, heard=heard),  # type: ignore[misc]
                "127.0.0.1",
                self.plan["port"],
            )
            await wire.opened
            self.wires.append(wire)

    async def run(self) -> dict[str, Any]:
        """Open, say so, listen until told to stop, tell."""
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        began = time.monotonic()
        await self.open_all()
        opened_s = time.monotonic() - began
        write_answer(self.plan | {"answer": self.plan["ready"]}, {"opened_s": opened_s})
        await stop.wait()
        lost = sum(wire.closed for wire in self.wires)
        return {"opened_s": opened_s, "closed": lost, **self._digest()}

    def _digest(self) -> dict[str, Any]:
        """Tell when each event reached the console, and when each case was offered on a phone."""
        console: dict[str, int] = {}
        phones: dict[str, int] = {}
        counts: dict[str, int] = {}
        for path, text, at in self.heard:
            frame = json.loads(text)
            key = f"{path} {frame.get('name')}"
            counts[key] = counts.get(key, 0) + 1
            if path == "/ws/console" and frame.get("name") == "case.changed":
                console.setdefault(frame["data"]["source_event_id"], at)
            elif path == "/ws/field" and frame.get("name") == "task.offered":
                phones.setdefault(frame["data"]["case_no"], at)
        return {"console": console, "phones": phones, "frames": counts}


def main() -> None:
    """Run as the plan says."""
    gc.disable()
    plan = read_plan()
    write_answer(plan, uvloop.run(Audience(plan).run()))


if __name__ == "__main__":
    main()

"""Somebody who works on while the platform is busy: reports and lists, at an even pace, whatever comes back."""

import asyncio
import gc
import itertools
import time
from typing import Any

import uvloop

from bench.clients.wire import Line, prepare_posts, read_plan, write_answer


class Worker:
    """Asks in an open loop, and notes when each request was due and how long it took from then."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.idle: asyncio.Queue[Line] = asyncio.Queue()
        self.asked: list[tuple[float, float, int]] = []
        """Due (monotonic seconds), milliseconds until it was answered, status."""
        posts = prepare_posts(
            plan["events"],
            placeholder=plan["placeholder"],
            path="/api/v1/events",
            token=plan["platform"],
        )
        self.numbers = itertools.count()
        self.posts = itertools.cycle(posts)
        self.get = (
            f"GET /api/v1/cases?limit=50 HTTP/1.1\r\nhost: 127.0.0.1\r\n"
            f"authorization: Bearer {plan['console']}\r\n\r\n"
        ).encode()

    def request(self) -> bytes:
        """Make the next request: a report and a list by turns."""
        number = next(self.numbers)
        if number % 2:
            return self.get
        head, tail = next(self.posts)
        return head + b"A%015d" % number + tail

    def answered(self, line: Line, status: int, _: bytes, at: int) -> None:
        """Note how long it took."""
        due = line.note
        self.asked.append((due, at / 1e6 - due * 1e3, status))
        if status:
            self.idle.put_nowait(line)

    async def run(self) -> list[tuple[float, float, int]]:
        """Ask for as long as was asked for, and tell."""
        loop = asyncio.get_running_loop()
        for _ in range(self.plan["lines"]):
            _, line = await loop.create_connection(
                lambda: Line(self.answered), "127.0.0.1", self.plan["port"]
            )
            self.idle.put_nowait(line)
        due = began = time.monotonic()
        while due < began + self.plan["seconds"]:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            line = await self.idle.get()
            line.note = due
            line.ask(self.request())
            due += self.plan["every_s"]
        await asyncio.sleep(2)
        while not self.idle.empty():
            self.idle.get_nowait().close()
        return self.asked


def main() -> None:
    """Run as the plan says."""
    gc.disable()
    plan = read_plan()
    write_answer(plan, uvloop.run(Worker(plan).run()))


if __name__ == "__main__":
    main()

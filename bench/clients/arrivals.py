"""Events as they come in life: at random moments, whether the last was answered or not."""

import asyncio
import contextlib
import gc
import json
import random
import select
import selectors
import time
from collections import deque
from typing import Any, Final

from bench.clients.wire import Line, prepare_posts, read_plan, write_answer
from bench.figures import percentile

LINES_MOST: Final = 512
"""Connections at most: a server that needs more has lost already."""
GRACE_S: Final = 15.0
"""How long answers may stay out after the last event was sent."""


class Punctual(selectors.EpollSelector):
    """Wakes within microseconds of a moment, where epoll counts in whole milliseconds: arrivals would come in steps.

    Waiting for all connections by select() does so too, at half a processor's cost.
    """

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for the one file descriptor that stands for all, then ask it which they are."""
        if timeout is None or timeout > 0:
            select.select([self.fileno()], [], [], timeout)
        return super().select(0)


class Stream:
    """An open loop: the moments are drawn ahead, and no event waits for another's answer."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.posts = prepare_posts(
            plan["events"], placeholder=plan["placeholder"], path=plan["path"], token=plan["token"]
        )
        # The longest at rest goes first, so that none rests until the server hangs up.
        self.idle: deque[Line] = deque()
        self.opened: list[Line] = []
        self.sent: dict[str, int] = {}
        self.answers: dict[str, tuple[int, bytes, int]] = {}
        self.late_ms: list[float] = []
        self.expected = -1
        self.waiting: deque[tuple[int, str]] = deque()
        self.opening: set[asyncio.Task[None]] = set()
        self.complete = asyncio.Event()

    def answered(self, line: Line, status: int, body: bytes, at: int) -> None:
        """Keep an answer and let the connection rest."""
        if line.note is not None:
            self.answers[line.note] = (status, body, at)
            line.note = None
        if status:
            self._rest(line)
        elif line in self.idle:
            self.idle.remove(line)
        if len(self.answers) == self.expected:
            self.complete.set()

    async def open(self) -> None:
        """Open another connection; it takes the event that has waited longest."""
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(
            lambda: Line(self.answered), "127.0.0.1", self.plan["port"]
        )
        self.opened.append(line)
        self._rest(line)

    def send(self, number: int, due: float) -> None:
        """Send an event at its moment: it may wait for a connection, and that counts as its latency."""
        event_id = f"{self.plan['mark']}{number:012d}"
        now = time.monotonic_ns()
        self.sent[event_id] = now
        self.late_ms.append(now / 1e6 - due * 1e3)
        self.waiting.append((number, event_id))
        if self.idle:
            self._rest(self.idle.popleft())
        elif len(self.opened) + len(self.opening) < LINES_MOST:
            task = asyncio.create_task(self.open())
            self.opening.add(task)
            task.add_done_callback(self.opening.discard)

    def _rest(self, line: Line) -> None:
        if not self.waiting:
            self.idle.append(line)
            return
        number, event_id = self.waiting.popleft()
        head, tail = self.posts[number % len(self.posts)]
        line.note = event_id
        line.ask(head + event_id.encode() + tail)

    async def run(self) -> dict[str, Any]:
        """Send all events at their moments and gather the answers."""
        for _ in range(self.plan["lines"]):
            await self.open()
        chance = random.Random(self.plan["seed"])
        due, end = time.monotonic(), time.monotonic() + self.plan["seconds"]
        number = 0
        while (due := due + chance.expovariate(self.plan["rate"])) < end:
            await asyncio.sleep(max(due - time.monotonic(), 0))
            self.send(number, due)
            number += 1
        self.expected = number
        if len(self.answers) < number:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.complete.wait(), GRACE_S)
        for line in self.opened:
            line.close()
        return {
            "late_p99_ms": percentile(self.late_ms, 0.99),
            "connections": len(self.opened),
            "events": [self._told(event_id, at) for event_id, at in self.sent.items()],
        }

    def _told(self, event_id: str, sent_at: int) -> dict[str, Any]:
        status, body, at = self.answers.get(event_id, (0, b"{}", 0))
        said = json.loads(body) if status == 201 else {}
        return {
            "id": event_id,
            "sent_ns": sent_at,
            "answered_ns": at,
            "status": status,
            "case_no": said.get("case_no"),
        }


def main() -> None:
    """Run as the plan says."""
    gc.disable()
    plan = read_plan()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(Punctual())) as runner:
        write_answer(plan, runner.run(Stream(plan).run()))


if __name__ == "__main__":
    main()

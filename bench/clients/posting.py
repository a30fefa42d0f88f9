"""A platform in a hurry: so many connections, each sending its next event when the last is answered."""

import asyncio
import gc
import itertools
import sys
import time
from typing import Any

import uvloop

from bench.clients.wire import Line, post_head, prepare_posts, read_plan, write_answer
from bench.figures import percentile

NEW = b'"status":201'


class Rush:
    """Posts as fast as it is answered, and counts what was taken in while it counted."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.rows: int = plan["rows"]
        whole = prepare_posts(
            plan["events"], placeholder=plan["placeholder"], path=plan["path"], token=plan["token"]
        )
        raw = [event.encode().partition(plan["placeholder"].encode()) for event in plan["events"]]
        self.posts = whole if self.rows == 1 else [(head, tail) for head, _, tail in raw]
        self.numbers = itertools.count()
        self.taken = self.failed = 0
        self.taken_ms: list[float] = []
        self.counting = self.over = False

    def request(self) -> bytes:
        """Make the next request: one event, or an array of them."""
        if self.rows == 1:
            number = next(self.numbers)
            head, tail = self.posts[number % len(self.posts)]
            return head + self._id(number) + tail
        parts = []
        for number in itertools.islice(self.numbers, self.rows):
            head, tail = self.posts[number % len(self.posts)]
            parts.append(head + self._id(number) + tail)
        body = b"[" + b",".join(parts) + b"]"
        return post_head(self.plan["path"], self.plan["token"], len(body)) + body

    def _id(self, number: int) -> bytes:
        return b"%s%012d" % (self.plan["mark"].encode(), number)

    def answered(self, line: Line, status: int, body: bytes, at: int) -> None:
        """Count an answer and send the next."""
        new = int(status == 201) if self.rows == 1 else body.count(NEW)
        if new != self.rows:
            self.failed += 1
            if self.failed <= 3:
                sys.stderr.write(f"{status} {body[:500]!r}\n")
        if self.counting:
            self.taken += new
            self.taken_ms.append((at - line.note) / 1e6)
        if not self.over and status:
            self.send(line)

    def send(self, line: Line) -> None:
        """Send the next request on a connection."""
        request = self.request()
        line.note = time.monotonic_ns()
        line.ask(request)

    async def run(self) -> dict[str, Any]:
        """Warm up, count for the seconds that were asked for, and tell."""
        loop = asyncio.get_running_loop()
        lines: list[Line] = []
        for _ in range(self.plan["lines"]):
            _, line = await loop.create_connection(
                lambda: Line(self.answered), "127.0.0.1", self.plan["port"]
            )
            lines.append(line)
        for line in lines:
            self.send(line)
        await asyncio.sleep(self.plan["warm_s"])
        self.counting, began = True, time.monotonic()
        await asyncio.sleep(self.plan["seconds"])
        self.counting, took = False, time.monotonic() - began
        self.over = True
        await asyncio.sleep(0.5)
        for line in lines:
            line.close()
        return {
            "rate": self.taken / took,
            "failed": self.failed,
            "p50_ms": percentile(self.taken_ms, 0.5),
            "p99_ms": percentile(self.taken_ms, 0.99),
        }


def main() -> None:
    """Run as the plan says."""
    gc.disable()
    plan = read_plan()
    write_answer(plan, uvloop.run(Rush(plan).run()))


if __name__ == "__main__":
    main()

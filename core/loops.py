"""Loops a process runs beside its work: each does a thing every so often, and survives its failures."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog

log = structlog.get_logger()

TOLD_AGAIN_S: Final = 5.0


async def every(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    """Do a thing, rest, and again, for ever. A failure is logged and the next turn tried."""
    while True:
        try:
            await work()
        except Exception as failure:
            log.warning("loop_failed", work=work.__qualname__, error=repr(failure))
        await asyncio.sleep(seconds)


@asynccontextmanager
async def running(*loops: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """Run loops while the block lasts; one that ends by a failure is an error in the log."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    for task in tasks:
        task.add_done_callback(_mourn)
    try:
        yield
    finally:
        waiting = set(tasks)
        while waiting:
            for task in waiting:
                task.cancel()
            # A cancellation may meet a library's own failure and be swallowed by it: it is told again.
            _, waiting = await asyncio.wait(waiting, timeout=TOLD_AGAIN_S)


def _mourn(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and (failure := task.exception()) is not None:
        log.error("loop_died", error=repr(failure), exc_info=failure)

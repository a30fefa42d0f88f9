"""Waiting in tests: for a condition, never for a time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

PATIENCE_S: Final = 30
"""How long a test waits for what must come; never how fast it must be."""


async def until(holds: Callable[[], object], *, patience_s: float = PATIENCE_S) -> None:
    """Wait until a condition holds.

    :raises TimeoutError: when it never does
    """
    async with asyncio.timeout(patience_s):
        while True:
            if holds():
                return
            await asyncio.sleep(0.01)


async def until_read(
    read: Callable[[], Awaitable[object]], wanted: object, *, patience_s: float = PATIENCE_S
) -> None:
    """Wait until something read anew is what is wanted.

    :raises TimeoutError: when it never is
    """
    async with asyncio.timeout(patience_s):
        while True:
            if await read() == wanted:
                return
            await asyncio.sleep(0.01)

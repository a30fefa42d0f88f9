"""The turnstile: thousands may come or leave in the same moment, and nobody else must wait behind them."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

AT_A_TIME: Final = 64


class Turnstile:
    """Does things a few in a round of the loop, in the order they came: what others wait for is done between."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[Callable[[], None]] = deque()
        self._turns = False

    def push(self, do: Callable[[], None]) -> None:
        """Do something when its turn has come: at once, but for a crowd."""
        self._waiting.append(do)
        if not self._turns:
            self._turns = True
            self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        for _ in range(min(AT_A_TIME, len(self._waiting))):
            # Each by itself: should one fail, the others are done all the same.
            self._loop.call_soon(self._waiting.popleft())
        self._turns = bool(self._waiting)
        if self._turns:
            self._loop.call_soon(self._turn)

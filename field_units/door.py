"""Whose device reports a position: looked up once, asked for anew every few seconds, and counted.

Counted in memory, so that counting cannot fail; where there is no room to count, nobody is let in.
"""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Final

from core.clock import utcnow
from core.db import Database
from core.errors import Unauthorized
from field_units import operations
from field_units.errors import DeviceUnknown, TooManyPositions

GOOD_FOR: Final = timedelta(seconds=2)
"""A revoked device reports no longer than this."""
MOST: Final = 20_000
"""Devices and addresses that are counted at once."""
A_SECOND: Final = 1.0
BURST: Final = 60.0
"""A device may report once a second, and a minute of positions it has saved up at once."""
WRONG_A_SECOND: Final = 0.2
WRONG_BURST: Final = 20.0
"""An address may show this many ids that are no device's."""


class Counter:
    """A bucket for each name, refilled as time goes; a name beyond the room is refused."""

    def __init__(self, *, per_s: float, burst: float, room: int = MOST) -> None:
        self._per_s, self._burst, self._room = per_s, burst, room
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str, *, at: float) -> float:
        """Count one; 0 when it is let through, else the seconds until the next would be."""
        left = self.left(name, at=at)
        if left < 1:
            return (1 - left) / self._per_s
        if name not in self._left and not self._make_room(at):
            return 1 / self._per_s
        self._left[name] = (left - 1, at)
        return 0.0

    def left(self, name: str, *, at: float) -> float:
        """Tell how many a name has left."""
        left, since = self._left.get(name, (self._burst, at))
        return min(self._burst, left + (at - since) * self._per_s)

    def _make_room(self, at: float) -> bool:
        if len(self._left) >= self._room:
            full = [name for name in self._left if self.left(name, at=at) >= self._burst]
            for name in full:
                del self._left[name]
        return len(self._left) < self._room


class DeviceDoor:
    """Knows the devices that came lately, so that a position costs no query for its token."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[str, datetime]] = {}
        self._asked: dict[str, asyncio.Task[str]] = {}
        self._often = Counter(per_s=A_SECOND, burst=BURST)
        self._wrong = Counter(per_s=WRONG_A_SECOND, burst=WRONG_BURST)

    async def who(self, token: str, *, address: str) -> str:
        """Learn whose device shows this token.

        :raises Unauthorized: when it shows none
        :raises DeviceUnknown: when it is nobody's, or was revoked
        :raises TooManyPositions: when it, or wrong ones from its address, come too often
        """
        if not token:
            raise Unauthorized
        known = self._known.get(token)
        if known is None or known[1] <= utcnow():
            unit = await self._look_up(token, address)
        else:
            unit = known[0]
        _refuse(self._often.take(token, at=time.monotonic()))
        return unit

    async def _look_up(self, token: str, address: str) -> str:
        # Before the database is asked: whoever guesses costs no more than a look into memory.
        if (left := self._wrong.left(address, at=time.monotonic())) < 1:
            _refuse((1 - left) / WRONG_A_SECOND)
        asked = self._asked.get(token)
        if asked is None:
            asked = asyncio.create_task(self._ask(token))
            self._asked[token] = asked
            asked.add_done_callback(lambda _: self._asked.pop(token))
        try:
            return await asyncio.shield(asked)
        except DeviceUnknown:
            _refuse(self._wrong.take(address, at=time.monotonic()))
            raise

    async def _ask(self, token: str) -> str:
        asked_at = utcnow()
        async with self._database.reading() as session:
            unit = await operations.find_unit_of_device(session, token=token)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[token] = (unit, asked_at + GOOD_FOR)
        return unit


def _refuse(retry_after_s: float) -> None:
    if retry_after_s > 0:
        raise TooManyPositions(retry_after_s=int(retry_after_s) + 1)

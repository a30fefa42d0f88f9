"""Which platform is at the door: its token is looked up once, and asked for anew every few seconds."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from core.clock import utcnow
from core.db import Database
from core.errors import Unauthorized
from integration import operations

GOOD_FOR: Final = timedelta(seconds=2)
"""A revoked token opens the door no longer than this."""
MOST: Final = 10_000


class PlatformDoor:
    """Knows the platforms that came lately, so that an event costs no query for its token."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[str, datetime]] = {}
        self._asked: dict[str, asyncio.Task[str]] = {}

    async def who(self, authorization: str) -> str:
        """Learn which platform shows this `Authorization` header.

        :raises Unauthorized: when there is no bearer token, or it is nobody's
        """
        known = self._known.get(authorization)
        if known is not None and known[1] > utcnow():
            return known[0]
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized
        # All who come with it while it is asked for share one question and one answer.
        asked = self._asked.get(authorization)
        if asked is None:
            asked = asyncio.create_task(self._ask(authorization, token.strip()))
            self._asked[authorization] = asked
            asked.add_done_callback(lambda _: self._asked.pop(authorization))
        return await asyncio.shield(asked)

    async def _ask(self, authorization: str, token: str) -> str:
        asked_at = utcnow()
        async with self._database.glance() as session:
            platform = await operations.find_platform(session, token=token)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[authorization] = (platform, asked_at + GOOD_FOR)
        return platform

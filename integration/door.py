"""Which platform is at the door: its token is looked up once, and asked for anew every few seconds."""

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

    def known(self, authorization: str) -> str | None:
        """Tell who shows this header, if he was asked for lately."""
        known = self._known.get(authorization)
        return known[0] if known is not None and known[1] > utcnow() else None

    async def who(self, authorization: str) -> str:
        """Learn which platform shows this `Authorization` header.

        :raises Unauthorized: when there is no bearer token, or it is nobody's
        """
        known = self.known(authorization)
        if known is not None:
            return known
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized
        async with self._database.reading() as session:
            platform = await operations.find_platform(session, token=token.strip())
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[authorization] = (platform, utcnow() + GOOD_FOR)
        return platform

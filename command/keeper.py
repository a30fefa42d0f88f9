"""The keeper holds the world of this process and swaps it whole when a new edition is published."""

import structlog

from command import world as worlds
from command.world import World
from core import editions
from core.clock import utcnow
from core.db import Database
from grid.values import EDITION

log = structlog.get_logger()


class Keeper:
    """Gives the world in force; ask anew for each piece of work, and keep what you got until it ends."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._world: World | None = None
        self._day = utcnow().date()

    def __call__(self) -> World:
        """Give the world in force.

        :raises RuntimeError: before the first `refresh`
        """
        if self._world is None:
            raise RuntimeError("the world is not loaded yet")
        return self._world

    async def refresh(self) -> None:
        """Load the world anew if an edition was published, or the local day has changed."""
        now = utcnow()
        async with self._database.reading() as session:
            if self._world is not None:
                edition = await editions.find(session, name=EDITION)
                day = now.astimezone(self._world.city.zone).date()
                if edition == self._world.edition and day == self._day:
                    return
            self._world = await worlds.load(session, now=now)
            self._day = now.astimezone(self._world.city.zone).date()
        log.info("world_loaded", edition=self._world.edition)

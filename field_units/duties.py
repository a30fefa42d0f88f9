"""What crews have said of their duty, as each process knows it: the database's rows, read again every second.

The choice of a unit and the door for positions ask hundreds of times a second, and wait for nobody.
"""

from datetime import datetime, timedelta
from typing import Final

from core.db import Database
from field_units import queries
from field_units.duty import Said

OVERLAP: Final = timedelta(seconds=10)
"""How far back one asks anew what was said: commits are seen later than the moment they carry."""


class Duties:
    """The mirror of what was said."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._said: dict[str, Said] = {}
        self._newest: datetime | None = None

    def of(self, unit: str) -> Said | None:
        """Give what a unit's crew last said, None when it never said anything."""
        return self._said.get(unit)

    def note(self, unit: str, said: Said) -> None:
        """Take in what this process has just written."""
        self._said[unit] = said

    async def refresh(self) -> None:
        """Read what was said since the last time."""
        since = None if self._newest is None else self._newest - OVERLAP
        async with self._database.reading() as session:
            rows = await queries.list_said(session, since=since)
        for unit, changed_at, said in rows:
            self._said[unit] = said
            if self._newest is None or changed_at > self._newest:
                self._newest = changed_at

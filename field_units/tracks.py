"""The history of positions: thinned, on duty only, kept for as many days as a row says, then forgotten.

Where an officer has been is personal data: nothing is kept that nobody needs.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core import ending
from core.bulk import BulkInsert
from core.db import Database
from field_units.models import Track
from field_units.values import Position
from grid.geometry import distance_m

log = structlog.get_logger()

EVERY: Final = timedelta(minutes=1)
STEP_M: Final = 100.0
"""A position is kept a minute after the last, or a hundred metres from it."""
FLUSH_S: Final = 2.0
ROOM: Final = 20_000
"""Positions that may wait for a database that is away; then the oldest are forgotten."""

_KEEP: Final = BulkInsert(
    SQLModel.metadata.tables["track"],
    ("unit", "at", "lon", "lat", "accuracy_m"),
    order_by="unit, at",
    tail="ON CONFLICT DO NOTHING",
)

Row = tuple[str, datetime, float, float, float | None]


class Tracks:
    """The positions of this process on their way into the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: dict[str, Row] = {}
        self._waiting: list[Row] = []

    def put(self, unit: str, at: Position, now: datetime) -> None:
        """Keep a position, unless the last one says as much."""
        row = (unit, at.at or now, at.lon, at.lat, at.accuracy_m)
        if is_worth_keeping(self._last.get(unit), row):
            self._last[unit] = row
            self._waiting.append(row)
            if len(self._waiting) > ROOM:
                del self._waiting[: ROOM // 10]

    async def run(self) -> None:
        """Write what was kept, for ever."""
        while True:
            await asyncio.sleep(FLUSH_S)
            rows, self._waiting = self._waiting, []
            if not rows:
                continue
            try:
                async with self._database.transaction() as session:
                    ending.later(session, _KEEP, rows)
            except Exception as failure:
                self._waiting = rows + self._waiting
                log.warning("tracks_not_written", rows=len(rows), error=repr(failure))


def is_worth_keeping(last: Row | None, row: Row) -> bool:
    """Tell whether a position says more than the one that was kept before; late ones say nothing."""
    if last is None:
        return True
    _, last_at, last_lon, last_lat, _ = last
    _, at, lon, lat, _ = row
    if at <= last_at:
        return False
    return at - last_at >= EVERY or distance_m(last_lon, last_lat, lon, lat) >= STEP_M


async def list_within(
    session: AsyncSession, *, unit: str, spans: Sequence[tuple[datetime, datetime]]
) -> list[Track]:
    """List where a unit was within these spans, oldest first."""
    if not spans:
        return []
    at = col(Track.at)
    return list(
        await session.scalars(
            select(Track)
            .where(col(Track.unit) == unit)
            .where(or_(*(and_(at >= from_, at < to) for from_, to in spans)))
            .order_by(at)
        )
    )


async def forget_before(session: AsyncSession, *, moment: datetime) -> None:
    """Drop what is older than a moment."""
    await session.execute(delete(Track).where(col(Track.at) < moment))

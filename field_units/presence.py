"""Where units are and whether a phone of theirs is connected: hot, in Redis, never in a transaction.

Each process keeps a mirror and exchanges it with Redis every second or two, so that neither a phone
nor the choice of a unit waits for anybody; should Redis be away, what is known here stays.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from field_units.values import Position

log = structlog.get_logger()

STALE: Final = timedelta(minutes=15)
"""A position older than this says nothing about where a unit is now."""
SILENT: Final = timedelta(seconds=60)
"""A unit nobody heard of for this long is offline."""


class Presence:
    """The mirror of where units are."""

    def __init__(self, redis: Redis, *, prefix: str) -> None:
        self._redis = redis
        self._key = f"{prefix}:presence"
        self._rows: dict[str, tuple[datetime, Position | None, datetime | None]] = {}
        self._noted: dict[str, str] = {}

    async def exchange(self) -> None:
        """Write what was noted here and read where everybody is, in one round trip."""
        noted, self._noted = self._noted, {}
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                if noted:
                    pipeline.hset(self._key, items=[part for row in noted.items() for part in row])
                pipeline.hgetall(self._key)
                rows = (await pipeline.execute())[-1]
        except (RedisError, OSError) as failure:
            # What is noted meanwhile is newer.
            self._noted = noted | self._noted
            log.warning("presence_unknown", error=repr(failure))
            return
        known = {_text(unit): _text(raw) for unit, raw in rows.items()} | self._noted
        self._rows = {unit: _read(raw) for unit, raw in known.items()}

    def note(
        self, *, unit: str, now: datetime, at: Position | None = None, gone: bool = False
    ) -> None:
        """Note that a unit was heard, with where it is if it said so; or that its last phone left."""
        _, position, moved_at = self._rows.get(unit, (now, None, None))
        if at is not None:
            position, moved_at = at, now
        seen = now - SILENT if gone else now
        self._rows[unit] = (seen, position, moved_at)
        self._noted[unit] = _write(seen, position, moved_at)

    def positions(self, now: datetime) -> dict[str, Position]:
        """Give the positions that still mean something."""
        return {
            unit: position
            for unit, (_, position, moved_at) in self._rows.items()
            if position is not None and moved_at is not None and now - moved_at < STALE
        }

    def is_online(self, unit: str, now: datetime) -> bool:
        """Tell whether a phone of the unit was heard lately."""
        row = self._rows.get(unit)
        return row is not None and now - row[0] < SILENT


def _write(seen: datetime, at: Position | None, moved_at: datetime | None) -> str:
    place = (at.lon, at.lat, moved_at.timestamp()) if at and moved_at else None
    return orjson.dumps([seen.timestamp(), place]).decode()


def _text(raw: bytes | str) -> str:
    return raw if isinstance(raw, str) else raw.decode()


def _read(raw: str) -> tuple[datetime, Position | None, datetime | None]:
    seen, place = orjson.loads(raw)
    moment = datetime.fromtimestamp(seen, UTC)
    if place is None:
        return moment, None, None
    return moment, Position(place[0], place[1]), datetime.fromtimestamp(place[2], UTC)

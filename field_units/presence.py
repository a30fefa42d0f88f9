"""Where units are and whether a phone of theirs is connected: hot, in Redis, never in a transaction.

Each process keeps a mirror and exchanges it with Redis every second or two, so that neither a phone
nor the choice of a unit waits for anybody; should Redis be away, what is known here stays. Who was
heard when, and where who is, are two things: a phone that is merely connected must not say again a
position that was forgotten meanwhile.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from field_units.cells import Cells
from field_units.values import Position

log = structlog.get_logger()

SILENT: Final = timedelta(seconds=60)
"""A unit nobody heard of for this long is offline."""


class Presence:
    """The mirror of where units are. `where` is read in place, and not to be changed."""

    def __init__(self, redis: Redis, *, prefix: str) -> None:
        self._redis = redis
        self._heard_key, self._where_key = f"{prefix}:presence", f"{prefix}:positions"
        self._heard: dict[str, datetime] = {}
        self._heard_now: dict[str, str] = {}
        self._where: dict[str, Position] = {}
        self._where_now: dict[str, str | None] = {}
        self._raw: dict[str, str] = {}
        self._cells = Cells()

    @property
    def where(self) -> Mapping[str, Position]:
        """The last known position of each unit, however old."""
        return self._where

    async def exchange(self) -> None:
        """Write what was noted here and read where everybody is, in one round trip."""
        heard, self._heard_now = self._heard_now, {}
        where, self._where_now = self._where_now, {}
        gone = [unit for unit, raw in where.items() if raw is None]
        there = [part for unit, raw in where.items() if raw is not None for part in (unit, raw)]
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                if heard:
                    pipeline.hset(
                        self._heard_key, items=[part for row in heard.items() for part in row]
                    )
                if there:
                    pipeline.hset(self._where_key, items=there)
                if gone:
                    pipeline.hdel(self._where_key, *gone)
                pipeline.hgetall(self._heard_key)
                pipeline.hgetall(self._where_key)
                *_, heard_there, where_there = await pipeline.execute()
        except (RedisError, OSError) as failure:
            # What is noted meanwhile is newer.
            self._heard_now = heard | self._heard_now
            self._where_now = where | self._where_now
            log.warning("presence_unknown", error=repr(failure))
            return
        self._hear(_texts(heard_there))
        self._see(_texts(where_there))

    def note(
        self, *, unit: str, now: datetime, at: Position | None = None, gone: bool = False
    ) -> None:
        """Note that a unit was heard, with where it is if it said so; or that its last phone left."""
        seen = now - SILENT if gone else now
        self._heard[unit] = seen
        self._heard_now[unit] = str(seen.timestamp())
        if at is not None:
            self.put(unit, at if at.at is not None else Position(at.lon, at.lat, now))

    def put(self, unit: str, at: Position) -> None:
        """Note where a unit is. An older position than the one that is known changes nothing."""
        before = self._where.get(unit)
        if before is not None and before.at and at.at and before.at > at.at:
            return
        self._keep(unit, at)
        self._where_now[unit] = self._raw[unit] = _write(at)

    def forget(self, unit: str) -> None:
        """Forget where a unit is: it has gone off duty."""
        self._drop(unit)
        self._where_now[unit] = None

    def positions(self, now: datetime, stale: timedelta) -> dict[str, Position]:
        """Give the positions that still mean something: none is as old as `stale`."""
        return {
            unit: at for unit, at in self._where.items() if at.at is None or now - at.at < stale
        }

    def near(
        self,
        lon: float,
        lat: float,
        *,
        most: int,
        within_m: float,
        bases: Cells,
        fits: Callable[[str], bool],
        now: datetime,
        stale: timedelta,
    ) -> list[tuple[float, str]]:
        """List the nearest units that fit, of any team, with their distance in metres.

        A unit is where it said it is; one that has not for `stale` is at its base.
        """

        def is_fresh(unit: str) -> bool:
            at = self._where.get(unit)
            return at is not None and (at.at is None or now - at.at < stale)

        moving = self._cells.near(
            lon, lat, most=most, within_m=within_m, fits=lambda unit: is_fresh(unit) and fits(unit)
        )
        if len(moving) == most:
            # Nobody at a base counts who is farther away than these.
            within_m = moving[-1][0]
        resting = bases.near(
            lon,
            lat,
            most=most,
            within_m=within_m,
            fits=lambda unit: not is_fresh(unit) and fits(unit),
        )
        return sorted([*moving, *resting])[:most]

    def is_online(self, unit: str, now: datetime) -> bool:
        """Tell whether a phone of the unit was heard lately."""
        seen = self._heard.get(unit)
        return seen is not None and now - seen < SILENT

    def _hear(self, rows: dict[str, str]) -> None:
        for unit, raw in rows.items():
            if unit not in self._heard_now:
                try:
                    self._heard[unit] = datetime.fromtimestamp(float(raw), UTC)
                except ValueError:
                    # Written by the release before, which kept both things in one row.
                    self._heard[unit] = datetime.fromtimestamp(orjson.loads(raw)[0], UTC)

    def _see(self, rows: dict[str, str]) -> None:
        for unit, raw in rows.items():
            # Most have not moved since: only what changed is read.
            if unit not in self._where_now and self._raw.get(unit) != raw:
                self._keep(unit, _read(raw))
                self._raw[unit] = raw
        for unit in self._where.keys() - rows.keys() - self._where_now.keys():
            self._drop(unit)

    def _keep(self, unit: str, at: Position) -> None:
        self._where[unit] = at
        self._cells.put(unit, at.lon, at.lat)

    def _drop(self, unit: str) -> None:
        self._where.pop(unit, None)
        self._raw.pop(unit, None)
        self._cells.drop(unit)


def _write(at: Position) -> str:
    moment = None if at.at is None else at.at.timestamp()
    return orjson.dumps([at.lon, at.lat, moment, at.accuracy_m]).decode()


def _read(raw: str) -> Position:
    lon, lat, moment, accuracy_m = orjson.loads(raw)
    return Position(
        lon, lat, None if moment is None else datetime.fromtimestamp(moment, UTC), accuracy_m
    )


def _texts(rows: Mapping[Any, Any]) -> dict[str, str]:
    return {_text(unit): _text(raw) for unit, raw in rows.items()}


def _text(raw: bytes | str) -> str:
    return raw if isinstance(raw, str) else raw.decode()

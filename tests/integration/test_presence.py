"""Where units are, as every process knows it: shared over Redis, and faded in time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from field_units.cells import Cells
from field_units.presence import SILENT, Presence
from field_units.values import Position

NOON = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
SPOT = Position(87.03, 43.03)
THERE = Position(87.03, 43.03, NOON)
STALE = timedelta(minutes=15)


@pytest.fixture
async def redis(valkey_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(valkey_url, protocol=2) as opened:
        yield opened


async def test_is_shared_by_all_processes_and_fades(redis: Redis) -> None:
    prefix = uuid4().hex
    here, there = Presence(redis, prefix=prefix), Presence(redis, prefix=prefix)
    here.note(unit="YZ-U1", now=NOON, at=SPOT)
    here.note(unit="YZ-U3", now=NOON)

    await here.exchange()
    await there.exchange()

    assert there.positions(NOON, STALE) == {"YZ-U1": THERE}
    assert there.is_online("YZ-U3", NOON)
    assert not there.is_online("YZ-U4", NOON)
    assert there.is_online("YZ-U1", NOON + SILENT - timedelta(seconds=1))
    assert not there.is_online("YZ-U1", NOON + SILENT)
    assert there.positions(NOON + STALE - timedelta(seconds=1), STALE)
    assert there.positions(NOON + STALE, STALE) == {}


async def test_of_a_phone_that_left_is_over_but_its_place_is_remembered(redis: Redis) -> None:
    presence = Presence(redis, prefix=uuid4().hex)
    presence.note(unit="YZ-U1", now=NOON, at=SPOT)

    presence.note(unit="YZ-U1", now=NOON, gone=True)
    await presence.exchange()

    assert not presence.is_online("YZ-U1", NOON)
    assert presence.positions(NOON, STALE) == {"YZ-U1": THERE}


async def test_is_kept_while_redis_is_away_and_told_when_it_is_back(redis: Redis) -> None:
    away = Redis.from_url("redis://127.0.0.1:1", protocol=2)
    prefix = uuid4().hex
    presence = Presence(away, prefix=prefix)
    presence.note(unit="YZ-U1", now=NOON, at=SPOT)
    await presence.exchange()
    assert presence.positions(NOON, STALE)

    presence._redis = redis
    await presence.exchange()

    other = Presence(redis, prefix=prefix)
    await other.exchange()
    assert other.positions(NOON, STALE) == {"YZ-U1": THERE}
    await away.aclose()


async def test_a_place_that_is_forgotten_is_forgotten_everywhere(redis: Redis) -> None:
    prefix = uuid4().hex
    here, there = Presence(redis, prefix=prefix), Presence(redis, prefix=prefix)
    here.note(unit="YZ-U1", now=NOON, at=SPOT)
    await here.exchange()
    await there.exchange()
    assert there.where

    here.forget("YZ-U1")
    # A phone that is merely connected says nothing of where it is.
    there.note(unit="YZ-U1", now=NOON)
    await here.exchange()
    await there.exchange()

    assert here.where == there.where == {}
    assert there.is_online("YZ-U1", NOON)


async def test_an_older_place_does_not_replace_a_newer(redis: Redis) -> None:
    presence = Presence(redis, prefix=uuid4().hex)
    presence.put("YZ-U1", THERE)

    presence.put("YZ-U1", Position(87.09, 43.09, NOON - timedelta(seconds=1)))

    assert presence.where["YZ-U1"] == THERE


async def test_the_nearest_are_where_they_said_lately_else_at_their_base(redis: Redis) -> None:
    presence, bases = Presence(redis, prefix=uuid4().hex), Cells()
    for unit, lon in (("moved", 87.5), ("resting", 87.04), ("silent", 87.05), ("far", 88.0)):
        bases.put(unit, lon, 43.03)
    presence.put("moved", THERE)
    presence.put("silent", Position(87.03, 43.03, NOON - STALE))

    def near(most: int) -> list[str]:
        found = presence.near(
            87.03,
            43.03,
            most=most,
            within_m=30_000,
            bases=bases,
            fits=lambda unit: unit != "resting" or most > 2,
            now=NOON,
            stale=STALE,
        )
        return [unit for _, unit in found]

    assert near(2) == ["moved", "silent"]
    assert near(9) == ["moved", "resting", "silent"]

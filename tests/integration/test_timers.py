"""Timers on both databases: set, moved, stopped, taken once."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import timers
from core.db import Database
from core.timers import Due, Timer, Watch

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def set_one(database: Database, subject: str, at: datetime, kind: str = "egg") -> None:
    async with database.transaction() as session:
        timers.set_(session, [(kind, subject, at, {"for": subject})])


async def take(database: Database, now: datetime, kinds: Sequence[str] = ("egg",)) -> list[str]:
    async with database.transaction() as session:
        taken = await timers.take_due(session, kinds=kinds, now=now, most=100)
    return [due.subject for found in taken.values() for due in found]


async def subjects(database: Database) -> list[tuple[str, datetime]]:
    async with database.reading() as session:
        rows = await session.scalars(select(Timer).order_by(col(Timer.subject)))
        return [(row.subject, row.at) for row in rows]


class TestSet:
    async def test_fires_with_what_it_was_set_with_when_its_moment_has_come(
        self, database: Database
    ) -> None:
        await set_one(database, "soft", NOON)

        assert await take(database, NOON - MINUTE) == []
        async with database.transaction() as session:
            taken = await timers.take_due(session, kinds=["egg"], now=NOON, most=9)

        assert taken == {"egg": [Due("soft", NOON, {"for": "soft"})]}
        assert await take(database, NOON) == []

    async def test_set_again_moves_it(self, database: Database) -> None:
        await set_one(database, "soft", NOON)
        await set_one(database, "soft", NOON + MINUTE)

        assert await subjects(database) == [("soft", NOON + MINUTE)]

    async def test_the_last_word_of_a_transaction_counts(self, database: Database) -> None:
        async with database.transaction() as session:
            timers.set_(session, [("egg", "soft", NOON, {}), ("egg", "hard", NOON, {})])
            timers.stop(session, kind="egg", subjects=["soft"])
            timers.set_(session, [("egg", "hard", NOON + MINUTE, {})])

        assert await subjects(database) == [("hard", NOON + MINUTE)]

    async def test_stopped_never_fires_and_what_is_not_set_may_be_stopped(
        self, database: Database
    ) -> None:
        await set_one(database, "soft", NOON)

        async with database.transaction() as session:
            timers.stop(session, kind="egg", subjects=["soft", "never"])

        assert await subjects(database) == []

    async def test_undone_with_its_transaction(self, database: Database) -> None:
        await set_one(database, "soft", NOON)

        async def crash() -> None:
            async with database.transaction() as session:
                timers.set_(session, [("egg", "hard", NOON, {})])
                await timers.take_due(session, kinds=["egg"], now=NOON, most=9)
                raise ArithmeticError

        with pytest.raises(ArithmeticError):
            await crash()

        assert await take(database, NOON) == ["soft"]


class TestTakeDue:
    async def test_takes_the_longest_due_first_and_no_more_than_asked(
        self, database: Database
    ) -> None:
        for number in range(5):
            await set_one(database, f"{number}", NOON - number * MINUTE)

        async with database.transaction() as session:
            taken = await timers.take_due(session, kinds=["egg"], now=NOON, most=3)

        assert [due.subject for due in taken["egg"]] == ["4", "3", "2"]
        assert [subject for subject, _ in await subjects(database)] == ["0", "1"]

    async def test_leaves_what_this_release_does_not_know(self, database: Database) -> None:
        await set_one(database, "soft", NOON, kind="of a later release")

        assert await take(database, NOON) == []
        assert await subjects(database) == [("soft", NOON)]

    async def test_two_at_once_never_take_the_same(self, database: Database) -> None:
        for number in range(20):
            await set_one(database, f"{number:02}", NOON)

        taken = await asyncio.gather(*(take(database, NOON) for _ in range(4)))

        assert sorted(chain.from_iterable(taken)) == [f"{number:02}" for number in range(20)]


class TestWatch:
    async def test_fires_a_batch_at_a_time(self, database: Database) -> None:
        for number in range(5):
            await set_one(database, f"{number}", NOON)
        rang: list[str] = []

        async def ring(_: AsyncSession, due: Sequence[Due], now: datetime) -> None:
            rang.extend(one.subject for one in due)

        watch = Watch(database, {"egg": ring}, batch=2)
        fired = [await watch.fire(now=NOON) for _ in range(4)]

        assert fired == [2, 2, 1, 0]
        assert sorted(rang) == ["0", "1", "2", "3", "4"]

    async def test_one_that_fails_is_put_off_and_holds_up_no_other(
        self, database: Database
    ) -> None:
        for number in range(3):
            await set_one(database, f"{number}", NOON - number * MINUTE)
        rang: list[str] = []

        async def ring(_: AsyncSession, due: Sequence[Due], now: datetime) -> None:
            if any(one.subject == "1" for one in due):
                raise ValueError("cracked")
            rang.extend(one.subject for one in due)

        watch = Watch(database, {"egg": ring})
        fired = await watch.fire(now=NOON)

        assert fired == 3
        assert sorted(rang) == ["0", "2"]
        assert await subjects(database) == [("1", NOON + timers.RETRY)]

    async def test_an_alarm_may_set_again_what_it_was_called_for(self, database: Database) -> None:
        await set_one(database, "soft", NOON)

        async def snooze(session: AsyncSession, due: Sequence[Due], now: datetime) -> None:
            timers.set_(session, [("egg", one.subject, now + MINUTE, one.facts) for one in due])

        assert await Watch(database, {"egg": snooze}).fire(now=NOON) == 1
        assert await subjects(database) == [("soft", NOON + MINUTE)]

    async def test_a_clock_that_jumps_back_fires_nothing_twice(self, database: Database) -> None:
        await set_one(database, "soft", NOON)
        rang: list[str] = []

        async def ring(_: AsyncSession, due: Sequence[Due], now: datetime) -> None:
            rang.extend(one.subject for one in due)

        watch = Watch(database, {"egg": ring})
        for now in (NOON, NOON - 60 * MINUTE, NOON, NOON + MINUTE):
            await watch.fire(now=now)

        assert rang == ["soft"]

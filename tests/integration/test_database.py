"""The database: one transaction is all or nothing, one reading is one moment, on both databases."""

import asyncio
import traceback
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import editions
from core.db import BUSY_MS, NUMBERS, Database, after_commit, before_commit
from core.editions import Edition
from core.lease import Lease
from core.outbox import Outbox

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


async def names(database: Database) -> list[str]:
    """Read which editions there are, in an order of their own."""
    async with database.reading() as session:
        return list(await session.scalars(select(col(Edition.name)).order_by(col(Edition.name))))


async def write(database: Database, name: str) -> None:
    async with database.transaction() as session:
        session.add(Edition(name=name, number=1))


class TestTransaction:
    async def test_keeps_what_its_block_wrote(self, database: Database) -> None:
        await write(database, "kept")

        assert await names(database) == ["kept"]

    async def test_leaves_nothing_when_its_block_fails(self, database: Database) -> None:
        async def write_and_fail() -> None:
            async with database.transaction() as session:
                session.add(Edition(name="lost", number=1))
                await session.flush()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await write_and_fail()

        assert await names(database) == []

    async def test_leaves_nothing_when_it_is_cancelled(self, database: Database) -> None:
        written = asyncio.Event()

        async def write_and_wait() -> None:
            async with database.transaction() as session:
                session.add(Edition(name="lost", number=1))
                await session.flush()
                written.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(write_and_wait())
        await written.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert await names(database) == []
        await write(database, "next")
        assert await names(database) == ["next"]

    async def test_of_two_that_count_up_loses_neither(self, database: Database) -> None:
        other = Database(database.engine.url.render_as_string(hide_password=False))

        async def count(from_: Database) -> None:
            for _ in range(10):
                async with from_.transaction() as session:
                    await editions.publish(session, name="count")

        await asyncio.gather(count(database), count(other), count(database), count(other))
        await other.close()

        async with database.reading() as session:
            assert await editions.find(session, name="count") == 40


class TestBeforeCommit:
    async def test_runs_in_the_order_asked_for_and_the_last_last(self, database: Database) -> None:
        order: list[str] = []

        def hook(name: str) -> Any:
            async def run(_: AsyncSession) -> None:
                order.append(name)

            return run

        async with database.transaction() as session:
            before_commit(session, hook("last"), turn=NUMBERS)
            before_commit(session, hook("first"))
            before_commit(session, hook("second"))
            order.append("block")

        assert order == ["block", "first", "second", "last"]

    async def test_runs_a_hook_once_however_often_it_was_asked_for(
        self, database: Database
    ) -> None:
        ran: list[None] = []

        async def hook(_: AsyncSession) -> None:
            ran.append(None)

        async with database.transaction() as session:
            before_commit(session, hook)
            before_commit(session, hook)

        assert len(ran) == 1

    async def test_runs_what_a_hook_itself_asks_for(self, database: Database) -> None:
        order: list[str] = []

        async def late(_: AsyncSession) -> None:
            order.append("late")

        async def hook(session: AsyncSession) -> None:
            order.append("hook")
            before_commit(session, late)
            before_commit(session, last, turn=NUMBERS)

        async def last(_: AsyncSession) -> None:
            order.append("last")

        async with database.transaction() as session:
            before_commit(session, hook)

        assert order == ["hook", "late", "last"]

    async def test_leaves_nothing_when_a_hook_fails(self, database: Database) -> None:
        told: list[None] = []

        async def hook(_: AsyncSession) -> None:
            raise ZeroDivisionError

        async def tell() -> None:
            told.append(None)

        async def write_and_ask() -> None:
            async with database.transaction() as session:
                session.add(Edition(name="lost", number=1))
                after_commit(session, tell)
                before_commit(session, hook, turn=NUMBERS)

        with pytest.raises(ZeroDivisionError):
            await write_and_ask()

        assert await names(database) == []
        assert told == []


class TestAfterCommit:
    async def test_runs_when_everybody_can_see_the_change(self, database: Database) -> None:
        seen: list[list[str]] = []

        async def look() -> None:
            seen.append(await names(database))

        async with database.transaction() as session:
            session.add(Edition(name="seen", number=1))
            after_commit(session, look)

        assert seen == [["seen"]]

    async def test_may_write_in_a_transaction_of_its_own(self, database: Database) -> None:
        async with database.transaction() as session:
            session.add(Edition(name="a", number=1))
            after_commit(session, lambda: write(database, "b"))

        assert await names(database) == ["a", "b"]

    async def test_harms_neither_the_change_nor_the_others_when_it_fails(
        self, database: Database
    ) -> None:
        told: list[None] = []

        async def fail() -> None:
            raise ZeroDivisionError

        async def tell() -> None:
            told.append(None)

        async with database.transaction() as session:
            session.add(Edition(name="kept", number=1))
            after_commit(session, fail)
            after_commit(session, tell)

        assert await names(database) == ["kept"]
        assert len(told) == 1


class TestReading:
    async def test_sees_one_moment(self, database: Database) -> None:
        await write(database, "before")

        async with database.reading() as session:
            query = select(col(Edition.name))
            first = list(await session.scalars(query))
            await write(database, "meanwhile")
            second = list(await session.scalars(query))

        assert first == second == ["before"]
        assert await names(database) == ["before", "meanwhile"]

    async def test_changes_nothing(self, database: Database) -> None:
        async with database.reading() as session:
            session.add(Edition(name="lost", number=1))
            if not database.is_sqlite:
                with pytest.raises(DBAPIError, match="read-only"):
                    await session.flush()

        assert await names(database) == []

    async def test_waits_for_no_writer(self, database: Database) -> None:
        async with database.transaction() as session:
            session.add(Edition(name="half", number=1))
            await session.flush()

            assert await names(database) == []


class TestMoments:
    async def test_come_back_in_utc_whatever_their_offset_was(self, database: Database) -> None:
        there = NOON.astimezone(timezone(timedelta(hours=6)))
        async with database.transaction() as session:
            event = Outbox(name="x", at=there, data={})
            session.add(event)

        async with database.reading() as session:
            at = await session.scalar(select(col(Outbox.at)))

        assert at == NOON
        assert at.utcoffset() == timedelta(0)

    async def test_without_an_offset_are_refused(self, database: Database) -> None:
        with pytest.raises(StatementError, match="offset"):
            async with database.transaction() as session:
                session.add(Outbox(name="x", at=NOON.replace(tzinfo=None), data={}))

    async def test_compare_as_moments_to_the_microsecond(self, database: Database) -> None:
        moments = [NOON + timedelta(microseconds=n) for n in (0, 1, 999_999, 1_000_000)]
        async with database.transaction() as session:
            session.add_all(Outbox(name=str(n), at=at, data={}) for n, at in enumerate(moments))

        for n, moment in enumerate(moments):
            async with database.reading() as session:
                before = await session.scalars(select(Outbox).where(col(Outbox.at) < moment))
                assert len(list(before)) == n


class TestSqlite:
    """What makes several processes on one file safe; the real processes are in tests/chaos."""

    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'shared.db'}"

    async def test_is_opened_for_several_processes_and_for_power_cuts(self, url: str) -> None:
        database = Database(url)
        async with database.reading() as session:
            found = {
                name: await session.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        await database.close()

        full = 2
        assert found == {
            "journal_mode": "wal",
            "synchronous": full,
            "foreign_keys": 1,
            "busy_timeout": BUSY_MS,
        }

    async def test_takes_the_write_lock_at_the_start_so_that_a_reader_turned_writer_waits(
        self, url: str
    ) -> None:
        # Two engines on one file wait for each other as two processes do: inside SQLite.
        one, two = Database(url), Database(url)
        async with one.transaction() as session:
            await session.execute(text("CREATE TABLE counter (n INTEGER)"))
            await session.execute(text("INSERT INTO counter VALUES (0)"))

        async def count(database: Database, started: asyncio.Event | None = None) -> None:
            async with database.transaction() as session:
                found = await session.scalar(text("SELECT n FROM counter"))
                if started is not None:
                    started.set()
                    await asyncio.sleep(0.2)
                await session.execute(text("UPDATE counter SET n = :n"), {"n": found + 1})

        started = asyncio.Event()
        first = asyncio.create_task(count(one, started))
        await started.wait()
        await asyncio.gather(first, *(count(two) for _ in range(3)))
        async with two.reading() as session:
            assert await session.scalar(text("SELECT n FROM counter")) == 4
        await one.close()
        await two.close()


async def test_an_error_that_is_logged_with_its_traceback_names_no_value(
    database: Database,
) -> None:
    async def write_half_a_row() -> None:
        async with database.transaction() as session:
            session.add(Lease(name="张三", holder=None, until=NOON))  # type: ignore[arg-type]

    with pytest.raises(DBAPIError, match="holder") as caught:
        await write_half_a_row()

    assert "张三" not in "".join(traceback.format_exception(caught.value))

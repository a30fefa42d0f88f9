"""The lease: one process alone acts, and another takes its place when it ends, however it ends."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from core import db, lease
from core.clock import utcnow
from core.db import Database
from core.ids import new_id
from core.lease import Lease, Turn
from tests.waiting import until


@pytest.fixture
async def other(database: Database) -> AsyncIterator[Database]:
    """A second process's engine on the same database."""
    opened = Database(database.engine.url.render_as_string(hide_password=False))
    yield opened
    await opened.close()


class TestTurn:
    LASTS = timedelta(seconds=0.6)

    def turn(self, database: Database) -> Turn:
        return Turn(database, name="relay", holder=new_id(), lasts=self.LASTS)

    async def test_is_one_process_s_alone_and_passes_when_that_one_ends(
        self, database: Database, other: Database
    ) -> None:
        one, two = self.turn(database), self.turn(other)
        first = asyncio.create_task(one.keep())
        await until(lambda: one.is_mine)
        second = asyncio.create_task(two.keep())
        for _ in range(30):
            await asyncio.sleep(self.LASTS.total_seconds() / 10)
            assert (one.is_mine, two.is_mine) == (True, False)

        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert not one.is_mine
        await until(lambda: two.is_mine)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)

    @pytest.mark.parametrize("database_kind", ["sqlite"])
    async def test_runs_out_by_itself_when_others_leave_no_moment_to_give_it_up(
        self, database: Database, other: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(db, "BUSY_MS", 100)
        one, two = self.turn(database), self.turn(other)
        keeping = asyncio.create_task(one.keep())
        await until(lambda: one.is_mine)
        async with other.transaction():
            keeping.cancel()
            with capture_logs() as lines:
                ending = await asyncio.gather(keeping, return_exceptions=True)

        assert [type(end) for end in ending] == [asyncio.CancelledError]
        assert [(line["event"], line["log_level"]) for line in lines] == [
            ("turn_not_given_up", "warning")
        ]
        assert not one.is_mine
        waiting = asyncio.create_task(two.keep())
        await until(lambda: two.is_mine)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    async def test_passes_when_its_holder_was_killed(self, database: Database) -> None:
        await self._leave_a_lease_behind(database, until=utcnow() + self.LASTS)

        await self._take_over(database)

    async def test_passes_though_the_wall_clock_was_set_back_an_hour(
        self, database: Database
    ) -> None:
        await self._leave_a_lease_behind(database, until=utcnow() + timedelta(hours=1))

        await self._take_over(database)

    async def test_stays_though_the_wall_clock_was_set_forward_an_hour(
        self, database: Database, other: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, two = self.turn(database), self.turn(other)
        await one._take()
        monkeypatch.setattr(lease, "utcnow", lambda: utcnow() + timedelta(hours=1))

        await two._take()

        assert (one.is_mine, two.is_mine) == (True, False)

    async def test_ends_by_itself_when_the_lease_can_no_longer_be_kept(
        self, database: Database
    ) -> None:
        turn = self.turn(database)
        await turn._take()
        assert turn.is_mine

        await until(lambda: not turn.is_mine)

    async def test_counts_each_time_it_is_kept(self, database: Database) -> None:
        turn = self.turn(database)
        for _ in range(3):
            await turn._take()

        async with database.reading() as session:
            held = await lease.find(session, name="relay")
        assert held is not None
        assert (held.holder, held.beat) == (turn.holder, 3)

    async def _leave_a_lease_behind(self, database: Database, *, until: datetime) -> None:
        async with database.transaction() as session:
            session.add(Lease(name="relay", holder=new_id(), until=until, beat=7))

    async def _take_over(self, database: Database) -> None:
        turn = self.turn(database)
        await turn._take()
        assert not turn.is_mine
        task = asyncio.create_task(turn.keep())
        await until(lambda: turn.is_mine)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

"""A PostgreSQL whose line falls silent keeps nobody for ever: not who reads, not who writes, not who ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest
from sqlalchemy import text

import main
from core.db import Database, DatabaseAway
from core.settings import Settings
from tests.conftest import YUNZE
from tests.integration.test_database_away import all_is_well
from tests.platform import running_platform
from tests.silence import Line, line_to
from tests.waiting import PATIENCE_S, until_read

IMPATIENCE_S = 1.0


@pytest.fixture
def database_kind() -> str:
    return "postgres"


@pytest.fixture
async def line(database_url: str) -> AsyncIterator[tuple[Line, str]]:
    """A line to a migrated, empty database, and the URL at its near end."""
    async with line_to(database_url) as laid:
        yield laid


@pytest.fixture
async def database(line: tuple[Line, str]) -> AsyncIterator[Database]:
    """One connection over that line, of somebody impatient."""
    opened = Database(line[1], pool_size=1, patience_s=IMPATIENCE_S)
    yield opened
    await opened.close()


async def is_there_again(database: Database, line: Line) -> None:
    """Tell that the one connection is free, and is not the one that fell silent."""
    line.speak()
    await until_read(partial(_answers, database), True)


async def _answers(database: Database) -> bool:
    try:
        await database.ping()
    except DatabaseAway:
        return False
    return True


COUNT = text(
    "INSERT INTO edition (name, number) VALUES ('one', 1)"
    " ON CONFLICT (name) DO UPDATE SET number = edition.number + 1"
)


async def read(database: Database, line: Line) -> None:
    """Read; the line falls silent before the end."""
    async with database.reading() as session:
        await session.execute(text("SELECT 1"))
        line.fall_silent()


async def write(database: Database, line: Line) -> None:
    """Write; the line falls silent before the end."""
    async with database.transaction() as session:
        await session.execute(COUNT)
        line.fall_silent()


async def write_in_vain(database: Database, line: Line) -> None:
    """Write what is then given up; the line falls silent before the end."""
    async with database.transaction() as session:
        await session.execute(COUNT)
        line.fall_silent()
        raise ZeroDivisionError


class TestADatabaseThatFallsSilent:
    async def test_is_away_for_who_asks_it(
        self, database: Database, line: tuple[Line, str]
    ) -> None:
        await database.ping()
        line[0].fall_silent()

        async with asyncio.timeout(PATIENCE_S):
            with pytest.raises(DatabaseAway):
                await database.ping()

        await is_there_again(database, line[0])

    @pytest.mark.parametrize("work", [read, write, write_in_vain])
    async def test_is_away_for_who_comes_to_an_end(
        self,
        work: Callable[[Database, Line], Awaitable[None]],
        database: Database,
        line: tuple[Line, str],
    ) -> None:
        async with asyncio.timeout(PATIENCE_S):
            with pytest.raises(DatabaseAway):
                await work(database, line[0])

        await is_there_again(database, line[0])

    async def test_is_left_by_who_closes_it(
        self, database: Database, line: tuple[Line, str]
    ) -> None:
        await database.ping()
        line[0].fall_silent()

        async with asyncio.timeout(PATIENCE_S):
            await database.close()

    async def test_keeps_no_lock_of_who_was_cut_off(
        self, database: Database, database_url: str, line: tuple[Line, str]
    ) -> None:
        with pytest.raises(DatabaseAway):
            await write(database, line[0])
        other = Database(database_url)

        async with asyncio.timeout(PATIENCE_S), other.transaction() as session:
            await session.execute(COUNT)

        await other.close()


class TestAPlatformWhoseDatabaseFallsSilent:
    async def test_goes_on_when_there_is_a_line_again(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(main, "RELAY_PATIENCE_S", 5.0)
        async with line_to(settings.database_url) as (line, url):
            cut_off = settings.model_copy(update={"database_url": url})
            async with running_platform(cut_off, YUNZE) as platform:
                await all_is_well(platform)
                line.fall_silent()
                await asyncio.sleep(2)
                line.speak()

                await all_is_well(platform)

    async def test_ends_when_it_is_told_to(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(main, "RELAY_PATIENCE_S", 5.0)
        async with line_to(settings.database_url) as (line, url):
            cut_off = settings.model_copy(update={"database_url": url})
            async with (
                asyncio.timeout(3 * PATIENCE_S),
                running_platform(cut_off, YUNZE) as platform,
            ):
                await all_is_well(platform)
                line.fall_silent()
                # Long enough for every loop of both to be in the middle of something.
                await asyncio.sleep(2)

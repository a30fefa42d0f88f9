"""The schema: migrations make exactly what the models say, once, whoever else migrates."""

import asyncio
import sys
from collections.abc import Iterable
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, DateTime, text
from sqlmodel import SQLModel

import main
from core import schema
from core.db import Database, Utc

assert main.REACTIONS, "importing the roof is what makes every model known"

MIGRATE = """
import asyncio, sys
from core import schema
from core.db import Database
asyncio.run(schema.upgrade(Database(sys.argv[1])))
"""


@pytest.fixture
async def empty(empty_url: str) -> Any:
    """A database without a table."""
    database = Database(empty_url)
    yield database
    await database.close()


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, SQLModel.metadata))


class TestUpgrade:
    async def test_makes_from_nothing_what_the_models_say(self, empty: Database) -> None:
        await schema.upgrade(empty)

        async with empty.engine.connect() as connection:
            assert await connection.run_sync(differences) == []
        async with empty.reading() as session:
            assert await schema.find_current(session) == schema.HEAD

    async def test_finds_any_drift(self, empty: Database) -> None:
        """The proof that the test above can fail."""
        await schema.upgrade(empty)
        async with empty.transaction() as session:
            await session.execute(text("DROP INDEX ix_task_waiting"))
            await session.execute(text("ALTER TABLE edition ADD COLUMN extra INTEGER"))

        async with empty.engine.connect() as connection:
            found = await connection.run_sync(differences)

        assert {difference[0] for difference in found} == {"add_index", "remove_column"}

    async def test_again_changes_nothing(self, empty: Database) -> None:
        await schema.upgrade(empty)
        before = await described(empty)

        await schema.upgrade(empty)

        assert await described(empty) == before

    async def test_by_several_processes_at_once_happens_once(
        self, empty: Database, empty_url: str
    ) -> None:
        processes = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", MIGRATE, empty_url), stderr=asyncio.subprocess.PIPE
            )
            for _ in range(2)
        ]
        said = await asyncio.gather(*(process.communicate() for process in processes))

        assert [process.returncode for process in processes] == [0, 0], said
        async with empty.engine.connect() as connection:
            assert await connection.run_sync(differences) == []

    async def test_leaves_nothing_when_it_fails(self, empty: Database) -> None:
        # The last thing but the triggers that the first migration makes is in its way.
        async with empty.transaction() as session:
            await session.execute(text("CREATE TABLE township_alias (x INTEGER)"))

        with pytest.raises(Exception, match="township_alias"):
            await schema.upgrade(empty)

        assert {name for kind, name in await described(empty) if kind == "table"} == {
            "township_alias"
        }


class TestFindCurrent:
    async def test_is_none_before_the_first_migration(self, empty: Database) -> None:
        async with empty.reading() as session:
            assert await schema.find_current(session) is None


def test_the_head_is_the_newest_migration_and_the_only_one() -> None:
    scripts = ScriptDirectory.from_config(schema.config())

    assert scripts.get_heads() == [schema.HEAD]


def test_every_moment_is_kept_in_utc() -> None:
    for column in columns():
        assert not isinstance(column.type, DateTime) or isinstance(column.type, Utc), column


def test_every_constraint_has_a_name() -> None:
    # A migration can drop only what has one, on both databases.
    for table in SQLModel.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name


def columns() -> Iterable[Any]:
    return (column for table in SQLModel.metadata.tables.values() for column in table.columns)


async def described(database: Database) -> list[tuple[str, str]]:
    """List tables, indexes and triggers."""
    query = (
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        if database.is_sqlite
        else "SELECT 'table', relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'public' AND relkind = 'r'"
        " UNION SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'"
        " UNION SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    async with database.reading() as session:
        return sorted((kind, name) for kind, name in await session.execute(text(query)))

"""Migrations: from nothing, and from what every release has left in a city's database.

`tests/releases/` keeps one dump per migration and database, written by `python -m
tests.releases.make` when a release is out; a new migration needs no change here.
"""

import sqlite3
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import main  # noqa: F401  every table is known once the roof is
from core import dump, schema
from core.db import Database

RELEASES = Path(__file__).parents[1] / "releases"
LEFT = sorted({path.name.split(".")[0] for path in RELEASES.glob("*.sql")})

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=LEFT)
async def left(request: pytest.FixtureRequest, empty_url: str) -> Database:
    """A city's database as a release left it."""
    database = Database(empty_url)
    if database.is_sqlite:
        script = (RELEASES / f"{request.param}.sqlite.sql").read_text("utf-8")
        with sqlite3.connect(empty_url.removeprefix("sqlite:///")) as connection:
            connection.executescript(script)
    else:
        script = (RELEASES / f"{request.param}.postgresql.sql").read_text("utf-8")
        driver = await asyncpg.connect(empty_url)
        await driver.execute(script)
        await driver.close()
    return database


async def rows_of(database: Database) -> Rows:
    async with database.reading() as session:
        connection = await session.connection()
        found: Rows = {}
        for name, columns in await dump.tables(connection):
            chosen = ", ".join(f'"{column}"' for column in columns)
            result = await connection.execute(text(f'SELECT {chosen} FROM "{name}"'))
            found[name] = sorted((dict(row) for row in result.mappings()), key=repr)
        return found


def drift(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


def test_the_releases_before_this_one_are_kept() -> None:
    versions = sorted(path.name[:4] for path in (schema.FOLDER / "versions").glob("0*.py"))

    # The newest may still be on its way to its release.
    assert set(versions[:-1]) <= set(LEFT) <= set(versions)
    assert LEFT


async def test_what_a_release_left_comes_to_this_one_with_every_row_and_no_drift(
    left: Database,
) -> None:
    before = await rows_of(left)
    assert before["case"]

    await schema.upgrade(left)

    after = await rows_of(left)
    for table, rows in before.items():
        for row in rows:
            assert any(row == {k: new[k] for k in row} for new in after[table]), (table, row)
    async with left.engine.connect() as connection:
        assert await connection.run_sync(drift) == []
    for statement in ("UPDATE case_history SET reason = reason", "DELETE FROM case_history"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with left.transaction() as session:
                await session.execute(text(statement))
    await left.close()

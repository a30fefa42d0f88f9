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

REWRITTEN: dict[str, tuple[str, dict[str, str | None]]] = {
    "item": ("item", {"fine_min": "unit_min", "fine_max": "person_max"}),
    "class_item": ("class_item", {"holder_kind": None, "fields": None}),
    "routing_rule": ("rule", {"id": "rule", "when": None}),
}
"""Where a later migration keeps what a table said, column by column; None: said in another way."""


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


async def test_who_held_an_item_by_its_classes_holds_it_by_rows_of_its_own(
    left: Database,
) -> None:
    await schema.upgrade(left)

    rows = await rows_of(left)
    held = {(row["item"], row["line"], row["field"]) for row in rows["holder"]}
    # 0001 knew no more items than these; what a later release left has more.
    assert {holding for holding in held if holding[0] <= "YZ-07"} == {
        ("YZ-01", "comprehensive", "城市管理"),
        ("YZ-02", "comprehensive", "城市管理"),
        ("YZ-02", "professional", "生态环境"),
        ("YZ-03", "comprehensive", "城市管理"),
        ("YZ-04", "comprehensive", "城市管理"),
        ("YZ-05", "professional", "生态环境"),
        ("YZ-06", "outside", "公安"),
        ("YZ-07", "comprehensive", "林业水利"),
    }
    asks = [row["when"] for row in rows["rule"] if "two_holders" in str(row["then"])]
    assert "several" in str(asks)
    assert {row["since"] for row in rows["item"]} == {row["number"] for row in rows["edition"]}
    await left.close()


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
        named, said = REWRITTEN.get(table, (table, {}))
        for row in rows:
            as_now = {said.get(column, column): value for column, value in row.items()}
            kept = {column: value for column, value in as_now.items() if column is not None}
            assert any(kept == {k: new[k] for k in kept} for new in after[named]), (table, row)
    async with left.engine.connect() as connection:
        assert await connection.run_sync(drift) == []
    for statement in ("UPDATE case_history SET reason = reason", "DELETE FROM case_history"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with left.transaction() as session:
                await session.execute(text(statement))
    await left.close()

"""The catalogue's rows: loaded from a folder, read of any edition, and never changed but to be closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from command.catalogue import diff, folder, loading
from command.catalogue.facts import Facts
from command.catalogue.models import TABLES
from command.catalogue.queries import load_facts
from command.catalogue.versions import Change
from core import editions
from core.db import Database
from grid.values import EDITION
from main import load_folder
from tests.conftest import YUNZE

DAY = date(2026, 12, 1)


async def read(database: Database, *, edition: int | None = None) -> Facts:
    async with database.reading() as session:
        return await load_facts(session, edition=edition)


async def close_an_item(database: Database) -> Facts:
    """Publish that YZ-01 ends; give the facts as they were."""
    before = await read(database)
    change = Change()
    change.close("items", before.items[0], day=DAY)
    async with database.transaction() as session:
        edition = await editions.publish(session, name=EDITION)
        await loading.write(session, changes=change.made(), edition=edition)
    return before


async def test_what_a_folder_says_is_what_the_database_gives(city: Database) -> None:
    facts = await read(city)

    assert facts == replace(folder.read(YUNZE), edition=facts.edition)


async def test_the_same_folder_again_changes_no_row(city: Database) -> None:
    before = await read(city)

    async with city.transaction() as session:
        assert await loading.load(session, folder=YUNZE, edition=before.edition + 1) == 0


async def test_a_row_that_a_folder_leaves_out_is_closed_and_was_there_all_the_same(
    city: Database, tmp_path: Path
) -> None:
    before = await read(city)
    shorter = tmp_path / "yunze"
    shorter.mkdir()
    for path in YUNZE.iterdir():
        if path.is_file():
            (shorter / path.name).write_bytes(path.read_bytes())
    path = shorter / "sanction_lines.csv"
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[:2]) + "\n", "utf-8")

    await load_folder(city, folder=shorter)

    after = await read(city)
    assert (len(before.sanction_lines), len(after.sanction_lines)) == (2, 1)
    assert await read(city, edition=before.edition) == before


async def test_an_older_edition_stays_as_it_was(city: Database) -> None:
    before = await close_an_item(city)

    after = await read(city)

    assert after.edition == before.edition + 1
    assert [row.span.to for row in after.items if row.code == "YZ-01"] == [DAY]
    assert await read(city, edition=before.edition) == before


async def test_a_row_that_was_closed_may_come_back_with_its_name(city: Database) -> None:
    before = await close_an_item(city)
    changes = diff.between(await read(city), before)

    async with city.transaction() as session:
        edition = await editions.publish(session, name=EDITION)
        await loading.write(session, changes=changes, edition=edition)

    assert replace(await read(city), edition=before.edition) == before


KEPT: Sequence[str] = ["special_area", *(table.name for table in TABLES.values())]
CHANGES = (
    "UPDATE {table} SET source = 'nobody'",
    "UPDATE {table} SET until = 9, source = 'nobody'",
    "UPDATE {table} SET since = since + 1",
    "UPDATE {table} SET until = NULL",
    "DELETE FROM {table}",
)
CLOSED = ("UPDATE {table} SET until = 10", "UPDATE {table} SET until = NULL")


@pytest.mark.parametrize("table", KEPT)
async def test_nothing_of_a_row_changes_but_its_end_and_that_once(
    city: Database, table: str
) -> None:
    for statement in CHANGES:
        await refused(city, statement.format(table=table))
    async with city.transaction() as session:
        await session.execute(text(f"UPDATE {table} SET until = 9"))
    for statement in CLOSED:
        await refused(city, statement.format(table=table))


@pytest.mark.parametrize("table", ["item", "rule"])
async def test_nobody_puts_a_row_in_place_of_another(city: Database, table: str) -> None:
    form = next(form for form, kept in TABLES.items() if kept.name == table)
    columns = ", ".join(f'"{column.name}"' for column in TABLES[form].columns)
    if city.is_sqlite:
        for verb in ("REPLACE", "INSERT OR REPLACE"):
            await refused(city, f"{verb} INTO {table} ({columns}) SELECT {columns} FROM {table}")
    else:
        await refused(city, f"TRUNCATE {table}")
        await refused(
            city,
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}"
            " ON CONFLICT (id, since) DO UPDATE SET source = 'nobody'",
        )


async def refused(database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.transaction() as session:
            await session.execute(text(statement))

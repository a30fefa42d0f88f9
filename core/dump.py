"""A database's rows as files, and back: SQLite as a copy of itself, PostgreSQL as its COPY.

Both are read as of one moment beside running writers. Nothing but the driver is needed: `pg_dump`
refuses a server newer than itself, and not every machine has it.
"""

import gzip
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from core import schema
from core.db import Database
from core.preflight import CannotStart

COPY_OF_SQLITE: Final = "database.sqlite"
VERSION: Final = "alembic_version"
"""Written by the migrations themselves when a restore makes the tables."""

Finish = Callable[[AsyncConnection], Awaitable[None]]


async def write(connection: AsyncConnection, *, folder: Path) -> None:
    """Write the rows that this connection's transaction sees."""
    driver = await _driver(connection)
    if connection.dialect.name == "sqlite":
        # SQLite's own online backup: it reads in our transaction, and writers go on meanwhile.
        with closing(_alone(folder / COPY_OF_SQLITE)) as target:
            await driver.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        return
    for name, columns in await tables(connection):
        chosen = ", ".join(map(_quoted, columns))
        with gzip.open(folder / f"{name}.copy.gz", "wb", compresslevel=1) as file:

            async def pour(data: bytes, file: gzip.GzipFile = file) -> None:
                file.write(data)

            await driver.copy_from_query(f"SELECT {chosen} FROM {_quoted(name)}", output=pour)


async def read(database: Database, *, folder: Path, revision: str, finish: Finish) -> None:
    """Bring the rows back into an empty database; nothing is left when it or `finish` fails.

    :raises CannotStart: when the database is not empty
    """
    if database.is_sqlite:
        await _put_sqlite(database, folder / COPY_OF_SQLITE, finish)
        return
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": schema.LOCK})
        await _refuse_what_is_full(connection)
        # The migrations make tables and triggers as they were; COPY brings only rows.
        await connection.run_sync(lambda sync: schema.migrate(sync, revision))
        driver = await _driver(connection)
        for name, columns in await tables(connection):
            with gzip.open(folder / f"{name}.copy.gz", "rb") as file:
                await driver.copy_to_table(name, source=file, columns=columns)
        await finish(connection)


async def tables(connection: AsyncConnection) -> list[tuple[str, list[str]]]:
    """Give the tables as the database has them, parents first, each with its columns by name."""

    def reflect(sync: Connection) -> list[tuple[str, list[str]]]:
        found = MetaData()
        found.reflect(sync)
        return [
            (table.name, sorted(table.columns.keys()))
            for table in found.sorted_tables
            if table.name != VERSION
        ]

    return await connection.run_sync(reflect)


async def count_rows(connection: AsyncConnection) -> dict[str, int]:
    """Count the rows of every table."""
    return {
        name: await connection.scalar(text(f"SELECT count(*) FROM {_quoted(name)}")) or 0
        for name, _ in await tables(connection)
    }


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


def _alone(path: Path) -> sqlite3.Connection:
    # Used by the driver's thread, one call at a time.
    return sqlite3.connect(path, check_same_thread=False)


async def _put_sqlite(database: Database, source: Path, finish: Finish) -> None:
    target = Path(database.engine.url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    async with database.engine.connect() as connection:
        await _refuse_what_is_full(connection)
    await database.engine.dispose()
    arrived = target.with_name(f".in-{target.name}")
    shutil.copyfile(source, arrived)
    there = Database(f"sqlite:///{arrived}")
    try:
        async with there.engine.connect() as connection:
            said = await connection.scalar(text("PRAGMA integrity_check"))
            if said != "ok":
                raise CannotStart("The backup is damaged: SQLite finds its copy broken.")
            await finish(connection)
            await connection.commit()
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    except BaseException:
        await there.close()
        _remove_sqlite(arrived)
        raise
    await there.close()
    sync(arrived)
    _remove_sqlite(target)
    arrived.replace(target)
    sync(target.parent)


def _remove_sqlite(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


async def _refuse_what_is_full(connection: AsyncConnection) -> None:
    found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    if found:
        raise CannotStart("The database is not empty: restore into a new one.")


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Have a file, or a folder and the files in it, reach the disk."""
    inside = [entry for entry in path.iterdir() if entry.is_file()] if path.is_dir() else []
    for one in [*inside, path]:
        number = os.open(one, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

"""The end of a transaction: what nothing in it waits for is written together.

On PostgreSQL that is one statement, since a round trip costs more than a few rows; where nothing was
asked before it, it is the whole transaction. Counters come after everything else that is written, so
that they are locked no longer than the commit lasts.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core import db
from core.bulk import BulkInsert, Row, Write

Tell = Callable[[Sequence[Any]], None]
Done = TypeVar("Done")


class AlreadyThere(Exception):
    """A key that was to be written is taken: the transaction wrote nothing. Names no values."""


async def once(work: Callable[[], Awaitable[Done]]) -> Done:
    """Do what names itself by a client's id; should the same be done elsewhere at this moment, find it done."""
    try:
        return await work()
    except (AlreadyThere, IntegrityError):
        return await work()


def later(session: AsyncSession, write: Write, rows: Sequence[Row]) -> None:
    """Write rows at the end of the transaction."""
    waiting: dict[Write, list[Row]] = session.info.setdefault("rows", {})
    waiting.setdefault(write, []).extend(rows)
    db.before_commit(session, _write, turn=db.ROWS)


def count(
    session: AsyncSession,
    counter: BulkInsert,
    steps: Sequence[Row],
    *,
    numbered: BulkInsert,
    rows: Sequence[Row],
    tell: Tell,
) -> None:
    """Move counters at the end of the transaction, and number rows by them; `tell` hears what the counters say."""
    later(session, counter, steps)
    later(session, numbered, rows)
    session.info["tell"] = tell


async def _write(session: AsyncSession) -> None:
    waiting: dict[Write, list[Row]] = session.info.pop("rows")
    counters = {write.counter for write in waiting if write.counter}
    # In one order, whoever came first: the same writes are always the same statement.
    writes = sorted(
        (write for write in waiting if waiting[write]),
        key=lambda write: (write.counter is not None, write in counters, write.postgres),
    )
    if not writes:
        return
    told: Sequence[Any] = ()
    if session.get_bind().dialect.name == "sqlite":
        try:
            for write in writes:
                found = await write.run(session, waiting[write])
                told = found if write in counters else told
        except IntegrityError as failure:
            raise AlreadyThere(str(failure.orig)) from None
    else:
        values = [write.given.write("postgresql", waiting[write]) for write in writes]
        told = await _ask(session, _together(*writes), values)
    if counters:
        tell: Tell = session.info.pop("tell")
        tell(told)


@lru_cache(maxsize=256)
def _together(*writes: Write) -> str:
    counter = next((write.counter for write in writes if write.counter), None)
    parts: dict[str, str] = {}
    for number, write in enumerate(writes, 1):
        part = write.postgres.replace(":rows", f"${number}")
        if write is counter:
            # To ask for what the others have done is what makes them come before it.
            done = " AND ".join(
                ["true", *(f"(SELECT count(*) FROM {other}) >= 0" for other in parts)]
            )
            parts["counter"] = part.replace("WHERE true", f"WHERE {done}")
        else:
            parts[f"part{number}"] = part if "RETURNING" in part else f"{part} RETURNING 1"
    written = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    return f"WITH {written} SELECT {'* FROM counter' if counter else '1'}"


async def _ask(session: AsyncSession, statement: str, values: Sequence[object]) -> Sequence[Any]:
    """Give PostgreSQL's driver a statement: one without a transaction under way is its own.

    The way through SQLAlchemy costs more than writing a few rows does.
    """
    pooled = await (await session.connection()).get_raw_connection()
    driver: Any = pooled.driver_connection
    try:
        rows: Sequence[Any] = await driver.fetch(statement, *values)
    except asyncpg.UniqueViolationError as failure:
        raise AlreadyThere(failure.constraint_name) from None
    except Exception as failure:
        if driver.is_closed():
            # SQLAlchemy must meet it, too: it then lets go of all connections to a server that is gone.
            await session.execute(text("SELECT 1"))
        if not isinstance(failure, asyncpg.PostgresError):
            pooled.invalidate(soft=True)
            raise
        # It quotes the whole row, and tracebacks are logged.
        failure.detail = None
        raise
    except BaseException:
        # Told to stop in the middle: nobody knows what this connection would say next.
        pooled.invalidate(soft=True)
        raise
    return rows

"""The end of a transaction: what nothing in it waits for is written together.

On PostgreSQL that is one statement, since a round trip costs more than a few rows; where nothing was
asked before it, it is the whole transaction. Counters come after everything else that is written, so
that they are locked no longer than the commit lasts.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core import db, driver
from core.bulk import BulkHold, BulkInsert, Row, Write

Tell = Callable[[Sequence[Any]], None]
Done = TypeVar("Done")


class AlreadyThere(Exception):
    """A key that was to be written is taken: the transaction wrote nothing. Names no values."""


class Overtaken(Exception):
    """A row that was to be changed is not as it was read: the transaction wrote nothing."""


async def once(work: Callable[[], Awaitable[Done]]) -> Done:
    """Do what names itself by a client's id; should the same be done elsewhere at this moment, find it done."""
    try:
        return await work()
    except (AlreadyThere, IntegrityError):
        return await work()


async def again_if_overtaken(work: Callable[[], Awaitable[Done]]) -> Done:
    """Do what guards itself by what it has read; should somebody else be quicker once, do it anew."""
    try:
        return await work()
    except Overtaken:
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
    # In one order, whoever came first: the same writes are always the same statement. What is held comes
    # before what is changed, for a row that this statement has changed can no longer be held by it.
    writes = sorted(
        (write for write in waiting if waiting[write]),
        key=lambda write: (
            write.counter is not None,
            write in counters,
            not isinstance(write, BulkHold),
            write.postgres,
        ),
    )
    if not writes:
        return
    told: Sequence[Any] = ()
    if session.get_bind().dialect.name == "sqlite":
        try:
            for write in writes:
                found = await write.run(session, waiting[write])
                told = found if write in counters else told
                if write.guarded and len(found) != len(waiting[write]):
                    raise Overtaken
        except IntegrityError as failure:
            raise AlreadyThere(str(failure.orig)) from None
    else:
        values = [value for write in writes for value in write.given.write(waiting[write])]
        try:
            told = await driver.fetch(session, _together(*writes), values)
        except asyncpg.UniqueViolationError as failure:
            raise AlreadyThere(failure.constraint_name) from None
        except asyncpg.DivisionByZeroError:
            raise Overtaken from None
    if counters:
        tell: Tell = session.info.pop("tell")
        tell(told)


@lru_cache(maxsize=256)
def _together(*writes: Write) -> str:
    counter = next((write.counter for write in writes if write.counter), None)
    parts: dict[str, str] = {}
    done = ["true"]
    place = 0
    for number, write in enumerate(writes, 1):
        part = write.postgres
        rows = place + 1
        for place, name in enumerate(write.given.parameters, rows):
            part = part.replace(f":{name}", f"${place}")
        if write is counter:
            # To ask for what the others have done is what makes them come before it.
            parts["counter"] = part.replace("WHERE true", f"WHERE {' AND '.join(done)}")
            continue
        tells = "RETURNING" in part or isinstance(write, BulkHold)
        parts[f"part{number}"] = part if tells else f"{part} RETURNING 1"
        done.append(f"(SELECT count(*) FROM part{number}) >= 0")
        if write.guarded:
            # The one way in which a statement can refuse itself.
            all_met = f"count(*) = json_array_length(${rows}::json)"
            done[-1] = f"(SELECT 1 / ({all_met})::int FROM part{number}) = 1"
    written = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    if counter:
        return f"WITH {written} SELECT * FROM counter"
    return f"WITH {written} SELECT 1 WHERE {' AND '.join(done)}"

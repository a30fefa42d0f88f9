"""PostgreSQL's driver, given a statement directly: the way through SQLAlchemy costs more than a few rows do."""

from collections.abc import Sequence
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def fetch(session: AsyncSession, statement: str, values: Sequence[object]) -> Sequence[Any]:
    """Ask on a session's connection; where no transaction is under way, the statement is its own.

    :raises asyncpg.PostgresError: when the server refuses; without the values it would quote
    """
    pooled = await connection_of(session)
    driver = pooled.driver_connection
    try:
        rows: Sequence[Any] = await driver.fetch(statement, *values)
    except Exception as failure:
        if driver.is_closed():
            # SQLAlchemy must meet it, too: it then lets go of all connections to a server that is gone.
            await session.execute(text("SELECT 1"))
        if not isinstance(failure, asyncpg.PostgresError):
            _suspect(session, pooled)
            raise
        # It quotes the whole row, and tracebacks are logged.
        failure.detail = None
        raise
    except BaseException:
        # Told to stop in the middle: nobody knows what this connection would say next.
        _suspect(session, pooled)
        raise
    return rows


def _suspect(session: AsyncSession, pooled: Any) -> None:
    session.info["suspect"] = True
    if pooled is not session.info.get("lent"):
        pooled.invalidate(soft=True)


async def connection_of(session: AsyncSession) -> Any:
    """Give the connection of a session: SQLAlchemy's once it has begun a transaction, else one that is lent."""
    if not session.in_transaction():
        lent = session.info.get("lent")
        if lent is None and (lend := session.info.get("lend")) is not None:
            lent = session.info["lent"] = await lend()
        if lent is not None:
            return lent
    return await (await session.connection()).get_raw_connection()

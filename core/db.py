"""The database: one engine, one transaction at a time per piece of work.

The same code runs on SQLite (WAL, written by several processes) and on PostgreSQL. What differs is
kept in this file, in `core.bulk`, `core.ending`, `core.question`, `core.driver` and `core.plans`.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]
import orjson
import structlog
from sqlalchemy import BigInteger, DateTime, Dialect, MetaData, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine
from sqlmodel import SQLModel

from core import plans

log = structlog.get_logger()

BUSY_MS: Final = 10_000
"""How long a writer waits for another process's write before it gives up (SQLite)."""
PATIENCE_S: Final = 10.0
"""How long somebody who was promised an answer waits for the database (PostgreSQL), all told."""
LENT_MOST: Final = 2
"""Connections kept out of SQLAlchemy's pool, for transactions that need nothing else of it."""
CLOSE_S: Final = 5.0
"""How long a PostgreSQL is given to say goodbye."""

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: Final[MetaData] = SQLModel.metadata

Json: Final[TypeEngine[Any]] = JSON().with_variant(JSONB(), "postgresql")


class Utc(TypeDecorator[datetime]):
    """A moment: aware and in UTC on both sides, `timestamptz` or sortable ISO text underneath."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class HourOf(FunctionElement[int]):
    """The hour a moment lies in, counted from the epoch."""

    type = BigInteger()
    inherit_cache = True


@compiles(HourOf, "postgresql")
def _hour_postgresql(element: HourOf, compiler: SQLCompiler, **how: Any) -> str:
    (moment,) = (compiler.process(part, **how) for part in element.clauses)
    return f"FLOOR(EXTRACT(EPOCH FROM {moment}) / 3600)::BIGINT"


@compiles(HourOf, "sqlite")
def _hour_sqlite(element: HourOf, compiler: SQLCompiler, **how: Any) -> str:
    (moment,) = (compiler.process(part, **how) for part in element.clauses)
    return f"CAST(STRFTIME('%s', {moment}) AS INTEGER) / 3600"


class DatabaseAway(Exception):
    """The database does not answer, or somebody else keeps it locked.

    Not a refusal: whether what was under way has been kept, nobody knows. Names the driver's error,
    never what it says, since that may hold values.
    """


NEWS, NUMBERS, ROWS = range(3)
"""Turns at the end of a transaction: what may still cause more, then what is counted, then all rows."""

Hook = Callable[[], Awaitable[None]]
BeforeCommit = Callable[[AsyncSession], Awaitable[None]]


class Database:
    """Sessions on one database. `transaction()` writes, `reading()` reads one consistent picture.

    `patience_s` is how long one piece of work may take (PostgreSQL), a single statement half of that;
    None = as long as it takes.
    """

    def __init__(self, url: str, *, pool_size: int = 10, patience_s: float | None = None) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine: AsyncEngine = create_async_engine(
                parsed.set(drivername="sqlite+aiosqlite"),
                pool_size=pool_size,
                max_overflow=0,
                pool_timeout=PATIENCE_S,
                # Values may be personal data, and errors are logged.
                hide_parameters=True,
                json_deserializer=orjson.loads,
                connect_args={"timeout": BUSY_MS / 1000},
            )
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        else:
            self.engine = create_async_engine(
                parsed.set(drivername="postgresql+asyncpg"),
                pool_size=pool_size,
                max_overflow=0,
                # Few connections that are always at work: each has plans and caches of its own.
                pool_use_lifo=True,
                pool_timeout=PATIENCE_S,
                # Values may be personal data, and errors are logged.
                hide_parameters=True,
                json_deserializer=orjson.loads,
                connect_args={**_impatience(patience_s), "async_creator_fn": _connect},
            )
            event.listen(self.engine.sync_engine, "handle_error", _hide_values)
            event.listen(self.engine.sync_engine, "handle_error", _suspect_silence)
            plans.renew(self.engine.sync_engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._spare: list[Any] = []
        self._to_lend = 0 if self.is_sqlite else min(LENT_MOST, pool_size // 4)
        self.session_info: dict[str, Any] = {}
        """What every writing session carries: how to announce frames and wake the relay."""
        self.patience_s = patience_s
        # SQLite has one writer; waiting here is fair and free, waiting inside SQLite is a poll.
        self._writer = asyncio.Lock() if self.is_sqlite else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of a request, job or reaction; nothing inside commits.

        What `before_commit` left is done last of all inside it, what `after_commit` left once the
        change is durable. The latter may fail: it costs milliseconds, never the change, since the
        relay repeats it.

        :raises DatabaseAway: when it does not answer
        """
        info = {**self.session_info, "lend": self._lend}
        options = {"onedoor_write": True} if self.is_sqlite else {}
        async with self._turn(), self._session(options, info) as session:
            try:
                yield session
                # One that was asked nothing and given no object has not begun: see `core.driver`.
                if session.in_transaction():
                    await session.flush()
                # A hook may ask for another: what it records must not be left behind.
                while hooks := session.info.get("before_commit"):
                    for prepare in hooks.pop(min(hooks)):
                        await prepare(session)
                if session.in_transaction():
                    await session.commit()
            except BaseException:
                if session.in_transaction():
                    await session.rollback()
                raise
        for callback in session.info.pop("after_commit", ()):
            try:
                await callback()
            except Exception as failure:
                log.warning("after_commit_failed", error=repr(failure))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a read-only session that sees one moment of the database.

        :raises DatabaseAway: when it does not answer
        """
        one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        options = {} if self.is_sqlite else one_moment
        async with self._session(options, {"one_moment": True}) as session:
            yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncSession]:
        """Open a session for a single question: two round trips less than `reading`.

        :raises DatabaseAway: when it does not answer
        """
        alone = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        async with self._session(alone) as session:
            yield session

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._writer is None:
            yield
            return
        with _telling_absence():
            async with asyncio.timeout(BUSY_MS / 1000):
                await self._writer.acquire()
        try:
            yield
        finally:
            self._writer.release()

    @asynccontextmanager
    async def _session(
        self, options: dict[str, Any], info: dict[str, Any] | None = None
    ) -> AsyncIterator[AsyncSession]:
        # SQLite bounds its waits itself, and its driver's thread cannot be told to stop.
        patience_s = None if self.is_sqlite else self.patience_s
        with _telling_absence():
            async with asyncio.timeout(patience_s):
                session = self._sessions(info=info)
                try:
                    if options:
                        await session.connection(execution_options=options)
                    yield session
                finally:
                    self._take_back(session)
                    if session.in_transaction():
                        # Not to be interrupted: as `async with session` does.
                        await asyncio.shield(asyncio.create_task(session.close()))

    async def _lend(self) -> Any:
        """Give a connection without the cost of a session's, or None when all are lent."""
        while self._spare:
            pooled = self._spare.pop()
            if not pooled.driver_connection.is_closed():
                async with self._or_let_go(pooled):
                    await plans.forget_old(pooled)
                return pooled
            self._let_go(pooled)
        if self._to_lend == 0:
            return None
        self._to_lend -= 1
        try:
            pooled = await self.engine.raw_connection()
        except BaseException:
            self._to_lend += 1
            raise
        async with self._or_let_go(pooled):
            await plans.prepare(pooled)
        return pooled

    @asynccontextmanager
    async def _or_let_go(self, pooled: Any) -> AsyncIterator[None]:
        try:
            yield
        except BaseException:
            self._let_go(pooled)
            raise

    def _take_back(self, session: AsyncSession) -> None:
        pooled = session.info.pop("lent", None)
        if pooled is None:
            return
        if session.info.get("suspect"):
            self._let_go(pooled)
        else:
            self._spare.append(pooled)

    def _let_go(self, pooled: Any) -> None:
        self._to_lend += 1
        pooled.invalidate()

    async def ping(self) -> None:
        """Ask the database for nothing, to learn whether it answers."""
        async with self.reading() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Let go of the connections; of one that says nothing any more, without its goodbye."""
        while self._spare:
            self._spare.pop().close()
        with suppress(TimeoutError):
            async with asyncio.timeout(None if self.is_sqlite else CLOSE_S):
                await self.engine.dispose()


def before_commit(session: AsyncSession, hook: BeforeCommit, *, turn: int = NEWS) -> None:
    """Ask for something to be done once at the end of this transaction, when its turn comes."""
    hooks: dict[int, list[BeforeCommit]] = session.info.setdefault("before_commit", {})
    mine = hooks.setdefault(turn, [])
    if hook not in mine:
        mine.append(hook)


def after_commit(session: AsyncSession, hook: Hook) -> None:
    """Ask for something cheap and losable to happen once this transaction is durable."""
    session.info.setdefault("after_commit", []).append(hook)


@contextmanager
def _telling_absence(*signs: type[Exception]) -> Iterator[None]:
    """Turn what the drivers say of a database that is away into one word; `signs` say so, too."""
    try:
        yield
    except Exception as failure:
        cause = getattr(failure, "orig", None) or failure
        cause = cause.__cause__ or cause
        if isinstance(failure, signs) or _is_absence(failure, cause):
            raise DatabaseAway(type(cause).__name__) from failure
        raise


def _is_absence(failure: Exception, cause: BaseException) -> bool:
    """Tell by what SQLAlchemy raised, and by what the driver had raised before."""
    return (
        isinstance(failure, (ConnectionError, TimeoutError, NoConnectionLeft))
        or getattr(failure, "connection_invalidated", False)
        or str(getattr(cause, "sqlstate", "")).startswith(_AWAY_POSTGRES)
        or getattr(cause, "sqlite_errorcode", 0) & 0xFF in _AWAY_SQLITE
    )


_AWAY_POSTGRES: Final = ("08", "53", "57P")
"""Classes of SQLSTATE: the connection failed, resources ran out, the server is shutting down or starting."""
_AWAY_SQLITE: Final = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
)


def _hide_values(failed: Any) -> None:
    # PostgreSQL quotes the whole row in its error's detail, and tracebacks are logged.
    cause = failed.original_exception.__cause__
    if getattr(cause, "detail", None):
        cause.detail = None


async def _connect(*where: Any, **how: Any) -> Any:
    with _telling_absence(OSError):
        return await asyncpg.connect(*where, **how)


def _impatience(patience_s: float | None) -> dict[str, Any]:
    """Tell the driver and the server how long to wait for each other.

    SQLAlchemy lets nobody interrupt the ROLLBACK with which a session ends, so that whoever waits for
    a silent server there waits for ever: only the driver can end it. The server for its part must not
    keep the locks of somebody whose line was cut.
    """
    server = {"application_name": "onedoor"}
    if patience_s is None:
        return {"server_settings": server}
    server["idle_in_transaction_session_timeout"] = str(int(patience_s * 1000))
    return {"server_settings": server, "command_timeout": patience_s / 2}


def _suspect_silence(failed: Any) -> None:
    # Whatever was asked is still under way on it: the connection is of no use to the next, and if
    # its line is cut, so is that of the others.
    if isinstance(failed.original_exception, TimeoutError):
        failed.is_disconnect = True


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: `_begin_sqlite` chooses their kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A write that begins as a read cannot be upgraded once another process has written: it would
    # fail at once, whatever the busy_timeout. IMMEDIATE waits its turn at the start instead.
    write = connection.get_execution_options().get("onedoor_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


sqlite3.register_adapter(datetime, lambda moment: moment.isoformat(sep=" "))

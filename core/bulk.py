"""Many rows, one constant statement: what group commit writes with.

On either database the rows travel as one JSON document, which the statement reads back as a table. So
it never changes with the number of rows, and is parsed and planned once per connection. (PostgreSQL
would also take an array per column: its driver then spends twice the time on writing them out.)
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    TextClause,
    Uuid,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from core import db

Row = Sequence[Any]

_POSTGRES: Final = postgresql.dialect()  # type: ignore[no-untyped-call]


class _Given:
    """Rows handed over as one JSON parameter `rows`, and read back as a table.

    A value of a JSON column may be an `orjson.Fragment`: written out already, because many rows share it.
    """

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self._names = names = [column.name for column in columns]
        self._moments = [column.name for column in columns if isinstance(column.type, db.Utc)]
        self._to_sqlite = [_sqlite_writer(column.type) for column in columns]
        read = ", ".join(f"json_extract(value, '$[{i}]') AS {name}" for i, name in enumerate(names))
        self.sqlite = f"SELECT {read} FROM json_each(:rows) WHERE true"
        typed = ", ".join(f"{c.name} {c.type.compile(_POSTGRES)}" for c in columns)
        self.postgres = (
            f"SELECT {', '.join(names)}"
            f" FROM json_to_recordset(CAST(:rows AS json)) AS given({typed})"
        )

    def write(self, dialect: str, rows: Sequence[Row]) -> str:
        document: list[Any]
        if dialect == "sqlite":
            document = [
                [
                    value if write is None else write(value)
                    for write, value in zip(self._to_sqlite, row, strict=True)
                ]
                for row in rows
            ]
        else:
            document = [self._in_utc(dict(zip(self._names, row, strict=True))) for row in rows]
        # A driver's own kind of UUID comes back from a row as it was read.
        return orjson.dumps(document, default=UUID.__str__).decode()

    def _in_utc(self, row: dict[str, Any]) -> dict[str, Any]:
        # PostgreSQL reads no offset beyond 15:59, and a moment may come with one of 23:59.
        for name in self._moments:
            if row[name] is not None:
                row[name] = row[name].astimezone(UTC)
        return row


class BulkInsert:
    """Insert rows given as tuples in the order of `columns`.

    `tail` is what follows the rows: an `ON CONFLICT` clause, a `RETURNING` clause, or both. It must
    be the same SQL on both databases. `order_by` fixes the order in which rows are inserted, hence
    the order in which their locks are taken.
    """

    def __init__(
        self, table: Table, columns: Sequence[str], *, tail: str = "", order_by: str = ""
    ) -> None:
        self.given = _Given([table.c[name] for name in columns])
        into = f'INSERT INTO "{table.name}" ({", ".join(columns)})'
        order = f" ORDER BY {order_by}" if order_by else ""
        self.postgres = f"{into} {self.given.postgres}{order} {tail}"
        self._on_postgres = text(self.postgres)
        self._on_sqlite = text(f"{into} {self.given.sqlite}{order} {tail}")

    async def run(self, session: AsyncSession, rows: Sequence[Row]) -> Sequence[Any]:
        """Insert the rows and give back what a `RETURNING` tail says, else nothing."""
        if not rows:
            return ()
        dialect = session.get_bind().dialect.name
        statement = self._on_sqlite if dialect == "sqlite" else self._on_postgres
        result = await session.execute(statement, {"rows": self.given.write(dialect, rows)})
        return result.all() if result.returns_rows else ()  # type: ignore[attr-defined]

    def later(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Insert the rows at the end of the transaction, with all others that nothing in it waits for.

        On PostgreSQL they go together in one statement: a round trip costs more than a few rows.
        """
        waiting: dict[BulkInsert, list[Row]] = session.info.setdefault("rows", {})
        waiting.setdefault(self, []).extend(rows)
        db.before_commit(session, _insert_waiting, turn=db.ROWS)


async def _insert_waiting(session: AsyncSession) -> None:
    waiting: dict[BulkInsert, list[Row]] = session.info.pop("rows")
    # In one order, whoever came first: the same tables are always the same statement.
    inserts = sorted((i for i in waiting if waiting[i]), key=lambda insert: insert.postgres)
    dialect = session.get_bind().dialect.name
    if dialect == "sqlite" or len(inserts) < 2:
        for insert in inserts:
            await insert.run(session, waiting[insert])
        return
    written = (insert.given.write(dialect, waiting[insert]) for insert in inserts)
    await session.execute(_together(*inserts), {f"rows{i}": rows for i, rows in enumerate(written)})


@lru_cache(maxsize=256)
def _together(*inserts: BulkInsert) -> TextClause:
    parts = [each.postgres.replace(":rows", f":rows{i}") for i, each in enumerate(inserts)]
    ahead = ", ".join(f"part{i} AS ({part})" for i, part in enumerate(parts[:-1]))
    return text(f"WITH {ahead} {parts[-1]}")


class BulkUpdate:
    """Change many rows, each to values of its own: tuples in the order of `key`, then `columns`."""

    def __init__(self, table: Table, *, key: str, columns: Sequence[str]) -> None:
        names = (key, *columns)
        self._given = _Given([table.c[name] for name in names])
        changes = ", ".join(f"{name} = given.{name}" for name in columns)
        update = f'UPDATE "{table.name}" SET {changes} FROM'
        where = f'WHERE "{table.name}".{key} = given.{key}'
        self._sqlite = text(f"{update} ({self._given.sqlite}) AS given {where}")
        self._postgres = text(
            f"{update} ({self._given.postgres}) AS given({', '.join(names)}) {where}"
        )

    async def run(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Change the rows."""
        if rows:
            dialect = session.get_bind().dialect.name
            statement = self._sqlite if dialect == "sqlite" else self._postgres
            await session.execute(statement, {"rows": self._given.write(dialect, rows)})


def among(session: AsyncSession, column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Say that a column is one of many values, however many, by the same statement.

    `IN (…)` is another statement for every number of values: parsed and planned anew each time.
    """
    if session.get_bind().dialect.name == "sqlite":
        write = _sqlite_writer(column.type)
        plain = [value if write is None else write(value) for value in values]
        given = func.json_each(orjson.dumps(plain).decode()).table_valued("value")
        return cast("ColumnElement[bool]", column.in_(select(given.c.value)))
    array = postgresql.ARRAY(column.type)
    wanted = func.any(bindparam(None, list(values), type_=array))
    return cast("ColumnElement[bool]", column == wanted)


async def put(session: AsyncSession, rows: Sequence[SQLModel]) -> None:
    """Write rows by their primary key: new ones are added, known ones take the new values.

    For facts loaded from files; one statement for each kind of row.
    """
    kinds: dict[type[SQLModel], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row.model_dump())
    upsert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for kind, values in kinds.items():
        table = SQLModel.metadata.tables[str(kind.__tablename__)]
        statement = upsert(table)
        keys = [column.name for column in table.primary_key]
        rest = {
            column.name: statement.excluded[column.name]
            for column in table.columns
            if column.name not in keys
        }
        await session.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=rest), values
        )


def _sqlite_writer(kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, Uuid):
        return lambda value: value if value is None else UUID.__str__(value).replace("-", "")
    if isinstance(kind, db.Utc):
        return _sqlite_moment
    return None


def _sqlite_moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

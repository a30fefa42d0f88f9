"""Many rows, one constant statement: what group commit writes with.

On PostgreSQL the rows travel as one array per column (`unnest`), on SQLite as one JSON document
(`json_each`). Either way the statement never changes with the number of rows, so it is parsed and
planned once per connection.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID

import orjson
from sqlalchemy import Column, ColumnElement, Table, Uuid, bindparam, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from core.db import Json, Utc

Row = Sequence[Any]

_POSTGRES: Final = postgresql.dialect()  # type: ignore[no-untyped-call]


class JsonText(str):
    """A JSON value that is written out already, because many rows share it."""

    __slots__ = ()


class _Given:
    """Rows handed over as one parameter (SQLite) or one a column (PostgreSQL), and read back as a table."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        names = [column.name for column in columns]
        self._to_sqlite = [_sqlite_writer(column.type) for column in columns]
        self._to_postgres = [_postgres_writer(column) for column in columns]
        read = ", ".join(f"json_extract(value, '$[{i}]') AS {name}" for i, name in enumerate(names))
        self.sqlite = f"SELECT {read} FROM json_each(:rows) WHERE true"
        arrays = ", ".join(f"CAST(:c{i} AS {_postgres_array(c)})" for i, c in enumerate(columns))
        self.postgres = (
            f"SELECT {', '.join(_postgres_reader(column) for column in columns)}"
            f" FROM unnest({arrays}) AS rows({', '.join(names)})"
        )

    def bind(self, dialect: str, rows: Sequence[Row]) -> dict[str, Any]:
        if dialect == "sqlite":
            document = [
                [
                    value if write is None else write(value)
                    for write, value in zip(self._to_sqlite, row, strict=True)
                ]
                for row in rows
            ]
            return {"rows": orjson.dumps(document).decode()}
        columns = zip(*rows, strict=True)
        return {
            f"c{i}": list(values) if write is None else [write(value) for value in values]
            for i, (write, values) in enumerate(zip(self._to_postgres, columns, strict=True))
        }


class BulkInsert:
    """Insert rows given as tuples in the order of `columns`.

    `tail` is what follows the rows: an `ON CONFLICT` clause, a `RETURNING` clause, or both. It must
    be the same SQL on both databases. `order_by` fixes the order in which rows are inserted, hence
    the order in which their locks are taken.
    """

    def __init__(
        self, table: Table, columns: Sequence[str], *, tail: str = "", order_by: str = ""
    ) -> None:
        self._given = _Given([table.c[name] for name in columns])
        into = f'INSERT INTO "{table.name}" ({", ".join(columns)})'
        order = f" ORDER BY {order_by}" if order_by else ""
        self._sqlite = text(f"{into} {self._given.sqlite}{order} {tail}")
        self._postgres = text(f"{into} {self._given.postgres}{order} {tail}")

    async def run(self, session: AsyncSession, rows: Sequence[Row]) -> Sequence[Any]:
        """Insert the rows and give back what a `RETURNING` tail says, else nothing."""
        if not rows:
            return ()
        dialect = session.get_bind().dialect.name
        statement = self._sqlite if dialect == "sqlite" else self._postgres
        result = await session.execute(statement, self._given.bind(dialect, rows))
        return result.all() if result.returns_rows else ()  # type: ignore[attr-defined]


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
            await session.execute(statement, self._given.bind(dialect, rows))


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
    if isinstance(kind, Utc):
        return _sqlite_moment
    return _json_text if kind is Json else None


def _sqlite_moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _json_text(value: object) -> str | None:
    if value is None or isinstance(value, JsonText):
        return value
    return orjson.dumps(value).decode()


def _postgres_writer(column: Column[Any]) -> Callable[[Any], Any] | None:
    return _json_text if column.type is Json else None


def _postgres_reader(column: Column[Any]) -> str:
    return f"CAST({column.name} AS jsonb)" if column.type is Json else column.name


def _postgres_array(column: Column[Any]) -> str:
    return "text[]" if column.type is Json else f"{column.type.compile(_POSTGRES)}[]"

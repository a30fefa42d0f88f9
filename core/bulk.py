"""Many rows, one constant statement: what group commit writes with.

On PostgreSQL the rows travel as one array per column (`unnest`), on SQLite as one JSON document
(`json_each`). Either way the statement never changes with the number of rows, so it is parsed and
planned once per connection.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Column, Table, TextClause, Uuid, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from core.db import Json, Utc

Row = Sequence[Any]

_POSTGRES: Final = postgresql.dialect()  # type: ignore[no-untyped-call]


class BulkInsert:
    """Insert rows given as tuples in the order of `columns`.

    `tail` is what follows the rows: an `ON CONFLICT` clause, a `RETURNING` clause, or both. It must
    be the same SQL on both databases. `order_by` fixes the order in which rows are inserted, hence
    the order in which their locks are taken.
    """

    def __init__(
        self, table: Table, columns: Sequence[str], *, tail: str = "", order_by: str = ""
    ) -> None:
        chosen = [table.c[name] for name in columns]
        into = f'INSERT INTO "{table.name}" ({", ".join(columns)})'
        order = f" ORDER BY {order_by}" if order_by else ""
        self._to_sqlite = [_sqlite_writer(column) for column in chosen]
        self._to_postgres = [_postgres_writer(column) for column in chosen]
        read = ", ".join(f"json_extract(value, '$[{i}]') AS {n}" for i, n in enumerate(columns))
        self._sqlite = text(f"{into} SELECT {read} FROM json_each(:rows) WHERE true{order} {tail}")
        arrays = ", ".join(f"CAST(:c{i} AS {_postgres_array(c)})" for i, c in enumerate(chosen))
        self._postgres = text(
            f"{into} SELECT {', '.join(_postgres_reader(column) for column in chosen)}"
            f" FROM unnest({arrays}) AS rows({', '.join(columns)}){order} {tail}"
        )

    async def run(self, session: AsyncSession, rows: Sequence[Row]) -> Sequence[Any]:
        """Insert the rows and give back what a `RETURNING` tail says, else nothing."""
        if not rows:
            return ()
        statement, values = self._bind(session.get_bind().dialect.name, rows)
        result = await session.execute(statement, values)
        return result.all() if result.returns_rows else ()  # type: ignore[attr-defined]

    def _bind(self, dialect: str, rows: Sequence[Row]) -> tuple[TextClause, dict[str, Any]]:
        if dialect == "sqlite":
            writers = self._to_sqlite
            document = [
                [
                    value if write is None else write(value)
                    for write, value in zip(writers, row, strict=True)
                ]
                for row in rows
            ]
            return self._sqlite, {"rows": orjson.dumps(document).decode()}
        columns = zip(*rows, strict=True)
        return self._postgres, {
            f"c{i}": list(values) if write is None else [write(value) for value in values]
            for i, (write, values) in enumerate(zip(self._to_postgres, columns, strict=True))
        }


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


def _sqlite_writer(column: Column[Any]) -> Callable[[Any], Any] | None:
    if isinstance(column.type, Uuid):
        return lambda value: value if value is None else UUID.__str__(value).replace("-", "")
    if isinstance(column.type, Utc):
        return _sqlite_moment
    return _json_text if column.type is Json else None


def _sqlite_moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _json_text(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _postgres_writer(column: Column[Any]) -> Callable[[Any], Any] | None:
    return _json_text if column.type is Json else None


def _postgres_reader(column: Column[Any]) -> str:
    return f"CAST({column.name} AS jsonb)" if column.type is Json else column.name


def _postgres_array(column: Column[Any]) -> str:
    return "text[]" if column.type is Json else f"{column.type.compile(_POSTGRES)}[]"

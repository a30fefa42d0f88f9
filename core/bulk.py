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
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    Executable,
    Table,
    Text,
    Uuid,
    bindparam,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

from core import db

Row = Sequence[Any]

ROWS: Final = "rows"
"""The parameter in which rows are handed over."""
_POSTGRES: Final = postgresql.dialect()  # type: ignore[no-untyped-call]


class _Given:
    """Rows handed over as one JSON parameter `rows`, and read back as a table.

    A value of a JSON column may be an `orjson.Fragment`: written out already, because many rows share it.

    On PostgreSQL the columns `beside` travel as an array each, `beside_0` and so on: its reader of JSON goes
    through a long text letter by letter, only to copy it.
    """

    def __init__(self, columns: Sequence[Column[Any]], beside: Sequence[str] = ()) -> None:
        self._names = names = [str(column.name) for column in columns]
        self._moments = [column.name for column in columns if isinstance(column.type, db.Utc)]
        self._to_sqlite = [_sqlite_writer(column.type) for column in columns]
        self._beside = [column for column in columns if column.name in beside]
        read = ", ".join(f"json_extract(value, '$[{i}]') AS {name}" for i, name in enumerate(names))
        self.sqlite = f"SELECT {read} FROM json_each(:rows) WHERE true"
        kinds = {str(c.name): c.type.compile(_POSTGRES) for c in columns}
        table = f"json_to_recordset(CAST(:{ROWS} AS json))"
        typed = ", ".join(f"{name} {kind}" for name, kind in kinds.items() if name not in beside)
        if not beside:
            self.postgres = f"SELECT {', '.join(names)} FROM {table} AS given({typed}) WHERE true"
            return
        arrays = ", ".join(f"unnest(CAST(:{name} AS text[]))" for name in self.parameters[1:])
        order = ", ".join((*(name for name in names if name not in beside), *beside))
        read = ", ".join(
            f"CAST({name} AS {kind}) AS {name}" if name in beside else name
            for name, kind in kinds.items()
        )
        self.postgres = f"SELECT {read} FROM ROWS FROM ({table} AS ({typed}), {arrays}) AS given({order}) WHERE true"

    @property
    def parameters(self) -> list[str]:
        """The names of what PostgreSQL is handed, in the order of `write`."""
        return [ROWS, *(f"beside_{number}" for number in range(len(self._beside)))]

    def write(self, rows: Sequence[Row]) -> list[Any]:
        """Write rows out for PostgreSQL."""
        table = [self._in_utc(dict(zip(self._names, row, strict=True))) for row in rows]
        beside = [
            [_text_of(row.pop(column.name), column) for row in table] for column in self._beside
        ]
        return [_json(table), *beside]

    def write_sqlite(self, rows: Sequence[Row]) -> str:
        """Write rows out for SQLite."""
        return _json(
            [
                [
                    value if write is None else write(value)
                    for write, value in zip(self._to_sqlite, row, strict=True)
                ]
                for row in rows
            ]
        )

    def _in_utc(self, row: dict[str, Any]) -> dict[str, Any]:
        # PostgreSQL reads no offset beyond 15:59, and a moment may come with one of 23:59.
        for name in self._moments:
            if row[name] is not None:
                row[name] = row[name].astimezone(UTC)
        return row


def _json(table: list[Any]) -> str:
    # A driver's own kind of UUID comes back from a row as it was read.
    return orjson.dumps(table, default=UUID.__str__).decode()


def _text_of(value: Any, column: Column[Any]) -> str | None:
    if value is None or not isinstance(column.type, JSON):
        return cast("str | None", value)
    return orjson.dumps(value, default=UUID.__str__).decode()


class Write:
    """A statement that writes rows, the same text however many: at once, or later (`core.ending`)."""

    given: _Given
    postgres: str
    sqlite: str
    counter: "BulkInsert | None" = None
    guarded: bool = False
    """Whether every row must be met, or nothing is written."""
    returning: Sequence[Column[Any]] = ()
    """What comes back of each row when it is written at once, read as from its table."""

    async def run(self, session: AsyncSession, rows: Sequence[Row]) -> Sequence[Any]:
        """Write the rows and give back what a `RETURNING` tail says, else nothing."""
        if not rows:
            return ()
        if session.get_bind().dialect.name == "sqlite":
            statement, values = self.sqlite, {ROWS: self.given.write_sqlite(rows)}
        else:
            written = zip(self.given.parameters, self.given.write(rows), strict=True)
            statement, values = self.postgres, dict(written)
        result = await session.execute(_text(statement, *self.returning), values)
        return result.all() if result.returns_rows else ()  # type: ignore[attr-defined]


@lru_cache(maxsize=256)
def _text(statement: str, *columns: Column[Any]) -> Executable:
    found = text(statement)
    return found.columns(*columns) if columns else found


class BulkInsert(Write):
    """Insert rows given as tuples in the order of `columns`.

    `tail` is what follows the rows: an `ON CONFLICT` clause, a `RETURNING` clause, or both; `returning` writes
    the latter. It must be the same SQL on both databases. `order_by` fixes the order in which rows are inserted, hence
    the order in which their locks are taken. `beside` are the columns of long texts and documents.

    With a `counter`, an insert that returns `name` and `seq`, the first column names a counter, and the
    second is given as how far the row's number lies behind the last one taken. Such rows can only be
    written later, together with their counter.
    """

    def __init__(
        self,
        table: Table,
        columns: Sequence[str],
        *,
        tail: str = "",
        order_by: str = "",
        beside: Sequence[str] = (),
        returning: Sequence[Column[Any]] = (),
        counter: "BulkInsert | None" = None,
    ) -> None:
        self.table, self.counter, self.returning = table, counter, returning
        if returning:
            tail += f" RETURNING {', '.join(str(column.name) for column in returning)}"
        self.given = _Given([table.c[name] for name in columns], beside)
        into = f'INSERT INTO "{table.name}" ({", ".join(columns)})'
        order = f" ORDER BY {order_by}" if order_by else ""
        if counter is None:
            self.postgres = f"{into} {self.given.postgres}{order} {tail}"
            self.sqlite = f"{into} {self.given.sqlite}{order} {tail}"
            return
        named, number, *rest = (f"given.{name}" for name in columns)
        read = f"SELECT {', '.join((named, f'counter.seq - {number}', *rest))} FROM"
        on = f"ON counter.name = {named}"
        # Statements that run together do not see in a table what another of them wrote to it.
        self.postgres = f"{into} {read} ({self.given.postgres}) AS given JOIN counter {on}"
        self.sqlite = f'{into} {read} ({self.given.sqlite}) AS given JOIN "{counter.table.name}" AS counter {on}'


class BulkUpdate(Write):
    """Change many rows, each to values of its own: tuples in the order of `key`, then `columns`.

    With `was`, the name of a column, tuples are `key`, what that column was when the row was read, then
    `columns`. Such rows can only be written later; should one have changed meanwhile, the transaction
    ends in `core.ending.Overtaken`.
    """

    def __init__(
        self, table: Table, *, key: str, columns: Sequence[str], was: str | None = None
    ) -> None:
        self.guarded = was is not None
        seen = [] if was is None else [Column("was", table.c[was].type)]
        self.given = _Given([table.c[key], *seen, *(table.c[name] for name in columns)])
        names = ", ".join((key, *(column.name for column in seen), *columns))
        changes = ", ".join(f"{name} = given.{name}" for name in columns)
        update = f'UPDATE "{table.name}" SET {changes} FROM'
        where = f'WHERE "{table.name}".{key} = given.{key}'
        if was is not None:
            where += f' AND "{table.name}".{was} = given.was RETURNING 1'
        self.sqlite = f"{update} ({self.given.sqlite}) AS given {where}"
        self.postgres = f"{update} ({self.given.postgres}) AS given({names}) {where}"


class BulkHold(Write):
    """See that rows are as they were read, and hold them until the end: tuples of `key` and what `was` was.

    For what rests on rows that it does not change. They can only be held later; should one have changed
    meanwhile, the transaction ends in `core.ending.Overtaken`.
    """

    guarded = True

    def __init__(self, table: Table, *, key: str, was: str) -> None:
        self.given = _Given([table.c[key], Column("was", table.c[was].type)])
        same = f'"{table.name}".{key} = given.{key} AND "{table.name}".{was} = given.was'
        self.sqlite = f'SELECT 1 FROM "{table.name}" JOIN ({self.given.sqlite}) AS given ON {same}'
        self.postgres = (
            f'SELECT 1 FROM "{table.name}" JOIN ({self.given.postgres}) AS given ON {same}'
            f' ORDER BY "{table.name}".{key} FOR UPDATE OF "{table.name}"'
        )


class BulkDelete(Write):
    """Remove many rows, each named by its key: tuples in the order of `key`."""

    def __init__(self, table: Table, key: Sequence[str]) -> None:
        self.given = _Given([table.c[name] for name in key])
        names = ", ".join(key)
        self.sqlite = f'DELETE FROM "{table.name}" WHERE ({names}) IN ({self.given.sqlite})'
        same = " AND ".join(f'"{table.name}".{name} = given.{name}' for name in key)
        self.postgres = (
            f'DELETE FROM "{table.name}" USING ({self.given.postgres}) AS given WHERE {same}'
        )


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Say that a column is one of the values given as parameter `name`, however many, by the same statement.

    `IN (…)` is another statement for every number of values: parsed and planned anew each time.
    """
    return _Among(column, bindparam(name, type_=_Many(column.type)))


class _Many(TypeDecorator[Collection[Any]]):
    """Many values as one parameter: an array on PostgreSQL, JSON text on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        many = Text() if dialect.name == "sqlite" else postgresql.ARRAY(self.kind)
        return dialect.type_descriptor(many)

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        if dialect.name != "sqlite":
            return values
        write = _sqlite_writer(self.kind)
        return orjson.dumps([one if write is None else write(one) for one in values]).decode()


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        # Where a database has no booleans a condition is compared with 1, and no index serves that.
        return self


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(part, **how) for part in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(part, **how) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


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

"""A question that never changes but for its values: put together once, then handed to the driver.

Only for hot paths. SQLAlchemy would look up, bind and wrap it anew each time, at several times what
PostgreSQL needs to answer.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import JSON, CompoundSelect, Dialect, Select, TypeDecorator
from sqlalchemy.ext.asyncio import AsyncSession

from core import driver
from core.db import Utc

_Turn = Callable[[Any], Any] | None
_Compiled = tuple[str, list[tuple[str, Any, _Turn]], Callable[[Any], Any]]
"""The text, what goes into it (name, value when none is given, how it is written), how a row is read."""


class Question:
    """A `SELECT` of columns, its values given by name; rows come back with the columns' names.

    It holds no `IN (…)`, whose text changes with its values: `core.bulk.among`, or `or_` of what is fixed.

    In a transaction that has not written yet it is asked outside of one: it sees what is committed, and
    locks nothing. What it read must be guarded when it is written back (`core.bulk.BulkUpdate`).
    """

    def __init__(self, statement: Select[*tuple[Any, ...]] | CompoundSelect[Any]) -> None:
        self._statement = statement
        self._compiled: _Compiled | None = None

    async def ask(self, session: AsyncSession, **values: object) -> Sequence[Any]:
        """Ask, and give all rows."""
        dialect = session.get_bind().dialect
        if dialect.name == "sqlite" or await _begins_one_moment(session):
            rows: Sequence[Any] = (await session.execute(self._statement, values)).all()
            return rows
        if session.new or session.dirty or session.deleted:
            await session.flush()
        if self._compiled is None:
            self._compiled = _compile(self._statement, dialect)
        text, binds, make = self._compiled
        given = [
            turn(values.get(name, fixed)) if turn else values.get(name, fixed)
            for name, fixed, turn in binds
        ]
        return [make(row) for row in await driver.fetch(session, text, given)]


def _compile(
    statement: Select[*tuple[Any, ...]] | CompoundSelect[Any], dialect: Dialect
) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect)
    if compiled.post_compile_params:
        raise ValueError("the text of an IN changes with its values")
    binds = [
        (name, fixed, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in compiled.positiontup or ()
        for fixed in [compiled.params[name]]
    ]
    columns = list(statement.selected_columns)
    names = [column.key or f"_{number}" for number, column in enumerate(columns)]
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    # All else the driver already reads as we want it, moments too: aware and in UTC.
    turns = [
        (at, turn)
        for at, column in enumerate(columns)
        if isinstance(column.type, JSON | TypeDecorator)
        and not isinstance(column.type, Utc)
        and (turn := column.type.dialect_impl(dialect).result_processor(dialect, None))
    ]

    def make(found: Any) -> Any:
        read = list(found)
        for at, turn in turns:
            read[at] = turn(read[at])
        return row._make(read)

    return compiled.string, binds, make if turns else row._make


async def _begins_one_moment(session: AsyncSession) -> bool:
    """Tell whether this is the first question of a session that is to see one moment (`Database.reading`)."""
    if not session.info.get("one_moment"):
        return False
    pooled = await driver.connection_of(session)
    return not pooled.driver_connection.is_in_transaction()

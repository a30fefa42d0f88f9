"""A constant question: the same answer as any other way of asking, and where it stands in a transaction."""

import asyncio
from datetime import UTC, datetime
from typing import Final

import pytest
from sqlalchemy import bindparam, select, text
from sqlmodel import SQLModel, col

from core import ending
from core.bulk import BulkInsert, among
from core.channels import Frame
from core.db import Database
from core.editions import Edition
from core.ids import new_id
from core.outbox import Outbox
from core.question import Question

AT: Final = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
EDITIONS: Final = BulkInsert(SQLModel.metadata.tables["edition"], ("name", "number"))
NUMBERED: Final = Question(
    select(col(Edition.name), (col(Edition.number) + 1).label("next"))
    .where(among(col(Edition.name), "names"))
    .where(col(Edition.number) >= bindparam("least"))
    .where(col(Edition.name) != "hidden")
    .order_by(col(Edition.name))
)
NEWS: Final = Question(select(col(Outbox.id), col(Outbox.at), col(Outbox.data), col(Outbox.due_at)))


async def write(database: Database, **numbers: int) -> None:
    """Write editions with their numbers."""
    async with database.transaction() as session:
        ending.later(session, EDITIONS, list(numbers.items()))


async def test_is_answered_by_rows_with_names(database: Database) -> None:
    await write(database, a=1, b=2, c=3, hidden=3)

    async with database.transaction() as session:
        rows = await NUMBERED.ask(session, names=["a", "b", "c", "hidden"], least=2)

    assert [(row.name, row.next) for row in rows] == [("b", 3), ("c", 4)]


async def test_reads_ids_moments_and_documents_as_any_other_way_does(database: Database) -> None:
    event_id, data = new_id(), {"n": 1, "text": "字", "deep": [{"x": None}]}
    async with database.transaction() as session:
        session.add(Outbox(id=event_id, name="x", at=AT, data=data))

    async with database.glance() as session:
        [row] = await NEWS.ask(session)

    assert (row.id, row.at, row.data, row.due_at) == (event_id, AT, data, None)
    assert row.at.tzinfo is not None


async def test_sees_one_moment_with_all_others_of_a_reading(database: Database) -> None:
    await write(database, a=1)
    async with database.reading() as session:
        before = await NUMBERED.ask(session, names=["a", "b"], least=0)
        await write(database, b=2)
        after = await NUMBERED.ask(session, names=["a", "b"], least=0)

    assert [row.name for row in before] == [row.name for row in after] == ["a"]


async def test_sees_what_its_transaction_has_changed(database: Database) -> None:
    await write(database, a=1)
    async with database.transaction() as session:
        assert [row.next for row in await NUMBERED.ask(session, names=["a"], least=0)] == [2]
        await session.execute(text("UPDATE edition SET number = 5"))

        assert [row.next for row in await NUMBERED.ask(session, names=["a"], least=0)] == [6]
        ending.later(session, EDITIONS, [("b", 1)])

    async with database.glance() as session:
        rows = await NUMBERED.ask(session, names=["a", "b"], least=0)
    assert [(row.name, row.next) for row in rows] == [("a", 6), ("b", 2)]


async def test_sees_what_its_session_has_still_to_write(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Edition(name="a", number=1))

        assert [row.next for row in await NUMBERED.ask(session, names=["a"], least=0)] == [2]


# SQLAlchemy asks SQLite, and writes such a text anew each time.
@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
async def test_refuses_a_text_that_changes_with_its_values(database: Database) -> None:
    changing = Question(select(col(Edition.name)).where(col(Edition.name).in_(["a", "b"])))

    with pytest.raises(ValueError, match="IN"):
        async with database.transaction() as session:
            await changing.ask(session)


async def test_many_at_once_share_few_connections(database: Database) -> None:
    await write(database, a=1)

    async def ask_and_write(number: int) -> None:
        async with database.transaction() as session:
            assert await NUMBERED.ask(session, names=["a"], least=0)
            if number % 3 == 0:
                await session.execute(select(col(Frame.id)).limit(1))
            ending.later(session, EDITIONS, [(f"n{number}", number)])

    await asyncio.gather(*(ask_and_write(number) for number in range(30)))

    async with database.glance() as session:
        names = [f"n{number}" for number in range(30)]
        assert len(await NUMBERED.ask(session, names=names, least=0)) == 30

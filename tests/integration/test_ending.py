"""The end of a transaction: all that was left for it, together, once, and counters after all else."""

import asyncio
from typing import Final

import pytest
from sqlalchemy import func, select, text
from sqlmodel import SQLModel, col

from core import channels, ending, outbox
from core.bulk import BulkHold, BulkInsert, BulkUpdate
from core.channels import Channel, Frame
from core.clock import utcnow
from core.db import Database
from core.editions import Edition
from core.ending import AlreadyThere, Overtaken
from core.outbox import Outbox
from dispatch.events import TaskMoved
from tests.waiting import until_read

EDITIONS: Final = BulkInsert(SQLModel.metadata.tables["edition"], ("name", "number"))
MOVED: Final = TaskMoved(task_id="", case_no="", team="", unit="", state="", at="", actor="")


RENUMBER: Final = BulkUpdate(
    SQLModel.metadata.tables["edition"], key="name", was="number", columns=("number",)
)


HOLD: Final = BulkHold(SQLModel.metadata.tables["edition"], key="name", was="number")


async def write_all(database: Database, edition: str) -> None:
    """Leave a row, news and a frame for the end of a transaction that asks nothing."""
    now = utcnow()
    async with database.transaction() as session:
        ending.later(session, EDITIONS, [(edition, 1)])
        outbox.record(session, MOVED, at=now)
        channels.publish(session, name="x", data=edition, channels=["city", "team:A"], at=now)


async def count(database: Database) -> list[int]:
    """Count editions, news, frames, and the numbers taken on the city's channel."""
    async with database.reading() as session:
        rows = [
            (await session.execute(select(func.count()).select_from(model))).scalar_one()
            for model in (Edition, Outbox, Frame)
        ]
        return [*rows, await channels.find_head(session, channel="city")]


async def test_everything_left_for_it_is_written_and_numbered(database: Database) -> None:
    await write_all(database, "a")
    await write_all(database, "b")

    assert await count(database) == [2, 2, 2, 2]
    async with database.reading() as session:
        frames = await channels.list_since(session, channel="team:A", seq=0, most=9)
    assert [(frame.seq, frame.text[-2]) for frame in frames] == [(1, '"'), (2, '"')]


async def test_a_key_that_is_taken_undoes_all_of_it_and_is_told(database: Database) -> None:
    await write_all(database, "a")

    with pytest.raises(AlreadyThere):
        await write_all(database, "a")

    assert await count(database) == [1, 1, 1, 1]
    await write_all(database, "b")
    assert await count(database) == [2, 2, 2, 2]


async def test_a_row_that_was_changed_meanwhile_undoes_all_of_it_and_is_told(
    database: Database,
) -> None:
    async def renumber(was: int, *, with_news: bool) -> None:
        async with database.transaction() as session:
            ending.later(session, EDITIONS, [(f"beside-{was}-{with_news}", 1)])
            ending.later(session, RENUMBER, [("a", was, 2), ("b", 1, 2)])
            if with_news:
                channels.publish(session, name="x", data=was, channels=["city"], at=utcnow())

    async with database.transaction() as session:
        ending.later(session, EDITIONS, [("a", 1), ("b", 1)])
    for with_news in (True, False):
        with pytest.raises(Overtaken):
            await renumber(7, with_news=with_news)
    assert await count(database) == [2, 0, 0, 0]

    await renumber(1, with_news=True)

    assert await count(database) == [3, 0, 1, 1]
    async with database.reading() as session:
        numbers = await session.scalars(select(col(Edition.number)).order_by(col(Edition.name)))
        assert list(numbers) == [2, 2, 1]


async def test_a_row_it_rests_on_must_still_be_as_it_was_even_where_it_is_changed_too(
    database: Database,
) -> None:
    async def rest_on(was: int) -> None:
        async with database.transaction() as session:
            ending.later(session, HOLD, [("b", 1), ("a", was)])
            ending.later(session, RENUMBER, [("a", 1, 2)])
            ending.later(session, EDITIONS, [(f"beside-{was}", 1)])

    async with database.transaction() as session:
        ending.later(session, EDITIONS, [("a", 1), ("b", 1)])
    with pytest.raises(Overtaken):
        await rest_on(7)
    assert await count(database) == [2, 0, 0, 0]

    await rest_on(1)

    async with database.reading() as session:
        rows = await session.execute(
            select(col(Edition.name), col(Edition.number)).order_by(col(Edition.name))
        )
        assert list(rows) == [("a", 2), ("b", 1), ("beside-1", 1)]


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
async def test_a_row_it_rests_on_is_held_until_it_is_written(database: Database) -> None:
    async with database.transaction() as session:
        ending.later(session, EDITIONS, [("a", 1)])

    async def rest_on() -> None:
        async with database.transaction() as session:
            ending.later(session, HOLD, [("a", 1)])

    async with database.transaction() as session:
        await session.execute(text("UPDATE edition SET number = 2"))
        resting = asyncio.create_task(rest_on())
        await until_read(lambda: _does_someone_wait(database), True)
    with pytest.raises(Overtaken):
        await resting


async def _does_someone_wait(database: Database) -> bool:
    async with database.reading() as session:
        found = await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
    return bool(found)


async def test_what_was_asked_and_changed_before_belongs_to_the_same_transaction(
    database: Database,
) -> None:
    async def change_and_clash() -> None:
        async with database.transaction() as session:
            session.add(Edition(name="by the way", number=1))
            await session.flush()
            ending.later(session, EDITIONS, [("a", 1)])

    await change_and_clash()
    assert await count(database) == [2, 0, 0, 0]

    async with database.transaction() as session:
        await session.execute(text("DELETE FROM edition WHERE name = 'by the way'"))
    with pytest.raises(AlreadyThere):
        await change_and_clash()
    assert await count(database) == [1, 0, 0, 0]


async def test_is_one_round_trip_where_nothing_was_asked_before(postgres_url: str) -> None:
    asked: list[str] = []
    database = Database(postgres_url, pool_size=1)
    async with database.transaction() as session:
        await session.execute(text("CREATE TEMPORARY TABLE edition (name text, number int)"))
        pooled = await (await session.connection()).get_raw_connection()
        driver = pooled.driver_connection
        assert driver is not None
    driver.add_query_logger(lambda query: asked.append(query.query))

    async with database.transaction() as session:
        ending.later(session, EDITIONS, [("a", 1)])
    await asyncio.sleep(0)  # the driver tells its loggers a moment later
    alone = list(asked)
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
        ending.later(session, EDITIONS, [("b", 1)])
    async with database.reading() as session:
        names = (await session.execute(text("SELECT name FROM edition ORDER BY name"))).all()
    await database.close()

    assert len(alone) == 1
    assert alone[0].startswith("WITH part1 AS (INSERT INTO")
    assert asked[1].startswith("BEGIN")
    assert [name for (name,) in names] == ["a", "b"]


async def test_counters_are_locked_after_all_else_was_written(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("its one writer locks everything from the beginning")
    await write_all(database, "first")
    async with database.transaction() as holder:
        # Whoever wants this key waits for us; it must not hold a counter meanwhile.
        await holder.execute(text("INSERT INTO edition (name, number) VALUES ('held', 1)"))
        waiting = asyncio.create_task(write_all(database, "held"))
        await until_read(lambda: _is_anyone_waiting(database), True)
        async with database.transaction() as session:
            locked = select(Channel).where(col(Channel.name) == "city").with_for_update(nowait=True)
            assert (await session.scalars(locked)).one().seq == 1
    with pytest.raises(AlreadyThere):
        await waiting


async def _is_anyone_waiting(database: Database) -> bool:
    async with database.reading() as session:
        found = await session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return bool(found.scalar_one())

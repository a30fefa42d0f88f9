"""Bulk writing gives rows that nobody can tell from rows written one by one."""

import json
import math
import random
from datetime import datetime, timedelta, timezone
from typing import Any, Final

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col

from core import ending
from core.bulk import BulkInsert, among
from core.channels import Channel
from core.db import Database
from core.ending import AlreadyThere
from core.ids import new_id
from dispatch.tasks.models import Task

TASKS: Final = SQLModel.metadata.tables["task"]
COLUMNS: Final = tuple(column.name for column in TASKS.columns)
INSERT: Final = BulkInsert(TASKS, COLUMNS)
BESIDE: Final = BulkInsert(TASKS, COLUMNS, beside=("team", "brief", "moves"))
"""The same with columns, of texts and of documents, that travel beside the rows."""
COUNT: Final = BulkInsert(
    SQLModel.metadata.tables["channel"],
    ("name", "seq"),
    order_by="name",
    tail="ON CONFLICT (name) DO UPDATE SET seq = channel.seq + excluded.seq RETURNING name, seq",
)
NOON: Final = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=8)))

AWKWARD: Final = (
    "占道摆摊",
    "'; DROP TABLE task; --",
    'a "quoted" \\ word',
    "{}",
    "[1, 2]",
    "null",
    "1e5",
    "",
    "line\nline\ttab",
    "😀 𠮷",
    "$1 :rows %s ?",
)


def make_task(**changes: Any) -> Task:
    """Make a task with something in every kind of column."""
    facts: dict[str, Any] = {
        "id": new_id(),
        "case_no": "20261122-000001",
        "state": "offered",
        "team": "YZ-T1",
        "field": "城市管理",
        "lon": 87.03,
        "lat": 43.03,
        "brief": {"title": "占道摆摊", "n": [1, 2.5, None, True]},
        "why": {},
        "moves": [{"state": "offered"}],
        "offer_frame": new_id(),
        "offered_at": NOON,
        "created_at": NOON,
        "changed_at": NOON + timedelta(microseconds=1),
        "ended": False,
    }
    return Task(**facts | changes)


def values(task: Task) -> tuple[Any, ...]:
    return tuple(getattr(task, name) for name in COLUMNS)


async def insert(database: Database, *tasks: Task, by: BulkInsert = INSERT) -> None:
    async with database.transaction() as session:
        await by.run(session, [values(task) for task in tasks])


async def read(database: Database) -> dict[Any, Task]:
    async with database.reading() as session:
        return {task.id: task for task in await session.scalars(select(Task))}


class TestBulkInsert:
    async def test_gives_back_what_was_written(self, database: Database) -> None:
        full = make_task(district="990101", township="990101001", unit="YZ-U1", ended=True)
        bare = make_task(lon=None, lat=None, offer_frame=None, offered_at=None)

        await insert(database, full, bare)

        found = await read(database)
        assert values(found[full.id]) == values(full)
        assert values(found[bare.id]) == values(bare)

    async def test_stores_the_very_values_the_orm_stores(self, database: Database) -> None:
        in_bulk, by_orm = make_task(), make_task()
        by_orm.offer_frame = in_bulk.offer_frame
        await insert(database, in_bulk)
        async with database.transaction() as session:
            session.add(by_orm)

        # Without the models' types, so that the stored form itself is compared.
        columns = ", ".join(sorted(set(COLUMNS) - {"id"}))
        async with database.reading() as session:
            one, other = (await session.execute(text(f"SELECT {columns} FROM task"))).all()

        assert [_plain(value) for value in one] == [_plain(value) for value in other]

    @pytest.mark.parametrize("by", [INSERT, BESIDE], ids=["within", "beside"])
    async def test_keeps_every_awkward_text(self, database: Database, by: BulkInsert) -> None:
        tasks = [make_task(team=word, brief={word: word}) for word in AWKWARD]

        await insert(database, *tasks, by=by)

        found = await read(database)
        assert [found[task.id].team for task in tasks] == list(AWKWARD)
        assert [found[task.id].brief for task in tasks] == [{word: word} for word in AWKWARD]

    async def test_keeps_numbers_to_the_last_bit(self, database: Database) -> None:
        chance = random.Random(7)
        lons = [chance.uniform(-180, 180) for _ in range(300)]
        lons += [0.1 + 0.2, 5e-324, math.pi, -0.0, 180, 1e-7]
        tasks = [make_task(lon=lon, lat=43) for lon in lons]

        await insert(database, *tasks)

        found = await read(database)
        assert [found[task.id].lon for task in tasks] == lons

    async def test_keeps_a_moment_whatever_its_offset(self, database: Database) -> None:
        far = timezone(-timedelta(hours=23, minutes=59))
        moments = [NOON, NOON.astimezone(far), datetime(2160, 12, 31, 13, 57, 21, tzinfo=far)]
        tasks = [make_task(offered_at=moment) for moment in moments]

        await insert(database, *tasks)

        found = await read(database)
        assert [found[task.id].offered_at for task in tasks] == moments

    async def test_takes_a_row_or_many_by_one_statement(self, database: Database) -> None:
        tasks = [make_task() for _ in range(1200)]

        await insert(database)
        await insert(database, tasks[0])
        await insert(database, *tasks[1:])

        assert (await read(database)).keys() == {task.id for task in tasks}

    async def test_writes_all_rows_or_none(self, database: Database) -> None:
        task = make_task()

        with pytest.raises(DBAPIError):
            await insert(database, make_task(), task, task)

        assert await read(database) == {}


class TestLater:
    async def test_is_when_the_transaction_ends_all_tables_together(
        self, database: Database
    ) -> None:
        task = make_task()

        async with database.transaction() as session:
            ending.later(session, INSERT, [values(task)])
            ending.later(session, COUNT, [("a", 1)])
            ending.later(session, COUNT, [("b", 2)])
            ending.later(session, COUNT, [])
            before = (await session.execute(text("SELECT count(*) FROM task"))).scalar_one()

        assert before == 0
        assert list(await read(database)) == [task.id]
        async with database.reading() as session:
            found = await session.scalars(select(Channel).order_by(col(Channel.name)))
            assert [(channel.name, channel.seq) for channel in found] == [("a", 1), ("b", 2)]

    async def test_is_all_or_nothing(self, database: Database) -> None:
        task = make_task()

        async def write_twice() -> None:
            async with database.transaction() as session:
                ending.later(session, COUNT, [("a", 1)])
                ending.later(session, INSERT, [values(task), values(task)])

        with pytest.raises(AlreadyThere):
            await write_twice()

        assert await read(database) == {}
        async with database.reading() as session:
            assert (await session.scalars(select(Channel))).all() == []


class TestTail:
    async def test_tells_what_a_conflict_made_of_the_rows(self, database: Database) -> None:
        async with database.transaction() as session:
            assert await COUNT.run(session, []) == ()
            first = await COUNT.run(session, [("b", 2), ("a", 1)])
            second = await COUNT.run(session, [("b", 3), ("c", 1)])

        assert sorted(map(tuple, first)) == [("a", 1), ("b", 2)]
        assert sorted(map(tuple, second)) == [("b", 5), ("c", 1)]
        async with database.reading() as session:
            found = await session.scalars(select(Channel).order_by(col(Channel.name)))
            assert [(channel.name, channel.seq) for channel in found] == [
                ("a", 1),
                ("b", 5),
                ("c", 1),
            ]

    async def test_refuses_a_row_that_is_too_short(self, database: Database) -> None:
        with pytest.raises(ValueError, match="zip"):
            async with database.transaction() as session:
                await COUNT.run(session, [("a", 1), ("b",)])


def _plain(value: Any) -> Any:
    """Read JSON text, so that blanks in it do not count."""
    return json.loads(value) if isinstance(value, str) and value[:1] in "{[" else value


async def test_what_is_among_many_values_is_found_by_its_index(database: Database) -> None:
    asked = select(col(Task.id)).where(among(col(Task.case_no), "numbers"))
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"

    async with database.transaction() as session:
        # An empty table is scanned by whoever may choose.
        if not database.is_sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        statement = str(asked.compile(session.get_bind(), compile_kwargs={}))
        values = '["1", "2"]' if database.is_sqlite else ["1", "2"]
        connection = await session.connection()
        rows = await connection.exec_driver_sql(f"{explain} {statement}", (values,))

        assert "ix_task_case_no" in str(rows.all())

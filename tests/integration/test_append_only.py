"""History can only grow: the database itself refuses the rest, whoever asks and however."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from command.cases.models import CaseHistory
from command.clocks.models import ClockHistory
from core.db import Database
from core.ids import new_id
from dispatch.instructions.models import InstructionHistory
from dispatch.sos.models import SosHistory
from dispatch.tasks.models import TaskHistory
from field_units.models import DutyHistory

AT: Final = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
TABLES: Final = (
    *("case_history", "task_history", "duty_history", "clock_history"),
    *("instruction_history", "sos_history"),
)

CHANGES: Final = (
    "UPDATE {table} SET actor = 'nobody'",
    "UPDATE {table} SET actor = 'nobody' WHERE id = :id",
    "UPDATE {table} SET id = :other WHERE id = :id",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE id = :id",
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = :id"
    " ON CONFLICT (id) DO UPDATE SET actor = 'nobody'",
)
POSTGRES_CHANGES: Final = (
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "TRUNCATE edition, {table}",
    "WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone",
    "MERGE INTO {table} USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
)
SQLITE_CHANGES: Final = (
    "REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}",
    "INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}",
    "REPLACE INTO {table} (rowid, {columns}) SELECT rowid, {others} FROM {table}",
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE true"
    " ON CONFLICT DO UPDATE SET actor = 'nobody'",
    "UPDATE OR REPLACE {table} SET actor = 'nobody'",
    "UPDATE OR IGNORE {table} SET actor = 'nobody'",
    "UPDATE OR REPLACE {table} SET rowid = 1",
)


@pytest.fixture
async def history(database: Database) -> AsyncIterator[dict[str, list[Any]]]:
    """Two rows in each history, which must be there to the last bit when the test is over."""
    async with database.transaction() as session:
        for _ in range(2):
            case = CaseHistory(
                case_id=new_id(), at=AT, to_state="routed", reason="routed", actor="system"
            )
            task = TaskHistory(task_id=new_id(), at=AT, to_state="offered", actor="system")
            duty = DutyHistory(unit="YZ-U1", at=AT, do="sign_off", duty="off", actor="system")
            clock = ClockHistory(case_no="C-1", at=AT, what="rested", actor="system")
            told = InstructionHistory(instruction_id=new_id(), at=AT, what="issued", actor="system")
            called = SosHistory(sos_id=new_id(), at=AT, to_state="raised", actor="system")
            session.add_all((case, task, duty, clock, told, called))
    before = {table: await rows(database, table) for table in TABLES}
    assert all(len(found) == 2 for found in before.values())
    yield before
    assert {table: await rows(database, table) for table in TABLES} == before


async def rows(database: Database, table: str) -> list[Any]:
    async with database.reading() as session:
        return list(await session.execute(text(f"SELECT * FROM {table} ORDER BY id")))


async def attempt(database: Database, statement: str, table: str, *, pragma: str = "") -> None:
    """Try a statement as anybody might who has the database's password."""
    # A column may be called what SQL calls something else.
    columns = [f'"{column.name}"' for column in MODELS[table].__table__.columns]
    async with database.transaction() as session:
        found = await session.scalar(text(f"SELECT id FROM {table}"))
        if pragma:
            await session.execute(text(pragma))
        filled = statement.format(
            table=table,
            columns=", ".join(columns),
            others=", ".join(f"'{new_id().hex}'" if c == '"id"' else c for c in columns),
        )
        given = {"id": found, "other": _like(found)}
        await session.execute(
            text(filled), {key: given[key] for key in given if f":{key}" in filled}
        )


MODELS: Final[dict[str, Any]] = {
    "case_history": CaseHistory,
    "task_history": TaskHistory,
    "duty_history": DutyHistory,
    "clock_history": ClockHistory,
    "instruction_history": InstructionHistory,
    "sos_history": SosHistory,
}


def _like(found: object) -> object:
    return new_id() if isinstance(found, UUID) else new_id().hex


@pytest.mark.parametrize("table", TABLES)
async def test_nothing_changes_or_leaves_a_history(
    database: Database, history: dict[str, list[Any]], table: str
) -> None:
    for statement in CHANGES + (SQLITE_CHANGES if database.is_sqlite else POSTGRES_CHANGES):
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            await attempt(database, statement, table)
        assert await rows(database, table) == history[table], statement


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("table", TABLES)
async def test_nothing_does_in_sqlite_whatever_its_triggers_are_told(
    database: Database, history: dict[str, list[Any]], table: str
) -> None:
    # REPLACE fires DELETE triggers only when they are recursive: both must be refused.
    for recursive in ("ON", "OFF"):
        for statement in CHANGES + SQLITE_CHANGES:
            with pytest.raises(DBAPIError, match=f"{table} is append-only"):
                await attempt(
                    database, statement, table, pragma=f"PRAGMA recursive_triggers = {recursive}"
                )
            assert await rows(database, table) == history[table], statement


async def test_what_is_new_is_added(database: Database) -> None:
    async with database.transaction() as session:
        session.add(TaskHistory(task_id=new_id(), at=AT, to_state="offered", actor="system"))
        await session.flush()
        session.add(TaskHistory(task_id=new_id(), at=AT, to_state="accepted", actor="system"))

    assert len(await rows(database, "task_history")) == 2


def test_a_history_holds_ids_and_no_words_about_anybody() -> None:
    kept = {table: set(MODELS[table].__table__.columns.keys()) for table in TABLES}

    assert kept == {
        "case_history": {
            *("id", "case_id", "at", "from_state", "to_state", "reason", "actor"),
            *("team", "unit", "task_id", "rule", "other", "followed"),
        },
        "task_history": {
            *("id", "task_id", "at", "device_at", "from_state", "to_state", "actor"),
            *("unit", "act_id", "lon", "lat", "accuracy_m"),
        },
        "duty_history": {"id", "unit", "at", "device_at", "do", "duty", "until", "actor"},
        "clock_history": {
            *("id", "case_no", "at", "what", "actor", "ground", "added", "task_id"),
            *("extension_id", "due_before", "due_after"),
        },
        "instruction_history": {
            *("id", "instruction_id", "at", "device_at", "what", "actor", "unit", "act_id"),
        },
        "sos_history": {
            *("id", "sos_id", "at", "device_at", "from_state", "to_state", "actor"),
            *("unit", "act_id", "lon", "lat", "accuracy_m"),
        },
    }

"""Plans: what was planned while a table was small does not read all of it for ever."""

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text

from core import driver, plans
from core.db import Database

CHANGE = (
    "PREPARE change (json) AS UPDATE outbox SET tries = 1"
    " FROM json_to_recordset($1) AS given (id uuid) WHERE outbox.id = given.id"
)
PLAN = "EXPLAIN EXECUTE change ('[]')"
MANY = (
    "INSERT INTO outbox (id, name, at, data, tries)"
    " SELECT gen_random_uuid(), 'x', now(), '{}', 0 FROM generate_series(1, 50000)"
)


async def _plan(connection: asyncpg.Connection) -> str:
    return "\n".join(row[0] for row in await connection.fetch(PLAN))


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
@pytest.mark.parametrize("lent", [False, True], ids=["of the pool", "lent"])
async def test_a_table_that_has_grown_is_read_by_its_index(
    database: Database, monkeypatch: pytest.MonkeyPatch, lent: bool
) -> None:
    async def plan(*first: str) -> str:
        async with database.transaction() as session:
            if not lent:
                await session.execute(text("SELECT 1"))
            connection = (await driver.connection_of(session)).driver_connection
            for statement in first:
                await connection.execute(statement)
            return await _plan(connection)

    small = await plan("SET plan_cache_mode = force_generic_plan", CHANGE)
    async with database.transaction() as session:
        await session.execute(text(MANY))
    before = await plan()
    monkeypatch.setattr(plans, "REPLAN_S", 0.0)
    after = await plan()

    assert "Seq Scan" in small
    assert "Seq Scan" in before
    assert "pk_outbox" in after
    assert "Seq Scan" not in after

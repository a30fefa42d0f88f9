"""The relay is killed while it lets a task climb, after everything was asked and before it is kept."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlmodel import col

from command import world as worlds
from core import channels
from core.clock import utcnow
from core.db import Database
from core.processes import Guard, Program
from core.settings import Settings
from core.timers import Timer
from dispatch import push
from dispatch.alerts.models import Alert, AlertHistory
from dispatch.ladder import operations as ladder
from dispatch.push import Forces
from dispatch.tasks.models import Task
from tests.integration.test_push import make_want
from tests.killing import Killable
from tests.waiting import until_read

pytestmark = pytest.mark.timeout(180)

AGE = timedelta(minutes=46)
"""So long nobody has answered: the team's leader is to be told."""


@pytest.fixture
def relay(settings: Settings, tmp_path: Path) -> Iterator[Killable]:
    """A relay on the database of `settings`, not started yet."""
    env = {
        "ONEDOOR_DATABASE_URL": settings.database_url,
        "ONEDOOR_REDIS_URL": settings.redis_url,
        "ONEDOOR_REDIS_PREFIX": settings.redis_prefix,
        "ONEDOOR_DATA_DIR": str(settings.data_dir),
    }
    program = Program(name="relay", argv=[sys.executable, "-m", "main", "relay"], env=env)
    with Guard() as guard, (tmp_path / "relay.log").open("ab") as log:
        killable = Killable(guard, program, log)
        yield killable
        if killable.is_running:
            killable.kill()


@asynccontextmanager
async def nobody_can_keep_anything(database: Database) -> AsyncIterator[None]:
    """Hold what the end of every transaction needs: on SQLite the pen, on PostgreSQL the city's counter."""
    async with database.transaction() as session:
        if not database.is_sqlite:
            await session.execute(text("SELECT * FROM channel WHERE name = 'city' FOR UPDATE"))
        yield


async def is_stuck(database: Database) -> bool:
    """Tell whether somebody waits for what is held."""
    if database.is_sqlite:
        # Nobody else can be asked: it has the time to come as far as it can.
        await asyncio.sleep(2)
        return True
    async with database.reading() as session:
        waiting = await session.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%alert%'"
            )
        )
    return bool(waiting)


async def test_what_it_had_in_hand_happens_once_and_after(city: Database, relay: Killable) -> None:
    want = make_want(brief={"title": "占道摆摊", "urgency": "urgent"})
    async with city.reading() as session:
        world = await worlds.load(session, now=utcnow())
    forces = Forces(roster=world.roster, zone=world.city.zone, positions={}, ladder=world.ladder)
    async with city.transaction() as session:
        await push.push(session, wants=[want], forces=forces, now=utcnow() - AGE)
    async with city.reading() as session:
        task = (await session.scalars(select(Task))).one()
    assert task.wanted_at is not None

    async with nobody_can_keep_anything(city):
        relay.start(wait=False)
        await until_read(lambda: is_stuck(city), True)
        relay.kill()

    async with city.reading() as session:
        assert await session.get(Timer, (ladder.KIND, task.id.hex))
        assert await session.scalar(select(func.count()).select_from(Alert)) == 0

    relay.start(wait=False)

    async def levels() -> list[str]:
        async with city.reading() as session:
            return list(await session.scalars(select(col(Alert.level))))

    await until_read(levels, ["team"])
    await asyncio.sleep(2)
    async with city.reading() as session:
        assert await session.scalar(select(func.count()).select_from(AlertHistory)) == 1
        said = await channels.list_since(session, channel="team:YZ-T1", seq=0, most=99)
        assert [f["name"] for f in channels.as_json(said)].count("alert.changed") == 1
        timer = await session.get_one(Timer, (ladder.KIND, task.id.hex))
        assert timer.at == task.wanted_at + timedelta(minutes=60)
        assert await session.scalar(select(func.count()).where(col(Timer.kind) == ladder.KIND)) == 1

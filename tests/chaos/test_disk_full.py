"""The disk is full: nobody is told that something was kept which was not, and all goes on when there is room."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col
from websockets.exceptions import ConnectionClosed

import main
from command.cases.models import Case
from core import schema
from core.db import Database
from core.processes import Guard
from core.settings import Settings
from dispatch.tasks.models import TaskHistory
from tests.chaos.disk import Disk, small_disk
from tests.conftest import YUNZE
from tests.killing import Killable
from tests.platform import Platform, make_event, running_platform
from tests.servers import make_cluster, postgres_program
from tests.waiting import until_read

MEGABYTES = {"sqlite": 24, "postgres": 160}
MOST = 3_000
"""So many events fill whatever room a database had left to itself."""
PHOTO = b"\xff\xd8\xff" + b"\0" * 500_000


@dataclass
class Full:
    """A platform whose database and files lie on a small disk."""

    platform: Platform
    disk: Disk
    revive: Callable[[], None]
    """Start the database again, should it have ended: who makes room does that, too."""


@pytest.fixture
async def full(
    database_kind: str, valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Full]:
    """A platform of either kind on a disk of its own."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("disk")
        disk = stack.enter_context(small_disk(folder, megabytes=MEGABYTES[database_kind]))
        url, revive = _database(database_kind, disk, stack)
        database = Database(url)
        await schema.upgrade(database)
        await main.load_folder(database, folder=YUNZE)
        await database.close()
        settings = Settings(
            database_url=url,
            redis_url=valkey_url,
            redis_prefix=f"test-{uuid4().hex}",
            data_dir=disk.path / "var",
        )
        async with running_platform(settings, YUNZE) as platform:
            yield Full(platform, disk, revive)


def _database(kind: str, disk: Disk, stack: ExitStack) -> tuple[str, Callable[[], None]]:
    if kind == "sqlite":
        return f"sqlite:///{disk.path / 'onedoor.db'}", lambda: None
    guard = stack.enter_context(Guard())
    place = disk.path / "postgres"
    place.mkdir()
    for folder in (disk.path, *_own_parents(disk.path)):
        folder.chmod(0o755)
    program, url = postgres_program(make_cluster(place), fsync=True)
    server = Killable(guard, program, stack.enter_context((Path(place) / "log").open("ab")))
    server.start()

    def revive() -> None:
        if not server.is_running:
            server.start()

    return url, revive


def _own_parents(path: Path) -> list[Path]:
    """Name the folders above that pytest made for us alone: PostgreSQL runs as somebody else."""
    return [parent for parent in path.parents if parent.name.startswith(("pytest-", "popen-"))]


async def _report(platform: Platform, event: dict[str, Any]) -> httpx.Response:
    return await platform.client.post("/api/v1/events", json=event, headers=platform.as_platform)


async def _report_until_refused(platform: Platform) -> tuple[dict[str, str], dict[str, Any]]:
    """Report events until one is not taken; gives those that were, by id, and the one that was not."""
    kept: dict[str, str] = {}
    for _ in range(MOST):
        event = make_event(description="满" * 1_000)
        answer = await _report(platform, event)
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) >= 1
            return kept, event
        assert answer.status_code == 201, answer.text
        kept[event["source_event_id"]] = answer.json()["case_no"]
    raise AssertionError("the disk never became full")


async def test_a_full_disk_loses_nothing_doubles_nothing_and_is_told(full: Full) -> None:
    platform = full.platform
    async with platform.phone("yz-team") as phone:
        first = make_event()
        case_no = (await _report(platform, first)).json()["case_no"]
        task = await phone.frame("task.offered", case_no=case_no)
        full.disk.fill()
        kept, refused = await _report_until_refused(platform)
        act_id = str(uuid4())
        # The phone hears nothing that is not true: it is answered, or its line ends and it asks again.
        with suppress(ConnectionClosed):
            await phone.act("accept", task["id"], act_id)
        photo = await platform.client.post(
            "/api/v1/files",
            files={"file": ("p.jpg", PHOTO, "image/jpeg")},
            headers=await platform.sign_in("yz-team"),
        )
        assert photo.status_code == 503

    full.disk.make_room()
    await asyncio.to_thread(full.revive)

    async def again() -> bool:
        return (await _report(platform, refused)).status_code in (200, 201)

    await until_read(again, True)
    async with platform.phone("yz-team") as phone:
        assert await phone.act("accept", task["id"], act_id) == {"done": act_id}
    async with platform.database.reading() as session:
        cases = {row.source_event_id: row.case_no for row in await session.scalars(select(Case))}
        moves = Counter(
            await session.scalars(
                select(col(TaskHistory.to_state)).where(col(TaskHistory.act_id).is_not(None))
            )
        )
    assert cases.keys() == {*kept, refused["source_event_id"], first["source_event_id"]}
    assert {event_id: cases[event_id] for event_id in kept} == kept
    assert moves == {"accepted": 1}

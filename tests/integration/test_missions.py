"""A city's day is planned by workers that may be killed: nothing planned is lost, nothing planned twice."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.queue import open_queue
from core.settings import Settings
from dispatch.missions.folder import find_plan
from dispatch.missions.jobs import LONGEST_S, ask_for_plans, plan_district
from tests.solver import example
from tests.waiting import until

WORK = "from core import queue; from core.settings import Settings; queue.work(Settings())"
PATIENCE_S = 120


@pytest.fixture
def settings(valkey_url: str, tmp_path: Path) -> Settings:
    return Settings(
        redis_url=valkey_url, redis_prefix=f"missions-{tmp_path.name}", data_dir=tmp_path
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a day in a city of two districts."""
    (tmp_path / "day").mkdir()
    document = example.as_bytes(example.twin_city_document())
    (tmp_path / "day" / "instance.json").write_bytes(document)
    return tmp_path / "day"


@asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker of the platform, killed at the end if it still lives."""
    env = os.environ | {
        "ONEDOOR_REDIS_URL": settings.redis_url,
        "ONEDOOR_REDIS_PREFIX": settings.redis_prefix,
        "ONEDOOR_DATA_DIR": str(settings.data_dir),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", WORK, env=env)
    try:
        yield process
    finally:
        if process.returncode is None:
            for child in children(process):
                os.kill(child, signal.SIGKILL)
            process.kill()
        await process.wait()


def children(process: asyncio.subprocess.Process) -> list[int]:
    """The processes in which a worker does its jobs."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def plans(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("district-*.json")}


async def test_a_worker_that_is_killed_takes_no_plan_along(
    settings: Settings, folder: Path
) -> None:
    queue = open_queue(settings)
    assert await ask_for_plans(queue, folder=folder, seconds=2, seed=1) == 2
    async with worker(settings) as first:
        await until(lambda: plans(folder), patience_s=PATIENCE_S)
        os.kill(first.pid, signal.SIGSTOP)
        for pid in (*children(first), first.pid):
            os.kill(pid, signal.SIGKILL)
    before = plans(folder)
    assert list(before) == ["district-0.json"]
    assert find_plan(folder) is None

    assert await ask_for_plans(queue, folder=folder, seconds=2, seed=1) == 1
    async with worker(settings):
        await until(lambda: find_plan(folder), patience_s=PATIENCE_S)

    plan = find_plan(folder)
    assert plan is not None
    assert {mission.site for mission in plan.missions} == {0, 1, 2, 3}
    assert plans(folder).items() >= before.items()


async def test_a_job_that_is_killed_is_tried_again(settings: Settings, folder: Path) -> None:
    await ask_for_plans(open_queue(settings), folder=folder, seconds=1, seed=1)
    async with worker(settings) as living:
        await until(lambda: children(living), patience_s=PATIENCE_S)
        os.kill(children(living)[0], signal.SIGKILL)

        await until(lambda: find_plan(folder), patience_s=PATIENCE_S)


def test_a_district_that_has_a_plan_keeps_it(folder: Path) -> None:
    plan_district(folder=str(folder), district=0, seconds=0.1, seed=1)
    before = plans(folder)

    plan_district(folder=str(folder), district=0, seconds=0.1, seed=2)

    assert plans(folder) == before
    assert [path for path in folder.iterdir() if path.name.startswith(".")] == []


async def test_a_job_is_not_asked_for_longer_than_it_may_run(
    settings: Settings, folder: Path
) -> None:
    with pytest.raises(ValueError, match="at most"):
        await ask_for_plans(open_queue(settings), folder=folder, seconds=LONGEST_S + 1, seed=1)

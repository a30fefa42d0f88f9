"""The queue: a job goes to the worker as JSON, is tried again when it fails, and never blocks who asks."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from core import queue
from core.clock import utcnow
from core.errors import Unavailable
from core.queue import enqueue, last_heartbeat, open_queue, run_async
from core.settings import Settings
from tests.killing import killable_valkey
from tests.waiting import until

RAN: list[dict[str, Any]] = []


def note(*, n: int, **facts: Any) -> None:
    """A job that is done."""
    RAN.append({"n": n, **facts})


def break_down(**_: Any) -> None:
    """A job that fails."""
    raise ZeroDivisionError


async def _note_soon(n: int) -> None:
    RAN.append({"n": n})


def note_soon(*, n: int, **_: Any) -> None:
    """A job whose work is a coroutine."""
    run_async(_note_soon(n))


@pytest.fixture
def queue_settings(valkey_url: str, tmp_path: Path) -> Iterator[Settings]:
    RAN.clear()
    settings = Settings(
        redis_url=valkey_url, redis_prefix=f"jobs-{tmp_path.name}", data_dir=tmp_path
    )
    yield settings
    open_queue(settings).delete()


def work_off(settings: Settings) -> None:
    """Do what waits, in this process."""
    waiting = open_queue(settings)
    worker = SimpleWorker([waiting], connection=waiting.connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="CRITICAL")


class TestEnqueue:
    async def test_hands_a_job_to_the_worker_with_its_facts(self, queue_settings: Settings) -> None:
        waiting = open_queue(queue_settings)
        await enqueue(waiting, note, n=1, text="占道")

        assert RAN == []
        work_off(queue_settings)

        assert RAN == [{"n": 1, "text": "占道"}]
        assert waiting.count == 0

    async def test_runs_a_coroutine_in_a_loop_of_its_own(self, queue_settings: Settings) -> None:
        await enqueue(open_queue(queue_settings), note_soon, n=2)
        # A worker has no loop; this test has one, so the job goes to a thread.
        await asyncio.to_thread(_perform_the_first, queue_settings)

        assert RAN == [{"n": 2}]

    async def test_keeps_a_job_that_failed_for_another_try(self, queue_settings: Settings) -> None:
        waiting = open_queue(queue_settings)
        await enqueue(waiting, break_down, n=3)

        work_off(queue_settings)

        [job_id] = waiting.scheduled_job_registry.get_job_ids()
        job = waiting.fetch_job(job_id)
        assert job is not None
        assert job.retries_left == 4
        assert job.kwargs == {"n": 3}

    async def test_of_two_platforms_on_one_redis_reaches_only_its_own(
        self, queue_settings: Settings
    ) -> None:
        other = queue_settings.model_copy(update={"redis_prefix": "another"})
        await enqueue(open_queue(queue_settings), note, n=4)

        work_off(other)

        assert RAN == []

    async def test_says_so_when_redis_is_away(self, tmp_path: Path) -> None:
        with killable_valkey() as (server, url):
            waiting = open_queue(Settings(redis_url=url, data_dir=tmp_path))
            await enqueue(waiting, note, n=5)
            server.kill()

            with pytest.raises(Unavailable):
                await enqueue(waiting, note, n=6)

            server.start()
            await enqueue(waiting, note, n=7)
            # What was taken before the power cut is still there: the file is written each second.
            assert waiting.count >= 1


class TestWorker:
    async def test_beats_while_it_lives_and_works_off_what_comes(
        self, queue_settings: Settings, tmp_path: Path
    ) -> None:
        assert last_heartbeat(queue_settings) is None
        env = {
            **os.environ,
            "ONEDOOR_REDIS_URL": queue_settings.redis_url,
            "ONEDOOR_REDIS_PREFIX": queue_settings.redis_prefix,
            "ONEDOOR_DATA_DIR": str(tmp_path),
        }
        code = (
            "from core import queue; from core.settings import Settings\n"
            "queue.BEAT_S = 1; queue.work(Settings())"
        )
        worker = await asyncio.create_subprocess_exec(sys.executable, "-c", code, env=env)
        try:
            await until(lambda: last_heartbeat(queue_settings) is not None)
            beat = last_heartbeat(queue_settings)
            assert beat is not None
            assert abs((utcnow() - beat).total_seconds()) < queue.TIMEOUT_S
            # With nothing to do, too: silence is how a dead one is known.
            await until(lambda: (last_heartbeat(queue_settings) or beat) > beat)
            mark = tmp_path / "mark"
            await enqueue(open_queue(queue_settings), os.mkdir, path=str(mark))
            await until(mark.is_dir)
        finally:
            worker.send_signal(signal.SIGTERM)
            await worker.wait()

        assert last_heartbeat(queue_settings) is None


def _perform_the_first(settings: Settings) -> None:
    waiting = open_queue(settings)
    job = waiting.fetch_job(waiting.job_ids[0])
    assert job is not None
    job.perform()

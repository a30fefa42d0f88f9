"""The queue: slow work for the worker (RQ). Jobs take ids as JSON, and may run twice."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry, Worker
from rq.serializers import JSONSerializer

from core import tracing
from core.errors import Unavailable
from core.settings import Settings

log = structlog.get_logger()

RETRY: Final = Retry(max=5, interval=[5, 30, 120, 600, 3600])
TIMEOUT_S: Final = 300
DAY_S: Final = 86_400
BEAT_S: Final = 20
"""How often a worker with nothing to do says that it is there."""
_RQ_MARGIN_S: Final = 15
"""RQ waits so much less for a job than it promises to live on without a beat."""


def open_queue(settings: Settings, name: str = "jobs") -> Queue:
    """Open a queue this platform's jobs go to: `jobs`, or `notices`, which go before them."""
    connection = Redis.from_url(settings.redis_url, socket_connect_timeout=2)
    return Queue(
        f"{settings.redis_prefix}:{name}", connection=connection, serializer=JSONSerializer
    )


async def enqueue(queue: Queue, job: Callable[..., object], **facts: Any) -> None:
    """Hand a job over; facts are JSON values.

    :raises Unavailable: when Redis is away; whoever reacts tries again
    """
    try:
        await asyncio.to_thread(
            queue.enqueue, job, kwargs=facts, retry=RETRY, job_timeout=TIMEOUT_S, result_ttl=3600
        )
    except (RedisError, OSError) as failure:
        raise Unavailable("The job queue is away.") from failure


async def wake(queue: Queue, job: Callable[..., object]) -> None:
    """Have a job run that does all there is to do, unless one waits already; nobody but such jobs has this queue.

    :raises Unavailable: when Redis is away; whoever finds work undone asks again
    """

    def ask() -> None:
        if not queue.count:
            queue.enqueue(job, job_timeout=TIMEOUT_S, result_ttl=0, failure_ttl=DAY_S)

    try:
        await asyncio.to_thread(ask)
    except (RedisError, OSError) as failure:
        raise Unavailable("The job queue is away.") from failure


def run_async(work: Coroutine[Any, Any, None]) -> None:
    """Run a job's coroutine in the worker's process, which has no loop of its own."""
    try:
        with tracing.span("job", job=getattr(work, "__qualname__", "job")):
            asyncio.run(work)
    finally:
        # RQ ends a job's process without ceremony.
        tracing.flush()


def work(settings: Settings) -> None:
    """Work off the queues until told to stop: notices first, they are for now."""
    queues = [open_queue(settings, "notices"), open_queue(settings)]
    worker = Worker(
        queues,
        connection=queues[0].connection,
        serializer=JSONSerializer,
        worker_ttl=BEAT_S + _RQ_MARGIN_S,
    )
    worker.work(with_scheduler=True, logging_level="WARNING")


def last_heartbeat(settings: Settings) -> datetime | None:
    """Tell when a worker of this platform was last heard, None when there is none.

    :raises redis.exceptions.RedisError: when Redis is away
    """
    queue = open_queue(settings)
    with queue.connection as connection:
        beats = [
            worker.last_heartbeat
            for worker in Worker.all(connection=connection, queue=queue, serializer=JSONSerializer)
            if worker.last_heartbeat
        ]
    return max((beat.astimezone(UTC) for beat in beats), default=None)

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


def open_queue(settings: Settings) -> Queue:
    """Open the queue this platform's jobs go to."""
    connection = Redis.from_url(settings.redis_url, socket_connect_timeout=2)
    return Queue(f"{settings.redis_prefix}:jobs", connection=connection, serializer=JSONSerializer)


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


def run_async(work: Coroutine[Any, Any, None]) -> None:
    """Run a job's coroutine in the worker's process, which has no loop of its own."""
    try:
        with tracing.span("job", job=getattr(work, "__qualname__", "job")):
            asyncio.run(work)
    finally:
        # RQ ends a job's process without ceremony.
        tracing.flush()


def work(settings: Settings) -> None:
    """Work off the queue until told to stop."""
    queue = open_queue(settings)
    worker = Worker([queue], connection=queue.connection, serializer=JSONSerializer)
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

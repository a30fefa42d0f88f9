"""What integration does about news: files that a platform named are fetched by the worker."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from rq import Queue
from sqlalchemy.ext.asyncio import AsyncSession

from command.events import AttachmentsReported
from core.db import after_commit
from core.queue import enqueue
from integration import jobs


async def fetch_attachments(
    session: AsyncSession, events: Sequence[AttachmentsReported], now: datetime, *, queue: Queue
) -> None:
    """Ask the worker to fetch them, once this is durable; what that loses, the sweep asks for again."""
    for event in events:
        after_commit(
            session, partial(enqueue, queue, jobs.fetch_attachments, case_no=event.case_no)
        )

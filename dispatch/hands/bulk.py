"""Orders in transactions of their own: one, or many one after the other, or a rehearsal that is taken back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.db import Database
from core.errors import DomainError
from dispatch.hands import orders
from dispatch.hands.orders import Post
from dispatch.hands.values import BulkOrderIn, OrderIn
from dispatch.push import Forces


async def carry_out(
    database: Database,
    *,
    task_id: UUID,
    order: OrderIn,
    post: Post,
    forces: Forces,
    now: datetime,
) -> DomainError | None:
    """Carry out one order in a transaction of its own; None means done, a refusal is the answer."""
    try:
        async with database.transaction() as session:
            return await orders.order(
                session, task_id=task_id, order=order, post=post, forces=forces, now=now
            )
    except DomainError as refused:
        return refused


class _TakenBack(Exception):
    """A rehearsal is over: nothing of it happened."""


async def rehearse(
    database: Database,
    *,
    given: Sequence[BulkOrderIn],
    post: Post,
    forces: Forces,
    now: datetime,
) -> list[DomainError | None]:
    """Answer what each order would be answered, after those before it, and change nothing."""
    answers: list[DomainError | None] = []
    try:
        async with database.transaction() as session:
            for one in given:
                try:
                    answer = await orders.order(
                        session, task_id=one.task, order=one, post=post, forces=forces, now=now
                    )
                    await session.flush()
                except DomainError as refused:
                    answer = refused
                answers.append(answer)
            raise _TakenBack
    except _TakenBack:
        return answers

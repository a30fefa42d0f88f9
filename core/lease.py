"""The lease: what only one process may do, it does while it holds a row that others see."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import BigInteger, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from core import db
from core.clock import utcnow

log = structlog.get_logger()


class Lease(SQLModel, table=True):
    """Who may do what only one process may do, and until when."""

    name: str = Field(primary_key=True)
    holder: UUID
    until: datetime = Field(sa_type=db.Utc)
    beat: int = Field(default=0, sa_type=BigInteger)


Beat = tuple[UUID, int]
"""Who holds a lease, and how often it had been kept."""


async def hold(
    session: AsyncSession, *, name: str, holder: UUID, until: datetime, given_up: Beat | None
) -> Beat | None:
    """Take or keep a lease; when it is another's, tell at which beat. One that is `given_up` is taken over."""
    lease = await session.get(Lease, name, with_for_update=True)
    if lease is None:
        session.add(Lease(name=name, holder=holder, until=until, beat=1))
        return None
    beat = lease.holder, lease.beat
    if lease.holder != holder and beat != given_up:
        return beat
    lease.holder, lease.until, lease.beat = holder, until, lease.beat + 1
    return None


async def find(session: AsyncSession, *, name: str) -> Lease | None:
    """Find who holds a lease."""
    return await session.get(Lease, name, populate_existing=True)


async def release(session: AsyncSession, *, name: str, holder: UUID) -> None:
    """Give a lease up, so that the next need not wait for it to run out."""
    await session.execute(
        delete(Lease).where(col(Lease.name) == name).where(col(Lease.holder) == holder)
    )


@dataclass(slots=True)
class Turn:
    """Whether it is this process's turn to do what only one may do."""

    database: db.Database
    name: str
    holder: UUID
    lasts: timedelta
    _until: float = 0.0
    _heard: Beat | None = None
    _heard_at: float = 0.0

    @property
    def is_mine(self) -> bool:
        """Tell by this process's own steady clock, so that a jump of the wall clock gives no two turns."""
        return time.monotonic() < self._until

    async def keep(self) -> None:
        """Take the lease and keep it, for ever; give it up when told to stop."""
        try:
            while True:
                try:
                    await self._take()
                except Exception as failure:
                    log.warning("turn_unknown", name=self.name, error=repr(failure))
                await asyncio.sleep(self.lasts.total_seconds() / 4)
        finally:
            self._until = 0.0
            try:
                async with self.database.transaction() as session:
                    await release(session, name=self.name, holder=self.holder)
            except db.DatabaseAway as away:
                # Others write without a pause, or it is gone: then the lease runs out by itself.
                log.warning("turn_not_given_up", name=self.name, error=str(away))

    async def _take(self) -> None:
        asked, lasts = time.monotonic(), self.lasts.total_seconds()
        # Another's lease is over when its beat stood still for as long as it lasts, by our own clock:
        # to compare its end with our wall clock would trust two clocks that nobody keeps together.
        given_up = self._heard if asked - self._heard_at >= lasts else None
        async with self.database.transaction() as session:
            beat = await hold(
                session,
                name=self.name,
                holder=self.holder,
                until=utcnow() + self.lasts,
                given_up=given_up,
            )
        self._until = asked + lasts if beat is None else 0.0
        if beat != self._heard:
            self._heard, self._heard_at = beat, time.monotonic()

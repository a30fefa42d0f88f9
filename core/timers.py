"""Timers: what is to happen at a moment, kept in the database, so that no restart forgets it.

A timer is named by its kind and what it is about, so that setting it again moves it. Firing takes its
row in the transaction that has the effect: it fires once, whatever dies, and what was due during an
outage fires after it. Who acts on which kind is said in `main.ALARMS`.

What is due is told by the clock of the relay that fires, never by the database's: the moments compared
were written by processes like it, and SQLite has no clock of its own. So a clock that jumps ahead fires
early what it takes for due, once; one that jumps back lets timers wait.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import structlog
from sqlalchemy import Index, bindparam, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from core import db, ending, tracing
from core.bulk import BulkDelete, BulkInsert, among
from core.clock import utcnow
from core.lease import Turn

log = structlog.get_logger()

REST_S: Final = 0.5
"""How long the watch rests when nothing more is due: so late a timer may be."""
GIVES_WAY: Final = 8
"""How many times as long as it works the watch rests while pressing news pile up."""
GIVES_ROOM: Final = 0.25
"""And otherwise: others work in the same process."""
RETRY: Final = timedelta(seconds=30)
"""When what could not be done is tried again."""


class Timer(SQLModel, table=True):
    """That something is due at a moment."""

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    at: datetime = Field(sa_type=db.Utc)
    facts: dict[str, Any] = Field(sa_type=db.Json)

    __table_args__ = (Index("ix_timer_at", "at"),)


class Due(NamedTuple):
    """A timer that has fired: what it is about, when it was due, and what it was set with."""

    subject: str
    at: datetime
    facts: dict[str, Any]


Alarm = Callable[..., Awaitable[None]]
"""Called with the session, the `Due` of its kind, `now`, and what else it asks for by name.

It judges by what its subjects are now, not by having been called: a timer may outlive what it was set
for. It passes over subjects that another transaction holds (`SKIP LOCKED`), and sets their timers again:
whoever holds one may be waiting for its timer, so that waiting for him would be for ever.
"""
Alarms = Mapping[str, Alarm]

Setting = tuple[str, str, datetime, dict[str, Any]]
"""A timer about to be set: kind, subject, moment, facts."""

_TABLE: Final = SQLModel.metadata.tables["timer"]
_SET: Final = BulkInsert(
    _TABLE,
    ("kind", "subject", "at", "facts"),
    order_by="kind, subject",
    tail="ON CONFLICT (kind, subject) DO UPDATE SET at = excluded.at, facts = excluded.facts",
)
_STOP: Final = BulkDelete(_TABLE, ("kind", "subject"))


def set_(session: AsyncSession, rows: Iterable[Setting]) -> None:
    """Set timers at the end of the transaction, however many by one statement; the last word on one counts."""
    _last_words(session).update({(kind, subject): (at, facts) for kind, subject, at, facts in rows})


def stop(session: AsyncSession, *, kind: str, subjects: Iterable[str]) -> None:
    """Stop timers at the end of the transaction; one that is not set stays so."""
    _last_words(session).update({(kind, subject): None for subject in subjects})


_Word = tuple[datetime, dict[str, Any]] | None


def _last_words(session: AsyncSession) -> dict[tuple[str, str], _Word]:
    words: dict[tuple[str, str], _Word] = session.info.setdefault("timers", {})
    db.before_commit(session, _write, turn=db.NUMBERS)
    return words


async def _write(session: AsyncSession) -> None:
    words: dict[tuple[str, str], _Word] = session.info.pop("timers", {})
    ending.later(session, _SET, [(*name, *word) for name, word in words.items() if word])
    ending.later(session, _STOP, [name for name, word in words.items() if word is None])


_PICKED: Final = (
    select(col(Timer.kind), col(Timer.subject))
    .where(col(Timer.at) <= bindparam("now", type_=db.Utc()))
    .where(among(col(Timer.kind), "kinds"))
    .order_by(col(Timer.at))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("picked")
)
_TAKE: Final = (
    delete(Timer)
    .where(
        tuple_(col(Timer.kind), col(Timer.subject)).in_(select(_PICKED.c.kind, _PICKED.c.subject))
    )
    .returning(col(Timer.kind), col(Timer.subject), col(Timer.at), col(Timer.facts))
    .execution_options(synchronize_session=False)
)


async def take_due(
    session: AsyncSession, *, kinds: Collection[str], now: datetime, most: int
) -> dict[str, list[Due]]:
    """Take at most `most` timers of these kinds that are due, the longest due first, by kind.

    They are gone when this transaction commits, and were never touched when it does not.
    """
    rows = await session.execute(_TAKE, {"kinds": kinds, "now": now, "most": most})
    taken: dict[str, list[Due]] = {}
    for kind, subject, at, facts in sorted(rows, key=lambda row: (row.at, row.subject)):
        taken.setdefault(kind, []).append(Due(subject, at, facts))
    return taken


async def find_lag(session: AsyncSession, *, now: datetime) -> tuple[int, datetime | None]:
    """Tell how many timers are due, and since when the first is."""
    count, oldest = (
        await session.execute(
            select(func.count(), func.min(col(Timer.at))).where(col(Timer.at) <= now)
        )
    ).one()
    return count, oldest


def rest_after(worked_s: float, *, more: bool, news_wait: bool) -> float:
    """Tell how long the watch rests after its work; `more`: there was a whole batch of it.

    After an outage much is due: some of the time is left to those who wait for an answer, and most of it
    to news that are pressing, should they pile up.
    """
    rest_s = worked_s * (GIVES_WAY if news_wait else GIVES_ROOM)
    return rest_s if more else max(rest_s, REST_S)


@dataclass(slots=True)
class Watch:
    """Fires what is due. `fire` does a batch of it once; `run` goes on for ever."""

    database: db.Database
    alarms: Alarms
    batch: int = 200
    is_waited_for: Callable[[], bool] = lambda: False
    """Whether pressing news wait that this process reacts to: what has just happened comes before what is late."""

    async def run(self, turn: Turn) -> None:
        """Fire for ever, whenever it is this process's turn."""
        while True:
            began, fired = time.monotonic(), 0
            try:
                if turn.is_mine:
                    fired = await self.fire(now=utcnow())
            except Exception as failure:
                log.warning("watch_failed", error=repr(failure))
            worked_s = time.monotonic() - began
            more = fired == self.batch
            await asyncio.sleep(rest_after(worked_s, more=more, news_wait=self.is_waited_for()))

    async def fire(self, *, now: datetime) -> int:
        """Fire what is due, at most a batch; tell how many there were.

        All goes well in one transaction, or nothing of it happened and each timer gets its own.
        """
        try:
            return await self._together(now)
        except db.DatabaseAway:
            raise
        except Exception as failure:
            log.info("firing_apart", error=repr(failure))
        fired = 0
        while fired < self.batch and await self._one(now):
            fired += 1
        return fired

    async def _together(self, now: datetime) -> int:
        async with self.database.transaction() as session:
            taken = await take_due(session, kinds=list(self.alarms), now=now, most=self.batch)
            for kind, due in taken.items():
                with tracing.span("alarm", kind=kind, timers=len(due)):
                    await self.alarms[kind](session, due, now)
        return sum(map(len, taken.values()))

    async def _one(self, now: datetime) -> bool:
        """Fire one timer; one that fails is put off, so that it holds up no other."""
        taken: dict[str, list[Due]] = {}
        try:
            async with self.database.transaction() as session:
                taken = await take_due(session, kinds=list(self.alarms), now=now, most=1)
                for kind, due in taken.items():
                    await self.alarms[kind](session, due, now)
        except db.DatabaseAway:
            raise
        except Exception as failure:
            for kind, ((subject, at, _),) in taken.items():
                log.exception("alarm_failed", kind=kind, subject=subject, error=repr(failure))
                await self._put_off(kind, subject, at, until=now + RETRY)
        return bool(taken)

    async def _put_off(self, kind: str, subject: str, at: datetime, *, until: datetime) -> None:
        async with self.database.transaction() as session:
            await session.execute(
                update(Timer)
                .where(col(Timer.kind) == kind, col(Timer.subject) == subject, col(Timer.at) == at)
                .values(at=until)
            )

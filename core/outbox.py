"""The outbox: an event is written with its change, and every reaction hears it exactly once.

The relay takes what is not done, what is pressing first and else in the order it was made, and gives it
to the reactions named in `main.REACTIONS`. All of a batch, and what comes of it, is done in one
transaction that also notes it done. Should that fail, each reaction gets a transaction of its own, which
also notes `(event, reaction)`, so that an event may be handed over again after a crash and takes effect
once all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Index, bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from core import db, ending, tracing
from core.bulk import BulkInsert, BulkUpdate, among
from core.clock import utcnow
from core.ending import again_if_overtaken
from core.events import REGISTRY, Event
from core.ids import new_id
from core.lease import Turn
from core.question import Question

log = structlog.get_logger()

RELAY: Final = "relay"
"""The lease of the one relay that acts."""
REST: Final = timedelta(seconds=1)
"""How long the relay sleeps when nobody wakes it."""


class Outbox(SQLModel, table=True):
    """An event on its way to whoever reacts to it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    at: datetime = Field(sa_type=db.Utc)
    data: dict[str, Any] = Field(sa_type=db.Json)
    tries: int = 0
    due_at: datetime | None = Field(default=None, sa_type=db.Utc)
    done_at: datetime | None = Field(default=None, sa_type=db.Utc)

    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_outbox_done_at", "done_at"),
    )


class Heard(SQLModel, table=True):
    """That a reaction has taken an event in."""

    event_id: UUID = Field(primary_key=True)
    reaction: str = Field(primary_key=True)


Reaction = Callable[..., Awaitable[None]]
"""Called with the session, a sequence of one kind of event, `now`, and what else it asks for by name."""
Reactions = Mapping[type[Event], Sequence[Reaction]]

_RECORD: Final = BulkInsert(
    SQLModel.metadata.tables["outbox"], ("id", "name", "at", "data", "tries", "done_at")
)
_DONE: Final = BulkUpdate(SQLModel.metadata.tables["outbox"], key="id", columns=("done_at",))
_DONE_AT_ONCE: Final = BulkUpdate(
    SQLModel.metadata.tables["outbox"], key="id", was="tries", columns=("tries", "done_at")
)
_HEAR: Final = BulkInsert(
    SQLModel.metadata.tables["heard"],
    ("event_id", "reaction"),
    tail="ON CONFLICT DO NOTHING RETURNING event_id",
)


class News(NamedTuple):
    """An event about to be written: a row of the outbox."""

    id: UUID
    name: str
    at: datetime
    data: dict[str, Any]
    tries: int = 0
    done_at: datetime | None = None


def record(session: AsyncSession, event: Event, *, at: datetime) -> None:
    """Write news in the transaction that makes it true."""
    news: list[News] = session.info.setdefault("news", [])
    news.append(News(new_id(), event.name, at, event.to_json()))
    db.before_commit(session, _store)


async def _store(session: AsyncSession) -> None:
    news: list[News] = session.info.pop("news", [])
    ending.later(session, _RECORD, news)
    nudge = session.info.get("nudge")
    if news and nudge is not None:
        db.after_commit(session, nudge)


@dataclass(slots=True)
class Relay:
    """Hands events to reactions. `react` does what is waiting once; `main` runs it for ever."""

    database: db.Database
    reactions: Reactions
    batch: int = 200
    retry: timedelta = timedelta(seconds=1)
    nudged: asyncio.Event = field(default_factory=asyncio.Event)
    is_pressed: bool = False
    """Whether more that is pressing waited than one batch takes, when it last looked."""
    _in_order: bool = False
    """Whether the next batch is taken as it came: what is pressing goes first, but never alone for ever."""

    async def run(self, turn: Turn) -> None:
        """React for ever, whenever it is this process's turn."""
        while True:
            try:
                if turn.is_mine and await self.react() == self.batch:
                    continue
            except Exception as failure:
                log.warning("relay_failed", error=repr(failure))
            await sleep_until(self.nudged, REST)

    async def react(self) -> int:
        """Hand over the waiting events, at most a batch; tell how many there were.

        All goes well in one transaction, or nothing of it happened and each reaction gets its own.
        """
        try:
            return await again_if_overtaken(self._together)
        except Exception as failure:
            log.info("reacting_apart", error=repr(failure))
            return await self._apart()

    async def _together(self) -> int:
        """Take the events, react and note them done in one transaction: exactly once, or not at all.

        What the reactions record is reacted to there and then: a chain of news is one transaction.
        Nothing is locked until its end; should another relay have taken one of the events, all is undone.
        """
        now = utcnow()
        async with self.database.transaction() as session:
            pressing = _pressing()
            first = () if self._in_order else pressing
            rows = await _WAITING.ask(session, now=now, most=self.batch, pressing=first)
            # Where they came first and the last one is such, there may be more.
            self.is_pressed = len(rows) == self.batch and rows[-1].name in pressing
            self._in_order = self.is_pressed and not self._in_order
            if any(row.tries for row in rows):
                raise _NotTogether
            waiting: Sequence[Any] = rows
            while waiting:
                for reaction, events in self._by_reaction(waiting, unread=None).items():
                    with tracing.span("reaction", reaction=_name(reaction), events=len(events)):
                        await reaction(session, [event for _, event in events], now)
                waiting = session.info.pop("news", ())
                ending.later(session, _RECORD, [news._replace(done_at=now) for news in waiting])
            ending.later(session, _DONE_AT_ONCE, [(row.id, 0, 1, now) for row in rows])
        return len(rows)

    async def _apart(self) -> int:
        """Give every reaction a transaction of its own, so that one that fails holds up no other."""
        now = utcnow()
        async with self.database.transaction() as session:
            asked = {"now": now, "most": self.batch, "pressing": _pressing()}
            rows = (await session.execute(_CLAIM, asked)).all()
            # From here on what is done is noted by reaction: never again all together.
            await session.execute(
                update(Outbox)
                .where(among(col(Outbox.id), "ids"))
                .values(tries=Outbox.tries + 1)
                .execution_options(synchronize_session=False),
                {"ids": [row.id for row in rows]},
            )
        failed: set[UUID] = set()
        for reaction, events in self._by_reaction(rows, unread=failed).items():
            failed |= await self._hand_over(reaction, events)
        await self._settle(rows, failed)
        return len(rows)

    def _by_reaction(
        self, rows: Sequence[Any], *, unread: set[UUID] | None
    ) -> dict[Reaction, list[tuple[UUID, Event]]]:
        """Group events by who reacts to them; those nobody can read go to `unread`, or are an error."""
        grouped: dict[Reaction, list[tuple[UUID, Event]]] = {}
        for row in rows:
            try:
                event = REGISTRY[row.name].from_json(row.data)
            except (KeyError, TypeError) as failure:
                if unread is None:
                    raise
                # Written by another release: it waits for one that can read it, and stops nobody.
                log.error("event_unread", kind=row.name, event_id=str(row.id), error=repr(failure))  # noqa: TRY400
                unread.add(row.id)
                continue
            for reaction in self.reactions.get(type(event), ()):
                grouped.setdefault(reaction, []).append((row.id, event))
        return grouped

    async def _hand_over(self, reaction: Reaction, events: list[tuple[UUID, Event]]) -> set[UUID]:
        """Give a reaction its events together; should that fail, one by one, so that one cannot harm the others."""
        try:
            await again_if_overtaken(lambda: self._once(reaction, events))
        except Exception as failure:
            if len(events) == 1:
                log.exception(
                    "reaction_failed",
                    reaction=_name(reaction),
                    event_id=str(events[0][0]),
                    error=repr(failure),
                )
                return {events[0][0]}
            return {
                event_id
                for event in events
                for event_id in await self._hand_over(reaction, [event])
            }
        return set()

    async def _once(self, reaction: Reaction, events: list[tuple[UUID, Event]]) -> None:
        name = _name(reaction)
        async with self.database.transaction() as session:
            new = {row[0] for row in await _HEAR.run(session, [(i, name) for i, _ in events])}
            fresh = [
                event for event_id, event in events if _uuid(event_id) in {_uuid(n) for n in new}
            ]
            if fresh:
                with tracing.span("reaction", reaction=name, events=len(fresh)):
                    await reaction(session, fresh, utcnow())

    async def _settle(self, rows: Sequence[Any], failed: set[UUID]) -> None:
        now = utcnow()
        async with self.database.transaction() as session:
            ending.later(session, _DONE, [(row.id, now) for row in rows if row.id not in failed])
            for row in rows:
                if row.id in failed:
                    wait = self.retry * min(2 ** (row.tries + 1), 300)
                    await session.execute(
                        update(Outbox).where(col(Outbox.id) == row.id).values(due_at=now + wait)
                    )


class _NotTogether(Exception):
    """Some event has failed before: it needs the careful way."""


def _pressing() -> list[str]:
    return [name for name, kind in REGISTRY.items() if kind.is_pressing]


def _name(reaction: Reaction) -> str:
    inner = getattr(reaction, "func", reaction)
    return f"{inner.__module__}.{inner.__qualname__}"


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


_TO_DO: Final = (
    select(col(Outbox.id), col(Outbox.name), col(Outbox.data), col(Outbox.tries))
    .where(col(Outbox.done_at).is_(None))
    .where(
        func.coalesce(col(Outbox.due_at), bindparam("now", type_=db.Utc()))
        <= bindparam("now", type_=db.Utc())
    )
    .order_by(among(col(Outbox.name), "pressing").desc(), col(Outbox.id))
    .limit(bindparam("most"))
)
_WAITING: Final = Question(_TO_DO)
_CLAIM: Final = _TO_DO.with_for_update(skip_locked=True)


async def find_lag(session: AsyncSession) -> tuple[int, datetime | None]:
    """Tell how many events wait, and since when the oldest does."""
    count, oldest = (
        await session.execute(
            select(func.count(), func.min(col(Outbox.at))).where(col(Outbox.done_at).is_(None))
        )
    ).one()
    return count, oldest


async def forget_before(session: AsyncSession, *, moment: datetime) -> None:
    """Drop what was done before a moment: history keeps the story, the outbox only its delivery."""
    old = select(col(Outbox.id)).where(col(Outbox.done_at) < moment)
    await session.execute(delete(Heard).where(col(Heard.event_id).in_(old)))
    await session.execute(delete(Outbox).where(col(Outbox.done_at) < moment))


async def sleep_until(nudged: asyncio.Event, most: timedelta) -> None:
    """Sleep until somebody has news, or for `most` at the longest."""
    try:
        async with asyncio.timeout(most.total_seconds()):
            await nudged.wait()
    except TimeoutError:
        pass
    nudged.clear()

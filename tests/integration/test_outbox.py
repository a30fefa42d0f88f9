"""The outbox: every event reaches its reactions, and takes effect in each exactly once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core import channels, ending, outbox
from core.bulk import BulkUpdate
from core.clock import utcnow
from core.db import Database
from core.editions import Edition
from core.events import REGISTRY, Event
from core.ids import new_id
from core.lease import Turn
from core.outbox import Heard, Outbox, Relay
from tests.waiting import until_read

AT = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
RENUMBER: Final = BulkUpdate(
    SQLModel.metadata.tables["edition"], key="name", was="number", columns=("number",)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(Event):
    """A bell was rung."""

    name: ClassVar[str] = "tests.rang"

    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cried(Event):
    """Somebody cried for help."""

    name: ClassVar[str] = "tests.cried"
    is_pressing: ClassVar[bool] = True

    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocked(Event):
    """Somebody knocked; nobody listens."""

    name: ClassVar[str] = "tests.knocked"


class Bell:
    """A reaction whose effect is a row for each time it took an event in."""

    def __init__(self, *, name: str = "bell", broken_for: set[int] | None = None) -> None:
        self.__qualname__ = name
        self.broken_for = broken_for or set()
        self.calls: list[list[int]] = []

    async def __call__(
        self, session: AsyncSession, events: Sequence[Rang], now: datetime, **_: Any
    ) -> None:
        self.calls.append([event.n for event in events])
        session.add_all(Edition(name=f"rang-{event.n}-{new_id()}", number=1) for event in events)
        await session.flush()
        await asyncio.sleep(0)
        if self.broken_for & {event.n for event in events}:
            raise ZeroDivisionError


async def ring(database: Database, *numbers: int) -> None:
    async with database.transaction() as session:
        for n in numbers:
            outbox.record(session, Rang(n=n), at=AT)


async def effects(database: Database) -> list[int]:
    """Tell which bells were heard, once for each time they took effect."""
    async with database.reading() as session:
        names = await session.scalars(select(col(Edition.name)))
        return sorted(int(name.split("-")[1]) for name in names)


async def waiting(database: Database) -> list[Outbox]:
    async with database.reading() as session:
        query = select(Outbox).where(col(Outbox.done_at).is_(None)).order_by(col(Outbox.id))
        return list(await session.scalars(query))


async def make_due(database: Database) -> None:
    """Let the time pass after which a failed event is tried again."""
    async with database.transaction() as session:
        await session.execute(update(Outbox).values(due_at=utcnow()))


@pytest.fixture
async def other(database: Database) -> AsyncIterator[Database]:
    """A second process's engine on the same database."""
    opened = Database(database.engine.url.render_as_string(hide_password=False))
    yield opened
    await opened.close()


class Echo:
    """A reaction that makes a knock ring twice."""

    def __init__(self) -> None:
        self.__qualname__ = "echo"

    async def __call__(
        self, session: AsyncSession, events: Sequence[Knocked], now: datetime, **_: Any
    ) -> None:
        for _event in events:
            outbox.record(session, Rang(n=1), at=now)
            outbox.record(session, Rang(n=2), at=now)


async def knock(database: Database) -> None:
    async with database.transaction() as session:
        outbox.record(session, Knocked(), at=AT)


class TestChain:
    async def test_of_news_is_done_in_one_go_and_remembered(self, database: Database) -> None:
        bell = Bell()
        relay = Relay(database, {Knocked: [Echo()], Rang: [bell]})
        await knock(database)

        assert await relay.react() == 1

        assert bell.calls == [[1, 2]]
        assert await waiting(database) == []
        async with database.reading() as session:
            told = (await session.scalars(select(Outbox).order_by(col(Outbox.id)))).all()
        assert [event.name for event in told] == ["tests.knocked", "tests.rang", "tests.rang"]

    async def test_that_breaks_at_its_end_is_gone_through_apart_once_each(
        self, database: Database
    ) -> None:
        bell = Bell(broken_for={2})
        relay = Relay(database, {Knocked: [Echo()], Rang: [bell]}, retry=timedelta())
        await knock(database)

        await relay.react()
        assert [event.name for event in await waiting(database)] == ["tests.rang"] * 2
        await relay.react()
        assert await effects(database) == [1]
        bell.broken_for = set()
        await make_due(database)
        await relay.react()

        assert await effects(database) == [1, 2]
        assert await waiting(database) == []

    async def test_that_somebody_else_has_overtaken_is_gone_through_anew_together(
        self, database: Database
    ) -> None:
        calls: list[int] = []

        async def renumber(
            session: AsyncSession, events: Sequence[Rang], now: datetime, **_: Any
        ) -> None:
            calls.append(len(events))
            # The first time by what has changed since it was read.
            ending.later(session, RENUMBER, [("a", 7 if len(calls) == 1 else 1, 2)])

        async with database.transaction() as session:
            session.add(Edition(name="a", number=1))
        await ring(database, 1, 2)

        assert await Relay(database, {Rang: [renumber]}).react() == 2

        assert calls == [2, 2]
        assert await waiting(database) == []
        async with database.reading() as session:
            assert await session.scalar(select(col(Edition.number))) == 2
            assert list(await session.scalars(select(Heard))) == []


class TestRecord:
    async def test_writes_the_news_with_the_change_and_wakes_the_relay_once(
        self, database: Database
    ) -> None:
        nudged: list[int] = []

        async def nudge() -> None:
            nudged.append(len(await waiting(database)))

        database.session_info["nudge"] = nudge
        await ring(database, 1, 2)

        assert nudged == [2]
        assert [event.data for event in await waiting(database)] == [{"n": 1}, {"n": 2}]

    async def test_leaves_no_news_of_what_was_rolled_back(self, database: Database) -> None:
        async def ring_and_fail() -> None:
            async with database.transaction() as session:
                outbox.record(session, Rang(n=1), at=AT)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await ring_and_fail()

        assert await waiting(database) == []


class TestRelay:
    async def test_gives_a_reaction_its_events_together_and_in_order(
        self, database: Database
    ) -> None:
        bell = Bell()
        await ring(database, 1, 2)
        await ring(database, 3)

        count = await Relay(database, {Rang: [bell]}).react()

        assert count == 3
        assert bell.calls == [[1, 2, 3]]
        assert await waiting(database) == []

    async def test_takes_a_batch_at_a_time(self, database: Database) -> None:
        bell = Bell()
        await ring(database, *range(5))
        relay = Relay(database, {Rang: [bell]}, batch=2)

        assert [await relay.react() for _ in range(4)] == [2, 2, 1, 0]
        assert bell.calls == [[0, 1], [2, 3], [4]]

    async def test_hears_first_what_is_pressing_and_knows_while_more_of_it_waits(
        self, database: Database
    ) -> None:
        heard: list[tuple[list[int], bool]] = []

        async def look(
            session: AsyncSession, events: Sequence[Rang | Cried], now: datetime
        ) -> None:
            heard.append(([event.n for event in events], relay.is_pressed))

        relay = Relay(database, {Rang: [look], Cried: [look]}, batch=2)
        await ring(database, 1, 2, 3)
        async with database.transaction() as session:
            for n in (11, 12, 13):
                outbox.record(session, Cried(n=n), at=AT)

        while await relay.react():
            pass

        # The second batch is taken as it came: what is pressing never goes alone for ever.
        assert heard == [([11, 12], True), ([1, 2], False), ([13, 3], False)]

    async def test_is_done_with_an_event_nobody_reacts_to(self, database: Database) -> None:
        async with database.transaction() as session:
            outbox.record(session, Knocked(), at=AT)

        assert await Relay(database, {}).react() == 1
        assert await waiting(database) == []

    async def test_lets_one_event_harm_no_other(self, database: Database) -> None:
        bell = Bell(broken_for={2})
        await ring(database, 1, 2, 3)

        await Relay(database, {Rang: [bell]}).react()

        assert await effects(database) == [1, 3]
        assert [event.data["n"] for event in await waiting(database)] == [2]

    async def test_lets_one_reaction_harm_no_other(self, database: Database) -> None:
        bell, broken = Bell(), Bell(name="broken", broken_for={1})
        await ring(database, 1)
        relay = Relay(database, {Rang: [broken, bell]})

        await relay.react()
        await make_due(database)
        await relay.react()

        assert len(bell.calls) == 1
        assert await effects(database) == [1]

    async def test_tries_again_later_and_later_until_it_works(self, database: Database) -> None:
        bell = Bell(broken_for={1})
        await ring(database, 1)
        relay = Relay(database, {Rang: [bell]}, retry=timedelta(hours=1))

        for hours in (2, 4, 8):
            before = utcnow()
            await relay.react()
            [event] = await waiting(database)
            assert event.due_at is not None
            wait = timedelta(hours=hours)
            assert before + wait <= event.due_at <= utcnow() + wait
            assert await relay.react() == 0
            await make_due(database)
        bell.broken_for.clear()
        await relay.react()

        assert await effects(database) == [1]
        assert await waiting(database) == []

    async def test_is_stopped_by_no_event_it_cannot_read(self, database: Database) -> None:
        bell = Bell()
        async with database.transaction() as session:
            session.add(Outbox(name="tests.of-a-later-release", at=AT, data={}))
            session.add(Outbox(name=Rang.name, at=AT, data={"of": "an earlier one"}))
        await ring(database, 1)
        relay = Relay(database, {Rang: [bell]})

        await relay.react()

        assert await effects(database) == [1]
        unread = await waiting(database)
        assert [event.tries for event in unread] == [1, 1]
        assert all(event.due_at is not None for event in unread)

    async def test_has_an_effect_once_though_it_died_before_noting_it(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bell = Bell()
        await ring(database, 1, 2)
        with monkeypatch.context() as patch:
            patch.setattr(Relay, "_settle", _die)
            with pytest.raises(SystemError):
                await Relay(database, {Rang: [bell]})._apart()
        assert len(await waiting(database)) == 2

        await ring(database, 3)
        await Relay(database, {Rang: [bell]}).react()

        assert await effects(database) == [1, 2, 3]
        assert await waiting(database) == []

    async def test_has_an_effect_once_though_two_relays_act_at_once(
        self, database: Database, other: Database
    ) -> None:
        bell = Bell()
        await ring(database, *range(40))
        one = Relay(database, {Rang: [bell]}, batch=10)
        two = Relay(other, {Rang: [bell]}, batch=10)

        async def react(relay: Relay) -> None:
            while await relay.react():
                pass

        await asyncio.gather(react(one), react(two))

        assert await effects(database) == list(range(40))

    async def test_has_an_effect_once_though_two_relays_meet_an_event_that_fails(
        self, database: Database, other: Database
    ) -> None:
        bell = Bell(broken_for={5})
        await ring(database, *range(12))
        relays = [Relay(each, {Rang: [bell]}, retry=timedelta(0)) for each in (database, other)]

        await asyncio.gather(*(relay.react() for relay in relays for _ in range(2)))
        assert await effects(database) == [n for n in range(12) if n != 5]
        bell.broken_for.clear()
        await asyncio.gather(*(relay.react() for relay in relays for _ in range(2)))

        assert await effects(database) == list(range(12))
        assert await waiting(database) == []

    async def test_hears_what_a_reaction_itself_records(self, database: Database) -> None:
        async def echo(session: AsyncSession, events: Sequence[Rang], now: datetime) -> None:
            for event in events:
                if event.n < 3:
                    outbox.record(session, Rang(n=event.n + 1), at=now)
                    channels.publish(session, name="x", data=event.n, channels=["city"], at=now)

        await ring(database, 1)
        relay = Relay(database, {Rang: [echo]})
        while await relay.react():
            pass

        async with database.reading() as session:
            assert await channels.find_head(session, channel="city") == 2
        assert await waiting(database) == []

    async def test_reacts_while_it_runs_to_whatever_wakes_it(self, database: Database) -> None:
        bell = Bell()
        relay = Relay(database, {Rang: [bell]})
        turn = Turn(database, name="relay", holder=new_id(), lasts=timedelta(hours=1))

        async def nudge() -> None:
            relay.nudged.set()

        database.session_info["nudge"] = nudge
        keeping, reacting = asyncio.create_task(turn.keep()), asyncio.create_task(relay.run(turn))
        await ring(database, 1)
        await until_read(lambda: effects(database), [1])
        await ring(database, 2)
        await until_read(lambda: effects(database), [1, 2])

        for task in (reacting, keeping):
            task.cancel()
        await asyncio.gather(reacting, keeping, return_exceptions=True)

    async def test_does_nothing_while_it_is_not_its_turn(self, database: Database) -> None:
        bell = Bell()
        await ring(database, 1)
        relay = Relay(database, {Rang: [bell]})
        turn = Turn(database, name="relay", holder=new_id(), lasts=timedelta(hours=1))

        reacting = asyncio.create_task(relay.run(turn))
        for _ in range(20):
            relay.nudged.set()
            await asyncio.sleep(0.005)
        reacting.cancel()

        assert bell.calls == []


class TestFindLag:
    async def test_tells_how_many_wait_and_since_when(self, database: Database) -> None:
        async with database.reading() as session:
            assert await outbox.find_lag(session) == (0, None)
        await ring(database, 1, 2)

        async with database.reading() as session:
            count, oldest = await outbox.find_lag(session)

        assert (count, oldest) == (2, AT)


class TestForgetBefore:
    async def test_drops_what_is_done_and_keeps_what_waits(self, database: Database) -> None:
        bell = Bell(broken_for={2})
        await ring(database, 1, 2)
        await Relay(database, {Rang: [bell]}).react()

        async with database.transaction() as session:
            await outbox.forget_before(session, moment=utcnow() + timedelta(seconds=1))

        async with database.reading() as session:
            left = list(await session.scalars(select(Outbox)))
            heard: list[UUID] = list(await session.scalars(select(col(Heard.event_id))))
        assert [event.data["n"] for event in left] == [2]
        assert heard == []


async def _die(*_: object) -> None:
    raise SystemError("killed")


@pytest.fixture(scope="module", autouse=True)
def forget_our_events() -> Any:
    """Leave no event of ours in the registry for tests that look at the city's."""
    yield
    for event in (Rang, Knocked):
        REGISTRY.pop(event.name, None)

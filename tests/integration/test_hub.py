"""The hub: whatever the bus loses, repeats or reorders, a line hears every frame once and in order."""

import asyncio
import json
import random
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from core import channels
from core.auth.values import Ended, Principal, Role
from core.db import Database
from core.hub import EARLY_MOST, ENDED, PATIENCE_S, RESTART, RESYNC, Hub, Line, hear_bus
from core.ids import new_id
from core.wire import framed
from tests.waiting import until

AT = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)


def make_principal(**changes: Any) -> Principal:
    """Make somebody who may follow the whole city for another hour."""
    facts: dict[str, Any] = {
        "account_id": new_id(),
        "session_id": new_id(),
        "username": "yz-center",
        "name": "指挥中心",
        "role": Role.OPERATOR,
        "node": "city",
        "node_name": "云泽市",
        "unit": None,
        "scope_changed_at": AT,
        "expires_at": AT + timedelta(hours=1),
    }
    return Principal(**facts | changes)


def body(n: int) -> str:
    return f'"name":"x","at":"2026-11-22T08:05:00.000000Z","data":{n}'


async def store(database: Database, *, to: int, since: int = 0, at: datetime = AT) -> None:
    """Store frames on the city's channel without a word to anybody."""
    async with database.transaction() as session:
        for n in range(since + 1, to + 1):
            channels.publish(session, name="x", data=n, channels=["city"], at=at)


def open_line(hub: Hub, *, at: int = 0, **principal: Any) -> Line:
    line = hub.attach(channel="city", principal=make_principal(**principal))
    hub.start(line, at=at)
    return line


def drain(line: Line) -> list[int]:
    """Read what a line without a wire was given: numbers of frames, or the code it was closed with."""
    waiting = line.waiting or deque()
    found = [json.loads(frame[frame.index(b"{") :])["seq"] for frame in waiting]
    waiting.clear()
    return found if line.closed is None else [*found, line.closed]


def count(line: Line) -> int:
    """Count what a line was given."""
    return len(line.waiting or ()) + (line.closed is not None)


@pytest.fixture
async def hub(database: Database) -> AsyncIterator[Hub]:
    """A hub whose lines have room for four frames."""
    hub = Hub(database, queue_size=4)
    yield hub
    for line in list(hub.lines):
        hub.detach(line)


@pytest.fixture
async def roomy(database: Database) -> AsyncIterator[Hub]:
    """A hub whose lines have room for a thousand frames."""
    hub = Hub(database, queue_size=1000)
    yield hub
    for line in list(hub.lines):
        hub.detach(line)


class TestDelivery:
    async def test_gives_each_line_of_the_channel_each_frame_once(self, hub: Hub) -> None:
        one, two = open_line(hub), open_line(hub, at=1)
        elsewhere = hub.attach(channel="team:A", principal=make_principal())
        hub.start(elsewhere, at=0)

        for seq in (1, 1, 2, 1, 2, 3):
            hub.deliver("city", seq, body(seq))

        assert drain(one) == [1, 2, 3]
        assert drain(two) == [2, 3]
        assert drain(elsewhere) == []

    async def test_writes_the_wires_text(self, hub: Hub) -> None:
        line = open_line(hub)

        hub.deliver("city", 1, body(7))

        assert line.waiting is not None
        assert line.waiting.popleft() == framed(f'{{"seq":1,{body(7)}}}')

    async def test_puts_frames_in_order(self, database: Database, hub: Hub) -> None:
        await store(database, to=3)
        line = open_line(hub)

        for seq in (2, 3, 1):
            hub.deliver("city", seq, body(seq))

        assert drain(line) == [1, 2, 3]

    async def test_reads_from_the_database_what_the_bus_lost(
        self, database: Database, hub: Hub
    ) -> None:
        await store(database, to=3)
        line = open_line(hub)

        hub.deliver("city", 3, body(3))

        await until(lambda: count(line) == 3)
        assert drain(line) == [1, 2, 3]

    async def test_waits_for_what_another_process_is_about_to_say(self, roomy: Hub) -> None:
        # Nothing is stored: who asked the database would find the frames forgotten, and hang up.
        line = open_line(roomy)

        for seq in range(1, 12, 2):
            roomy.deliver("city", seq + 1, body(seq + 1))
            await asyncio.sleep(PATIENCE_S * 0.6)
            roomy.deliver("city", seq, body(seq))

        assert drain(line) == list(range(1, 13))

    async def test_reads_what_it_only_hears_of(self, database: Database, hub: Hub) -> None:
        await store(database, to=3)
        line = open_line(hub, at=1)

        hub.notice({"city": 3, "team:A": 9})

        await until(lambda: count(line) == 2)
        assert drain(line) == [2, 3]

    async def test_brings_a_fast_reader_through_any_gap(self, database: Database, hub: Hub) -> None:
        await store(database, to=50)
        line, heard = open_line(hub), []

        async def read() -> None:
            while True:
                heard.extend(drain(line))
                await asyncio.sleep(0)

        reading = asyncio.create_task(read())
        hub.notice({"city": 50})

        await until(lambda: heard and heard[-1] in (50, RESYNC))
        reading.cancel()
        assert heard == list(range(1, 51))

    async def test_sends_back_to_hello_who_waits_for_what_was_forgotten(
        self, database: Database, hub: Hub
    ) -> None:
        await store(database, to=2)
        await store(database, since=2, to=3, at=AT + timedelta(days=1))
        async with database.transaction() as session:
            await channels.forget_before(session, moment=AT + timedelta(hours=1), keep="platform:")
        behind, close = open_line(hub), open_line(hub, at=2)

        hub.notice({"city": 3})

        await until(lambda: count(behind) and count(close))
        assert drain(behind) == [RESYNC]
        assert drain(close) == [3]

    async def test_sends_back_to_hello_who_waits_for_what_is_nowhere(self, hub: Hub) -> None:
        line = open_line(hub)

        hub.deliver("city", 9, body(9))

        await until(lambda: count(line))
        assert drain(line) == [RESYNC]

    async def test_is_whole_and_in_order_whatever_the_bus_does(
        self, database: Database, roomy: Hub
    ) -> None:
        last = 40
        await store(database, to=last)
        for seed in range(20):
            chance = random.Random(seed)
            said = [seq for seq in range(1, last + 1) for _ in range(chance.choice((0, 1, 1, 2)))]
            # Near their place, but not in it.
            said.sort(key=lambda seq: seq + chance.uniform(0, 6))
            lines: list[tuple[Line, int]] = []
            opening: list[tuple[Line, int]] = []

            for step, seq in enumerate(said):
                if step % 8 == 0:
                    line = roomy.attach(channel="city", principal=make_principal())
                    opening.append((line, chance.randint(0, seq)))
                roomy.deliver("city", seq, body(seq))
                if opening and chance.random() < 0.2:
                    lines.append(opening.pop(0))
                    roomy.start(lines[-1][0], at=lines[-1][1])
                if chance.random() < 0.1:
                    await asyncio.sleep(0)
            for line, at in opening:
                roomy.start(line, at=at)
            roomy.notice({"city": last})

            for line, at in lines + opening:
                await until(partial(_was_given, line, last - at))
                assert drain(line) == list(range(at + 1, last + 1)), seed
                roomy.detach(line)


def _was_given(line: Line, most: int) -> bool:
    return count(line) >= most


class TestOpening:
    async def test_hears_nothing_before_its_start_and_everything_after_it(self, hub: Hub) -> None:
        line = hub.attach(channel="city", principal=make_principal())
        for seq in (5, 6, 7):
            hub.deliver("city", seq, body(seq))
        assert not count(line)

        hub.start(line, at=5)
        hub.deliver("city", 8, body(8))

        assert drain(line) == [6, 7, 8]

    async def test_hears_even_what_was_too_much_to_remember(
        self, database: Database, roomy: Hub
    ) -> None:
        last = EARLY_MOST + 20
        await store(database, to=last)
        line = roomy.attach(channel="city", principal=make_principal())
        for seq in range(1, last + 1):
            roomy.deliver("city", seq, body(seq))

        roomy.start(line, at=0)

        await until(lambda: count(line) == last)
        assert drain(line) == list(range(1, last + 1))


class TestSlowReader:
    async def test_is_closed_to_resync_and_keeps_nobody_waiting(self, hub: Hub) -> None:
        slow, fast = open_line(hub), open_line(hub)
        heard: list[int] = []

        for seq in range(1, 8):
            hub.deliver("city", seq, body(seq))
            heard += drain(fast)

        assert heard == [1, 2, 3, 4, 5, 6, 7]
        assert drain(slow) == [RESYNC]

    async def test_loses_what_may_be_lost_and_stays(self, hub: Hub) -> None:
        line = open_line(hub)
        for seq in range(1, 5):
            hub.deliver("city", seq, body(seq))

        hub.loose("city", '{"name":"ping"}')

        assert drain(line) == [1, 2, 3, 4]

    async def test_hears_nothing_loose_while_it_opens(self, hub: Hub) -> None:
        line = hub.attach(channel="city", principal=make_principal())

        hub.loose("city", '{"name":"ping"}')

        assert not count(line)


class TestEnd:
    async def test_closes_the_sockets_of_a_session_and_of_no_other(self, hub: Hub) -> None:
        ended, other = open_line(hub), open_line(hub)

        sessions = frozenset({ended.principal.session_id})
        hub.end(Ended(sessions=sessions, accounts={}), now=AT)

        assert drain(ended) == [ENDED]
        assert drain(other) == []

    async def test_closes_sockets_opened_before_their_scope_changed(self, hub: Hub) -> None:
        account = new_id()
        later = AT + timedelta(seconds=1)
        before = open_line(hub, account_id=account)
        since = open_line(hub, account_id=account, scope_changed_at=later)

        hub.end(Ended(sessions=frozenset(), accounts={account: later}), now=AT)

        assert drain(before) == [ENDED]
        assert drain(since) == []

    async def test_closes_sockets_whose_session_ran_out(self, hub: Hub) -> None:
        line = open_line(hub, expires_at=AT)

        hub.end(Ended(sessions=frozenset(), accounts={}), now=AT)

        assert drain(line) == [ENDED]

    async def test_drops_what_was_not_yet_written(self, hub: Hub) -> None:
        line = open_line(hub)
        hub.deliver("city", 1, body(1))

        hub.hang_up_all()
        hub.deliver("city", 2, body(2))

        assert drain(line) == [RESTART]

    async def test_leaves_no_room_behind(self, hub: Hub) -> None:
        line = open_line(hub)
        assert hub.online("city") == 1

        hub.detach(line)
        hub.detach(line)

        assert hub.online("city") == 0
        assert list(hub.lines) == []


class TestHearBus:
    async def test_passes_on_frames_heads_and_what_may_be_lost(
        self, database: Database, hub: Hub
    ) -> None:
        await store(database, to=2)
        line = open_line(hub)

        async def messages() -> AsyncIterator[dict[str, Any]]:
            yield {"frames": [[body(1), {"city": 1, "team:A": 1}]]}
            yield {"loose": ["city", '{"seq":-1}']}
            yield {"heads": {"city": 2}}

        await hear_bus(hub, messages())

        await until(lambda: count(line) == 3)
        assert drain(line) == [1, -1, 2]

    async def test_catches_up_when_it_hears_again_after_a_silence(
        self, database: Database, hub: Hub
    ) -> None:
        line = open_line(hub)
        await store(database, to=2)

        async def messages() -> AsyncIterator[dict[str, Any]]:
            yield {"joined": True}

        await hear_bus(hub, messages())

        await until(lambda: count(line) == 2)
        assert drain(line) == [1, 2]

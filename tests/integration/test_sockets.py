"""A socket's life over a real server: hello, snapshot or resume, frames in, words out, and its end.

The server here is a socket with a database and nothing of the city; what the platform adds to it
(cookies, roles, scopes) is in test_wire.py.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, WebSocket
from sqlalchemy.ext.asyncio import AsyncSession
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from core import channels, sockets
from core.channels import Numbered
from core.db import Database
from core.hub import ENDED, NO_HELLO, RESYNC, Hub, Line
from core.preflight import free_port
from core.wire import AT_ONCE, SERVING
from tests.integration.test_hub import make_principal
from tests.waiting import PATIENCE_S, until

AT = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
PADDING = "x" * 20_000
NO_HELLOS = (
    "hello",
    "",
    "{}",
    "[]",
    "null",
    '{"hello": 1}',
    '{"hello": {"last_seq": "1"}}',
    '{"hello": {"last_seq": true}}',
    '{"hello": {"last_seq": 1.0}}',
    '{"hello": {"last_seq": [1]}}',
    '{"hello": {"last_seq": 1, "last_seq": null}}',
    b"\x00\x01",
)
DEEP = '{"x":' * 1_000 + "1" + "}" * 1_000
NO_OBJECTS = ("no JSON", "[1]", "3", '{"x": 1', b"bytes", "y" * 65_536, DEEP)


@dataclass
class Server:
    """A server with one socket, on the city's channel."""

    url: str
    database: Database
    hub: Hub
    replay_limit: int
    lines: list[Line] = field(default_factory=list)
    config: uvicorn.Config = field(init=False)
    while_reading: Callable[[], Any] | None = None
    """Done while somebody's snapshot is being read."""
    gate: asyncio.Event | None = None
    """What whoever is let in waits for."""
    at_gate: int = 0
    crowd: Callable[[], Iterator[Any]] | None = None
    """What a snapshot holds thousands of."""

    async def serve(self, websocket: WebSocket) -> None:
        if self.gate is not None:
            self.at_gate += 1
            await self.gate.wait()
        await websocket.accept()
        line = self.hub.attach(channel="city", principal=make_principal())
        self.lines.append(line)
        await sockets.serve(
            websocket,
            hub=self.hub,
            database=self.database,
            line=line,
            snapshot=self.snapshot,
            hear=self.hear,
            lang="en",
            replay_limit=self.replay_limit,
        )

    async def snapshot(self, session: AsyncSession) -> dict[str, Any]:
        frames = await channels.list_since(session, channel="city", seq=0, most=1000)
        if self.while_reading:
            await self.while_reading()
        crowd = {"crowd": self.crowd(), "after": {}} if self.crowd else {}
        return {"all": [item["data"]["n"] for item in channels.as_json(frames)], **crowd}

    async def hear(self, word: dict[str, Any]) -> dict[str, Any] | None:
        if "fail" in word:
            raise ConnectionError
        if "flood" in word:
            for n in range(word["flood"]):
                await self.say(n)
            return None
        return None if "ack" in word else {"said": word}

    async def say(self, n: int, *, padding: str = "", at: datetime = AT) -> None:
        """Store a frame and deliver it, as a process does after its commit."""
        async with self.database.transaction() as session:
            channels.publish(
                session, name="x", data={"n": n, "padding": padding}, channels=["city"], at=at
            )

    async def deliver(self, frames: Any) -> None:
        for frame in frames:
            self.hub.deliver(frame.channel, frame.seq, frame.body)

    @asynccontextmanager
    async def connected(self, **options: Any) -> AsyncIterator[ClientConnection]:
        async with connect(self.url, proxy=None, max_size=None, **options) as wire:
            yield wire

    @asynccontextmanager
    async def opened(self, last_seq: int | None = None, **options: Any) -> AsyncIterator["Client"]:
        async with self.connected(**options) as wire:
            await wire.send(json.dumps({"hello": {"last_seq": last_seq}}))
            client = Client(wire)
            client.opening = await client.hear()
            yield client


@dataclass
class Client:
    wire: ClientConnection
    opening: dict[str, Any] = field(default_factory=dict)

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            message: dict[str, Any] = json.loads(await self.wire.recv())
            return message

    async def frames(self, count: int) -> list[int]:
        return [(await self.hear())["seq"] for _ in range(count)]

    async def hear_out(self) -> tuple[list[int], int | None]:
        """Read to the end: the numbers of the frames, and the code it was closed with."""
        heard: list[int] = []
        try:
            while True:
                heard.append((await self.hear())["seq"])
        except ConnectionClosed as closed:
            return heard, closed.rcvd.code if closed.rcvd else None

    async def say(self, word: object) -> None:
        await self.wire.send(word if isinstance(word, str | bytes) else json.dumps(word))


async def closed_with(wire: ClientConnection) -> int | None:
    """Read until the server closes, and give its code; nothing else may come."""
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises(ConnectionClosed) as closed:
            await wire.recv()
    return closed.value.rcvd.code if closed.value.rcvd else None


@pytest.fixture
async def server(database: Database) -> AsyncIterator[Server]:
    port = free_port()
    hub = Hub(database, queue_size=8)
    running = Server(f"ws://127.0.0.1:{port}/", database, hub, replay_limit=3)
    database.session_info["announce"] = running.deliver
    app = FastAPI()
    app.websocket("/")(running.serve)
    running.config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        timeout_graceful_shutdown=2,
        **SERVING,
    )
    uvicorn_server = uvicorn.Server(running.config)
    task = asyncio.create_task(uvicorn_server._serve())
    await until(lambda: uvicorn_server.started)
    yield running
    uvicorn_server.should_exit = True
    await task


class TestHello:
    async def test_with_null_gets_a_snapshot_and_what_follows(self, server: Server) -> None:
        await server.say(1)
        async with server.opened() as client:
            await server.say(2)

            assert client.opening == {"snapshot": {"all": [1]}, "seq": 1}
            assert await client.frames(1) == [2]

    async def test_before_anything_was_said_gets_an_empty_snapshot(self, server: Server) -> None:
        async with server.opened() as client:
            assert client.opening == {"snapshot": {"all": []}, "seq": 0}

    async def test_with_the_last_number_resumes_without_a_frame(self, server: Server) -> None:
        await server.say(1)
        async with server.opened(1) as client:
            await server.say(2)

            assert client.opening == {"resumed": {"from": 2, "to": 1}}
            assert await client.frames(1) == [2]

    async def test_resumes_as_long_as_no_more_is_missed_than_is_replayed(
        self, server: Server
    ) -> None:
        for n in range(1, 5):
            await server.say(n)

        async with server.opened(1) as client:
            assert client.opening == {"resumed": {"from": 2, "to": 4}}
            assert await client.frames(3) == [2, 3, 4]
        async with server.opened(0) as client:
            assert client.opening == {"snapshot": {"all": [1, 2, 3, 4]}, "seq": 4}

    async def test_with_a_number_nobody_gave_gets_a_snapshot(self, server: Server) -> None:
        await server.say(1)
        for last_seq in (2, -1, 2**63):
            async with server.opened(last_seq) as client:
                assert client.opening == {"snapshot": {"all": [1]}, "seq": 1}

    async def test_with_a_number_whose_followers_are_forgotten_gets_a_snapshot(
        self, server: Server
    ) -> None:
        await server.say(1)
        await server.say(2)
        await server.say(3, at=AT + timedelta(days=1))
        async with server.database.transaction() as session:
            await channels.forget_before(session, moment=AT + timedelta(hours=1), keep="platform:")

        async with server.opened(1) as client:
            assert client.opening == {"snapshot": {"all": [3]}, "seq": 3}
        async with server.opened(2) as client:
            assert client.opening == {"resumed": {"from": 3, "to": 3}}

    async def test_misses_nothing_that_is_said_while_it_is_answered(self, server: Server) -> None:
        async def say_more() -> None:
            server.while_reading = None
            await server.say(2)
            await server.say(3)

        await server.say(1)
        server.while_reading = say_more
        async with server.opened() as client:
            assert client.opening == {"snapshot": {"all": [1]}, "seq": 1}
            assert await client.frames(2) == [2, 3]

    async def test_that_is_none_ends_the_socket(self, server: Server) -> None:
        for first in NO_HELLOS:
            async with server.connected() as wire:
                await wire.send(first)

                assert await closed_with(wire) == NO_HELLO, first

    async def test_that_does_not_come_ends_the_socket(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sockets, "HELLO_S", 0.05)
        async with server.connected() as wire:
            assert await closed_with(wire) == NO_HELLO
        await until(lambda: server.hub.online("city") == 0)

    async def test_without_a_number_is_one_with_null(self, server: Server) -> None:
        async with server.connected() as wire:
            await wire.send('{"hello": {}}')

            assert json.loads(await wire.recv()) == {"snapshot": {"all": []}, "seq": 0}


class TestWords:
    async def test_that_are_no_object_are_answered_and_the_socket_stays(
        self, server: Server
    ) -> None:
        async with server.opened() as client:
            for word in NO_OBJECTS:
                await client.say(word)
                await client.say({"ack": 1})

                assert await client.hear() == {"said": {}}
            await client.say({"a": "字"})
            assert await client.hear() == {"said": {"a": "字"}}

    async def test_that_cannot_be_kept_end_the_socket_to_be_said_again(
        self, server: Server
    ) -> None:
        async with server.opened() as client:
            await client.say({"fail": 1})

            assert await closed_with(client.wire) == RESYNC

    async def test_are_answered_in_order_among_frames(self, server: Server) -> None:
        async with server.opened() as client:
            await client.say({"flood": 2})
            await client.say({"b": 1})

            assert await client.frames(2) == [1, 2]
            assert await client.hear() == {"said": {"b": 1}}


class TestPing:
    async def test_is_said_every_so_often(self, server: Server) -> None:
        server.config.ws_ping_interval = 0.02
        async with server.opened() as client:
            ping = await client.hear()

        assert (ping["name"], ping["data"], "seq" in ping) == ("ping", {}, False)

    async def test_that_is_not_answered_ends_the_socket(self, server: Server) -> None:
        server.config.ws_ping_interval, server.config.ws_ping_timeout = 0.02, 0.1
        async with server.opened(max_queue=1, close_timeout=0.1) as client:
            client.wire.transport.pause_reading()

            await until(lambda: server.hub.online("city") == 0)
            client.wire.transport.abort()

    async def test_is_not_said_before_the_hello_was_answered(self, server: Server) -> None:
        server.config.ws_ping_interval = 0.02
        async with server.connected() as wire:
            await asyncio.sleep(0.1)
            await wire.send('{"hello": {"last_seq": null}}')

            assert "snapshot" in json.loads(await wire.recv())


class TestSlowReader:
    async def test_is_closed_and_comes_back_without_losing_a_frame(self, server: Server) -> None:
        last = server.replay_limit = 400
        async with server.opened(max_queue=1, close_timeout=0.1) as client:
            client.wire.transport.pause_reading()
            for n in range(1, last + 1):
                await server.say(n, padding=PADDING)
                if not server.hub.online("city") or server.lines[0].closed is not None:
                    break
            assert server.lines[0].closed == RESYNC
            client.wire.transport.resume_reading()
            heard, code = await client.hear_out()
        assert code == RESYNC
        assert heard == list(range(1, len(heard) + 1))

        async with server.opened(heard[-1]) as client:
            missed = client.opening["resumed"]
            assert missed["from"] == len(heard) + 1
            heard += await client.frames(missed["to"] - missed["from"] + 1)
            await server.say(0)
            heard += await client.frames(1)

        async with server.database.reading() as session:
            assert heard[-1] == await channels.find_head(session, channel="city")
        assert heard == list(range(1, len(heard) + 1))

    async def test_who_never_reads_again_is_let_go(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("core.wire.WRITE_S", 0.2)
        async with server.opened(max_queue=1, close_timeout=0.1) as client:
            client.wire.transport.pause_reading()
            for n in range(1, 401):
                await server.say(n, padding=PADDING)
                if not server.hub.online("city"):
                    break

            await until(lambda: server.hub.online("city") == 0)
            client.wire.transport.abort()

    async def test_who_never_reads_even_the_snapshot_is_let_go(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("core.wire.WRITE_S", 0.2)
        server.replay_limit = 1000
        async with server.database.transaction() as session:
            for n in range(400):
                data = {"n": n, "padding": PADDING}
                channels.publish(session, name="x", data=data, channels=["city"], at=AT)
        async with server.connected(max_queue=1, close_timeout=0.1) as wire:
            wire.transport.pause_reading()
            await wire.send('{"hello": {"last_seq": 0}}')

            await until(lambda: server.lines and server.hub.online("city") == 0)
            wire.transport.abort()


class TestADoorway:
    async def test_lets_in_a_few_at_a_time_and_everybody_in_the_end(self, server: Server) -> None:
        server.gate = asyncio.Event()
        async with AsyncExitStack() as stack:
            coming = [
                asyncio.create_task(stack.enter_async_context(server.opened())) for _ in range(20)
            ]
            await until(lambda: server.at_gate == AT_ONCE)
            for _ in range(50):
                await asyncio.sleep(0)
            assert server.at_gate == AT_ONCE

            server.gate.set()
            clients = await asyncio.gather(*coming)

            await server.say(1)
            assert [await client.frames(1) for client in clients] == [[1]] * 20

    async def test_is_not_held_by_who_asks_for_nothing_or_leaves(self, server: Server) -> None:
        host, port = server.url.removeprefix("ws://").partition("/")[0].split(":")
        knock = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        for _ in range(2 * AT_ONCE):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(knock)
            assert (await reader.readline()).startswith(b"HTTP/1.1 4")
            writer.close()
        for _ in range(2 * AT_ONCE):
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(knock.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Version: 13\r\n\r\n"))
            writer.transport.abort()

        async with server.opened() as client:
            assert client.opening["seq"] == 0


class TestASnapshotOfThousands:
    @pytest.mark.parametrize("many", [0, 1, 64, 65, 3_000])
    async def test_is_one_message_all_the_same(self, server: Server, many: int) -> None:
        crowd = [{"n": n, "padding": PADDING[:200], "word": "字"} for n in range(many)]
        server.crowd = lambda: iter(crowd)

        async with server.opened() as client:
            assert client.opening == {
                "snapshot": {"all": [], "crowd": crowd, "after": {}},
                "seq": 0,
            }
            await server.say(1)
            assert await client.frames(1) == [1]

    async def test_lets_others_in_between(self, server: Server) -> None:
        made, seen = 0, []

        def crowd() -> Iterator[Any]:
            nonlocal made
            for made in range(1, 3_001):  # noqa: B007
                yield {"padding": PADDING[:200]}

        async def look_on() -> None:
            while made < 3_000:
                seen.append(made)
                await asyncio.sleep(0)

        server.crowd = crowd
        looking = asyncio.create_task(look_on())
        async with server.opened():
            await looking

        assert len(set(seen)) >= 5

    async def test_is_made_no_further_for_who_never_reads(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("core.wire.WRITE_S", 0.2)
        server.crowd = lambda: itertools.repeat({"padding": PADDING})
        async with server.connected(max_queue=1, close_timeout=0.1) as wire:
            wire.transport.pause_reading()
            await wire.send('{"hello": {"last_seq": null}}')

            await until(lambda: server.lines and server.hub.online("city") == 0)
            wire.transport.abort()


class TestHangingUp:
    async def test_is_said_with_its_code(self, server: Server) -> None:
        async with server.opened() as client:
            server.lines[0].hang_up(ENDED)

            assert await closed_with(client.wire) == ENDED
        await until(lambda: server.hub.online("city") == 0)

    async def test_does_not_wait_for_a_hello(self, server: Server) -> None:
        async with server.connected() as wire:
            await until(lambda: server.lines)
            server.lines[0].hang_up(ENDED)

            assert await closed_with(wire) == ENDED

    async def test_keeps_back_what_was_just_being_read(self, server: Server) -> None:
        async def hang_up() -> None:
            server.lines[0].hang_up(ENDED)

        server.while_reading = hang_up
        async with server.connected() as wire:
            await wire.send('{"hello": {"last_seq": null}}')

            assert await closed_with(wire) == ENDED

    async def test_of_a_client_is_noticed(self, server: Server) -> None:
        async with server.opened():
            assert server.hub.online("city") == 1
        await until(lambda: server.hub.online("city") == 0)
        async with server.connected() as wire:
            wire.transport.abort()
        await until(lambda: server.hub.online("city") == 0)


def test_a_numbered_frame_is_what_the_socket_writes() -> None:
    assert Numbered("city", 1, '"name":"x"').text == '{"seq":1,"name":"x"}'

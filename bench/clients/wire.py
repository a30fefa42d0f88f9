"""HTTP/1.1 and WebSockets as bytes: a client that costs next to nothing, so that it is not what is measured."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

UPGRADE: Final = (
    "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    "sec-websocket-version: 13\r\nsec-websocket-key: b25lZG9vci1iZW5jaC0xMg==\r\n"
    "authorization: Bearer {token}\r\n\r\n"
)
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

Answered = Callable[["Line", int, bytes, int], None]
Heard = Callable[["Wire", bytes, int], None]


def read_plan() -> dict[str, Any]:
    """Read what this process was started for."""
    plan: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    return plan


def write_answer(plan: dict[str, Any], answer: object) -> None:
    """Leave what was found, whole or not at all."""
    path = Path(plan["answer"])
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(answer), "utf-8")
    fresh.replace(path)


def prepare_posts(
    bodies: list[str], *, placeholder: str, path: str, token: str
) -> list[tuple[bytes, bytes]]:
    """Make whole requests of bodies, open where the event's id goes: what comes before it, what after."""
    prepared = []
    for body in bodies:
        raw = body.encode()
        head, _, tail = raw.partition(placeholder.encode())
        prepared.append((post_head(path, token, len(raw)) + head, tail))
    return prepared


def post_head(path: str, token: str, length: int) -> bytes:
    """Write the head of a POST."""
    return (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n"
        f"content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    ).encode()


class Line(asyncio.Protocol):
    """A keep-alive connection: one request at a time, told of the answer's status, body and moment."""

    def __init__(self, answered: Answered) -> None:
        self._answered = answered
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self.note: Any = None
        """What the caller wants to remember of the request under way."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes) -> None:
        """Send a request."""
        assert self._transport is not None
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        at = time.monotonic_ns()
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        start = head.index(b"content-length:") + 15
        stop = head.find(b"\r\n", start)
        length = int(head[start : stop if stop >= 0 else end])
        if len(self._buffer) < end + 4 + length:
            return
        body, self._buffer = self._buffer[end + 4 : end + 4 + length], b""
        self._answered(self, int(head[9:12]), body, at)

    def connection_lost(self, exc: Exception | None) -> None:
        self._answered(self, 0, b"", time.monotonic_ns())

    def close(self) -> None:
        """Hang up without a word."""
        self._answered = lambda *_: None
        if self._transport is not None:
            self._transport.abort()


class Wire(asyncio.Protocol):
    """A socket: says hello once it is let in, answers pings, gives every text with its moment."""

    def __init__(self, *, path: str, token: str, heard: Heard, last_seq: int | None = None) -> None:
        self.path = path
        self.token = token
        self.opened: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        """Done with the first text, which is the snapshot, or says from where one goes on."""
        self.closed = False
        self._last_seq = last_seq
        self._heard = heard
        self._buffer = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(UPGRADE.format(path=self.path, token=self.token).encode())

    def say(self, text: bytes, opcode: int = TEXT) -> None:
        """Send a message of less than 126 bytes; masked, as it must be, with zeros."""
        assert self._transport is not None
        self._transport.write(bytes((0x80 | opcode, 0x80 | len(text), 0, 0, 0, 0)) + text)

    def data_received(self, data: bytes) -> None:
        at = time.monotonic_ns()
        self._buffer = self._buffer + data if self._buffer else data
        if not self._upgraded and not self._upgrade():
            return
        while (message := self._next()) is not None:
            opcode, text = message
            if opcode == TEXT:
                if not self.opened.done():
                    self.opened.set_result(text)
                else:
                    self._heard(self, text, at)
            elif opcode == PING:
                self.say(text, PONG)

    def cut(self) -> None:
        """Be gone without a word, as who loses the network is."""
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("the socket was not let in"))

    def _upgrade(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        if b" 101 " not in self._buffer[:16]:
            self.opened.set_exception(ConnectionError(repr(self._buffer[:200])))
            return False
        self._buffer = self._buffer[end + 4 :]
        self._upgraded = True
        self.say(json.dumps({"hello": {"last_seq": self._last_seq}}).encode())
        return True

    def _next(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4]), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10]), 10
        if len(buffer) < start or len(buffer) < start + length:
            return None
        self._buffer = buffer[start + length :]
        return buffer[0] & 0x0F, buffer[start : start + length]

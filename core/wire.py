"""The wire: the server's end of a socket, to which bytes made once can be given at once.

uvicorn's own way to say something makes a task wait, and a frame of bytes anew for each who hears it.
What a line says goes straight into the transport instead; only a reader who is slow is waited for
(`core.hub`).
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final, Protocol

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import OPEN

from core import channels
from core.clock import utcnow
from core.turnstile import Turnstile

AT_ONCE: Final = 4
"""Sockets being let in at a time."""
WIRE: Final = "onedoor.wire"
"""Where a socket's scope holds its wire, among the extensions."""
_TEXT: Final = 0x01
_MORE: Final = 0x00
_END: Final = 0x80
"""What a frame's first byte says (RFC 6455 §5.2): a text begins, it goes on, it ends here."""
WRITE_S: Final = 30
"""How long a client may read nothing before it is let go: its socket must not hold a task for ever."""


def framed(text: str) -> bytes:
    """Make the bytes of a text as a server sends them: header and payload, not masked."""
    payload = text.encode()
    return _header(_END | _TEXT, len(payload)) + payload


def _header(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 1 << 16:
        return bytes((first, 126)) + length.to_bytes(2)
    return bytes((first, 127)) + length.to_bytes(8)


class Speaker(Protocol):
    """Who speaks on a wire."""

    def say(self, frame: bytes) -> None:
        """Say something framed, at once or when the reader has room."""

    def flow(self) -> None:
        """Go on: the reader has room again."""


class Reception(HttpToolsProtocol):
    """uvicorn's protocol of whoever comes by HTTP; in a crowd what they ask for is read a few at a time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        transport.pause_reading()
        turnstile_of(self).push(partial(_read, transport))


def _read(transport: asyncio.Transport) -> None:
    if not transport.is_closing():
        transport.resume_reading()


def turnstile_of(protocol: "Reception | Wire") -> Turnstile:
    """Give the turnstile that everybody passes who comes to this server or leaves it."""
    turnstile: Turnstile = vars(protocol.config).setdefault("turnstile", Turnstile(protocol.loop))
    return turnstile


class Doorway:
    """Where sockets are let in, a few at a time and in the order they came: other requests come between."""

    def __init__(self) -> None:
        self._room = AT_ONCE
        self._waiting: deque[Wire] = deque()

    def come(self, wire: "Wire") -> None:
        """Stand in line."""
        self._waiting.append(wire)
        self._let_in()

    def leave(self) -> None:
        """Make room for the next."""
        self._room += 1
        self._let_in()

    def _let_in(self) -> None:
        while self._room and self._waiting:
            self._room -= 1
            wire = self._waiting.popleft()
            wire.loop.call_soon(wire.let_in)


class Wire(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which reads, opens and closes, with a shorter way to write, and a door.

    Who does not answer a ping in time is cut off, with whatever was still to be written.
    """

    speaker: Speaker | None = None
    """From the moment the hello was answered."""
    is_ready: bool = True
    """Whether what is written goes out; if not, its reader is slow, or gone."""

    _knock: bytes | None = None
    """What a client has sent that is not let in yet."""
    _is_let_in = False
    _passes: bool = False
    """Whether it stands in the doorway."""

    def data_received(self, data: bytes) -> None:
        if self._is_let_in:
            super().data_received(data)
        elif self._knock is None:
            # Even to read what it asks for takes its time: thousands may knock in the same moment.
            self._knock = data
            self.transport.pause_reading()
            self._doorway.come(self)
        else:
            self._knock += data

    def let_in(self) -> None:
        """Read what the client asks for, and answer it; `Doorway` says when."""
        knock, self._knock = self._knock or b"", None
        self._is_let_in = self._passes = True
        if self.transport.is_closing():
            self._pass_on()
            return
        self.transport.resume_reading()
        super().data_received(knock)
        if not hasattr(self, "scope"):  # It asked for nothing that can be answered.
            self._pass_on()

    async def run_asgi(self) -> None:
        extensions: Any = self.scope["extensions"]
        extensions[WIRE] = self
        try:
            await super().run_asgi()
        finally:
            self._pass_on()

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        self._pass_on()

    @property
    def _doorway(self) -> "Doorway":
        doorway: Doorway = vars(self.config).setdefault("doorway", Doorway())
        return doorway

    def _pass_on(self) -> None:
        if self._passes:
            self._passes = False
            self._doorway.leave()

    def write(self, frame: bytes) -> None:
        """Write bytes made by `framed`, while the wire is ready."""
        self.transport.write(frame)

    async def pour(self, pieces: Iterable[bytes]) -> None:
        """Write one text in pieces (RFC 6455 §5.4), each made when there is room for it, others served between.

        Nobody may speak here meanwhile.

        :raises TimeoutError: when the client has long made no room
        :raises ConnectionResetError: when it has gone
        """
        kind = _TEXT
        for piece in pieces:
            self.write(_header(kind, len(piece)) + piece)
            kind = _MORE
            await asyncio.sleep(0)
            await self.room()
        self.write(_header(_END | kind, 0))

    async def room(self) -> None:
        """Wait until what was written has gone out, or nearly.

        :raises TimeoutError: when the client has long made no room
        :raises ConnectionResetError: when it has gone
        """
        async with asyncio.timeout(WRITE_S):
            await self.writable.wait()
        if self.conn.state is not OPEN or self.transport.is_closing():
            raise ConnectionResetError

    def lend(self, speaker: Speaker) -> None:
        """Let somebody speak here; what only the opening needed is let go."""
        self.speaker = speaker
        del self.request, self.response

    def hang_up(self, code: int) -> None:
        """Close with a code, whatever is under way; who does not read it is cut off."""
        if self.conn.state is not OPEN or self.transport.is_closing():
            return
        self.is_ready = False
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def pause_writing(self) -> None:
        super().pause_writing()
        self.is_ready = False

    def resume_writing(self) -> None:
        super().resume_writing()
        self.is_ready = self.conn.state is OPEN
        if self.speaker is not None:
            self.speaker.flow()

    def handle_close(self, event: Frame) -> None:
        self.is_ready = False
        super().handle_close(event)

    def handle_parser_exception(self) -> None:
        self.is_ready = False
        super().handle_parser_exception()

    def shutdown(self) -> None:
        self.is_ready = False
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_ready, self.speaker = False, None
        turnstile_of(self).push(partial(super().connection_lost, exc))

    def send_keepalive_ping(self) -> None:
        super().send_keepalive_ping()
        # A browser's page cannot see the protocol's own ping.
        if self.speaker is not None:
            self.speaker.say(framed(channels.unnumbered("ping", {}, utcnow())))

    def keepalive_timeout(self) -> None:
        self.is_ready = False
        super().keepalive_timeout()
        # A close that waits for its turn behind what nobody reads would wait for ever.
        self.transport.abort()


SERVING: Final[Mapping[str, Any]] = {
    "http": Reception,
    "ws": Wire,
    "ws_per_message_deflate": False,
    "ws_max_size": 64 * 1024,
    "log_config": None,
    "access_log": False,
    "server_header": False,
    # Longer than a proxy or a platform keeps a connection: whoever closes first must not be us, or a
    # request on its way meets a closed door.
    "timeout_keep_alive": 75,
    # As many as Linux lets wait: who finds no room knocks again after one second, three, seven, fifteen.
    "backlog": 4096,
}
"""What every server of ours is told, wherever it runs."""

"""The wire: the server's end of a socket, to which bytes made once can be given at once.

uvicorn's own way to say something makes a task wait, and a frame of bytes anew for each who hears it.
What a line says goes straight into the transport instead; only a reader who is slow is waited for
(`core.hub`).
"""

import asyncio
from typing import Any, Final, Protocol

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import OPEN

from core import channels
from core.clock import utcnow

AT_ONCE: Final = 4
"""Sockets being let in at a time: when all phones come back together, other requests come between."""
WIRE: Final = "onedoor.wire"
"""Where a socket's scope holds its wire, among the extensions."""
_TEXT: Final = 0x81
"""The first byte of an unfragmented text (RFC 6455 §5.2)."""


def framed(text: str) -> bytes:
    """Make the bytes of a text as a server sends them: header and payload, not masked."""
    payload = text.encode()
    length = len(payload)
    if length < 126:
        return bytes((_TEXT, length)) + payload
    if length < 1 << 16:
        return bytes((_TEXT, 126)) + length.to_bytes(2) + payload
    return bytes((_TEXT, 127)) + length.to_bytes(8) + payload


class Speaker(Protocol):
    """Who speaks on a wire."""

    def say(self, frame: bytes) -> None:
        """Say something framed, at once or when the reader has room."""

    def flow(self) -> None:
        """Go on: the reader has room again."""


class Wire(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which reads, opens and closes, with a shorter way to write, and a door.

    Who does not answer a ping in time is cut off, with whatever was still to be written.
    """

    speaker: Speaker | None = None
    """From the moment the hello was answered."""
    is_ready: bool = True
    """Whether what is written goes out; if not, its reader is slow, or gone."""

    _turn: asyncio.Semaphore | None = None

    async def run_asgi(self) -> None:
        extensions: Any = self.scope["extensions"]
        extensions[WIRE] = self
        turns: asyncio.Semaphore = vars(self.config).setdefault(
            "openings", asyncio.Semaphore(AT_ONCE)
        )
        await turns.acquire()
        self._turn = turns
        try:
            await super().run_asgi()
        finally:
            self._let_the_next_in()

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        self._let_the_next_in()

    def _let_the_next_in(self) -> None:
        if self._turn is not None:
            self._turn.release()
            self._turn = None

    def write(self, frame: bytes) -> None:
        """Write bytes made by `framed`, while the wire is ready."""
        self.transport.write(frame)

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
        super().connection_lost(exc)

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

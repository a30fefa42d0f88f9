"""The hub: the sockets of this process, each following one channel.

A line (one socket) knows the last number it was given. A frame that follows is said; one already
given is dropped; one that leaves a gap makes the hub read what is missing from the database, so that
whatever the bus lost or reordered, a line hears every frame once and in order. Nobody waits for a slow
reader: a line for whom too much waits is closed, and its client opens again where it stopped.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import structlog

from core import channels
from core.auth.values import Ended, Principal
from core.channels import Numbered
from core.db import Database
from core.wire import AT_ONCE, Wire, framed

log = structlog.get_logger()

ENDED: Final = 4001
FORBIDDEN: Final = 4003
RESYNC: Final = 4008
NO_HELLO: Final = 4000
RESTART: Final = 1012
AWAY: Final = 1013

PATIENCE_S: Final = 0.05
"""How long a gap may wait for its frame to come over the bus before the database is asked."""
EARLY_MOST: Final = 512


@dataclass(slots=True, eq=False)
class Line:
    """One socket: whom it belongs to, what it follows, how far it has come."""

    channel: str
    principal: Principal
    room: int
    """Frames that may wait for a slow reader."""
    wire: Wire | None = None
    """Where it speaks; None until then."""
    waiting: deque[bytes] | None = None
    """What a slow reader has still to be told; most lines never need it."""
    sent: int | None = None
    """The last number said; None while the socket is still being opened."""
    closed: int | None = None
    """The code it was closed with."""

    def speak_on(self, wire: Wire) -> None:
        """Take the wire one speaks on; who was hung up on meanwhile is told there."""
        self.wire = wire
        if self.closed is not None:
            wire.hang_up(self.closed)

    def say(self, frame: bytes) -> None:
        """Say something framed (`core.wire`), or hang up when the reader is too slow."""
        if self.closed is not None:
            return
        wire = self.wire
        if wire is not None and wire.is_ready and not self.waiting:
            wire.write(frame)
            return
        if self.waiting is None:
            self.waiting = deque()
        if len(self.waiting) < self.room:
            self.waiting.append(frame)
        else:
            self.hang_up(RESYNC)

    @property
    def idle(self) -> bool:
        """Whether nothing waits to be written: what is replaced in a moment may be said then, not sooner."""
        return self.sent is not None and self.closed is None and not self.waiting

    def flow(self) -> None:
        """Say what has waited, as far as the reader takes it."""
        while self.waiting and self.wire is not None and self.wire.is_ready:
            self.wire.write(self.waiting.popleft())

    def loose(self, frame: bytes) -> None:
        """Say what may be lost, once the line is open and nothing waits in vain."""
        if self.sent is not None and len(self.waiting or ()) < self.room:
            self.say(frame)

    def hang_up(self, code: int) -> None:
        """Close with a code; what was not yet written is dropped, the client will ask for it again."""
        if self.closed is not None:
            return
        self.closed, self.waiting = code, None
        if self.wire is not None:
            self.wire.hang_up(code)


@dataclass(slots=True, eq=False)
class _Room:
    """The lines of one channel, and how far it is known to have come."""

    lines: set[Line] = field(default_factory=set)
    head: int = 0
    early: dict[int, bytes] = field(default_factory=dict)
    repair: asyncio.Task[None] | None = None


class Hub:
    """Delivers frames to this process's sockets. Knows channels, no city."""

    def __init__(self, database: Database, *, queue_size: int) -> None:
        self._database = database
        self._queue_size = queue_size
        self._rooms: dict[str, _Room] = {}
        self.opening = asyncio.Semaphore(AT_ONCE)
        """Who reads what a hello asks for: so few that connections are left to others."""

    @property
    def lines(self) -> Iterable[Line]:
        """All open lines."""
        return (line for room in self._rooms.values() for line in room.lines)

    def online(self, channel: str) -> int:
        """Tell how many sockets here follow a channel."""
        room = self._rooms.get(channel)
        return len(room.lines) if room else 0

    def following(self, channel: str) -> tuple[Line, ...]:
        """Give the lines that follow a channel here."""
        room = self._rooms.get(channel)
        return tuple(room.lines) if room else ()

    def attach(self, *, channel: str, principal: Principal) -> Line:
        """Add a line that is still being opened: it hears nothing until `start`."""
        line = Line(channel, principal, self._queue_size)
        self._rooms.setdefault(channel, _Room()).lines.add(line)
        return line

    def start(self, line: Line, *, at: int) -> None:
        """Let a line hear what follows number `at`, which its opening has covered."""
        line.sent = at
        if line.wire is not None:
            line.wire.lend(line)
        room = self._rooms[line.channel]
        self._advance(room, line)
        if room.head > at:
            self._mend(line.channel, room)

    def detach(self, line: Line) -> None:
        """Forget a line."""
        line.hang_up(RESYNC)
        room = self._rooms.get(line.channel)
        if room is None:
            return
        room.lines.discard(line)
        if not room.lines:
            if room.repair is not None:
                room.repair.cancel()
            del self._rooms[line.channel]

    def deliver(self, channel: str, seq: int, body: str) -> None:
        """Give a frame to every line of its channel that has not heard it."""
        room = self._rooms.get(channel)
        if room is None:
            return
        room.head = max(room.head, seq)
        # Made once for all who hear it.
        frame = framed(f'{{"seq":{seq},{body}}}')
        behind = opening = False
        for line in list(room.lines):
            if line.sent is None:
                opening = True
            elif line.sent >= seq:
                continue
            elif line.sent == seq - 1:
                line.say(frame)
                line.sent = seq
                self._advance(room, line)
            else:
                behind = True
        if behind or opening:
            if len(room.early) < EARLY_MOST:
                room.early[seq] = frame
        elif room.early:
            room.early.clear()
        if behind:
            self._mend(channel, room)

    def loose(self, channel: str, text: str) -> None:
        """Give a frame without a number to whoever is there."""
        room = self._rooms.get(channel)
        if room is not None:
            frame = framed(text)
            for line in list(room.lines):
                line.loose(frame)

    def notice(self, heads: dict[str, int]) -> None:
        """Learn how far channels have come; lines that are behind are caught up."""
        for channel, room in self._rooms.items():
            head = heads.get(channel, 0)
            if head > room.head:
                room.head = head
                self._mend(channel, room)

    async def catch_up(self) -> None:
        """Ask the database how far channels have come: what nobody told us, too, is then delivered."""
        async with self._database.glance() as session:
            self.notice(await channels.list_heads(session))

    def end(self, ended: Ended, *, now: datetime) -> None:
        """Hang up on sessions that ended or ran out, and on accounts whose scope changed."""
        for line in list(self.lines):
            if line.principal.expires_at <= now or ended.ends(line.principal):
                line.hang_up(ENDED)

    def hang_up_all(self) -> None:
        """Say goodbye to everyone: this process is going down."""
        for line in list(self.lines):
            line.hang_up(RESTART)

    def _advance(self, room: _Room, line: Line) -> None:
        while line.sent is not None and (frame := room.early.get(line.sent + 1)) is not None:
            line.say(frame)
            line.sent += 1

    def _mend(self, channel: str, room: _Room) -> None:
        if room.repair is None or room.repair.done():
            room.repair = asyncio.create_task(self._repair(channel, room))

    async def _repair(self, channel: str, room: _Room) -> None:
        """Read from the database what some line of the channel has missed."""
        waited_for = -1
        while behind := [
            line.sent
            for line in room.lines
            if line.sent is not None and line.closed is None and line.sent < room.head
        ]:
            if min(behind) != waited_for:
                # Several processes speak on a busy channel: mostly it is only another's frame that is late.
                waited_for = min(behind)
                await asyncio.sleep(PATIENCE_S)
                continue
            try:
                async with self._database.reading() as session:
                    missed = await channels.list_since(
                        session, channel=channel, seq=min(behind), most=self._queue_size
                    )
            except Exception as failure:
                log.warning("repair_failed", channel=channel, error=repr(failure))
                await asyncio.sleep(1)
                continue
            if not missed:
                log.warning("frames_forgotten", channel=channel, since=min(behind))
                for line in list(room.lines):
                    if line.sent is not None and line.sent < room.head:
                        line.hang_up(RESYNC)
                return
            self._replay(room, missed)

    def _replay(self, room: _Room, missed: Sequence[Numbered]) -> None:
        frames = [(frame.seq, framed(frame.text)) for frame in missed]
        for line in list(room.lines):
            for seq, frame in frames:
                if line.sent is not None and seq == line.sent + 1:
                    line.say(frame)
                    line.sent = seq
            if line.sent is not None and line.sent < frames[-1][0]:
                # What it waits for is forgotten, though not what came after.
                line.hang_up(RESYNC)
        room.early = {seq: frame for seq, frame in room.early.items() if seq > frames[-1][0]}


async def hear_bus(
    hub: Hub,
    messages: Any,
    *,
    moved: Callable[[Sequence[Any]], None] | None = None,
    touched: Callable[[str], None] | None = None,
) -> None:
    """Pass on to the hub what the bus says, for ever.

    `moved` hears where things have moved to, `touched` what has changed in Redis.
    """
    async for message in messages:
        if "joined" in message:
            await _catch_up(hub)
        for body, numbers in message.get("frames", ()):
            for channel, seq in numbers.items():
                hub.deliver(channel, seq, body)
        if heads := message.get("heads"):
            hub.notice(heads)
        if loose := message.get("loose"):
            hub.loose(*loose)
        if moved is not None and (moves := message.get("moves")):
            moved(moves)
        if touched is not None and (what := message.get("touched")):
            touched(what)


async def _catch_up(hub: Hub) -> None:
    while True:
        try:
            return await hub.catch_up()
        except Exception as failure:
            log.warning("catch_up_failed", error=repr(failure))
            await asyncio.sleep(1)

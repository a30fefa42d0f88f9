"""A socket's life: hello, resume or snapshot, frames out and words in, until somebody hangs up."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.websockets import WebSocket, WebSocketDisconnect

from core import channels
from core.db import Database, DatabaseAway
from core.errors import DomainError
from core.http import problem_body, refuse_twice
from core.hub import AWAY, NO_HELLO, Hub, Line
from core.texts import Lang
from core.wire import WIRE, Wire, framed

log = structlog.get_logger()

HELLO_S: Final = 10
WORD_MOST: Final = 64 * 1024
"""The longest message a client may send, in characters."""

PIECE_BYTES: Final = 64 * 1024
"""A snapshot is made and sent in pieces of this size, and others are served between."""
MEMBERS_AT_A_TIME: Final = 64

Snapshot = Callable[[AsyncSession], Awaitable[Mapping[str, Any]]]
"""Reads all there is to read; of an iterator the members are made while it is sent."""
Hear = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


async def serve(
    websocket: WebSocket,
    *,
    hub: Hub,
    database: Database,
    line: Line,
    snapshot: Snapshot,
    hear: Hear,
    lang: Lang,
    replay_limit: int,
) -> None:
    """Serve an accepted socket until it closes.

    `snapshot` reads everything in the channel's scope; `hear` answers one message of the client, or
    gives None when there is nothing to answer. What it raises as a refusal is answered in `lang`.
    """
    # From the first moment: whoever hangs up does not wait for a hello.
    line.speak_on(websocket.scope["extensions"][WIRE])
    try:
        await _converse(websocket, hub, database, line, snapshot, hear, lang, replay_limit)
    except _ENDINGS as end:
        log.debug("socket_broken", error=repr(end))
    finally:
        # However the conversation ended, the client is told, should it be there.
        hub.detach(line)


_ENDINGS: Final = (WebSocketDisconnect, OSError, RuntimeError)
"""The client left, did not read on in time, or the socket was closed before something was said."""


async def _converse(
    websocket: WebSocket,
    hub: Hub,
    database: Database,
    line: Line,
    snapshot: Snapshot,
    hear: Hear,
    lang: Lang,
    replay_limit: int,
) -> None:
    hello = await _read_hello(websocket, lang)
    if hello is _NOT_A_HELLO:
        line.hang_up(NO_HELLO)
        return
    try:
        await _open(websocket, hub, database, line, hello, snapshot, replay_limit)
        while line.closed is None:
            try:
                answer = await hear(await _read_json(websocket, lang))
            except DomainError as refused:
                answer = {"refused": None, "problem": problem_body(refused, lang)}
            if answer is not None:
                line.say(framed(_text(answer)))
    except DatabaseAway as away:
        # What was asked may have been done or not: who asks again, later, is told which.
        log.error("database_away", error=str(away))  # noqa: TRY400
        line.hang_up(AWAY)


_NOT_A_HELLO: Final = object()


async def _read_hello(websocket: WebSocket, lang: Lang) -> object:
    """Read the number the client has applied last: an int, None, or no hello at all."""
    try:
        async with asyncio.timeout(HELLO_S):
            first = await _read_json(websocket, lang)
    except (TimeoutError, DomainError):
        return _NOT_A_HELLO
    hello = first.get("hello")
    if not isinstance(hello, dict):
        return _NOT_A_HELLO
    last = hello.get("last_seq")
    if last is not None and (isinstance(last, bool) or not isinstance(last, int)):
        return _NOT_A_HELLO
    return last


async def _open(
    websocket: WebSocket,
    hub: Hub,
    database: Database,
    line: Line,
    last: object,
    snapshot: Snapshot,
    replay_limit: int,
) -> None:
    wire: Wire = websocket.scope["extensions"][WIRE]
    async with hub.opening:
        missed = await _resume(database, line.channel, last, replay_limit)
        if missed is None:
            head, everything = await _read_all(database, line.channel, snapshot)
    # What was read for somebody whose session has ended meanwhile is not said any more.
    await wire.room()
    if missed is None:
        await wire.pour(_written(everything, head))
    else:
        head, texts = missed
        for text in texts:
            wire.write(framed(text))
            await wire.room()
    hub.start(line, at=head)


async def _resume(
    database: Database, channel: str, last: object, replay_limit: int
) -> tuple[int, list[str]] | None:
    """Give where the channel stands and what to say, or None when what was missed is too much, or not to be had."""
    if not isinstance(last, int) or not 0 <= last <= channels.SEQ_MOST:
        return None
    async with database.glance() as session:
        head, missed = await channels.list_missed(
            session, channel=channel, seq=last, most=replay_limit + 1
        )
    if last > head or len(missed) != head - last or len(missed) > replay_limit:
        return None
    opening = _text({"resumed": {"from": last + 1, "to": head}})
    return head, [opening, *(frame.text for frame in missed)]


async def _read_all(
    database: Database, channel: str, snapshot: Snapshot
) -> tuple[int, Mapping[str, Any]]:
    async with database.reading() as session:
        return await channels.find_head(session, channel=channel), await snapshot(session)


def _written(snapshot: Mapping[str, Any], seq: int) -> Iterator[bytes]:
    """Write a snapshot out, piece by piece."""
    piece = bytearray(b'{"seq":%d,"snapshot":{' % seq)
    for number, (name, value) in enumerate(snapshot.items()):
        piece += b'%b"%b":' % (b"," if number else b"", name.encode())
        if not isinstance(value, Iterator):
            piece += orjson.dumps(value)
            continue
        piece += b"["
        comma = b""
        while members := list(islice(value, MEMBERS_AT_A_TIME)):
            piece += comma + orjson.dumps(members)[1:-1]
            comma = b","
            if len(piece) >= PIECE_BYTES:
                yield bytes(piece)
                piece.clear()
        piece += b"]"
    yield bytes(piece + b"}}")


async def _read_json(websocket: WebSocket, lang: Lang) -> dict[str, Any]:
    """Read one message; what is not a JSON object comes back as an empty one, which fits no form.

    :raises InvalidInput: when it gives a key twice
    """
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    raw = message.get("text")
    if raw is None or len(raw) > WORD_MOST:
        return {}
    try:
        word = orjson.loads(raw)
        refuse_twice(raw, lang)
    except (orjson.JSONDecodeError, RecursionError):
        return {}
    return word if isinstance(word, dict) else {}


def _text(answer: object) -> str:
    return orjson.dumps(answer).decode()

"""A socket's life: hello, resume or snapshot, frames out and words in, until somebody hangs up."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from core import channels
from core.clock import utcnow
from core.db import Database
from core.hub import NO_HELLO, RESYNC, Hub, Line

log = structlog.get_logger()

HELLO_S: Final = 10
PING_S: Final = 20
WORD_MOST: Final = 64 * 1024
"""The longest message a client may send, in characters."""

Snapshot = Callable[[AsyncSession], Awaitable[dict[str, Any]]]
Hear = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


async def serve(
    websocket: WebSocket,
    *,
    hub: Hub,
    database: Database,
    line: Line,
    snapshot: Snapshot,
    hear: Hear,
    replay_limit: int,
) -> None:
    """Serve an accepted socket until it closes.

    `snapshot` reads everything in the channel's scope; `hear` answers one message of the client, or
    gives None when there is nothing to answer.
    """
    try:
        hello = await _read_hello(websocket)
        if hello is _NOT_A_HELLO:
            await websocket.close(NO_HELLO)
            return
        await _open(websocket, hub, database, line, hello, snapshot, replay_limit)
        writer = asyncio.create_task(_write(websocket, line))
        reader = asyncio.create_task(_read(websocket, line, hear))
        done, waiting = await asyncio.wait((writer, reader), return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        for task in (*done, *waiting):
            with contextlib.suppress(
                asyncio.CancelledError, WebSocketDisconnect, RuntimeError, OSError
            ):
                await task
    except (WebSocketDisconnect, TimeoutError):
        pass
    finally:
        hub.detach(line)
        if websocket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close(RESYNC)


_NOT_A_HELLO: Final = object()


async def _read_hello(websocket: WebSocket) -> object:
    """Read the number the client has applied last: an int, None, or no hello at all."""
    try:
        async with asyncio.timeout(HELLO_S):
            first = await _read_json(websocket)
    except TimeoutError:
        return _NOT_A_HELLO
    hello = first.get("hello") if isinstance(first, dict) else None
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
    async with database.reading() as session:
        head = await channels.find_head(session, channel=line.channel)
        missed = (
            await channels.list_since(
                session, channel=line.channel, seq=last, most=replay_limit + 1
            )
            if isinstance(last, int) and 0 <= last <= head
            else None
        )
        if missed is not None and len(missed) == head - last <= replay_limit:  # type: ignore[operator]
            texts = [_text({"resumed": {"from": head - len(missed) + 1, "to": head}})]
            texts += [frame.text for frame in missed]
        else:
            texts = [_text({"snapshot": await snapshot(session), "seq": head})]
    for text in texts:
        await websocket.send_text(text)
    hub.start(line, at=head)


async def _write(websocket: WebSocket, line: Line) -> None:
    while True:
        try:
            async with asyncio.timeout(PING_S):
                item = await line.queue.get()
        except TimeoutError:
            item = channels.unnumbered("ping", {}, utcnow())
        if isinstance(item, int):
            await websocket.close(item)
            return
        await websocket.send_text(item)


async def _read(websocket: WebSocket, line: Line, hear: Hear) -> None:
    while True:
        answer = await hear(await _read_json(websocket))
        if answer is not None:
            line.say(_text(answer))


async def _read_json(websocket: WebSocket) -> Any:
    """Read one message; what is not a JSON object comes back as an empty one, which fits no form."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    raw = message.get("text")
    if raw is None or len(raw) > WORD_MOST:
        return {}
    try:
        word = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return word if isinstance(word, dict) else {}


def _text(answer: object) -> str:
    return orjson.dumps(answer).decode()

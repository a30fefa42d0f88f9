"""A socket's life: hello, resume or snapshot, frames out and words in, until somebody hangs up."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.websockets import WebSocket, WebSocketDisconnect

from core import channels
from core.clock import utcnow
from core.db import Database, DatabaseAway
from core.errors import DomainError
from core.http import problem_body, refuse_twice
from core.hub import AWAY, NO_HELLO, RESYNC, Hub, Line
from core.texts import Lang

log = structlog.get_logger()

HELLO_S: Final = 10
PING_S: Final = 20
WRITE_S: Final = 30
"""How long a client may read nothing before it is let go: its socket must not hold a task for ever."""
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
    lang: Lang,
    replay_limit: int,
) -> None:
    """Serve an accepted socket until it closes.

    `snapshot` reads everything in the channel's scope; `hear` answers one message of the client, or
    gives None when there is nothing to answer. What it raises as a refusal is answered in `lang`.
    """
    # The writer is there from the first moment: whoever hangs up does not wait for a hello.
    writer = asyncio.create_task(_write(websocket, line))
    conversation = asyncio.create_task(
        _converse(websocket, hub, database, line, snapshot, hear, lang, replay_limit)
    )
    try:
        await asyncio.wait((writer, conversation), return_when=asyncio.FIRST_COMPLETED)
        # However the conversation ended, the writer has the last word, should the client be there.
        line.hang_up(RESYNC)
        await asyncio.wait((writer,))
    finally:
        hub.detach(line)
        await _end(writer, conversation)


async def _end(*tasks: asyncio.Task[None]) -> None:
    """End both sides; only what is no way for a socket to end is raised."""
    for task in tasks:
        task.cancel()
    for ending in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ending, Exception) and not isinstance(ending, _ENDINGS):
            raise ending


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
        while not line.closed:
            try:
                answer = await hear(await _read_json(websocket, lang))
            except DomainError as refused:
                answer = {"refused": None, "problem": problem_body(refused, lang)}
            if answer is not None:
                line.say(_text(answer))
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
        # What was read for somebody whose session has ended meanwhile is not said any more.
        if line.closed:
            return
        await _send(websocket, text)
    hub.start(line, at=head)


async def _write(websocket: WebSocket, line: Line) -> None:
    while True:
        try:
            async with asyncio.timeout(PING_S):
                item = await line.queue.get()
        except TimeoutError:
            if line.sent is None:
                continue
            item = channels.unnumbered("ping", {}, utcnow())
        if isinstance(item, int):
            async with asyncio.timeout(WRITE_S):
                await websocket.close(item)
            return
        await _send(websocket, item)


async def _send(websocket: WebSocket, text: str) -> None:
    """Write a text.

    :raises TimeoutError: when the client has long made no room for it
    """
    async with asyncio.timeout(WRITE_S):
        await websocket.send_text(text)


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

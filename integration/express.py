"""The express lane: a well-formed event from a known platform, answered before any framework is asked.

Routing, dependency injection and response classes cost more than taking the event in. The lane answers
only what is new or repeated and in order; whatever else there is to say (a stranger, a field that is
wrong, a contradiction, a full house) goes the ordinary way, with the bytes it came with or the refusal
it met.
"""

from typing import Final

import orjson
from starlette.datastructures import State
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from command.intake import Outcome, TakenIn
from core import tracing
from core.errors import DomainError
from core.http import BODY_BYTES, BodyTooSlow, in_time
from core.http.request_context import choose_request_id, security_headers
from core.settings import Settings
from integration.values import read, to_report

PATH: Final = "/api/v1/events"
PLAINLY_JSON: Final = {None, b"application/json", b"application/json; charset=utf-8"}
"""What a body may be called to be taken for JSON at a glance; the ordinary way knows all spellings."""


class ExpressLane:
    """ASGI middleware around everything; `settings` decide the headers every answer wears."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self._headers = [
            (b"content-type", b"application/json"),
            (b"cache-control", b"no-store"),
            *security_headers(settings),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        state = scope["app"].state
        length = headers.get(b"content-length", b"")
        platform = None
        if (
            length.isdigit()
            and int(length) <= BODY_BYTES
            and headers.get(b"content-type") in PLAINLY_JSON
            and b"content-encoding" not in headers
        ):
            platform = await _who(state, headers.get(b"authorization", b""))
        if platform is None:
            await self.app(scope, receive, send)
            return
        try:
            body = await _read(in_time(receive))
        except BodyTooSlow as slow:
            await self.app(scope, _refused(slow), send)
            return
        offered = headers.get(b"x-request-id")
        request_id = choose_request_id(offered.decode("latin-1") if offered else None)
        with tracing.span(f"POST {PATH}", route=PATH, request_id=request_id) as tell:
            taken = await self._take_in(state, body, platform)
            if isinstance(taken, TakenIn):
                tell(status=201 if taken.new else 200)
        if taken is None:
            await self.app(scope, _again(body, receive), send)
            return
        if isinstance(taken, DomainError):
            await self.app(scope, _refused(taken), send)
            return
        answer = orjson.dumps(taken.to_json())
        await send(
            {
                "type": "http.response.start",
                "status": 201 if taken.new else 200,
                "headers": [
                    *self._headers,
                    (b"content-length", str(len(answer)).encode()),
                    (b"x-request-id", request_id.encode()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": answer})

    async def _take_in(self, state: State, body: bytes, platform: str) -> Outcome | None:
        try:
            report = to_report(read(body), platform=platform)
            outcome: Outcome = await state.intake.submit(report)
        except DomainError as refusal:
            return refusal
        except Exception:
            # Whatever it is, the ordinary way meets it again and knows how to say or log it.
            return None
        return outcome


async def _who(state: State, authorization: bytes) -> str | None:
    try:
        platform: str = await state.platforms.who(authorization.decode("latin-1"))
    except Exception:
        return None
    return platform


async def _read(receive: Receive) -> bytes:
    """Read a body whose announced length is within the limit; the server holds it to that length."""
    chunks: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(chunks)


def _refused(refusal: DomainError) -> Receive:
    """Give the ordinary way what it would have met itself, without another wait."""

    async def refused() -> Message:
        raise refusal

    return refused


def _again(body: bytes, receive: Receive) -> Receive:
    """Give the ordinary way the body it would have read itself."""
    unread = True

    async def replayed() -> Message:
        nonlocal unread
        if unread:
            unread = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replayed

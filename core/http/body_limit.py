"""Bodies are bounded whatever is sent: in size by what they announce or at the byte where they go over,
in time, and not compressed, so that what is counted is all there is.
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import DomainError
from core.http.body_time import in_time
from core.http.errors import BodyTooLarge, UnsupportedMediaType
from core.http.problems import problem_response

BODY_BYTES: Final = 1024 * 1024
"""What an ordinary address takes in."""


class BodyLimit:
    """Keep memory constant whatever is sent; `limits` names the paths that take more."""

    def __init__(
        self, app: ASGIApp, *, limits: Mapping[str, int], default: int = BODY_BYTES
    ) -> None:
        self.app = app
        self.limits = limits
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.limits.get(scope["path"], self.default)
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            refused = problem_response(BodyTooLarge(limit_bytes=limit), Request(scope))
            await refused(scope, receive, send)
            return
        await self._watch(scope, receive, send, limit)

    async def _watch(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        body = _Body(in_time(receive), limit, Headers(scope=scope).get("content-encoding"))
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if body.refusal is not None and not started:
                # Whatever was made of our exception on its way up: ours is the answer.
                return
            started = True
            await send(message)

        try:
            await self.app(scope, body.receive, guarded)
        except Exception:
            if body.refusal is None or started:
                raise
        if body.refusal is not None:
            body.refusal.__traceback__ = None  # a circle: its frames hold this body
            if not started:
                await problem_response(body.refusal, Request(scope))(scope, receive, send)


class _Body:
    """One body on its way in. Nothing is asked of it until somebody reads it: first who may, then what."""

    def __init__(self, receive: Receive, limit: int, encoding: str | None) -> None:
        self.refusal: DomainError | None = None
        self._receive = receive
        self._limit = limit
        self._encoding = encoding
        self._taken = 0

    async def receive(self) -> Message:
        try:
            return await self._next()
        except DomainError as refused:
            self.refusal = refused
            raise

    async def _next(self) -> Message:
        if self._encoding is not None and self._encoding.strip().lower() != "identity":
            raise UnsupportedMediaType(
                "Bodies are not compressed.", part="Content-Encoding", allowed=["identity"]
            )
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > self._limit:
            raise BodyTooLarge(limit_bytes=self._limit)
        return message

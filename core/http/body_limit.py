"""Bodies over the limit are refused: by what they announce, or at the byte where they go over."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.http.errors import BodyTooLarge
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
            await _refuse(scope, receive, send, limit)
            return
        await self._count(scope, receive, send, limit)

    async def _count(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        taken = 0
        started = False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > limit:
                    raise BodyTooLarge(limit_bytes=limit)
            return message

        async def guarded(message: Message) -> None:
            nonlocal started
            if taken > limit and not started:
                # Whatever was made of our exception on its way up: ours is the answer.
                return
            started = True
            await send(message)

        try:
            await self.app(scope, counted, guarded)
        except Exception:
            if taken <= limit or started:
                raise
        if taken > limit and not started:
            await _refuse(scope, receive, send, limit)


async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
    response = problem_response(BodyTooLarge(limit_bytes=limit), Request(scope))
    await response(scope, receive, send)

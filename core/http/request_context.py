"""The outermost layer of every request: its id, its headers, its line in the log, its last net.

Plain ASGI: Starlette's `BaseHTTPMiddleware` costs a task and two queues per request and holds back
streams. It also lies outside Starlette's own error page, so that a broken request is logged once
and answered with the same headers as any other.
"""

import re
from time import perf_counter
from typing import Final

import structlog
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from core import tracing
from core.http.language import language
from core.http.problems import answer, plain_problem
from core.ids import new_id
from core.settings import Settings, tile_origin

log = structlog.get_logger(__name__)

RawHeaders = list[tuple[bytes, bytes]]

WELL_FORMED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
"""A caller's request id we repeat: nothing in it can break a header or a log line."""

CASE_NO: Final = re.compile(r"\d{8}-\d{1,12}", re.ASCII)
"""A path's case number we log: what somebody typed in its place could be a name."""

CSP: Final = (
    "default-src 'self'",
    # MapLibre works in a worker made from a blob, and draws images from data: and blob:.
    "worker-src 'self' blob:",
    "img-src 'self' blob: data:",
    # Vue and MapLibre set styles through the CSSOM, which needs no 'unsafe-inline'.
    "style-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)


def content_policy(tile_url: str) -> str:
    """Give what our pages may load: what is ours, and map tiles from where the settings say."""
    origin = tile_origin(tile_url)
    return "; ".join(
        f"{rule} {origin}" if origin and rule.startswith("connect-src") else rule for rule in CSP
    )


def security_headers(settings: Settings) -> RawHeaders:
    """Tell browsers what our pages never do; HSTS only where the public address is HTTPS."""
    headers = {
        "content-security-policy": content_policy(settings.tile_url),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "geolocation=(self), camera=(self), microphone=()",
    }
    if settings.public_url.startswith("https://"):
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class RequestContext:
    """Give each request an id, safe headers and one log line; turn what broke into a bare 500.

    Requests whose route is in `quiet` are logged at debug level while they succeed: probes, and
    paths so hot that a line each would be most of their cost.
    """

    def __init__(
        self, app: ASGIApp, *, settings: Settings, quiet: frozenset[str] = frozenset()
    ) -> None:
        self.app = app
        self.quiet = quiet
        self.headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        request_id = choose_request_id(Headers(scope=scope).get("x-request-id"))
        with bound_contextvars(request_id=request_id):
            if scope["type"] == "http":
                with tracing.span(scope["method"], request_id=request_id) as tell:
                    status = await self._serve(scope, receive, send, request_id.encode())
                    route = _route(scope)
                    tell(name=f"{scope['method']} {route}", route=route, status=status)
            else:
                await self._follow(scope, receive, send)

    async def _follow(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = perf_counter()
        try:
            await self.app(scope, receive, send)
        finally:
            seconds = round(perf_counter() - began, 1)
            log.info("socket_ended", route=_route(scope), seconds=seconds)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, request_id: bytes) -> int:
        began = perf_counter()
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given: RawHeaders = list(message.get("headers", ()))
                message["headers"] = self._dress(scope, given, request_id)
            await send(message)

        try:
            await self.app(scope, receive, dressed)
        except ClientDisconnect:
            log.info("client_left", method=scope["method"], route=_route(scope))
        except Exception:
            log.exception("request_failed", method=scope["method"], route=_route(scope))
            if status:
                # Half an answer is out; only a broken connection can tell the client so.
                raise
            lang = language(Headers(scope=scope).get("accept-language"))
            body = plain_problem("internal-error", 500, lang, scope["path"])
            await answer(body, lang)(scope, receive, dressed)
        finally:
            route = _route(scope)
            hushed = status < 400 and route in self.quiet
            (log.debug if hushed else log.info)(
                "request_served",
                method=scope["method"],
                route=route,
                status=status,
                ms=round((perf_counter() - began) * 1000, 1),
                **_case(scope),
            )
        return status

    def _dress(self, scope: Scope, given: RawHeaders, request_id: bytes) -> RawHeaders:
        names = {name.lower() for name, _ in given}
        given += [header for header in self.headers if header[0] not in names]
        given.append((b"x-request-id", request_id))
        if b"cache-control" not in names and scope["path"].startswith("/api/"):
            given.append((b"cache-control", b"no-store"))
        return given


def choose_request_id(offered: str | None) -> str:
    """Keep the caller's id when it is well-formed: one id follows a request across systems."""
    if offered is not None and WELL_FORMED.fullmatch(offered):
        return offered
    return str(new_id())


def _route(scope: Scope) -> str | None:
    """Name the route by its template: a path itself may hold a case's or a person's number."""
    return getattr(scope.get("route"), "path", None)


def _case(scope: Scope) -> dict[str, str]:
    case_no = scope.get("path_params", {}).get("case_no", "")
    return {"case_no": case_no} if CASE_NO.fullmatch(str(case_no)) else {}

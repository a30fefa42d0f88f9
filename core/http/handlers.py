"""What an application needs to speak HTTP our way: `install(app, …)`."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from core.db import DatabaseAway
from core.errors import DomainError, Unavailable
from core.http.body_limit import BodyLimit
from core.http.language import language
from core.http.openapi import describe
from core.http.problems import answer, plain_problem, problem_response
from core.http.request_context import RequestContext
from core.http.validation import validation_error
from core.settings import Settings

log = structlog.get_logger(__name__)

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

PLAIN: Final[Mapping[int, str]] = {
    400: "malformed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "unsupported-media-type",
}
"""The framework's own refusals, by the key of their texts."""


def install(
    app: FastAPI,
    *,
    settings: Settings,
    body_limits: Mapping[str, int] | None = None,
    quiet: frozenset[str] = frozenset(),
) -> None:
    """Make every refusal a problem, bound every body, and give every request an id and a log line.

    `body_limits` names the paths that take more than the ordinary; `quiet` the routes whose
    successes are logged at debug level only.
    """
    app.add_exception_handler(DomainError, _refused)
    app.add_exception_handler(DatabaseAway, _away)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    # A slash too many is an unknown address: a redirect would lead where the Host header says.
    app.router.redirect_slashes = False
    app.add_middleware(HeadAsGet)
    app.add_middleware(BodyLimit, limits=body_limits or {})
    app.add_middleware(RequestContext, settings=settings, quiet=quiet)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]


class HeadAsGet:
    """Answer HEAD wherever GET is answered (RFC 9110 §9.3.2); the server leaves the content out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        as_get = {**scope, "method": "GET"}
        try:
            await self.app(as_get, receive, send)
        finally:
            # Which route it was is asked outside, for the log.
            scope.update({key: as_get[key] for key in ("route", "path_params") if key in as_get})


async def _refused(request: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    return _answered(error, problem_response(error, request))


async def _away(request: HTTPConnection, error: Exception) -> Response:
    log.error("database_away", error=str(error))
    return _answered(error, problem_response(Unavailable(), request))


def _answered(error: Exception, answer: Response) -> Response:
    # Its way here leads through every frame that held what was sent, and often round in a circle:
    # a body would stay in memory until the collector comes by.
    error.__traceback__ = error.__context__ = error.__cause__ = None
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    lang = language(request.headers.get("accept-language"))
    refusal = validation_error(error.errors(), lang, body=error.body, placed=True)
    return problem_response(refusal, request)


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    lang = language(request.headers.get("accept-language"))
    key = PLAIN.get(error.status_code, "http-error")
    body = plain_problem(key, error.status_code, lang, request.url.path)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(allowed_methods(request.scope))
    return answer(body, lang, headers)


def allowed_methods(scope: Scope) -> list[str]:
    """Ask all routes, not only the first that knows the path: `Allow` must be complete."""
    routes: list[BaseRoute] = scope["app"].routes
    known = [route for route in routes if not isinstance(route, Mount)]
    plain = {key: scope[key] for key in ("type", "path", "root_path", "headers") if key in scope}
    allowed = [
        method
        for method in METHODS
        if any(route.matches({**plain, "method": method})[0] is Match.FULL for route in known)
    ]
    if "GET" in allowed and "HEAD" not in allowed:
        allowed.insert(1, "HEAD")
    return allowed or ["GET", "HEAD"]

"""Who is asking: the one place where a request or a socket becomes a Principal.

A token comes in an `Authorization: Bearer` header or in the cookie that signing in set, never in a
URL, where logs and histories would keep it. A browser adds the cookie to requests of other sites'
pages too, so with the cookie whatever may change something must come from our own origin.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import HTTPConnection, Request
from starlette.websockets import WebSocket

from core.auth import queries
from core.auth.errors import RoleNotAllowed
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.db import Database
from core.errors import Unauthorized
from core.http.errors import ForeignOrigin
from core.http.openapi import lets_in
from core.http.origin import SAFE, own_origin
from core.settings import Settings

COOKIE: Final = "onedoor_session"


def token_of(connection: HTTPConnection) -> tuple[str, bool]:
    """Find the token and whether it came by cookie; a bearer token wins over the cookie.

    :raises Unauthorized: when there is neither
    """
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return bearer.strip(), False
    cookie = connection.cookies.get(COOKIE)
    if not cookie:
        raise Unauthorized()
    return cookie, True


@lets_in(
    session={
        "type": "http",
        "scheme": "bearer",
        "description": "The token that `POST /api/v1/login` answers.",
    },
    cookie={
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The same session as a browser holds it. A request that may change "
        "something must then come from our own `Origin`.",
    },
)
async def watching(request: Request) -> Principal:
    """Let in whoever has a live session, a kiosk too; a cookie on an unsafe method needs our own Origin.

    :raises Unauthorized: when there is no session, or it ended
    :raises ForeignOrigin: when another site's page used the cookie
    """
    database: Database = request.app.state.database
    token, by_cookie = token_of(request)
    if by_cookie and request.method not in SAFE:
        require_own_origin(request, request.app.state.settings)
    async with database.glance() as session:
        return await queries.principal_of(session, token=token, by_cookie=by_cookie, now=utcnow())


Watching = Annotated[Principal, Depends(watching)]


async def signed_in(principal: Watching) -> Principal:
    """Let in a person with a live session. A kiosk's link opens the wall: here it is no session at all.

    :raises Unauthorized: when there is no session, it ended, or it is a kiosk's
    """
    return _a_person(principal)


SignedIn = Annotated[Principal, Depends(signed_in)]


def require(*roles: Role) -> Callable[[Principal], Awaitable[Principal]]:
    """Make a dependency that lets in these roles only: `Depends(require(Role.OPERATOR))`."""

    async def required(principal: SignedIn) -> Principal:
        if principal.role not in roles:
            raise RoleNotAllowed(role=principal.role, allowed=[str(role) for role in roles])
        return principal

    return required


async def principal_of_socket(
    websocket: WebSocket, database: Database, settings: Settings, now: datetime
) -> Principal:
    """Let a socket in by the same rules: before `accept`, a refusal is answered over HTTP.

    :raises Unauthorized: when there is no session, it ended, or it is a kiosk's
    :raises ForeignOrigin: when another site's page used the cookie
    """
    token, by_cookie = token_of(websocket)
    if by_cookie:
        require_own_origin(websocket, settings)
    async with database.glance() as session:
        found = await queries.principal_of(session, token=token, by_cookie=by_cookie, now=now)
    return _a_person(found)


def _a_person(principal: Principal) -> Principal:
    if principal.role is Role.KIOSK:
        raise Unauthorized()
    return principal


def require_own_origin(connection: HTTPConnection, settings: Settings) -> None:
    """Refuse what another site's page sends in our user's name.

    :raises ForeignOrigin: when the Origin is not ours, or missing
    """
    if not own_origin(connection.scope, settings):
        raise ForeignOrigin()

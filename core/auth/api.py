"""Signing in and out, and who one is: `/api/v1/login`, `/logout`, `/me`."""

from datetime import timedelta
from typing import Annotated, Self

import structlog
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from core import http
from core.auth import operations
from core.auth.signing_in import login as sign_in
from core.auth.values import Principal, Role
from core.clock import iso, utcnow
from core.db import Database
from core.errors import Unavailable
from core.settings import Settings

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/api/v1", tags=["identity"])


class Credentials(BaseModel):
    """What somebody types to sign in. Bounded: hashing what a stranger sends must cost little."""

    model_config = ConfigDict(extra="forbid")

    username: Annotated[
        str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")
    ]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class User(BaseModel):
    """Who is signed in, and the scope they see."""

    username: str
    name: str
    role: Role
    node: str
    node_name: str
    unit: str | None

    @classmethod
    def of(cls, principal: Principal) -> Self:
        """Show what a client may know of a principal."""
        return cls(
            username=principal.username,
            name=principal.name,
            role=principal.role,
            node=principal.node,
            node_name=principal.node_name,
            unit=principal.unit,
        )


class SignedIn(BaseModel):
    """A fresh session. The token is for clients without cookies; it is shown this once."""

    token: str
    expires_at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    user: User


RETRY_S = 5


async def from_own_page(request: Request) -> None:
    """Refuse a page of another site, which could sign its visitor in here as somebody of its choosing."""
    if "origin" in request.headers:
        http.require_own_origin(request, request.app.state.settings)


@router.post(
    "/login",
    summary="Sign in",
    responses=http.documented(400, 401, 403, 408, 413, 415, 422, 429, 503),
    dependencies=[Depends(from_own_page)],
    openapi_extra=http.body_read_by_hand({http.JSON: Credentials}),
)
async def login(
    request: Request,
    response: Response,
    credentials: Annotated[Credentials, Depends(http.json_body(Credentials))],
) -> SignedIn:
    """Open a session: a token for programs, the same session as a cookie for browsers."""
    database: Database = request.app.state.database
    settings: Settings = request.app.state.settings
    lifetime = timedelta(hours=settings.session_hours)
    try:
        signed_in = await sign_in(
            database,
            username=credentials.username,
            password=credentials.password,
            address=request.client.host if request.client else "",
            device=device_of(request.headers.get("user-agent", "")),
            lifetime=lifetime,
            now=utcnow(),
        )
    except SQLAlchemyError as failure:
        # A guess that cannot be counted is not looked at: who could stop the counting could guess on.
        log.exception("sign_in_not_counted")
        raise Unavailable(retry_after_s=RETRY_S) from failure
    response.set_cookie(
        http.COOKIE,
        signed_in.token,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=http.is_secure(request.scope, settings),
        httponly=True,
        samesite="strict",
    )
    return SignedIn(
        token=signed_in.token,
        expires_at=iso(signed_in.principal.expires_at),
        user=User.of(signed_in.principal),
    )


@router.post(
    "/logout", status_code=204, summary="Sign out", responses=http.documented(401, 403, 503)
)
async def logout(request: Request, principal: http.SignedIn) -> Response:
    """End this session, here and on its sockets."""
    database: Database = request.app.state.database
    settings: Settings = request.app.state.settings
    async with database.transaction() as session:
        await operations.logout(session, session_id=principal.session_id, now=utcnow())
    response = Response(status_code=204)
    response.delete_cookie(
        http.COOKIE,
        path="/",
        secure=http.is_secure(request.scope, settings),
        httponly=True,
        samesite="strict",
    )
    return response


@router.get("/me", summary="Who is signed in", responses=http.documented(401, 503))
async def me(principal: http.Watching) -> User:
    """Tell who is signed in and with which scope; a kiosk, too, has to know what it shows."""
    return User.of(principal)


BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Shorten a User-Agent to what people call the device, dropping what could identify it."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "other")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "other")
    return f"{browser} / {system}"

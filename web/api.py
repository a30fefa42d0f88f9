"""The console's socket, its lists, and the pages themselves."""

from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, Request, WebSocket
from pydantic import AwareDatetime, BaseModel, ValidationError
from starlette.responses import FileResponse, PlainTextResponse, Response

from core.auth.values import Role
from core.clock import utcnow
from core.errors import Invalid
from core.http import SignedIn, documented, language, principal_of_socket, validation_error
from core.hub import FORBIDDEN
from core.scope import sees
from core.sockets import serve
from dispatch.tasks import queries as tasks
from field_units import queries as units
from field_units.lifecycle import Duty
from field_units.values import TeamKind
from field_units.views import ViewIn
from web import snapshot
from web.health import HealthOut
from web.onlookers import OpenIn

router = APIRouter(tags=["screens"])


class UnitOut(BaseModel):
    """A unit as consoles see it: where it was last, else its base; `load` is its open tasks.

    `position_at` is null where only the base is known, `free_until` while it is not on duty, or round
    the clock.
    """

    code: str
    name: str
    team: str
    team_name: str | None
    lon: float
    lat: float
    online: bool
    on_duty: bool
    duty: Duty
    free_until: AwareDatetime | None
    position_at: AwareDatetime | None
    load: int
    state: Literal["free", "sent", "en_route", "on_site", "off"]


class UnitsOut(BaseModel):
    """The units of a scope."""

    items: list[UnitOut]


class TeamOut(BaseModel):
    """A team: where it belongs and in which fields it works."""

    code: str
    name: str
    district: str | None
    township: str | None
    kind: TeamKind
    fields: list[str]


class TeamsOut(BaseModel):
    """The teams of a scope."""

    items: list[TeamOut]


@router.get(
    "/api/v1/units",
    summary="Units",
    responses={200: {"model": UnitsOut}, **documented(401, 503)},
)
async def list_units(request: Request, principal: SignedIn) -> dict[str, Any]:
    """List the units in the caller's scope, with where they are and what they have in hand."""
    state = request.app.state
    async with state.database.reading() as session:
        open_tasks = await tasks.list_hands(session, node=principal.scope)
        said = await units.map_said(session)
    items = snapshot.list_units(
        node=principal.scope,
        open_tasks=open_tasks,
        world=state.world(),
        presence=state.presence,
        said=said,
        now=utcnow(),
    )
    return {"items": items}


@router.get(
    "/api/v1/teams",
    summary="Teams",
    responses={200: {"model": TeamsOut}, **documented(401, 503)},
)
async def list_teams(request: Request, principal: SignedIn) -> dict[str, Any]:
    """List the teams in the caller's scope."""
    roster = request.app.state.world().roster
    return {
        "items": [
            {
                "code": team.code,
                "name": team.name,
                "district": team.district,
                "township": team.township,
                "kind": team.kind,
                "fields": sorted(team.fields),
            }
            for team in roster.teams.values()
            if sees(principal.scope, district=team.district, township=team.township, team=team.code)
        ]
    }


class TilesOut(BaseModel):
    """The map laid under ours: the address of its tiles, and whose it is; null where there is none."""

    url: str | None
    attribution: str


@router.get(
    "/api/v1/tiles",
    summary="The map laid under ours",
    responses={200: {"model": TilesOut}, **documented(401, 503)},
)
async def read_tiles(request: Request, _: SignedIn) -> dict[str, Any]:
    """Say where tiles come from. Their address may hold the city's key, so nobody else is told."""
    settings = request.app.state.settings
    return {"url": settings.tile_url or None, "attribution": settings.tile_attribution}


@router.get(
    "/api/v1/health",
    summary="What the console warns of",
    responses={200: {"model": HealthOut}, **documented(401, 503)},
)
async def read_health(request: Request, _: SignedIn) -> dict[str, Any]:
    """Tell how the platform's parts are, as the console's strip shows it."""
    health: dict[str, Any] = await request.app.state.health.report()
    return health


@router.websocket("/ws/console")
async def console_socket(websocket: WebSocket) -> None:
    """Follow the channel of one's node (docs/wire.md)."""
    state = websocket.app.state
    principal = await principal_of_socket(websocket, state.database, state.settings, utcnow())
    await websocket.accept()
    if principal.role is Role.OFFICER:
        await websocket.close(FORBIDDEN)
        return

    line = state.hub.attach(channel=principal.node, principal=principal)
    lang = language(websocket.headers.get("accept-language"))

    async def hear(word: dict[str, Any]) -> dict[str, Any] | None:
        if "ack" in word:
            return None
        try:
            if "view" in word:
                view = ViewIn.model_validate(word).view
                state.views.look(line, node=principal.node, box=view and view.bbox)
                return None
            if "open" in word:
                await state.onlookers.open(line, OpenIn.model_validate(word).open)
                return None
        except ValidationError as wrong:
            raise validation_error(wrong.errors(include_url=False), lang) from None
        raise Invalid("This message fits no form of the wire.")

    try:
        await serve(
            websocket,
            hub=state.hub,
            database=state.database,
            line=line,
            snapshot=lambda session: snapshot.take(
                session,
                node=principal.node,
                world=state.world(),
                presence=state.presence,
                now=utcnow(),
            ),
            hear=hear,
            lang=lang,
            replay_limit=state.settings.replay_limit,
        )
    finally:
        state.onlookers.leave(line)


def page(static: Path, name: str) -> Response:
    """Give a built page; says how to build it where it is missing."""
    path = static / name
    if not path.is_file():
        return PlainTextResponse("The screens are not built: run `make setup`.\n", 503)
    return FileResponse(path, headers={"Cache-Control": "no-cache"})


@router.get("/", include_in_schema=False)
async def console_page(request: Request) -> Response:
    """Give the console."""
    return page(request.app.state.settings.static_dir, "index.html")


@router.get("/field", include_in_schema=False)
async def field_page(request: Request) -> Response:
    """Give the phone's page."""
    return page(request.app.state.settings.static_dir, "field.html")


@router.get("/field-worker.js", include_in_schema=False)
async def field_worker(request: Request) -> Response:
    """Give what the phone's page leaves running when it is closed; from the root, where its scope is."""
    return page(request.app.state.settings.static_dir, "field-worker.js")


@router.get("/wall", include_in_schema=False)
async def wall_page(request: Request) -> Response:
    """Give the wall."""
    return page(request.app.state.settings.static_dir, "wall.html")


@router.get("/competence", include_in_schema=False)
@router.get("/competence/{page_name}", include_in_schema=False)
async def competence_page(request: Request) -> Response:
    """Give the pages about who is competent."""
    return page(request.app.state.settings.static_dir, "competence.html")

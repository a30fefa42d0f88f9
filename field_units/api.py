"""Duty over HTTP, and positions from devices that speak OsmAnd's or OwnTracks' form."""

from base64 import b64decode
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, RootModel

from core.auth.values import Principal, Role
from core.clock import utcnow
from core.errors import Unauthorized
from core.http import JSON, body_read_by_hand, documented, json_body, lets_in, require
from field_units.lifecycle import Duty
from field_units.values import DutyIn, Position

router = APIRouter(tags=["units"])

Officer = Annotated[Principal, Depends(require(Role.OFFICER))]

MILLISECONDS: Final = 100_000_000_000
"""From here on a number is milliseconds of the epoch: as seconds it would be the year 5138."""


class StandOut(BaseModel):
    """How a unit stands; `free_until`: when its shift or overtime ends, null for round the clock."""

    unit: str
    duty: Duty
    on_duty: bool
    free_until: AwareDatetime | None


class KeptOut(BaseModel):
    """Whether the position was kept: not while the unit is off duty or on a break."""

    kept: bool


class LocationIn(BaseModel):
    """OwnTracks' `location`: owntracks.org/booklet/tech/json. What else it holds is not used."""

    model_config = ConfigDict(allow_inf_nan=False)

    type_: Literal["location"] = Field(alias="_type")
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    tst: Annotated[int, Field(ge=0, lt=MILLISECONDS)] | None = None
    """Seconds of the epoch."""
    acc: Annotated[float, Field(ge=0, le=1e6)] | None = None


class OtherIn(BaseModel):
    """What else OwnTracks sends: taken, so that it is not sent again for ever, and not used."""

    type_: Literal[
        "beacon",
        "card",
        "cmd",
        "configuration",
        "dump",
        "encrypted",
        "lwt",
        "request",
        "status",
        "steps",
        "transition",
        "waypoint",
        "waypoints",
    ] = Field(alias="_type")


class OwnTracksIn(RootModel[Annotated[LocationIn | OtherIn, Field(discriminator="type_")]]):
    """A message of OwnTracks in its HTTP mode."""


class CommandOut(BaseModel):
    """What OwnTracks could be told to do; the list is always empty."""


@router.post(
    "/api/v1/duty",
    summary="Sign on or off, take or end a break",
    responses={
        200: {"model": StandOut},
        **documented(400, 401, 403, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: DutyIn}),
)
async def say_duty(
    request: Request, principal: Officer, word: Annotated[DutyIn, Depends(json_body(DutyIn))]
) -> dict[str, Any]:
    """Take a crew's word about its unit's duty; the same word again changes nothing."""
    stands: dict[str, Any] = await request.app.state.desk.say(
        word, principal=principal, now=utcnow()
    )
    return stands


@lets_in(
    device={
        "type": "apiKey",
        "in": "query",
        "name": "id",
        "description": "What `onedoor devices add` gave. It opens nothing but the unit's own position.",
    }
)
async def device_in_query(request: Request) -> str:
    """Let in whoever shows a device's id in the address, the one place OsmAnd and Traccar can put it.

    :raises Unauthorized: when there is none, or it is nobody's
    """
    return await _who(request, request.query_params.get("id", ""))


@lets_in(
    device_password={
        "type": "http",
        "scheme": "basic",
        "description": "The device's id as password; any user name.",
    }
)
async def device_in_header(request: Request) -> str:
    """Let in whoever shows a device's id as the password of HTTP's own way to sign in, as OwnTracks does.

    :raises Unauthorized: when there is none, or it is nobody's
    """
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise Unauthorized
    try:
        _, _, password = b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        raise Unauthorized from None
    return await _who(request, password)


@router.get(
    "/api/v1/positions/osmand",
    summary="A position, as OsmAnd and Traccar's client send it",
    responses={200: {"model": KeptOut}, **documented(401, 422, 429, 503)},
)
async def take_from_osmand(
    request: Request,
    unit: Annotated[str, Depends(device_in_query)],
    lat: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)],
    lon: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)],
    timestamp: Annotated[int | None, Query(ge=0, le=MILLISECONDS * 100)] = None,
    accuracy: Annotated[float | None, Query(ge=0, le=1e6, allow_inf_nan=False)] = None,
) -> dict[str, bool]:
    """Take in where a unit is; `timestamp` in seconds or milliseconds of the epoch. What else it sends is not used."""
    seconds = timestamp
    if timestamp is not None and timestamp >= MILLISECONDS:
        seconds = timestamp // 1000
    return {"kept": _take(request, unit, lon, lat, seconds, accuracy)}


@router.post(
    "/api/v1/positions/owntracks",
    summary="A position, as OwnTracks sends it",
    responses={
        200: {"model": list[CommandOut]},
        **documented(400, 401, 408, 413, 415, 422, 429, 503),
    },
    openapi_extra=body_read_by_hand({JSON: OwnTracksIn}),
)
async def take_from_owntracks(
    request: Request,
    unit: Annotated[str, Depends(device_in_header)],
    message: Annotated[OwnTracksIn, Depends(json_body(OwnTracksIn))],
) -> list[dict[str, Any]]:
    """Take in where a unit is; messages of other kinds are taken and not used."""
    found = message.root
    if isinstance(found, LocationIn):
        _take(request, unit, found.lon, found.lat, found.tst, found.acc)
    return []


async def _who(request: Request, token: str) -> str:
    address = request.client.host if request.client else ""
    unit: str = await request.app.state.device_door.who(token, address=address)
    return unit


def _take(
    request: Request,
    unit: str,
    lon: float,
    lat: float,
    seconds: int | None,
    accuracy_m: float | None,
) -> bool:
    at = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    kept: bool = request.app.state.positions.take(
        unit, Position(lon, lat, at, accuracy_m), utcnow()
    )
    return kept

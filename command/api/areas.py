"""Special areas over HTTP, for drawing: their ground, and who has which powers in them."""

import json
from datetime import date
from typing import Any, Literal

import shapely
from fastapi import APIRouter, Request
from pydantic import BaseModel

from command.api.catalogue import today
from command.api.days import Day
from command.catalogue.facts import ANY, AreaPower, Mode
from command.world import World
from core.http import SignedIn, documented
from grid.special import SpecialArea

router = APIRouter(tags=["catalogue"])


class GroundOut(BaseModel):
    """Ground as GeoJSON has it (CGCS2000)."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any]


class AreaPowerOut(BaseModel):
    """A team that has powers in an area: alone (`own`) or beside the township's; no field is all of them."""

    team: str
    team_name: str
    mode: Mode
    fields: list[str]


class SpecialAreaOut(BaseModel):
    """A special area on a day."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    source: str
    invented: bool
    powers: list[AreaPowerOut]
    ground: GroundOut


class SpecialAreasOut(BaseModel):
    """The special areas good on a day, the first to count first."""

    on: date
    items: list[SpecialAreaOut]


@router.get(
    "/api/v1/catalogue/areas",
    summary="Special areas",
    responses={200: {"model": SpecialAreasOut}, **documented(401, 422, 503)},
)
async def list_areas(request: Request, _: SignedIn, on: Day | None = None) -> dict[str, Any]:
    """List the ground laid above the townships, and who owns or shares powers on it."""
    world: World = request.app.state.world()
    day = on or today(world)
    powers = [row for row in world.book.facts.area_powers if day in row.span]
    return {
        "on": day,
        "items": [
            _area(area, [row for row in powers if row.area == area.code], world, day)
            for area in world.city.special_areas
            if area.is_good_on(day)
        ],
    }


def _area(area: SpecialArea, powers: list[AreaPower], world: World, day: date) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
        "source": area.source,
        "invented": area.invented,
        "powers": [
            {
                "team": row.team,
                "team_name": team.name if (team := world.book.team(row.team, day)) else row.team,
                "mode": row.mode,
                "fields": [one for one in row.fields if one != ANY],
            }
            for row in powers
        ],
        "ground": json.loads(shapely.to_geojson(area.polygon)),
    }

"""What browsers and platforms may ask about places. Reads only the snapshot: no database here."""

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from core.http import documented
from grid.errors import NoSuchCrs
from grid.snapshot import CitySnapshot
from grid.values import Crs

router = APIRouter(prefix="/api/v1", tags=["grid"])


class CityOut(BaseModel):
    """The city a console shows: where to look, which clock, and what to say about its map."""

    code: str
    name: str
    name_en: str
    centre: Annotated[list[float], Field(min_length=2, max_length=2)]
    bounds: Annotated[list[float], Field(min_length=4, max_length=4)]
    """West, south, east, north."""
    timezone: str
    attribution: str
    approximate: bool
    demo: bool
    boundary_version: int


class PlaceOut(BaseModel):
    """Where a point lies; null codes when it lies outside the city."""

    lon: float
    lat: float
    """The point in CGCS2000."""
    township: str | None
    township_name: str | None
    district: str | None
    district_name: str | None
    boundary_version: int


def city_of(request: Request) -> CitySnapshot:
    """Give the snapshot of now; a request keeps it, whatever is published meanwhile."""
    city: CitySnapshot = request.app.state.city
    return city


@router.get("/city", summary="The city")
async def get_city(request: Request) -> CityOut:
    """Say what city this is."""
    snapshot = city_of(request)
    city = snapshot.city
    return CityOut(
        code=city.code,
        name=city.name,
        name_en=city.name_en,
        centre=[city.lon, city.lat],
        bounds=list(snapshot.bounds),
        timezone=city.timezone,
        attribution=city.attribution,
        approximate=city.approximate,
        demo=city.demo,
        boundary_version=snapshot.version,
    )


@router.get(
    "/grid/areas",
    summary="Districts and townships, for drawing",
    response_class=Response,
    responses={
        200: {
            "description": "A GeoJSON FeatureCollection",
            "content": {"application/geo+json": {"schema": {"type": "object"}}},
        },
        304: {"description": "As the `ETag` in `If-None-Match` has it"},
    },
)
async def get_areas(request: Request) -> Response:
    """Give districts and townships as GeoJSON, thinned for drawing; tagged, so 304 is likely."""
    snapshot = city_of(request)
    document = await asyncio.to_thread(lambda: snapshot.areas)
    headers = {"ETag": document.etag, "Cache-Control": "private, no-cache"}
    asked = request.headers.get("if-none-match", "")
    if document.etag in (tag.strip().removeprefix("W/") for tag in asked.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(document.body, media_type="application/geo+json", headers=headers)


_CRS: Final[JsonDict] = {"enum": [known.value for known in Crs]}


@router.get(
    "/grid/locate",
    summary="Which township a point lies in",
    responses=documented(422),
)
async def locate(
    request: Request,
    lon: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)],
    lat: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)],
    crs: Annotated[
        str, Query(description="Other spellings are understood", json_schema_extra=_CRS)
    ] = "CGCS2000",
) -> PlaceOut:
    """Say which township a point lies in.

    :raises NoSuchCrs: when the coordinate system is not one we know.
    """
    try:
        system = Crs.parse(crs)
    except ValueError as unknown:
        allowed = [known.value for known in Crs]
        error = {"in": "query", "pointer": "crs", "rule": "enum", "allowed": allowed, "detail": ""}
        raise NoSuchCrs(str(unknown), crs=crs, known=allowed, errors=[error]) from unknown
    snapshot = city_of(request)
    place = snapshot.index.locate(lon, lat, system)
    names: dict[str, Any] = {
        "township_name": snapshot.name_of(place.township) if place.township else None,
        "district_name": snapshot.name_of(place.district) if place.district else None,
    }
    return PlaceOut(
        lon=place.lon,
        lat=place.lat,
        township=place.township,
        district=place.district,
        boundary_version=place.version,
        **names,
    )

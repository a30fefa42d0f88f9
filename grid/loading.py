"""A city folder's geography: city.json, districts.csv, townships.csv, townships.geojson.

The only place where geopandas is imported (half a second): web processes never load this module.
Whatever is wrong in a file is said with the file and the row, before anything is written.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import geopandas
import numpy as np
import shapely
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.tables import BadTable, a_list, read_csv
from grid import operations
from grid.errors import AnotherCity
from grid.geometry import Floats, to_cgcs2000_many
from grid.models import City, District, Township, TownshipAlias
from grid.values import CityFacts, Crs

OVERLAP_DEG2 = 1e-8
"""About 100 m² of ground claimed by two townships: more is a mistake, less is drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """A folder that was read and found sound."""

    city: CityFacts
    districts: dict[str, str]
    townships: dict[str, tuple[str, str, str]]
    """Code -> name, kind, district."""
    aliases: dict[tuple[str, str], str]
    boundaries: dict[str, bytes]
    """Code -> WKB in CGCS2000, every vertex."""


async def load(session: AsyncSession, *, folder: Path, now: datetime) -> int:
    """Write a folder's geography and tell the boundary version; loading it again changes nothing.

    A township that left the folder keeps its row: boundaries of earlier versions speak of it.

    :raises BadTable: when a file cannot be read or cannot be true; names the file and the row.
    :raises AnotherCity: when the database holds another city.
    """
    geography = read_folder(folder)
    held = await session.scalar(select(City))
    if held is not None and held.code != geography.city.code:
        raise AnotherCity(f"This database holds {held.name}.", held=held.code)
    facts = geography.city
    city = City(
        code=facts.code,
        name=facts.name,
        name_en=facts.name_en,
        timezone=facts.timezone,
        lon=facts.lon,
        lat=facts.lat,
        attribution=facts.attribution,
        approximate=facts.approximate,
        demo=facts.demo,
        loaded_at=now,
    )
    await session.merge(city)
    for code, name in geography.districts.items():
        await session.merge(District(code=code, name=name))
    await session.flush()
    for code, (name, kind, district) in geography.townships.items():
        await session.merge(Township(code=code, name=name, kind=kind, district=district))
    await session.flush()
    await session.execute(delete(TownshipAlias))
    session.add_all(
        TownshipAlias(scheme=scheme, alias=alias, township=township)
        for (scheme, alias), township in geography.aliases.items()
    )
    return await operations.publish(
        session,
        boundaries=geography.boundaries,
        valid_from=now.astimezone(ZoneInfo(facts.timezone)).date(),
    )


def read_folder(folder: Path) -> Geography:
    """Read and check a folder's geography, touching nothing.

    :raises BadTable: when a file cannot be read or cannot be true; names the file and the row.
    """
    city, crs = _read_city(folder / "city.json")
    districts = _read_districts(folder / "districts.csv")
    townships, aliases = _read_townships(folder / "townships.csv", districts)
    boundaries = _read_boundaries(folder / "townships.geojson", crs, townships)
    return Geography(
        city=city,
        districts=districts,
        townships=townships,
        aliases=aliases,
        boundaries=boundaries,
    )


def _read_city(path: Path) -> tuple[CityFacts, Crs]:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        crs = Crs.parse(said["crs"])
        lon, lat = (float(degrees) for degrees in said["centre"])
        facts = CityFacts(
            code=str(said["code"]),
            name=said["name"],
            name_en=said["name_en"],
            timezone=ZoneInfo(said["timezone"]).key,
            lon=lon,
            lat=lat,
            attribution=said["attribution"],
            approximate=bool(said["approximate"]),
            demo=bool(said["demo"]),
        )
    except ZoneInfoNotFoundError as unknown:
        raise BadTable(f"{path.name} timezone: {unknown}") from unknown
    except KeyError as missing:
        raise BadTable(f"{path.name} does not say {missing}") from missing
    except (OSError, ValueError, TypeError) as failure:
        raise BadTable(f"{path.name}: {failure}") from failure
    return facts, crs


def _read_districts(path: Path) -> dict[str, str]:
    districts: dict[str, str] = {}
    for row in read_csv(path):
        if not row["code"] or row["code"] in districts:
            raise row.bad("code", "a code of its own")
        districts[row["code"]] = row["name"]
    return districts


def _read_townships(
    path: Path, districts: dict[str, str]
) -> tuple[dict[str, tuple[str, str, str]], dict[tuple[str, str], str]]:
    townships: dict[str, tuple[str, str, str]] = {}
    aliases: dict[tuple[str, str], str] = {}
    for row in read_csv(path):
        code = row["code"]
        if not code or code in townships:
            raise row.bad("code", "a code of its own")
        if row["district"] not in districts:
            raise row.bad("district", "a code of districts.csv")
        townships[code] = row["name"], row["kind"], row["district"]
        for pair in a_list(row["aliases"]):
            scheme, colon, alias = pair.partition(":")
            if not (scheme and colon and alias):
                raise row.bad("aliases", "scheme:code, joined by |")
            if (scheme, alias) in aliases:
                raise row.bad("aliases", f"an alias of its own ({pair} was given twice)")
            aliases[scheme, alias] = code
    return townships, aliases


def _read_boundaries(
    path: Path, crs: Crs, townships: dict[str, tuple[str, str, str]]
) -> dict[str, bytes]:
    try:
        frame = geopandas.read_file(path)
    except (OSError, ValueError, RuntimeError) as failure:
        raise BadTable(f"{path.name}: {failure}") from failure
    if "code" not in frame:
        raise BadTable(f"{path.name}: features have no property 'code'")
    polygons: dict[str, Any] = {}
    for number, (code, polygon) in enumerate(zip(frame["code"], frame.geometry, strict=True), 1):
        where = f"{path.name} feature {number} ({code})"
        code = str(code)
        if code not in townships:
            raise BadTable(f"{where}: no such code in townships.csv")
        if code in polygons:
            raise BadTable(f"{where}: the code was given twice")
        if polygon is None or polygon.geom_type not in {"Polygon", "MultiPolygon"}:
            raise BadTable(f"{where}: is no polygon")
        if polygon.is_empty or not polygon.is_valid:
            raise BadTable(f"{where}: {shapely.is_valid_reason(polygon)}")
        polygons[code] = shapely.force_2d(polygon)
    missing = sorted(set(townships) - set(polygons))
    if missing:
        raise BadTable(f"{path.name}: no feature for {', '.join(missing[:5])} of townships.csv")
    placed = {code: _to_cgcs2000(polygon, crs) for code, polygon in sorted(polygons.items())}
    _refuse_overlaps(path.name, placed)
    return {code: bytes(shapely.to_wkb(polygon)) for code, polygon in placed.items()}


def _to_cgcs2000(polygon: Any, crs: Crs) -> Any:
    def convert(points: Floats) -> Floats:
        return np.column_stack(to_cgcs2000_many(points[:, 0], points[:, 1], crs))

    return shapely.transform(polygon, convert)


def _refuse_overlaps(name: str, polygons: dict[str, Any]) -> None:
    codes, shapes = list(polygons), np.array(list(polygons.values()))
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for left, right in zip(one, other, strict=True):
        if left < right:
            shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
            if shared > OVERLAP_DEG2:
                raise BadTable(f"{name}: {codes[left]} and {codes[right]} claim the same ground")

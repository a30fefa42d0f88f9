"""A city folder's geography: city.json, districts.csv, townships.csv and .geojson, special_areas.

Reads and checks; writes nothing and starts fast, so that a command can answer from a folder with
nothing running. Whatever is wrong in a file is said with the file and the row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import shapely
import shapely.geometry
from shapely.geometry.base import BaseGeometry

from core.tables import BadTable, a_flag, a_list, a_number, day_or_none, read_csv
from grid.geometry import Floats, to_cgcs2000_many
from grid.index import GridIndex
from grid.snapshot import CitySnapshot
from grid.special import SpecialArea, SpecialAreas
from grid.topology import overlaps
from grid.values import Area, CityFacts, Crs

OVERLAP_M2: Final = 100
"""Ground claimed by two townships: more is a mistake, less is drawing."""


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
    special_areas: tuple[SpecialArea, ...] = field(default=())


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
        special_areas=_read_special_areas(folder, crs),
    )


def to_snapshot(geography: Geography, *, now: datetime) -> CitySnapshot:
    """Give the city of a folder as a process knows it, with nothing loaded anywhere."""
    polygons = shapely.from_wkb(list(geography.boundaries.values()))
    labels = dict(zip(geography.boundaries, shapely.point_on_surface(polygons), strict=True))
    townships = [
        Area(
            code=code,
            name=name,
            kind=kind,
            district=district,
            lon=labels[code].x,
            lat=labels[code].y,
        )
        for code, (name, kind, district) in geography.townships.items()
    ]
    return CitySnapshot(
        city=geography.city,
        index=GridIndex(
            codes=list(geography.boundaries),
            districts=[geography.townships[code][2] for code in geography.boundaries],
            polygons=list(polygons),
        ),
        districts=[
            Area(code=code, name=name, kind="district", district=code, lon=0.0, lat=0.0)
            for code, name in geography.districts.items()
        ],
        townships=townships,
        aliases=geography.aliases,
        special_areas=SpecialAreas(geography.special_areas),
        day=now.astimezone(ZoneInfo(geography.city.timezone)).date(),
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
    polygons: dict[str, BaseGeometry] = {}
    for where, code, polygon in _polygons(path, crs):
        if code not in townships:
            raise BadTable(f"{where}: no such code in townships.csv")
        if code in polygons:
            raise BadTable(f"{where}: the code was given twice")
        polygons[code] = polygon
    missing = sorted(set(townships) - set(polygons))
    if missing:
        raise BadTable(f"{path.name}: no feature for {', '.join(missing[:5])} of townships.csv")
    placed = dict(sorted(polygons.items()))
    for fault in overlaps(placed):
        if fault.area_m2 > OVERLAP_M2:
            left, right = fault.codes
            raise BadTable(f"{path.name}: {left} and {right} claim the same ground")
    return {code: bytes(shapely.to_wkb(polygon)) for code, polygon in placed.items()}


def _read_special_areas(folder: Path, crs: Crs) -> tuple[SpecialArea, ...]:
    """Read the special areas; a city without the file has none."""
    table, drawing = folder / "special_areas.csv", folder / "special_areas.geojson"
    if not table.exists():
        return ()
    drawn = {code: polygon for _, code, polygon in _polygons(drawing, crs)}
    areas = []
    for row in read_csv(table):
        if row["code"] not in drawn:
            raise row.bad("code", f"a code of {drawing.name}")
        areas.append(
            SpecialArea(
                code=row["code"],
                name=row["name"],
                priority=int(a_number(row, "priority")),
                polygon=drawn[row["code"]],
                valid_from=day_or_none(row, "valid_from"),
                valid_to=day_or_none(row, "valid_to"),
                source=row["source"],
                invented=a_flag(row, "invented"),
            )
        )
    if unsaid := sorted(set(drawn) - {area.code for area in areas}):
        raise BadTable(f"{drawing.name}: {', '.join(unsaid)} not in {table.name}")
    return tuple(areas)


def _polygons(path: Path, crs: Crs) -> Iterator[tuple[str, str, BaseGeometry]]:
    """Give where each feature stands, its code, and its sound polygon in CGCS2000."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, TypeError, KeyError) as failure:
        raise BadTable(f"{path.name} is no GeoJSON FeatureCollection: {failure}") from failure
    for number, feature in enumerate(features, 1):
        code, polygon = _feature(f"{path.name} feature {number}", feature)
        where = f"{path.name} feature {number} ({code})"
        if polygon is None or polygon.geom_type not in {"Polygon", "MultiPolygon"}:
            raise BadTable(f"{where}: is no polygon")
        if polygon.is_empty or not polygon.is_valid:
            raise BadTable(f"{where}: {shapely.is_valid_reason(polygon)}")
        yield where, code, to_cgcs2000(shapely.force_2d(polygon), crs)


def _feature(where: str, feature: Any) -> tuple[str, BaseGeometry | None]:
    try:
        code, drawn = feature["properties"]["code"], feature["geometry"]
        return str(code), None if drawn is None else shapely.geometry.shape(drawn)
    except (KeyError, TypeError) as missing:
        raise BadTable(f"{where}: features have no property {missing}") from missing
    except (ValueError, AttributeError, shapely.errors.ShapelyError) as failure:
        raise BadTable(f"{where}: is no polygon ({failure})") from failure


def to_cgcs2000(polygon: BaseGeometry, crs: Crs) -> BaseGeometry:
    """Bring every vertex of a polygon into the system we keep."""

    def convert(points: Floats) -> Floats:
        return np.column_stack(to_cgcs2000_many(points[:, 0], points[:, 1], crs))

    return shapely.transform(polygon, convert)

"""Surveyed boundaries as their makers hand them out: GeoJSON, Shapefile, GeoPackage.

The only place where geopandas is imported, which takes two seconds: no web process loads this.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from core.tables import BadTable
from grid.folder import to_cgcs2000
from grid.values import Area, Crs

KINDS: Final = ("街道", "镇", "乡")
"""What a township is, as its name ends."""
FAR_DEG: Final = 3.0
"""No city reaches so far from its centre: the coordinates are of another system."""
SHIFTED: Final = frozenset({Crs.GCJ02, Crs.BD09})


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A file that was read: sound polygons in CGCS2000, and what it says of townships we do not know."""

    boundaries: Mapping[str, BaseGeometry]
    new: Mapping[str, tuple[str, str, str]]
    """Code -> name, kind, district."""


def read(
    path: Path,
    *,
    townships: Mapping[str, Area],
    districts: Mapping[str, Area],
    centre: tuple[float, float],
    crs: Crs | None = None,
) -> Survey:
    """Read a survey whose features have a `code`; a township that is new has a `name`, too.

    `crs` is the system when the file does not say it, or cannot: no file names GCJ-02 or BD-09.

    :raises BadTable: when it cannot be read or cannot be true; names the file and the feature.
    """
    frame = _frame(path, crs)
    polygons: dict[str, BaseGeometry] = {}
    new: dict[str, tuple[str, str, str]] = {}
    for number, row in enumerate(frame.to_dict("records"), 1):
        code, polygon = str(row["code"]).strip(), row["geometry"]
        where = f"{path.name} feature {number} ({code})"
        if code in polygons:
            raise BadTable(f"{where}: the code was given twice")
        if polygon is None or polygon.geom_type not in {"Polygon", "MultiPolygon"}:
            raise BadTable(f"{where}: is no polygon")
        if polygon.is_empty or not polygon.is_valid:
            raise BadTable(f"{where}: {shapely.is_valid_reason(polygon)}")
        if code not in townships:
            new[code] = _newcomer(where, code, row, districts)
        polygons[code] = shapely.force_2d(polygon)
    if not polygons:
        raise BadTable(f"{path.name}: has no feature")
    placed = {
        code: to_cgcs2000(polygon, crs) if crs in SHIFTED else polygon
        for code, polygon in sorted(polygons.items())
    }
    _refuse_far(path.name, placed, centre)
    return Survey(boundaries=placed, new=new)


def _frame(path: Path, crs: Crs | None) -> Any:
    try:
        layers = list(geopandas.list_layers(path)["name"])
        if len(layers) > 1:
            raise BadTable(f"{path.name}: has several layers ({', '.join(layers)}); give one alone")
        frame = geopandas.read_file(path)
    except (OSError, ValueError, RuntimeError) as failure:
        raise BadTable(f"{path.name}: {failure}") from failure
    if "geometry" not in frame:
        raise BadTable(f"{path.name}: its features have no ground")
    if "code" not in frame:
        raise BadTable(f"{path.name}: features have no property 'code'")
    if frame.crs is None and crs is None:
        raise BadTable(f"{path.name}: does not say its coordinate system; name it with --crs")
    if frame.crs is not None and not frame.crs.is_geographic:
        if crs in SHIFTED:
            raise BadTable(f"{path.name}: is in {frame.crs.name}, so it cannot be in {crs}")
        # Grids of metres (Gauss-Krüger, UTM) are common in surveys.
        frame = frame.to_crs("EPSG:4490")
    return frame


def _newcomer(
    where: str, code: str, row: Mapping[str, Any], districts: Mapping[str, Area]
) -> tuple[str, str, str]:
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        raise BadTable(f"{where}: no such township, and no property 'name' to make it one")
    if (district := code[:6]) not in districts:
        raise BadTable(f"{where}: the city has no district {district}")
    kind = next((kind for kind in KINDS if name.strip().endswith(kind)), "")
    return name.strip(), kind, district


def _refuse_far(
    name: str, polygons: Mapping[str, BaseGeometry], centre: tuple[float, float]
) -> None:
    west, south, east, north = shapely.total_bounds(np.array(list(polygons.values()))).tolist()
    off = math.hypot((west + east) / 2 - centre[0], (south + north) / 2 - centre[1])
    if not off < FAR_DEG:
        raise BadTable(
            f"{name}: lies around {(west + east) / 2:.2f}, {(south + north) / 2:.2f}, not in the city: "
            "is it in another coordinate system, or latitude first?"
        )

"""Surveyed boundaries as their makers hand them out: GeoJSON, Shapefile, GeoPackage.

The only place where geopandas is imported, which takes two seconds: no web process loads this.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid.errors import BadSurvey, Flaw
from grid.folder import to_cgcs2000
from grid.values import Crs

KINDS: Final = ("街道", "镇", "乡")
"""What a township is, as its name ends."""
MOST: Final = 12
CODE: Final = re.compile(rf"[0-9A-Za-z-]{{1,{MOST}}}")
NAME_CHARS: Final = 64
FAR_DEG: Final = 3.0
"""No city reaches so far from its centre: the coordinates are of another system."""
SHIFTED: Final = frozenset({Crs.GCJ02, Crs.BD09})


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A file that was read: sound polygons in CGCS2000, and what it says of townships we do not know."""

    boundaries: Mapping[str, BaseGeometry]
    new: Mapping[str, tuple[str, str, str]]
    """Code -> name, kind, district."""

    @property
    def wkb(self) -> dict[str, bytes]:
        """Give the polygons as they are kept."""
        return {code: bytes(shapely.to_wkb(ground)) for code, ground in self.boundaries.items()}


def read(
    path: Path,
    *,
    townships: Collection[str],
    districts: Collection[str],
    centre: tuple[float, float],
    crs: Crs | None = None,
    name: str | None = None,
) -> Survey:
    """Read a survey whose features have a `code`; a township that is new has a `name`, too.

    `crs` is the system when the file does not say it, or cannot: no file names GCJ-02 or BD-09.
    `name` is what the reader calls the file, should it lie under another name.

    :raises BadSurvey: when it cannot be read or cannot be true; names every feature that is wrong.
    """
    name = name or path.name
    frame = _frame(path, crs, name)
    features = _Features(townships, districts)
    for number, row in enumerate(frame.to_dict("records"), 1):
        features.take(number, row)
    if features.flaws:
        raise BadSurvey(name, features.flaws)
    if not features.polygons:
        raise BadSurvey(name, [Flaw(rule="empty")])
    placed = {
        code: to_cgcs2000(polygon, crs) if crs in SHIFTED else polygon
        for code, polygon in sorted(features.polygons.items())
    }
    _refuse_far(name, placed, centre)
    return Survey(boundaries=placed, new=features.new)


@dataclass(slots=True)
class _Features:
    """Features as they are taken in: what is sound of them, and every flaw of the others."""

    townships: Collection[str]
    districts: Collection[str]
    polygons: dict[str, BaseGeometry] = field(default_factory=dict)
    new: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def take(self, number: int, row: Mapping[str, Any]) -> None:
        code, polygon = str(row["code"]).strip(), row["geometry"]

        def flaw(rule: str, **facts: object) -> None:
            self.flaws.append(Flaw(rule=rule, feature=number, code=code[:MOST], facts=facts))

        if not CODE.fullmatch(code):
            flaw("bad_code")
        elif code in self.polygons:
            flaw("code_twice")
        elif polygon is None or polygon.geom_type not in {"Polygon", "MultiPolygon"}:
            flaw("no_polygon")
        elif polygon.is_empty or not polygon.is_valid:
            flaw("broken", why=shapely.is_valid_reason(polygon))
        elif code not in self.townships and not (name := _said(row.get("name"))):
            flaw("unknown_code")
        elif code not in self.townships and not (name.isprintable() and len(name) <= NAME_CHARS):
            flaw("bad_name")
        elif code not in self.townships and code[:6] not in self.districts:
            flaw("unknown_district", district=code[:6])
        else:
            self.polygons[code] = shapely.force_2d(polygon)
            if code not in self.townships:
                kind = next((kind for kind in KINDS if name.endswith(kind)), "")
                self.new[code] = name, kind, code[:6]


def _said(name: object) -> str:
    return name.strip() if isinstance(name, str) else ""


def _frame(path: Path, crs: Crs | None, name: str) -> Any:
    def refused(rule: str, **facts: object) -> BadSurvey:
        return BadSurvey(name, [Flaw(rule=rule, facts=facts)])

    try:
        layers = list(geopandas.list_layers(path)["name"])
        if len(layers) > 1:
            raise refused("several_layers", layers=", ".join(layers))
        frame = geopandas.read_file(path)
    except (OSError, ValueError, RuntimeError) as failure:
        raise refused("unreadable", why=str(failure).replace(str(path), name)) from failure
    if "geometry" not in frame:
        raise refused("no_ground")
    if "code" not in frame:
        raise refused("no_code")
    if frame.crs is None and crs is None:
        raise refused("crs_unsaid")
    if frame.crs is not None and not frame.crs.is_geographic:
        if crs in SHIFTED:
            raise refused("crs_contradicts", said=frame.crs.name, crs=crs)
        # Grids of metres (Gauss-Krüger, UTM) are common in surveys.
        frame = frame.to_crs("EPSG:4490")
    return frame


def _refuse_far(
    name: str, polygons: Mapping[str, BaseGeometry], centre: tuple[float, float]
) -> None:
    west, south, east, north = shapely.total_bounds(np.array(list(polygons.values()))).tolist()
    lon, lat = (west + east) / 2, (south + north) / 2
    if not math.hypot(lon - centre[0], lat - centre[1]) < FAR_DEG:
        raise BadSurvey(name, [Flaw(rule="far", facts={"lon": f"{lon:.2f}", "lat": f"{lat:.2f}"})])

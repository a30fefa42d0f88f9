"""The map that browsers draw: districts and townships, thinned until they are quick to fetch.

Thinning is done on all townships at once, so that two neighbours still share one line and no
gap opens between them. It is for looking at; `GridIndex` answers with every vertex.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from grid.index import GridIndex
from grid.values import Area

TARGET_BYTES: Final = 230_000
"""Above it the map is thinned once more; a compressed answer is about a third of it."""
FIRST_TOLERANCE: Final = 2e-4
"""Degrees, about 20 m: finer than a console's map can show at a city's zoom."""


@dataclass(frozen=True, slots=True)
class AreasDocument:
    """GeoJSON as sent, and the tag that says which it is."""

    body: bytes
    etag: str


def draw_areas(
    index: GridIndex, *, districts: Mapping[str, Area], townships: Mapping[str, Area]
) -> AreasDocument:
    """Draw the districts and townships of one boundary version."""
    tolerance = FIRST_TOLERANCE
    body = _write(index, index.polygons, districts, townships)
    while len(body) > TARGET_BYTES and tolerance < 0.02:
        thinned = shapely.coverage_simplify(index.polygons, tolerance)
        body = _write(index, thinned, districts, townships)
        tolerance *= 1.5
    return AreasDocument(body, f'"{index.version}-{hashlib.sha256(body).hexdigest()[:16]}"')


def _write(
    index: GridIndex,
    polygons: NDArray[np.object_],
    districts: Mapping[str, Area],
    townships: Mapping[str, Area],
) -> bytes:
    features = []
    for code, area in sorted(districts.items()):
        own = [position for position, owner in enumerate(index.districts) if owner == code]
        if own:
            features.append(_feature(area, "district", shapely.coverage_union_all(polygons[own])))
    for code, polygon in zip(index.codes, polygons, strict=True):
        features.append(_feature(townships[code], "township", polygon))
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(area: Area, level: str, geometry: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "code": area.code,
            "name": area.name,
            "level": level,
            "kind": area.kind,
            "district": area.district,
            "centre": [round(area.lon, 5), round(area.lat, 5)],
        },
        "geometry": _geometry(geometry),
    }


def _geometry(geometry: Any) -> dict[str, Any]:
    parts = [
        [_ring(ring) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(geometry)
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _ring(ring: Any) -> list[list[float]]:
    # Five decimals are a metre; a vertex that falls on its neighbour is left out.
    points = np.round(shapely.get_coordinates(ring), 5)
    kept = np.ones(len(points), dtype=np.bool_)
    kept[1:] = (points[1:] != points[:-1]).any(axis=1)
    pairs: list[list[float]] = points[kept].tolist()
    return pairs

"""What is wrong with a drawing of townships: gaps between them, ground that two of them claim."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid.geometry import DEGREE_M, Floats

SLIVER_M: Final = 5.0
"""Below this mean width it is two drawings of one line, not a dispute about ground."""
CRACK_M: Final = 10.0
"""How wide a crack that opens to the outside may be and still be called one."""
NOTHING_M2: Final = 1.0
"""What rounding and closing leave; nobody stands on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Ground that belongs to nobody (gap) or to several (overlap)."""

    kind: Literal["gap", "overlap"]
    codes: tuple[str, ...]
    """The townships that claim it, or that it lies between."""
    area_m2: float
    sliver: bool
    lon: float
    lat: float
    """A point on it."""
    ground: BaseGeometry


def examine(polygons: Mapping[str, BaseGeometry]) -> list[Fault]:
    """Find every gap and overlap among townships (CGCS2000), the largest first.

    A hole inside one township is a gap, too: if it is meant, whoever publishes knows.
    """
    faults = [*overlaps(polygons), *gaps(polygons)]
    return sorted(faults, key=lambda fault: (-fault.area_m2, fault.codes))


def overlaps(polygons: Mapping[str, BaseGeometry]) -> Iterator[Fault]:
    """Find the ground that two townships claim."""
    codes, shapes = list(polygons), np.array(list(polygons.values()), dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for left, right in zip(one.tolist(), other.tolist(), strict=True):
        if left < right:
            shared = shapely.intersection(shapes[left], shapes[right])
            for part in grounds(shared):
                yield from _fault("overlap", part, (codes[left], codes[right]))


def gaps(polygons: Mapping[str, BaseGeometry]) -> Iterator[Fault]:
    """Find holes in the whole, and cracks between townships that open to the outside."""
    codes, shapes = list(polygons), np.array(list(polygons.values()), dtype=object)
    if not codes:
        return
    whole = shapely.union_all(shapes)
    tree = shapely.STRtree(shapes)
    holes = [
        shapely.Polygon(ring) for part in grounds(whole) for ring in shapely.get_rings(part)[1:]
    ]
    for hole in holes:
        # Whatever islands stand in the hole are somebody's.
        for part in grounds(shapely.difference(hole, whole)):
            yield from _fault("gap", part, _beside(part, codes, tree))
    for crack in _cracks(whole):
        beside = _beside(crack, codes, tree)
        if len(beside) > 1 and not any(shapely.intersects(crack, hole) for hole in holes):
            yield from _fault("gap", crack, beside)


def _cracks(whole: BaseGeometry) -> list[BaseGeometry]:
    """Close the whole by half a crack's width: what that fills is narrow."""
    west, south, east, north = shapely.bounds(whole).tolist()
    lon, lat = (west + east) / 2, (south + north) / 2
    per_lon, per_lat = DEGREE_M * math.cos(math.radians(lat)), DEGREE_M
    origin, scale = np.array([lon, lat]), np.array([per_lon, per_lat])

    def flat(points: Floats) -> Floats:
        return np.asarray((points - origin) * scale)

    def back(points: Floats) -> Floats:
        return np.asarray(points / scale + origin)

    metres = shapely.transform(whole, flat)
    wide = shapely.buffer(metres, CRACK_M / 2, join_style="mitre")
    closed = shapely.buffer(wide, -CRACK_M / 2, join_style="mitre")
    filled = shapely.difference(closed, metres)
    return [shapely.transform(part, back) for part in grounds(filled)]


def area_m2(ground: BaseGeometry) -> float:
    """Measure ground given in degrees, at its own latitude."""
    if ground.is_empty:
        return 0.0
    shrink = math.cos(math.radians(shapely.centroid(ground).y))
    return float(shapely.area(ground)) * DEGREE_M**2 * shrink


def _beside(part: BaseGeometry, codes: list[str], tree: Any) -> tuple[str, ...]:
    near = tree.query(shapely.buffer(part, 1 / DEGREE_M), predicate="intersects")
    return tuple(sorted(codes[position] for position in near.tolist()))


def _fault(
    kind: Literal["gap", "overlap"], ground: BaseGeometry, codes: tuple[str, ...]
) -> Iterator[Fault]:
    point, area = shapely.point_on_surface(ground), area_m2(ground)
    if area < NOTHING_M2:
        return
    shrink = math.cos(math.radians(point.y))
    around = np.diff(shapely.get_coordinates(ground), axis=0) * (shrink, 1.0) * DEGREE_M
    width_m = float(2 * area / np.hypot(around[:, 0], around[:, 1]).sum())
    yield Fault(
        kind=kind,
        codes=codes,
        area_m2=area,
        sliver=width_m < SLIVER_M,
        lon=point.x,
        lat=point.y,
        ground=ground,
    )


def grounds(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Give the polygons of what an overlay left: it leaves lines and points as well."""
    flat: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon" and not part.is_empty:
            flat.append(part)
        elif part.geom_type == "GeometryCollection":
            flat.extend(grounds(part))
    return flat

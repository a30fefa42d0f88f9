"""What a survey would change: read before boundaries are published, and drawn on a map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid.index import GridIndex
from grid.topology import Fault, area_m2, examine


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A survey held against the boundaries in force and against itself."""

    boundaries: Mapping[str, BaseGeometry]
    faults: tuple[Fault, ...]
    """Gaps and overlaps, the largest first."""
    came: tuple[str, ...]
    """Townships that have ground by the survey and have none in force."""
    left: tuple[str, ...]
    moved_m2: Mapping[str, float]
    """Township -> how much ground it gains and loses together; those that change by nothing left out."""


def review(boundaries: Mapping[str, BaseGeometry], *, force: GridIndex) -> Review:
    """Hold a survey (CGCS2000) against the boundaries in force."""
    held = dict(zip(force.codes, force.polygons.tolist(), strict=True))
    stay = sorted(held.keys() & boundaries.keys())
    moved = {
        code: area_m2(shapely.symmetric_difference(held[code], boundaries[code])) for code in stay
    }
    return Review(
        boundaries=boundaries,
        faults=tuple(examine(boundaries)),
        came=tuple(sorted(boundaries.keys() - held.keys())),
        left=tuple(sorted(held.keys() - boundaries.keys())),
        moved_m2={code: moved[code] for code in stay if moved[code] >= 1.0},
    )


def preview(found: Review) -> bytes:
    """Draw a review as GeoJSON: `level` says township, gap or overlap."""
    codes = list(found.boundaries)
    thinned = shapely.simplify(np.array(list(found.boundaries.values())), 2e-5)
    features = [
        _feature(
            polygon,
            level="township",
            code=code,
            new=code in found.came,
            moved_m2=round(found.moved_m2.get(code, 0.0)),
        )
        for code, polygon in zip(codes, thinned.tolist(), strict=True)
    ]
    features += [
        _feature(
            fault.ground,
            level=fault.kind,
            codes=list(fault.codes),
            area_m2=round(fault.area_m2, 1),
            sliver=fault.sliver,
        )
        for fault in found.faults
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(ground: BaseGeometry, **properties: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(ground)),
    }

"""What a survey would change: read before boundaries are published, and drawn on a map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid.folder import OVERLAP_M2
from grid.topology import NOTHING_M2, Fault, area_m2, examine, grounds

DRAWN_DEG: Final = 2e-5
"""How much a drawn border may be off, about 2 m; faults and ground that moves are drawn as they are."""
TOLD: Final = 500
"""Faults and moves told one by one to a screen, of each; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Ground that changes hands. Before or after, it may be nobody's."""

    before: str | None
    after: str | None
    area_m2: float
    lon: float
    lat: float
    """A point on it."""
    ground: BaseGeometry


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
    moves: tuple[Move, ...]
    """Ground that changes hands, the largest first."""

    @property
    def contested(self) -> tuple[Fault, ...]:
        """Give the ground that two townships claim and that is too large to be drawing: it bars publishing."""
        return tuple(fault for fault in self.faults if bars(fault))


def bars(fault: Fault) -> bool:
    """Tell whether nobody can publish boundaries with such a fault."""
    return fault.kind == "overlap" and fault.area_m2 > OVERLAP_M2


def review(boundaries: Mapping[str, BaseGeometry], *, force: Mapping[str, BaseGeometry]) -> Review:
    """Hold a survey against the boundaries in force (both CGCS2000)."""
    stay = sorted(force.keys() & boundaries.keys())
    moved = {
        code: area_m2(shapely.symmetric_difference(force[code], boundaries[code])) for code in stay
    }
    moves = sorted(_moves(boundaries, force), key=lambda move: -move.area_m2)
    return Review(
        boundaries=boundaries,
        faults=tuple(examine(boundaries)),
        came=tuple(sorted(boundaries.keys() - force.keys())),
        left=tuple(sorted(force.keys() - boundaries.keys())),
        moved_m2={code: moved[code] for code in stay if moved[code] >= NOTHING_M2},
        moves=tuple(moves),
    )


def _moves(
    boundaries: Mapping[str, BaseGeometry], force: Mapping[str, BaseGeometry]
) -> Iterator[Move]:
    """Follow the ground: what each township gains from each other, what nobody had, what nobody gets."""
    held = list(force)
    tree = shapely.STRtree(np.array(list(force.values()), dtype=object))
    for code, ground in boundaries.items():
        gained = shapely.difference(ground, force[code]) if code in force else ground
        if area_m2(gained) < NOTHING_M2:
            continue
        for position in sorted(tree.query(gained, predicate="intersects").tolist()):
            former = held[position]
            if former != code:
                yield from _move(former, code, shapely.intersection(gained, force[former]))
                gained = shapely.difference(gained, force[former])
        yield from _move(None, code, gained)
    whole = shapely.union_all(np.array(list(boundaries.values()), dtype=object))
    for code, ground in force.items():
        yield from _move(code, None, shapely.difference(ground, whole))


def _move(before: str | None, after: str | None, ground: BaseGeometry) -> Iterator[Move]:
    parts = grounds(ground)
    whole = shapely.union_all(np.array(parts, dtype=object))
    if (area := area_m2(whole)) < NOTHING_M2:
        return
    point = shapely.point_on_surface(max(parts, key=shapely.area))
    yield Move(before=before, after=after, area_m2=area, lon=point.x, lat=point.y, ground=whole)


def preview(found: Review) -> bytes:
    """Draw a review as GeoJSON: `level` says township, moved ground, gap or overlap."""
    collection = _collection(_features(found, found.moves, found.faults))
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def tell(found: Review) -> dict[str, Any]:
    """Give a review in plain values for a screen: the largest moves and faults, and what changes drawn."""
    moves, faults = found.moves[:TOLD], found.faults[:TOLD]
    changed = sorted(found.moved_m2.items(), key=lambda pair: -pair[1])
    moving = found.moved_m2.keys() | found.came
    return {
        "townships": len(found.boundaries),
        "came": list(found.came),
        "left": list(found.left),
        "changed": [{"code": code, "area_m2": area} for code, area in changed],
        "moves": [_plain(move, MOVE) for move in moves],
        "move_count": len(found.moves),
        "faults": [_plain(fault, FAULT) | {"bars": bars(fault)} for fault in faults],
        "fault_count": len(found.faults),
        "contested_count": len(found.contested),
        "drawing": _collection(
            one
            for one in _features(found, moves, faults)
            if one["properties"]["level"] != "township" or one["properties"]["code"] in moving
        ),
    }


MOVE: Final = ("before", "after", "area_m2", "lon", "lat")
FAULT: Final = ("kind", "codes", "area_m2", "sliver", "lon", "lat")


def _features(
    found: Review, moves: Sequence[Move], faults: Sequence[Fault]
) -> Iterator[dict[str, Any]]:
    """Draw townships, moves and faults; `number` is the place of the latter two in their list."""
    thinned = shapely.simplify(np.array(list(found.boundaries.values())), DRAWN_DEG)
    for code, polygon in zip(found.boundaries, thinned.tolist(), strict=True):
        moved_m2 = found.moved_m2.get(code, 0.0)
        said = {"code": code, "new": code in found.came, "moved_m2": round(moved_m2)}
        yield _feature(polygon, "township", said)
    for number, move in enumerate(moves):
        yield _feature(move.ground, "moved", {"number": number, **_plain(move, MOVE)})
    for number, fault in enumerate(faults):
        yield _feature(fault.ground, fault.kind, {"number": number, **_plain(fault, FAULT)})


def _plain(one: Move | Fault, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _feature(ground: BaseGeometry, level: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"level": level, **said},
        "geometry": json.loads(shapely.to_geojson(ground)),
    }

"""Cells: points kept by the square of ground they lie in, so that what is near is found without a look at the rest.

A look goes outward ring by ring, and ends when nothing beyond the ring could be nearer than what was
found. Cells are squares of degrees: as wide as high at the equator, narrower elsewhere; how narrow is
reckoned with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

from grid.geometry import DEGREE_M, distance_m

CELL_DEG: Final = 0.02
"""The side of a cell in degrees: some two kilometres."""
NAMED_PER_DEG: Final = 300
"""Named cells in a degree: a place is known again within some three hundred metres."""

Key = tuple[int, int]


def cell_of(lon: float | None, lat: float | None) -> str | None:
    """Name the small cell a point lies in, by which a place is known again; None for no place."""
    if lon is None or lat is None:
        return None
    return f"{math.floor(lon * NAMED_PER_DEG)}:{math.floor(lat * NAMED_PER_DEG)}"


class Cells:
    """Which names lie where."""

    def __init__(self) -> None:
        self._at: dict[str, tuple[float, float]] = {}
        self._cells: dict[Key, set[str]] = {}

    def __len__(self) -> int:
        return len(self._at)

    def put(self, name: str, lon: float, lat: float) -> None:
        """Put a name where it is now."""
        before = self._at.get(name)
        self._at[name] = (lon, lat)
        cell = _cell(lon, lat)
        if before is not None:
            old = _cell(*before)
            if old == cell:
                return
            self._leave(name, old)
        self._cells.setdefault(cell, set()).add(name)

    def drop(self, name: str) -> None:
        """Forget where a name is."""
        at = self._at.pop(name, None)
        if at is not None:
            self._leave(name, _cell(*at))

    def near(
        self,
        lon: float,
        lat: float,
        *,
        most: int,
        within_m: float,
        fits: Callable[[str], bool] = lambda _: True,
    ) -> list[tuple[float, str]]:
        """List the nearest `most` names that fit, with their distance in metres, nearest first."""
        found: list[tuple[float, str]] = []
        # A ring further out begins at least this much farther away.
        step_m = CELL_DEG * DEGREE_M * min(1.0, math.cos(math.radians(min(89.0, abs(lat) + 1))))
        rings = math.ceil(within_m / step_m) + 1
        seen = 0
        for ring in range(rings + 1):
            for cell in _ring(_cell(lon, lat), ring):
                for name in self._cells.get(cell, ()):
                    seen += 1
                    away_m = distance_m(*self._at[name], lon, lat)
                    if away_m <= within_m and fits(name):
                        found.append((away_m, name))
            found.sort()
            # What lies beyond this ring is at least `ring` whole cells away.
            if seen == len(self._at) or (
                len(found) >= most and found[most - 1][0] <= ring * step_m
            ):
                break
        return found[:most]

    def _leave(self, name: str, cell: Key) -> None:
        names = self._cells[cell]
        names.discard(name)
        if not names:
            del self._cells[cell]


def _cell(lon: float, lat: float) -> Key:
    return math.floor(lon / CELL_DEG), math.floor(lat / CELL_DEG)


def _ring(centre: Key, ring: int) -> Iterator[Key]:
    east, north = centre
    if ring == 0:
        yield centre
        return
    for x in range(east - ring, east + ring + 1):
        yield x, north - ring
        yield x, north + ring
    for y in range(north - ring + 1, north + ring):
        yield east - ring, y
        yield east + ring, y

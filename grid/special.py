"""Special areas: ground laid above the townships, where another body owns or shares powers.

A railway station or a scenic area has its own border and its own days, and may lie across several
townships. There are tens of them, so each is asked; its box answers for nearly every point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from grid.geometry import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialArea:
    """An area's ground (CGCS2000) for the days it is good for; with several, low priority first."""

    code: str
    name: str
    priority: int
    polygon: BaseGeometry
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    invented: bool = False

    def is_good_on(self, day: date) -> bool:
        """Tell whether the area has this ground on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class SpecialAreas:
    """All special areas of a city, in the order in which they count."""

    def __init__(self, areas: Iterable[SpecialArea]) -> None:
        """Take the areas of every day, in any order."""
        self.areas = tuple(sorted(areas, key=lambda area: (area.priority, area.code)))
        self._boxes = [
            (*shapely.bounds(area.polygon).tolist(), area, area.polygon) for area in self.areas
        ]
        shapely.prepare([area.polygon for area in self.areas])

    def __iter__(self) -> Iterator[SpecialArea]:
        return iter(self.areas)

    def at(self, lon: float, lat: float, day: date) -> tuple[str, ...]:
        """Name the areas a point lies in on a day, its border included, the first to count first."""
        return tuple(
            area.code
            for west, south, east, north, area, polygon in self._boxes
            if west <= lon <= east
            and south <= lat <= north
            and area.is_good_on(day)
            and shapely.intersects_xy(polygon, lon, lat)
        )

    def at_many(
        self, lons: Floats, lats: Floats, days: NDArray[np.int64]
    ) -> dict[int, tuple[str, ...]]:
        """Say it of many points, each on its own day (ordinal): those in no area are left out."""
        found: dict[int, tuple[str, ...]] = {}
        for west, south, east, north, area, polygon in self._boxes:
            near = np.flatnonzero(
                (lons >= west) & (lons <= east) & (lats >= south) & (lats <= north)
            )
            for position in near[shapely.intersects_xy(polygon, lons[near], lats[near])].tolist():
                if area.is_good_on(date.fromordinal(int(days[position]))):
                    found[position] = (*found.get(position, ()), area.code)
        return found

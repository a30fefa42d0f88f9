"""The strip along a border, where a point's own township and its neighbour are both shown.

How far a point is from a border is measured in the plane that touches the earth at the point, which
over a strip of tens of metres is exact to a millionth. Only where a cell with a border comes
within the strip are borders measured at all: elsewhere the answer is a look-up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from grid.geometry import DEGREE_M, Floats
from grid.raster import Raster

OUTSIDE: Final = -1
"""A cell below it is touched by borders, and names its candidates."""


class Strip:
    """Which borders come how near, asked of one raster."""

    def __init__(self, raster: Raster, cells: Sequence[int], *, townships: int) -> None:
        """Take the raster, its cells once more as Python reads them fastest, and how many townships."""
        self._raster = raster
        self._cells = cells
        self._townships = townships
        self._columns, self._rows = raster.columns, raster.rows
        self._zero_lon, self._zero_lat = raster.zero
        self._per_lon, self._per_lat = raster.per_degree

    def near(self, lon: float, lat: float, metres: float) -> list[int]:
        """List, sorted, the townships whose border comes as near as that, by position."""
        row, along = (lat - self._zero_lat) * self._per_lat, metres / DEGREE_M * self._per_lat
        # Written so that a point that is no number, or far away, is near nothing.
        if not -along <= row <= self._rows + along:
            return []
        column = (lon - self._zero_lon) * self._per_lon
        across = metres / DEGREE_M / math.cos(math.radians(lat)) * self._per_lon
        if not -across <= column <= self._columns + across:
            return []
        left, right = max(int(column - across), 0), min(int(column + across), self._columns - 1)
        bottom, top = max(int(row - along), 0), min(int(row + along), self._rows - 1)
        cells, columns = self._cells, self._columns
        if left == right and bottom == top and cells[bottom * columns + left] >= OUTSIDE:
            return []
        candidates: set[int] = set()
        for first in range(bottom * columns, top * columns + 1, columns):
            for cell in range(first + left, first + right + 1):
                if cells[cell] < OUTSIDE:
                    candidates.update(self._raster.candidates[OUTSIDE - 1 - cells[cell]])
        return [
            candidate
            for candidate in sorted(candidates)
            if self._comes_near(candidate, bottom, top, lon, lat, metres)
        ]

    def is_near_any(self, lons: Floats, lats: Floats, metres: float) -> NDArray[np.bool_]:
        """Tell of many points whether a cell with a border comes so near that borders must be asked."""
        high = metres / DEGREE_M
        with np.errstate(invalid="ignore"):  # what is no number is near nothing, below
            wide = high / np.cos(np.radians(lats))
        column, row = (
            (lons - self._zero_lon) * self._per_lon,
            (lats - self._zero_lat) * self._per_lat,
        )
        across, along = wide * self._per_lon, high * self._per_lat
        left, right = _whole(column - across, self._columns), _whole(column + across, self._columns)
        bottom, top = _whole(row - along, self._rows), _whole(row + along, self._rows)
        sums = self._sums
        above = sums[top + 1, right + 1] - sums[top + 1, left]
        return np.asarray(above > sums[bottom, right + 1] - sums[bottom, left])

    @cached_property
    def _sums(self) -> NDArray[np.int32]:
        """How many cells with a border lie south-west of each corner: any box is then four look-ups."""
        touched = self._raster.cells.reshape(self._rows, self._columns) < OUTSIDE
        sums = np.zeros((self._rows + 1, self._columns + 1), dtype=np.int32)
        sums[1:, 1:] = touched.cumsum(axis=0).cumsum(axis=1)
        return sums

    def _comes_near(
        self, township: int, bottom: int, top: int, lon: float, lat: float, metres: float
    ) -> bool:
        per_lon = DEGREE_M * math.cos(math.radians(lat))
        west, east = lon - metres / per_lon, lon + metres / per_lon
        south, north = lat - metres / DEGREE_M, lat + metres / DEGREE_M
        for row in range(bottom, top + 1):
            for lon1, lat1, lon2, lat2, run, rise in self._raster.pieces.get(
                row * self._townships + township, ()
            ):
                if (lon1 < west and lon2 < west) or (lon1 > east and lon2 > east):
                    continue
                if lat2 < south or lat1 > north:
                    continue
                x, y = (lon1 - lon) * per_lon, (lat1 - lat) * DEGREE_M
                across, along = run * per_lon, rise * DEGREE_M
                length = across * across + along * along
                share = -(x * across + y * along) / length if length else 0.0
                share = min(max(share, 0.0), 1.0)
                if (x + share * across) ** 2 + (y + share * along) ** 2 <= metres * metres:
                    return True
        return False


def _whole(numbers: Floats, most: int) -> NDArray[np.int64]:
    """Round down into the raster; what is no number goes to its first cell, which has no border."""
    return np.clip(np.nan_to_num(numbers, nan=0.0), 0, most - 1).astype(np.int64)

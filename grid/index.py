"""Which township a point lies in, in a microsecond and without ever being wrong.

The city's box is cut into a raster. A cell that no border touches lies in one township (or in
none) and the answer is one look-up. A cell that a border touches names its few candidates; each
is asked exactly, by counting how often a line due east of the point crosses its border, over
the handful of border pieces at that latitude. The sign that says on which side of a piece the
point lies is taken from doubles only where rounding cannot turn it; else GEOS is asked.

So `locate` equals `shapely.intersects(point, polygon)`, the lowest code first, for every point:
one on a border belongs to the lowest code that touches it, by rule and not by luck.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from grid.geometry import Floats, to_cgcs2000, to_cgcs2000_many
from grid.raster import Raster, rasterise
from grid.strip import Strip
from grid.values import Crs, Place

OUTSIDE: Final = -1
"""What `locate_many` says of a point outside the city."""
ROUNDING: Final = 1e-15
"""Share of the terms beyond which the sign of their difference is certain (4.5 times the unit
of doubles; the bound GEOS takes, too)."""
VANISHING: Final = 1e-300
"""Added to the bound, for terms so small that they lose digits."""
_place: Final = tuple.__new__
"""Half the time of `Place(...)`, which only adds names to the same five positions."""


class GridIndex:
    """The boundaries of one version, built whole and never changed: publishing makes a new one."""

    __slots__ = (
        "_cells", "_columns", "_districts", "_east", "_north", "_per_lat", "_per_lon", "_polygons",
        "_raster", "_south", "_strip", "_west", "_zero_lat", "_zero_lon", "codes", "version",
    )  # fmt: skip

    def __init__(
        self,
        *,
        codes: Sequence[str],
        districts: Sequence[str],
        polygons: Sequence[BaseGeometry],
        version: int = 0,
    ) -> None:
        """Take townships and their valid (multi)polygons in CGCS2000; any order will do."""
        order = sorted(range(len(codes)), key=lambda position: codes[position])
        self.codes: tuple[str, ...] = tuple(codes[position] for position in order)
        self.version = version
        self._districts = tuple(districts[position] for position in order)
        self._polygons: NDArray[np.object_] = np.array(
            [polygons[position] for position in order], dtype=object
        )
        shapely.prepare(self._polygons)
        self._raster: Raster = rasterise(self._polygons)
        self._cells: array[int] = array("i", self._raster.cells.tobytes())
        self._strip = Strip(self._raster, self._cells, townships=len(self.codes))
        self._columns = self._raster.columns
        self._west, self._south, self._east, self._north = self._raster.bounds
        self._zero_lon, self._zero_lat = self._raster.zero
        self._per_lon, self._per_lat = self._raster.per_degree

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the city, for a map to open at."""
        return self._west, self._south, self._east, self._north

    @property
    def districts(self) -> tuple[str, ...]:
        """The district of each township, in the order of `codes`."""
        return self._districts

    @property
    def polygons(self) -> NDArray[np.object_]:
        """The polygons as given, in the order of `codes`."""
        return self._polygons

    def locate(self, lon: float, lat: float, crs: Crs = Crs.CGCS2000) -> Place:
        """Say which township a point lies in; none when it lies outside the city."""
        if crs is not Crs.CGCS2000 and crs is not Crs.WGS84:
            lon, lat = to_cgcs2000(lon, lat, crs)
        # Written so that a point that is no number fails the comparison and is outside.
        if self._west <= lon <= self._east and self._south <= lat <= self._north:
            row = int((lat - self._zero_lat) * self._per_lat)
            found = self._cells[row * self._columns + int((lon - self._zero_lon) * self._per_lon)]
            if found < OUTSIDE:
                found = self._decide(found, row, lon, lat)
            if found >= 0:
                return _place(
                    Place, (self.codes[found], self._districts[found], lon, lat, self.version)
                )
        return _place(Place, (None, None, lon, lat, self.version))

    def locate_many(self, lons: Floats, lats: Floats, crs: Crs = Crs.CGCS2000) -> NDArray[np.int32]:
        """Say it of many points: a position in `codes` each, `OUTSIDE` where there is none."""
        lons, lats = to_cgcs2000_many(
            np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64), crs
        )
        found = self._raster.look_up(lons, lats)
        doubtful = np.flatnonzero(found < OUTSIDE)
        if doubtful.size:
            found[doubtful] = self._decide_many(found[doubtful], lons[doubtful], lats[doubtful])
        return found

    def near(self, lon: float, lat: float, metres: float) -> tuple[str, ...]:
        """Name the other townships whose border is as near to a point (CGCS2000) as that."""
        found = self._strip.near(lon, lat, metres)
        if not found:
            return ()
        own = self.locate(lon, lat).township
        return tuple(code for code in map(self.codes.__getitem__, found) if code != own)

    def near_many(self, lons: Floats, lats: Floats, metres: float) -> dict[int, tuple[str, ...]]:
        """Say it of many points, those on no border left out."""
        doubtful = np.flatnonzero(self._strip.is_near_any(lons, lats, metres))
        found = {
            position: self.near(lon, lat, metres)
            for position, lon, lat in zip(
                doubtful.tolist(), lons[doubtful].tolist(), lats[doubtful].tolist(), strict=True
            )
        }
        return {position: near for position, near in found.items() if near}

    def _decide(self, doubt: int, row: int, lon: float, lat: float) -> int:
        pieces = self._raster.pieces
        first = row * len(self.codes)
        for candidate in self._raster.candidates[OUTSIDE - 1 - doubt]:
            inside = False
            for lon1, lat1, lon2, lat2, run, rise in pieces.get(first + candidate, ()):
                if lat < lat1 or lat > lat2:
                    continue
                if lat == lat2:
                    # The upper end belongs to the next piece, unless the point lies on it.
                    if lon == lon2 or (rise == 0.0 and lon1 <= lon <= lon2):
                        return candidate
                    continue
                along = run * (lat - lat1)
                across = rise * (lon - lon1)
                certain = ROUNDING * (abs(along) + abs(across)) + VANISHING
                if along - across > certain:
                    inside = not inside
                elif along - across >= -certain:
                    inside = bool(shapely.intersects_xy(self._polygons[candidate], lon, lat))
                    break
            if inside:
                return candidate
        return OUTSIDE

    def _decide_many(
        self, doubts: NDArray[np.int32], lons: Floats, lats: Floats
    ) -> NDArray[np.int32]:
        chosen = np.full(doubts.size, OUTSIDE, dtype=np.int32)
        ranked = self._raster.ranked_candidates[OUTSIDE - 1 - doubts]
        for rank in range(ranked.shape[1]):
            asked = np.flatnonzero((chosen == OUTSIDE) & (ranked[:, rank] != OUTSIDE))
            if not asked.size:
                break
            candidates = ranked[asked, rank]
            hit = shapely.intersects_xy(self._polygons[candidates], lons[asked], lats[asked])
            chosen[asked[hit]] = candidates[hit]
        return chosen

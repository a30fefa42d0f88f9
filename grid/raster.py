"""The raster under the index: what each cell knows of the townships it touches.

Two facts make it exact. Reading a point's cell is monotone in doubles, so the points of a cell
are the doubles of one interval. And a cell is called certain only if no border comes within
`PAD` of it, which is far more than all rounding here together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Piece = tuple[float, float, float, float, float, float]
"""A straight piece of border, its lower end first: lon, lat, lon, lat, and the differences."""

PAD: Final = 1e-6
"""Of a cell's size: how near a border may come before the cell counts as touched."""
SMALLEST: Final = 1e-8
"""Degrees, about a millimetre: no cell is smaller, so that PAD stays above rounding."""
CELLS_PER_PIECE: Final = 64
FEWEST, MOST = 1 << 12, 1 << 20
"""Cells in a raster. A million keep 97 % of a large city certain and take 4 MB."""


@dataclass(frozen=True, slots=True)
class Raster:
    """The cells row by row: a township's position, -1 for none, below it a list of candidates."""

    bounds: tuple[float, float, float, float]
    zero: tuple[float, float]
    per_degree: tuple[float, float]
    columns: int
    rows: int
    cells: NDArray[np.int32]
    candidates: Sequence[tuple[int, ...]]
    ranked_candidates: NDArray[np.int32]
    pieces: Mapping[int, Sequence[Piece]]
    """By row * townships + township: the border pieces that reach into the row."""

    def look_up(self, lons: Floats, lats: Floats) -> NDArray[np.int32]:
        """Read the cells of many points; a point beyond the bounds, or no number, is outside."""
        west, south, east, north = self.bounds
        within = (lons >= west) & (lons <= east) & (lats >= south) & (lats <= north)
        if within.all():
            return self._read(lons, lats)
        found = np.full(lons.shape, -1, dtype=np.int32)
        found[within] = self._read(lons[within], lats[within])
        return found

    def _read(self, lons: Floats, lats: Floats) -> NDArray[np.int32]:
        row = ((lats - self.zero[1]) * self.per_degree[1]).astype(np.int32)
        row *= self.columns
        row += ((lons - self.zero[0]) * self.per_degree[0]).astype(np.int32)
        return self.cells[row]


@dataclass(frozen=True, slots=True)
class _Borders:
    """Every straight piece of every ring, and the township it belongs to."""

    lon1: Floats
    lat1: Floats
    lon2: Floats
    lat2: Floats
    owner: Ints


def rasterise(polygons: NDArray[np.object_]) -> Raster:
    """Cut the city's box into cells and learn what each of them knows."""
    borders = _borders(polygons)
    if not borders.owner.size:
        return _empty()
    west, south = float(borders.lon1.min()), float(borders.lat1.min())
    east, north = float(borders.lon1.max()), float(borders.lat1.max())
    wanted = min(max(CELLS_PER_PIECE * borders.owner.size, FEWEST), MOST)
    side = int(wanted**0.5)
    width = max((east - west) / (side - 2), SMALLEST)
    height = max((north - south) / (side - 2), SMALLEST)
    frame = _Frame(west - width, south - height, 1 / width, 1 / height, side)

    touched = frame.touch(borders, townships=len(polygons))
    cells, candidates = frame.fill(polygons, touched)
    longest = max((len(group) for group in candidates), default=0)
    ranked = np.full((len(candidates), longest), -1, dtype=np.int32)
    for position, group in enumerate(candidates):
        ranked[position, : len(group)] = group
    return Raster(
        bounds=(west, south, east, north),
        zero=(frame.lon, frame.lat),
        per_degree=(frame.per_lon, frame.per_lat),
        columns=side,
        rows=side,
        cells=cells,
        candidates=candidates,
        ranked_candidates=ranked,
        pieces=_pieces_by_row(borders, frame, townships=len(polygons)),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    lon: float
    lat: float
    per_lon: float
    per_lat: float
    side: int

    def touch(self, borders: _Borders, *, townships: int) -> Ints:
        """List, sorted, cell * townships + township for each cell that a border touches."""
        x1 = (borders.lon1 - self.lon) * self.per_lon
        y1 = (borders.lat1 - self.lat) * self.per_lat
        x2 = (borders.lon2 - self.lon) * self.per_lon
        y2 = (borders.lat2 - self.lat) * self.per_lat
        # Steps of half a cell: the box around a step is then hardly more than the step itself.
        steps = np.ceil(2 * np.maximum(np.abs(x2 - x1), np.abs(y2 - y1))).astype(np.int64) + 1
        piece = np.repeat(np.arange(steps.size), steps)
        step = np.arange(piece.size) - np.repeat(np.cumsum(steps) - steps, steps)
        share1, share2 = step / steps[piece], (step + 1) / steps[piece]
        from_x = x1[piece] + share1 * (x2 - x1)[piece]
        to_x = x1[piece] + share2 * (x2 - x1)[piece]
        from_y = y1[piece] + share1 * (y2 - y1)[piece]
        to_y = y1[piece] + share2 * (y2 - y1)[piece]
        left = (np.minimum(from_x, to_x) - PAD).astype(np.int64)
        right = (np.maximum(from_x, to_x) + PAD).astype(np.int64)
        bottom = (np.minimum(from_y, to_y) - PAD).astype(np.int64)
        top = (np.maximum(from_y, to_y) + PAD).astype(np.int64)
        owner = borders.owner[piece]
        corners = [
            (row * self.side + column) * townships + owner
            for row in (bottom, top)
            for column in (left, right)
        ]
        return _distinct(np.concatenate(corners))

    def fill(
        self, polygons: NDArray[np.object_], touched: Ints
    ) -> tuple[NDArray[np.int32], list[tuple[int, ...]]]:
        """Give each cell its township or its candidates."""
        townships = len(polygons)
        marked = np.zeros(self.side * self.side, dtype=np.bool_)
        marked[touched // townships] = True
        # Between two touched cells of a row nothing changes: one question answers for the run.
        starts = ~marked
        starts.reshape(self.side, self.side)[:, 1:] &= marked.reshape(self.side, self.side)[:, :-1]
        asked = np.flatnonzero(starts | marked)
        answer = np.full(asked.size, -1, dtype=np.int32)
        covering: list[Ints] = []
        for position in range(townships - 1, -1, -1):
            near = self._asked_in(polygons[position], asked)
            lons = self.lon + (asked[near] % self.side + 0.5) / self.per_lon
            lats = self.lat + (asked[near] // self.side + 0.5) / self.per_lat
            held = near[shapely.intersects_xy(polygons[position], lons, lats)]
            answer[held] = position
            covered = asked[held]
            covering.append(covered[marked[covered]] * townships + position)
        cells = np.full(marked.size, -1, dtype=np.int32)
        cells[asked] = answer
        runs = np.maximum.accumulate(np.where(starts | marked, np.arange(marked.size), 0))
        cells = cells[runs]
        # A township whose border is elsewhere may still cover a touched cell, if two overlap.
        pairs = _distinct(np.concatenate([touched, *covering]))
        candidates: dict[tuple[int, ...], int] = {}
        cell, owner = pairs // townships, (pairs % townships).tolist()
        first = np.flatnonzero(np.diff(cell, prepend=-1)).tolist()
        codes = [
            candidates.setdefault(tuple(owner[begin:end]), len(candidates))
            for begin, end in zip(first, [*first[1:], len(owner)], strict=True)
        ]
        cells[cell[first]] = -2 - np.array(codes, dtype=np.int32)
        return cells, list(candidates)

    def _asked_in(self, polygon: Any, asked: Ints) -> Ints:
        west, south, east, north = shapely.bounds(polygon)
        bottom, top = ((edge - self.lat) * self.per_lat for edge in (south, north))
        begin, end = np.searchsorted(asked, [int(bottom) * self.side, (int(top) + 1) * self.side])
        column = asked[begin:end] % self.side
        left, right = ((edge - self.lon) * self.per_lon for edge in (west, east))
        near: Ints = begin + np.flatnonzero((column >= int(left)) & (column <= int(right)))
        return near


def _distinct(values: Ints) -> Ints:
    """Sort numbers from 0 on, each once; `np.unique` puts them into a hash table first, at thrice the time."""
    ordered = np.sort(values)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def _borders(polygons: NDArray[np.object_]) -> _Borders:
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    begin, end = points[:-1][joined], points[1:][joined]
    return _Borders(begin[:, 0], begin[:, 1], end[:, 0], end[:, 1], owner[part][ring[:-1][joined]])


def _pieces_by_row(
    borders: _Borders, frame: _Frame, *, townships: int
) -> dict[int, tuple[Piece, ...]]:
    upward = (borders.lat1 < borders.lat2) | (
        (borders.lat1 == borders.lat2) & (borders.lon1 <= borders.lon2)
    )
    lon1 = np.where(upward, borders.lon1, borders.lon2)
    lat1 = np.where(upward, borders.lat1, borders.lat2)
    lon2 = np.where(upward, borders.lon2, borders.lon1)
    lat2 = np.where(upward, borders.lat2, borders.lat1)
    pieces = list(
        zip(
            *(column.tolist() for column in (lon1, lat1, lon2, lat2, lon2 - lon1, lat2 - lat1)),
            strict=True,
        )
    )
    low = ((lat1 - frame.lat) * frame.per_lat).astype(np.int64)
    high = ((lat2 - frame.lat) * frame.per_lat).astype(np.int64)
    spans = high - low + 1
    piece = np.repeat(np.arange(spans.size), spans)
    row = np.arange(piece.size) - np.repeat(np.cumsum(spans) - spans, spans) + low[piece]
    key = row * townships + borders.owner[piece]
    order = np.argsort(key, kind="stable")
    keys, first = np.unique(key[order], return_index=True)
    in_order = [pieces[position] for position in piece[order].tolist()]
    ends = [*first[1:].tolist(), len(in_order)]
    return {
        key: tuple(in_order[begin:end])
        for key, begin, end in zip(keys.tolist(), first.tolist(), ends, strict=True)
    }


def _empty() -> Raster:
    nothing = np.full(1, -1, dtype=np.int32)
    bounds = (0.0, 0.0, 0.0, 0.0)
    return Raster(bounds, (0.0, 0.0), (1.0, 1.0), 1, 1, nothing, [], np.empty((0, 0), np.int32), {})

"""The place part of what is asked: by a point, by the township that is named, or by both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from command.competence.columns import Column
from command.competence.values import PlaceFact
from grid.geometry import to_cgcs2000_many
from grid.index import GridIndex
from grid.snapshot import CitySnapshot
from grid.values import Crs

PLACES: Final[tuple[PlaceFact, ...]] = ("inside", "outside", "missing")
"""How a point may lie."""
SYSTEMS: Final = tuple(Crs)


class Spot(NamedTuple):
    """Where an act lies: how sure that is, the areas it is in or next to, and the point in CGCS2000."""

    place: PlaceFact
    district: str | None
    township: str | None
    lon: float | None = None
    lat: float | None = None
    near: tuple[str, ...] = ()
    """Townships across a border that is nearer than the border strip."""
    areas: tuple[str, ...] = ()
    """Special areas, the first to count first."""


def locate(
    city: CitySnapshot,
    *,
    day: date,
    strip_m: float,
    point: tuple[float, float] | None = None,
    crs: Crs = Crs.CGCS2000,
    township: str | None = None,
    scheme: str | None = None,
) -> Spot:
    """Find a place by the boundaries of a day; `scheme` is the list `township` is a code of.

    Point and township that disagree are a contradiction: neither word is better than the other, so
    a person says which township it is.
    """
    named = city.find_township(township, scheme) if township is not None else None
    if point is None:
        if named is None:
            return Spot("missing" if township is None else "contradiction", None, None)
        return Spot("inside", city.townships[named].district, named)
    index = city.index_on(day)
    found, district, lon, lat, _ = index.locate(*point, crs)
    if found is None:
        return Spot("outside", None, None, lon, lat)
    if township is not None and named != found:
        return Spot("contradiction", district, None, lon, lat)
    near = index.near(lon, lat, strip_m)
    return Spot("inside", district, found, lon, lat, near, city.areas_at(lon, lat, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """Where many acts lie, by their points alone: the columns of `AskedMany` that are about places."""

    place: Column[PlaceFact]
    district: Column[str | None]
    township: Column[str | None]
    near: Column[tuple[str, ...]]
    areas: Column[tuple[str, ...]]


def locate_many(
    city: CitySnapshot,
    *,
    days: NDArray[np.int64],
    strip_m: Callable[[date], float],
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    crs: NDArray[np.int8],
) -> Spots:
    """Find many places, each by the boundaries of its own day (ordinal); `crs` is which of `SYSTEMS`.

    What is not a number is no point. Says of each what `locate` says.
    """
    lons, lats = _to_cgcs2000(lons, lats, crs)
    groups = _groups(city, days, strip_m)
    owner = {
        code: district
        for index, _, _ in groups
        for code, district in zip(index.codes, index.districts, strict=True)
    }
    positions = {code: position for position, code in enumerate(owner)}
    nowhere = len(owner)
    township = np.full(lons.shape, nowhere, dtype=np.int32)
    near: dict[int, tuple[str, ...]] = {}
    for index, metres, rows in groups:
        # The index numbers what is outside -1: the last.
        renamed = np.array([*(positions[code] for code in index.codes), nowhere], dtype=np.int32)
        township[rows] = renamed[index.locate_many(lons[rows], lats[rows])]
        beside = index.near_many(lons[rows], lats[rows], metres)
        near |= {int(rows[row]): codes for row, codes in beside.items()}
    outside = township == nowhere
    place = np.where(outside, np.where(np.isnan(lons), 2, 1), 0)
    return Spots(
        place=Column(PLACES, place),
        district=Column((*owner.values(), None), township),
        township=Column((*owner, None), township),
        near=_sparse(near, outside),
        areas=_sparse(city.special_areas.at_many(lons, lats, days), outside),
    )


def _sparse(
    found: dict[int, tuple[str, ...]], outside: NDArray[np.bool_]
) -> Column[tuple[str, ...]]:
    """Make a column of what few rows have; what is outside has none."""
    values: dict[tuple[str, ...], int] = {(): 0}
    index = np.zeros(outside.shape, dtype=np.int32)
    for row, codes in found.items():
        if not outside[row]:
            index[row] = values.setdefault(codes, len(values))
    return Column(tuple(values), index)


def _groups(
    city: CitySnapshot, days: NDArray[np.int64], strip_m: Callable[[date], float]
) -> list[tuple[GridIndex, float, NDArray[np.int64]]]:
    """Put together the rows whose days have the same boundaries and the same strip."""
    distinct, which = np.unique(days, return_inverse=True)
    kinds: dict[tuple[int, float], tuple[GridIndex, float]] = {}
    kind_of_day = []
    for ordinal in distinct.tolist():
        day = date.fromordinal(ordinal)
        index, metres = city.index_on(day), strip_m(day)
        kinds.setdefault((index.version, metres), (index, metres))
        kind_of_day.append(list(kinds).index((index.version, metres)))
    kind = np.array(kind_of_day, dtype=np.int64)[which]
    return [
        (index, metres, np.flatnonzero(kind == number))
        for number, (index, metres) in enumerate(kinds.values())
    ]


def _to_cgcs2000(
    lons: NDArray[np.float64], lats: NDArray[np.float64], crs: NDArray[np.int8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lons, lats = lons.copy(), lats.copy()
    for number, system in enumerate(SYSTEMS):
        rows = np.flatnonzero(crs == number)
        if rows.size:
            lons[rows], lats[rows] = to_cgcs2000_many(lons[rows], lats[rows], system)
    return lons, lats

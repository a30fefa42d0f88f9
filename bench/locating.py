"""Locating: how long a point takes, and whether it is ever wrong."""

import time
from collections.abc import Callable
from typing import Final

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from bench import cities
from bench.figures import Figure, Pace
from bench.stand import Stand
from grid.folder import read_folder
from grid.geometry import gcj02_to_bd09_many, wgs84_to_gcj02_many
from grid.index import OUTSIDE, GridIndex
from grid.values import Crs

Floats = NDArray[np.float64]
SINGLE: Final = 200_000
CHUNK: Final = 20_000


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure one point at a time, many at once, and every answer against shapely."""
    del stand
    index = build()
    count = pace.count(1_000_000, 100_000)
    lons, lats = points(index, count)
    gcj = wgs84_to_gcj02_many(lons, lats)
    bd = gcj02_to_bd09_many(gcj.lon, gcj.lat)
    where = f"{len(index.codes)} townships of the sample city, points uniform over its box"
    one = f"locate() in a plain loop over 200,000 points, best of 5 whole loops, loop included; {where}"
    bulk_ns, joined_ns = _bulk_ns(index, lons, lats), _joined_ns(index, lons, lats)
    rows = [
        ("locate.cgcs2000", lons, lats, Crs.CGCS2000, 2.0),
        ("locate.wgs84", lons, lats, Crs.WGS84, 2.0),
        ("locate.gcj02", gcj.lon, gcj.lat, Crs.GCJ02, 20.0),
        ("locate.bd09", bd.lon, bd.lat, Crs.BD09, 20.0),
    ]
    vertices = shapely.get_coordinates(index.polygons)
    return [
        *(
            Figure(name=name, value=_single_us(index, x, y, crs), unit="us", most=most, method=one)
            for name, x, y, crs, most in rows
        ),
        Figure(
            name="locate.bulk",
            value=bulk_ns,
            unit="ns/point",
            method=f"locate_many() of {count:,} points, best of 5; {where}",
        ),
        Figure(
            name="locate.bulk.ahead",
            value=joined_ns / bulk_ns,
            unit="x sjoin",
            least=20,
            method="geopandas.sjoin(points, townships, how='left', predicate='intersects') of the same "
            f"points, best of 2 ({joined_ns:.0f} ns/point), GeoDataFrames and their spatial index "
            "made beforehand",
        ),
        Figure(
            name="locate.wrong.random",
            value=disagreements(index, lons, lats),
            unit="points",
            most=0,
            method=f"{count:,} random points: locate() and locate_many() against "
            "shapely.intersects, lowest code first",
        ),
        Figure(
            name="locate.wrong.border",
            value=disagreements(index, vertices[:, 0], vertices[:, 1]),
            unit="points",
            most=0,
            method=f"the same on each of the {len(vertices):,} vertices of all borders",
        ),
    ]


def build() -> GridIndex:
    """Build the index of the sample city from its folder."""
    geography = read_folder(cities.SAMPLE)
    codes = list(geography.boundaries)
    return GridIndex(
        codes=codes,
        districts=[geography.townships[code][2] for code in codes],
        polygons=list(shapely.from_wkb(list(geography.boundaries.values()))),
        version=1,
    )


def points(index: GridIndex, count: int) -> tuple[Floats, Floats]:
    """Draw points evenly over the city's box."""
    west, south, east, north = index.bounds
    chance = np.random.default_rng(20)
    return chance.uniform(west, east, count), chance.uniform(south, north, count)


def disagreements(index: GridIndex, lons: Floats, lats: Floats) -> int:
    """Count the points of which either form of the index says something else than shapely."""
    truth = np.full(lons.size, OUTSIDE, dtype=np.int32)
    for position in range(len(index.codes) - 1, -1, -1):
        west, south, east, north = shapely.bounds(index.polygons[position]).tolist()
        near = np.flatnonzero((lons >= west) & (lons <= east) & (lats >= south) & (lats <= north))
        held = near[shapely.intersects_xy(index.polygons[position], lons[near], lats[near])]
        truth[held] = position
    codes = (*index.codes, None)
    many = index.locate_many(lons, lats)
    each = [
        index.locate(lon, lat).township
        for lon, lat in zip(lons.tolist(), lats.tolist(), strict=True)
    ]
    wrong = sum(codes[right] != said for right, said in zip(truth.tolist(), each, strict=True))
    return int(np.count_nonzero(many != truth)) + wrong


def _single_us(index: GridIndex, lons: Floats, lats: Floats, crs: Crs) -> float:
    pairs = list(zip(lons[:SINGLE].tolist(), lats[:SINGLE].tolist(), strict=True))
    locate = index.locate

    def once() -> None:
        for lon, lat in pairs:
            locate(lon, lat, crs)

    return _best_s(once, 5) / len(pairs) * 1e6


def _bulk_ns(index: GridIndex, lons: Floats, lats: Floats) -> float:
    return _best_s(lambda: index.locate_many(lons, lats), 5) / lons.size * 1e9


def _joined_ns(index: GridIndex, lons: Floats, lats: Floats) -> float:
    ground = geopandas.GeoDataFrame(
        {"code": index.codes}, geometry=list(index.polygons), crs="EPSG:4490"
    )
    asked = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lons, lats), crs="EPSG:4490")
    # The first join builds the spatial index, which is not what is compared.
    geopandas.sjoin(asked.head(CHUNK), ground, how="left", predicate="intersects")
    took = _best_s(lambda: geopandas.sjoin(asked, ground, how="left", predicate="intersects"), 2)
    return took / lons.size * 1e9


def _best_s(work: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best

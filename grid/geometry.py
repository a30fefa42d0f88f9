"""Points on the ground: from one coordinate system to another, and how far apart.

GCJ-02 shifts every point of China by a few hundred metres, BD-09 shifts GCJ-02 again. Both are
published only as the way *into* the shifted system. The way back is found by repeating
`guess = shifted - shift(guess)`, which gains about two digits a round, so the result is as exact as
doubles are and not "within a few metres" as with one subtraction.

Every function comes twice: for one point with `math` (a report), for arrays with numpy (a file).
"""

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grid.values import Crs

Floats = NDArray[np.float64]

EARTH_M: Final = 6_371_008.8
"""Mean radius (IUGG), good to 0.5 % for distances in a city."""
DEGREE_M: Final = math.pi * EARTH_M / 180
"""A degree of latitude."""
CHINA: Final = (72.004, 0.8293, 137.8347, 55.8271)
"""The box outside which GCJ-02 is, by convention, not shifted: west, south, east, north."""
_AXIS: Final = 6_378_245.0  # Krasovsky 1940, which the shift is defined on
_FLATTENING: Final = 0.006_693_421_622_965_943
_BAIDU: Final = math.pi * 3000.0 / 180.0
_ROUNDS: Final = 6
_SETTLED: Final = 1e-9  # A step this small leaves 3e-11 degrees: a round gains a factor of 50.


class Point(NamedTuple):
    """A longitude and a latitude, in degrees, in the system the function's name says."""

    lon: float
    lat: float


class Points(NamedTuple):
    """Many points: one array of longitudes, one of latitudes."""

    lon: Floats
    lat: Floats


def in_china(lon: float, lat: float) -> bool:
    """Tell whether GCJ-02 shifts this point at all."""
    west, south, east, north = CHINA
    return west <= lon <= east and south <= lat <= north


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    """Shift a point the way consumer maps do."""
    if not in_china(lon, lat):
        return Point(lon, lat)
    east, north = _shift(lon, lat)
    return Point(lon + east, lat + north)


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    """Undo the shift of consumer maps."""
    if not in_china(lon, lat):
        return Point(lon, lat)
    east, north = _shift(lon, lat)
    for _ in range(_ROUNDS):
        last_east, last_north = east, north
        east, north = _shift(lon - east, lat - north)
        if abs(east - last_east) < _SETTLED and abs(north - last_north) < _SETTLED:
            break
    return Point(lon - east, lat - north)


def gcj02_to_bd09(lon: float, lat: float) -> Point:
    """Shift a point of a consumer map once more, the way Baidu does."""
    length = math.hypot(lon, lat) + 2e-5 * math.sin(lat * _BAIDU)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(lon * _BAIDU)
    return Point(length * math.cos(angle) + 0.0065, length * math.sin(angle) + 0.006)


def bd09_to_gcj02(lon: float, lat: float) -> Point:
    """Undo Baidu's shift."""
    guess_lon, guess_lat = lon - 0.0065, lat - 0.006
    for _ in range(_ROUNDS):
        there_lon, there_lat = gcj02_to_bd09(guess_lon, guess_lat)
        miss_lon, miss_lat = lon - there_lon, lat - there_lat
        guess_lon += miss_lon
        guess_lat += miss_lat
        if abs(miss_lon) < _SETTLED and abs(miss_lat) < _SETTLED:
            break
    return Point(guess_lon, guess_lat)


def to_cgcs2000(lon: float, lat: float, crs: Crs) -> Point:
    """Bring a point from whatever system its sender uses into the one we keep."""
    if crs is Crs.GCJ02:
        return gcj02_to_wgs84(lon, lat)
    if crs is Crs.BD09:
        return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))
    return Point(lon, lat)


def to_cgcs2000_many(lons: Floats, lats: Floats, crs: Crs) -> Points:
    """Bring many points at once into the system we keep."""
    if crs is Crs.GCJ02:
        return gcj02_to_wgs84_many(lons, lats)
    if crs is Crs.BD09:
        return gcj02_to_wgs84_many(*bd09_to_gcj02_many(lons, lats))
    return Points(lons, lats)


def wgs84_to_gcj02_many(lons: Floats, lats: Floats) -> Points:
    """Shift many points the way consumer maps do."""
    east, north = _shift(lons, lats, np)
    shifted = _in_china_many(lons, lats)
    return Points(np.where(shifted, lons + east, lons), np.where(shifted, lats + north, lats))


def gcj02_to_wgs84_many(lons: Floats, lats: Floats) -> Points:
    """Undo the shift of consumer maps for many points."""
    east, north = _shift(lons, lats, np)
    for _ in range(_ROUNDS):
        east, north = _shift(lons - east, lats - north, np)
    shifted = _in_china_many(lons, lats)
    return Points(np.where(shifted, lons - east, lons), np.where(shifted, lats - north, lats))


def gcj02_to_bd09_many(lons: Floats, lats: Floats) -> Points:
    """Shift many points the way Baidu does."""
    length = np.hypot(lons, lats) + 2e-5 * np.sin(lats * _BAIDU)
    angle = np.arctan2(lats, lons) + 3e-6 * np.cos(lons * _BAIDU)
    return Points(length * np.cos(angle) + 0.0065, length * np.sin(angle) + 0.006)


def bd09_to_gcj02_many(lons: Floats, lats: Floats) -> Points:
    """Undo Baidu's shift for many points."""
    guess_lon, guess_lat = lons - 0.0065, lats - 0.006
    for _ in range(_ROUNDS):
        there = gcj02_to_bd09_many(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + (lons - there.lon), guess_lat + (lats - there.lat)
    return Points(guess_lon, guess_lat)


def distance_m(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Measure as the crow flies (haversine), the distance by which units are ranked."""
    north = math.sin(math.radians(to_lat - lat) / 2)
    east = math.sin(math.radians(to_lon - lon) / 2)
    share = north * north + math.cos(math.radians(lat)) * math.cos(math.radians(to_lat)) * east**2
    return 2 * EARTH_M * math.asin(math.sqrt(min(share, 1.0)))


def _shift(lon: Any, lat: Any, numbers: Any = math) -> tuple[Any, Any]:
    """Give the shift of GCJ-02 in degrees, east and north; with numpy as `numbers`, of many."""
    # The published polynomial and sines, which are in metres on Krasovsky's ellipsoid.
    x, y = lon - 105.0, lat - 35.0
    pi, sin = math.pi, numbers.sin
    root = numbers.sqrt(abs(x))
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north_m += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north_m += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east_m += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east_m += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = lat / 180.0 * pi
    bulge = 1.0 - _FLATTENING * sin(phi) ** 2
    root_bulge = numbers.sqrt(bulge)
    meridian = _AXIS * (1.0 - _FLATTENING) / (bulge * root_bulge)
    east = east_m * 180.0 / (_AXIS / root_bulge * numbers.cos(phi) * pi)
    return east, north_m * 180.0 / (meridian * pi)


def _in_china_many(lons: Floats, lats: Floats) -> NDArray[np.bool_]:
    west, south, east, north = CHINA
    inside: NDArray[np.bool_] = (west <= lons) & (lons <= east) & (south <= lats) & (lats <= north)
    return inside

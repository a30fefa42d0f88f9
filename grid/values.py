"""The words of geography: a coordinate system, an area, and the place a point falls in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, Self

EDITION: Final = "city"
"""The edition that is counted when the city's facts change, so that every process loads them anew."""


class Crs(StrEnum):
    """The coordinate systems that platforms and maps in China speak.

    CGCS2000 is the one we keep; WGS84 differs from it by centimetres and is taken as equal.
    """

    CGCS2000 = "CGCS2000"
    WGS84 = "WGS84"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a system's name however a platform happens to write it (`wgs-84`, `GCJ02`, `4490`).

        :raises ValueError: when no system is meant by it.
        """
        plain = "".join(char for char in text.upper() if char.isalnum())
        try:
            return cls(SPELLINGS[plain])
        except KeyError:
            raise ValueError(
                f"{text!r} is no coordinate system we know: {', '.join(cls)}"
            ) from None


SPELLINGS: Final = {
    "CGCS2000": "CGCS2000",
    "EPSG4490": "CGCS2000",
    "4490": "CGCS2000",
    "WGS84": "WGS84",
    "WGS1984": "WGS84",
    "EPSG4326": "WGS84",
    "4326": "WGS84",
    "GCJ02": "GCJ-02",
    "GCJ": "GCJ-02",
    "BD09": "BD-09",
    "BD09LL": "BD-09",
}


class Place(NamedTuple):
    """Where a point lies, by the boundaries of one version.

    A township of None says the point is outside the city: an answer, not a failure. The point is
    in CGCS2000. (A tuple, because the intake makes one per report: a frozen dataclass takes three
    times as long to make.)
    """

    township: str | None
    district: str | None
    lon: float
    lat: float
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A district or township as people know it: its code, its name and where a map writes it."""

    code: str
    name: str
    kind: str
    district: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFacts:
    """What a city says of itself: its name, its clock, whom to thank for its map."""

    code: str
    name: str
    name_en: str
    timezone: str
    lon: float
    lat: float
    attribution: str
    approximate: bool
    demo: bool

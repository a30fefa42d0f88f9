"""The city in memory: everything about places that a request may ask, as it is on one day.

A snapshot is never changed. When boundaries are published a new one is loaded and swapped in
whole, so whoever holds one sees one consistent city for as long as he holds it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import shapely
from shapely.geometry.base import BaseGeometry

from grid.areas import AreasDocument, draw_areas
from grid.generations import Generations
from grid.index import GridIndex
from grid.special import SpecialAreas
from grid.values import Area, CityFacts

FORMER: Final = "former"
"""The scheme of codes that our own list gave before a re-division: events still arrive with them."""


class CitySnapshot:
    """What a process knows of its city."""

    def __init__(
        self,
        *,
        city: CityFacts,
        index: GridIndex,
        districts: Iterable[Area],
        townships: Iterable[Area],
        aliases: Mapping[tuple[str, str], str],
        special_areas: SpecialAreas | None = None,
        generations: Generations | None = None,
        day: date = date.max,
    ) -> None:
        """Take the city's facts, its index on a day, its areas, and (scheme, alias) -> township.

        Without generations the index is that of every day.
        """
        self.city = city
        self.index = index
        self.districts = {area.code: area for area in districts}
        self.townships = {area.code: area for area in townships}
        self.aliases = dict(aliases)
        self.special_areas = special_areas or SpecialAreas(())
        self.day = day
        self.zone = ZoneInfo(city.timezone)
        self.generations = generations

    @property
    def version(self) -> int:
        """The publication the boundaries are of."""
        return self.index.version

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the city."""
        return self.index.bounds

    def index_on(self, day: date) -> GridIndex:
        """Give the index over the boundaries that were, or will be, in force on a day."""
        return self.generations.on(day).index if self.generations else self.index

    def ground_on(self, day: date) -> dict[str, BaseGeometry]:
        """Give the ground of every township that was, or will be, in force on a day; no index is built."""
        if self.generations is None:
            return dict(zip(self.index.codes, self.index.polygons.tolist(), strict=True))
        boundaries = self.generations.on(day).boundaries
        return dict(zip(boundaries, shapely.from_wkb(list(boundaries.values())), strict=True))

    def areas_at(self, lon: float, lat: float, day: date | None = None) -> tuple[str, ...]:
        """Name the special areas a point (CGCS2000) lies in, the first to count first.

        On a day, or on the snapshot's own.
        """
        return self.special_areas.at(lon, lat, day or self.day)

    def name_of(self, code: str) -> str:
        """Give the name of the city, a district or a township; a code nobody has names itself."""
        if code == self.city.code:
            return self.city.name
        area = self.townships.get(code) or self.districts.get(code)
        return area.name if area else code

    def find_township(self, code: str, scheme: str | None = None) -> str | None:
        """Find our code for what a platform calls a township.

        Without a scheme the code is ours. With one, that list's own codes come first, since the
        same digits may mean another town there; what it does not recode is as ours. A code that
        nobody has today is looked for among those our own list once gave (scheme `former`).
        """
        if scheme is not None and (scheme, code) in self.aliases:
            return self.aliases[scheme, code]
        return code if code in self.townships else self.aliases.get((FORMER, code))

    @cached_property
    def areas(self) -> AreasDocument:
        """The map for browsers, drawn when first asked for."""
        return draw_areas(self.index, districts=self.districts, townships=self.townships)

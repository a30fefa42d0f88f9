"""The city in memory: everything about places that a request may ask, of one boundary version.

A snapshot is never changed. When boundaries are published a new one is loaded and swapped in
whole, so whoever holds one sees one consistent city for as long as he holds it.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from zoneinfo import ZoneInfo

from grid.areas import AreasDocument, draw_areas
from grid.index import GridIndex
from grid.values import Area, CityFacts


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
    ) -> None:
        """Take the city's facts, its index, its areas, and (scheme, alias) -> township."""
        self.city = city
        self.index = index
        self.districts = {area.code: area for area in districts}
        self.townships = {area.code: area for area in townships}
        self.aliases = dict(aliases)
        self.zone = ZoneInfo(city.timezone)

    @property
    def version(self) -> int:
        """The publication the boundaries are of."""
        return self.index.version

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the city."""
        return self.index.bounds

    def name_of(self, code: str) -> str:
        """Give the name of the city, a district or a township; a code nobody has names itself."""
        if code == self.city.code:
            return self.city.name
        area = self.townships.get(code) or self.districts.get(code)
        return area.name if area else code

    def find_township(self, code: str, scheme: str | None = None) -> str | None:
        """Find our code for what a platform calls a township.

        Without a scheme the code is ours. With one, that list's own codes come first, since the
        same digits may mean another town there; what it does not recode is as ours.
        """
        if scheme is not None and (scheme, code) in self.aliases:
            return self.aliases[scheme, code]
        return code if code in self.townships else None

    @cached_property
    def areas(self) -> AreasDocument:
        """The map for browsers, drawn when first asked for."""
        return draw_areas(self.index, districts=self.districts, townships=self.townships)

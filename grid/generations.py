"""Generations of boundaries: which townships there were, and where, on a day.

The re-division of a city gives its ground anew from a day on. Acts and filings of earlier days keep
the boundaries of their day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import shapely

from grid.index import GridIndex

GenerationState = Literal["past", "in_force", "coming", "replaced"]


@dataclass(frozen=True)
class Generation:
    """The ground of every township in one publication, from a day on."""

    version: int
    valid_from: date
    boundaries: Mapping[str, bytes]
    """Township -> WKB in CGCS2000."""
    districts: Mapping[str, str]
    """Township -> district."""

    @cached_property
    def index(self) -> GridIndex:
        """The index over it, built when first asked for: a tenth of a second for a large city."""
        return GridIndex(
            codes=list(self.boundaries),
            districts=[self.districts[code] for code in self.boundaries],
            polygons=list(shapely.from_wkb(list(self.boundaries.values()))),
            version=self.version,
        )


class Generations:
    """Every publication of a city's boundaries."""

    def __init__(self, published: Iterable[Generation]) -> None:
        """Take at least one publication, in any order."""
        self._published = sorted(published, key=lambda one: (one.valid_from, one.version))

    def __iter__(self) -> Iterator[Generation]:
        return iter(self._published)

    def on(self, day: date) -> Generation:
        """Give the generation in force on a day, of two that begin on one day the later published.

        Before the first there is nothing to go by but the first.
        """
        begun = [one for one in self._published if one.valid_from <= day]
        return begun[-1] if begun else self._published[0]

    def state(self, one: Generation, day: date) -> GenerationState:
        """Tell what a generation is on a day; `replaced`: another was published for its first day."""
        if self.on(one.valid_from) is not one:
            return "replaced"
        if one.valid_from > day and self.on(day) is not one:
            return "coming"
        return "in_force" if self.on(day) is one else "past"

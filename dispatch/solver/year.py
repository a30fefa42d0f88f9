"""Place a year's visits on its days, so that each agency of each district has the minutes they take.

Which day, not which hour: the engine plans the day itself. Districts share nothing and are placed side
by side. Agencies' minutes get prices, the visit that earns most for the minutes it takes is placed
first, on the day where the scarcest of its agencies has most room. The same prices prove how much
weight any placement can carry.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

LEFT_OUT: Final = -1
ROUNDS: Final = 60
"""Improvements of the prices of whole years: each looks at every item once."""
DAILY_ROUNDS: Final = 4
"""Improvements of the prices of days: each looks at every item on each of its days."""
PRICE_GRAIN: Final = 1 << 16
"""Parts of a unit of weight in which prices are whole, so that the bound is proven."""


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """A year to place; arrays in step, indexes into each other."""

    calendar: NDArray[np.bool_]
    """Shape (seasons, days): on which days a visit of the season may be."""
    capacity: Ints
    """Shape (districts, agencies, days): minutes an agency's units have there."""
    cap: Ints
    """Shape (townships, days): the most visits a township may see in a day."""
    district_of: Ints
    """Shape (townships,)."""
    township: Ints
    """Shape (visits,), as the next four."""
    season: Ints
    first: Ints
    last: Ints
    """The day of the deadline, inclusive."""
    weight: Ints
    item_from: NDArray[np.int64]
    """Shape (visits + 1,): items of visit v are item_from[v] to item_from[v + 1]; it takes all or none."""
    agency: Ints
    minutes: Ints

    @property
    def days(self) -> int:
        """Tell how many days there are."""
        return self.calendar.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The day of each visit, and the proof of how good it is."""

    day: Ints
    """Shape (visits,): LEFT_OUT where there was no room."""
    weight: int
    bound: int
    """No placement carries more weight."""

    @property
    def gap(self) -> float:
        """Tell how far the bound lies above, as a part of the weight placed."""
        return self.bound / self.weight - 1 if self.weight else 0.0


def place_year(year: Year, *, threads: int | None = None) -> Placement:
    """Place the visits; the same year gives the same placement."""
    day = np.full(len(year.weight), LEFT_OUT, np.int32)
    district = year.district_of[year.township]
    order = np.argsort(district, kind="stable")
    edges = np.searchsorted(district[order], np.arange(len(year.capacity) + 1))

    def place(d: int) -> tuple[int, int]:
        visits = order[edges[d] : edges[d + 1]]
        return _place_district(
            visits,
            year.calendar,
            np.ascontiguousarray(year.capacity[d].T),
            year.cap,
            year.township,
            year.season,
            year.first,
            year.last,
            year.weight,
            year.item_from,
            year.agency,
            year.minutes,
            day,
        )

    with ThreadPoolExecutor(threads or len(os.sched_getaffinity(0))) as executor:
        parts = list(executor.map(place, range(len(year.capacity))))
    return Placement(day, sum(weight for weight, _ in parts), sum(bound for _, bound in parts))

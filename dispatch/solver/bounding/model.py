"""A day as the bound sees it: items, kinds of units, and the teams they might form.

Values are scaled integers (`Scale`), rounded so that the bound can only grow.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.bounding.routes import LANES, Graph

GRAIN: Final = 12
"""Parts of a twentieth in which values are counted, so that a half or a third of a minute is whole."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How twentieths become the integers of the bound: times GRAIN, divided by 2**shift."""

    shift: int

    def up(self, value_20: int) -> int:
        """Scale what adds to the objective, rounded up."""
        return -(-value_20 * GRAIN >> self.shift)

    def down(self, value_20: int | Fraction) -> int:
        """Scale what is taken from the objective, rounded down."""
        return int(value_20 * GRAIN) >> self.shift

    def twentieths(self, value: int) -> int:
        """Tell the greatest whole number of twentieths that a scaled value allows."""
        return (value << self.shift) // GRAIN


@dataclass(frozen=True, slots=True)
class Kind:
    """Units that are alike."""

    base: int
    agencies: frozenset[int]
    shift: tuple[int, int]
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """One or two kinds that might ride together, charged a share of the vehicle and its driving."""

    kinds: tuple[int, ...]
    share: Fraction
    sites: NDArray[np.int64]
    """Shape (n,): the sites it can serve."""
    graph: Graph


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A part of the day that shares no agency, and so no unit and no site, with the rest."""

    scale: Scale
    constant_20: int
    """What is lost before anybody leaves: 50 for each item that must be done."""
    site_from: NDArray[np.int64]
    """Shape (sites + 1,): items of site s are site_from[s] to site_from[s + 1]."""
    price: NDArray[np.int64]
    """Shape (sites,), scaled: what entering a site costs, with all its items left undone."""
    value: NDArray[np.int64]
    """Shape (items,), scaled: what doing an item adds then."""
    item_minutes: NDArray[np.int64]
    open: NDArray[np.bool_]
    """Shape (items, minutes): when work on an item may begin and still end in time."""
    kinds: tuple[Kind, ...]
    vehicles: dict[int, tuple[int, int]]
    """By base: how many vehicles, and how many units the largest carries."""
    row_items: NDArray[np.int64]
    """Shape (rows, most items): the items a stop serves, -1 where there are no more."""
    row_stay: NDArray[np.int64]
    teams: tuple[Team, ...]
    """One of each kind, and in small parts those of two."""

    @property
    def step(self) -> int:
        """Minutes that the dynamic programme can work off at once."""
        return int(min(LANES, self.item_minutes.min()))

    def openings(self) -> NDArray[np.bool_]:
        """Tell for every row and minute whether the stop may begin: shape (rows, minutes)."""
        free = np.zeros((len(self.row_items), self.open.shape[1]), dtype=bool)
        minutes = np.arange(self.open.shape[1])
        for r, stay in enumerate(self.row_stay):
            items = self.row_items[r][self.row_items[r] >= 0]
            extra = stay - self.item_minutes[items].max()
            if extra < 0:
                free[r] = self.open[items].any(axis=0)
                continue
            free[r] = self.open[items].all(axis=0)
            if extra > 0:
                # Several items one after another end later than each alone.
                later = minutes + stay - self.item_minutes[items[0]]
                end = self.open[items[0], np.minimum(later, len(minutes) - 1)]
                free[r] &= (later < len(minutes)) & end
        return free

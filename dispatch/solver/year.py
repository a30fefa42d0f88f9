"""Place a year's visits on its days, so that each agency of each district has the minutes they take.

Which day, not which hour: the day itself is planned by `solve`. Agencies' minutes get prices. Visits
are taken in the order of what they earn for the minutes they need, each on the day with most room for
the scarcest of its agencies, where room counts what later visits are likely to take. The same prices
prove how much weight any placement can carry.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from dispatch.solver.placing import Visits, expected_load, level, place, surplus

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

LEFT_OUT: Final = -1
SAMPLED: Final = 4
"""One visit in so many tells the prices of agencies."""
BLOCK_DAYS: Final = 10
"""Days that share a price."""
WORTH_BINS: Final = 16
"""Steps of worth between 1/e and e that the profile of the year tells apart."""
PRICE_GRAIN: Final = 1 << 16
"""Parts of a unit of weight in which prices are whole, so that the bound is proven."""


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """A year to place; its arrays hold indexes into each other."""

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
    item_from: Longs
    """Shape (visits + 1,): items of visit v are item_from[v] to item_from[v + 1]; all or none are done."""
    agency: Ints
    minutes: Ints


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
    """Place the visits; the same year gives the same placement on any number of threads."""
    day = np.full(len(year.weight), LEFT_OUT, np.int32)
    if not len(day):
        return Placement(day, 0, 0)
    visits = _visits_of(year)
    days, agencies = year.calendar.shape[1], year.capacity.shape[1]
    district = year.district_of[year.township]
    by_district = np.argsort(district, kind="stable")
    edges = np.searchsorted(district[by_district], np.arange(len(year.capacity) + 1))
    groups = [by_district[edges[d] : edges[d + 1]] for d in range(len(year.capacity))]
    cap_left = year.cap.copy()
    prices = np.empty((len(groups), agencies))
    for d, group in enumerate(groups):
        sample = np.ascontiguousarray(group[::SAMPLED])
        minutes = year.capacity[d].sum(axis=1) * (len(sample) / max(len(group), 1))
        prices[d] = level(visits, sample, minutes)
    item_district = np.repeat(district, np.diff(year.item_from))
    needs = np.add.reduceat(year.minutes * prices[item_district, year.agency], year.item_from[:-1])
    profile = _profile(year, visits, prices, needs)
    open_blocks = _by_block(year.calendar, np.logical_or)

    def place_district(d: int) -> tuple[int, int]:
        group, capacity = groups[d], np.ascontiguousarray(year.capacity[d].T)
        worth = visits.weight[group] / needs[group]
        order = group[np.argsort(-worth, kind="stable")]
        hoped = int((worth > 1).sum())
        load = expected_load(visits, order[:hoped], days, agencies)
        weight = place(visits, order, hoped, capacity, load, year.calendar, cap_left, day)
        whole = np.rint(profile[:, None] * prices[d] * PRICE_GRAIN).astype(np.int64)
        kept = surplus(visits, group, whole, BLOCK_DAYS, open_blocks, PRICE_GRAIN)
        rent = int((_by_block(year.capacity[d].astype(np.int64), np.add).T * whole).sum())
        return weight, (kept + rent) // PRICE_GRAIN

    with ThreadPoolExecutor(threads or len(os.sched_getaffinity(0))) as executor:
        parts = list(executor.map(place_district, range(len(groups))))
    return Placement(day, sum(weight for weight, _ in parts), sum(bound for _, bound in parts))


def _visits_of(year: Year) -> Visits:
    """Narrow each visit's days to those from the first to the last in season."""
    days = year.calendar.shape[1]
    every = np.arange(days)
    ahead = np.where(year.calendar, every, days)
    ahead = np.minimum.accumulate(ahead[:, ::-1], axis=1)[:, ::-1]
    before = np.maximum.accumulate(np.where(year.calendar, every, -1), axis=1)
    first = ahead[year.season, year.first].astype(np.int32)
    last = before[year.season, year.last].astype(np.int32)
    return Visits(
        year.township,
        year.season,
        first,
        last,
        year.weight,
        year.item_from,
        year.agency,
        year.minutes,
    )


def _profile(year: Year, visits: Visits, prices: Floats, needs: Floats) -> Floats:
    """Tell how much dearer each block of days is than the year: shape (blocks,).

    Visits with the same blocks, season and step of worth are one variable of a small linear programme
    that places priced minutes on blocks; the prices of its blocks are the profile.
    """
    blocks = -(-year.calendar.shape[1] // BLOCK_DAYS)
    able = np.flatnonzero(visits.first <= visits.last)
    step = np.floor((np.log(visits.weight[able] / needs[able]) + 1) / 2 * WORTH_BINS)
    step = np.clip(step, 0, WORTH_BINS - 1).astype(np.int64)
    from_, to = visits.first[able] // BLOCK_DAYS, visits.last[able] // BLOCK_DAYS
    kind = (visits.season[able].astype(np.int64) * blocks + from_) * blocks + to
    kinds, kind_of = np.unique(kind, return_inverse=True)
    cell = kind_of * WORTH_BINS + step
    size = np.bincount(cell, needs[able], len(kinds) * WORTH_BINS)
    worth = np.bincount(cell, visits.weight[able], len(kinds) * WORTH_BINS)
    cells = np.flatnonzero(size)
    season, from_, to = kinds // blocks**2, kinds // blocks % blocks, kinds % blocks
    every = np.arange(blocks)
    fits = (from_[:, None] <= every) & (every <= to[:, None])
    flow_kind, flow_block = np.nonzero(fits & _by_block(year.calendar, np.logical_or)[season])
    flows = len(cells) + np.arange(len(flow_kind))
    room = np.einsum("da,dab->b", prices, _by_block(year.capacity.astype(np.float64), np.add))
    rows = [cells // WORTH_BINS, flow_kind, len(kinds) + flow_block]
    columns = [np.arange(len(cells)), flows, flows]
    parts = [size[cells], -np.ones(len(flows)), np.ones(len(flows))]
    variables = len(cells) + len(flows)
    answer = linprog(
        np.concatenate([-worth[cells], np.zeros(len(flows))]),
        A_ub=coo_array(
            (np.concatenate(parts), (np.concatenate(rows), np.concatenate(columns))),
            shape=(len(kinds) + blocks, variables),
        ).tocsr(),
        b_ub=np.concatenate([np.zeros(len(kinds)), room]),
        bounds=np.column_stack(
            [np.zeros(variables), np.where(np.arange(variables) < len(cells), 1, np.inf)]
        ),
        method="highs",
    )
    if answer.status != 0:
        return np.ones(blocks)
    return np.asarray(np.maximum(-answer.ineqlin.marginals[len(kinds) :], 0))


def _by_block(days: NDArray[Any], join: np.ufunc) -> NDArray[Any]:
    """Join the days of each block, along the last axis."""
    return np.asarray(join.reduceat(days, np.arange(0, days.shape[-1], BLOCK_DAYS), axis=-1))


def warm_up() -> None:
    """Compile all that a year needs, or load it compiled."""
    one = np.ones(1, np.int32)
    place_year(
        Year(
            calendar=np.ones((1, 1), bool),
            capacity=np.full((1, 1, 1), 30, np.int32),
            cap=np.ones((1, 1), np.int32),
            district_of=0 * one,
            township=0 * one,
            season=0 * one,
            first=0 * one,
            last=0 * one,
            weight=one,
            item_from=np.array([0, 1], np.int64),
            agency=0 * one,
            minutes=30 * one,
        )
    )

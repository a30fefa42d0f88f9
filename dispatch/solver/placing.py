"""The loops over visits, items and days of a year: compiled, and free to run on several threads."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDS: Final = 40
"""Improvements of the prices of agencies."""
FULL: Final = -1e9
"""The room on a day that lacks minutes."""


class Visits(NamedTuple):
    """The visits of a year, in arrays of one length but for the items: see `Year`."""

    township: Ints
    season: Ints
    first: Ints
    """The first day in season; after `last` when there is none."""
    last: Ints
    weight: Ints
    item_from: Longs
    agency: Ints
    minutes: Ints


@njit(cache=True, nogil=True)
def level(visits: Visits, chosen: Longs, capacity: Floats) -> Floats:
    """Find a price of each agency's minute at which the chosen visits that are worth it just fit.

    :param capacity: shape (agencies,): the minutes of the whole year
    """
    agencies = len(capacity)
    weight = 0.0
    minutes = 0.0
    for v in chosen:
        weight += visits.weight[v]
        for e in range(visits.item_from[v], visits.item_from[v + 1]):
            minutes += visits.minutes[e]
    prices = np.full(agencies, weight / max(minutes, 1.0))
    best_prices = prices.copy()
    best = np.inf
    step = 0.5
    wanted = np.empty(agencies)
    for _ in range(ROUNDS):
        value = (capacity * prices).sum()
        wanted[:] = 0
        for v in chosen:
            needs = 0.0
            for e in range(visits.item_from[v], visits.item_from[v + 1]):
                needs += visits.minutes[e] * prices[visits.agency[e]]
            if visits.weight[v] > needs and visits.first[v] <= visits.last[v]:
                value += visits.weight[v] - needs
                for e in range(visits.item_from[v], visits.item_from[v + 1]):
                    wanted[visits.agency[e]] += visits.minutes[e]
        if value < best:
            best = value
            best_prices[:] = prices
        else:
            step *= 0.7
        for a in range(agencies):
            # An agency without minutes would have no end of a price.
            excess = min(wanted[a] / max(capacity[a], 1.0) - 1, 2.0)
            prices[a] = max(prices[a] * np.exp(step * excess), 1e-9)
    return best_prices


@njit(cache=True, nogil=True)
def expected_load(visits: Visits, chosen: Longs, days: int, agencies: int) -> Floats:
    """Spread each chosen visit evenly over its days: shape (days, agencies), in minutes."""
    load = np.zeros((days + 1, agencies))
    for v in chosen:
        window = visits.last[v] - visits.first[v] + 1
        if window > 0:
            for e in range(visits.item_from[v], visits.item_from[v + 1]):
                share = visits.minutes[e] / window
                load[visits.first[v], visits.agency[e]] += share
                load[visits.last[v] + 1, visits.agency[e]] -= share
    for d in range(1, days):
        load[d] += load[d - 1]
    return load[:days]


@njit(cache=True, nogil=True)
def place(
    visits: Visits,
    order: Longs,
    hoped: int,
    capacity: Ints,
    load: Floats,
    calendar: NDArray[np.bool_],
    cap_left: Ints,
    day: Ints,
) -> int:
    """Place visits in this order, each on the day with most room; return the weight placed.

    Room is the part of its scarcest agency's minutes still free, less what the visits that follow are
    expected to take: all of `load` at first, none of it after the first `hoped` visits.

    :param capacity: shape (days, agencies), minutes
    :param cap_left: shape (townships, days): counted down here
    :param day: shape (visits,): filled in here
    """
    free = capacity.copy()
    scale = 1.0 / np.maximum(capacity, 1)
    to_come = load * scale
    placed = 0
    for rank in range(len(order)):
        v = order[rank]
        ahead = max(0.0, 1.0 - rank / max(hoped, 1))
        open_ = calendar[visits.season[v]]
        left = cap_left[visits.township[v]]
        items = range(visits.item_from[v], visits.item_from[v + 1])
        best, on = FULL, -1
        for d in range(visits.first[v], visits.last[v] + 1):
            if not open_[d] or left[d] <= 0:
                continue
            room = np.inf
            for e in items:
                a = visits.agency[e]
                minutes = free[d, a] - visits.minutes[e]
                if minutes < 0:
                    room = FULL
                    break
                room = min(room, minutes * scale[d, a] - ahead * to_come[d, a])
            if room > best:
                best, on = room, d
        if on >= 0:
            for e in items:
                free[on, visits.agency[e]] -= visits.minutes[e]
            left[on] -= 1
            day[v] = on
            placed += visits.weight[v]
    return placed


@njit(cache=True, nogil=True)
def surplus(
    visits: Visits,
    chosen: Longs,
    prices: Longs,
    block_days: int,
    open_blocks: NDArray[np.bool_],
    grain: int,
) -> int:
    """Add up what the chosen visits are worth above the cheapest block of days they could have.

    :param prices: shape (blocks, agencies): of a minute, in parts of a weight
    :param open_blocks: shape (seasons, blocks)
    """
    needs = np.empty(len(prices), np.int64)
    total = 0
    for v in chosen:
        if visits.first[v] > visits.last[v]:
            continue
        from_, to = visits.first[v] // block_days, visits.last[v] // block_days + 1
        needs[from_:to] = 0
        for e in range(visits.item_from[v], visits.item_from[v + 1]):
            for b in range(from_, to):
                needs[b] += visits.minutes[e] * prices[b, visits.agency[e]]
        left = 0
        for b in range(from_, to):
            if open_blocks[visits.season[v], b]:
                left = max(left, visits.weight[v] * grain - needs[b])
        total += left
    return total

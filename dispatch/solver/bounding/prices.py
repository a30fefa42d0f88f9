"""What prices ask of sites and of teams.

A price belongs to an item and a slot of the day: what a site pays a unit for doing the item then. Each
side answers for itself, the sites here, the teams by their best day.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from dispatch.solver.bounding.model import Model
from dispatch.solver.bounding.routes import LANES, NEVER, Floats

Prices = NDArray[np.int64]
"""Shape (items, slots), scaled."""
NEAREST: Final = 3
"""Legs to so many nearest sites make the guess of a leg."""


class Slots(NamedTuple):
    """The day cut into slots; all units of a mission must begin in the same."""

    of: NDArray[np.int64]
    """Shape (minutes,): the slot of each."""
    open: NDArray[np.bool_]
    """Shape (items, slots)."""


def slots_of(model: Model, minutes: int) -> Slots:
    """Cut the day into slots of so many minutes."""
    of = np.arange(model.open.shape[1]) // minutes
    edges = np.arange(0, model.open.shape[1], minutes)
    return Slots(of, np.logical_or.reduceat(model.open, edges, axis=1))


@njit(cache=True, nogil=True)
def sites_answer(
    prices: Prices,
    open_: NDArray[np.bool_],
    value: NDArray[np.int64],
    price: NDArray[np.int64],
    site_from: NDArray[np.int64],
    wanted: NDArray[np.float64],
) -> int:
    """Add up what the sites keep at best, and mark the items they want and when."""
    kept = 0
    for s in range(len(price)):
        best, slot = 0, -1
        for k in range(prices.shape[1]):
            left = -price[s]
            for i in range(site_from[s], site_from[s + 1]):
                if open_[i, k] and value[i] > prices[i, k]:
                    left += value[i] - prices[i, k]
            if left > best:
                best, slot = left, k
        kept += best
        if slot >= 0:
            for i in range(site_from[s], site_from[s + 1]):
                if open_[i, slot] and value[i] > prices[i, slot]:
                    wanted[i, slot] = 1.0
    return kept


@njit(cache=True, nogil=True)
def tabulate(
    prices: Prices, slot: NDArray[np.int64], row_items: NDArray[np.int64], may: NDArray[np.bool_]
) -> Floats:
    """Tabulate what a stop earns by the minute it begins: shape (rows, minutes + LANES)."""
    rows, minutes = may.shape
    gains = np.full((rows, minutes + LANES), NEVER, np.float32)
    earned = np.empty(prices.shape[1], np.float32)
    for r in range(rows):
        earned[:] = 0
        for c in range(row_items.shape[1]):
            if row_items[r, c] >= 0:
                for k in range(len(earned)):
                    earned[k] += prices[row_items[r, c], k]
        for t in range(minutes):
            if may[r, t]:
                gains[r, t] = earned[slot[t]]
    return gains


def first_prices(model: Model) -> NDArray[np.float64]:
    """Guess the price of each item by a linear programme that counts only minutes: shape (items,).

    Each kind of unit has the minutes in which any of its sites is open; an item takes its minutes and
    a leg. The price of an item is then the worth of those minutes.
    """
    items, kinds = len(model.value), len(model.kinds)
    site_of = np.repeat(np.arange(len(model.price)), np.diff(model.site_from))
    takes = np.full((kinds, items), np.inf)
    minutes = np.zeros(kinds)
    may = model.openings()
    for team in model.teams:
        if len(team.kinds) == 1:
            (kind,), graph = team.kinds, team.graph
            every = np.arange(len(team.sites))[:, None]
            legs = graph.travel[every, graph.near[:, :NEAREST]]
            leg = np.zeros(len(model.price))
            leg[team.sites] = legs.mean(axis=1) if legs.size else 0
            served = np.unique(model.row_items[graph.row])
            served = served[served >= 0]
            takes[kind, served] = model.item_minutes[served] + leg[site_of[served]]
            day = slice(graph.shift, graph.shift + graph.span + 1)
            minutes[kind] = may[graph.row, day].any(axis=0).sum() * len(model.kinds[kind].units)
    worth = _worth_of_minutes(model, takes, minutes, site_of)
    if worth is None:
        return model.value / 2
    able = np.isfinite(takes)
    asked = np.where(able, worth[:, None] * np.where(able, takes, 0), np.inf)
    return np.asarray(np.minimum(asked.min(axis=0, initial=np.inf), model.value))


def _worth_of_minutes(
    model: Model,
    takes: NDArray[np.float64],
    minutes: NDArray[np.float64],
    site_of: NDArray[np.int64],
) -> NDArray[np.float64] | None:
    """Solve the programme: what another minute of each kind of unit would add."""
    kinds, items = takes.shape
    kind, item = np.nonzero(np.isfinite(takes))
    done = np.arange(len(kind))
    entered = len(kind) + site_of
    # A kind's minutes suffice; an item is done at most once, and only at a site that is entered.
    rows = [kind, kinds + item, kinds + np.arange(items)]
    parts = [takes[kind, item], np.ones(len(kind)), -np.ones(items)]
    answer = linprog(
        np.concatenate([-model.value[item], model.price]),
        A_ub=coo_array(
            (np.concatenate(parts), (np.concatenate(rows), np.concatenate([done, done, entered]))),
            shape=(kinds + items, len(kind) + len(model.price)),
        ).tocsr(),
        b_ub=np.concatenate([minutes, np.zeros(items)]),
        bounds=(0, 1),
        method="highs",
    )
    return -answer.ineqlin.marginals[:kinds] if answer.status == 0 else None

"""A day of joint missions as the search sees it: integer arrays, nothing to look up by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.instance import Instance, Site

Ints = NDArray[np.int64]

MUST: Final = 1000
"""Twentieths of a point lost for a `must` item that is not served."""
VISIT: Final = 20
"""Twentieths of a point that a mission costs."""
MAX_ITEMS: Final = 31
"""Due items of one site that the search looks at: they are bits of an int32."""
FAR: Final = 4000
"""Minutes of a leg that nobody can drive within a day."""
NEIGHBOURS: Final = 80
"""Sites kept as neighbours of a site, the nearest first."""


class Arrays(NamedTuple):
    """The numbers of a day, for the kernel.

    S sites, K due items of a site at most, U units, V vehicles. A *point* is a site (0..S-1) or a
    vehicle's base (S..). Times are minutes of the day, worth is in twentieths of a point. The due
    items of a site stand in order of falling worth.
    """

    travel: NDArray[np.int16]
    """[point, point] minutes; FAR where longer than a day."""
    travel_to: NDArray[np.int16]
    """The same, transposed: row i holds the minutes *to* i."""
    n_due: Ints
    minutes: Ints
    """[S, K] minutes on site of an item."""
    gain: Ints
    """[S, K] worth of an item served, its `must` included."""
    loss: Ints
    """[S, K] worth lost if an item is left out at a site that is visited."""
    opens: Ints
    closes: Ints
    """[S, 2] windows; one that does not exist opens at FAR and closes at -1."""
    can: NDArray[np.int32]
    """[S, U] bits of the items that a unit may serve at a site."""
    unit_base: Ints
    unit_from: Ints
    unit_to: Ints
    unit_limit: Ints
    """[U] minutes of work in the day."""
    unit_kind: Ints
    """[U] units with the same agencies have the same kind."""
    shared: NDArray[np.float64]
    """[kind, kind] worth of the sites where units of both kinds have something to do."""
    base: Ints
    """[V] the point where a vehicle stands."""
    room: Ints
    """[V] units that a vehicle can carry."""
    near: Ints
    """[S, N] the nearest sites of a site."""
    where: Ints
    """[N] the point of a node: K nodes for each site, then head and tail of each vehicle."""
    now: Ints
    """[1] nobody leaves anywhere before this minute; 0 while a day is planned."""
    item: Ints
    """[S, K] position of the item in the instance's `Site.due`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An instance and its arrays; made once, shared by all who search on it."""

    instance: Instance
    arrays: Arrays

    @property
    def floor(self) -> int:
        """Worth of the empty plan in twentieths: every `must` missed."""
        return -MUST * sum(due.must for site in self.instance.sites for due in site.due)


def problem_of(instance: Instance, *, least_width: int = 1) -> Problem:
    """Lay an instance out in arrays, with room for `least_width` items at every site.

    Nothing is rounded; but due items beyond MAX_ITEMS at one site (the least worth) are never served.
    """
    sites, units, vehicles = instance.sites, instance.units, instance.vehicles
    n_sites = len(sites)
    width = max([least_width, *(min(len(site.due), MAX_ITEMS) for site in sites)])
    bases = sorted({v.base for v in vehicles})
    point_of = {place: n_sites + b for b, place in enumerate(bases)}
    points = np.array([s.place for s in sites] + bases, np.int64)
    places, index = np.unique(points, return_inverse=True)
    table = np.minimum(instance.travel.matrix(places), FAR).astype(np.int16)
    travel = np.ascontiguousarray(table[np.ix_(index, index)])
    base = np.array([point_of[v.base] for v in vehicles], np.int64)
    kinds: dict[frozenset[int], int] = {}
    unit_kind = np.array([kinds.setdefault(u.agencies, len(kinds)) for u in units], np.int64)
    problem = Problem(
        instance,
        Arrays(
            travel=travel,
            travel_to=np.ascontiguousarray(travel.T),
            n_due=np.zeros(n_sites, np.int64),
            minutes=np.zeros((n_sites, width), np.int64),
            gain=np.zeros((n_sites, width), np.int64),
            loss=np.zeros((n_sites, width), np.int64),
            opens=np.full((n_sites, 2), FAR, np.int64),
            closes=np.full((n_sites, 2), -1, np.int64),
            can=np.zeros((n_sites, len(units)), np.int32),
            unit_base=np.array([point_of.get(u.base, -1) for u in units], np.int64),
            unit_from=np.array([u.shift[0] for u in units], np.int64),
            unit_to=np.array([u.shift[1] for u in units], np.int64),
            unit_limit=np.array(
                [FAR if u.max_work is None else u.max_work for u in units], np.int64
            ),
            unit_kind=unit_kind,
            shared=np.zeros((len(kinds), len(kinds))),
            base=base,
            room=np.array([min(v.seats // 2, len(units)) for v in vehicles], np.int64),
            near=_nearest(travel[:n_sites, :n_sites]),
            where=np.concatenate([np.repeat(np.arange(n_sites), width), np.repeat(base, 2)]).astype(
                np.int64
            ),
            now=np.zeros(1, np.int64),
            item=np.zeros((n_sites, width), np.int64),
        ),
    )
    holders = holders_of(instance)
    for i, site in enumerate(sites):
        lay_items(problem.arrays, i, site, holders)
    _measure_shared_worth(problem.arrays)
    return problem


def holders_of(instance: Instance) -> dict[int, tuple[int, ...]]:
    """List the units that hold each agency."""
    holders: dict[int, list[int]] = {}
    for u, unit in enumerate(instance.units):
        for agency in unit.agencies:
            holders.setdefault(agency, []).append(u)
    return {agency: tuple(units) for agency, units in holders.items()}


def lay_items(p: Arrays, i: int, site: Site, holders: Mapping[int, Sequence[int]]) -> None:
    """Lay the windows and the due items of a site out in row i, the worthiest item first."""
    order = sorted(range(len(site.due)), key=lambda k: (-site.due[k].must, -site.due[k].weight, k))
    p.n_due[i] = min(len(order), p.gain.shape[1])
    p.opens[i], p.closes[i] = FAR, -1
    for w, (open_, close) in enumerate(site.windows):
        p.opens[i, w], p.closes[i, w] = open_, close
    for k, position in enumerate(order[: p.gain.shape[1]]):
        due = site.due[position]
        p.minutes[i, k] = min(due.minutes, FAR)
        p.gain[i, k] = 20 * due.weight + MUST * due.must
        p.loss[i, k] = 10 * due.weight
        p.item[i, k] = position
        for u in holders.get(due.agency, ()):
            if u not in site.recused:
                p.can[i, u] |= 1 << k


def _nearest(travel: NDArray[np.int16]) -> Ints:
    """Sort for every site the others by the way there and back."""
    count = min(NEIGHBOURS, max(len(travel) - 1, 0))
    near = np.zeros((len(travel), count), np.int64)
    for i in range(len(travel)):
        both_ways = travel[i].astype(np.int64) + travel[:, i]
        both_ways[i] = -1
        near[i] = np.argsort(both_ways, kind="stable")[1 : count + 1]
    return near


def _measure_shared_worth(p: Arrays) -> None:
    """Measure for each two kinds of units the worth of the sites that need both."""
    masks = [np.bitwise_or.reduce(p.can[:, p.unit_kind == k], axis=1) for k in range(len(p.shared))]
    worth = np.minimum(p.gain, MUST)
    bits = 1 << np.arange(p.gain.shape[1])
    for a, mine in enumerate(masks):
        for b, theirs in enumerate(masks[:a]):
            both = mine | theirs
            needed = (both != mine) & (both != theirs)
            p.shared[a, b] = p.shared[b, a] = (worth * ((both[:, None] & bits) != 0))[needed].sum()

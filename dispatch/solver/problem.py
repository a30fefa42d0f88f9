"""A day of joint missions as the search sees it: integer arrays, nothing to look up by name."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.instance import Instance

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


def problem_of(instance: Instance) -> Problem:
    """Lay an instance out in arrays; nothing is rounded and no plan is lost.

    Due items beyond MAX_ITEMS at one site (the least worth) are never served.
    """
    sites, units, vehicles = instance.sites, instance.units, instance.vehicles
    n_sites = len(sites)
    kept = [
        sorted(range(len(s.due)), key=lambda k, s=s: (-s.due[k].must, -s.due[k].weight, k))[
            :MAX_ITEMS
        ]
        for s in sites
    ]
    width = max((len(order) for order in kept), default=1)
    minutes, gain, loss, item = (np.zeros((n_sites, width), np.int64) for _ in range(4))
    opens = np.full((n_sites, 2), FAR, np.int64)
    closes = np.full((n_sites, 2), -1, np.int64)
    can = np.zeros((n_sites, len(units)), np.int32)
    holders: dict[int, list[int]] = {}
    for u, unit in enumerate(units):
        for agency in unit.agencies:
            holders.setdefault(agency, []).append(u)
    for i, site in enumerate(sites):
        for w, (open_, close) in enumerate(site.windows):
            opens[i, w], closes[i, w] = open_, close
        for k, position in enumerate(kept[i]):
            due = site.due[position]
            minutes[i, k] = min(due.minutes, FAR)
            gain[i, k] = 20 * due.weight + MUST * due.must
            loss[i, k] = 10 * due.weight
            item[i, k] = position
            for u in holders.get(due.agency, ()):
                if u not in site.recused:
                    can[i, u] |= 1 << k
    bases = sorted({v.base for v in vehicles})
    point_of = {place: n_sites + b for b, place in enumerate(bases)}
    points = np.array([s.place for s in sites] + bases, np.int64)
    places, index = np.unique(points, return_inverse=True)
    table = np.minimum(instance.travel.matrix(places), FAR).astype(np.int16)
    travel = np.ascontiguousarray(table[np.ix_(index, index)])
    base = np.array([point_of[v.base] for v in vehicles], np.int64)
    kinds: dict[frozenset[int], int] = {}
    unit_kind = np.array([kinds.setdefault(u.agencies, len(kinds)) for u in units], np.int64)
    return Problem(
        instance,
        Arrays(
            travel=travel,
            travel_to=np.ascontiguousarray(travel.T),
            n_due=np.array([len(order) for order in kept], np.int64),
            minutes=minutes,
            gain=gain,
            loss=loss,
            opens=opens,
            closes=closes,
            can=can,
            unit_base=np.array([point_of.get(u.base, -1) for u in units], np.int64),
            unit_from=np.array([u.shift[0] for u in units], np.int64),
            unit_to=np.array([u.shift[1] for u in units], np.int64),
            unit_limit=np.array(
                [FAR if u.max_work is None else u.max_work for u in units], np.int64
            ),
            unit_kind=unit_kind,
            shared=_shared_worth(can, unit_kind, gain),
            base=base,
            room=np.array([min(v.seats // 2, len(units)) for v in vehicles], np.int64),
            near=_nearest(travel[:n_sites, :n_sites]),
            where=np.concatenate([np.repeat(np.arange(n_sites), width), np.repeat(base, 2)]).astype(np.int64),
            item=item,
        ),
    )


def _nearest(travel: NDArray[np.int16]) -> Ints:
    """Sort for every site the others by the way there and back."""
    count = min(NEIGHBOURS, max(len(travel) - 1, 0))
    near = np.zeros((len(travel), count), np.int64)
    for i in range(len(travel)):
        both_ways = travel[i].astype(np.int64) + travel[:, i]
        both_ways[i] = -1
        near[i] = np.argsort(both_ways, kind="stable")[1 : count + 1]
    return near


def _shared_worth(can: NDArray[np.int32], unit_kind: Ints, gain: Ints) -> NDArray[np.float64]:
    """Measure for each two kinds of units the worth of the sites that need both."""
    masks = [np.bitwise_or.reduce(can[:, unit_kind == k], axis=1) for k in range(max(unit_kind, default=-1) + 1)]
    worth = np.minimum(gain, MUST)
    bits = 1 << np.arange(gain.shape[1])
    shared = np.zeros((len(masks), len(masks)))
    for a, mine in enumerate(masks):
        for b, theirs in enumerate(masks[:a]):
            both = mine | theirs
            needed = (both != mine) & (both != theirs)
            shared[a, b] = shared[b, a] = (worth * ((both[:, None] & bits) != 0))[needed].sum()
    return shared

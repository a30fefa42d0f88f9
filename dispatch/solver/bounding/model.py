"""A day as the bound sees it: items, kinds of units, and the teams they might form.

Units of one base with the same agencies, shift and limit are one kind. Two rules are relaxed here: a
recusal counts only where every unit of a kind is recused, and a limit on work is left out. Both only
allow more. Values are scaled integers (`Scale`), rounded so that the bound can only grow.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import floyd_warshall

from dispatch.solver.bounding.routes import EXACT, LANES, MEMORY, Graph
from dispatch.solver.instance import Instance
from dispatch.solver.travel import FormulaTravel, Travel

GRAIN: Final = 12
"""Parts of a twentieth in which values are counted, so that a half or a third of a minute is whole."""
MUST_20: Final = 1000
PAIRED: Final = 300
"""Sites of a part up to which teams of two are told from teams of one."""
MOST_SITES: Final = 1500
"""Sites of a part beyond which only its weights are counted."""
ENUMERATED: Final = 8
"""Items of one team at one site beyond which its stop is not told apart by items."""


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
    agency: NDArray[np.int64]
    open: NDArray[np.bool_]
    """Shape (items, minutes): when work on an item may begin and still end in time."""
    from_minute: int
    kinds: tuple[Kind, ...]
    vehicles: dict[int, tuple[int, int]]
    """By base: how many vehicles, and how many units the largest carries."""
    row_site: NDArray[np.int64]
    row_items: NDArray[np.int64]
    """Shape (rows, most items): the items a stop serves, -1 where there are no more."""
    row_stay: NDArray[np.int64]
    teams: tuple[Team, ...]
    """One of each kind, and perhaps those of two: see `teams_of_one` and `pairs`."""

    @property
    def step(self) -> int:
        """Minutes that the dynamic programme can work off at once."""
        return int(min(LANES, self.item_minutes.min()))

    def openings(self) -> NDArray[np.bool_]:
        """Tell for every row and minute whether the stop may begin: shape (rows, minutes)."""
        free = self.open[self.row_items[:, 0]].copy()
        minutes = np.arange(free.shape[1])
        for column in self.row_items.T:
            free &= np.where(column[:, None] >= 0, self.open[column], True)
        # Several items one after another end later than each alone.
        longest = np.where(self.row_items >= 0, self.item_minutes[self.row_items], 0).max(axis=1)
        extra = self.row_stay - longest
        for r in np.flatnonzero(extra):
            last = self.open[self.row_items[r, 0]]
            later = minutes + self.row_stay[r] - self.item_minutes[self.row_items[r, 0]]
            inside = later < free.shape[1]
            free[r] &= inside & last[np.minimum(later, free.shape[1] - 1)]
        return free


def models_of(instance: Instance) -> Iterator[Model]:
    """Divide a day into parts that share no agency, and model each."""
    for agencies in _parts(instance):
        sites = [
            s for s, site in enumerate(instance.sites) if any(d.agency in agencies for d in site.due)
        ]
        units = [u for u, unit in enumerate(instance.units) if unit.agencies & agencies]
        if sites:
            yield _Builder(instance, sites, units).model()


def _parts(instance: Instance) -> list[frozenset[int]]:
    """Agencies that meet in a unit or at a site belong together."""
    of = list(range(len(instance.agencies)))

    def root(a: int) -> int:
        while of[a] != a:
            of[a] = of[of[a]]
            a = of[a]
        return a

    groups = [sorted(unit.agencies) for unit in instance.units]
    groups += [[due.agency for due in site.due] for site in instance.sites]
    for group in groups:
        for agency in group[1:]:
            of[root(agency)] = root(group[0])
    parts = defaultdict(set)
    for agency in range(len(of)):
        parts[root(agency)].add(agency)
    return [frozenset(part) for part in parts.values()]


class _Builder:
    """Builds one model; its fields are what several steps need."""

    def __init__(self, instance: Instance, sites: Sequence[int], units: Sequence[int]) -> None:
        self.sites = [instance.sites[s] for s in sites]
        self.due = [(s, due) for s, site in enumerate(self.sites) for due in site.due]
        starts, ends = zip(*(instance.units[u].shift for u in units), strict=True) if units else ((0,), (1,))
        self.from_minute, self.to_minute = min(starts), max(ends)
        kinds = defaultdict(list)
        for u in units:
            unit = instance.units[u]
            kinds[unit.base, tuple(sorted(unit.agencies)), unit.shift].append(u)
        self.kinds = tuple(
            Kind(base, frozenset(agencies), shift, tuple(members))
            for (base, agencies, shift), members in kinds.items()
        )
        fleet = defaultdict(list)
        for vehicle in instance.vehicles:
            fleet[vehicle.base].append(vehicle.seats // 2)
        self.vehicles = {base: (len(seats), max(seats)) for base, seats in fleet.items()}
        worth = sum(30 * d.weight + MUST_20 * d.must for _, d in self.due)
        self.scale = Scale(max(0, (worth * GRAIN // EXACT).bit_length()))
        places = sorted({site.place for site in self.sites} | {kind.base for kind in self.kinds})
        self.node = {place: i for i, place in enumerate(places)}
        self.minutes = metric(instance.travel, places)
        self.rows: dict[tuple[int, tuple[int, ...], int], int] = {}
        self.ways: dict[tuple[int, tuple[tuple[int, ...], ...]], list[tuple[int, tuple[int, ...]]]] = {}

    def model(self) -> Model:
        teams = tuple(self.teams()) if len(self.sites) <= MOST_SITES else ()
        site_from = np.cumsum([0] + [len(site.due) for site in self.sites])
        lost = [20 + 10 * sum(due.weight for due in site.due) for site in self.sites]
        most = max((len(items) for _, items, _ in self.rows), default=1)
        row_items = np.full((max(1, len(self.rows)), most), -1, np.int64)
        for r, (_, items, _) in enumerate(self.rows):
            row_items[r, : len(items)] = items
        if not self.rows:
            row_items[0, 0] = 0
        return Model(
            scale=self.scale,
            constant_20=-MUST_20 * sum(due.must for _, due in self.due),
            site_from=site_from,
            price=np.array([self.scale.down(each) for each in lost], np.int64),
            value=np.array(
                [self.scale.up(30 * due.weight + MUST_20 * due.must) for _, due in self.due]
            ),
            item_minutes=np.array([due.minutes for _, due in self.due], np.int64),
            agency=np.array([due.agency for _, due in self.due], np.int64),
            open=self.open(),
            from_minute=self.from_minute,
            kinds=self.kinds,
            vehicles=self.vehicles,
            row_site=np.array([s for s, _, _ in self.rows] or [0], np.int64),
            row_items=row_items,
            row_stay=np.array([stay for _, _, stay in self.rows] or [1], np.int64),
            teams=teams,
        )

    def open(self) -> NDArray[np.bool_]:
        held = set().union(*(kind.agencies for kind in self.kinds)) if self.kinds else set()
        free = np.zeros((len(self.due), self.to_minute - self.from_minute + 1), dtype=bool)
        for i, (s, due) in enumerate(self.due):
            if due.agency in held:
                for from_, to in self.sites[s].windows:
                    first = max(from_ - self.from_minute, 0)
                    free[i, first : max(to - due.minutes - self.from_minute + 1, 0)] = True
        return free

    def carried(self, base: int) -> int:
        return max(1, self.vehicles.get(base, (0, 1))[1])

    def teams(self) -> Iterator[Team]:
        """Teams whose days bound those of every crew: the argument is in docs/engine.md.

        Small parts: each kind with a vehicle of its own, and each two kinds that could ride together
        with the share two have in a full vehicle. Large parts: each kind with its share.
        """
        paired = len(self.sites) <= PAIRED
        for k, kind in enumerate(self.kinds):
            yield from self.team((k,), Fraction(1, 1 if paired else self.carried(kind.base)))
        for a, b in combinations_with_replacement(range(len(self.kinds)), 2):
            one, other = self.kinds[a], self.kinds[b]
            carried = self.carried(one.base)
            if (
                paired
                and one.base == other.base
                and carried > 1
                and (a != b or len(one.units) > 1)
            ):
                yield from self.team((a, b), Fraction(2, carried))

    def team(self, members: tuple[int, ...], share: Fraction) -> Iterator[Team]:
        kinds = [self.kinds[k] for k in members]
        base = kinds[0].base
        if self.vehicles.get(base, (0, 0))[1] == 0:
            return
        start = max(kind.shift[0] for kind in kinds)
        span = min(kind.shift[1] for kind in kinds) - start
        sites, option_from, stays, rows, last = [], [0], [], [], []
        item = 0
        for s, site in enumerate(self.sites):
            who = tuple(
                tuple(
                    k
                    for k, kind in enumerate(kinds)
                    if due.agency in kind.agencies and not site.recused.issuperset(kind.units)
                )
                for due in site.due
            )
            if (s, who) not in self.ways:
                self.ways[s, who] = list(stops([due.minutes for due in site.due], who, item))
            options = self.ways[s, who]
            item += len(site.due)
            latest = site.windows[-1][1] - start
            if options and latest > 0:
                sites.append(s)
                for stay, items in options:
                    stays.append(stay)
                    rows.append(self.rows.setdefault((s, items, stay), len(self.rows)))
                last.append(min(latest - min(stay for stay, _ in options), span))
                option_from.append(len(rows))
        if not sites or span <= 0:
            return
        n = len(sites)
        nodes = [self.node[self.sites[s].place] for s in sites] + [self.node[base]]
        travel = self.minutes[np.ix_(nodes, nodes)]
        among = (travel[:n, :n] + 0.0) + np.diag(np.full(n, np.inf))
        near = np.argsort(among, axis=1, kind="stable")[:, : n - 1]
        charge = np.array(
            [self.scale.down(share * m) for m in range(int(travel.max()) + 1)], np.float32
        )
        memory = min(MEMORY, n - 1)
        yield Team(
            kinds=members,
            share=share,
            sites=np.array(sites, np.int64),
            graph=Graph(
                span=span,
                travel=travel,
                cost=charge[travel],
                near=np.ascontiguousarray(near),
                last=np.array(last, np.int64),
                option_from=np.array(option_from, np.int64),
                stay=np.array(stays, np.int64),
                row=np.array(rows, np.int64),
                shift=start - self.from_minute,
                memory=memory,
                link=links(near, memory),
            ),
        )


def metric(travel: Travel, places: Sequence[int]) -> NDArray[np.int64]:
    """Compute minutes that obey the triangle inequality: a way over other places may be quicker.

    The formula obeys it where the overhead of a leg makes up for what rounding loses.
    """
    minutes = travel.matrix(np.array(places, dtype=np.intp))
    if isinstance(travel, FormulaTravel) and travel.overhead_min >= 2:
        return minutes.astype(np.int64)
    # Zero would mean that there is no way.
    return np.rint(floyd_warshall(minutes + 1e-6)).astype(np.int64)


def stops(
    minutes: Sequence[int], who: Sequence[Sequence[int]], first_item: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """List the ways a team can serve a site: longest work and items, none worse than another.

    :param who: for each item of the site, which of the team's units may do it
    """
    doable = [i for i, able in enumerate(who) if able]
    if len(doable) > ENUMERATED:
        yield min(minutes[i] for i in doable), tuple(first_item + i for i in doable)
        return
    units = 1 + max((unit for able in who for unit in able), default=0)
    quickest: dict[tuple[int, ...], int] = {(): 0}
    loads: dict[tuple[int, ...], set[tuple[int, ...]]] = {(): {(0,) * units}}
    for i in doable:
        for items, ways in list(loads.items()):
            more = {
                tuple(load + minutes[i] * (unit == k) for k, load in enumerate(way))
                for way in ways
                for unit in who[i]
            }
            loads[(*items, i)] = more
            quickest[(*items, i)] = min(map(max, more))
    for items, stay in quickest.items():
        better = any(
            set(items) < set(others) and time <= stay for others, time in quickest.items()
        )
        if items and not better:
            yield stay, tuple(first_item + i for i in items)


def links(near: NDArray[np.int64], memory: int) -> NDArray[np.uint8]:
    """Tabulate what is remembered on the way from one site to the next: see `Graph.link`."""
    n = len(near)
    known = near[:, :memory]
    place = np.zeros((n, n), np.uint8)
    place[np.arange(n)[:, None], known] = 1 << np.arange(memory, dtype=np.uint8)
    link = np.empty((n, memory + 1, n), np.uint8)
    link[:, memory, :] = place.T
    for b in range(memory):
        link[:, b, :] = place.T[known[:, b]]
        link[np.arange(n), b, known[:, b]] = 255
    return link

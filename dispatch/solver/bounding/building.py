"""How a day becomes models: divided into parts, its units into kinds, its kinds into teams.

Units of one base with the same agencies and shift are one kind. Two rules are relaxed here: a recusal
counts only where every unit of a kind is recused, and a limit on work is left out. In large parts bases
and shifts are relaxed too. All of it only allows more.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.bounding.model import GRAIN, Kind, Model, Scale, Team
from dispatch.solver.bounding.routes import EXACT, MEMORY, Graph
from dispatch.solver.bounding.stops import links, metric, stops
from dispatch.solver.instance import Instance

MUST_20: Final = 1000
EVERY_BASE: Final = -1
"""The base of a kind where bases are not told apart."""
PAIRED: Final = 300
"""Sites of a part up to which teams of two are told from teams of one."""
MERGED: Final = 600
"""Sites of a part beyond which bases and shifts are not told apart."""
MOST_SITES: Final = 3000
"""Sites of a part beyond which only its weights are counted."""
STATES: Final = 4096
"""Sites times memories of a team: more would leave the cache."""
HALF: Final = EXACT // 2
"""Sums stay below this before rounding, and so below EXACT after it."""


def models_of(instance: Instance) -> Iterator[Model]:
    """Divide a day into parts that share no agency, and model each."""
    for agencies in _parts(instance):
        sites = [
            s
            for s, site in enumerate(instance.sites)
            if any(d.agency in agencies for d in site.due)
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
        starts, ends = (
            zip(*(instance.units[u].shift for u in units), strict=True) if units else ((0,), (1,))
        )
        self.from_minute, self.to_minute = min(starts), max(ends)
        merged = len(sites) > MERGED
        kinds = defaultdict(list)
        for u in units:
            unit = instance.units[u]
            base, shift = unit.base, unit.shift
            if merged:
                base, shift = EVERY_BASE, (self.from_minute, self.to_minute)
            kinds[base, tuple(sorted(unit.agencies)), shift].append(u)
        self.kinds = tuple(
            Kind(base, frozenset(agencies), shift, tuple(members))
            for (base, agencies, shift), members in kinds.items()
        )
        fleet = defaultdict(list)
        for vehicle in instance.vehicles:
            fleet[EVERY_BASE if merged else vehicle.base].append(vehicle.seats // 2)
        self.vehicles = {base: (len(seats), max(seats)) for base, seats in fleet.items()}
        self.bases = sorted({instance.units[u].base for u in units})
        worth = sum(30 * d.weight + MUST_20 * d.must for _, d in self.due)
        self.scale = Scale(max(0, (worth * GRAIN // HALF).bit_length()))
        places = sorted({site.place for site in self.sites} | set(self.bases))
        self.node = {place: i for i, place in enumerate(places)}
        self.minutes = metric(instance.travel, places)
        self.rows: dict[tuple[int, tuple[int, ...], int], int] = {}
        self.ways: dict[
            tuple[int, tuple[tuple[int, ...], ...]], list[tuple[int, tuple[int, ...]]]
        ] = {}

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
            open=self.open(),
            kinds=self.kinds,
            vehicles=self.vehicles,
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
            if paired and one.base == other.base and carried > 1 and (a != b or len(one.units) > 1):
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
        nodes = [self.node[self.sites[s].place] for s in sites]
        bases = [self.node[b] for b in (self.bases if base == EVERY_BASE else [base])]
        travel = np.zeros((n + 1, n + 1), np.int32)
        travel[:n, :n] = self.minutes[np.ix_(nodes, nodes)]
        travel[n, :n] = self.minutes[np.ix_(bases, nodes)].min(axis=0)
        travel[:n, n] = self.minutes[np.ix_(nodes, bases)].min(axis=1)
        among = (travel[:n, :n] + 0.0) + np.diag(np.full(n, np.inf))
        near = np.argsort(among, axis=1, kind="stable")[:, : n - 1].astype(np.int32)
        charge = np.array(
            [self.scale.down(share * m) for m in range(int(travel.max()) + 1)], np.float32
        )
        fits = 0 if base == EVERY_BASE else (STATES // n).bit_length() - 1
        memory = min(MEMORY, n - 1, fits)
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

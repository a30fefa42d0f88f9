"""A day under way: urgent visits come in, units and vehicles fall out, and the plan is mended in place.

Published missions keep their time unless the operator allows them to move. After every change the
routes that it touched are checked by the independent check before anybody sees them.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dispatch.solver.check import check
from dispatch.solver.instance import Instance, Site
from dispatch.solver.plan import Crew, Mission, Part, Plan
from dispatch.solver.problem import FAR, MUST, Arrays, Problem, holders_of, lay_items, problem_of
from dispatch.solver.search import plans, repair
from dispatch.solver.search.state import Scratch, State, allocate, copy, scratch
from dispatch.solver.search.timing import NEVER, open_from, settle_all
from dispatch.solver.smallest import smallest_day

ROOM: Final = 256
"""Places kept free for visits that come in; when they are used up, the arrays are laid out anew."""
ITEMS: Final = 8
"""Items that a visit which comes in may have at least."""
TRIES: Final = 16
"""Missions nearby that are tried to give way to an urgent one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a repair did to the plan, by index of the site in `LiveDay.instance`."""

    added: tuple[int, ...]
    dropped: tuple[int, ...]
    """Missions that are no longer in the plan."""
    moved: tuple[int, ...]
    """Missions at another time, or served by others."""
    worth_20: int
    """By how much the plan is worth more, in twentieths of a point."""


class UncheckedChange(RuntimeError):
    """A repair broke a rule: a bug; the plan stands as it was before."""


class LiveDay:
    """A plan that is being driven.

    `may_move_min` is by how many minutes a published mission may move; `now` is the minute of the day
    before which nothing can be changed any more.

    :raises ValueError: when the plan breaks a rule.
    """

    def __init__(
        self, instance: Instance, plan: Plan, *, now: int = 0, may_move_min: int = 0
    ) -> None:
        self.instance = instance
        self._may_move = may_move_min
        self._lost: set[int] = set()
        self._problem: Problem
        self._arrays: Arrays
        self._state: State
        self._home: State
        self._work: Scratch
        self._lay_out(plan, now)

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return plans.plan_of(self._problem, self._state)

    def insert(self, visit: Site) -> Change | None:
        """Take an urgent visit in, if need be in the place of a mission nearby; None if nobody can."""
        if self._used == len(self._arrays.n_due):
            self._lay_out(self.plan, int(self._arrays.now[0]))
        i = self._used
        self._lay_site(i, visit)
        self.instance = replace(self.instance, sites=(*self.instance.sites, visit))
        # The rows of the arrays beyond the sites are free; the plan is written with the day's own sites.
        self._problem = replace(self._problem, instance=self.instance)
        self._used += 1
        repair.urge(self._arrays, self._state, self._home, self._work, i, TRIES, MUST)
        change = self._commit()
        return change if i in change.added else None

    def remove(self, site: int) -> Change:
        """Take a mission out of the plan: the visit is no longer wanted."""
        copy(self._home, self._state)
        if self._state.n_nodes[site] > 0:
            repair.take_away(self._arrays, self._state, self._work, site)
        return self._commit()

    def lose_unit(self, unit: int) -> Change:
        """Let a unit fall out from now on: what it leaves open goes to others who can."""
        copy(self._home, self._state)
        self._lost.add(unit)
        if self._state.aboard[unit] >= 0:
            repair.lose_unit(self._arrays, self._state, self._work, unit)
        self._arrays.can[:, unit] = 0
        self._refill()
        return self._commit()

    def delay(self, site: int, minutes: int) -> Change:
        """Let a mission begin later, and later than now: it has not begun, whatever the plan says.

        Crews that come too late elsewhere leave those missions to others.

        :raises ValueError: when the site is not visited.
        """
        p, s = self._arrays, self._state
        if s.n_nodes[site] == 0:
            raise ValueError(f"{self.instance.sites[site].id} is not in the plan.")
        copy(self._home, s)
        begun = max(int(p.now[0]), int(s.start[site]))
        earliest = max(int(s.start[site]) + minutes, int(p.now[0]) + 1)
        for w in range(2):
            p.opens[site, w] = max(int(self._original[0][site, w]), earliest)
            p.closes[site, w] = self._original[1][site, w]
        begin = open_from(p, site, 0, s.longest[site])
        if begin == NEVER:
            repair.take_away(p, s, self._work, site)
        else:
            p.opens[site] = begin, FAR
            p.closes[site] = begin + s.longest[site], -1
            repair.come_late(p, s, self._work, site, begun)
        self._refill()
        return self._commit()

    def _lay_out(self, plan: Plan, now: int) -> None:
        """Lay the day out in arrays with room for more sites, published missions held at their times."""
        instance = self.instance
        self._used = len(instance.sites)
        spare = Site(
            "", None, instance.vehicles[0].base if instance.vehicles else 0, (), (), frozenset()
        )
        roomy = replace(instance, sites=instance.sites + (spare,) * ROOM)
        self._problem = problem_of(roomy, least_width=ITEMS)
        self._arrays = p = self._problem.arrays
        self._minutes = instance.travel.matrix(np.arange(len(instance.places)))
        self._places = np.array(
            [site.place for site in roomy.sites] + sorted({v.base for v in instance.vehicles})
        )
        self._holders = holders_of(instance)
        self._state = plans.state_of(self._problem, plan)
        self._home = allocate(p)
        self._work = scratch(p, 0)
        self._original = p.opens.copy(), p.closes.copy()
        p.now[0] = now
        for u in self._lost:
            p.can[:, u] = 0
        for mission in plan.missions:
            self._hold(mission.site, mission.start)
        settle_all(p, self._state, self._work)

    def _lay_site(self, i: int, visit: Site) -> None:
        """Lay a visit out in the spare row i."""
        p = self._arrays
        lay_items(p, i, visit, self._holders)
        p.can[i, list(self._lost)] = 0
        self._places[i] = visit.place
        p.travel[i] = p.travel_to[:, i] = np.minimum(self._minutes[visit.place, self._places], FAR)
        p.travel_to[i] = p.travel[:, i] = np.minimum(self._minutes[self._places, visit.place], FAR)
        both_ways = p.travel[i, : self._used].astype(np.int64) + p.travel_to[i, : self._used]
        nearest = np.argsort(both_ways, kind="stable")[: p.near.shape[1]]
        p.near[i, : len(nearest)] = nearest
        self._original[0][i], self._original[1][i] = p.opens[i], p.closes[i]

    def _hold(self, site: int, start: int) -> None:
        """Let a mission start only at its time, or as near to it as it may move."""
        p = self._arrays
        opens, closes = (side[site] for side in self._original)
        end = start + int(self._state.longest[site])
        w = int(np.argmax((opens <= start) & (end <= closes)))
        # One that was taken in under way cannot begin earlier than its crews could come.
        early = 0 if self._state.since[site] else self._may_move
        self._state.since[site] = 0
        p.opens[site] = max(int(opens[w]), start - early), FAR
        p.closes[site] = min(int(closes[w]), end + self._may_move), -1

    def _refill(self) -> None:
        """Try to put open visits back, free to start at another time of their windows."""
        loose = self._work.loose
        for i in loose.items[: loose.size[0]].tolist():
            if self._state.n_nodes[i] == 0:
                self._arrays.opens[i] = self._original[0][i]
                self._arrays.closes[i] = self._original[1][i]
        repair.refill(self._arrays, self._state, self._work)

    def _check(self, sites: list[int]) -> None:
        """Check all the routes that lead through changed sites, with everything on them."""
        s, home, width = self._state, self._home, self._arrays.gain.shape[1]
        touched = {
            int(state.crew[i * width + j])
            for i in sites
            for state in (s, home)
            for j in range(state.n_nodes[i])
        }
        part, there = plans.part_of(self._problem, s, touched)
        day = replace(self.instance, sites=tuple(self.instance.sites[i] for i in there))
        verdict = check(part, day)
        if not verdict.feasible:
            copy(s, home)
            raise UncheckedChange(str(verdict.violations[:3]))

    def _commit(self) -> Change:
        """Check what has changed and hold the new missions at their times.

        :raises UncheckedChange: when the check refuses it; the plan is then as it was.
        """
        s, home = self._state, self._home
        differs = (s.start != home.start) | (s.server != home.server).any(axis=1)
        sites = np.flatnonzero(differs).tolist()
        self._check(sites)
        for i in sites:
            if s.n_nodes[i] > 0:
                self._hold(i, int(s.start[i]))
        settle_all(self._arrays, s, self._work)
        return Change(
            added=tuple(i for i in sites if home.n_nodes[i] == 0),
            dropped=tuple(i for i in sites if s.n_nodes[i] == 0),
            moved=tuple(i for i in sites if s.n_nodes[i] > 0 and home.n_nodes[i] > 0),
            worth_20=int(s.total[0] - home.total[0]),
        )


def warm_up() -> None:
    """Compile all repairs, or load them compiled: a day of one mission on which everything happens."""
    instance = smallest_day()
    mission = Mission(0, 540, (Part(0, (0,)),))
    day = LiveDay(instance, Plan((Crew(0, (0,)),), (mission,)))
    day.insert(replace(instance.sites[0], id="urgent"))
    day.delay(0, 1)
    day.lose_unit(0)
    day.remove(0)

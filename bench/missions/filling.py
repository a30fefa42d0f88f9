"""What follows every peer: exact times for its routes, then whatever still fits, greedily."""

from collections.abc import Sequence

import numpy as np

from bench.missions.teams import Ints, TeamDay, share, worth
from dispatch.solver.instance import DAY_MIN
from dispatch.solver.plan import Crew, Mission, Plan

NEVER = 10**6


def finish(day: TeamDay, routes: Sequence[Sequence[int]], *, fill: bool = True) -> Plan:
    """Turn routes, the sites of each team in order, into a plan; what is late is left out."""
    windows = _Windows(day)
    lines = [_Line(day, team, windows) for team in range(len(day.teams))]
    for line, route in zip(lines, routes, strict=True):
        for site in route:
            line.try_last(site)
    if fill:
        _fill(day, lines)
    crews: list[Crew] = []
    missions: list[Mission] = []
    for line in lines:
        if line.sites:
            crews += _crews(day, line.team)
            missions += line.missions()
    return Plan(tuple(crews), tuple(missions))


def _fill(day: TeamDay, lines: "list[_Line]") -> None:
    open_ = np.ones(len(day.instance.sites), dtype=bool)
    for line in lines:
        open_[line.sites] = False
    offers = [line.offer(open_) for line in lines]
    while offers and (best := max(offers))[0] > 0:
        _, site, position, team = best
        lines[team].insert(site, position)
        open_[site] = False
        for index, offer in enumerate(offers):
            if index == team or offer[1] == site:
                offers[index] = lines[index].offer(open_)


class _Windows:
    """The windows of all sites as two arrays of shape (sites, 2); the second may never open."""

    def __init__(self, day: TeamDay) -> None:
        self.opens = np.full((len(day.instance.sites), 2), NEVER)
        self.closes = np.zeros((len(day.instance.sites), 2), dtype=np.int64)
        for s, site in enumerate(day.instance.sites):
            for w, (opens, closes) in enumerate(site.windows):
                self.opens[s, w], self.closes[s, w] = opens, closes
        self.place = np.array([site.place for site in day.instance.sites], dtype=np.intp)


class _Line:
    """One team's day: its sites in order, each begun as early as can be."""

    def __init__(self, day: TeamDay, team: int, windows: _Windows) -> None:
        self._day, self.team, self._windows = day, team, windows
        self.sites: list[int] = []
        self._stay = day.stay[team]

    def try_last(self, site: int) -> None:
        """Visit a site after all others, if there is time."""
        alone = np.zeros(len(self._stay), dtype=bool)
        alone[site] = True
        worth_, _, position, _ = self.offer(alone, first=len(self.sites))
        if worth_ > -NEVER:
            self.insert(site, position)

    def insert(self, site: int, position: int) -> None:
        """Visit a site in this position."""
        self.sites.insert(position, site)

    def offer(
        self, open_: "np.ndarray[tuple[int], np.dtype[np.bool_]]", first: int = 0
    ) -> tuple[int, int, int, int]:
        """Find the best insertion among open sites: twenty times its worth, site, position, team."""
        day, team = self._day, self.team
        sites = np.flatnonzero(open_ & (day.gain[team] > 0))
        if not len(sites):
            return -NEVER, -1, 0, team
        base = day.teams[team].base
        nodes = np.array([base, *self._windows.place[self.sites], base])
        before, after = nodes[first:-1], nodes[first + 1 :]
        leaves = self._leaves()[first:]
        latest = self._latest()[first + 1 :]
        place = self._windows.place[sites]
        out, back = day.minutes[before][:, place], day.minutes[place][:, after].T
        start = self._start(sites, leaves[:, None] + out)
        fits = start + self._stay[sites] + back <= latest[:, None]
        more = out + back - day.minutes[before, after][:, None]
        value = np.where(fits, day.gain[team, sites] - day.leg_cost(team) * more, -NEVER)
        position, column = np.unravel_index(int(value.argmax()), value.shape)
        return int(value[position, column]), int(sites[column]), first + int(position), team

    def missions(self) -> list[Mission]:
        """Write the day down; who may work no more leaves the rest undone."""
        units = self._day.teams[self.team].units
        limits = {unit: self._day.instance.units[unit].max_work for unit in units}
        left = {unit: DAY_MIN if limit is None else limit for unit, limit in limits.items()}
        missions = []
        for site_index, leaves in zip(self.sites, self._leaves()[1:].tolist(), strict=True):
            site = self._day.instance.sites[site_index]
            parts, _ = share(self._day.instance, units, site, left)
            if worth(site, [agency for part in parts for agency in part.agencies]) <= 0:
                continue
            for part in parts:
                left[part.unit] -= sum(d.minutes for d in site.due if d.agency in part.agencies)
            missions.append(Mission(site_index, leaves - int(self._stay[site_index]), parts))
        return missions

    def _leaves(self) -> Ints:
        """When the team leaves its base and each site, at the earliest."""
        team = self._day.teams[self.team]
        leaves, at = [team.shift[0]], team.base
        for site in self.sites:
            place = self._windows.place[site]
            arrives = np.array(leaves[-1] + self._day.minutes[at, place])
            leaves.append(int(self._start(np.array(site), arrives)) + int(self._stay[site]))
            at = int(place)
        return np.array(leaves)

    def _latest(self) -> Ints:
        """When the team must have reached its base, each site, and its base again, at the latest."""
        team = self._day.teams[self.team]
        latest, at = [team.shift[1]], team.base
        for site in reversed(self.sites):
            place, stay = int(self._windows.place[site]), int(self._stay[site])
            last = latest[-1] - int(self._day.minutes[place, at]) - stay
            starts = np.minimum(last, self._windows.closes[site] - stay)
            latest.append(int(starts[starts >= self._windows.opens[site]].max(initial=-NEVER)))
            at = place
        return np.array([team.shift[0], *reversed(latest)])

    def _start(self, sites: Ints, arrives: Ints) -> Ints:
        """When work can begin at the earliest; never, if no window is left."""
        stay = self._stay[sites]
        start = np.full(np.broadcast_shapes(arrives.shape, sites.shape), NEVER)
        for window in (1, 0):
            begins = np.maximum(arrives, self._windows.opens[sites, window])
            start = np.where(begins + stay <= self._windows.closes[sites, window], begins, start)
        return start


def _crews(day: TeamDay, team_index: int) -> list[Crew]:
    """Seat a team in its vehicles."""
    team = day.teams[team_index]
    crews, units = [], list(team.units)
    for vehicle in team.vehicles:
        seats = day.instance.vehicles[vehicle].seats // 2
        aboard, units = units[:seats], units[seats:]
        crews.append(Crew(vehicle, tuple(aboard)))
    return crews

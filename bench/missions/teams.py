"""Day teams: the form of the problem that ordinary vehicle routing can solve.

Units of one base are dealt into teams that travel together all day; one team serves a site. A team is then
one vehicle of a routing problem with prizes: its gain and its stay at each site are known beforehand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.instance import Due, Instance, Site
from dispatch.solver.plan import Part

TRIES_PER_UNIT = 200
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Team:
    """Units of one base that travel together, in as many vehicles as they need."""

    units: tuple[int, ...]
    vehicles: tuple[int, ...]
    base: int
    shift: tuple[int, int]


@dataclass(frozen=True)
class TeamDay:
    """A routing problem: teams for vehicles, gains for prizes."""

    instance: Instance
    teams: tuple[Team, ...]
    gain: Ints
    """Shape (teams, sites): twenty times what a visit adds before travel, 0 where it adds nothing."""
    stay: Ints
    """Shape (teams, sites): minutes until the last of the team is done."""
    minutes: Ints
    """Shape (places, places)."""

    def leg_cost(self, team: int) -> int:
        """Twenty times what a minute of driving costs a team: one for each of its vehicles."""
        return len(self.teams[team].vehicles)


def deal(instance: Instance, *, size: int, seed: int) -> TeamDay:
    """Deal the units of each base into teams of this size, and see what they gain where."""
    free: dict[int, list[int]] = defaultdict(list)
    for index, vehicle in enumerate(instance.vehicles):
        free[vehicle.base].append(index)
    teams = []
    for members in _members(instance, size, Random(seed)):
        vehicles = _take(instance, free[instance.units[members[0]].base], len(members))
        if vehicles:
            teams.append(_team(instance, members, vehicles))
    gain = np.zeros((len(teams), len(instance.sites)), dtype=np.int64)
    stay = np.zeros_like(gain)
    for t, team in enumerate(teams):
        held = frozenset().union(*(instance.units[unit].agencies for unit in team.units))
        for s, site in enumerate(instance.sites):
            if any(due.agency in held for due in site.due):
                parts, stay[t, s] = share(instance, team.units, site)
                gain[t, s] = max(0, worth(site, {a for part in parts for a in part.agencies}))
    places = np.arange(len(instance.places))
    minutes = instance.travel.matrix(places).astype(np.int64)
    return TeamDay(instance, tuple(teams), gain, stay, minutes)


def worth(site: Site, served: Iterable[int]) -> int:
    """Twenty times what a visit that serves these agencies adds, before travel."""
    done = set(served)
    if not done:
        return 0
    return -20 + sum(
        20 * due.weight + 1000 * due.must if due.agency in done else -10 * due.weight
        for due in site.due
    )


def share(
    instance: Instance, units: Sequence[int], site: Site, left: dict[int, int] | None = None
) -> tuple[tuple[Part, ...], int]:
    """Share a site's work among units so that the last is done soonest: parts and minutes.

    `left` is how much each unit may still work; without it nobody is limited.
    """
    able = [
        (due, holders)
        for due in site.due
        if (holders := [u for u in units if _may(instance, u, site, due)])
    ]
    able.sort(key=lambda entry: (len(entry[1]), -entry[0].minutes))
    load = dict.fromkeys(units, 0)
    chosen: dict[int, list[int]] = defaultdict(list)
    for due, holders in able:
        fit = [u for u in holders if left is None or load[u] + due.minutes <= left[u]]
        if fit:
            unit = min(fit, key=load.__getitem__)
            load[unit] += due.minutes
            chosen[unit].append(due.agency)
    parts = tuple(Part(unit, tuple(agencies)) for unit, agencies in chosen.items())
    return parts, max(load.values(), default=0)


def _may(instance: Instance, unit: int, site: Site, due: Due) -> bool:
    return due.agency in instance.units[unit].agencies and unit not in site.recused


def _members(instance: Instance, size: int, random: Random) -> list[list[int]]:
    """Exchange units of a base, as long as what the two best teams gain at the sites grows."""
    units = random.sample(range(len(instance.units)), len(instance.units))
    based: dict[int, list[int]] = defaultdict(list)
    for unit in units:
        based[instance.units[unit].base].append(unit)
    teams = [
        members[start : start + size]
        for members in based.values()
        for start in range(0, len(members), size)
    ]
    team_of = {unit: t for t, team in enumerate(teams) for unit in team}
    values = _Values(instance)
    gains = np.array([values.of(team) for team in teams])
    best = _best_two(gains)
    for _ in range(TRIES_PER_UNIT * len(units)):
        one = random.choice(units)
        other = random.choice(based[instance.units[one].base])
        a, b = team_of[one], team_of[other]
        if a == b:
            continue
        _exchange(teams, a, b, one, other)
        before = gains[[a, b]]
        gains[a], gains[b] = values.of(teams[a]), values.of(teams[b])
        if (now := _best_two(gains)) >= best:
            best = now
            team_of[one], team_of[other] = b, a
        else:
            gains[[a, b]] = before
            _exchange(teams, a, b, other, one)
    return teams


def _exchange(teams: list[list[int]], a: int, b: int, one: int, other: int) -> None:
    teams[a][teams[a].index(one)], teams[b][teams[b].index(other)] = other, one


class _Values:
    """What a team could gain at every site, all at once."""

    def __init__(self, instance: Instance) -> None:
        sites, agencies = instance.sites, range(len(instance.agencies))
        self._holds = [np.array([a in unit.agencies for a in agencies]) for unit in instance.units]
        self._added = np.zeros((len(sites), len(agencies)), dtype=np.int64)
        self._alone = np.zeros(len(sites), dtype=np.int64)
        for row, site in enumerate(sites):
            self._alone[row] = -20 - 10 * sum(due.weight for due in site.due)
            for due in site.due:
                self._added[row, due.agency] = 30 * due.weight + 1000 * due.must

    def of(self, units: Iterable[int]) -> Ints:
        """The gain at every site, of a team of these units."""
        held = np.logical_or.reduce([self._holds[unit] for unit in units])
        gains: Ints = np.maximum(0, self._alone + self._added @ held)
        return gains


def _best_two(gains: Ints) -> int:
    return int(np.partition(gains, -min(2, len(gains)), axis=0)[-2:].sum())


def _take(instance: Instance, free: list[int], units: int) -> tuple[int, ...]:
    """Take vehicles with seats for so many units; none when there are too few."""
    taken: list[int] = []
    seats = 0
    for vehicle in free:
        if seats >= units:
            break
        taken.append(vehicle)
        seats += instance.vehicles[vehicle].seats // 2
    if seats < units:
        return ()
    del free[: len(taken)]
    return tuple(taken)


def _team(instance: Instance, members: list[int], vehicles: tuple[int, ...]) -> Team:
    shifts = [instance.units[unit].shift for unit in members]
    shift = (max(from_ for from_, _ in shifts), min(to for _, to in shifts))
    return Team(tuple(members), vehicles, instance.vehicles[vehicles[0]].base, shift)

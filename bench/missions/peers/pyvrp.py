"""PyVRP: optional clients with prizes, a profile for each team.

What a team gains less than the best one is a cost of driving there, and what it stays is part of the drive
away: so gains and stays are exact. A second window is a second client of a group of which one is visited.
"""

from typing import Any

import numpy as np
import pyvrp

from bench.missions.teams import Ints, TeamDay

FORBIDDEN = 1_000_000


def route(day: TeamDay, *, seconds: float, seed: int) -> list[list[int]]:
    """Route the teams."""
    sites = np.flatnonzero((day.gain > 0).any(axis=0))
    bases = sorted({team.base for team in day.teams})
    places = np.array([*bases, *(day.instance.sites[s].place for s in sites)])
    minutes = day.minutes[np.ix_(places, places)]
    best = day.gain[:, sites].max(axis=0)
    clients, groups, site_of = _clients(day, sites, best, len(bases))
    data = pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in places],
        clients,
        [pyvrp.Depot(depot) for depot in range(len(bases))],
        [
            pyvrp.VehicleType(
                1,
                start_depot=bases.index(team.base),
                end_depot=bases.index(team.base),
                tw_early=team.shift[0],
                tw_late=team.shift[1],
                profile=t,
            )
            for t, team in enumerate(day.teams)
        ],
        [_costs(day, t, sites, best, minutes, len(bases)) for t in range(len(day.teams))],
        [_durations(day, t, sites, minutes, len(bases)) for t in range(len(day.teams))],
        groups,
    )
    found = pyvrp.solve(
        data, pyvrp.stop.MaxRuntime(seconds), seed=seed, collect_stats=False, display=False
    )
    routes: list[list[int]] = [[] for _ in day.teams]
    for driven in found.best.routes():
        routes[driven.vehicle_type()] = [
            site_of[stop.idx] for stop in driven.schedule() if stop.is_client()
        ]
    return routes


def _clients(
    day: TeamDay, sites: Ints, best: Ints, bases: int
) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup], list[int]]:
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    site_of: list[int] = []
    for column, s in enumerate(sites.tolist()):
        longest = int(day.stay[:, s].max())
        windows = [w for w in day.instance.sites[s].windows if w[1] - longest >= w[0]]
        group = len(groups) if len(windows) > 1 else None
        if group is not None:
            groups.append(
                pyvrp.ClientGroup(
                    list(range(len(clients), len(clients) + len(windows))), required=False
                )
            )
        for opens, closes in windows:
            clients.append(
                pyvrp.Client(
                    bases + column,
                    tw_early=opens,
                    tw_late=closes - longest,
                    prize=int(best[column]),
                    required=False,
                    group=group,
                )
            )
            site_of.append(s)
    return clients, groups, site_of


def _costs(day: TeamDay, team: int, sites: Ints, best: Ints, minutes: Ints, bases: int) -> Any:
    costs = day.leg_cost(team) * minutes
    gain = day.gain[team, sites]
    costs[:, bases:] += np.where(gain > 0, best - gain, FORBIDDEN)
    np.fill_diagonal(costs, 0)
    return costs


def _durations(day: TeamDay, team: int, sites: Ints, minutes: Ints, bases: int) -> Any:
    durations = minutes.copy()
    durations[bases:] += day.stay[team, sites][:, None]
    np.fill_diagonal(durations, 0)
    return durations

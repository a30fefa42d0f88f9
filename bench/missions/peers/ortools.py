"""OR-Tools' routing library: optional nodes with penalties, guided local search."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from bench.missions.teams import Ints, TeamDay

FIRST = routing_enums_pb2.FirstSolutionStrategy
DAY = 1440
FORBIDDEN = 1_000_000


def route(
    day: TeamDay, *, seconds: float, seed: int, first: int = FIRST.PATH_CHEAPEST_ARC
) -> list[list[int]]:
    """Route the teams; OR-Tools has no seed, the deal of the teams varies."""
    sites = np.flatnonzero((day.gain > 0).any(axis=0))
    bases = sorted({team.base for team in day.teams})
    depots = [bases.index(team.base) for team in day.teams]
    places = np.array([*bases, *(day.instance.sites[s].place for s in sites)])
    minutes = day.minutes[np.ix_(places, places)]
    best = day.gain[:, sites].max(axis=0, initial=0)
    manager = pywrapcp.RoutingIndexManager(len(places), len(day.teams), depots, depots)
    model = pywrapcp.RoutingModel(manager)
    spent = []
    for t in range(len(day.teams)):
        costs, durations = day.leg_cost(t) * minutes, minutes.copy()
        gain = day.gain[t, sites]
        costs[:, len(bases) :] += np.where(gain > 0, best - gain, FORBIDDEN)
        durations[len(bases) :] += day.stay[t, sites][:, None]
        model.SetArcCostEvaluatorOfVehicle(model.RegisterTransitMatrix(costs.tolist()), t)
        spent.append(model.RegisterTransitMatrix(durations.tolist()))
    model.AddDimensionWithVehicleTransits(spent, DAY, DAY, False, "time")
    time = model.GetDimensionOrDie("time")
    for t, team in enumerate(day.teams):
        time.CumulVar(model.Start(t)).SetRange(*team.shift)
        time.CumulVar(model.End(t)).SetRange(*team.shift)
    for column, s in enumerate(sites.tolist()):
        index = manager.NodeToIndex(len(bases) + column)
        model.AddDisjunction([index], int(best[column]))
        able = np.flatnonzero(day.gain[:, s] > 0).tolist()
        # SetAllowedVehiclesForIndex raises TypeError from Python.
        model.VehicleVar(index).SetValues([-1, *able])
        longest = int(day.stay[able, s].max())
        windows = [(o, c - longest) for o, c in day.instance.sites[s].windows if c - longest >= o]
        if not windows:
            model.VehicleVar(index).SetValue(-1)
            continue
        start = time.CumulVar(index)
        start.SetRange(windows[0][0], windows[-1][1])
        if len(windows) > 1:
            start.RemoveInterval(windows[0][1] + 1, windows[1][0] - 1)
    options = pywrapcp.DefaultRoutingSearchParameters()
    options.first_solution_strategy = first
    options.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    options.time_limit.FromMilliseconds(round(1000 * seconds))
    found = model.SolveWithParameters(options)
    return [_sites(model, manager, found, t, sites, len(bases)) for t in range(len(day.teams))]


route_in_parallel: Callable[..., list[list[int]]] = partial(
    route, first=FIRST.PARALLEL_CHEAPEST_INSERTION
)
"""The same from another first solution."""


def _sites(model: Any, manager: Any, found: Any, team: int, sites: Ints, bases: int) -> list[int]:
    if not found:
        return []
    driven, index = [], found.Value(model.NextVar(model.Start(team)))
    while not model.IsEnd(index):
        driven.append(int(sites[manager.IndexToNode(index) - bases]))
        index = found.Value(model.NextVar(index))
    return driven

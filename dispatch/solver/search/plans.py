"""Between a plan as the city reads it and a plan under the search."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from dispatch.solver.plan import Crew, Mission, Part, Plan
from dispatch.solver.problem import Problem
from dispatch.solver.search.state import (
    COUNT,
    WORTH,
    State,
    allocate,
    board,
    link,
    scratch,
    site_worth,
)
from dispatch.solver.search.timing import settle_all


def plan_of(problem: Problem, state: State) -> Plan:
    """Write a plan down: crews that have work, missions at their earliest starts, in order of start."""
    visited = np.flatnonzero(state.n_nodes).tolist()
    missions = [
        _mission(problem, state, i, i) for i in sorted(visited, key=lambda i: (state.start[i], i))
    ]
    return Plan(
        _crews(state, {part.unit for mission in missions for part in mission.parts}),
        tuple(missions),
    )


def part_of(problem: Problem, state: State, vehicles: Collection[int]) -> tuple[Plan, list[int]]:
    """Write down what some vehicles do all day, and at which sites: missions name places in that list."""
    nodes = len(state.crew) - 2 * len(state.n_member)
    sites = sorted({i for v in vehicles for i in _route(problem, state, nodes + 2 * v)})
    missions = []
    for n, i in enumerate(sites):
        mission = _mission(problem, state, i, n)
        parts = tuple(part for part in mission.parts if state.aboard[part.unit] in vehicles)
        missions.append(replace(mission, parts=parts))
    return Plan(
        _crews(state, {part.unit for mission in missions for part in mission.parts}),
        tuple(missions),
    ), sites


def _route(problem: Problem, state: State, head: int) -> Iterator[int]:
    """Follow a vehicle from site to site."""
    node = state.next[head]
    while node != head + 1:
        yield int(problem.arrays.where[node])
        node = state.next[node]


def _mission(problem: Problem, state: State, i: int, name: int) -> Mission:
    parts: dict[int, list[int]] = {}
    due = problem.instance.sites[i].due
    for k, u in enumerate(state.server[i].tolist()):
        if u >= 0:
            parts.setdefault(u, []).append(due[problem.arrays.item[i, k]].agency)
    return Mission(
        name,
        int(state.start[i]),
        tuple(Part(u, tuple(agencies)) for u, agencies in sorted(parts.items())),
    )


def _crews(state: State, working: Collection[int]) -> tuple[Crew, ...]:
    """Write the crews down in which somebody works."""
    vehicles = sorted({int(state.aboard[u]) for u in working})
    return tuple(
        Crew(v, tuple(sorted(state.member[v, : state.n_member[v]].tolist()))) for v in vehicles
    )


def state_of(problem: Problem, plan: Plan) -> State:
    """Lay a plan out for the search, timed anew at its earliest starts.

    :raises ValueError: when the plan breaks a rule, so that no times can be given to it.
    """
    p = problem.arrays
    n_sites, width = p.gain.shape
    state = allocate(p)
    work_space = scratch(p, 0)
    for crew in plan.crews:
        for u in crew.units:
            board(p, state, u, crew.vehicle)
    item_of = [
        {site.due[p.item[i, k]].agency: k for k in range(p.n_due[i])}
        for i, site in enumerate(problem.instance.sites)
    ]
    for mission in sorted(plan.missions, key=lambda mission: mission.start):
        i = mission.site
        state.rank[i] = mission.start
        stays: dict[int, int] = {}
        for part in mission.parts:
            items = [item_of[i][agency] for agency in part.agencies if agency in item_of[i]]
            state.server[i, items] = part.unit
            work = int(p.minutes[i, items].sum())
            state.worked[part.unit] += work
            vehicle = int(state.aboard[part.unit])
            stays[vehicle] = max(stays.get(vehicle, 0), work)
        state.longest[i] = max(stays.values())
        state.n_nodes[i] = len(stays)
        for j, (vehicle, stay) in enumerate(stays.items()):
            node = i * width + j
            state.crew[node], state.stay[node] = vehicle, stay
            link(p, state, node, state.prev[n_sites * width + 2 * vehicle + 1])
        state.total[WORTH] += site_worth(p, state, i)
        state.total[COUNT] += 1
    if not settle_all(p, state, work_space):
        raise ValueError(f"The plan for {problem.instance.name} cannot be timed.")
    return state

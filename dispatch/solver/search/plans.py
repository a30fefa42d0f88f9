"""Between a plan as the city reads it and a plan under the search."""

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
    p = problem.arrays
    sites = problem.instance.sites
    missions = []
    for i in sorted(range(len(sites)), key=lambda i: (state.start[i], i)):
        if state.n_nodes[i] == 0:
            continue
        parts: dict[int, list[int]] = {}
        for k in range(p.n_due[i]):
            if state.server[i, k] >= 0:
                agency = sites[i].due[p.item[i, k]].agency
                parts.setdefault(int(state.server[i, k]), []).append(agency)
        missions.append(
            Mission(i, int(state.start[i]), tuple(Part(u, tuple(a)) for u, a in sorted(parts.items())))
        )
    working = {part.unit for mission in missions for part in mission.parts}
    crews = []
    for v in range(len(p.base)):
        units = tuple(sorted(state.member[v, : state.n_member[v]].tolist()))
        if not working.isdisjoint(units):
            crews.append(Crew(v, units))
    return Plan(tuple(crews), tuple(missions))


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

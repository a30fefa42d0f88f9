"""A whole city's day: cut into districts that share nothing, planned apart, merged and checked whole.

Sites hang together through the agencies due at them, agencies through the units that hold them, units
through the vehicles of their base. What hangs together is a district; between two districts there is
nothing to decide, so planning them apart loses nothing. Each is a job of its own: any number of workers
may share the jobs, and one that dies leaves its job to be done again.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from time import perf_counter

from dispatch.solver.check import check
from dispatch.solver.instance import Instance
from dispatch.solver.plan import Crew, Mission, Part, Plan
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import BrokenPlan, Progress, Result, solve
from dispatch.solver.stopping import Cancellable, MaxRuntime


@dataclass(frozen=True, slots=True)
class District:
    """A part of the city that shares nothing with the rest: an instance, and where its rows come from."""

    instance: Instance
    sites: tuple[int, ...]
    units: tuple[int, ...]
    vehicles: tuple[int, ...]


def split(instance: Instance) -> tuple[District, ...]:
    """Cut a city into the districts that share no agency, unit or base; the largest first.

    Sites that nobody can serve and vehicles that nobody can ride in belong to none.
    """
    n_agencies, n_units = len(instance.agencies), len(instance.units)
    first_unit, first_base = n_agencies, n_agencies + n_units
    links = [(a, first_unit + u) for u, unit in enumerate(instance.units) for a in unit.agencies]
    links += [(first_unit + u, first_base + unit.base) for u, unit in enumerate(instance.units)]
    # A site only ties its agencies together.
    links += [(site.due[0].agency, due.agency) for site in instance.sites for due in site.due[1:]]
    root = list(range(first_base + len(instance.places)))

    def part_of(node: int) -> int:
        """Follow the links to what names the part, and halve the way for those who come after."""
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for one, other in links:
        root[part_of(one)] = part_of(other)
    sites: dict[int, list[int]] = {}
    units: dict[int, list[int]] = {}
    vehicles: dict[int, list[int]] = {}
    for i, site in enumerate(instance.sites):
        sites.setdefault(part_of(site.due[0].agency), []).append(i)
    for u, unit in enumerate(instance.units):
        units.setdefault(part_of(first_base + unit.base), []).append(u)
    for v, vehicle in enumerate(instance.vehicles):
        vehicles.setdefault(part_of(first_base + vehicle.base), []).append(v)
    shared = sites.keys() & units.keys() & vehicles.keys()
    districts = [_district(instance, sites[d], units[d], vehicles[d]) for d in shared]
    return tuple(sorted(districts, key=lambda d: (-len(d.sites), d.sites)))


def _district(
    instance: Instance, sites: Sequence[int], units: Sequence[int], vehicles: Sequence[int]
) -> District:
    """Cut out a district; units are renumbered, places and agencies keep their numbers."""
    number = {u: n for n, u in enumerate(units)}
    return District(
        replace(
            instance,
            sites=tuple(
                replace(
                    instance.sites[i],
                    recused=frozenset(number[u] for u in instance.sites[i].recused if u in number),
                )
                for i in sites
            ),
            units=tuple(instance.units[u] for u in units),
            vehicles=tuple(instance.vehicles[v] for v in vehicles),
        ),
        tuple(sites),
        tuple(units),
        tuple(vehicles),
    )


def merge(plans: Sequence[tuple[District, Plan]]) -> Plan:
    """Put the plans of districts together to the plan of the city."""
    crews = [
        Crew(district.vehicles[crew.vehicle], tuple(district.units[u] for u in crew.units))
        for district, plan in plans
        for crew in plan.crews
    ]
    missions = [
        Mission(
            district.sites[mission.site],
            mission.start,
            tuple(Part(district.units[part.unit], part.agencies) for part in mission.parts),
        )
        for district, plan in plans
        for mission in plan.missions
    ]
    missions.sort(key=lambda mission: (mission.start, mission.site))
    return Plan(tuple(crews), tuple(missions))


def plan_city(
    instance: Instance,
    *,
    seconds: float,
    seed: int,
    workers: int,
    cancel: Event | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Plan a day in one process: districts share the time by their size, workers take the next district.

    A day that is one district gets all workers.

    :raises BrokenPlan: when the search went wrong.
    """
    began = perf_counter()
    cancel = cancel or Event()
    waiting = list(split(instance))
    if len(waiting) == 1:
        workers, team = 1, workers
    else:
        team = 1
    done: list[tuple[District, Plan]] = []
    heard: dict[int, Progress] = {}
    empty = -1000 * sum(due.must for site in instance.sites for due in site.due)

    def tell(district: District, news: Progress) -> None:
        """Sum up what is known of all districts; one that has not begun counts as nothing."""
        floor = -1000 * sum(due.must for site in district.instance.sites for due in site.due)
        heard[district.sites[0]] = replace(news, objective_20=news.objective_20 - floor)
        if progress:
            known = list(heard.values())
            progress(
                Progress(
                    empty + sum(one.objective_20 for one in known),
                    sum(one.missions for one in known),
                    sum(one.iterations for one in known),
                    perf_counter() - began,
                )
            )

    def work(_: int) -> None:
        """Take the next district until none is left, with a fair share of the time that is left."""
        while waiting:
            district = waiting.pop(0)
            ahead = len(district.sites) + sum(len(other.sites) for other in waiting)
            rounds = max(1.0, ahead / workers / len(district.sites))
            left = max(seconds - (perf_counter() - began), 0.0)
            result = solve(
                problem_of(district.instance),
                stop=Cancellable(MaxRuntime(left / rounds), cancel),
                seed=seed,
                workers=team,
                progress=partial(tell, district),
            )
            done.append((district, result.plan))

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(work, range(workers)))
    plan = merge(done)
    verdict = check(plan, instance)
    if not verdict.feasible:
        raise BrokenPlan(f"{instance.name}: {verdict.violations[:3]}")
    iterations = sum(one.iterations for one in heard.values())
    return Result(plan, verdict, iterations, perf_counter() - began)

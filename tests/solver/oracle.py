"""The exact optimum of a small day, by a model in CP-SAT that shares nothing with the engine.

One optional circuit per vehicle over its stops; all units of a mission share one start. Small means a
dozen sites: beyond that nothing exact is known to finish.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ortools.sat.python.cp_model import (
    FEASIBLE,
    OPTIMAL,
    CpModel,
    CpSolver,
    IntVar,
    LinearExpr,
    LiteralT,
)

from dispatch.solver.instance import Instance
from dispatch.solver.plan import Crew, Mission, Part, Plan

DAY = 1440


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best plan found, and what was proven."""

    plan: Plan
    value_20: int
    bound_20: int
    proven: bool


def find_optimum(instance: Instance, *, effort: float = 60) -> Optimum:
    """Solve a small day; with enough effort (CP-SAT's deterministic time) the optimum is proven.

    :raises RuntimeError: when not even the empty plan was found
    """
    model = _Model(instance)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model.cp)
    if status not in (OPTIMAL, FEASIBLE):
        raise RuntimeError(solver.status_name(status))
    return Optimum(
        plan=model.read(solver),
        value_20=round(solver.objective_value),
        bound_20=round(solver.best_objective_bound),
        proven=status == OPTIMAL,
    )


class _Model:
    """The variables, named as in the format, and the rules on them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.cp = CpModel()
        sites, units, vehicles = (
            range(len(instance.sites)),
            range(len(instance.units)),
            range(len(instance.vehicles)),
        )
        self.rides = {pair: self._flag() for pair in product(units, vehicles)}
        self.visited = {site: self._flag() for site in sites}
        self.start = {site: self._minute() for site in sites}
        self.serves = {
            (unit, site, due.agency): self._flag()
            for unit, site in product(units, sites)
            for due in instance.sites[site].due
            if due.agency in instance.units[unit].agencies
            and unit not in instance.sites[site].recused
        }
        self.legs: list[tuple[IntVar, int]] = []
        self.works = {pair: self._flag() for pair in product(units, sites)}
        self._board()
        self._visit()
        for vehicle in vehicles:
            self._drive(vehicle)
        self.cp.maximize(sum(self._value()))

    def _flag(self) -> IntVar:
        return self.cp.new_bool_var("")

    def _minute(self) -> IntVar:
        return self.cp.new_int_var(0, DAY, "")

    def _board(self) -> None:
        """Rules 1 and 2."""
        day = self.instance
        for unit in range(len(day.units)):
            self.cp.add_at_most_one(self.rides[unit, v] for v in range(len(day.vehicles)))
        for v, vehicle in enumerate(day.vehicles):
            aboard = [self.rides[u, v] for u in range(len(day.units))]
            self.cp.add(2 * sum(aboard) <= vehicle.seats)
            for rides, member in zip(aboard, day.units, strict=True):
                if member.base != vehicle.base:
                    self.cp.add(rides == 0)

    def _visit(self) -> None:
        """Rules 3 to 7."""
        day = self.instance
        for s, site in enumerate(day.sites):
            windows = [self._flag() for _ in site.windows]
            self.cp.add_exactly_one([*windows, self.visited[s].negated()])
            self.cp.add_at_least_one(
                [self.works[u, s] for u in range(len(day.units))] + [self.visited[s].negated()]
            )
            for due in site.due:
                able = [self.serves[key] for key in self.serves if key[1:] == (s, due.agency)]
                self.cp.add(sum(able) <= self.visited[s])
            for flag, (opens, closes) in zip(windows, site.windows, strict=True):
                self.cp.add(self.start[s] >= opens).only_enforce_if(flag)
                for u in range(len(day.units)):
                    self.cp.add(self.start[s] + self._minutes(u, s) <= closes).only_enforce_if(flag)
            for u in range(len(day.units)):
                parts = [self.serves[key] for key in self.serves if key[:2] == (u, s)]
                self.cp.add_max_equality(self.works[u, s], [*parts, 0])
        for u, unit in enumerate(day.units):
            if unit.max_work is not None:
                work = sum(self._minutes(u, s) for s in range(len(day.sites)))
                self.cp.add(work <= unit.max_work)

    def _minutes(self, unit: int, site: int) -> LinearExpr:
        minutes = 0 * self.visited[site]
        for due in self.instance.sites[site].due:
            if (unit, site, due.agency) in self.serves:
                minutes += due.minutes * self.serves[unit, site, due.agency]
        return minutes

    def _drive(self, v: int) -> None:
        """Rules 8 and 9: a circuit through the stops; node 0 is the base."""
        day = self.instance
        base = day.vehicles[v].base
        places = [base] + [site.place for site in day.sites]
        leave = [self._minute() for _ in day.sites]
        back, stays_home = self._minute(), self._flag()
        arcs: list[tuple[int, int, LiteralT]] = [(0, 0, stays_home)]
        for s in range(len(day.sites)):
            stops = self._flag()
            on_board = []
            for u in range(len(day.units)):
                here = self._flag()
                self.cp.add_min_equality(here, [self.rides[u, v], self.works[u, s]])
                self.cp.add(leave[s] >= self.start[s] + self._minutes(u, s)).only_enforce_if(here)
                on_board.append(here)
            self.cp.add_max_equality(stops, on_board)
            arcs.append((s + 1, s + 1, stops.negated()))
        for u in range(len(day.units)):
            for s in range(len(day.sites)):
                # Who works somewhere rides in some vehicle.
                rides = [self.rides[u, w] for w in range(len(day.vehicles))]
                self.cp.add_at_least_one([*rides, self.works[u, s].negated()])
        for i, j in product(range(len(places)), repeat=2):
            if i == j:
                continue
            leg = self._flag()
            minutes = day.travel.minutes_between(places[i], places[j])
            arcs.append((i, j, leg))
            self.legs.append((leg, minutes))
            if i == 0:
                for u, unit in enumerate(day.units):
                    self.cp.add(self.start[j - 1] >= unit.shift[0] + minutes).only_enforce_if(
                        leg, self.rides[u, v]
                    )
            else:
                arrival = back if j == 0 else self.start[j - 1]
                self.cp.add(arrival >= leave[i - 1] + minutes).only_enforce_if(leg)
        for u, unit in enumerate(day.units):
            self.cp.add(back <= unit.shift[1]).only_enforce_if(
                self.rides[u, v], stays_home.negated()
            )
        self.cp.add_circuit(arcs)

    def _value(self) -> Iterator[LinearExpr]:
        for s, site in enumerate(self.instance.sites):
            yield -20 * self.visited[s]
            for due in site.due:
                yield -10 * due.weight * self.visited[s] - 1000 * due.must
                for key, served in self.serves.items():
                    if key[1:] == (s, due.agency):
                        yield (30 * due.weight + 1000 * due.must) * served
        for leg, minutes in self.legs:
            yield -minutes * leg

    def read(self, solver: CpSolver) -> Plan:
        day = self.instance
        crews = (
            Crew(v, tuple(u for u in range(len(day.units)) if solver.value(self.rides[u, v])))
            for v in range(len(day.vehicles))
        )
        missions = (
            Mission(s, solver.value(self.start[s]), self._parts(solver, s))
            for s in range(len(day.sites))
            if solver.value(self.visited[s])
        )
        return Plan(tuple(crew for crew in crews if crew.units), tuple(missions))

    def _parts(self, solver: CpSolver, site: int) -> tuple[Part, ...]:
        served = [key for key in self.serves if key[1] == site and solver.value(self.serves[key])]
        return tuple(
            Part(unit, tuple(agency for u, _, agency in served if u == unit))
            for unit in sorted({unit for unit, _, _ in served})
        )

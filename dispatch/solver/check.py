"""The independent check: does a plan keep every rule of the format, and what is it worth?

It shares no code with the search, and every plan passes through it before anybody sees it. The rules
have the numbers of `docs/missions/format.md`.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from dispatch.solver.instance import DAY_MIN, Instance
from dispatch.solver.plan import BadPlan, Crew, Mission, Part, Plan, Violation, read_plan
from dispatch.solver.verdict import Lines, Verdict


def check(plan: Plan, instance: Instance) -> Verdict:
    """Check one plan. Who checks many of one instance keeps a `Checker`."""
    return Checker(instance).check(plan)


def check_document(document: object, instance: Instance) -> Verdict:
    """Check a plan as it is written down: parsed JSON of joint-mission-plan/1."""
    try:
        return check(read_plan(document, instance), instance)
    except BadPlan as bad:
        return Verdict(bad.violations, None)


@dataclass(slots=True)
class _Day:
    """What was seen of a plan so far."""

    violations: list[Violation] = field(default_factory=list)
    crewed: set[int] = field(default_factory=set)
    vehicle_of: dict[int, int] = field(default_factory=dict)
    """The vehicle of each unit."""
    served_at: dict[int, int] = field(default_factory=dict)
    """How many items were served at each visited site."""
    work: dict[int, int] = field(default_factory=dict)
    """Minutes on site of each unit that works."""
    stops: defaultdict[int, list[tuple[int, int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Of each vehicle: start, when its own work there ends, and the site."""
    covered: int = 0
    musts: int = 0
    minutes: int = 0
    metres: int = 0
    waiting: int = 0

    def blame(self, code: str, text: str) -> None:
        self.violations.append(Violation(code, text))


class Checker:
    """The rules of one instance, made ready to check plan after plan."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._due = [{due.agency: due for due in site.due} for site in instance.sites]
        self._weight = [sum(due.weight for due in site.due) for site in instance.sites]
        self._total_weight = sum(self._weight)
        self._musts = sum(due.must for site in instance.sites for due in site.due)

    def check(self, plan: Plan) -> Verdict:
        """Say which rules a plan breaks, or what it is worth when it breaks none."""
        day = _Day()
        for crew in plan.crews:
            self._board(day, crew)
        for mission in plan.missions:
            self._visit(day, mission)
        self._rest(day)
        for crew in plan.crews:
            if crew.vehicle in day.stops:
                self._drive(day, crew)
        return Verdict(tuple(day.violations), None if day.violations else self._lines(day))

    def _board(self, day: _Day, crew: Crew) -> None:
        """Rules 1 and 2: a vehicle has its crew once, with seats for all, from one base."""
        vehicle, units = self._instance.vehicles[crew.vehicle], self._instance.units
        if crew.vehicle in day.crewed:
            day.blame("VEHICLE_TWICE", f"vehicle {vehicle.id} has two crews")
        day.crewed.add(crew.vehicle)
        if not crew.units:
            day.blame("EMPTY_CREW", f"nobody rides in vehicle {vehicle.id}")
        if 2 * len(crew.units) > vehicle.seats:
            day.blame("SEATS", f"{len(crew.units)} units need more than {vehicle.id} has seats")
        for unit in crew.units:
            if units[unit].base != vehicle.base:
                day.blame("BASE", f"unit {units[unit].id} has another base than {vehicle.id}")
            if unit in day.vehicle_of:
                day.blame("UNIT_TWO_CREWS", f"unit {units[unit].id} is in two crews")
            day.vehicle_of[unit] = crew.vehicle

    def _visit(self, day: _Day, mission: Mission) -> None:
        """Rules 3, 5 and 6: one visit of a site, begun together, within one of its windows."""
        site, start = self._instance.sites[mission.site], mission.start
        if mission.site in day.served_at:
            day.blame("SITE_TWICE", f"site {site.id} is visited twice")
        if not mission.parts:
            day.blame("EMPTY_MISSION", f"nobody works at site {site.id}")
        if len(mission.parts) > len({part.unit for part in mission.parts}):
            day.blame("UNIT_TWICE_AT_SITE", f"a unit has two parts at site {site.id}")
        served: set[int] = set()
        longest: dict[int, int] = {}
        for part in mission.parts:
            minutes = self._work(day, mission.site, part, served)
            vehicle = day.vehicle_of.get(part.unit, -1)
            if minutes >= longest.get(vehicle, 0):
                longest[vehicle] = minutes
        if not 0 <= start <= DAY_MIN:
            day.blame("START", f"{start} at site {site.id} is not a minute of the day")
        end = start + max(longest.values(), default=0)
        for opens, closes in site.windows:
            if opens <= start and end <= closes:
                break
        else:
            day.blame("WINDOW", f"work from {start} to {end} is in no window of site {site.id}")
        for vehicle, minutes in longest.items():
            day.stops[vehicle].append((start, start + minutes, mission.site))
        day.served_at[mission.site] = len(served)

    def _work(self, day: _Day, site_index: int, part: Part, served: set[int]) -> int:
        """Rules 2, 3 and 4: what one unit does at a site; its minutes there."""
        site, unit = self._instance.sites[site_index], self._instance.units[part.unit]
        if part.unit not in day.vehicle_of:
            day.blame("NO_VEHICLE", f"unit {unit.id} works at site {site.id} but rides nowhere")
        if part.unit in site.recused:
            day.blame("RECUSED", f"unit {unit.id} may not serve site {site.id}")
        if not part.agencies:
            day.blame("EMPTY_PART", f"unit {unit.id} serves nobody at site {site.id}")
        minutes = 0
        for agency in part.agencies:
            due = self._due[site_index].get(agency)
            if agency not in unit.agencies:
                day.blame("NOT_HELD", f"unit {unit.id} is not certified for {self._name(agency)}")
            if due is None:
                day.blame("NOT_DUE", f"{self._name(agency)} is not due at site {site.id}")
            elif agency in served:
                day.blame("AGENCY_TWICE", f"{self._name(agency)} is served twice at site {site.id}")
            else:
                served.add(agency)
                minutes += due.minutes
                day.covered += due.weight
                day.musts += due.must
        day.work[part.unit] = day.work.get(part.unit, 0) + minutes
        return minutes

    def _rest(self, day: _Day) -> None:
        """Rule 7: nobody works more than may be asked of them."""
        for index, minutes in day.work.items():
            unit = self._instance.units[index]
            if unit.max_work is not None and minutes > unit.max_work:
                day.blame(
                    "MAX_WORK", f"unit {unit.id} works {minutes} min, {unit.max_work} allowed"
                )

    def _drive(self, day: _Day, crew: Crew) -> None:
        """Rules 8 and 9: a vehicle is at each stop in time, and home before the first shift ends."""
        vehicle, units = self._instance.vehicles[crew.vehicle], self._instance.units
        travel, sites = self._instance.travel, self._instance.sites
        leaves = max((units[unit].shift[0] for unit in crew.units), default=0)
        at, before = vehicle.base, -1
        for start, ends, site in sorted(day.stops[crew.vehicle]):
            place = sites[site].place
            arrives = leaves + travel.minutes_between(at, place)
            if arrives > start or start == before:
                day.blame("LATE", f"vehicle {vehicle.id} is at site {sites[site].id} at {arrives}")
            day.minutes += arrives - leaves
            day.metres += travel.metres_between(at, place)
            day.waiting += start - arrives if before >= 0 else 0
            at, before, leaves = place, start, ends
        home = leaves + travel.minutes_between(at, vehicle.base)
        day.minutes += home - leaves
        day.metres += travel.metres_between(at, vehicle.base)
        over = min((units[unit].shift[1] for unit in crew.units), default=DAY_MIN)
        if home > over:
            day.blame(
                "SHIFT_END", f"vehicle {vehicle.id} is home at {home}, a shift ends at {over}"
            )

    def _lines(self, day: _Day) -> Lines:
        weight_there = sum(self._weight[site] for site in day.served_at)
        return Lines(
            covered_weight=day.covered,
            uncovered_weight_at_visited=weight_there - day.covered,
            visits=len(day.served_at),
            travel_minutes=day.minutes,
            must_missed=self._musts - day.musts,
            total_weight=self._total_weight,
            covered_items=sum(day.served_at.values()),
            sites_complete=sum(len(self._due[site]) == n for site, n in day.served_at.items()),
            travel_metres=day.metres,
            vehicles_used=len(day.stops),
            units_used=len(day.work),
            waiting_minutes=day.waiting,
        )

    def _name(self, agency: int) -> str:
        return self._instance.agencies[agency].id

"""Why a site is not in the plan, or an item of a visited site was left out: for a screen, one at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dispatch.solver.instance import Due, Instance, Site, Unit
from dispatch.solver.plan import Mission, Plan


class Reason(StrEnum):
    """What kept an item out of the plan, the hardest first."""

    NO_UNIT = "no-unit"
    """No unit holds the agency."""
    RECUSED = "recused"
    """All who hold it are recused here."""
    NO_VEHICLE = "no-vehicle"
    """Those who could go have no vehicle at their base."""
    OUT_OF_REACH = "out-of-reach"
    """No unit could be there, work and be home within its shift and a window of the site."""
    LIMIT = "limit"
    """All who could go would exceed their limit of work."""
    BUSY = "busy"
    """All who could go are needed elsewhere whenever the site is open."""
    WORTH_LESS = "worth-less"
    """Somebody is free, but driving there costs more than the visit is worth."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Why one item is not served."""

    agency: int
    reason: Reason
    units: tuple[int, ...]
    """Those whom the reason speaks of: who is recused, too far, at the limit, busy or free."""
    instead: tuple[int, ...]
    """Sites that the busy units visit while this one is open, in order of start."""


def explain(instance: Instance, plan: Plan, site: int) -> tuple[Absence, ...]:
    """Tell for each item of a site that the plan leaves out why it does."""
    day = _Day(instance, plan)
    wanted = instance.sites[site]
    mission = next((m for m in plan.missions if m.site == site), None)
    served = {a for part in mission.parts for a in part.agencies} if mission else set()
    return tuple(day.absence(wanted, due) for due in wanted.due if due.agency not in served)


class _Day:
    """The routes of a plan, laid out once for the questions about one site."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self._instance = instance
        self._vehicle = {u: crew for crew in plan.crews for u in crew.units}
        self._stops: dict[int, list[Mission]] = {}
        self._worked: dict[int, int] = {}
        minutes = [{due.agency: due.minutes for due in site.due} for site in instance.sites]
        self._minutes = minutes
        for mission in sorted(plan.missions, key=lambda m: m.start):
            for part in mission.parts:
                work = sum(minutes[mission.site][a] for a in part.agencies)
                self._worked[part.unit] = self._worked.get(part.unit, 0) + work
            for vehicle in {self._vehicle[part.unit].vehicle for part in mission.parts}:
                self._stops.setdefault(vehicle, []).append(mission)

    def absence(self, site: Site, due: Due) -> Absence:
        """Find the first reason that leaves nobody for an item."""
        units = self._instance.units
        bases = {v.base for v in self._instance.vehicles if v.seats >= 2}

        def instead(of: Sequence[int]) -> tuple[int, ...]:
            crews = {self._vehicle[u].vehicle for u in of if u in self._vehicle}
            close = max(w[1] for w in site.windows)
            stops = {
                m.site: m.start for v in crews for m in self._stops.get(v, ()) if m.start < close
            }
            return tuple(sorted(stops, key=lambda i: (stops[i], i)))

        left = [u for u, unit in enumerate(units) if due.agency in unit.agencies]
        tests: tuple[tuple[Reason, Callable[[int], bool]], ...] = (
            (Reason.RECUSED, lambda u: u not in site.recused),
            (Reason.NO_VEHICLE, lambda u: units[u].base in bases),
            (Reason.OUT_OF_REACH, lambda u: self._in_reach(site, due, units[u])),
            (Reason.LIMIT, lambda u: self._within_limit(due, u)),
            (Reason.BUSY, lambda u: self._free(site, due, u)),
        )
        reason = Reason.NO_UNIT
        for name, passes in tests:
            if not left:
                return Absence(due.agency, reason, (), ())
            stays = [u for u in left if passes(u)]
            if not stays:
                return Absence(
                    due.agency, name, tuple(left), instead(left) if name is Reason.BUSY else ()
                )
            left = stays
        return Absence(due.agency, Reason.WORTH_LESS, tuple(left), ())

    def _in_reach(self, site: Site, due: Due, unit: Unit) -> bool:
        there = self._drive(unit.base, site.place)
        back = self._drive(site.place, unit.base)
        return _fits(site, due.minutes, unit.shift[0] + there, unit.shift[1] - back)

    def _within_limit(self, due: Due, u: int) -> bool:
        limit = self._instance.units[u].max_work
        return limit is None or self._worked.get(u, 0) + due.minutes <= limit

    def _free(self, site: Site, due: Due, u: int) -> bool:
        """Tell whether a unit's vehicle has a gap for the item, all missions staying at their times."""
        instance = self._instance
        crew = self._vehicle.get(u)
        if crew is None:
            return self._in_reach(site, due, instance.units[u])
        leave = max(instance.units[x].shift[0] for x in crew.units)
        home = min(instance.units[x].shift[1] for x in crew.units)
        place = instance.units[u].base
        for mission in self._stops.get(crew.vehicle, ()):
            there = instance.sites[mission.site].place
            until = mission.start - self._drive(site.place, there)
            if _fits(site, due.minutes, leave + self._drive(place, site.place), until):
                return True
            own = [part for part in mission.parts if part.unit in crew.units]
            stay = max(sum(self._minutes[mission.site][a] for a in part.agencies) for part in own)
            leave, place = mission.start + stay, there
        until = home - self._drive(site.place, instance.units[u].base)
        return _fits(site, due.minutes, leave + self._drive(place, site.place), until)

    def _drive(self, from_: int, to: int) -> int:
        return self._instance.travel.minutes_between(from_, to)


def _fits(site: Site, minutes: int, arrival: int, leave: int) -> bool:
    """Tell whether so many minutes of work fit a window between arrival and leave."""
    return any(max(arrival, o) + minutes <= min(leave, c) for o, c in site.windows)

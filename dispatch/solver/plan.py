"""A plan: who rides together, and which sites are visited when, by whom; and how it is written down."""

from dataclasses import dataclass
from typing import Any, Final

from dispatch.solver.document import Node, Refused
from dispatch.solver.instance import Instance

FORMAT: Final = "joint-mission-plan/1"
MOST_ENTRIES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Crew:
    """The units that ride in one vehicle all day."""

    vehicle: int
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit does on a mission: the agencies it serves there, one after another."""

    unit: int
    agencies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mission:
    """The one visit of the day to a site: all its units enter together at `start`."""

    site: int
    start: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Crews and missions, by index into the instance; the order inside the tuples has no meaning."""

    crews: tuple[Crew, ...] = ()
    missions: tuple[Mission, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks: a code of the format, and what breaks it in words."""

    code: str
    text: str


class BadPlan(Exception):
    """A document is not a plan for this instance; `violations` holds all the reasons that were found."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(violation.text for violation in violations))
        self.violations = violations


def plan_to_json(plan: Plan, instance: Instance) -> dict[str, Any]:
    """Write a plan as joint-mission-plan/1: ids for indexes, missions in order of start."""
    agencies, units = instance.agencies, instance.units
    return {
        "format": FORMAT,
        "instance": instance.name,
        "crews": [
            {
                "vehicle": instance.vehicles[crew.vehicle].id,
                "units": [units[unit].id for unit in crew.units],
            }
            for crew in plan.crews
        ],
        "missions": [
            {
                "site": instance.sites[mission.site].id,
                "start": mission.start,
                "parts": [
                    {
                        "unit": units[part.unit].id,
                        "agencies": [agencies[agency].id for agency in part.agencies],
                    }
                    for part in mission.parts
                ],
            }
            for mission in sorted(plan.missions, key=lambda mission: (mission.start, mission.site))
        ],
    }


def read_plan(document: object, instance: Instance) -> Plan:
    """Read a plan from parsed JSON; whether it keeps the rules is for `check` to say.

    :raises BadPlan: when it has another shape, is of another instance, or names what is unknown there
    """
    reader = _Reader(instance)
    try:
        plan = reader.plan(Node(document))
    except Refused as refused:
        raise BadPlan((Violation("SHAPE", f"{refused.pointer}: {refused.detail}"),)) from None
    if reader.violations:
        raise BadPlan(tuple(reader.violations))
    return plan


class _Reader:
    """Turns ids into indexes and gathers those that are unknown."""

    def __init__(self, instance: Instance) -> None:
        self._name = instance.name
        self._vehicles = {vehicle.id: index for index, vehicle in enumerate(instance.vehicles)}
        self._units = {unit.id: index for index, unit in enumerate(instance.units)}
        self._sites = {site.id: index for index, site in enumerate(instance.sites)}
        self._agencies = {agency.id: index for index, agency in enumerate(instance.agencies)}
        self.violations: list[Violation] = []

    def plan(self, root: Node) -> Plan:
        if root.get("format").value != FORMAT:
            root.get("format").refuse("FORMAT", f"“{FORMAT}” is needed")
        if (name := root.get("instance").text()) != self._name:
            self._add("INSTANCE", f"the plan is for “{name}”, the instance is “{self._name}”")
        return Plan(
            crews=tuple(map(self._crew, root.get("crews").list(0, MOST_ENTRIES))),
            missions=tuple(map(self._mission, root.get("missions").list(0, MOST_ENTRIES))),
        )

    def _crew(self, node: Node) -> Crew:
        units = node.get("units").list(0, MOST_ENTRIES)
        return Crew(
            vehicle=self._index(node.get("vehicle"), self._vehicles, "VEHICLE"),
            units=tuple(self._index(unit, self._units, "UNIT") for unit in units),
        )

    def _mission(self, node: Node) -> Mission:
        return Mission(
            site=self._index(node.get("site"), self._sites, "SITE"),
            start=self._start(node.get("start")),
            parts=tuple(map(self._part, node.get("parts").list(0, MOST_ENTRIES))),
        )

    def _part(self, node: Node) -> Part:
        agencies = node.get("agencies").list(0, MOST_ENTRIES)
        return Part(
            unit=self._index(node.get("unit"), self._units, "UNIT"),
            agencies=tuple(self._index(agency, self._agencies, "AGENCY") for agency in agencies),
        )

    def _start(self, node: Node) -> int:
        if type(node.value) is float:
            self._add("START", f"{node.pointer}: {node.value} is not a whole minute")
            return 0
        return node.integer(-(10**9), 10**9)

    def _index(self, node: Node, known: dict[str, int], what: str) -> int:
        index = known.get(id_ := node.text(), -1)
        if index < 0:
            self._add(
                f"UNKNOWN_{what}", f"{node.pointer}: the instance has no {what.lower()} “{id_}”"
            )
        return index

    def _add(self, code: str, text: str) -> None:
        self.violations.append(Violation(code, text))

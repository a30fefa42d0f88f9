"""An instance: one day to plan, as frozen values that hold indexes, and how it is read."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from dispatch.solver.document import Node, Refused, load
from dispatch.solver.travel import FARTHEST_M, FormulaTravel, MatrixTravel, Travel, read_travel

__all__ = [
    "Agency",
    "BadInstance",
    "Due",
    "FormulaTravel",
    "Instance",
    "MatrixTravel",
    "Place",
    "Site",
    "Travel",
    "Unit",
    "Vehicle",
    "read_instance",
]

FORMAT: Final = "joint-mission-day/1"
DAY_MIN: Final = 1440
MOST_MINUTES: Final = 1_000_000
MOST_WEIGHT: Final = 1_000_000
MOST_PLACES: Final = {"matrix": 1_500, "formula": 50_000}
MOST_SITES: Final = 50_000
MOST_UNITS: Final = 10_000
MOST_VEHICLES: Final = 10_000
MOST_AGENCIES: Final = 2_000
MOST_SEATS: Final = 100

Period = tuple[int, int]
"""Two minutes of the day; work may begin at the first and must have ended at the second."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: longitude and latitude for drawing, metres on a plane for travel."""

    id: str
    lon: float
    lat: float
    x: int | None
    y: int | None


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with its jurisdiction: the same office of another district is another agency."""

    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """What one agency must inspect at a site: so many minutes, of this weight."""

    agency: int
    minutes: int
    weight: int
    must: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A business to be visited at most once in the day."""

    id: str
    name: str | None
    place: int
    windows: tuple[Period, ...]
    """One or two, disjoint and in order."""
    due: tuple[Due, ...]
    """At least one, at most one for each agency."""
    recused: frozenset[int]
    """The units that may not serve this site."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Two officers drawn together, who stay together all day."""

    id: str
    agencies: frozenset[int]
    base: int
    shift: Period
    max_work: int | None
    """The most minutes of on-site work in the day."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle at its base; a unit takes two seats."""

    id: str
    base: int
    seats: int


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One day to plan: indexes in these values point into its own tuples."""

    name: str
    places: tuple[Place, ...]
    travel: Travel
    agencies: tuple[Agency, ...]
    sites: tuple[Site, ...]
    units: tuple[Unit, ...]
    vehicles: tuple[Vehicle, ...]


class BadInstance(Refused):
    """The instance is malformed, contradictory or too large; `pointer` says where, `rule` why."""


def read_instance(source: bytes | Path) -> Instance:
    """Read an instance of joint-mission-day/1, gzipped or not; keys nobody knows are passed over.

    :raises BadInstance: at the first thing that is wrong
    :raises OSError: when the file cannot be read
    """
    try:
        return _instance(load(source))
    except Refused as refused:
        raise BadInstance(refused.pointer, refused.rule, refused.detail) from None


def _instance(root: Node) -> Instance:
    if root.get("format").value != FORMAT:
        root.get("format").refuse("FORMAT", f"“{FORMAT}” is needed")
    name = root.get("name").text()
    travel = root.get("travel")
    most = MOST_PLACES["matrix" if travel.get("kind").value == "matrix" else "formula"]
    places = list(root.get("places").list(1, most))
    agencies = list(root.get("agencies").list(1, MOST_AGENCIES))
    units = list(root.get("units").list(1, MOST_UNITS))
    place_of, agency_of, unit_of = _ids(places), _ids(agencies), _ids(units)
    vehicles = list(root.get("vehicles").list(1, MOST_VEHICLES))
    sites = list(root.get("sites").list(0, MOST_SITES))
    _ids(vehicles), _ids(sites)
    return Instance(
        name=name,
        places=tuple(map(_place, places)),
        travel=read_travel(travel, places),
        agencies=tuple(Agency(_id(agency), _name(agency)) for agency in agencies),
        sites=tuple(_site(site, place_of, agency_of, unit_of) for site in sites),
        units=tuple(_unit(unit, place_of, agency_of) for unit in units),
        vehicles=tuple(_vehicle(vehicle, place_of) for vehicle in vehicles),
    )


def _place(node: Node) -> Place:
    x, y = (
        found.integer(-FARTHEST_M, FARTHEST_M) if found else None for found in map(node.find, "xy")
    )
    lon, lat = node.get("lon").number(-180, 180), node.get("lat").number(-90, 90)
    return Place(_id(node), lon, lat, x, y)


def _site(
    node: Node, place_of: dict[str, int], agency_of: dict[str, int], unit_of: dict[str, int]
) -> Site:
    recused = node.find("recused")
    return Site(
        id=_id(node),
        name=_name(node),
        place=node.get("place").one_of(place_of, "place"),
        windows=_windows(node.get("windows")),
        due=_due(node.get("due"), agency_of),
        recused=_set(recused, unit_of, "unit", least=0) if recused else frozenset(),
    )


def _due(node: Node, agency_of: dict[str, int]) -> tuple[Due, ...]:
    entries: dict[int, Due] = {}
    for entry in node.list(1, len(agency_of)):
        agency, must = entry.get("agency").one_of(agency_of, "agency"), entry.find("must")
        if agency in entries:
            entry.get("agency").refuse("TWICE", "this agency has an entry already")
        entries[agency] = Due(
            agency=agency,
            minutes=entry.get("minutes").integer(1, MOST_MINUTES),
            weight=entry.get("weight").integer(1, MOST_WEIGHT),
            must=must.flag() if must else False,
        )
    return tuple(entries.values())


def _windows(node: Node) -> tuple[Period, ...]:
    windows = tuple(map(_period, node.list(1, 2)))
    edges = [minute for window in windows for minute in window]
    if any(edge >= later for edge, later in pairwise(edges)):
        node.refuse("ORDER", "windows must open before they close, be disjoint and in order")
    return windows


def _period(node: Node) -> Period:
    from_, to = (minute.integer(0, DAY_MIN) for minute in node.list(2, 2))
    return from_, to


def _unit(node: Node, place_of: dict[str, int], agency_of: dict[str, int]) -> Unit:
    shift, max_work = node.get("shift"), node.find("max_work_minutes")
    from_, to = _period(shift)
    if from_ >= to:
        shift.refuse("ORDER", "a shift must begin before it ends")
    return Unit(
        id=_id(node),
        agencies=_set(node.get("agencies"), agency_of, "agency", least=1),
        base=node.get("base").one_of(place_of, "place"),
        shift=(from_, to),
        max_work=max_work.integer(0, MOST_MINUTES) if max_work else None,
    )


def _vehicle(node: Node, place_of: dict[str, int]) -> Vehicle:
    base = node.get("base").one_of(place_of, "place")
    return Vehicle(_id(node), base, node.get("seats").integer(2, MOST_SEATS))


def _set(node: Node, known: dict[str, int], what: str, *, least: int) -> frozenset[int]:
    found: set[int] = set()
    for entry in node.list(least, len(known)):
        index = entry.one_of(known, what)
        if index in found:
            entry.refuse("TWICE", f"this {what} was named already")
        found.add(index)
    return frozenset(found)


def _ids(nodes: list[Node]) -> dict[str, int]:
    known: dict[str, int] = {}
    for index, node in enumerate(nodes):
        if known.setdefault(_id(node), index) != index:
            node.get("id").refuse("TWICE", f"the id “{_id(node)}” is taken")
    return known


def _id(node: Node) -> str:
    return node.get("id").text()


def _name(node: Node) -> str | None:
    name = node.find("name")
    return name.text() if name else None

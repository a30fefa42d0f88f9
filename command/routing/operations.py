"""Route a report: find its place, choose its team. Costs a look-up once its like has been seen."""

from datetime import datetime
from typing import Final, NamedTuple, cast

import orjson

from command.cases.values import CaseReport
from command.routing import rules
from command.routing.values import PlaceFact, Route
from command.world import World

REMEMBERED: Final = 200_000
"""Decisions kept in memory at most; beyond it they are made anew."""


class Chosen(NamedTuple):
    """A decision as the intake needs it: made once, written as often as its like is reported."""

    route: Route
    rule: str | None
    why: orjson.Fragment


def locate(
    report: CaseReport, world: World
) -> tuple[PlaceFact, str | None, str | None, float | None, float | None]:
    """Find where a report lies: the place fact, district, township, and the point in CGCS2000."""
    named = None
    if report.township_code is not None:
        named = world.city.find_township(report.township_code, report.township_scheme)
    if report.lon is None or report.lat is None:
        if named is None:
            return (
                ("missing" if report.township_code is None else "contradiction"),
                None,
                None,
                None,
                None,
            )
        return "inside", world.city.townships[named].district, named, None, None
    place = world.city.index.locate(report.lon, report.lat, report.crs)
    if place.township is None:
        return "outside", None, None, place.lon, place.lat
    if report.township_code is not None and named != place.township:
        # Neither word is better than the other: a person says which township it is.
        return "contradiction", place.district, None, place.lon, place.lat
    return "inside", place.district, place.township, place.lon, place.lat


def choose(
    report: CaseReport,
    world: World,
    place: PlaceFact,
    district: str | None,
    township: str | None,
    now: datetime,
) -> Chosen:
    """Choose the team, remembering the decision for every report like this one."""
    zone = world.city.zone
    law_day = report.occurred_at.astimezone(zone).date()
    filing_day = now.astimezone(zone).date()
    alike = (report.key, place, district, township, law_day, filing_day)
    known = world.routes.get(alike)
    if known is not None:
        return cast("Chosen", known)
    route = rules.choose_team(
        key=report.key,
        place=place,
        district=district,
        township=township,
        law_day=law_day,
        filing_day=filing_day,
        book=world.book,
        roster=world.roster,
        boundaries=world.city.version,
    )
    rule = route.why.get("rule")
    chosen = Chosen(
        route,
        f"{rule['id']} v{rule['version']}" if rule else None,
        orjson.Fragment(orjson.dumps(route.why)),
    )
    if len(world.routes) < REMEMBERED:
        world.routes[alike] = chosen
    return chosen

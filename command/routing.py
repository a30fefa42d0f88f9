"""Route a report: find its place, ask who is competent, remember. Costs a look-up once its like was seen."""

from datetime import datetime
from typing import Final, NamedTuple, cast

import orjson

from command.cases.values import CaseReport
from command.competence import located
from command.competence.decide import decide
from command.competence.explain import stored
from command.competence.located import Spot
from command.competence.values import Asked, Competence
from command.world import World

REMEMBERED: Final = 200_000
"""Decisions kept in memory at most; beyond it they are made anew."""


class Chosen(NamedTuple):
    """A decision as the intake needs it: made once, written as often as its like is reported."""

    decision: Competence
    rule: str | None
    why: orjson.Fragment


def locate(report: CaseReport, world: World, now: datetime) -> Spot:
    """Find where a report lies, by its point and by the township it names."""
    day = now.astimezone(world.city.zone).date()
    return located.locate(
        world.city,
        day=day,
        strip_m=world.snapshot.border_strip_m(day),
        point=None if report.lon is None or report.lat is None else (report.lon, report.lat),
        crs=report.crs,
        township=report.township_code,
        scheme=report.township_scheme,
    )


def choose(report: CaseReport, world: World, spot: Spot, now: datetime) -> Chosen:
    """Decide, remembering the decision for every report like this one."""
    zone = world.city.zone
    subject = report.content.get("subject") or {}
    asked = Asked(
        key=report.key,
        place=spot.place,
        district=spot.district,
        township=spot.township,
        law_day=report.occurred_at.astimezone(zone).date(),
        filing_day=now.astimezone(zone).date(),
        near=spot.near,
        areas=spot.areas,
        subject=subject.get("kind"),
    )
    known = world.decisions.get(asked)
    if known is not None:
        return cast("Chosen", known)
    decision = decide(asked, world.snapshot)
    why = stored(decision, asked, world.book, boundaries=world.city.version)
    rule = f"{decision.rule[0]} v{decision.rule[1]}" if decision.rule else None
    chosen = Chosen(decision, rule, orjson.Fragment(orjson.dumps(why)))
    if len(world.decisions) < REMEMBERED:
        world.decisions[asked] = chosen
    return chosen

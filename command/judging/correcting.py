"""Deciding anew: class, place or answer of a case is not as it was reported; the rules say again whose it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from command.cases.models import Case
from command.catalogue.facts import ClassKey, Subject
from command.competence import located
from command.competence.decide import decide
from command.competence.explain import asked_again, stored
from command.competence.located import Spot
from command.competence.values import Asked, Competence
from command.world import World
from field_units.cells import cell_of
from grid.values import Crs

KEPT: Final = ("returns", "rulings", "judged")
"""What has been said of a case stays, whatever is found anew."""


def locate(
    case: Case,
    *,
    world: World,
    point: tuple[float, float] | None,
    crs: Crs = Crs.CGCS2000,
    township: str | None = None,
    scheme: str | None = None,
) -> Spot:
    """Find a place by the boundaries of the day the case came: a point as well as a township, as of a report."""
    day = filed_on(case, world)
    return located.locate(
        world.city,
        day=day,
        strip_m=world.snapshot.border_strip_m(day),
        point=point,
        crs=crs,
        township=township,
        scheme=scheme,
    )


def put_place(case: Case, spot: Spot, address: str | None) -> None:
    """Put a case where it is; a township alone leaves the point as it is known."""
    case.district, case.township = spot.district, spot.township
    if spot.lon is not None and spot.lat is not None:
        case.lon, case.lat = spot.lon, spot.lat
        case.cell = cell_of(spot.lon, spot.lat)
    case.address = address or case.address


def put_class(case: Case, key: ClassKey) -> None:
    """Call a case what it is."""
    case.scheme, case.kind, case.code = key


def ask(
    case: Case,
    *,
    world: World,
    spot: Spot | None,
    item: str | None = None,
    field: str | None = None,
    subject: Subject | None = None,
) -> Asked:
    """Say what is asked of the rules about a case as it stands, at a new spot or the one they knew."""
    key = (case.scheme, case.kind, case.code)
    if spot is None and "asked" not in case.why:
        # A release before editions kept no question: it is asked from what the case says.
        point = None if case.lon is None or case.lat is None else (case.lon, case.lat)
        spot = locate(case, world=world, point=point, township=case.township)
    if "asked" in case.why:
        asked = asked_again(case.why, key=key)
    else:
        day = case.occurred_at.astimezone(world.city.zone).date()
        asked = Asked(key, "missing", None, None, day, filed_on(case, world))
    if spot is not None:
        asked = asked._replace(
            place=spot.place,
            district=spot.district,
            township=spot.township,
            near=spot.near,
            areas=spot.areas,
        )
    return asked._replace(
        item=item or asked.item, field=field or asked.field, subject=subject or asked.subject
    )


def find(case: Case, asked: Asked, world: World) -> Competence:
    """Ask the rules, and keep with the case what they say and why."""
    decision = decide(asked, world.snapshot)
    said: Mapping[str, Any] = {name: case.why[name] for name in KEPT if name in case.why}
    case.why = {**stored(decision, asked, world.book, boundaries=world.city.version), **said}
    case.item, case.body, case.field = decision.item, decision.signing_body, decision.field
    return decision


def filed_on(case: Case, world: World) -> date:
    """Give the day on which the city took a case in: whose it is, is a question of that day."""
    return case.received_at.astimezone(world.city.zone).date()

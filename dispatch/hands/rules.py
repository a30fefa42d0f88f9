"""What must hold before a unit may accept a task or say it has arrived. Pure; each refusal names its values."""

from collections.abc import Collection
from datetime import datetime

from dispatch.errors import CrewUnfit, OffDuty, TooFar
from dispatch.tasks.values import Spot
from field_units.duty import Said
from field_units.rules import OFFICERS, is_on_duty
from field_units.values import UnitFacts
from grid.geometry import distance_m


def done_at(said: datetime, *, since: datetime | None, now: datetime) -> datetime:
    """Tell when an act was done: when its device says, but neither before the offer nor after now.

    A phone without a network sends hours later what was done in time; one with a wrong clock must not
    gain by it.
    """
    done = min(said, now)
    return done if since is None else max(done, since)


def may_accept(
    unit: UnitFacts | None,
    *,
    field: str,
    local: datetime,
    said: Said | None = None,
    recused: Collection[str] = (),
) -> None:
    """Let a unit accept that is on duty, with two officers who may act in the field that day.

    Two, each with a certificate: 行政处罚法 Art 42; none who must stand back (回避): Art 43.

    :raises OffDuty: when it is not on duty
    :raises CrewUnfit: when too few of its officers are left
    """
    if unit is None or not is_on_duty(unit, local, said):
        raise OffDuty(unit=unit.code if unit else None, at=local.isoformat())
    certified = [
        code
        for code, officer in zip(unit.crew, unit.officers, strict=True)
        if any(certificate.covers(field, local.date()) for certificate in officer)
    ]
    left = [code for code in certified if code not in recused]
    if len(left) < OFFICERS:
        raise CrewUnfit(
            unit=unit.code,
            field=field,
            day=local.date().isoformat(),
            needed=OFFICERS,
            certified=len(certified),
            recused=len(certified) - len(left),
        )


def may_arrive(
    spot: Spot | None,
    *,
    lon: float | None,
    lat: float | None,
    radius_m: float | None,
    reason: str | None,
) -> None:
    """Let a unit arrive within the radius of its task's place, or with a reason why not.

    How exact the device knows its place is counted in its favour, as far as the radius goes. Without a
    radius in force, or a place to go to, there is nothing to hold it against.

    :raises TooFar: when it is too far away, or does not say where it is
    """
    if radius_m is None or lon is None or lat is None or reason is not None:
        return
    if spot is None:
        raise TooFar(distance_m=None, accuracy_m=None, radius_m=radius_m)
    way_m = distance_m(spot.lon, spot.lat, lon, lat)
    if way_m - min(spot.accuracy_m or 0.0, radius_m) > radius_m:
        raise TooFar(distance_m=round(way_m), accuracy_m=spot.accuracy_m, radius_m=radius_m)

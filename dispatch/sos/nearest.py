"""Who is near enough to help: units of any team that are on duty, wherever they belong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.push import Forces
from dispatch.sos.values import WITHIN_M, Near
from field_units.presence import Presence
from field_units.rules import is_on_duty


@dataclass(frozen=True, slots=True)
class Nearest:
    """What a process knows of where units are, asked when somebody calls for help."""

    presence: Presence
    forces: Callable[[], Forces]

    def last_seen(self, unit: str) -> tuple[float, float] | None:
        """Tell where a unit was last, else where it starts from."""
        at = self.presence.where.get(unit) or self.forces().roster.units.get(unit)
        return None if at is None else (at.lon, at.lat)

    def to(
        self, lon: float | None, lat: float | None, *, besides: str, most: int, now: datetime
    ) -> list[Near]:
        """List the nearest units on duty, besides the one that calls; without a place nobody is near."""
        if lon is None or lat is None:
            return []
        forces = self.forces()
        roster, local = forces.roster, now.astimezone(forces.zone)

        def fits(code: str) -> bool:
            facts = roster.units.get(code)
            return (
                facts is not None
                and code != besides
                and is_on_duty(facts, local, forces.said(code))
            )

        found = self.presence.near(
            lon,
            lat,
            most=most,
            within_m=WITHIN_M,
            bases=roster.bases,
            fits=fits,
            now=now,
            stale=timedelta(seconds=forces.weights.position_stale_s),
        )
        return [Near(code, roster.units[code].name, away_m) for away_m, code in found]

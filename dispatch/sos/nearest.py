"""Who is near enough to help: units of any team that are on duty, wherever they belong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.sos.values import WITHIN_M, Near
from field_units.duty import Said
from field_units.presence import Presence
from field_units.rules import is_on_duty
from field_units.values import Roster


@dataclass(frozen=True, slots=True)
class Nearest:
    """What a process knows of where units are, asked when somebody calls for help."""

    presence: Presence
    said: Callable[[str], Said | None]
    roster: Callable[[], Roster]
    zone: Callable[[], ZoneInfo]

    def last_seen(self, unit: str) -> tuple[float, float] | None:
        """Tell where a unit was last, else where it starts from."""
        at = self.presence.where.get(unit) or self.roster().units.get(unit)
        return None if at is None else (at.lon, at.lat)

    def to(
        self, lon: float | None, lat: float | None, *, besides: str, most: int, now: datetime
    ) -> list[Near]:
        """List the nearest units on duty, besides the one that calls; without a place nobody is near."""
        if lon is None or lat is None:
            return []
        roster, local = self.roster(), now.astimezone(self.zone())

        def fits(code: str) -> bool:
            facts = roster.units.get(code)
            return (
                facts is not None and code != besides and is_on_duty(facts, local, self.said(code))
            )

        found = self.presence.near(
            lon, lat, most=most, within_m=WITHIN_M, bases=roster.bases, fits=fits, now=now
        )
        return [Near(code, roster.units[code].name, away_m) for away_m, code in found]

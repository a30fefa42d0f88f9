"""The one door for positions, whatever reports them: a phone's socket, or a device over HTTP.

Where officers are in their own time is nobody's business: the position of a unit that is not on duty is
neither kept nor told to anybody.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.clock import utcnow
from field_units import rules
from field_units.duties import Duties
from field_units.presence import Presence
from field_units.tracks import Tracks
from field_units.values import Position, Roster, Weights
from field_units.views import Views

AHEAD: Final = timedelta(minutes=1)
"""How far a device's clock may go ahead of ours; beyond it a position is of now."""


class Positions:
    """Takes positions in, on duty only: for whoever chooses a unit, for consoles, and for history."""

    def __init__(
        self,
        *,
        presence: Presence,
        duties: Duties,
        views: Views,
        tracks: Tracks,
        roster: Callable[[], Roster],
        zone: Callable[[], ZoneInfo],
        weights: Callable[[], Weights],
    ) -> None:
        self._presence = presence
        self._duties = duties
        self._views = views
        self._tracks = tracks
        self._roster = roster
        self._zone = zone
        self._weights = weights

    def take(self, unit: str, at: Position, now: datetime) -> bool:
        """Take a position in; False when it is not kept: the unit is, or was then, not on duty, or it is old."""
        facts = self._roster().units.get(unit)
        if facts is None:
            return False
        moment = now if at.at is None or at.at > now + AHEAD else at.at
        said, zone = self._duties.of(unit), self._zone()
        if not (
            (now - moment).total_seconds() < self._weights().position_stale_s
            # A shift says how it was then; of a crew's own words only the last is known.
            and (said is None or said.since is None or said.since <= moment)
            and rules.is_on_duty(facts, now.astimezone(zone), said)
            and rules.is_on_duty(facts, moment.astimezone(zone), said)
        ):
            return False
        taken = Position(at.lon, at.lat, moment, at.accuracy_m)
        self._presence.put(unit, taken)
        self._views.put(unit, taken, now)
        self._tracks.put(unit, taken, now)
        return True

    def forget(self, unit: str) -> None:
        """Forget where a unit is, for it has gone off duty; what was kept while it was on duty stays."""
        self._presence.forget(unit)
        self._views.forget(unit)

    async def refresh(self) -> None:
        """Show what other processes have heard, and forget what means nothing any more.

        That is where units are whose shift or overtime has ended, or whose crew another process has
        heard; and, for the map, what is older than a position may be.
        """
        now, units = utcnow(), self._roster().units
        local, stale = now.astimezone(self._zone()), self._weights().position_stale_s
        for unit, at in list(self._presence.where.items()):
            facts = units.get(unit)
            if facts is None or not rules.is_on_duty(facts, local, self._duties.of(unit)):
                self.forget(unit)
            elif at.at is None or (now - at.at).total_seconds() >= stale:
                self._views.forget(unit)
            else:
                self._views.hear([(unit, at.lon, at.lat, at.at.timestamp())])

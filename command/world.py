"""The world: what a process keeps in memory of its city, at one edition, to answer without a query."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from command.catalogue import queries as catalogue
from command.catalogue.values import Rulebook
from core import editions
from field_units import queries as field_units
from field_units.values import Roster
from grid import queries as grid
from grid.snapshot import CitySnapshot

EDITION: Final = "city"


@dataclass(frozen=True)
class World:
    """Places, people and rules that belong together; never changed, swapped whole."""

    edition: int
    city: CitySnapshot
    roster: Roster
    book: Rulebook
    routes: dict[object, object] = field(default_factory=dict, compare=False)
    """Decisions already made from these facts (routing keeps them)."""

    def team_name(self, code: str | None) -> str | None:
        """Give a team's name, None for none."""
        if code is None:
            return None
        team = self.roster.teams.get(code)
        return team.name if team else code

    def area_name(self, code: str | None) -> str | None:
        """Give an area's name, None for none."""
        return None if code is None else self.city.name_of(code)


async def load(session: AsyncSession, *, now: datetime) -> World:
    """Read the world that is in force.

    :raises grid.errors.CityNotLoaded: when no city has been loaded.
    """
    edition = await editions.find(session, name=EDITION)
    city = await grid.load_snapshot(session)
    day = now.astimezone(city.zone).date()
    return World(
        edition=edition,
        city=city,
        roster=await field_units.load_roster(session, edition=edition, day=day),
        book=await catalogue.load_rulebook(session, edition=edition),
    )

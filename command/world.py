"""The world: what a process keeps in memory of its city, at one edition, to answer without a query."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from command.catalogue import queries as catalogue
from command.catalogue.book import Book
from command.competence.snapshot import Snapshot, compile_facts
from core import editions
from dispatch.ladder.queries import load_ladder
from dispatch.ladder.values import NO_LADDER, Ladder
from dispatch.limits import queries as limits
from dispatch.limits.rules import Limits
from dispatch.sending.queries import load_sending
from dispatch.sending.values import Sending
from field_units import queries as field_units
from field_units.values import Roster, Weights
from grid import queries as grid
from grid.snapshot import CitySnapshot
from grid.values import EDITION


@dataclass(frozen=True)
class World:
    """Places, people and rules that belong together; never changed, swapped whole."""

    edition: int
    city: CitySnapshot
    roster: Roster
    book: Book
    snapshot: Snapshot
    """The same facts, compiled for deciding who is competent."""
    limits: Limits
    """Time limits, on the work calendar."""
    ladder: Ladder = NO_LADDER
    sending: Sending = field(default_factory=lambda: Sending({}))
    """Who chooses the unit: the platform, or an operator."""
    weights: Weights = field(default_factory=Weights)
    """What counts how much when a unit is chosen, and how long words and positions hold."""
    decisions: dict[object, object] = field(default_factory=dict, compare=False)
    """What was decided from these facts already (`command.routing` keeps it)."""

    def team_name(self, code: str | None) -> str | None:
        """Give a team's name, None for none."""
        if code is None:
            return None
        team = self.roster.teams.get(code)
        return team.name if team else code

    def area_name(self, code: str | None) -> str | None:
        """Give an area's name, None for none."""
        return None if code is None else self.city.name_of(code)


async def book_of(session: AsyncSession, *, edition: int, world: World) -> Book:
    """Give the facts of an edition; those in force without asking anybody."""
    if edition == world.edition:
        return world.book
    return Book(await catalogue.load_facts(session, edition=edition))


async def load(session: AsyncSession, *, now: datetime) -> World:
    """Read the world that is in force.

    :raises grid.errors.CityNotLoaded: when no city has been loaded.
    """
    edition = await editions.find(session, name=EDITION)
    city = await grid.load_snapshot(session, now=now)
    day = now.astimezone(city.zone).date()
    facts = await catalogue.load_facts(session)
    snapshot = await asyncio.to_thread(compile_facts, facts)
    return World(
        edition=edition,
        city=city,
        roster=await field_units.load_roster(session, edition=edition, day=day),
        book=Book(facts),
        snapshot=snapshot,
        limits=await limits.load(session, zone=city.zone),
        ladder=await load_ladder(session, day=day),
        sending=await load_sending(session, day=day),
        weights=Weights.of(lambda name: snapshot.parameter(name, day)),
    )

"""Words of crews about their duty, from a phone's socket or over HTTP: one way to say them, one to answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from core.auth.values import Principal
from core.db import Database
from core.errors import Forbidden
from field_units import operations, queries
from field_units.duties import Duties
from field_units.duty import stand
from field_units.positions import Positions
from field_units.values import DutyIn, Roster, Weights


class DutyDesk:
    """Takes what crews say, and sees that this process knows it at once."""

    def __init__(
        self,
        database: Database,
        *,
        duties: Duties,
        positions: Positions,
        roster: Callable[[], Roster],
        zone: Callable[[], ZoneInfo],
        weights: Callable[[], Weights],
    ) -> None:
        self._database = database
        self._duties = duties
        self._positions = positions
        self._roster = roster
        self._zone = zone
        self._weights = weights

    async def say(self, word: DutyIn, *, principal: Principal, now: datetime) -> dict[str, Any]:
        """Take a word and tell how the unit stands now.

        :raises Forbidden: when the caller belongs to no unit
        :raises IllegalDuty: when the unit stands so that this cannot be said
        """
        roster = self._roster()
        unit = roster.units.get(principal.unit or "")
        if unit is None:
            raise Forbidden("This account belongs to no unit.")
        async with self._database.transaction() as session:
            told = await operations.say_duty(
                session,
                unit=unit,
                roster=roster,
                word=word,
                actor=str(principal.account_id),
                now=now,
                zone=self._zone(),
                weights=self._weights(),
            )
        if told.said is not None:
            self._duties.note(unit.code, told.said)
        if not told.stand.is_on:
            self._positions.forget(unit.code)
        return operations.picture(unit, told.stand)

    async def read(self, session: AsyncSession, *, unit: str, now: datetime) -> dict[str, Any]:
        """Tell a unit's own phone what it is called and how it stands, as of this moment of the database."""
        facts = self._roster().units.get(unit)
        if facts is None:
            return {"code": unit, "name": unit}
        said = await queries.find_said(session, unit=unit)
        stands = operations.picture(facts, stand(facts, said, now.astimezone(self._zone())))
        return {"code": stands.pop("unit"), "name": facts.name, **stands}

"""What the forces' side does when a timer fires."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from core.timers import Due
from field_units import operations
from field_units.values import Roster


class Crews(Protocol):
    """What must be known of the city's units."""

    roster: Roster
    zone: ZoneInfo


async def end_breaks(
    session: AsyncSession, due: Sequence[Due], now: datetime, *, forces: Callable[[], Crews]
) -> None:
    """End the breaks that their crews have forgotten."""
    crews = forces()
    for timer in due:
        unit = crews.roster.units.get(timer.subject)
        if unit is not None:
            await operations.end_break(
                session, unit=unit, roster=crews.roster, now=now, zone=crews.zone
            )

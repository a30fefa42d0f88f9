"""A call for help on its way in, by socket or over HTTP: who is near is found first, without a wait."""

from datetime import datetime

from core.db import Database
from core.ending import once
from dispatch.sos import operations
from dispatch.sos.nearest import Nearest
from dispatch.sos.values import NEAREST, Caller, SosIn


async def call(
    database: Database, nearest: Nearest, *, call: SosIn, by: Caller, unit: str, now: datetime
) -> None:
    """Call for help in a transaction of its own.

    :raises IdTaken: when the id is another call's
    """
    last_seen = nearest.last_seen(unit)
    lon, lat = (call.place.lon, call.place.lat) if call.place else last_seen or (None, None)
    near = nearest.to(lon, lat, besides=unit, most=NEAREST, now=now)

    async def work() -> None:
        async with database.transaction() as session:
            await operations.raise_(
                session,
                call=call,
                by=by,
                unit=unit,
                roster=nearest.forces().roster,
                last_seen=last_seen,
                near=near,
                now=now,
            )

    # A phone in need says it on its socket and over HTTP at once.
    await once(work)

"""Plans: a long-lived connection has its statements planned anew as tables grow.

PostgreSQL keeps the plan of a statement that is always the same, and makes another only when it has counted
a table's rows again, a minute or more later. A plan made while a table was small reads all of it for ever:
in a new city's first minutes every turn of the relay would read every case there is.
"""

import time
from collections.abc import MutableMapping
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

REPLAN_S: Final = 5.0
"""How long a connection's plans are good: to make all of them anew takes some ten milliseconds."""

Info = MutableMapping[Any, Any]
"""What a pool remembers of a connection."""


def renew(engine: Engine) -> None:
    """Have plans that are old made anew, whenever one of the engine's connections is taken from its pool."""
    event.listen(engine, "checkout", _forget_old)


async def prepare(pooled: Any) -> None:
    """Prepare a connection that is taken from the pool for good, to be asked a few things in hot paths.

    Each of them is found by an index whatever is asked for: one plan serves all values, and to make one for
    the values of each time would take longer than to answer.
    """
    await pooled.driver_connection.execute("SET plan_cache_mode = force_generic_plan")


async def forget_old(pooled: Any) -> None:
    """Have the plans of such a connection made anew, where they are old."""
    if _are_old(pooled.info):
        await pooled.driver_connection.execute(_FORGET)


def _forget_old(connection: Any, record: Any, _proxy: object) -> None:
    if not _are_old(record.info):
        return
    try:
        connection.run_async(lambda driver: driver.execute(_FORGET))
    except Exception as failure:
        # The pool lets go of it and tries the next.
        raise DisconnectionError(type(failure).__name__) from failure


def _are_old(info: Info) -> bool:
    now = time.monotonic()
    if now - info.setdefault("planned_at", now) < REPLAN_S:
        return False
    info["planned_at"] = now
    return True


_FORGET: Final = "DISCARD PLANS"

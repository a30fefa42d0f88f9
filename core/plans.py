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


def are_old(info: Info) -> bool:
    """Tell whether a connection's plans are to be made anew."""
    now = time.monotonic()
    return bool(now - info.setdefault("planned_at", now) >= REPLAN_S)


def _forget_old(connection: Any, record: Any, _proxy: object) -> None:
    if not are_old(record.info):
        return
    try:
        connection.run_async(lambda driver: driver.execute("DISCARD PLANS"))
    except Exception as failure:
        # The pool lets go of it and tries the next.
        raise DisconnectionError(type(failure).__name__) from failure
    record.info["planned_at"] = time.monotonic()

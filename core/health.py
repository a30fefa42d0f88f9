"""Health: named checks with reasons, for machines (`/readyz`) and for the console's strip."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from core import lease, metrics, outbox, queue, schema, timers
from core.bus import Bus
from core.clock import utcnow
from core.db import Database
from core.settings import Settings

PATIENCE_S: Final = 3.0
LAG_MOST: Final = timedelta(seconds=10)
"""An event or a timer that waits longer than this says that the relay is dead or behind."""
SILENCE_MOST: Final = timedelta(seconds=60)
"""Three beats of a worker (`core.queue.BEAT_S`)."""
FRESH: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the platform: whether it is well, and if not, why, as a key with its facts."""

    name: str
    ok: bool
    reason: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


Probe = Callable[[], Awaitable[Check]]


class Health:
    """Asks every part, at most every two seconds however many ask.

    Only what this process cannot serve without is `vital`: a balancer must not take every web process
    out because a worker died.
    """

    VITAL: Final = frozenset({"database", "migrations"})

    def __init__(self, database: Database, bus: Bus, settings: Settings) -> None:
        self._database = database
        self._bus = bus
        self._settings = settings
        self._asked_at: datetime | None = None
        self._checks: list[Check] = []

    async def checks(self) -> list[Check]:
        """Give the state of every part."""
        now = utcnow()
        if self._asked_at is None or now - self._asked_at > FRESH:
            self._asked_at = now
            self._checks = list(
                await asyncio.gather(
                    self._ask("database", self._database_answers),
                    self._ask("migrations", self._is_migrated),
                    self._ask("redis", self._redis_answers),
                    self._ask("relay", self._relay_keeps_up),
                    self._ask("worker", self._worker_beats),
                )
            )
        return self._checks

    async def report(self) -> dict[str, Any]:
        """Give the state as the wire shows it."""
        checks = await self.checks()
        return {"ok": all(check.ok for check in checks), "checks": [asdict(c) for c in checks]}

    async def is_ready(self) -> bool:
        """Tell whether this process can take requests."""
        return all(check.ok for check in await self.checks() if check.name in self.VITAL)

    async def _ask(self, name: str, probe: Callable[[], Awaitable[Check | None]]) -> Check:
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await probe() or Check(name, True)
        except Exception as failure:
            return Check(name, False, "away", {"error": type(failure).__name__})

    async def _database_answers(self) -> Check | None:
        await self._database.ping()
        return None

    async def _is_migrated(self) -> Check | None:
        async with self._database.reading() as session:
            current = await schema.find_current(session)
        if current == schema.HEAD:
            return None
        return Check("migrations", False, "behind", {"at": current, "wanted": schema.HEAD})

    async def _redis_answers(self) -> Check | None:
        await self._bus.redis.ping()
        return None

    async def _relay_keeps_up(self) -> Check | None:
        now = utcnow()
        async with self._database.reading() as session:
            waiting, oldest = await outbox.find_lag(session)
            due, since = await timers.find_lag(session, now=now)
            held = await lease.find(session, name=outbox.RELAY)
        if held is None or held.until < now:
            silent = round((now - held.until).total_seconds()) if held else None
            return Check("relay", False, "silent", {"seconds": silent, "waiting": waiting})
        lag = now - min(oldest or now, since or now)
        metrics.LAG.set(lag.total_seconds())
        if lag > LAG_MOST:
            facts = {"seconds": round(lag.total_seconds()), "waiting": waiting + due}
            return Check("relay", False, "behind", facts)
        return None

    async def _worker_beats(self) -> Check | None:
        beat = await asyncio.to_thread(queue.last_heartbeat, self._settings)
        silent = utcnow() - beat if beat else None
        if silent is None or silent > SILENCE_MOST:
            seconds = round(silent.total_seconds()) if silent else None
            return Check("worker", False, "silent", {"seconds": seconds})
        return None

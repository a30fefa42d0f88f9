"""A road engine of the city's own, asked how long ways take: OSRM or Valhalla, by URL.

It is asked by the relay alone, in one question for a batch, with little patience: while it is slow or
away the estimate holds, and after a few failures in a row it is left alone for a while.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

import httpx
import structlog

log = structlog.get_logger()

PATIENCE_S: Final = 0.2
"""Tasks wait for this answer; without it they are sent by the estimate."""
FAILURES: Final = 3
REST_S: Final = 30.0
"""After so many failures in a row it is not asked for so long."""
PLACES: Final = 100
"""Places in one question at most: what an OSRM takes unless told otherwise."""

Place = tuple[float, float]
"""Longitude and latitude."""
Way = tuple[Place, Place]


class NoAnswer(Exception):
    """The engine said something that is no table of times."""


_FAILURES: Final = (
    *(httpx.HTTPError, TimeoutError, NoAnswer),
    # What is read is not ours: it may be any JSON, or none.
    *(ValueError, LookupError, TypeError, AttributeError),
)


class Roads:
    """Asks a road engine. `kind` is `osrm` or `valhalla`: how it is spoken to."""

    def __init__(self, url: str, *, kind: str, patience_s: float = PATIENCE_S) -> None:
        self._url = url.rstrip("/")
        self._ask = {"osrm": self._ask_osrm, "valhalla": self._ask_valhalla}[kind]
        self._patience_s = patience_s
        # An engine of the city's own: our settings say where, and no proxy stands between.
        self._client = httpx.AsyncClient(timeout=patience_s, trust_env=False)
        self._failures = 0
        self._again_at = 0.0

    async def travel_s(self, ways: Sequence[Way]) -> list[float | None]:
        """Tell how many seconds each way takes; None where the engine does not say, or was not asked.

        Ways beyond what fits into one question are not asked for.
        """
        starts: dict[Place, int] = {}
        ends: dict[Place, int] = {}
        asked: list[tuple[int, int] | None] = []
        for start, end in ways:
            more = (start not in starts) + (end not in ends)
            if len(starts) + len(ends) + more > PLACES:
                asked.append(None)
                continue
            asked.append((starts.setdefault(start, len(starts)), ends.setdefault(end, len(ends))))
        if not starts or time.monotonic() < self._again_at:
            return [None] * len(ways)
        try:
            async with asyncio.timeout(self._patience_s):
                table = await self._ask(list(starts), list(ends))
            found = [None if way is None else _seconds(table[way[0]][way[1]]) for way in asked]
        except _FAILURES as failure:
            self._fail(failure)
            return [None] * len(ways)
        self._failures = 0
        return found

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _ask_osrm(self, starts: list[Place], ends: list[Place]) -> Any:
        """Ask OSRM's table service: project-osrm.org/docs, `table`."""
        places = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in [*starts, *ends])
        answer = await self._client.get(
            f"{self._url}/table/v1/driving/{places}",
            params={
                "sources": ";".join(map(str, range(len(starts)))),
                "destinations": ";".join(map(str, range(len(starts), len(starts) + len(ends)))),
                "annotations": "duration",
            },
        )
        answer.raise_for_status()
        said = answer.json()
        if said.get("code") != "Ok":
            raise NoAnswer(str(said.get("code")))
        return said["durations"]

    async def _ask_valhalla(self, starts: list[Place], ends: list[Place]) -> Any:
        """Ask Valhalla's matrix: valhalla.github.io/valhalla/api/matrix, `sources_to_targets`."""
        answer = await self._client.post(
            f"{self._url}/sources_to_targets",
            json={
                "sources": [{"lon": lon, "lat": lat} for lon, lat in starts],
                "targets": [{"lon": lon, "lat": lat} for lon, lat in ends],
                "costing": "auto",
            },
        )
        answer.raise_for_status()
        return [[cell["time"] for cell in row] for row in answer.json()["sources_to_targets"]]

    def _fail(self, failure: Exception) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._again_at = time.monotonic() + REST_S
        log.warning("road_engine_failed", failures=self._failures, error=type(failure).__name__)


def _seconds(said: Any) -> float | None:
    """Read one time; null where no road leads."""
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, (int, float)) or said < 0:
        raise NoAnswer("a time that is none")
    return float(said)

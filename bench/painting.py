"""First useful paint: from opening the console until a list stands there, with ten thousand cases in the database."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

import httpx
import orjson
from sqlalchemy import func, select
from sqlmodel import col
from websockets.asyncio.client import connect

from bench import cities, devtools
from bench.figures import Figure, Pace, percentile
from bench.stand import Stand
from core.db import Database
from core.http import COOKIE
from core.outbox import Outbox

CASES: Final = 10_000
BATCH: Final = 200
PATIENCE_S: Final = 600
LISTS: Final = {"needs": "/", "rows": "/?list=cases"}
"""What is opened: the list an operator begins with, and that of all open cases."""
WATCH: Final = """
new MutationObserver((_, watcher) => {
  if (!document.querySelector('[data-testid="case-row"], [data-testid="needs"] li')) return;
  watcher.disconnect();
  // The frame that has the rows in it is on the screen when the next task begins.
  requestAnimationFrame(() => setTimeout(() => {
    document.documentElement.dataset.painted = performance.now();
  }));
}).observe(document, { childList: true, subtree: true });
"""
"""Notes, in the page's own time since the navigation began, when the first rows had been painted."""
PAINTED: Final = "document.documentElement.dataset.painted"


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Fill a city, sign somebody in, and open the console again and again."""
    town = stand.town()
    cases = pace.count(CASES, 1_000)
    # A browser's own origin: with the public one it would be taken for another site's page.
    with stand.database(town) as url, stand.web(url, ONEDOOR_PUBLIC_URL="") as (port, _):
        with stand.relay(url):
            _fill(port, town.platform, cities.make_events(town.folder, count=cases))
            _let_it_settle(stand, url)
        found = asyncio.run(_open(port, town.console, times=pace.count(9, 3)))
    opened = found["opened_ms"][1:]
    how = f"{cases:,} open cases of the sample city, each sent to a unit, in PostgreSQL"
    what = {"needs": "what needs you now, which an operator begins with", "rows": "all open cases"}
    return [
        *(
            Figure(
                name=f"paint.{name}",
                value=percentile(painted[1:], 0.5) / 1000,
                unit="s",
                most=1.5,
                method="from the start of the navigation to the frame in which the first rows of the list "
                f"({what[name]}) are painted, in the page's own time; {how}; headless Chromium at 1440 x 900, "
                f"signed in, nothing cached, nobody listening in; median of {len(painted) - 1} after one that "
                f"warms the server ({', '.join(f'{one / 1000:.2f}' for one in painted[1:])} s)",
            )
            for name, painted in found["painted_ms"].items()
        ),
        Figure(
            name="paint.snapshot",
            value=found["bytes"] / 1e6,
            unit="MB",
            method="what the console's socket opens with: every open case and task, and the units",
        ),
        Figure(
            name="paint.snapshot.opening",
            value=percentile(opened, 0.5),
            unit="ms",
            method="from the hello on an open socket until that was read, by a plain client; median of "
            f"{len(opened)}",
        ),
    ]


def _fill(port: int, token: str, events: Sequence[str]) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as client:
        for start in range(0, len(events), BATCH):
            bodies = [
                text.replace(cities.ID, f"{start + number:016d}")
                for number, text in enumerate(events[start : start + BATCH])
            ]
            answer = client.post("/api/v1/events:batch", content=f"[{','.join(bodies)}]")
            answer.raise_for_status()


def _let_it_settle(stand: Stand, url: str) -> None:
    """Wait until every case has found its unit."""

    async def waiting(database: Database) -> int:
        async with database.reading() as session:
            open_ = select(func.count()).select_from(Outbox).where(col(Outbox.done_at).is_(None))
            return int((await session.execute(open_)).scalar_one())

    until = time.monotonic() + PATIENCE_S
    while stand.ask(url, waiting):
        if time.monotonic() > until:
            raise RuntimeError("The relay did not come to an end.")
        time.sleep(1)


async def _open(port: int, token: str, *, times: int) -> dict[str, Any]:
    opened_ms: list[float] = []
    length = 0
    for _ in range(times):
        elapsed, length = await _read_snapshot(port, token)
        opened_ms.append(elapsed)
    origin = f"http://127.0.0.1:{port}"
    cookie = {"name": COOKIE, "value": token, "url": origin}
    async with devtools.unwatched() as browser:
        painted_ms = {
            name: [
                float(
                    await browser.visit(origin + path, cookie=cookie, script=WATCH, until=PAINTED)
                )
                for _ in range(times)
            ]
            for name, path in LISTS.items()
        }
    return {"opened_ms": opened_ms, "painted_ms": painted_ms, "bytes": length}


async def _read_snapshot(port: int, token: str) -> tuple[float, int]:
    url = f"ws://127.0.0.1:{port}/ws/console"
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(url, additional_headers=headers, max_size=None, proxy=None) as socket:
        began = time.perf_counter()
        await socket.send(orjson.dumps({"hello": {"last_seq": None}}).decode())
        text = await socket.recv()
        return (time.perf_counter() - began) * 1000, len(text)

"""First useful paint: from opening the console until its list stands there, with ten thousand cases in the database."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

import httpx
import orjson
from playwright.async_api import Browser
from sqlalchemy import func, select
from sqlmodel import col
from websockets.asyncio.client import connect

from bench import cities
from bench.figures import Figure, Pace, percentile
from bench.stand import Stand
from core.db import Database
from core.http import COOKIE
from core.outbox import Outbox
from tests.browser import chromium

CASES: Final = 10_000
BATCH: Final = 200
PATIENCE_S: Final = 600
WATCH: Final = """
new MutationObserver((_, watcher) => {
  if (!document.querySelector('[data-testid="case-row"]')) return;
  watcher.disconnect();
  // The frame that has the rows in it is on the screen when the next task begins.
  requestAnimationFrame(() => setTimeout(() => {
    document.documentElement.dataset.painted = performance.now();
  }));
}).observe(document, { childList: true, subtree: true });
"""
"""Notes, in the page's own time since the navigation began, when the first rows had been painted."""


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
    painted, opened = found["painted_ms"][1:], found["opened_ms"][1:]
    how = f"{cases:,} open cases of the sample city, each sent to a unit, in PostgreSQL"
    return [
        Figure(
            name="paint.rows",
            value=percentile(painted, 0.5) / 1000,
            unit="s",
            most=1.5,
            method="from the start of the navigation to the frame in which the list's first rows are "
            f"painted, in the page's own time; {how}; headless Chromium at 1440 x 900, signed in, nothing "
            f"cached; median of {len(painted)} after one that warms the server "
            f"({', '.join(f'{one / 1000:.2f}' for one in painted)} s)",
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
    async with chromium() as browser:
        painted_ms = [await _paint(browser, port, token) for _ in range(times)]
    return {"opened_ms": opened_ms, "painted_ms": painted_ms, "bytes": length}


async def _read_snapshot(port: int, token: str) -> tuple[float, int]:
    url = f"ws://127.0.0.1:{port}/ws/console"
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(url, additional_headers=headers, max_size=None, proxy=None) as socket:
        began = time.perf_counter()
        await socket.send(orjson.dumps({"hello": {"last_seq": None}}).decode())
        text = await socket.recv()
        return (time.perf_counter() - began) * 1000, len(text)


async def _paint(browser: Browser, port: int, token: str) -> float:
    origin = f"http://127.0.0.1:{port}"
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", base_url=origin
    )
    await context.add_cookies([{"name": COOKIE, "value": token, "url": origin}])
    page = await context.new_page()
    await page.add_init_script(WATCH)
    await page.goto("/?list=cases")
    root = await page.wait_for_selector("html[data-painted]", timeout=60_000)
    painted = float(await root.get_attribute("data-painted") or "nan") if root else float("nan")
    await context.close()
    return painted

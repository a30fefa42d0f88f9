"""The console's map: what a frame costs with ten thousand cases and moving units on it, beside an empty one."""

import asyncio
import contextlib
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
from playwright.async_api import Page

from bench import cities
from bench.figures import Figure, Pace, percentile
from bench.positions import BOUNDS, EVERY_S
from bench.stand import Stand, Town
from core.http import COOKIE
from tests.browser import chromium, find_chromium

UNITS: Final = 1_500
CASES: Final = 10_000
BATCH: Final = 5_000
SIZE: Final = {"width": 1440, "height": 900}
RADIUS_PX: Final = 120
PATIENCE_MS: Final = 120_000
OPEN: Final = {"ONEDOOR_PUBLIC_URL": "", "ONEDOOR_PRODUCTION": "false"}
"""The browser comes by the web process's own address, without TLS."""

NOTE_FRAMES: Final = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const note = (now) => { window.frames_ms.push(now - last); last = now; requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


@dataclass(frozen=True, slots=True)
class Sight:
    """Where the map is looked at from."""

    name: str
    camera: str
    words: str


def sights() -> list[Sight]:
    """Give the two views: the whole of the ground, and near enough for names."""
    west, south, east, north = BOUNDS
    centre = f"{(west + east) / 2:.5f},{(south + north) / 2:.5f}"
    return [
        Sight("city", "", "the whole city in view"),
        Sight("near", f"{centre},13.0", "at zoom 13"),
    ]


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Drag the map in circles, first empty, then full."""
    if find_chromium() is None:
        raise RuntimeError("There is no Chromium to draw with: `apt-get install chromium`.")
    units, count = pace.count(UNITS, 100), pace.count(CASES, 500)
    seconds = pace.of(15, 3)
    town = stand.town(units=units, phones=units)
    with stand.database(town) as url, stand.web(url, **OPEN) as (port, _):
        empty = asyncio.run(_draw(port, town.console, seconds=seconds, units=False, cases=0))
    with stand.database(town) as url, stand.web(url, **OPEN) as (port, _):
        _fill(port, town, count)
        with _moving(stand, port, town, seconds=len(sights()) * (seconds + 60)):
            full = asyncio.run(_draw(port, town.console, seconds=seconds, units=True, cases=count))
    return [
        figure
        for sight in sights()
        for figure in _figures(sight, empty[sight.name], full[sight.name], units, count)
    ]


def _figures(
    sight: Sight, empty: list[float], full: list[float], units: int, cases: int
) -> Iterator[Figure]:
    def each(frames: list[float]) -> float:
        return sum(frames) / len(frames)

    view = f"{SIZE['width']} x {SIZE['height']}, {sight.words}, dragged by the mouse"
    name = f"drawing.{sight.name}"
    yield Figure(
        name=f"{name}.empty",
        value=each(empty),
        unit="ms/frame",
        method=f"the ground alone, {view}: the span by the frames drawn in it ({len(empty)}); "
        f"p95 {percentile(empty, 0.95):.0f} ms",
    )
    yield Figure(
        name=f"{name}.full",
        value=each(full),
        unit="ms/frame",
        method=f"the same with {cases:,} open cases and {units:,} units that say where they are every "
        f"{EVERY_S:g} s ({len(full)} frames, p95 {percentile(full, 0.95):.0f} ms)",
    )
    yield Figure(
        name=f"{name}.ratio",
        value=each(full) / each(empty),
        unit="x empty",
        most=3,
        method=f"{name}.full / {name}.empty, in one headless Chromium without a graphics processor",
    )


def _fill(port: int, town: Town, count: int) -> None:
    """Report so many events; without a relay their cases stay open where they are."""
    events = cities.make_events(town.folder, count=count)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as client:
        for first in range(0, count, BATCH):
            rows = [
                json.loads(event.replace(cities.ID, f"DRAW-{first + at:011d}"))
                for at, event in enumerate(events[first : first + BATCH])
            ]
            answer = client.post(
                "/api/v1/events:batch",
                json=rows,
                headers={"Authorization": f"Bearer {town.platform}"},
            )
            answer.raise_for_status()
            if any(row["status"] != 201 for row in answer.json()):
                raise RuntimeError("An event was not taken in.")


@contextlib.contextmanager
def _moving(stand: Stand, port: int, town: Town, *, seconds: float) -> Iterator[None]:
    """Let every unit's phone say where it is for as long as the block lasts."""
    ready = stand.answer_of("ready")
    ready.unlink(missing_ok=True)
    argv = stand.plan(
        "moving",
        port=port,
        phones=list(town.phones),
        consoles=[],
        bounds=BOUNDS,
        every_s=EVERY_S,
        seconds=seconds,
        ready=str(ready),
    )
    with stand.running("moving", argv, ready=ready.exists):
        yield


async def _draw(
    port: int, token: str, *, seconds: float, units: bool, cases: int
) -> dict[str, list[float]]:
    """Open the console at each sight and drag its map; gives the time of each frame, by sight."""
    found: dict[str, list[float]] = {}
    base = f"http://127.0.0.1:{port}"
    async with chromium() as browser:
        for sight in sights():
            context = await browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
            await context.add_cookies([{"name": COOKIE, "value": token, "url": base}])
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            await page.goto(f"{base}/?map={sight.camera}")
            await page.wait_for_selector(f'.canvas[data-ready="true"][data-case-count="{cases}"]')
            if not units:
                await page.get_by_role("button", name="单位", exact=True).click()
            # Tiles and symbols are laid out after the map is there.
            await page.wait_for_timeout(5_000)
            found[sight.name] = await _drag(page, seconds)
            await context.close()
    return found


async def _drag(page: Page, seconds: float) -> list[float]:
    box: Any = await page.locator(".canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y + 40)
    await page.mouse.down()
    await page.evaluate(NOTE_FRAMES)
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        turn = passed * math.tau / 3
        await page.mouse.move(x + RADIUS_PX * math.sin(turn), y + RADIUS_PX * math.cos(turn))
    frames: list[float] = await page.evaluate("window.frames_ms.slice(1)")
    await page.mouse.up()
    if not frames:
        raise RuntimeError("Not one frame was drawn.")
    return frames

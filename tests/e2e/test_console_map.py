"""The console's map as operators use it: it stays where it was left, and shows, asks and remembers what it is told."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from core.bulk import put
from core.clock import utcnow
from core.settings import Settings
from field_units.models import Track
from tests.conftest import YUNZE
from tests.e2e.test_screens import TELL_VIOLATIONS, browser, signed_in
from tests.platform import PATIENCE_S, Platform, running_platform

__all__ = ["browser"]

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

STORM = 50
NEAR = {"location": {"lon": 87.0301, "lat": 43.0301, "crs": "CGCS2000"}}
WEST = {"location": {"lon": 87.05, "lat": 43.15, "crs": "CGCS2000"}}


async def opened(console: Page) -> None:
    """Wait until the map is there and stands still."""
    await expect(console.locator(".canvas")).to_have_attribute("data-ready", "true")
    await expect(console.locator(".canvas")).to_have_attribute("data-camera", re.compile(r"^\d"))


async def camera(console: Page) -> tuple[float, ...]:
    said = await console.locator(".canvas").get_attribute("data-camera")
    return tuple(float(part) for part in (said or "").split(","))


def row(console: Page, case_no: str) -> Any:
    return console.locator(f'[data-testid="case-row"][data-case-no="{case_no}"]')


async def test_the_map_stays_while_cases_arrive_and_comes_back_from_where_it_was_sent(
    browser: Browser, platform: Platform
) -> None:
    first = (await platform.report(**WEST))["case_no"]
    async with signed_in(browser, platform, "/?list=cases&sort=oldest", "yz-center") as console:
        await opened(console)
        before = await camera(console)

        await asyncio.gather(*(platform.report() for _ in range(STORM)))
        await expect(console.locator("[data-case-count]")).to_have_attribute(
            "data-case-count", str(STORM + 1)
        )
        assert await camera(console) == before

        await row(console, first).click()
        await expect(console.locator(".canvas")).to_have_attribute(
            "data-camera", re.compile(r"^87\.05000,43\.15000,13")
        )
        assert "map=87.05000" in console.url
        await row(console, first).click()
        await expect(console.locator(".canvas")).to_have_attribute(
            "data-camera", ",".join(f"{n:.{d}f}" for n, d in zip(before, (5, 5, 1), strict=True))
        )


async def test_the_star_follows_the_set_until_a_hand_moves_the_map(
    browser: Browser, platform: Platform
) -> None:
    await platform.report()
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
        await opened(console)
        star = console.get_by_test_id("star")
        await star.click()
        await expect(star).to_have_attribute("aria-pressed", "true")
        await expect(console.locator(".canvas")).to_have_attribute(
            "data-camera", re.compile(r"^87\.03\d+,43\.0[23]\d+,1[56]")
        )

        await platform.report(**WEST)
        await expect(console.locator(".canvas")).to_have_attribute(
            "data-camera", re.compile(r"^87\.0[34]\d+,43\.0[6-9]\d+,")
        )

        await console.get_by_label("放大").click()
        await expect(star).to_have_attribute("aria-pressed", "false")
        stays = await camera(console)
        await platform.report(location={"lon": 87.19, "lat": 43.01, "crs": "CGCS2000"})
        await expect(console.locator("[data-case-count]")).to_have_attribute("data-case-count", "3")
        assert (await camera(console))[2] >= stays[2]
        assert (await camera(console))[:2] == pytest.approx(stays[:2], abs=1e-3)


async def test_the_list_is_narrowed_to_what_is_on_screen_or_drawn_by_hand_or_by_keyboard(
    browser: Browser, platform: Platform
) -> None:
    east, west = (await platform.report())["case_no"], (await platform.report(**WEST))["case_no"]
    async with signed_in(
        browser, platform, "/?list=cases&map=87.03,43.03,13", "yz-center"
    ) as console:
        await opened(console)
        await expect(row(console, west)).to_be_visible()
        chip = console.get_by_test_id("extent-chip")
        await chip.click()
        await expect(row(console, west)).to_have_count(0)
        await expect(row(console, east)).to_be_visible()
        await expect(console.locator('[data-chip="all"]')).to_contain_text("1")
        await chip.click()
        await expect(row(console, west)).to_be_visible()

        await console.get_by_test_id("draw-box").click()
        box = await console.locator(".canvas").bounding_box()
        assert box is not None
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await console.mouse.move(middle[0] - 80, middle[1] - 80)
        await console.mouse.down()
        await console.mouse.move(middle[0] + 80, middle[1] + 80, steps=4)
        await console.mouse.up()
        await expect(console.get_by_test_id("queue-total")).to_have_text("1")
        await expect(row(console, east)).to_be_visible()
        assert "extent=87." in console.url

        await console.reload()
        await expect(row(console, east)).to_be_visible()
        await expect(row(console, west)).to_have_count(0)
        await opened(console)
        await console.get_by_test_id("draw-drop").click()
        await expect(row(console, west)).to_be_visible()

        # A ring by keyboard: three corners under the cross, and the last one again.
        canvas = console.locator(".canvas")
        await console.get_by_test_id("draw-ring").focus()
        await console.keyboard.press("Enter")
        for moves in (("ArrowLeft", "ArrowUp"), ("ArrowDown", "ArrowDown"), ("ArrowRight",) * 3):
            for key in moves:
                before = await canvas.get_attribute("data-camera")
                await console.keyboard.press(key)
                await expect(canvas).not_to_have_attribute("data-camera", before or "")
            await console.keyboard.press("Enter")
        await console.keyboard.press("Enter")
        await expect(console.get_by_test_id("draw-drop")).to_be_visible()
        await expect(row(console, west)).to_have_count(0)
        await expect(row(console, east)).to_be_visible()


async def test_several_cases_at_one_place_are_listed_and_pins_are_reached_by_keyboard(
    browser: Browser, platform: Platform
) -> None:
    here = [(await platform.report())["case_no"] for _ in range(3)]
    async with signed_in(
        browser, platform, "/?list=cases&map=87.03,43.03,16", "yz-center"
    ) as console:
        await opened(console)
        pins = console.get_by_test_id("map-pins")

        # The disc is drawn a moment after the map is there.
        async with asyncio.timeout(PATIENCE_S):
            while "3 件" not in (await pins.inner_text()):
                await console.get_by_test_id("star").focus()
                await pins.focus()
        await console.keyboard.press("Enter")
        pile = console.get_by_test_id("pile")
        await expect(pile).to_contain_text(here[0])
        await pile.get_by_text(here[1]).click()
        await expect(console.get_by_test_id("case-head")).to_contain_text(here[1])
        await expect(pile).to_have_count(0)


async def test_cases_received_by_hour_are_gone_through_with_a_slider(
    browser: Browser, platform: Platform
) -> None:
    await platform.report()
    await platform.report(**WEST)
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
        await opened(console)
        await console.get_by_test_id("btn-inflow").click()
        said = console.get_by_test_id("time-text")
        await expect(said).to_contain_text("收到 2 件")
        await console.get_by_role("slider").focus()
        await console.keyboard.press("ArrowLeft")
        await expect(said).to_contain_text("收到 0 件")
        await console.get_by_text("7 天").click()
        await expect(said).to_contain_text("收到 2 件")
        await expect(console.get_by_role("slider")).to_have_attribute("max", "167")
        await console.get_by_test_id("play").click()
        await expect(console.get_by_test_id("play")).to_have_attribute("aria-label", "停住")
        await expect(console.get_by_role("slider")).to_have_js_property("value", "1")
        await console.get_by_test_id("play").click()
        await console.get_by_test_id("inflow").get_by_label("关闭").click()
        await expect(console.get_by_test_id("inflow")).to_have_count(0)


async def test_an_operation_is_replayed_with_the_ways_of_its_units(
    browser: Browser, platform: Platform
) -> None:
    async with platform.phone("yz-team") as phone:
        case_no = (await platform.report())["case_no"]
        task = await phone.frame("task.offered", case_no=case_no)
        await phone.act("accept", task["id"])
        began = utcnow()
        await phone.act("depart", task["id"])
    async with platform.database.transaction() as session:
        await put(
            session,
            [
                Track(unit=task["unit"], at=began + timedelta(milliseconds=n), lon=lon, lat=43.03)
                for n, lon in enumerate((87.01, 87.02, 87.025))
            ],
        )
    async with signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-center") as console:
        await opened(console)
        await console.get_by_test_id("btn-replay").click()
        replay = console.get_by_test_id("replay")
        await expect(replay).to_contain_text("1 条轨迹")
        await expect(replay).to_have_attribute("data-units", "1")
        await expect(replay).to_contain_text("已接单")
        marks = int(await replay.get_attribute("data-marks") or 0)
        # To the last thing that happened, and to the one before it.
        for _ in range(2):
            await console.get_by_label("上一件事").click()
        await expect(replay).not_to_have_attribute("data-marks", str(marks))
        await console.get_by_role("slider").focus()
        await console.keyboard.press("Home")
        await expect(replay).to_have_attribute("data-units", "0")
        await console.get_by_label("回到之前的视图").click()
        await replay.get_by_label("关闭").click()
        await expect(console.locator("[data-case-count]")).to_have_attribute("data-case-count", "1")


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Tiles(BaseHTTPRequestHandler):
    """Somebody's tiles: one grey pixel each."""

    asked: SimpleQueue[str]

    def do_GET(self) -> None:
        self.asked.put(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(PIXEL)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
async def tiled(settings: Settings) -> AsyncIterator[tuple[Platform, SimpleQueue[str], str]]:
    """A platform whose map lies over another's tiles; with what was asked of them, and their origin."""
    asked: SimpleQueue[str] = SimpleQueue()
    handler = type("Asked", (Tiles,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}"
        changed = settings.model_copy(
            update={"tile_url": origin + "/{z}/{x}/{y}.png?tk=1", "tile_attribution": "测试底图"}
        )
        async with running_platform(changed, YUNZE) as platform:
            yield platform, asked, origin
        server.shutdown()


async def test_tiles_come_from_where_the_settings_say_and_are_named(
    browser: Browser, tiled: tuple[Platform, SimpleQueue[str], str]
) -> None:
    platform, asked, origin = tiled
    account = next(a for a in platform.facts["accounts"] if a["username"] == "yz-center")
    page = await browser.new_page(locale="zh-CN")
    origins: set[str] = set()
    failures: list[str] = []
    page.on("request", lambda request: origins.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: failures.append(str(error)))
    await page.add_init_script(TELL_VIOLATIONS)
    answer = await page.goto(platform.base_url)
    assert answer is not None
    assert f"connect-src 'self' {origin};" in answer.headers["content-security-policy"]
    await page.get_by_test_id("login-username").fill("yz-center")
    await page.get_by_test_id("login-password").fill(account["password"])
    await page.get_by_test_id("login-submit").click()
    await opened(page)

    await expect(page.get_by_test_id("tiles-of")).to_have_text("测试底图")
    path = await asyncio.to_thread(asked.get, timeout=PATIENCE_S)
    assert re.fullmatch(r"/\d+/\d+/\d+\.png\?tk=1", path)
    assert failures == []
    assert origins <= {urlsplit(platform.base_url).netloc, urlsplit(origin).netloc, ""}
    await page.close()

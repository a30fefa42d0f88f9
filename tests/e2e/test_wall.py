"""The wall as a hall sees it: nobody touches it, whatever dies, and it names nobody."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from core.auth import operations as auth
from core.auth import queries as accounts
from core.clock import utcnow
from tests.e2e.test_screens import TELL_VIOLATIONS, browser
from tests.killing import killable_web
from tests.platform import Platform, now_text

__all__ = ["browser"]

ADDRESS = "文二西路 718 号"
TITLE = "张三丰家门口堆物"
WIDTHS = {1920: 1.0, 3840: 2.0, 1440: 0.75}

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


async def open_link(platform: Platform) -> str:
    """Make a kiosk of the city and give what follows the origin in its link."""
    now = utcnow()
    async with platform.database.transaction() as session:
        token = await auth.open_kiosk(
            session,
            username=f"wall-{uuid4().hex[:8]}",
            node="city",
            node_name="云泽市",
            expires_at=now + timedelta(days=366),
            now=now,
        )
    return f"/wall#{token}"


@asynccontextmanager
async def hung_up(browser: Browser, url: str, *, width: int = 1920) -> AsyncIterator[Page]:
    """Open a wall by its link, and touch it no more; at the end nothing has broken."""
    context = await browser.new_context(
        viewport={"width": width, "height": width * 9 // 16}, locale="zh-CN"
    )
    page = await context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    await page.add_init_script(TELL_VIOLATIONS)
    await page.goto(url)
    await expect(page.get_by_test_id("wall-pill")).to_have_attribute("data-state", "open")
    yield page
    assert failures == []
    await context.close()


async def call_for_help(platform: Platform) -> dict[str, Any]:
    said = {
        "id": str(uuid4()),
        "at": now_text(),
        "note": "有人持刀",
        "place": {"lon": 87.03, "lat": 43.03, "accuracy_m": 8},
    }
    headers = await platform.sign_in("yz-team")
    answer = await platform.client.post("/api/v1/sos", json=said, headers=headers)
    assert answer.status_code == 200, answer.text
    return said


async def test_shows_what_happens_without_a_hand_and_names_nobody(
    browser: Browser, platform: Platform
) -> None:
    link = await open_link(platform)
    async with hung_up(browser, platform.base_url + link) as wall:
        assert "#" not in wall.url
        for _ in range(15):
            await platform.report(
                title=TITLE, location={"lon": 87.03, "lat": 43.03, "address": ADDRESS}
            )
        unanswered = wall.locator('[data-count="unanswered"] .number')
        await expect(unanswered).not_to_have_text("0")
        await expect(wall.get_by_test_id("wall-map")).to_have_attribute("data-open", "15")
        await expect(wall.get_by_test_id("wall-news")).to_have_count(12)
        counts = await wall.locator("[data-count] .number").all_inner_texts()
        assert sum(map(int, counts[2:4])) <= 15

        await call_for_help(platform)
        await expect(wall.get_by_test_id("wall-sos")).to_contain_text("东湖街道")
        await expect(wall.locator('[data-count="sos"] .number')).to_have_text("1")

        text = await wall.locator("body").inner_text()
        for secret in (TITLE, "文二西路", "有人持刀"):
            assert secret not in text


async def test_fills_every_wall_and_scrolls_on_none(browser: Browser, platform: Platform) -> None:
    link = await open_link(platform)
    for _ in range(3):
        await platform.report()
    await call_for_help(platform)
    first: dict[str, float] = {}
    for width, scale in WIDTHS.items():
        async with hung_up(browser, platform.base_url + link, width=width) as wall:
            await expect(wall.get_by_test_id("wall-sos")).to_contain_text("东湖街道")
            await expect(wall.get_by_test_id("wall-map")).to_be_visible()
            overflow = await wall.evaluate(
                """() => {
                  const page = document.documentElement;
                  const cells = [...document.querySelectorAll('.cell, .units, .bar')];
                  return [page.scrollHeight - page.clientHeight, page.scrollWidth - page.clientWidth,
                          ...cells.map((one) => one.scrollHeight - one.clientHeight)];
                }"""
            )
            assert max(overflow) <= 1, overflow
            for place in ("[data-count=sos]", "[data-testid=wall-map]", ".units"):
                box = await wall.locator(place).first.bounding_box()
                assert box is not None
                assert box["width"] == pytest.approx(
                    first.setdefault(place, box["width"]) * scale, rel=0.01
                )


async def test_comes_back_by_itself_and_takes_the_page_of_a_new_release(
    browser: Browser, platform: Platform, tmp_path: Path
) -> None:
    static = tmp_path / "static"
    shutil.copytree(platform.settings.static_dir, static)
    link = await open_link(platform)
    with killable_web(platform.settings, ONEDOOR_STATIC_DIR=str(static)) as (web, origin):
        async with hung_up(browser, origin + link) as wall:
            await wall.evaluate("document.documentElement.dataset.page = 'old'")
            page = wall.locator("html")

            web.kill()
            pill = wall.get_by_test_id("wall-pill")
            await expect(pill).to_have_attribute("data-state", "off")
            await expect(pill).to_contain_text("数据截至")
            await platform.report()
            web.start()
            await expect(pill).to_have_attribute("data-state", "open")
            await expect(wall.get_by_test_id("wall-map")).to_have_attribute("data-open", "1")
            await expect(page).to_have_attribute("data-page", "old")

            web.kill()
            _release(static)
            web.start()
            await expect(page).not_to_have_attribute("data-page", "old")
            await expect(pill).to_have_attribute("data-state", "open")


def _release(static: Path) -> None:
    """Build the wall's page anew, as far as a browser can tell: its script has another name."""
    page = static / "wall.html"
    text = page.read_text("utf-8")
    found = re.search(r"assets/(wall-[\w-]+)\.js", text)
    assert found is not None
    shutil.copy(static / found[0], static / "assets" / f"{found[1]}x.js")
    page.write_text(text.replace(found[0], f"assets/{found[1]}x.js"), "utf-8")


async def test_of_a_signed_in_console_is_masked_like_any_other(
    browser: Browser, platform: Platform
) -> None:
    await platform.report(title=TITLE, location={"lon": 87.03, "lat": 43.03, "address": ADDRESS})
    context = await browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = await context.new_page()
    account = next(a for a in platform.facts["accounts"] if a["username"] == "yz-center")
    await page.goto(platform.base_url + "/wall")
    await page.get_by_test_id("login-username").fill("yz-center")
    await page.get_by_test_id("login-password").fill(account["password"])
    await page.get_by_test_id("login-submit").click()
    await expect(page.get_by_test_id("wall-map")).to_have_attribute("data-open", "1")
    text = await page.locator("body").inner_text()
    assert TITLE not in text
    assert "文二西路" not in text
    await context.close()


async def test_whose_link_was_taken_down_shows_nothing_more(
    browser: Browser, platform: Platform
) -> None:
    link = await open_link(platform)
    async with hung_up(browser, platform.base_url + link) as wall:
        await expect(wall.get_by_test_id("wall-map")).to_be_visible()
        async with platform.database.transaction() as session:
            found = await accounts.principal_of(session, token=link.partition("#")[2], now=utcnow())
            await auth.disable(session, account_id=found.account_id, now=utcnow())

        await expect(wall.get_by_test_id("login-submit")).to_be_visible()
        await expect(wall.get_by_test_id("wall-map")).to_have_count(0)

"""The first case as people see it: a console and a phone in a real Chromium."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import HOW_TO_GET_IT, chromium, find_chromium
from tests.platform import Platform

PATIENCE_MS = 20_000
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)

TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  throw new Error(`against the CSP: ${event.violatedDirective} ${event.blockedURI}`);
});
"""
"""What a page does against its own policy becomes an error of the page."""

expect.set_options(timeout=PATIENCE_MS)

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium, or one loud line that says how to get it."""
    if find_chromium() is None:
        pytest.skip(HOW_TO_GET_IT)
    async with chromium() as running:
        yield running


@asynccontextmanager
async def signed_in(
    browser: Browser, platform: Platform, path: str, username: str, *, width: int = 1440
) -> AsyncIterator[Page]:
    """Open a page as somebody; at the end, no request has left our origin and nothing broke."""
    account = next(a for a in platform.facts["accounts"] if a["username"] == username)
    context = await browser.new_context(
        viewport={"width": width, "height": 900},
        locale="zh-CN",
        geolocation={"longitude": 87.03, "latitude": 43.03},
        permissions=["geolocation"],
    )
    page = await context.new_page()
    origins: set[str] = set()
    failures: list[str] = []
    page.on("request", lambda request: origins.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: failures.append(str(error)))
    await page.add_init_script(TELL_VIOLATIONS)
    await page.goto(platform.base_url + path)
    await page.get_by_test_id("login-username").fill(username)
    await page.get_by_test_id("login-password").fill(account["password"])
    await page.get_by_test_id("login-submit").click()
    await expect(page.get_by_test_id("conn-pill").first).to_have_attribute("data-state", "open")
    yield page
    assert failures == []
    assert origins <= {urlsplit(platform.base_url).netloc, ""}
    await context.close()


async def test_an_event_appears_rings_is_worked_and_turns_the_console_green(
    browser: Browser, platform: Platform, tmp_path: Path
) -> None:
    async with (
        signed_in(browser, platform, "/?list=cases", "yz-center") as console,
        signed_in(browser, platform, "/field", "yz-team", width=390) as phone,
    ):
        case_map = console.locator("[data-case-count]")
        await expect(case_map).to_have_attribute("data-case-count", "0")

        said = await platform.report(title="店门口占道")

        row = console.locator(f'[data-testid="case-row"][data-case-no="{said["case_no"]}"]')
        await expect(row).to_have_attribute("data-state", "sent")
        await expect(case_map).to_have_attribute("data-case-count", "1")
        await expect(phone.get_by_test_id("incoming")).to_be_visible()
        await row.click()
        await expect(console.get_by_test_id("why")).to_contain_text("东湖街道")

        await phone.get_by_test_id("btn-accept-go").click()
        await expect(row).to_have_attribute("data-state", "en_route")
        await phone.get_by_test_id("btn-arrive").click()
        await expect(row).to_have_attribute("data-state", "on_site")
        await phone.get_by_test_id("btn-finish").click()
        await _finish(phone, tmp_path)

        await expect(console.get_by_test_id("case-head")).to_have_attribute("data-state", "closed")
        await expect(case_map).to_have_attribute("data-case-count", "0")
        await expect(console.get_by_test_id("detail")).to_contain_text("已收摊")

    answer = await platform.client.get("/api/v1/changes", headers=platform.as_platform)
    assert answer.json()["items"][-1]["data"]["stage"] == "closed"


async def _finish(phone: Page, tmp_path: Path) -> None:
    photo = tmp_path / f"{uuid4().hex}.png"
    photo.write_bytes(PIXEL)
    await phone.locator('[data-testid^="finish-result-"]').first.check(force=True)
    await phone.get_by_test_id("finish-note").fill("已收摊")
    await phone.get_by_test_id("finish-photo").set_input_files(photo)
    await phone.get_by_test_id("finish-submit").click()


async def test_a_phone_without_network_keeps_what_was_done_and_sends_it_once(
    browser: Browser, platform: Platform
) -> None:
    async with (
        platform.console("yz-center") as console,
        signed_in(browser, platform, "/field", "yz-team", width=390) as phone,
    ):
        said = await platform.report()
        await expect(phone.get_by_test_id("incoming")).to_be_visible()

        await phone.context.set_offline(True)
        await phone.get_by_test_id("btn-accept-go").click()
        await phone.get_by_test_id("btn-arrive").click()
        await expect(phone.get_by_test_id("unsent")).to_contain_text("3")
        await phone.context.set_offline(False)

        await console.frame("case.changed", case_no=said["case_no"], state="on_site")
        await expect(phone.get_by_test_id("unsent")).to_have_count(0)
    moved = [m["data"]["state"] for m in console.heard if m.get("name") == "case.changed"]
    assert moved == ["routed", "sent", "signed", "en_route", "on_site"]


async def test_the_console_says_that_no_worker_runs(browser: Browser, platform: Platform) -> None:
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
        await expect(console.get_by_test_id("health-strip")).to_contain_text("后台任务")


async def test_a_person_judges_what_the_rules_leave_open(
    browser: Browser, platform: Platform
) -> None:
    said = await platform.report(
        category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}, title="夜里机器响"
    )
    async with signed_in(browser, platform, f"/?case={said['case_no']}", "yz-center") as console:
        detail = console.get_by_test_id("detail")
        await expect(detail).to_contain_text("噪声来自生产设备还是经营场所？")

        await console.get_by_test_id("assign-team").select_option("YZ-E-ZD")
        await console.get_by_test_id("assign-reason").fill("现场为经营场所")
        await console.get_by_test_id("assign-submit").click()

        await expect(console.get_by_test_id("case-head")).to_have_attribute("data-state", "sent")


async def test_the_console_speaks_english_when_asked(browser: Browser, platform: Platform) -> None:
    async with signed_in(browser, platform, "/", "yz-guest") as console:
        await console.get_by_test_id("lang-switch").click()
        await expect(console.locator("html")).to_have_attribute("lang", "en")
        await expect(console.get_by_role("search").or_(console.locator("body"))).to_contain_text(
            "To judge"
        )

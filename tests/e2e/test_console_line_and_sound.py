"""What an operator believes without looking: the line that is there or not, the clock, and the sounds."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.e2e.test_screens import browser, signed_in
from tests.platform import Platform, now_text
from tests.waiting import until_read

__all__ = ["browser"]

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

TWO_HOLDERS: Final = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}
"""A person must judge: it calls for somebody."""

LISTEN: Final = """
window.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) {
  window.heard.push(this.frequency.value);
  return start.apply(this, at);
};
"""
"""What a loudspeaker would have played, by its pitch."""
TAP, LOW, ALARM = 660, 330, 1110
FAST_CLOCK: Final = """
const now = Date.now;
Date.now = () => now() + 7 * 60_000;
"""


async def test_the_pill_says_what_the_line_is_and_nothing_is_missed_when_it_returns(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as page:
        pill = page.get_by_test_id("conn-pill")
        await expect(pill).to_contain_text("已连接")

        await page.context.set_offline(True)
        await expect(pill).to_contain_text("离线 · 数据截至")
        said = [await platform.report() for _ in range(3)]
        await page.context.set_offline(False)

        await expect(pill).to_contain_text("已连接")
        await expect(page.get_by_test_id("case-row")).to_have_count(len(said))
        refusing = True

        async def answer(route: WebSocketRoute) -> None:
            if refusing:
                await route.close(code=1012)
            else:
                route.connect_to_server()

        await page.route_web_socket("**/ws/console", answer)
        await page.reload()
        await expect(pill).to_contain_text("重连中")
        await expect(pill.locator('[aria-hidden="true"]').last).to_contain_text(" s")
        await expect(pill.get_by_role("status")).not_to_contain_text(" s")
        refusing = False
        await expect(pill).to_contain_text("已连接")


async def test_a_frame_that_is_lost_on_the_way_is_fetched_again(
    browser: Browser, platform: Platform
) -> None:
    lost: list[str] = []
    hellos: list[str] = []

    async def carry(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def down(message: str | bytes) -> None:
            if not lost and '"case.changed"' in str(message):
                lost.append(str(message))
            else:
                route.send(message)

        def up(message: str | bytes) -> None:
            if "hello" in str(message):
                hellos.append(str(message))
            server.send(message)

        server.on_message(down)
        route.on_message(up)

    async with signed_in(browser, platform, "/?list=cases", "yz-center") as page:
        await page.route_web_socket("**/ws/console", carry)
        await page.reload()
        await expect(page.get_by_test_id("conn-pill")).to_contain_text("已连接")
        said = await platform.report()

        row = page.locator(f'[data-testid="case-row"][data-case-no="{said["case_no"]}"]')
        await expect(row).to_have_attribute("data-state", "sent")
        assert len(lost) == 1
        assert len(hellos) > 1


async def test_time_is_counted_by_the_servers_clock_whatever_the_computers_shows(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as page:
        await page.add_init_script(FAST_CLOCK)
        await page.reload()
        await platform.report()
        await page.get_by_test_id("case-row").click()
        age = page.get_by_test_id("case-head").locator(".age")
        await expect(age).to_contain_text("00:")


async def test_a_call_is_repeated_until_it_is_heeded_and_muted_for_one_person_only(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as page:
        await page.add_init_script(LISTEN)
        await page.reload()
        chip = page.get_by_test_id("sound-chip")
        await _says(page, chip_state="blocked")
        said = await platform.report(category=TWO_HOLDERS)
        await expect(page.get_by_test_id("sound-said")).to_contain_text("1 件新案件")
        assert await _heard(page) == []

        await page.keyboard.press("j")
        await page.keyboard.press("Escape")
        await _says(page, chip_state="on")
        another = await platform.report(category=TWO_HOLDERS)
        await _until(page, lambda heard: TAP in heard)
        for one in (another, said):
            await page.locator(f'[data-case-no="{one["case_no"]}"]').click()
        await chip.click()
        new = page.locator('[data-tone="new"]')
        await expect(new.locator("b")).to_have_count(0)

        await new.get_by_role("checkbox").uncheck()
        await _says(page, chip_state="muted")
        await expect(chip).to_contain_text("静音 新案件")
        await page.reload()
        await page.get_by_test_id("case-row").first.click()
        await _says(page, chip_state="muted")
    assert another["case_no"] != said["case_no"]
    async with signed_in(browser, platform, "/?list=cases", "yz-east") as page:
        await _says(page, chip_state="on")


async def test_a_call_for_help_is_heard_until_answered_and_only_hushed_for_a_while(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as page:
        await page.add_init_script(LISTEN)
        await page.reload()
        await page.keyboard.press("?")
        await page.keyboard.press("Escape")
        await page.get_by_test_id("sound-chip").click()
        await expect(page.get_by_test_id("sos-hush")).to_be_disabled()

        await _call_for_help(platform)
        await _until(page, lambda heard: heard.count(ALARM) >= 6)
        await expect(page.get_by_test_id("sound-said")).to_contain_text("1 个求助")
        await expect(page).to_have_title("1 个求助 · 1 件待我处理 · 一门")
        await page.get_by_test_id("sos-hush").click()
        await _says(page, chip_state="hushed")
        await expect(page.get_by_test_id("sound-chip")).to_contain_text("求助暂静 01:")
        await page.evaluate("window.heard = []")
        await page.wait_for_timeout(4_000)
        assert ALARM not in await _heard(page)

        await page.get_by_role("button", name="恢复求助声").click()
        await _until(page, lambda heard: ALARM in heard)
        await page.keyboard.press("q")
        await expect(page.get_by_test_id("sos-acknowledge")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("sos-banner")).to_have_attribute(
            "data-state", "acknowledged"
        )
        await page.evaluate("window.heard = []")
        await page.wait_for_timeout(4_000)
        assert ALARM not in await _heard(page)


async def _call_for_help(platform: Platform) -> httpx.Response:
    call = {"id": str(uuid4()), "at": now_text(), "place": {"lon": 87.03, "lat": 43.03}}
    answer = await platform.client.post(
        "/api/v1/sos", json=call, headers=await platform.sign_in("yz-team")
    )
    assert answer.status_code < 300, answer.text
    return answer


async def _says(page: Page, *, chip_state: str) -> None:
    await expect(page.get_by_test_id("sound-chip")).to_have_attribute("data-sound", chip_state)


async def _heard(page: Page) -> list[float]:
    heard: list[float] = await page.evaluate("window.heard")
    return heard


async def _until(page: Page, fits: Callable[[list[Any]], bool]) -> None:
    async def fits_now() -> bool:
        return fits(await _heard(page))

    await until_read(fits_now, True)

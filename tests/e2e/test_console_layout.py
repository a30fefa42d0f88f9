"""The console's panes: three beside each other where there is room, one after the other where there is not."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.test_screens import browser, signed_in
from tests.platform import Platform

__all__ = ["browser"]

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


async def sees(console: Page, *, queue: bool, case_map: bool, detail: bool) -> None:
    """Look at which panes are in sight."""
    panes = ((".queue", queue), (".map", case_map), (".detail", detail))
    for pane, shown in panes:
        await expect(console.locator(f"main {pane}")).to_be_visible(visible=shown)


async def test_panes_follow_the_width_and_one_case_stays_in_hand_through_a_reload(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report())["case_no"]
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
        await sees(console, queue=True, case_map=True, detail=True)
        await console.locator(f'[data-testid="case-row"][data-case-no="{case_no}"]').click()
        head = console.get_by_test_id("case-head")
        await expect(head).to_contain_text(case_no)

        await console.set_viewport_size({"width": 1000, "height": 900})
        await console.locator(".tabs").get_by_role("button", name="详情").click()
        await sees(console, queue=True, case_map=False, detail=True)
        await console.locator(".tabs").get_by_role("button", name="地图").click()
        await sees(console, queue=True, case_map=True, detail=False)

        await console.set_viewport_size({"width": 390, "height": 800})
        await console.locator(".tabs").get_by_role("button", name="列表").click()
        await sees(console, queue=True, case_map=False, detail=False)
        await console.locator(".tabs").get_by_role("button", name="详情").click()
        await sees(console, queue=False, case_map=False, detail=True)

        await console.reload()
        await expect(head).to_contain_text(case_no)
        await console.set_viewport_size({"width": 1440, "height": 900})
        await sees(console, queue=True, case_map=True, detail=True)
        await expect(
            console.locator(f'[data-testid="case-row"][data-case-no="{case_no}"]')
        ).to_have_attribute("aria-selected", "true")


OUT_OF_REACH = """() => {
  const head = document.querySelector('header.top');
  const beyond = (one) => one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right > innerWidth;
  const ways = [...head.querySelectorAll('button, a')].filter((one) => !one.matches('.counter'));
  return ways.filter(beyond).map((one) => one.textContent.trim());
}"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
A_STORM = (
    "() => document.querySelectorAll('.counter b').forEach((n) => { n.textContent = '10,000'; })"
)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_everything_at_the_head_is_within_reach_at_any_width_and_in_a_storm(
    browser: Browser, platform: Platform, lang: str
) -> None:
    async with signed_in(browser, platform, "/", "yz-center") as console:
        await console.evaluate("lang => localStorage.setItem('onedoor.language', lang)", lang)
        await console.reload()
        await expect(console.locator('.counter[data-count="free_units"]')).to_be_visible()
        tools, menu = console.get_by_test_id("open-bar"), console.locator("header .menu")

        for storm in (False, True):
            for width in (320, 768, 1024, 1280, 1440, 1600, 1920, 3840):
                await console.set_viewport_size({"width": width - 1, "height": 900})
                await console.evaluate(TWO_FRAMES)
                if storm:
                    await console.evaluate(A_STORM)
                await console.set_viewport_size({"width": width, "height": 900})
                await console.evaluate(TWO_FRAMES)
                assert await console.evaluate(OUT_OF_REACH) == [], (width, storm)
                assert await tools.or_(menu).count() == 1, (width, storm)

        await expect(tools).to_be_visible()
        await console.set_viewport_size({"width": 320, "height": 900})
        await expect(menu).to_be_visible()

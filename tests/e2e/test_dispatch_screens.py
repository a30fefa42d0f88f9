"""What command posts and crews do about tasks, as they see it: a console and phones in a real Chromium."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.test_screens import browser, signed_in
from tests.platform import Platform

__all__ = ["browser"]

HELD_MS = 1_800

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


async def test_what_a_crew_gives_back_stands_among_what_needs_the_operator(
    browser: Browser, platform: Platform
) -> None:
    async with (
        signed_in(browser, platform, "/?list=cases", "yz-center") as console,
        signed_in(browser, platform, "/field", "yz-team", width=390) as phone,
    ):
        case_no = (await platform.report())["case_no"]
        await phone.get_by_test_id("btn-accept").click()
        await phone.get_by_test_id("btn-return").click()
        await phone.get_by_test_id("return-other_matter").check()
        await phone.get_by_test_id("decline-submit").click()

        await console.keyboard.press("n")
        need = console.locator(f'[data-need="returned"][data-subject="{case_no}"]')
        await expect(need).to_be_visible()
        await expect(console.locator('[data-count="needs"]')).to_contain_text("1")
        await need.locator(".what").click()
        await expect(console.get_by_test_id("case-head")).to_have_attribute(
            "data-state", "to_judge"
        )


async def test_a_task_is_taken_back_by_the_operator_and_leaves_the_phone(
    browser: Browser, platform: Platform
) -> None:
    async with (
        signed_in(browser, platform, "/?list=cases", "yz-center") as console,
        signed_in(browser, platform, "/field", "yz-team", width=390) as phone,
    ):
        case_no = (await platform.report())["case_no"]
        await phone.get_by_test_id("btn-accept").click()
        await console.locator(f'[data-testid="case-row"][data-case-no="{case_no}"]').click()
        await console.locator('[data-order="recall"]').click()
        await console.get_by_test_id("recall-reason").fill("报错了")
        await console.get_by_test_id("recall-submit").click()

        await expect(console.get_by_test_id("case-head")).to_have_attribute(
            "data-state", "to_judge"
        )
        await expect(phone.get_by_test_id("task-card")).to_have_count(0)
        await expect(console.get_by_test_id("ladder")).to_contain_text("报错了")


async def test_a_crew_rests_a_task_and_goes_on_with_it(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/field", "yz-team", width=390) as phone:
        await platform.report()
        await phone.get_by_test_id("btn-accept-go").click()
        await phone.get_by_test_id("btn-arrive").click()
        state = phone.get_by_test_id("task-state")
        await phone.get_by_test_id("btn-suspend").click()
        await phone.get_by_test_id("suspend-testing").check()
        await phone.get_by_test_id("suspend-submit").click()
        await expect(state).to_have_attribute("data-state", "suspended")
        await phone.get_by_test_id("btn-resume").click()
        await expect(state).to_have_attribute("data-state", "on_site")


async def test_a_call_for_help_is_loud_until_answered_and_is_not_made_by_a_slip(
    browser: Browser, platform: Platform
) -> None:
    async with (
        signed_in(browser, platform, "/?list=cases", "yz-center") as console,
        signed_in(browser, platform, "/field", "yz-team", width=390) as phone,
    ):
        button = phone.get_by_test_id("btn-sos")
        await button.click()
        await expect(console.get_by_test_id("sos-banner")).to_have_count(0)

        await _hold(phone, button)
        banner = console.get_by_test_id("sos-banner")
        await expect(banner).to_have_attribute("data-state", "raised")
        await expect(phone.get_by_test_id("sos-mine")).to_have_attribute("data-state", "raised")
        await console.get_by_test_id("sos-acknowledge").click()
        await expect(banner).to_have_attribute("data-state", "acknowledged")
        await console.get_by_test_id("sos-close").click()
        await console.get_by_test_id("sos-words").fill("同事已到，无恙")
        await console.get_by_test_id("sos-end").click()
        await expect(banner).to_have_count(0)
        await expect(button).to_be_visible()


async def _hold(phone: Page, button: object) -> None:
    box = await button.bounding_box()  # type: ignore[attr-defined]
    await phone.mouse.move(box["x"] + 20, box["y"] + 20)
    await phone.mouse.down()
    await phone.wait_for_timeout(HELD_MS)
    await phone.mouse.up()


async def test_an_instruction_is_read_and_signed_for_and_counted(
    browser: Browser, platform: Platform
) -> None:
    async with (
        signed_in(browser, platform, "/?list=cases", "yz-center") as console,
        signed_in(browser, platform, "/field", "yz-team", width=390) as phone,
    ):
        await console.keyboard.press("i")
        await console.get_by_test_id("instruction-text").fill("今晚八点东湖集合")
        await console.get_by_test_id("instruction-find").fill("东湖街道")
        await console.get_by_label("东湖街道综合行政执法队").check()
        await console.get_by_test_id("instruction-send").click()

        await expect(phone.get_by_test_id("instruction")).to_contain_text("今晚八点东湖集合")
        await expect(console.get_by_test_id("told")).to_contain_text("已读 1")
        await phone.get_by_test_id("instruction-sign").click()
        await expect(phone.get_by_test_id("instruction")).to_have_count(0)
        await expect(console.get_by_test_id("told")).to_contain_text("已签收 1")


async def test_a_shift_is_handed_over_on_a_sheet_the_system_makes(
    browser: Browser, platform: Platform
) -> None:
    await platform.report()
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
        await console.keyboard.press("h")
        await console.locator('[data-shift="8"]').click()
        await expect(console.locator('[data-figure="came_in"]')).to_contain_text("1")
        await console.get_by_test_id("sign-leaving").click()
        await expect(console.get_by_test_id("handover")).to_contain_text("交班 云泽指挥员")


async def test_a_crew_takes_a_break_and_comes_back(browser: Browser, platform: Platform) -> None:
    async with signed_in(browser, platform, "/field", "yz-team", width=390) as phone:
        duty = phone.get_by_test_id("duty")
        await expect(duty).to_contain_text("在岗")
        await phone.get_by_label("菜单").click()
        await phone.locator('[data-duty="start_break"]').click()
        await expect(duty).to_contain_text("休息中")
        await phone.locator('[data-duty="end_break"]').click()
        await expect(duty).to_contain_text("在岗")


async def test_the_phone_starts_without_a_network_once_it_was_open(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/field", "yz-team", width=390) as phone:
        await phone.evaluate("navigator.serviceWorker.ready")
        await phone.reload()
        await expect(phone.get_by_test_id("duty")).to_be_visible()
        await phone.context.set_offline(True)
        await phone.reload()
        await expect(phone.locator("#app > *").first).to_be_visible()
        await phone.context.set_offline(False)

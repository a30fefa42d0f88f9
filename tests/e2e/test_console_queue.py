"""The list of the console: numbers that equal their lists, filters, search, a table, a file of it."""

import csv
import io
import re
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Browser, Download, Locator, Page, expect

from tests.e2e.test_screens import browser, signed_in
from tests.platform import Platform

__all__ = ["browser"]

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

EVENTS: Final[tuple[dict[str, Any], ...]] = (
    {"title": "店门口占道"},
    {"title": "夜里机器响", "category": {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}},
    {
        "title": "渣土乱倒，夜间",
        "category": {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M03"},
    },
    {"title": "南市占道", "location": {"lon": 87.15, "lat": 43.05, "crs": "CGCS2000"}},
    {"title": "=HYPERLINK(占道)", "location": {"lon": 87.05, "lat": 43.15, "crs": "CGCS2000"}},
    {"title": "不知何处", "location": {"address": "说不清的地方"}},
)


@pytest.fixture
async def day(platform: Platform) -> Platform:
    """Give a platform on a day with cases of several kinds, some of which nobody can decide alone."""
    for event in EVENTS:
        await platform.report(**event)
    return platform


def rows(console: Page) -> Locator:
    """Name the cases in the list."""
    return console.get_by_test_id("case-row")


def number(text: str) -> int:
    """Read the number at the end of a chip or a counter, thin spaces and all."""
    found = re.search(r"[\d\u2009]+$", text.strip())
    assert found, text
    return int(found[0].replace("\u2009", ""))


async def open_drop(console: Page, name: str) -> None:
    """Open one of the panels above the list."""
    await console.get_by_test_id(f"{name}-open").get_by_role("button").first.click()


async def listed(console: Page) -> int:
    """Count what the list shows now, of cases, needs or units."""
    shown = console.locator('[data-testid="case-row"], [data-need], [data-unit]')
    return await shown.count()


async def test_every_number_opens_its_list_and_equals_it(browser: Browser, day: Platform) -> None:
    async with signed_in(browser, day, "/", "yz-center") as console:
        total = console.get_by_test_id("queue-total")
        needs = console.locator('[data-count="needs"]')
        await expect(console.locator("[data-need]").first).to_be_visible()
        await expect(console).to_have_title(re.compile(str(number(await needs.inner_text()))))

        walked = 0
        for counter in await console.locator("[data-count]").all():
            said = number(await counter.inner_text())
            await counter.click()
            await expect(counter).to_have_attribute("aria-pressed", "true")
            await expect(total).to_have_text(str(said))
            assert await listed(console) == said
            walked += 1
        assert walked == 7

        for mode in ("needs", "all"):
            await console.locator(f'[data-chip="{mode}"]').click()
            names = [
                str(await chip.get_attribute("data-chip"))
                for chip in await console.locator("[data-chip]").all()
            ]
            for name in (one for one in names if one not in {"needs", "all"}):
                chip = console.locator(f'[data-chip="{name}"]')
                said = number(await chip.inner_text())
                await chip.click()
                await expect(chip).to_have_attribute("aria-pressed", "true")
                await expect(total).to_have_text(str(said))
                assert await listed(console) == said, name
                await chip.click()
                walked += 1
        assert walked > 15


async def test_filters_go_together_name_what_emptied_the_list_and_are_shared_and_kept(
    browser: Browser, day: Platform
) -> None:
    async with signed_in(browser, day, "/?list=cases", "yz-center") as console:
        total = console.get_by_test_id("queue-total")
        await expect(total).to_have_text(str(len(EVENTS)))

        judged = console.locator('[data-chip="state.to_judge"]')
        sent = console.locator('[data-chip="state.sent"]')
        both = number(await judged.inner_text()) + number(await sent.inner_text())
        await judged.click()
        await sent.click()
        await expect(total).to_have_text(str(both))

        await open_drop(console, "filter")
        nowhere = console.locator('[data-value="township.none"]')
        await expect(nowhere).to_be_visible()
        await nowhere.check()
        await console.keyboard.press("Escape")
        await expect(console.get_by_test_id("queue-filter")).to_have_count(0)
        await expect(total).to_have_text("1")
        await expect(rows(console)).to_contain_text("占道摆摊")
        asked = parse_qs(urlsplit(console.url).query)
        assert asked["state"] == ["to_judge", "sent"]
        assert asked["township"] == ["none"]

        await open_drop(console, "saved")
        await console.get_by_test_id("saved-name").fill("没有镇街的")
        await console.keyboard.press("Enter")
        await console.keyboard.press("Escape")

        await sent.click()
        await judged.click()
        await console.locator('[data-chip="state.handled"]').click()
        empty = console.get_by_test_id("queue-empty")
        await expect(empty).to_contain_text("待核查")
        await empty.locator('[data-lift="state"]').click()
        await expect(total).to_have_text("1")
        await console.get_by_test_id("filter-clear").click()
        await expect(total).to_have_text(str(len(EVENTS)))

        await console.reload()
        await open_drop(console, "saved")
        await console.locator('[data-saved="没有镇街的"]').click()
        await expect(total).to_have_text("1")
        link = console.url
    async with signed_in(
        browser, day, urlsplit(link)._replace(scheme="", netloc="").geturl(), "yz-guest"
    ) as guest:
        await expect(guest.get_by_test_id("queue-total")).to_have_text("1")
        await open_drop(guest, "saved")
        await expect(guest.locator("[data-saved]")).to_have_count(0)


async def test_words_are_found_in_whatever_width_they_are_typed(
    browser: Browser, day: Platform
) -> None:
    async with signed_in(browser, day, "/?list=cases", "yz-center") as console:
        await expect(rows(console)).to_have_count(len(EVENTS))
        await console.keyboard.press("f")
        await expect(console.get_by_test_id("queue-find")).to_be_focused()
        for text, found in (("渣土乱倒夜间", 1), ("东湖 占道", 1), ("ｍ０２", 1), ("占道", 4)):
            await console.get_by_test_id("queue-find").fill(text)
            await expect(rows(console)).to_have_count(found)
        await console.locator('[data-chip="all"]').click()
        await expect(rows(console)).to_have_count(4)

        await day.report(title="又一处占道", subject={"name": "云泽百货", "kind": "unit"})
        await expect(console.get_by_test_id("queue-total")).to_have_text("5")

        await console.get_by_test_id("queue-find").fill("云泽百货")
        await expect(rows(console)).to_have_count(0)
        await console.get_by_test_id("past-look").click()
        await console.locator("[data-past]").click()
        await expect(console.get_by_test_id("detail")).to_contain_text("云泽百货")


async def test_the_file_is_exactly_the_list_with_its_columns_and_runs_nothing(
    browser: Browser, day: Platform
) -> None:
    async with signed_in(browser, day, "/?list=cases&sort=oldest", "yz-center") as console:
        await expect(rows(console)).to_have_count(len(EVENTS))
        await open_drop(console, "show")
        await console.get_by_label("紧凑").check()
        for column in ("urgency", "district", "received", "team"):
            await console.locator(f'[data-column="{column}"]').uncheck()
        await console.locator('[data-column="title"]').check()
        await console.keyboard.press("Escape")
        heads = [await head.inner_text() for head in await console.locator("[data-head]").all()]
        assert heads == ["编号", "何事", "状态", "剩余时间", "镇街", "标题"]

        async with console.expect_download() as started:
            await console.get_by_test_id("queue-csv").click()
        text = await _read(await started.value)
        shown = [str(await row.get_attribute("data-case-no")) for row in await rows(console).all()]
    assert text.startswith("\ufeff")
    told = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert told[0] == heads
    assert [line[0] for line in told[1:]] == shown
    assert "'=HYPERLINK(占道)" in [line[-1] for line in told]


async def _read(download: Download) -> str:
    return (await download.path()).read_bytes().decode("utf-8")


async def test_a_case_opens_in_a_tab_of_its_own_and_the_list_stays(
    browser: Browser, day: Platform
) -> None:
    async with signed_in(browser, day, "/?list=cases", "yz-center") as console:
        row = rows(console).first
        case_no = await row.get_attribute("data-case-no")
        async with console.context.expect_page() as opened:
            await row.click(button="middle")
        tab = await opened.value
        await expect(tab.get_by_test_id("case-head")).to_contain_text(str(case_no))
        await expect(console.get_by_test_id("case-head")).to_have_count(0)
        await tab.close()


async def test_the_keyboard_walks_what_needs_somebody_and_nothing_moves_under_it(
    browser: Browser, day: Platform
) -> None:
    async with signed_in(browser, day, "/", "yz-center") as console:
        needs = console.locator("[data-need]")
        await expect(needs).not_to_have_count(0)
        before = [await need.get_attribute("data-subject") for need in await needs.all()]
        await console.keyboard.press("j")
        await expect(console.get_by_test_id("case-head")).to_be_visible()

        await day.report(
            title="夜里又响", category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}
        )
        await expect(console.get_by_test_id("new-cases")).to_be_visible()
        assert [await need.get_attribute("data-subject") for need in await needs.all()] == before
        await console.keyboard.press(".")
        await expect(needs).to_have_count(len(before) + 1)


async def test_a_wrong_clock_on_the_desk_changes_no_time_left(
    browser: Browser, day: Platform
) -> None:
    async with signed_in(browser, day, "/?list=cases", "yz-center") as console:
        left = rows(console).locator("[data-pace]").first
        await expect(left).to_have_attribute("data-pace", "calm")
        await console.clock.install()
        # The device believes that a year has passed; the server's answers say otherwise.
        await console.clock.set_system_time(2_000_000_000_000)
        await console.reload()
        await expect(console.get_by_test_id("conn-pill").first).to_have_attribute(
            "data-state", "open"
        )
        await console.clock.run_for(3_000)
        await expect(left).to_have_attribute("data-pace", "calm")


async def test_a_case_that_came_back_stands_first_and_says_how_often(
    browser: Browser, day: Platform
) -> None:
    async with (
        signed_in(browser, day, "/?list=cases&sort=oldest", "yz-center") as console,
        signed_in(browser, day, "/field", "yz-team", width=390) as phone,
    ):
        await phone.get_by_test_id("btn-accept").click()
        await phone.get_by_test_id("btn-return").click()
        await phone.get_by_test_id("return-other_matter").check()
        await phone.get_by_test_id("decline-submit").click()

        first = rows(console).first
        await expect(first).to_contain_text("退回 1 次")
        await console.locator('[data-count="needs"]').click()
        need = console.locator("[data-need]").first
        await expect(need).to_have_attribute("data-need", "returned")
        await expect(need).to_contain_text("退回 1 次")

"""The console without a mouse: the operator's jobs by keys alone, the command bar, the input method, focus."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.test_screens import browser, signed_in
from tests.platform import Platform

__all__ = ["browser"]

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

NO_MOUSE: Final = """
for (const name of ["pointerdown", "mousedown", "touchstart"])
  addEventListener(name, () => { throw new Error("this run is by keyboard alone"); }, true);
"""
BY_HAND: Final = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M08"}
"""Its team, YZ-E-LS, is sent by an operator: the task waits."""
TWO_HOLDERS: Final = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}
"""A person must judge."""


@dataclass
class Desk:
    """An operator with a keyboard: the page, the platform, and what he looks at."""

    page: Page
    platform: Platform

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def write(self, text: str) -> None:
        """Write a text where the focus is, as an input method hands it over."""
        await self.page.keyboard.insert_text(text)

    async def tab_to(self, target: Locator) -> None:
        """Walk with Tab until the focus is there: it must come, and nothing may trap it."""
        await expect(target).to_be_visible()
        for _ in range(200):
            if await target.evaluate("el => el === document.activeElement"):
                return
            await self.press("Tab")
        raise AssertionError(f"Tab never came to {target}")

    async def choose(self, select: Locator, value: str) -> None:
        """Choose a row of a select box with the arrows."""
        await expect(select).to_be_focused()
        for _ in range(50):
            if await select.input_value() == value:
                return
            await self.press("ArrowDown")
        raise AssertionError(f"{value} is not in the list")

    async def select_case(self, case_no: str) -> None:
        """Come to a case by the command bar, and wait for its detail."""
        await self.command(case_no)
        await expect(self.head).to_contain_text(case_no)

    async def command(self, text: str) -> None:
        """Say something to the command bar and press Enter."""
        await self.press("/")
        await expect(self.bar).to_be_focused()
        await self.bar.fill(text)
        await expect(self.page.locator("#command-0")).to_be_visible()
        await self.press("Enter")

    @property
    def bar(self) -> Locator:
        """The command bar's line."""
        return self.page.get_by_test_id("command-input")

    @property
    def head(self) -> Locator:
        """The head of the case that is open."""
        return self.page.get_by_test_id("case-head")


Job = Callable[[Desk], Awaitable[None]]
JOBS: Final[list[Job]] = []


def job(run: Job) -> Job:
    """Add one of the operator's jobs to the run; each begins where the one before it ended."""
    JOBS.append(run)
    return run


@job
async def see_a_new_case_and_judge_it(desk: Desk) -> None:
    """It comes by itself; `j` opens it, `a` asks what the rules ask, then accepts."""
    said = await desk.platform.report(category=TWO_HOLDERS, title="夜里机器响")
    await expect(desk.page.get_by_test_id("case-row")).to_have_count(1)
    await desk.press("j")
    await expect(desk.head).to_contain_text(said["case_no"])
    answers = desk.page.get_by_test_id("judge").locator(".answers button")
    await expect(answers).not_to_have_count(0)
    await desk.press("a")
    await expect(answers.first).to_be_focused()
    await desk.press("Enter")
    await expect(desk.page.get_by_test_id("judge-accept")).to_be_enabled()
    await desk.press("a")
    await expect(desk.head).to_have_attribute("data-state", "sent")
    await expect(desk.page.locator("#queue")).to_be_focused()


@job
async def send_to_the_best_unit(desk: Desk) -> None:
    """Who could go is listed, the best first; `d` sends it."""
    said = await desk.platform.report(category=BY_HAND, title="砍了三棵树")
    await desk.select_case(said["case_no"])
    await expect(desk.page.locator('[data-order="send"]')).to_be_visible()
    await expect(desk.page.locator('[data-candidate="YZ-U7"]')).to_be_visible()
    await desk.press("d")
    await expect(desk.head).to_have_attribute("data-state", "sent")


@job
async def take_it_back_with_a_word(desk: Desk) -> None:
    """`r` asks why, Enter takes it back, and the case is to be judged again."""
    await desk.press("r")
    await expect(desk.page.get_by_test_id("recall-reason")).to_be_focused()
    await desk.write("报错了")
    await desk.press("Enter")
    await expect(desk.head).to_have_attribute("data-state", "to_judge")


@job
async def give_it_to_a_team_from_the_bar(desk: Desk) -> None:
    """`/t` completes the team by the first letters of its pinyin; a reason stands behind it."""
    await desk.press("/")
    await desk.bar.fill("/t ydls")
    await expect(desk.page.locator("#command-0")).to_contain_text("再写理由")
    await desk.press("Tab")
    await desk.write("林木归林水")
    await expect(desk.page.locator("#command-0")).to_contain_text("理由：林木归林水")
    await desk.press("Enter")
    await expect(desk.bar).to_have_count(0)
    await expect(desk.head).to_have_attribute("data-state", "routed")


@job
async def send_from_the_bar(desk: Desk) -> None:
    """`/s` sends the open case to a unit; the server's no is said in the bar, and what was typed stays."""
    await expect(desk.page.locator('[data-order="send"]')).to_be_visible()
    await desk.command("/s 东湖一组")
    await expect(desk.page.get_by_test_id("command-refusal")).to_contain_text("没有办成")
    await expect(desk.bar).to_have_value("/s 东湖一组")
    await desk.bar.fill("/s ydlsz")
    await expect(desk.page.locator("#command-0")).to_contain_text("派给 云东林水组")
    await desk.press("Enter")
    await expect(desk.bar).to_have_count(0)
    await expect(desk.head).to_have_attribute("data-state", "sent")


@job
async def watch_what_needs_somebody(desk: Desk) -> None:
    """`n` shows it, Tab comes to it, Enter opens it: what was given back stands there, too."""
    said = await desk.platform.report(category=TWO_HOLDERS, title="又响了")
    await desk.press("n")
    need = desk.page.locator(f'[data-subject="{said["case_no"]}"] .what')
    await desk.tab_to(need)
    await desk.press("Enter")
    await expect(desk.head).to_contain_text(said["case_no"])


@job
async def find_in_the_whole_day(desk: Desk) -> None:
    """A text in the bar searches everything; `f` narrows it further; Esc steps out of the text."""
    rows = desk.page.get_by_test_id("case-row")
    await desk.command("砍了三棵树")
    await expect(rows).to_have_count(1)
    await desk.press("f")
    await expect(desk.page.get_by_role("searchbox").first).to_be_focused()
    await desk.press("ControlOrMeta+a", "Delete", "Escape")
    await expect(rows).to_have_count(3)


@job
async def follow_a_unit_on_the_map(desk: Desk) -> None:
    """`/g` flies to a unit or a township; `m` gives the arrows to the map."""
    case_map = desk.page.locator("[data-case-count]")
    await expect(case_map).to_have_attribute("data-ready", "true")
    await desk.command("/g dhyz")
    await expect(desk.page.get_by_role("button", name="回到之前的视图")).to_be_enabled()
    await desk.command("/去南市街道")
    await desk.press("m")
    await expect(case_map.locator("canvas")).to_be_focused()


@job
async def give_an_instruction(desk: Desk) -> None:
    """`i` opens the form; Tab goes through it."""
    await desk.press("i")
    await desk.tab_to(desk.page.get_by_test_id("instruction-text"))
    await desk.write("今晚八点东湖集合")
    await desk.tab_to(desk.page.get_by_label("东湖街道综合行政执法队"))
    await desk.press("Space")
    await desk.tab_to(desk.page.get_by_test_id("instruction-send"))
    await desk.press("Enter")
    await expect(desk.page.get_by_test_id("told")).to_contain_text("今晚八点东湖集合")
    await desk.press("Escape")
    await expect(desk.page.locator("dialog[open]")).to_have_count(0)


@job
async def hand_the_shift_over(desk: Desk) -> None:
    """`/交接` is the same as `h`."""
    await desk.command("/交接")
    await desk.tab_to(desk.page.locator('[data-shift="8"]'))
    await desk.press("Enter")
    await desk.tab_to(desk.page.get_by_test_id("sign-leaving"))
    await desk.press("Enter")
    await expect(desk.page.get_by_test_id("handover")).to_contain_text("交班 云泽指挥员")
    await desk.press("Escape")


async def test_the_operators_jobs_are_done_by_keyboard_alone(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as page:
        await page.evaluate(NO_MOUSE)
        for run in JOBS:
            await run(Desk(page, platform))


async def test_no_key_fires_while_an_input_method_composes_or_a_text_is_written(
    browser: Browser, platform: Platform
) -> None:
    said = await platform.report(category=BY_HAND)
    async with signed_in(
        browser, platform, f"/?list=cases&case={said['case_no']}", "yz-center"
    ) as page:
        desk = Desk(page, platform)
        await expect(page.locator('[data-order="send"]')).to_be_visible()
        waits = expect(desk.head)

        for key in ("d", "r", "n", "h", "/", "?"):
            await page.evaluate(COMPOSED_KEY, key)
        await expect(page.locator("dialog[open]").or_(desk.bar)).to_have_count(0)
        await waits.to_have_attribute("data-state", "routed")
        assert "list=needs" not in page.url

        await desk.press("f")
        method = await page.context.new_cdp_session(page)
        await _compose(method, "dr")
        await desk.press("d", "Enter")
        await waits.to_have_attribute("data-state", "routed")
        await method.send("Input.insertText", {"text": "东"})

        await desk.press("Escape", "/")
        await desk.bar.fill("")
        await _compose(method, "jiaojie")
        await desk.press("Enter")
        await expect(desk.bar).to_be_visible()
        await method.send("Input.insertText", {"text": "/交接"})
        await expect(page.locator("#command-0")).to_contain_text("交接班")


COMPOSED_KEY: Final = """key => document.body.dispatchEvent(
  new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, isComposing: true }))"""


async def _compose(method: Any, text: str) -> None:
    """Begin to write Chinese: letters that are no text yet."""
    at = {"selectionStart": len(text), "selectionEnd": len(text)}
    await method.send("Input.imeSetComposition", {"text": text, **at})


async def test_what_was_opened_by_a_key_closes_by_esc_and_gives_the_focus_back(
    browser: Browser, platform: Platform
) -> None:
    said = await platform.report(category=BY_HAND)
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as page:
        desk = Desk(page, platform)
        rows = page.locator("#queue")
        await rows.focus()
        await desk.press("j")
        await expect(desk.head).to_contain_text(said["case_no"])

        await desk.press("?")
        sheet = page.locator("dialog[open]")
        await expect(sheet.locator('[data-key="d"]')).to_contain_text("派遣")
        await expect(sheet.locator('[data-key="a"]')).to_contain_text("现在没有可做的")
        await desk.press("n")
        assert "list=needs" not in page.url
        await desk.press("Escape")
        await expect(sheet).to_have_count(0)
        await expect(rows).to_be_focused()

        await desk.press("/")
        await expect(desk.bar).to_be_focused()
        await expect(desk.bar).to_have_attribute("aria-activedescendant", "command-0")
        await desk.press("ArrowDown")
        await expect(desk.bar).to_have_attribute("aria-activedescendant", "command-1")
        await desk.press("Escape")
        await expect(desk.bar).to_have_count(0)
        await expect(rows).to_be_focused()

        await desk.press("r")
        await expect(page.get_by_test_id("recall-reason")).to_be_focused()
        await desk.press("Escape")
        await expect(page.get_by_test_id("recall-reason")).to_have_count(0)
        await expect(rows).to_be_focused()

        await desk.press("Escape")
        await expect(desk.head).to_have_count(0)

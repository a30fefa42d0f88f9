"""The console on the worst evening: a storm of cases, and its server killed, while somebody writes."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.test_screens import browser, signed_in
from tests.killing import killable_web
from tests.platform import Platform, make_event

__all__ = ["browser"]

CASES = 300
BURST = 10
NOTE = "当事人称已与社区沟通，承诺今晚八点前自行搬离，请值班员九点回访。"
CLEAR = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M01"}
UNCLEAR = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}
WATCH = """
() => {
  const seen = (window.seen = { longest: 0, long: 0, lost: [], moved: [] });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.long += 1;
      seen.longest = Math.max(seen.longest, duration);
    }
  }).observe({ type: "longtask" });
  const held = document.activeElement;
  held.addEventListener("blur", () => seen.lost.push(String(document.activeElement?.tagName)));
  const rows = () => new Map([...document.querySelectorAll('[data-testid="case-row"]')]
    .map((row) => [row.dataset.caseNo, row.getBoundingClientRect().top]));
  const before = rows();
  const look = () => {
    for (const [caseNo, top] of rows()) {
      if (before.get(caseNo) !== top) seen.moved.push(`${caseNo}: ${before.get(caseNo)} -> ${top}`);
    }
    requestAnimationFrame(look);
  };
  look();
}
"""
"""What happens to somebody who writes, noted from the page itself, frame by frame."""

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


async def storm(platform: Platform) -> None:
    """Report many cases in bursts, faster than a minute would ask for."""
    for _ in range(CASES // BURST):
        events = [make_event(category=UNCLEAR if n % 3 else CLEAR) for n in range(BURST)]
        answer = await platform.client.post(
            "/api/v1/events:batch", json=events, headers=platform.as_platform
        )
        assert answer.status_code == 200, answer.text
        await asyncio.sleep(0.3)


async def count_open(platform: Platform) -> dict[str, int]:
    """Count the open cases by state, as a GET gives them."""
    headers = await platform.sign_in("yz-center")
    found: dict[str, int] = {}
    before: dict[str, str] = {}
    while True:
        answer = await platform.client.get(
            "/api/v1/cases", params={"limit": 500, **before}, headers=headers
        )
        page: dict[str, Any] = answer.json()
        for case in page["items"]:
            if not case["closed"]:
                found[case["state"]] = found.get(case["state"], 0) + 1
        if len(page["items"]) < 500:
            return found
        before = {"before": page["items"][-1]["case_no"]}


async def open_a_form(console: Page, case_no: str) -> Any:
    """Begin to judge a case, and give the field one writes in."""
    await console.locator(f'[data-testid="case-row"][data-case-no="{case_no}"]').click()
    note = console.get_by_test_id("assign-reason")
    await note.click()
    return note


async def test_a_storm_takes_nothing_from_somebody_who_writes(
    browser: Browser, platform: Platform, record_property: Any
) -> None:
    for _ in range(20):
        await platform.report()
    case_no = (await platform.report(category=UNCLEAR))["case_no"]
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
        await expect(console.get_by_test_id("queue-total")).to_have_text("21")
        note = await open_a_form(console, case_no)
        await console.evaluate(WATCH)

        raging = asyncio.create_task(storm(platform))
        for letter in NOTE:
            # As an input method hands it over: a word at a time, however busy the page is.
            await console.keyboard.insert_text(letter)
            await asyncio.sleep(0.2)
        await raging
        await expect(console.get_by_test_id("queue-total")).to_have_text(str(CASES + 21))

        await expect(note).to_have_value(NOTE)
        await expect(note).to_be_focused()
        seen = await console.evaluate("window.seen")
        for name in ("long", "longest"):
            record_property(f"longtask_{name}", seen[name])
        assert (seen["lost"], seen["moved"][:1]) == ([], [])

        await expect(console.get_by_test_id("new-cases")).to_contain_text(str(CASES))
        await console.get_by_test_id("new-cases").click()
        await expect(console.get_by_test_id("new-cases")).to_have_count(0)
        await expect(note).to_have_value(NOTE)


async def test_a_killed_server_takes_nothing_and_the_picture_is_whole_when_it_is_back(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report(category=UNCLEAR))["case_no"]
    with killable_web(platform.settings) as (web, origin):
        there = Platform(
            origin,
            platform.app,
            platform.settings,
            platform.facts,
            platform.database,
            platform.client,
        )
        async with signed_in(browser, there, "/?list=cases", "yz-center") as console:
            note = await open_a_form(console, case_no)
            await console.keyboard.insert_text(NOTE)

            web.kill()
            pill = console.get_by_test_id("conn-pill").first
            await expect(pill).to_have_attribute("data-state", "retry")
            for _ in range(5):
                await platform.report()
            web.start()
            await expect(pill).to_have_attribute("data-state", "open")

            open_cases = await count_open(platform)
            await expect(console.get_by_test_id("queue-total")).to_have_text(
                str(sum(open_cases.values()))
            )
            await expect(note).to_have_value(NOTE)
            await console.keyboard.insert_text("。")
            await expect(note).to_have_value(f"{NOTE}。")

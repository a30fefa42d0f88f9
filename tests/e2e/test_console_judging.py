"""Judging in a real Chromium: correct, accept, refuse, ask back, merge and undo, without losing a word."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser import HOW_TO_GET_IT, chromium, find_chromium
from tests.e2e.test_screens import PATIENCE_MS, signed_in
from tests.platform import Platform

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

CONTRADICTION = {"lon": 87.03, "lat": 43.03, "township_code": "990101002"}


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium, or one loud line that says how to get it."""
    if find_chromium() is None:
        pytest.skip(HOW_TO_GET_IT)
    async with chromium() as running:
        yield running


async def told(platform: Platform, event: str) -> dict[str, Any]:
    """Give what the platform that reported an event hears of it."""
    answer = await platform.client.get(f"/api/v1/events/{event}", headers=platform.as_platform)
    heard: dict[str, Any] = answer.json()
    return heard


async def test_a_place_is_corrected_and_the_rules_team_is_accepted(
    browser: Browser, platform: Platform
) -> None:
    said = await platform.report(location=CONTRADICTION, title="占道摆摊的人")
    async with signed_in(browser, platform, f"/?case={said['case_no']}", "yz-center") as console:
        accept = console.get_by_test_id("judge-accept")
        await expect(console.get_by_test_id("similar")).to_contain_text("没有相似案件")
        await expect(console.get_by_test_id("judge")).to_contain_text("规则未定")
        await expect(accept).to_be_disabled()
        await console.get_by_test_id("judge-point").fill("87.15, 43.05")
        await expect(console.get_by_test_id("judge-why")).to_contain_text("南市街道")
        await expect(accept).to_be_enabled()
        # What was put in outlives the page.
        await console.reload()
        await expect(console.get_by_test_id("judge-point")).to_have_value("87.15, 43.05")
        await expect(accept).to_be_enabled()
        await accept.click()
        await expect(console.get_by_test_id("case-head")).not_to_have_attribute(
            "data-state", "to_judge"
        )
        await expect(console.get_by_test_id("judge")).to_have_count(0)


async def test_the_question_of_the_rules_is_answered_with_a_key(
    browser: Browser, platform: Platform
) -> None:
    said = await platform.report(
        category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "M09"}, title="倒渣土"
    )
    async with signed_in(browser, platform, f"/?case={said['case_no']}", "yz-center") as console:
        question = console.get_by_test_id("judge-question")
        await expect(question).to_contain_text("倾倒的是单位还是个人？")
        await question.get_by_role("button", name="个人").focus()
        await console.keyboard.press("Enter")
        await expect(console.get_by_test_id("judge-accept")).to_be_enabled()
        await console.get_by_test_id("judge-accept").focus()
        await console.keyboard.press("Enter")
        await expect(console.get_by_test_id("case-head")).not_to_have_attribute(
            "data-state", "to_judge"
        )


async def test_a_case_is_asked_back_then_refused_and_its_platform_hears_why(
    browser: Browser, platform: Platform
) -> None:
    said = await platform.report(source_event_id="EV-UI", location=None)
    async with signed_in(browser, platform, f"/?case={said['case_no']}", "yz-center") as console:
        await console.get_by_test_id("judge-ask").click()
        await console.get_by_label("地点", exact=True).last.check()
        await console.get_by_test_id("judge-reason").fill("在哪个路口？")
        await console.get_by_test_id("judge-ask-send").click()
        await expect(console.get_by_test_id("outcome")).to_contain_text("缺少地点")
        assert (await told(platform, "EV-UI"))["asked_back"]["words"] == "在哪个路口？"

        await console.get_by_test_id("judge-refuse").click()
        await console.get_by_test_id("judge-ground").select_option("unfounded")
        await console.get_by_test_id("judge-reason").fill("现场无此情形")
        await console.get_by_test_id("judge-refuse-send").click()
        await expect(console.get_by_test_id("outcome")).to_contain_text("经核查无此情形")
        await expect(console.get_by_test_id("case-head")).to_contain_text("不予受理")
    heard = await told(platform, "EV-UI")
    assert (heard["stage"], heard["outcome"]) == ("closed", "refused")


async def test_a_duplicate_near_by_is_merged_and_the_merge_undone(
    browser: Browser, platform: Platform
) -> None:
    head = await platform.report(title="湖滨路口占道摆摊")
    said = await platform.report(
        source_event_id="EV-DUP", location=CONTRADICTION, title="湖滨路口有人摆摊"
    )
    async with signed_in(browser, platform, f"/?case={said['case_no']}", "yz-center") as console:
        similar = console.get_by_test_id("similar")
        line = similar.locator(f"li[data-case='{head['case_no']}']")
        await expect(line).to_contain_text("同类")
        await expect(line).to_contain_text("0 m")
        await line.get_by_role("button", name=f"并入 {head['case_no']}").click()

        outcome = console.get_by_test_id("outcome")
        await expect(outcome).to_contain_text(f"已并入 {head['case_no']}")
        assert (await told(platform, "EV-DUP"))["merged_into"] == head["case_no"]
        await console.get_by_test_id("undo-merge").click()
        await console.get_by_test_id("unmerge-reason").fill("不是同一处")
        await console.get_by_test_id("unmerge").click()

        await expect(console.get_by_test_id("case-head")).to_have_attribute(
            "data-state", "to_judge"
        )
        await expect(console.get_by_test_id("judge")).to_be_visible()
    heard = await told(platform, "EV-DUP")
    assert (heard["stage"], heard["closed"], heard["merged_into"]) == ("accepted", False, None)


async def test_what_somebody_else_changed_is_looked_at_before_it_is_decided(
    browser: Browser, platform: Platform
) -> None:
    said = await platform.report(location=CONTRADICTION)
    async with signed_in(browser, platform, f"/?case={said['case_no']}", "yz-center") as console:
        await console.get_by_test_id("judge-reason").fill("正在写")
        headers = await platform.sign_in("yz-east")
        answer = await platform.client.post(
            f"/api/v1/cases/{said['case_no']}/clock",
            json={"ground": "dispute", "version": 1},
            headers=headers,
        )
        assert answer.status_code == 200, answer.text
        stale = console.get_by_test_id("judge-stale")
        await expect(stale).to_be_visible()
        await expect(console.get_by_test_id("judge-reason")).to_have_value("正在写")
        await stale.get_by_role("button").click()
        await expect(stale).to_have_count(0)

"""What a command post orders from its console: by key, by hand, many at once, and beside somebody else."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.test_screens import browser, signed_in
from tests.platform import Platform
from tests.waiting import until_read

__all__ = ["browser"]

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

BY_HAND: dict[str, Any] = {
    "category": {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M08"},
    "title": "毁坏林木",
}
"""Taken by YZ-E-LS, for which an operator chooses the unit."""
TO_JUDGE: dict[str, Any] = {
    "category": {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"},
    "title": "夜里机器响",
}


def row(console: Page, case_no: str) -> Locator:
    return console.locator(f'[data-testid="case-row"][data-case-no="{case_no}"]')


async def drag(console: Page, what: Locator, onto: Locator) -> None:
    """Carry it there as a hand does, and let go once the place shows that it takes it."""
    await what.hover()
    await console.mouse.down()
    await onto.hover()
    await onto.hover()
    await expect(onto).to_have_attribute("data-aimed", "")
    await console.mouse.up()


async def story(platform: Platform, case_no: str, username: str = "yz-center") -> dict[str, Any]:
    headers = await platform.sign_in(username)
    answer = await platform.client.get(f"/api/v1/cases/{case_no}", headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def task_states(platform: Platform, case_no: str) -> list[str]:
    return [task["state"] for task in (await story(platform, case_no))["tasks"]]


async def wait_for_states(platform: Platform, case_no: str, *states: str) -> None:
    async def read() -> list[str]:
        return await task_states(platform, case_no)

    await until_read(read, list(states))


async def order(platform: Platform, case_no: str, **words: Any) -> None:
    headers = await platform.sign_in("yz-center")
    task = next(one for one in (await story(platform, case_no))["tasks"] if not one["ended"])
    answer = await platform.client.post(
        f"/api/v1/tasks/{task['id']}/orders",
        json={"id": str(uuid4()), **words},
        headers=headers,
    )
    assert answer.status_code == 200, answer.text


class TestSending:
    async def test_takes_one_key_and_says_why_this_unit(
        self, browser: Browser, platform: Platform
    ) -> None:
        case_no = (await platform.report(**BY_HAND))["case_no"]
        async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
            await row(console, case_no).click()
            first = console.locator('[data-candidate="YZ-U7"]')
            await expect(first).to_contain_text("手上 0 件")
            await expect(first).to_contain_text("分钟")

            await console.keyboard.press("d")

            await expect(console.get_by_test_id("case-head")).to_have_attribute(
                "data-state", "sent"
            )
        await wait_for_states(platform, case_no, "offered")

    async def test_is_done_by_dropping_a_unit_on_the_case_or_the_case_on_a_unit(
        self, browser: Browser, platform: Platform
    ) -> None:
        one = (await platform.report(**BY_HAND))["case_no"]
        other = (await platform.report(**BY_HAND))["case_no"]
        async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
            head = console.get_by_test_id("case-head")
            await row(console, one).click()
            candidate = console.locator('[data-candidate="YZ-U7"]')
            await expect(candidate).to_be_visible()
            await drag(console, candidate, row(console, one))
            await expect(head).to_have_attribute("data-state", "sent")

            await row(console, other).click()
            await expect(head).to_contain_text(other)
            await console.locator('[data-count="free_units"]').click()
            await drag(console, head, console.locator('[data-unit="YZ-U3"]'))
            # The unit is none of this team: refused, with who could go instead.
            refusal = console.get_by_test_id("order-refusal")
            await expect(refusal).to_contain_text("可行：派 云东林水组")
            assert await task_states(platform, other) == ["waiting"]

    async def test_a_unit_that_has_a_task_is_not_overruled_by_a_slip(
        self, browser: Browser, platform: Platform
    ) -> None:
        case_no = (await platform.report())["case_no"]
        async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
            await row(console, case_no).click()
            await expect(console.get_by_test_id("orders")).to_be_visible()
            await console.keyboard.press("d")
            await expect(console.get_by_test_id("candidates")).to_be_visible()
            await expect(console.locator("[data-candidate]").first).to_be_focused()
            await console.keyboard.press("Escape")
            await expect(console.get_by_test_id("candidates")).to_have_count(0)
            await console.keyboard.press("r")
            await expect(console.get_by_test_id("recall-reason")).to_be_focused()
        assert await task_states(platform, case_no) == ["offered"]


class TestBulk:
    async def test_is_foretold_done_row_by_row_and_undone_and_writes_what_single_acts_write(
        self, browser: Browser, platform: Platform
    ) -> None:
        waiting = [(await platform.report(**BY_HAND))["case_no"] for _ in range(3)]
        judged = (await platform.report(**TO_JUDGE))["case_no"]
        for case_no in waiting:
            await wait_for_states(platform, case_no, "waiting")
        async with signed_in(browser, platform, "/?list=cases&sort=oldest", "yz-center") as console:
            await expect(row(console, judged)).to_be_visible()
            await row(console, waiting[0]).click()
            await console.keyboard.press("Space")
            await console.keyboard.press("Shift+ArrowDown")
            await expect(console.get_by_test_id("bulk-count")).to_contain_text("2")
            await row(console, waiting[2]).click(modifiers=["Shift"])
            await expect(console.get_by_test_id("bulk-count")).to_contain_text("3")
            await expect(row(console, waiting[1])).to_have_attribute("aria-checked", "true")
            await expect(console.get_by_test_id("bulk-all")).to_contain_text("4")
            await console.get_by_test_id("bulk-all").click()

            await console.locator('[data-bulk="send"]').click()
            await expect(console.get_by_test_id("bulk-trial")).to_contain_text(
                "能办 3 件，不能办 1"
            )
            assert await task_states(platform, waiting[0]) == ["waiting"]
            await console.get_by_test_id("bulk-go").click()
            await expect(console.get_by_test_id("bulk-result")).to_contain_text("已办 3 件，未办 1")
            await expect(console.get_by_test_id("bulk-refusal")).to_contain_text("没有可下令")
            undo = console.get_by_test_id("bulk-undo")
            await expect(undo).to_contain_text("收回 3 件")
            await undo.click()
            await expect(console.get_by_test_id("bulk-undone")).to_contain_text("3")
        moves = [(await story(platform, case_no))["tasks"][0]["moves"] for case_no in waiting]
        assert [[(move["state"], move["by"]) for move in task] for task in moves] == [
            [("offered", "post"), ("recalled", "post")]
        ] * 3
        assert len({move["act"] for task in moves for move in task}) == 6

    async def test_says_the_platforms_own_words_of_each_refusal_and_offers_no_undo_of_a_recall(
        self, browser: Browser, platform: Platform
    ) -> None:
        sent = (await platform.report())["case_no"]
        waiting = (await platform.report(**BY_HAND))["case_no"]
        await wait_for_states(platform, sent, "offered")
        await wait_for_states(platform, waiting, "waiting")
        async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
            await row(console, sent).click(modifiers=["Control"])
            await row(console, waiting).click(modifiers=["Control"])
            await console.locator('[data-bulk="reassign"]').click()
            await console.get_by_test_id("bulk-rehearse").click()
            refusals = console.get_by_test_id("bulk-refusal")
            await expect(refusals.first).to_be_visible()
            await console.keyboard.press("Escape")
            await expect(console.get_by_test_id("bulk-sheet")).to_have_count(0)

            await console.locator('[data-bulk="recall"]').click()
            await console.get_by_test_id("bulk-reason").fill("报错了")
            await console.get_by_test_id("bulk-rehearse").click()
            await console.get_by_test_id("bulk-go").click()
            await expect(console.get_by_test_id("bulk-result")).to_contain_text("已办 2 件")
            await expect(console.get_by_test_id("bulk-undo")).to_have_count(0)


async def test_a_task_is_shared_out_among_teams_each_with_what_it_is_to_do(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report())["case_no"]
    async with signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-center") as console:
        await console.locator('[data-order="split"]').click()
        await expect(console.locator('[data-part="0"]')).to_have_value("YZ-T1")
        await console.locator('[data-part="1"]').select_option("YZ-E-ZD")
        await console.locator('[data-ask="1"]').fill("清运堆物")
        await console.get_by_test_id("split-submit").click()
        await expect(console.locator('[data-task-state="split"]')).to_be_visible()
        await expect(console.get_by_test_id("ladder")).to_contain_text("云东直属组")
    parts = [one for one in (await story(platform, case_no))["tasks"] if one["role"] == "part"]
    assert {(part["team"], part["ask"]) for part in parts} == {
        ("YZ-T1", None),
        ("YZ-E-ZD", "清运堆物"),
    }


async def test_more_time_is_asked_for_by_one_and_granted_by_another_within_what_the_row_gives(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report(**{**TO_JUDGE, "title": "要延期"}))["case_no"]
    due = (await story(platform, case_no))["due_at"]
    async with (
        signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-donghu") as asker,
        signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-center") as center,
    ):
        await asker.locator('[data-clock="ask"]').click()
        await expect(asker.get_by_test_id("clock-acts")).to_contain_text("一次最多 4 工作小时")
        await asker.get_by_test_id("extension-value").fill("2")
        await asker.get_by_test_id("extension-reason").fill("等检测")
        await asker.get_by_test_id("extension-submit").click()
        await expect(asker.get_by_test_id("extension")).to_have_attribute("data-state", "asked")

        # Nobody answers what he asked for himself, and is told so.
        await asker.get_by_test_id("extension-words").fill("我自己批")
        await asker.get_by_test_id("extension-approve").click()
        await expect(asker.get_by_test_id("clock-acts").get_by_role("alert")).to_be_visible()
        await expect(asker.get_by_test_id("extension-words")).to_have_value("我自己批")

        await center.reload()
        await center.get_by_test_id("extension-words").fill("同意")
        await center.get_by_test_id("extension-approve").click()
        await expect(center.get_by_test_id("extension")).to_have_attribute("data-state", "approved")
        await expect(center.get_by_test_id("clock-acts")).to_contain_text("不能再延")
    assert (await story(platform, case_no))["due_at"] > due


async def test_a_clock_rests_on_a_ground_of_the_rows_and_goes_on(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report(**TO_JUDGE))["case_no"]
    async with signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-center") as console:
        await console.locator('[data-clock="rest"]').click()
        ground = console.get_by_test_id("rest-ground")
        await expect(ground.locator("option")).to_have_count(3)
        await ground.select_option("dispute")
        await console.get_by_test_id("rest-submit").click()
        await console.locator('[data-clock="go_on"]').click()
        await expect(console.locator('[data-clock="rest"]')).to_be_visible()


async def test_what_was_sent_back_says_how_often_and_why_and_is_decided_by_who_stands_above(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report())["case_no"]
    await wait_for_states(platform, case_no, "offered")
    officer = await platform.sign_in("yz-team")
    (task,) = (await platform.client.get("/api/v1/tasks", headers=officer)).json()["items"]
    for word in ({"do": "accept"}, {"do": "return", "code": "other_matter"}):
        answer = await platform.client.post(
            f"/api/v1/tasks/{task['id']}/acts",
            json={"id": str(uuid4()), "at": "2026-11-20T10:00:00+08:00", **word},
            headers=officer,
        )
        assert answer.status_code == 200, answer.text
    async with signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-center") as console:
        returned = console.get_by_test_id("returned")
        await expect(returned).to_have_attribute("data-hops", "1")
        await expect(returned).to_contain_text("非本事项")

        await console.keyboard.press("e")
        await expect(console.locator('[data-ruling="upgrade"]')).to_be_checked()
        await console.locator('[data-ruling="designation"]').check()
        await console.get_by_test_id("ruling-team").select_option("YZ-E-ZD")
        await console.get_by_test_id("ruling-reason").fill("两队有争议，指定直属中队")
        await console.get_by_test_id("ruling-submit").click()
        await expect(console.get_by_test_id("ruling")).to_contain_text("指定管辖")
        await expect(console.get_by_test_id("case-head")).to_contain_text("直属中队")


async def test_two_people_on_one_case_see_each_other_and_nobody_overwrites(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report(**TO_JUDGE))["case_no"]
    async with (
        signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-center") as center,
        signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-east") as east,
    ):
        await expect(center.get_by_test_id("onlookers")).to_contain_text("云东指挥员")
        await expect(east.get_by_test_id("onlookers")).to_contain_text("云泽指挥员")

        await east.get_by_test_id("assign-team").select_option("YZ-E-ZD")
        await east.get_by_test_id("assign-reason").fill("现场为经营场所")
        await center.get_by_test_id("assign-team").select_option("YZ-T1")
        await center.get_by_test_id("assign-reason").fill("先到先办")
        await center.get_by_test_id("assign-submit").click()
        await expect(center.get_by_test_id("case-head")).to_have_attribute("data-state", "sent")

        changed = east.get_by_test_id("changed")
        await expect(changed.locator('[data-changed="state"]')).to_contain_text("待研判")
        await expect(changed.locator('[data-changed="team_name"]')).to_contain_text("东湖街道")
        # What was typed stays.
        await expect(east.get_by_test_id("assign-reason")).to_have_value("现场为经营场所")

        await center.keyboard.press("Escape")
        await expect(east.get_by_test_id("onlookers").locator(".tag")).to_have_count(0)
    assert (await story(platform, case_no))["team"] == "YZ-T1"


async def test_an_order_on_what_somebody_else_has_changed_is_not_carried_out_unseen(
    browser: Browser, platform: Platform
) -> None:
    case_no = (await platform.report())["case_no"]
    officer = await platform.sign_in("yz-team")
    async with signed_in(browser, platform, f"/?list=cases&case={case_no}", "yz-center") as console:
        await console.locator('[data-order="recall"]').click()
        await console.get_by_test_id("recall-reason").fill("报错了")
        (task,) = (await platform.client.get("/api/v1/tasks", headers=officer)).json()["items"]
        answer = await platform.client.post(
            f"/api/v1/tasks/{task['id']}/acts",
            json={"id": str(uuid4()), "at": "2026-11-20T10:00:00+08:00", "do": "accept"},
            headers=officer,
        )
        assert answer.status_code == 200, answer.text
        changed = console.get_by_test_id("changed")
        await expect(changed.locator('[data-changed="state"]')).to_contain_text("已接单")

        await console.get_by_test_id("recall-submit").click()
        await expect(console.get_by_test_id("order-refusal")).to_be_visible()
        assert await task_states(platform, case_no) == ["accepted"]
        await console.get_by_test_id("changed-look").click()
        await expect(console.get_by_test_id("recall-reason")).to_have_value("报错了")
        await console.get_by_test_id("recall-submit").click()
        await expect(console.get_by_test_id("case-head")).to_have_attribute(
            "data-state", "to_judge"
        )

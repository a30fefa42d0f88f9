"""axe looks at every screen, in both languages, dark and light: nothing serious stands in anybody's way."""

from typing import Final

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.test_screens import browser, signed_in
from tests.e2e.test_wall import call_for_help, hung_up, open_link
from tests.pages import ROOT
from tests.platform import Platform

__all__ = ["browser"]

AXE: Final = ROOT / "web" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
THEMES: Final = ("dark", "light")
GRAVE: Final = ("serious", "critical")
RUN: Final = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help, nodes: nodes.slice(0, 5).map(({ target, html, any }) => ({
      target: target.join(" "), html: html.slice(0, 200), why: any.map(({ message }) => message).join("; "),
    })),
  }));
}
"""
UNCLEAR: Final = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}

# One look at the screens is enough: what differs between the databases is tested below them.
pytestmark = [
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
    pytest.mark.parametrize("lang", ["zh", "en"]),
]


async def look(page: Page, what: str) -> None:
    """Let axe look at a page as it stands, in both themes."""
    await page.evaluate(AXE.read_text("utf-8"))
    # What fades from one colour to the other would be half of each.
    await page.emulate_media(reduced_motion="reduce")
    found: list[str] = []
    for theme in THEMES:
        await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        await page.evaluate(
            "new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))"
        )
        for wrong in await page.evaluate(RUN):
            if wrong["impact"] in GRAVE:
                found += [
                    f"{what}, {theme}: {wrong['id']}: {node['target']}: {node['why']}"
                    for node in wrong["nodes"]
                ]
    assert not found, "\n".join(found)


async def speak(page: Page, lang: str) -> None:
    """Go on in a language: the page is opened again with it."""
    await page.evaluate("lang => localStorage.setItem('onedoor.language', lang)", lang)
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if lang == "zh" else "en")


async def test_the_way_in(browser: Browser, platform: Platform, lang: str) -> None:
    page = await browser.new_page()
    for path in ("/", "/field", "/wall", "/competence"):
        await page.goto(platform.base_url + path)
        await speak(page, lang)
        await expect(page.get_by_test_id("login-submit")).to_be_visible()
        await look(page, f"sign-in at {path}")
    await page.close()


async def test_the_console(browser: Browser, platform: Platform, lang: str) -> None:
    unclear = (await platform.report(category=UNCLEAR))["case_no"]
    clear = (await platform.report())["case_no"]
    async with signed_in(browser, platform, "/?list=cases", "yz-center") as console:
        await speak(console, lang)
        row = console.locator(f'[data-testid="case-row"][data-case-no="{clear}"]')
        await expect(row).to_be_visible()
        await expect(console.locator("[data-case-count]")).to_be_visible()
        await look(console, "the console")
        await row.click()
        await expect(console.get_by_test_id("why")).to_be_visible()
        await look(console, "a case that was sent")
        await console.locator(f'[data-testid="case-row"][data-case-no="{unclear}"]').click()
        await expect(console.get_by_test_id("assign-reason")).to_be_visible()
        await look(console, "a case to judge")
        await console.keyboard.press("Escape")
        for key, name in (("?", "the keys"), ("i", "an instruction"), ("h", "the hand-over")):
            await console.keyboard.press(key)
            await expect(console.get_by_role("dialog")).to_be_visible()
            await look(console, name)
            await console.keyboard.press("Escape")
            await expect(console.get_by_role("dialog")).to_have_count(0)
        await call_for_help(platform)
        await expect(console.get_by_test_id("sos-banner")).to_be_visible()
        await console.keyboard.press("n")
        await look(console, "what needs me, with a call for help")
        for width in (768, 320):
            await console.set_viewport_size({"width": width, "height": 900})
            await look(console, f"the console at {width}")


async def test_the_phone(browser: Browser, platform: Platform, lang: str) -> None:
    await platform.report()
    async with signed_in(browser, platform, "/field", "yz-team", width=390) as phone:
        await speak(phone, lang)
        await expect(phone.get_by_test_id("incoming")).to_be_visible()
        await look(phone, "a task that comes in")
        await phone.get_by_test_id("btn-accept-go").click()
        await look(phone, "a task under way")
        await phone.get_by_test_id("btn-arrive").click()
        await phone.get_by_test_id("btn-finish").click()
        await expect(phone.get_by_test_id("finish-note")).to_be_visible()
        await look(phone, "finishing")


async def test_the_pages_about_who_is_competent(
    browser: Browser, platform: Platform, lang: str
) -> None:
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    account = next(a for a in platform.facts["accounts"] if a["username"] == "yz-admin")
    await page.goto(platform.base_url + "/competence")
    await page.get_by_test_id("login-username").fill("yz-admin")
    await page.get_by_test_id("login-password").fill(account["password"])
    await page.get_by_test_id("login-submit").click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    await speak(page, lang)
    links = (
        await page.get_by_role("navigation")
        .get_by_role("link")
        .evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    )
    assert len(links) >= 5
    for link in links:
        if link.startswith("/competence"):
            await page.goto(platform.base_url + link)
            await page.wait_for_load_state("networkidle")
            await look(page, link)
    await page.close()


async def test_the_wall(browser: Browser, platform: Platform, lang: str) -> None:
    link = await open_link(platform)
    await platform.report()
    await call_for_help(platform)
    address = link.replace("#", f"?lang={lang}#")
    async with hung_up(browser, platform.base_url + address) as wall:
        await expect(wall.get_by_test_id("wall-sos")).not_to_be_empty()
        await expect(wall.get_by_test_id("wall-news").first).to_be_visible()
        await look(wall, "the wall")

"""Who is competent, as people ask it: the page answers as the engine does, and a reform goes through it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.async_api import Browser, Page, expect

from command.catalogue import folder
from command.catalogue.facts import Facts, Item
from command.competence.decide import decide
from command.competence.snapshot import compile_facts
from command.competence.values import Asked
from core import schema
from core.clock import utcnow
from core.db import Database
from core.settings import Settings
from main import load_folder
from tests.browser import HOW_TO_GET_IT, chromium, find_chromium
from tests.conftest import YUNZE
from tests.platform import Platform, running_platform

HANGZHOU = Path(__file__).parents[2] / "cities" / "hangzhou"
PATIENCE_MS = 60_000
HEADER = ("序号", "事项代码", "事项名称", "法律依据", "划转范围", "具体职责边界", "划出部门")
ITEMS = 432
TOWNSHIPS = {
    "330122201": ("莪山", 119.5503, 29.8066),
    "330122202": ("钟山", 119.4944, 29.7848),
    "330122204": ("新合", 119.8794, 29.6872),
}
"""Three townships of 桐庐 with short lists, and a point in each."""
HOUSE = {"scheme": "LOCAL", "kind": "matter", "code": "LOC-HOUSE"}
"""A class whose item is on none of their lists before, and on all of them after."""

expect.set_options(timeout=PATIENCE_MS)

pytestmark = [
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium, or one loud line that says how to get it."""
    if find_chromium() is None:
        pytest.skip(HOW_TO_GET_IT)
    async with chromium() as running:
        yield running


@pytest.fixture
async def hangzhou(settings: Settings, tmp_path: Path) -> AsyncIterator[Platform]:
    """The platform with the sample city, large enough for a reform."""
    own = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'hangzhou.db'}"})
    database = Database(own.database_url)
    await schema.upgrade(database)
    await load_folder(database, folder=HANGZHOU)
    await database.close()
    async with running_platform(own, HANGZHOU) as running:
        yield running


@asynccontextmanager
async def signed_in(
    browser: Browser, platform: Platform, path: str, username: str
) -> AsyncIterator[Page]:
    """Open a page as somebody; at the end, no request has left our origin and nothing broke."""
    account = next(a for a in platform.facts["accounts"] if a["username"] == username)
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    origins: set[str] = set()
    failures: list[str] = []
    page.on("request", lambda request: origins.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: failures.append(str(error)))
    await page.goto(platform.base_url + path)
    await page.get_by_test_id("login-username").fill(username)
    await page.get_by_test_id("login-password").fill(account["password"])
    await page.get_by_test_id("login-submit").click()
    yield page
    assert failures == []
    assert origins <= {urlsplit(platform.base_url).netloc, ""}
    await context.close()


async def ask(page: Page, *, typed: str, code: str, point: str) -> None:
    """Choose a class by what is typed, and a place by its coordinates."""
    await page.get_by_test_id("ask-class").fill(typed)
    await page.locator('[role="listbox"] [role="option"]').filter(has_text=code).first.click()
    await page.get_by_test_id("ask-point").fill(point)
    await page.get_by_test_id("ask-point").press("Enter")
    await page.get_by_test_id("ask-point").blur()


async def test_the_page_answers_as_the_engine_does(browser: Browser, platform: Platform) -> None:
    snapshot = compile_facts(folder.read(YUNZE))
    today = utcnow().date()

    async with signed_in(browser, platform, "/competence", "yz-guest") as page:
        for code, township, point in (
            ("M01", "990101001", "87.03, 43.03"),
            ("M01", "990101002", "87.15, 43.05"),
            ("M07", "990101001", "87.03, 43.03"),
            ("M08", "990101002", "87.15, 43.05"),
            ("M04", "990102100", "87.05, 43.15"),
        ):
            await ask(page, typed=code, code=code, point=point)
            key = ("LOCAL-YZ", "matter", code)
            found = decide(Asked(key, "inside", township[:6], township, today, today), snapshot)
            verdict = page.get_by_test_id("verdict")
            await expect(verdict).to_have_attribute("data-team", found.team or "")
            if found.signing_body is not None:
                await expect(verdict).to_contain_text(found.signing_body)
        await expect(page.get_by_test_id("over-time")).to_be_visible()


async def test_a_class_is_found_by_its_pinyin_initials_and_a_question_is_answered(
    browser: Browser, platform: Platform
) -> None:
    async with signed_in(browser, platform, "/competence", "yz-guest") as page:
        await ask(page, typed="qdjzlj", code="M09", point="87.03, 43.03")
        question = page.get_by_test_id("question")
        await expect(question).to_be_visible()
        await expect(page.get_by_test_id("verdict")).to_have_attribute("data-team", "")

        await page.get_by_test_id("ask-subject-unit").click()
        await expect(page.get_by_test_id("verdict")).to_have_attribute("data-team", "YZ-E-ZD")
        await page.get_by_test_id("ask-subject-person").click()
        await expect(page.get_by_test_id("verdict")).to_have_attribute("data-team", "YZ-T1")
        await expect(question).to_have_count(0)

        await page.get_by_test_id("lang-switch").click()
        await expect(page.get_by_test_id("sentence")).to_contain_text("goes")
        assert "code=M09" in page.url


async def test_a_transfer_of_432_items_to_three_townships_is_imported_tried_and_published(
    browser: Browser, hangzhou: Platform, tmp_path: Path
) -> None:
    for _, lon, lat in TOWNSHIPS.values():
        where = {"lon": lon, "lat": lat, "crs": "CGCS2000"}
        await hangzhou.report(category=HOUSE, location=where)
    elsewhere = {"lon": 120.07, "lat": 30.16, "crs": "CGCS2000"}
    await hangzhou.report(category=HOUSE, location=elsewhere)
    facts = folder.read(HANGZHOU)
    today = utcnow().date()
    good = write_list(tmp_path / "镇街清单.xlsx", chosen(facts, today))
    bad = write_list(tmp_path / "写错的清单.xlsx", chosen(facts, today), wrong_row=7)

    async with signed_in(browser, hangzhou, "/competence/import", "guanli") as page:
        await upload(page, bad)
        await expect(page.get_by_test_id("draft-errors")).to_contain_text("事项代码")
        await expect(
            page.get_by_test_id("draft-errors").locator("tbody tr td").nth(1)
        ).to_have_text("7")
        await expect(page.get_by_test_id("publish")).to_have_count(0)

        await page.goto(f"{hangzhou.base_url}/competence/import")
        await upload(page, good)
        await expect(page.get_by_test_id("draft-diff")).to_be_visible()
        await expect(page.get_by_test_id("effect")).to_have_text("3 / 4")
        await page.get_by_test_id("simulate").click()
        await expect(page.get_by_test_id("simulated")).to_contain_text("4 件中 3 件换队伍")
        await page.get_by_test_id("publish").click()
        await expect(page.get_by_test_id("published")).to_contain_text("第 2 版")

        tomorrow = await page_tomorrow(page)
        for township, (_, lon, lat) in TOWNSHIPS.items():
            asked = f"scheme=LOCAL&code=LOC-HOUSE&lon={lon}&lat={lat}"
            await page.goto(f"{hangzhou.base_url}/competence?{asked}&filed_on={tomorrow}")
            squad = page.locator(f'[data-testid="verdict"][data-team="{township}-zf"]')
            await expect(squad).to_be_visible()
            day_before = (date.fromisoformat(tomorrow) - timedelta(days=1)).isoformat()
            await page.goto(f"{hangzhou.base_url}/competence?{asked}&filed_on={day_before}")
            county = page.locator('[data-testid="verdict"][data-team="330122-zs"]')
            await expect(county).to_be_visible()


async def test_boundaries_with_a_sliver_are_seen_mended_and_published(
    browser: Browser, platform: Platform, tmp_path: Path
) -> None:
    # One border drawn twice, eighty centimetres apart; then once, with ground that moves elsewhere.
    twice = draw(tmp_path / "重叠的界线.geojson", {2: ("87.1,", "87.09999,")})
    once = draw(tmp_path / "改好的界线.geojson", {4: ("87.34", "87.35")})
    wrong = draw(tmp_path / "写错的界线.geojson", {2: ("990101002", "330103001")})

    async with signed_in(browser, platform, "/competence/boundaries", "yz-admin") as page:
        await expect(page.get_by_test_id("survey-map")).to_have_attribute("data-ready", "true")
        await page.get_by_test_id("survey-from").fill("2031-01-01")
        await page.get_by_test_id("survey-file").set_input_files(wrong)
        await page.get_by_test_id("survey-review").click()
        await expect(page.get_by_test_id("survey-flaws")).to_have_text(
            "第 2 个要素（330103001）：没有这个镇街；若是新设，请加 name 属性"
        )

        await page.get_by_test_id("survey-file").set_input_files(twice)
        await page.get_by_test_id("survey-review").click()
        await expect(page.get_by_test_id("survey-slivers")).to_have_text("1")
        sliver = page.get_by_test_id("fault:1")
        await expect(sliver).to_contain_text("重叠")
        await expect(sliver).to_contain_text("东湖街道、南市街道")
        await sliver.click()
        await expect(page.get_by_test_id("survey-map")).to_have_attribute("data-chosen", "fault:1")
        await expect(page.get_by_test_id("survey-obstacle")).to_contain_text("1 处地两家都要")
        await expect(page.get_by_test_id("survey-publish")).to_be_disabled()

        await page.get_by_test_id("survey-file").set_input_files(once)
        await page.get_by_test_id("survey-review").click()
        await expect(page.get_by_test_id("survey-slivers")).to_have_text("0")
        await expect(page.get_by_test_id("move:0")).to_contain_text("无主 → 石门乡")
        await page.locator("h1").click()
        await page.keyboard.press("k")
        await expect(page.get_by_test_id("survey-map")).to_have_attribute("data-chosen", "move:0")
        await page.get_by_test_id("survey-publish").click()
        await expect(page.get_by_test_id("survey-published")).to_contain_text("第 2 代")
        coming = page.locator('[data-testid="generations"] [data-state="coming"]')
        await expect(coming).to_contain_text("2031-01-01")

        await page.goto(f"{platform.base_url}/competence/import")
        published = page.get_by_test_id("publications")
        await expect(published).to_contain_text("镇街界线")
        await expect(published).to_contain_text("云泽管理员")


def draw(path: Path, redrawn: dict[int, tuple[str, str]]) -> Path:
    """Write Yunze's boundaries as a survey, with features (counted from 1) that are drawn otherwise."""
    drawing = json.loads((YUNZE / "townships.geojson").read_text("utf-8"))
    features = [json.dumps(feature) for feature in drawing["features"]]
    for number, (old, new) in redrawn.items():
        assert old in features[number - 1]
        features[number - 1] = features[number - 1].replace(old, new)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    survey = drawing | {"crs": crs, "features": [json.loads(feature) for feature in features]}
    path.write_text(json.dumps(survey), encoding="utf-8")
    return path


async def upload(page: Page, file: Path) -> None:
    """Hand in a township list for the three townships, from tomorrow on."""
    await page.get_by_test_id("upload-file").set_input_files(file)
    for township, (name, _, _) in TOWNSHIPS.items():
        await page.get_by_test_id("upload-find").fill(name)
        await page.get_by_test_id(f"township-{township}").check()
    await page.get_by_test_id("upload-send").click()


async def page_tomorrow(page: Page) -> str:
    """Give the day after today on the city's clock, as the page has it."""
    return str(
        await page.evaluate(
            "new Intl.DateTimeFormat('en-CA', {timeZone: 'Asia/Shanghai'})"
            ".format(new Date(Date.now() + 86400000))"
        )
    )


def chosen(facts: Facts, day: date) -> list[Item]:
    """Choose the items of the transfer: comprehensive penalties in force."""
    held = {r.item for r in facts.holders if r.line == "comprehensive" and day in r.span}
    fitting = [r for r in facts.items if r.kind == "penalty" and day in r.span and r.code in held]
    return sorted(fitting, key=lambda row: row.code)[:ITEMS]


def write_list(path: Path, items: list[Item], wrong_row: int | None = None) -> Path:
    """Write a list as townships get it, with one wrong code should a row be named."""
    assert len(items) == ITEMS
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number, item in enumerate(items, 1):
        code = "330217036" if number + 1 == wrong_row else item.code
        basis = f"{item.law} {item.article}"
        sheet.append((number, code, item.name, basis, "全部", "", ""))
    book.save(path)
    return path

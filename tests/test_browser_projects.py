"""项目库 in Chromium: a gap becomes a project, it is moved, map and gap list follow; the board."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from served import DATE, ROOT, SIZES, browser, go, page, server, settled

__all__ = ["browser", "page", "server"]
pytestmark = pytest.mark.parametrize("page", SIZES[:1], indirect=True, ids=["1366x768"])
SHOTS = ROOT / "tests" / "screenshots"
PLAN = "云溪甲醇项目(谋划)"
SLOW = 60_000


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"projects_{name}.png")


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".st-key-bar")).to_be_visible(timeout=90_000)
    settled(page)


def table(page: Page) -> Locator:
    return page.get_by_test_id("stDataFrame").first


def choose(page: Page, box: str, text: str) -> None:
    """Type into a menu and take the first that fits."""
    held = page.get_by_role("dialog").get_by_role("combobox", name=re.compile(re.escape(box)))
    held.click()
    held.fill(text)
    page.get_by_role("option").filter(has_text=text).first.click()
    settled(page)


def type_date(page: Page, day: str) -> None:
    """The day, part by part, as it is typed."""
    parts = page.get_by_role("dialog").get_by_role("spinbutton")
    parts.first.click()
    for number in day.split("-"):
        page.keyboard.type(number, delay=30)
    page.keyboard.press("Tab")
    settled(page)


def move(page: Page, stage: str, event: str) -> None:
    """改阶段 filled in, up to 保存."""
    page.get_by_role("button", name="改阶段").click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=SLOW)
    settled(page)
    choose(page, "改到", stage)
    type_date(page, DATE)
    told = page.get_by_label("发生了什么(必填)")
    told.fill(event)
    told.press("Tab")
    settled(page)


def save(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog")).to_be_hidden(timeout=SLOW)
    settled(page)


def test_from_a_gap_to_a_plant_on_the_map(page: Page, server: str) -> None:
    opened(page, f"{server}/gaps?gap=补链:methanol")
    page.get_by_role("button", name="谋划成项目").click()
    name = page.get_by_role("dialog").get_by_label(re.compile("^项目名称"))
    expect(name).to_have_value(PLAN, timeout=SLOW)
    shoot(page, "plan")
    save(page)
    expect(table(page)).to_contain_text("已谋划", timeout=SLOW)
    link = page.get_by_role("link", name=PLAN)
    expect(link).to_be_visible(timeout=SLOW)
    link.click()
    expect(page.get_by_role("button", name="改阶段")).to_be_visible(timeout=SLOW)
    settled(page)
    move(page, "签约", "签了投资协议")
    choose(page, "企业", "湖南石油化工")
    choose(page, "在哪个园区", "云溪片区")
    expect(page.get_by_role("dialog")).to_contain_text("新加甲醇装置:规划", timeout=SLOW)
    shoot(page, "move")
    save(page)
    expect(page.locator(".lt-steps .now")).to_have_text("签约", timeout=SLOW)
    expect(page.locator("body")).to_contain_text("签了投资协议")
    shoot(page, "moved")
    go(page, "缺口")
    settled(page)
    expect(table(page)).to_contain_text("签约", timeout=SLOW)


def test_breaking_ground_is_seen_on_the_product(page: Page, server: str) -> None:
    opened(page, f"{server}/projects?project=foshan-nylon-film")
    move(page, "开工", "桩基进场")
    shown = page.get_by_role("dialog")
    expect(shown).to_contain_text("规划 → 在建", timeout=SLOW)
    save(page)
    expect(page.locator(".lt-steps .now")).to_have_text("开工", timeout=SLOW)
    page.get_by_role("button", name="在图上看").click()
    expect(page.locator(".st-key-panel")).to_contain_text("在建", timeout=SLOW)


def test_the_board_opens_a_project(page: Page, server: str) -> None:
    opened(page, f"{server}/projects?as=看板")
    expect(page.locator(".lt-board section").first).to_be_visible(timeout=SLOW)
    shoot(page, "board")
    wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide
    page.locator(".lt-project a").first.click()
    expect(page.get_by_role("button", name="改阶段")).to_be_visible(timeout=SLOW)
    assert "project=" in page.url


def test_two_people_at_one_project(page: Page, server: str) -> None:
    address = f"{server}/projects?project=tianchen-new-materials"
    opened(page, address)
    move(page, "注册", "公司注册")
    other = page.context.new_page()
    opened(other, address)
    move(other, "开工", "进场打桩")
    save(other)
    other.close()
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog")).to_contain_text("已被别人改过", timeout=SLOW)
    shoot(page, "two")
    page.get_by_role("button", name="在他改的基础上继续").click()
    settled(page)
    box = page.get_by_role("dialog").get_by_role("combobox", name=re.compile("从“开工”改到"))
    expect(box).to_be_visible(timeout=SLOW)

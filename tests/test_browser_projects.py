"""项目库 in Chromium: a gap becomes a project, it is moved, map and gap list follow; the board."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from served import DATE, browser, go, opened, page, server, settled, shoot, table

__all__ = ["browser", "page", "server"]
PLAN = "云溪甲醇项目(谋划)"


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
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    choose(page, "改到", stage)
    type_date(page, DATE)
    told = page.get_by_label("发生了什么(必填)")
    told.fill(event)
    told.press("Tab")
    settled(page)


def save(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    settled(page)


def test_from_a_gap_to_a_plant_on_the_map(page: Page, server: str) -> None:
    opened(page, f"{server}/gaps?gap=补链:methanol")
    page.get_by_role("button", name="谋划成项目").click()
    name = page.get_by_role("dialog").get_by_label(re.compile("^项目名称"))
    expect(name).to_have_value(PLAN)
    shoot(page, "projects_plan")
    save(page)
    expect(table(page)).to_contain_text("已谋划")
    link = page.get_by_role("link", name=PLAN)
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("button", name="改阶段")).to_be_visible()
    settled(page)
    move(page, "签约", "签了投资协议")
    choose(page, "企业", "湖南石油化工")
    choose(page, "在哪个园区", "云溪片区")
    expect(page.get_by_role("dialog")).to_contain_text("新加甲醇装置:规划")
    shoot(page, "projects_move")
    save(page)
    expect(page.locator(".lt-steps .now")).to_have_text("签约")
    expect(page.locator("body")).to_contain_text("签了投资协议")
    shoot(page, "projects_moved")
    go(page, "缺口")
    expect(table(page)).to_contain_text("签约")


def test_breaking_ground_is_seen_on_the_product(page: Page, server: str) -> None:
    opened(page, f"{server}/projects?project=foshan-nylon-film")
    move(page, "开工", "桩基进场")
    shown = page.get_by_role("dialog")
    expect(shown).to_contain_text("规划 → 在建")
    save(page)
    expect(page.locator(".lt-steps .now")).to_have_text("开工")
    page.get_by_role("button", name="在图上看").click()
    expect(page.locator(".st-key-panel")).to_contain_text("在建")


def test_the_board_opens_a_project(page: Page, server: str) -> None:
    opened(page, f"{server}/projects?as=看板")
    expect(page.locator(".lt-board section").first).to_be_visible()
    shoot(page, "projects_board")
    wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide
    page.locator(".lt-project a").first.click()
    expect(page.get_by_role("button", name="改阶段")).to_be_visible()
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
    expect(page.get_by_role("dialog")).to_contain_text("已被别人改过")
    shoot(page, "projects_two")
    page.get_by_role("button", name="在他改的基础上继续").click()
    settled(page)
    box = page.get_by_role("dialog").get_by_role("combobox", name=re.compile("从“开工”改到"))
    expect(box).to_be_visible()

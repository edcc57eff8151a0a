"""梯度培育 and 资金池人才池 in Chromium: type into the plan, two at one cell, out as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from served import ROOT, SIZES, browser, page, server, settled

__all__ = ["browser", "page", "server"]
pytestmark = pytest.mark.parametrize("page", SIZES[:1], indirect=True, ids=["1366x768"])
SHOTS = ROOT / "tests" / "screenshots"
NAMES, TARGET = 1, 5
"""Places of 企业名称 and of the first year's goal among the columns."""


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    page.screenshot(path=SHOTS / f"ladders_{name}_{size['width']}.png")


def start(page: Page, server: str, where: str = "ladders") -> None:
    page.goto(f"{server}/{where}")
    expect(page.get_by_text("岳阳市云溪区").first).to_be_visible(timeout=90_000)
    settled(page)


def part(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()
    settled(page)


def type_goal(page: Page, value: str) -> None:
    """Type the first firm's goal of the first year, by the keyboard."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.click(position={"x": 120, "y": 52})
    for _ in range(TARGET - NAMES):
        page.keyboard.press("ArrowRight", delay=80)
    page.keyboard.press("Enter")
    box = page.locator("#portal input, #portal textarea").first
    expect(box).to_be_visible()
    box.fill(value)
    page.keyboard.press("Enter")
    settled(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="保存改动").click()
    settled(page)


def plan_file(page: Page, folder: Path) -> list[list[object]]:
    with page.expect_download() as told:
        page.get_by_role("button", name="下载 Excel(附表格式)").click()
    path = folder / told.value.suggested_filename
    told.value.save_as(path)
    assert path.name.startswith("附件1_工业企业梯度培育计划表_岳阳市云溪区_2026-11-24")
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [list(row) for row in rows]


def test_a_plan_is_typed_saved_and_handed_in(page: Page, server: str, tmp_path: Path) -> None:
    start(page, server)
    width = (page.viewport_size or {})["width"]
    type_goal(page, str(7_000_000 + width))
    expect(page.get_by_text("有改动还没有保存")).to_be_visible()
    save(page)
    expect(page.get_by_role("button", name="保存改动")).to_be_disabled()
    shoot(page, "plan")
    first = plan_file(page, tmp_path)[5]
    assert first[:4] == [1, "中石化湖南石油化工有限公司", first[2], "百亿"]
    assert first[TARGET] == 7_000_000 + width
    assert first[TARGET + 1] is None


def test_two_people_at_one_cell(page: Page, server: str) -> None:
    start(page, server)
    width = (page.viewport_size or {})["width"]
    browser_ = page.context.browser
    assert browser_ is not None
    other = browser_.new_context(locale="zh-CN", viewport=page.viewport_size).new_page()
    try:
        start(other, server)
        type_goal(page, str(8_000_000 + width))
        type_goal(other, str(8_100_000 + width))
        save(other)
        save(page)
        expect(page.get_by_text("已被别人改过")).to_be_visible()
        shoot(page, "both")
        page.get_by_role("button", name="把我改的几项加到他的上面").click()
        settled(page)
        expect(page.get_by_role("button", name="保存改动")).to_be_disabled()
    finally:
        other.context.close()


@pytest.mark.parametrize("name", ["培育名单", "预警名单", "专精特新", "年度数据"])
def test_every_part_is_there_to_be_seen(page: Page, server: str, name: str) -> None:
    start(page, server)
    part(page, name)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stMain").get_by_text("No data")).to_have_count(0)
    shoot(page, name)


def test_a_team_says_which_gaps_it_fits(page: Page, server: str) -> None:
    start(page, server, "pools?pool=人才池")
    expect(page.get_by_text("不记个人姓名")).to_be_visible()
    page.get_by_test_id("stDataFrame").first.click(position={"x": 18, "y": 38 + 3 * 30 + 15})
    settled(page)
    expect(page.get_by_role("heading", name="湖南石化中试装置群")).to_be_visible()
    expect(page.get_by_text("对上的缺口和项目")).to_be_visible()
    shoot(page, "pools")

"""梯度培育 and 资金池人才池 in Chromium: type into the plan, two at one cell, out as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from served import (
    browser,
    fetched,
    page,
    part,
    press,
    server,
    settled,
    shoot,
    table,
    tick,
    window,
    write_cell,
)

__all__ = ["browser", "page", "server"]
NAMES, TARGET = 1, 5
"""Places of 企业名称 and of the first year's goal among the columns."""


def start(page: Page, server: str, where: str = "ladders") -> None:
    page.goto(f"{server}/{where}")
    expect(page.get_by_text("岳阳市云溪区").first).to_be_visible()
    settled(page)


def type_goal(page: Page, value: int) -> None:
    """Type the first firm's goal of the first year, by the keyboard."""
    table(page).click(position={"x": 120, "y": 52})
    for _ in range(TARGET - NAMES):
        page.keyboard.press("ArrowRight", delay=80)
    page.keyboard.press("Enter")
    write_cell(page, str(value))


def plan_file(page: Page, folder: Path) -> list[list[object]]:
    path = fetched(page, "下载 Excel(附表格式)", folder)
    assert path.name.startswith("附件1_工业企业梯度培育计划表_岳阳市云溪区_2026-11-24")
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [list(row) for row in rows]


def test_a_plan_is_typed_saved_and_handed_in(page: Page, server: str, tmp_path: Path) -> None:
    start(page, server)
    type_goal(page, 7_001_366)
    expect(page.get_by_text("有改动还没有保存")).to_be_visible()
    press(page, "保存改动")
    expect(page.get_by_role("button", name="保存改动")).to_be_disabled()
    shoot(page, "ladders_plan")
    first = plan_file(page, tmp_path)[5]
    assert first[:4] == [1, "中石化湖南石油化工有限公司", first[2], "百亿"]
    assert first[TARGET] == 7_001_366
    assert first[TARGET + 1] is None


def test_two_people_at_one_cell(page: Page, server: str, browser: Browser) -> None:
    start(page, server)
    with window(browser) as other:
        start(other, server)
        type_goal(page, 8_001_366)
        type_goal(other, 8_101_366)
        press(other, "保存改动")
        press(page, "保存改动")
        expect(page.get_by_text("已被别人改过")).to_be_visible()
        shoot(page, "ladders_both")
        press(page, "把我改的几项加上去")
        expect(page.get_by_role("button", name="保存改动")).to_be_disabled()


@pytest.mark.parametrize("name", ["培育名单", "预警名单", "专精特新", "年度数据"])
def test_every_part_is_there_to_be_seen(page: Page, server: str, name: str) -> None:
    start(page, server)
    part(page, name)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stMain").get_by_text("No data")).to_have_count(0)
    shoot(page, f"ladders_{name}")


def test_a_team_says_which_gaps_it_fits(page: Page, server: str) -> None:
    start(page, server, "pools?pool=人才池")
    expect(page.get_by_text("不记个人姓名")).to_be_visible()
    tick(page, 3)
    expect(page.get_by_role("heading", name="湖南石化中试装置群")).to_be_visible()
    expect(page.get_by_text("对上的缺口和项目")).to_be_visible()
    shoot(page, "ladders_pools")

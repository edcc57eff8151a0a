"""The monthly round in Chromium: typed in, sent out, taken back, ranked, told on paper."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from playwright.sync_api import Page, expect
from served import browser, fetched, page, press, server, settled, shoot, table, type_in
from test_browser_axe import faults
from test_browser_questions import Clicks

from loaders.round.sheet import HEADS, KEY
from views.tables.round.words import TABS

__all__ = ["browser", "page", "server"]
PLAN_X, DONE_X, TOTAL_X = 506, 710, 812
"""Where the columns 年度计划, 本月完成 and 累计完成 stand in the table."""


@pytest.fixture
def hand(page: Page, server: str) -> Clicks:
    page.goto(server)
    expect(page.get_by_text("五个缺口")).to_be_visible()
    settled(page)
    return Clicks(page)


def tab(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").first.get_by_text(name, exact=True).click()
    settled(page)


def test_8_what_changed_since_last_month(hand: Clicks) -> None:
    hand.go("目标与调度")
    hand.on(hand.page.get_by_test_id("stButtonGroup").first.get_by_text("本月变化", exact=True))
    for word in ("缺口新增", "缺口补上", "项目进展", "企业记录改动"):
        expect(hand.page.get_by_text(word, exact=True)).to_be_visible()
    assert hand.count == 2
    shoot(hand.page, "rounds_changes")


def test_a_month_from_the_table_to_the_paper(hand: Clicks, tmp_path: Path) -> None:
    page = hand.page
    hand.go("目标与调度")
    tab(page, "月度填报")
    expect(table(page)).to_contain_text("湖南岳化新材料")
    type_in(page, PLAN_X, 0, "20000")
    type_in(page, DONE_X, 0, "1500")
    expect(page.get_by_test_id("stDataFrame").nth(1)).to_contain_text("请填累计")
    type_in(page, TOTAL_X, 0, "9000")
    press(page, "保存 1 项")
    expect(page.get_by_text("已填 1 项")).to_be_visible()
    shoot(page, "rounds_month")
    given = sent_out(page, tmp_path)
    taken_back(page, filled_in(given, tmp_path))
    tab(page, "通报与总结")
    expect(table(page)).to_contain_text("45.0%")
    shoot(page, "rounds_bulletin")
    paper = docx.Document(str(fetched(page, "下载 Word", tmp_path)))
    text = "\n".join(p.text for p in paper.paragraphs)
    assert "四、下步要求" in text
    assert "请协调用地指标" in text
    ranked = [[c.text for c in row.cells] for row in paper.tables[0].rows]
    assert [row[5] for row in ranked[1:]] == ["45.0%", "30.0%"]


def sent_out(page: Page, folder: Path) -> bytes:
    """The archive of all units' sheets; one workbook of it."""
    with zipfile.ZipFile(fetched(page, "全部单位打成一个压缩包", folder)) as archive:
        (name,) = archive.namelist()
        return archive.read(name)


def filled_in(data: bytes, folder: Path) -> Path:
    """The workbook as a unit sends it back: the second row filled in."""
    book: Workbook = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    labels = [h.label for h in HEADS]
    row = {
        "年度计划": 10_000,
        "本月完成": 500,
        "累计完成": 3_000,
        "需上级协调事项": "请协调用地指标",
    }
    for label, value in row.items():
        sheet.cell(5, labels.index(label) + 1).value = value
    assert sheet.cell(3, labels.index(KEY) + 1).value == KEY
    path = folder / "单位.xlsx"
    book.save(path)
    return path


def taken_back(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", str(path))
    settled(page)
    expect(page.get_by_text("新增 1 项", exact=False)).to_be_visible()
    press(page, "写入 1 项")
    expect(page.get_by_text("已填 2 项")).to_be_visible()


@pytest.mark.parametrize("name", TABS)
def test_no_part_has_grave_faults_for_a_screen_reader(page: Page, server: str, name: str) -> None:
    page.goto(f"{server}/rounds?tab={quote(name)}")
    expect(page.get_by_test_id("stButtonGroup").first).to_be_visible()
    settled(page)
    assert faults(page) == []


def test_a_role_is_given_and_stands_on_the_card(hand: Clicks, tmp_path: Path) -> None:
    page = hand.page
    hand.go("目标与调度")
    tab(page, "链条卡")
    page.get_by_role("button", name="定链长、链主").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("甲某")
    dialog.get_by_role("button", name="保存").click()
    settled(page)
    expect(page.locator(".lt-roles")).to_contain_text("甲某")
    shoot(page, "rounds_card")
    paper = docx.Document(str(fetched(page, "下载一页 Word", tmp_path)))
    assert paper.tables[0].rows[1].cells[1].text == "甲某"

"""表格进出 in Chromium: an old sheet tied, a row corrected, loaded, given back, written out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from office_sheets import talks
from playwright.sync_api import Locator, Page, expect
from served import DATE, browser, fetched, opened, page, part, press, server, settled

__all__ = ["browser", "page", "server"]
REGION = "岳阳市云溪区"


def at_sheets(page: Page, server: str) -> None:
    opened(page, f"{server}/sheets")


def give(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", str(path))
    settled(page)


def pick(page: Page, box: Locator, option: str) -> None:
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def test_an_old_sheet_goes_in_and_comes_out(page: Page, server: str, tmp_path: Path) -> None:
    sheet = tmp_path / "在谈.xlsx"
    sheet.write_bytes(talks())
    at_sheets(page, server)
    give(page, sheet)
    expect(page.get_by_text("第一次见到这种表")).to_be_visible()
    expect(page.get_by_text("个人信息,不显示也不载入")).to_be_attached()
    press(page, "就这样对应")
    expect(page.get_by_text("新增 1 条,修改 0 条,不变 0 条,有问题、不载入 2 行")).to_be_visible()
    expect(page.get_by_text("改第 7 行")).to_be_visible()
    pick(page, page.locator(".st-key-sheet-fix").get_by_role("combobox"), "在谈")
    press(page, "改好,再检查")
    expect(page.get_by_text("新增 2 条,修改 0 条,不变 0 条,有问题、不载入 1 行")).to_be_visible()
    press(page, "载入 2 条,其余 1 行退回")
    expect(page.get_by_text("已载入 在谈.xlsx")).to_be_visible()
    back = fetched(page, "下载没有载入的 1 行", tmp_path)
    assert back.name == f"退回_在谈_{REGION}_{DATE}.xlsx"
    left = openpyxl.load_workbook(back)["在谈项目"]
    assert "外币" in str(left.cell(2, left.max_column).value)
    give(page, sheet)
    expect(page.get_by_text("认出是“在谈项目”这种表,记成项目库")).to_be_visible()
    expect(page.get_by_text("不变 1 条")).to_be_visible()


def test_what_is_written_out_is_nothing_new(page: Page, server: str, tmp_path: Path) -> None:
    at_sheets(page, server)
    part(page, "导出和空表")
    pick(page, page.get_by_role("combobox", name="哪一类", exact=True), "企业")
    path = fetched(page, "下载 Excel", tmp_path)
    assert path.name == f"企业_{REGION}_{DATE}.xlsx"
    form = fetched(page, "下载空表", tmp_path)
    assert form.name == f"企业填报表_{REGION}_{DATE}.xlsx"
    part(page, "载入表格")
    give(page, path)
    expect(page.get_by_text("没有新的内容。")).to_be_visible()


def test_a_file_that_is_no_table_is_told_in_chinese(
    page: Page, server: str, tmp_path: Path
) -> None:
    at_sheets(page, server)
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    give(page, old)
    expect(page.get_by_text("另存为”,类型选“Excel 工作簿(*.xlsx)”")).to_be_visible()
    text = page.locator(".stMain").inner_text()
    assert not [word for word in ("Browse", "Upload", "Drag and drop", "Limit") if word in text]

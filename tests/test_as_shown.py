"""Cells whose number format says more than their number: read as they are seen on the screen."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_sheets import plain_sheet, saved
from stores import SCHEMA
from test_bad_sheets import zipped

from loaders.oldsheets.convert import converted
from loaders.oldsheets.grid import read_grids
from loaders.oldsheets.match import suggested
from loaders.oldsheets.plan import SheetPlan, Tie
from loaders.oldsheets.table import OldTable, read_old
from loaders.tables import read_xlsx

PROJECT = SCHEMA["project"]


def book_of(*cells: tuple[Any, str], header: str = "值") -> bytes:
    """A sheet of one column, each cell with its number format."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([header])
    for row, (value, code) in enumerate(cells, 2):
        sheet.cell(row, 1, value).number_format = code
    return saved(book)


def read(*cells: tuple[Any, str]) -> list[Any]:
    (grid,), _ = read_grids(book_of(*cells), "表.xlsx")
    return [row.cells[0] for row in grid.rows[1:]]


def old(data: bytes) -> OldTable:
    (grid,), _ = read_grids(data, "表.xlsx")
    found = read_old(grid)
    assert found is not None
    return found


TEN_THOUSANDS = '[>=100000000]0!.00,,"亿元";[>=10000]0!.0,"万元";0'


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (3.5, '0.0"亿元"', "3.5亿元"),
        (3.5, "0.0\\亿\\元", "3.5亿元"),
        (3.5, 'General"亿元"', "3.5亿元"),
        (35000000, '0!.0,"万"', "3500万"),
        (350000000, TEN_THOUSANDS, "3.5亿元"),
        (3500000, TEN_THOUSANDS, "350万元"),
        (35, TEN_THOUSANDS, 35),
        (35000000, "#,##0,", 35000),
        (0.125, "0.0%", "12.5%"),
        (12.5, '0.0"%"', "12.5%"),
        (5000, "[$$-409]#,##0.00", "5000$"),
        (5000, "[$¥-804]#,##0.00", 5000),
        (5000, '_("$"* #,##0.00_)_("$"* \\(#,##0.00\\)_("$"* "-"??_)_(@_)', 5000),
        (-5, "#,##0_);[Red](#,##0)", -5),
        (dt.datetime(2026, 5, 1), 'yyyy"年"m"月"', "2026-05"),
        (dt.datetime(2026, 5, 20), 'yyyy"年"m"月"', "2026-05-20"),
        (dt.datetime(2026, 1, 1), "yyyy", "2026"),
        (dt.datetime(2026, 5, 1), "yyyy", "2026-05"),
        (dt.datetime(2026, 5, 1), '[$-804]yyyy"年"m"月"d"日";@', "2026-05-01"),
        (dt.datetime(2026, 5, 1), 'm"月"d"日"', "2026-05-01"),
        ("甲_x000D_\n乙", "@", "甲\n乙"),
    ],
)
def test_a_cell_is_what_is_shown(value: Any, code: str, shown: Any) -> None:
    assert read((value, code)) == [shown]


def test_a_form_of_ours_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(book_of((12.5, '0.0"%"'), (dt.datetime(2026, 5, 1), 'yyyy"年"m"月"')))
    (table,) = read_xlsx(path)
    assert [row.cells[0] for row in table.rows] == ["12.5%", "2026-05"]


@pytest.mark.parametrize(
    ("format_id", "shown"), [(57, "2026-05"), (31, "2026-05-01"), (27, "2026-05")]
)
def test_days_a_chinese_excel_formats_by_number_alone(format_id: int, shown: str) -> None:
    data = book_of((46143, "0.000000"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("xl/styles.xml").decode()
    changed = re.sub(r'(<xf numFmtId=")16\d(")', rf"\g<1>{format_id}\2", text)
    assert changed != text
    (grid,), _ = read_grids(zipped({"xl/styles.xml": changed.encode()}, data), "表.xlsx")
    assert grid.rows[1].cells == (shown,)


def test_a_unit_of_the_format_wins_over_that_of_the_header() -> None:
    table = old(book_of((3.5, '0.0"亿元"'), (3.5, "0.0"), (5, "[$$-409]0"), header="总投资(万元)"))
    plan = SheetPlan("project", (Tie("总投资(万元)", "investment_yi", "万元"),))
    found = converted(table, plan, PROJECT)
    assert [row.cells for row in found.table.rows] == [(3.5,), (0.00035,), (None,)]
    assert ["外币" in p.remedy for p in found.problems] == [True]


def test_a_foreign_or_daily_unit_is_not_taken_for_that_of_the_title() -> None:
    data = plain_sheet(
        "项目",
        ["单位:万元、万吨/年"],
        ["项目名称", "总投资(万美元)", "产能(吨/日)", "备注"],
        ["甲示例项目", 300, 20, "x"],
    )
    ties = suggested(old(data), PROJECT).ties
    assert [(tie.column, tie.unit) for tie in ties[1:3]] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026/5/1 0:00:00", "2026/5/1"),
        ("20260501", "2026-05-01"),
        (20260501, "2026-05-01"),
        (202605, "2026-05"),
        ("260501", "260501"),  # no year 2605
        ("200806", "200806"),  # June 2008, or 6 August 2020
        (45000, "2023-03-15"),
        ("待定", None),
    ],
)
def test_days_as_offices_write_them(raw: Any, day: str | None) -> None:
    table = old(plain_sheet("项目", ["项目名称", "计划开工"], ["甲示例项目", raw]))
    plan = SheetPlan("project", (Tie("项目名称", None), Tie("计划开工", "planned_start")))
    assert [row.cells for row in converted(table, plan, PROJECT).table.rows] == [(day,)]


def test_the_comma_inside_a_chemical_name_parts_nothing() -> None:
    raw = "苯,1,4-丁二醇、N,N-二甲基甲酰胺，EVA,1,3-丁二烯"
    table = old(plain_sheet("项目", ["项目名称", "产品"], ["甲示例项目", raw]))
    plan = SheetPlan("project", (Tie("项目名称", None), Tie("产品", "product_ids")))
    (row,) = converted(table, plan, PROJECT).table.rows
    assert row.cells == ("苯;1,4-丁二醇;N,N-二甲基甲酰胺;EVA;1,3-丁二烯",)


def test_a_code_a_csv_kept_as_a_power_of_ten_is_refused() -> None:
    kind = SCHEMA["firm"]
    (grid,), _ = read_grids("企业名称,信用代码\n甲示例,9.14306E+17\n".encode("gbk"), "企业.csv")
    table = read_old(grid)
    assert table is not None
    found = converted(table, suggested(table, kind), kind)
    assert [row.cells for row in found.table.rows] == [("甲示例", None)]
    assert ["后几位已丢" in p.remedy for p in found.problems] == [True]


@pytest.mark.parametrize(
    "text", ["全区合计", "本页小计", "合计12个", "合计:3个项目", "一季度合计", "共计 5 家", "总 计"]
)
def test_totals_under_any_name_are_no_records(text: str) -> None:
    heads = ["项目名称", "总投资(亿元)", "备注"]
    table = old(plain_sheet("项目", heads, ["综合计量示例项目", 1, "a"], [text, 3, None]))
    assert [row.cells[0] for row in table.rows] == ["综合计量示例项目"]

"""The annexes as files: the columns of the notice, A4 across, headers on every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from ladder_set import book, record, year
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph.desk.ladder.annex import big_projects, entry_rows
from graph.desk.ladder.plan import period, plan_rows
from graph.errors import BadRequest
from loaders.annexes import Head, annex_bytes
from views.tables.ladder import annex as table
from views.tables.ladder import grid

PLAN = (
    "序号|企业名称|所属产业链|现状档次|2021 年产值(万元)|2022 年|2023 年|2024 年|2025 年|"
    "培育目标档次|专精特新/小巨人/上市培育|主要支撑项目|存在困难|责任单位|联系领导"
)
PROJECTS = (
    "序号|项目名称|建设单位|建设内容及规模|建设性质|建设地点|建设起止年限|总投资(亿元)|"
    "截至上年底累计完成(亿元)|本年计划投资(亿元)|形象进度目标|开工/竣工月|牵头单位|责任单位|"
    "联系领导|备注"
)
ENTRIES = (
    "序号|企业名称|所在镇街/园区|行业代码|主要产品|上年营收(万元)|本年预计营收(万元)|类型|"
    "预计入规月份|差距与帮扶措施|责任单位|联络员"
)


def sheet(heads: Sequence[Head], rows: Sequence[Sequence[Any]], title: str = "表") -> Worksheet:
    data = annex_bytes("附件1", title, "单位:万元", heads, rows, ("来源:某处",))
    return load_workbook(io.BytesIO(data)).worksheets[0]


def row_of(found: Worksheet, number: int) -> list[Any]:
    return [cell.value for cell in found[number]]


def test_the_three_annexes_have_the_columns_of_the_notice() -> None:
    base, years = period(2022)
    for heads, told in (
        (table.plan_heads(base, years), PLAN),
        (table.PROJECT_HEADS, PROJECTS),
        (table.ENTRY_HEADS, ENTRIES),
    ):
        assert [h.label for h in heads] == told.split("|")
    assert {h.group for h in table.plan_heads(base, years)[5:9]} == {"2022—2025 年目标产值(万元)"}


def test_a_plan_for_the_next_five_years_moves_the_base_year() -> None:
    base, years = period(2026)
    labels = table.labels(table.plan_heads(base, years))
    assert labels[4] == "2025 年产值(万元)"
    assert labels[5:10] == tuple(f"{y} 年目标产值(万元)" for y in range(2026, 2031))


def test_the_sheet_prints_on_a4_across_with_the_header_on_every_page() -> None:
    base, years = period(2026)
    found = sheet(table.plan_heads(base, years), [])
    assert (found.page_setup.orientation, int(found.page_setup.paperSize)) == ("landscape", 9)
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert found.page_setup.fitToWidth in (None, 1)  # one page wide is what none stands for
    assert found.page_setup.fitToHeight == 0
    assert found.print_title_rows == "$4:$5"
    assert found["A1"].value == "附件1"
    assert found["A2"].value == "表"
    assert found["A3"].value == "单位:万元"
    assert found["F4"].value == "2026—2030 年目标产值(万元)"
    assert [found.cell(5, c).value for c in range(6, 11)] == [f"{y} 年" for y in years]
    assert "填报人" in found.cell(7, 1).value


def test_a_header_without_groups_takes_one_line() -> None:
    found = sheet(table.ENTRY_HEADS, [])
    assert row_of(found, 4) == ENTRIES.split("|")
    assert found.print_title_rows == "$4:$4"


def test_cells_keep_numbers_empty_ones_stay_empty_and_nothing_computes() -> None:
    heads = (Head("序号", 5), Head("企业名称", 20), Head("营收(万元)", 10))
    found = sheet(heads, [(1, "=HYPERLINK(1)", None), (2, "+甲", 1234.5)])
    assert row_of(found, 5) == [1, "=HYPERLINK(1)", None]
    assert found["B5"].data_type == "s"
    assert row_of(found, 6) == [2, "+甲", 1234.5]


def test_a_text_too_long_for_a_cell_is_said() -> None:
    with pytest.raises(BadRequest):
        sheet((Head("序号", 5), Head("企业", 9)), [(1, "x" * 40_000)], "说" * 40)


def test_shipped_facts_fill_the_annexes_without_a_zero_for_the_unknown() -> None:
    held = book()
    base, years = period(2026)
    rows = [
        table.plan_cells(held, n, r)
        for n, r in enumerate(plan_rows(held, base, years, everyone=True), 1)
    ]
    heads = table.labels(table.plan_heads(base, years))
    lines = [dict(zip(heads, r, strict=True)) for r in rows]
    assert [line["序号"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["2026 年目标产值(万元)"] for line in lines} == {None}
    first = lines[0]
    assert first["企业名称"] == "中石化湖南石油化工有限公司"
    assert first["现状档次"] == "百亿"
    assert first["2025 年产值(万元)"] is None
    assert "己内酰胺·尼龙" in str(first["所属产业链"])
    assert "乙烯" in str(first["主要支撑项目"])
    xingchang = next(line for line in lines if "兴长石化" in str(line["企业名称"]))
    assert xingchang["专精特新/小巨人/上市培育"] == "上市 000819"


def test_a_project_line_says_what_is_planned_and_what_came() -> None:
    held = book()
    heads = table.labels(table.PROJECT_HEADS)
    lines = [
        dict(zip(heads, table.project_cells(held, n, r, {"开工": "在建"}), strict=True))
        for n, r in enumerate(big_projects(held), 1)
    ]
    ethylene = next(line for line in lines if "乙烯" in str(line["项目名称"]))
    assert ethylene["总投资(亿元)"] == 356.8
    assert ethylene["开工/竣工月"] == "2024-01/2027"
    assert ethylene["建设起止年限"] == "2024—2027"
    assert ethylene["备注"] == "在建"
    assert ethylene["截至上年底累计完成(亿元)"] is None


def test_an_entry_line_puts_the_gap_before_the_help() -> None:
    rows = [record("小升规", "zhongpu-chemical", measures="对接原料", plan_month="2026-12")]
    held = book([year("zhongpu-chemical", 2025, revenue_wan=1720.0)], rows)
    (found,) = entry_rows(held, "2026")
    cells = dict(
        zip(table.labels(table.ENTRY_HEADS), table.entry_cells(held, 1, found), strict=True)
    )
    assert cells["差距与帮扶措施"] == "上年营收距 2000 万元差 280 万元;对接原料"
    assert cells["上年营收(万元)"] == 1720.0
    assert cells["所在镇街/园区"] == "绿色化工高新区云溪片区"


# the same tables as grids


def test_the_grid_gives_back_exactly_what_was_typed() -> None:
    base, years = period(2026)
    held = book(ladders=[record("梯度培育", "kelifu", target_output_wan=2600.0)])
    rows = plan_rows(held, base, years, everyone=True)
    lines = grid.plan_lines(held, base, years, rows)
    asked = {"region_id": "yunxi", "year": 2026, "made_by": "甲"}
    assert grid.plan_typed(rows, lines, lines, years, **asked) == ()
    after = [dict(line) for line in lines]
    at = next(n for n, r in enumerate(rows) if r.firm_id == "kelifu")
    after[at]["2026 年目标产值(万元)"] = float("nan")
    after[at]["2027 年目标产值(万元)"] = 3000.0
    after[at]["存在困难"] = "  "
    after[at]["责任单位"] = " 区科工局 "
    edits = grid.plan_typed(rows, lines, after, years, **asked)
    told = {e.mine.year: (e.mine.target_output_wan, e.mine.duty_unit) for e in edits}
    assert told == {"2026": (None, None), "2027": (3000.0, "区科工局")}


def test_a_month_nobody_can_read_is_said_with_the_firm() -> None:
    rows = [record("小升规", "zhongpu-chemical")]
    held = book(ladders=rows)
    found = entry_rows(held, "2026")
    lines = grid.entry_lines(held, found)
    after = [{**lines[0], "预计入规月份": "年底"}]
    with pytest.raises(ValueError, match=r"众普化工.*预计入规月份"):
        grid.entry_typed(rows, lines, after)
    after = [{**lines[0], "预计入规月份": "2026年12月", "结果": "已达标"}]
    (edit,) = grid.entry_typed(rows, lines, after)
    assert (edit.mine.plan_month, edit.mine.state) == ("2026-12", "已达标")
    with pytest.raises(ValueError, match="结果不能空着"):
        grid.entry_typed(rows, lines, [{**lines[0], "结果": None}])

"""An office's own sheets: found header, mixed units, remembered form, nothing merged or lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_sheets import LABELS, ROWS, plain_sheet, saved, talks
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from stores import SCHEMA, filled_store_url

from graph.errors import BadRequest, Conflict
from graph.model import Firm, JudgedName, Lead, Project, SheetMap, StageWord
from graph.store import Store, open_store
from graph.store.protocol import Change
from loaders.oldsheets.grid import Grid, read_grids
from loaders.oldsheets.match import likely_kind, suggested
from loaders.oldsheets.plan import (
    EACH_CELL,
    SheetPlan,
    Tie,
    faults_of,
    fingerprint,
    labels_of,
    pairs_of,
    plan_of,
)
from loaders.oldsheets.table import OldTable, read_old
from loaders.sheet.look import Looked, take
from loaders.sheet.source import Source, old_source
from loaders.tables import RawRow
from views import sheets, sheets_in, sheets_out

DAY = "2026-11-24"
STAMP = {"made_by": "小王", "made_at": "2026-11-24 09:00"}
PROJECT = SCHEMA["project"]
SHARED = {"level": "项目", "region_id": "yunxi"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(filled_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def grid_of(data: bytes, name: str = "表.xlsx") -> Grid:
    grids, _ = read_grids(data, name)
    return grids[0]


def table_of(data: bytes, name: str = "表.xlsx", **how: Any) -> OldTable:
    found = read_old(grid_of(data, name), **how)
    assert found is not None
    return found


def plan(table: OldTable, kind: str = "project", **constants: str) -> SheetPlan:
    found = suggested(table, SCHEMA[kind])
    return replace(found, constants=constants or SHARED)


def look(
    store: Store,
    sources: Sequence[Source],
    answers: Mapping[tuple[str, str], str] | None = None,
    fixes: Mapping[int, Mapping[int, Mapping[str, Any]]] | None = None,
    *,
    add: bool = False,
) -> Looked:
    parts = [sheets.Part("told", Grid("表.xlsx", s.table.sheet, ()), s) for s in sources]
    return sheets_in.looked(
        store,
        SCHEMA,
        sheets.Opened("表.xlsx", "", (), ()),
        parts,
        day=DAY,
        fixes=fixes or {},
        answers=answers or {},
        stamp=STAMP,
        may_add_firms=add,
    )


def reasons(seen: Looked) -> dict[int, list[str]]:
    return {r.row: [f"{p.column}:{p.remedy}" for p in r.problems] for r in seen.rejected}


def test_the_header_is_found_below_titles_and_joined_from_two_rows() -> None:
    table = table_of(talks())
    assert table.labels == LABELS
    assert (table.header_row, table.depth) == (3, 2)
    assert table.units == ("万元", "亩")
    assert [row.number for row in table.rows] == [6, 7, 8]
    told = "\n".join(table.told)
    for words in (
        "第 5 行“一、续建项目(3个)”像是分组标题",
        "“合计”是合计",
        "“备注:以上为在谈项目”",
    ):
        assert words in told
    assert "“填报人:某某”是表尾的说明" in told


def test_gbk_csv_with_two_header_rows_and_lost_merges() -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["某县重点项目表", "", "", "", ""])
    writer.writerow(["", "", "", "", "单位：亿元"])
    writer.writerow(["序号", "项目名称", "投资", "", "备注"])
    writer.writerow(["", "", "总投资", "本年计划", ""])
    writer.writerow(["1", "甲示例项目", "３．５", "1,000", "无"])
    writer.writerow(["合计", "", "3.5", "", ""])
    table = table_of(out.getvalue().encode("gbk"), "重点项目.csv")
    assert table.labels == ("序号", "项目名称", "投资/总投资", "投资/本年计划", "备注")
    assert table.units == ("亿元",)
    assert [row.cells[1] for row in table.rows] == ["甲示例项目"]
    found = suggested(table, PROJECT)
    assert found.ties[2] == Tie("投资/总投资", "investment_yi", "亿元")


def test_what_their_columns_are_is_suggested_by_words_and_units() -> None:
    table = table_of(talks())
    assert likely_kind(table, SCHEMA, list(sheets_out.FIRST)) == "project"
    ties = {tie.label: (tie.column, tie.unit) for tie in suggested(table, PROJECT).ties}
    assert ties == {
        "序号": (None, None),
        "项目名称": ("name_zh", None),
        "投资方": ("firm_ids", None),
        "投资/计划总投资(亿元)": ("investment_yi", "亿元"),
        "投资/固定资产投资": ("fixed_investment_wan", "万元"),
        "需用土地": ("land_mu", "亩"),
        "设计产能": ("capacity_kt_a", EACH_CELL),
        "进度": ("stage", None),
        "计划开工": ("planned_start", None),
        "企业联系人": (None, None),
        "备注": ("note", None),
    }
    assert faults_of(suggested(table, PROJECT), PROJECT) == [
        "新记录必须有:层级;选一列对应,或给一个固定值"
    ]


def test_a_whole_sheet_of_mixed_units_dates_and_words(store: Store) -> None:
    table = table_of(talks())
    seen = look(store, [old_source(table, plan(table))])
    (made,) = seen.records
    assert isinstance(made, Project)
    assert (made.investment_yi, made.fixed_investment_wan) == (3.5, 2000.0)
    assert (made.land_mu, made.land_text) == (100.0, "约100亩")
    assert (made.capacity_kt_a, made.capacity_text) == (300.0, "约30万吨/年")
    assert (made.stage, made.stage_text, made.planned_start) == ("开工", "已开工", "2023-03-15")
    assert (made.firm_ids, made.firm_text) == (("hunan-petrochemical",), None)
    assert (made.level, made.region_id, made.basis) == ("项目", "yunxi", "user")
    why = reasons(seen)
    assert list(why) == [7, 8]
    assert why[7][0].startswith("进度:不认识这个进度;最接近的是 ")
    assert why[8] == ["投资/计划总投资(亿元):写的是外币,不会自己折算;折成人民币再填,或留空"]
    told = "\n".join(seen.told)
    assert "“约”“左右”一类的数照数字记,原文也留着:第 6 行" in told
    assert "只留原文:第 7 行" in told
    assert "1 格日期是 Excel 的天数" in told
    assert seen.loose == ("某示例新材料有限公司",)


def test_a_rejected_row_is_corrected_and_looked_at_again(store: Store) -> None:
    table = table_of(talks())
    source = old_source(table, plan(table))
    fixes = {0: {7: {"进度": "在谈"}, 8: {"投资/计划总投资(亿元)": "3.5亿元"}}}
    seen = look(store, [source], fixes=fixes)
    assert seen.rejected == ()
    by_name = {getattr(r, "name_zh", ""): r for r in seen.records}
    second, third = by_name["EVA示例项目"], by_name["环氧示例项目"]
    assert isinstance(second, Project)
    assert isinstance(third, Project)
    assert (second.stage, second.land_mu, second.land_text) == ("在谈", None, "30-50")
    assert second.investment_yi == 0.2
    assert (third.stage, third.investment_yi) == ("流失", 3.5)


def test_loaded_twice_nothing_is_new(store: Store) -> None:
    table = table_of(talks())
    fixes = {0: {7: {"进度": "在谈"}, 8: {"投资/计划总投资(亿元)": None}}}
    source = old_source(table, plan(table))
    done = take(store, look(store, [source], fixes=fixes), actor="小王", reason="载入")
    assert done.preview.commit
    again = look(store, [source], fixes=fixes)
    assert (again.records, again.rejected, again.preview.unchanged) == ((), (), 3)
    assert {r.actor for r in store.history(commit_id=done.preview.commit.commit_id)} == {"小王"}


def test_a_blank_in_their_sheet_leaves_what_is_known_and_constants_are_for_new_ones(
    store: Store,
) -> None:
    old = next(p for p in store.scan("project") if isinstance(p, Project) and p.land_mu and p.note)
    data = plain_sheet(
        "项目", ["项目名称", "用地(亩)", "总投资(亿元)", "备注"], [old.name_zh, None, 7.25, "-"]
    )
    table = table_of(data)
    source = old_source(table, plan(table, stage="谋划", level="项目包"))
    seen = look(store, [source])
    (change,) = seen.preview.changed
    assert [f.field for f in change.fields] == ["investment_yi"]
    assert change.ref == ("project", old.id)


def test_words_without_a_column_of_their_own_go_to_the_note_once(store: Store) -> None:
    lead = Lead("l1", "hunan-petrochemical", None, "洽谈", None, None, DAY, note="老话")
    store.write([Change.put(lead)], actor="小王", reason="客商")
    data = plain_sheet("客商", ["企业名称", "意向投资(亿元)"], ["湖南石化", "约3亿元"])
    table = table_of(data)
    source = old_source(table, plan(table, "lead", stage="线索"))
    (made,) = look(store, [source]).records
    assert isinstance(made, Lead)
    assert (made.id, made.intent_investment_yi) == ("l1", 3.0)
    assert made.note == "老话;意向投资(亿元):约3亿元"
    take(store, look(store, [source]), actor="小王", reason="载入")
    assert look(store, [source]).is_empty


def test_a_firm_of_almost_the_same_name_is_a_question_and_the_answer_is_kept(
    store: Store,
) -> None:
    name = "湖南中创化工有限公司"
    data = plain_sheet("客商", ["企业名称", "跟进阶段"], [name, "考察"], ["甲示例公司", "在谈"])
    table = table_of(data)
    source = old_source(table, plan(table, "lead", region_id="yunxi"))
    seen = look(store, [source], add=True)
    (question,) = seen.questions
    assert (question.kind, question.name, question.rows) == ("firm", name, (2,))
    assert [near.id for near in question.near] == ["zhongchuang-chemical"]
    assert list(reasons(seen)) == [2]
    assert seen.new_firms == ("甲示例公司",)
    assert [type(r) for r in seen.records] == [Lead, Firm]
    near = {("firm", name): {n.id: n.name for n in question.near}}
    answers = {("firm", name): "zhongchuang-chemical"}
    told = look(store, [source], answers, add=True)
    also = sheets_in.judgements(told, near, answers, "小王", "2026-11-24 09:00")
    take(store, told, actor="小王", reason="载入", also=also)
    (judged,) = store.scan("judged_name")
    assert isinstance(judged, JudgedName)
    assert (judged.verdict, judged.name_a) == ("same", name)
    leads = {getattr(r, "firm_id", ""): getattr(r, "stage", "") for r in store.scan("lead")}
    assert leads == {"zhongchuang-chemical": "来访考察", "甲示例公司": "洽谈"}
    firm = store.get("firm", ["zhongchuang-chemical"]).records[0]
    assert getattr(firm, "name_zh", "") == "湖南中创化工股份有限公司"
    again = look(store, [source], add=True)
    assert (again.questions, again.records) == ((), ())


def test_judged_different_it_becomes_a_firm_of_its_own(store: Store) -> None:
    name = "湖南中创化工有限公司"
    data = plain_sheet("客商", ["企业名称", "跟进阶段"], [name, "洽谈"])
    table = table_of(data)
    source = old_source(table, plan(table, "lead", region_id="yunxi"))
    near = {("firm", name): {"zhongchuang-chemical": "湖南中创化工股份有限公司"}}
    answers = {("firm", name): ""}
    seen = look(store, [source], answers)
    assert {type(r) for r in seen.records} == {Lead, Firm}
    also = sheets_in.judgements(seen, near, answers, None, DAY)
    take(store, seen, actor="小王", reason="载入", also=also)
    assert [getattr(r, "verdict", "") for r in store.scan("judged_name")] == ["different"]
    assert look(store, [source]).is_empty


def test_a_firm_nobody_has_is_refused_unless_it_may_be_added(store: Store) -> None:
    data = plain_sheet("客商", ["企业名称", "跟进阶段"], ["乙示例公司", "洽谈"])
    table = table_of(data)
    source = old_source(table, plan(table, "lead", region_id="yunxi"))
    assert "企业里没有这一条" in reasons(look(store, [source]))[2][0]


def test_words_of_other_places_and_of_this_place_are_stages(store: Store) -> None:
    word = StageWord("w", "lead_stage", "意向", "深度对接", 6, None)
    store.write([Change.put(word)], actor="小王", reason="用词")
    stages = ["新增在谈", "停止谈判", "深度对接", "已拜访"]
    rows = [[f"{n}号示例公司", stage] for n, stage in enumerate(stages)]
    table = table_of(plain_sheet("客商", ["企业名称", "进度"], *rows))
    seen = look(store, [old_source(table, plan(table, "lead", region_id="yunxi"))], add=True)
    found = [r.stage for r in seen.records if isinstance(r, Lead)]
    assert found == ["洽谈", "放弃", "意向", "已拜访"]


def test_a_form_is_recognised_by_its_header_in_any_order(store: Store) -> None:
    table = table_of(talks())
    form = sheets.form_of(table, plan(table), "在谈项目表", "小王", "2026-11-24 09:00")
    store.write([Change.put(form)], actor="小王", reason="记住")
    (kept,) = [r for r in store.scan("sheet_map") if isinstance(r, SheetMap)]
    assert plan_of(kept, table.labels, PROJECT) == plan(table)
    opened = sheets.open_file(talks(ROWS[:1]), "下一期.xlsx")
    (part,) = sheets.parts_of(opened, SCHEMA, [kept], {})
    assert part.way == "known"
    assert part.source is not None
    assert len(look(store, [part.source]).records) == 1
    turned = plain_sheet("别的名字", LABELS[::-1], ROWS[0][::-1])
    (part,) = sheets.parts_of(sheets.open_file(turned, "b.xlsx"), SCHEMA, [kept], {})
    assert part.way == "known"
    more = plain_sheet("多一列", [*LABELS, "牵头单位"], [*ROWS[0], "示例局"])
    (part,) = sheets.parts_of(sheets.open_file(more, "c.xlsx"), SCHEMA, [kept], {})
    assert part.way == "ask"
    assert part.plan is not None
    assert part.plan.ties[-1] == Tie("牵头单位", "duty_unit")


label = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=20)


@given(st.lists(label, min_size=1, max_size=6), st.data())
def test_a_form_keeps_what_was_decided(labels: list[str], data: st.DataObject) -> None:
    grid = Grid("a.xlsx", None, (RawRow(1, tuple(labels)), RawRow(2, ("示例",) * len(labels))))
    table = read_old(grid, header_row=1, depth=1)
    if table is None or not table.labels:
        return
    columns = st.sampled_from([None, "name_zh", "investment_yi", "note"])
    units = {"investment_yi": st.sampled_from(["亿元", "万元", EACH_CELL])}
    ties = []
    for text in table.labels:
        column = data.draw(columns)
        unit = data.draw(units[column]) if column in units else None
        ties.append(Tie(text, column, unit))
    constants = data.draw(st.dictionaries(st.sampled_from(["level", "stage", "note"]), label))
    wanted = SheetPlan("project", tuple(ties), constants)
    form = SheetMap(fingerprint(table.labels), "甲", "project", pairs_of(wanted), None, DAY)
    assert plan_of(form, table.labels, PROJECT) == wanted
    assert len(labels_of(form)) == len(table.labels)


def test_a_unit_that_does_not_fit_is_asked_for_again(store: Store) -> None:
    table = table_of(plain_sheet("项目", ["项目名称", "总投资"], ["甲示例项目", 3]))
    pairs = ("项目名称=name_zh", "总投资=investment_yi@亩", "=level=项目", "=stage=谋划")
    form = SheetMap(fingerprint(table.labels), "甲", "project", pairs, None, DAY)
    found = plan_of(form, table.labels, PROJECT)
    assert found.ties[1] == Tie("总投资", "investment_yi", None)
    assert faults_of(found, PROJECT) == ["“总投资”没有写单位,请选一个"]
    told = reasons(look(store, [old_source(table, found)]))
    assert "没有写单位" in told[2][0]


def test_other_brackets_make_no_second_record(store: Store) -> None:
    heads = ["企业名称", "产品", "跟进阶段"]
    wide, half = "乙(岳阳)化工有限公司", "乙（岳阳）化工有限公司"
    rows = [wide, "苯", "洽谈"], [half, "甲苯", "签约"], ["乙(岳阳)化工股份有限公司", None, "洽谈"]
    table = table_of(plain_sheet("客商", heads, *rows))
    seen = look(store, [old_source(table, plan(table, "lead", region_id="yunxi"))], add=True)
    assert seen.rejected == ()
    assert seen.new_firms == (wide, "乙(岳阳)化工股份有限公司")
    assert {r.firm_id for r in seen.records if isinstance(r, Lead)} == set(seen.new_firms)
    assert any("字号相同" in line and half not in line for line in seen.told)
    rows = ["甲项目(一期)", "谋划"], ["甲项目（一期）", "签约"]
    table = table_of(plain_sheet("项目", ["项目名称", "阶段"], *rows))
    seen = look(store, [old_source(table, plan(table, level="项目"))])
    assert (seen.records, list(reasons(seen))) == ((), [2, 3])


def test_groups_numbered_in_chinese_among_rows_numbered_in_digits_are_no_records() -> None:
    heads = ["序号", "项目名称", "投资", None, "备注"]
    parts = [None, None, "总投资(万元)", "其中:固投(万元)", None]
    groups = ["一", "化工类(2个)", 300], ["(二)", "其他"]
    rows = [1, "甲示例", 100, 50, "无"], [2, "乙示例", 200, None, "急"]
    data = plain_sheet("项目", heads, parts, groups[0], *rows, groups[1], [3, "丙示例", 5])
    table = table_of(data)
    assert table.depth == 2
    assert table.labels[3] == "投资/其中:固投(万元)"
    assert [row.cells[1] for row in table.rows] == ["甲示例", "乙示例", "丙示例"]
    assert "第 3 行“一 化工类(2个)”像是分组标题或说明,没有读" in table.told
    own = table_of(plain_sheet("项目", ["序号", "项目名称", "备注"], ["一", "甲示例", "x"]))
    assert [row.cells[1] for row in own.rows] == ["甲示例"]


def test_a_note_that_says_nothing_leaves_the_one_on_file(store: Store) -> None:
    project = next(p for p in store.scan("project") if isinstance(p, Project) and p.note)
    table = table_of(plain_sheet("项目", ["项目名称", "备注"], [project.name_zh, "无"]))
    assert look(store, [old_source(table, plan(table))]).is_empty


def test_merged_text_is_written_into_each_row_and_merged_numbers_are_not() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["企业", "装置", "总投资(亿元)"])
    sheet.append(["甲示例公司", "一期", 10])
    sheet.append([None, "二期", None])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("C2:C3")
    table = table_of(saved(book))
    assert [row.cells for row in table.rows] == [
        ("甲示例公司", "一期", 10),
        ("甲示例公司", "二期", None),
    ]
    told = "\n".join(table.told)
    assert "合并的单元格已把文字填到每一行(1 格)" in told
    assert "合并的单元格里的数只记在第一行" in told


def test_hidden_rows_and_columns_are_told_and_may_be_left_out() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["名称", "投资(亿元)", "密"], ["甲示例", 1, "a"], ["乙示例", 2, "b"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    data = saved(book)
    table = table_of(data)
    assert len(table.rows) == 2
    assert "有 1 行、1 列是隐藏的,照样读了" in table.told
    table = table_of(data, hidden=False)
    assert table.labels == ("名称", "投资(亿元)")
    assert [row.cells[0] for row in table.rows] == ["甲示例"]
    assert "有 1 行、1 列是隐藏的,没有读" in table.told


def test_a_second_table_on_a_sheet_is_told_and_can_be_read_instead() -> None:
    data = plain_sheet(
        "两张表",
        ["序号", "项目名称", "总投资(亿元)"],
        [1, "甲示例项目", 3],
        [],
        ["序号", "企业名称", "联系人"],
        [1, "乙示例公司", "某某"],
    )
    table = table_of(data)
    assert [row.cells[1] for row in table.rows] == ["甲示例项目"]
    assert table.others == (4,)
    assert "第 4 行起像是另一张表,没有读;要读它,把列名行改成第 4 行" in table.told
    other = table_of(data, header_row=4)
    assert other.labels == ("序号", "企业名称", "联系人")
    assert [row.cells[1] for row in other.rows] == ["乙示例公司"]


def test_column_numbers_and_headers_printed_again_are_no_records() -> None:
    heads = ["序号", "项目名称", "总投资(亿元)"]
    data = plain_sheet("项目", heads, [1, 2, 3], [1, "甲示例", 5], heads, [2, "乙示例", 6])
    table = table_of(data)
    assert [row.cells[1] for row in table.rows] == ["甲示例", "乙示例"]
    told = "\n".join(table.told)
    assert "第 2 行“1”是列号" in told
    assert "第 4 行“序号”是重复的列名" in told


def test_rows_of_text_alone_are_records_and_blank_rows_between_them_do_no_harm() -> None:
    data = plain_sheet(
        "客商", ["企业名称", "进度", "备注"], ["甲示例", "洽谈"], [], ["乙示例", "签约"]
    )
    assert [row.cells[0] for row in table_of(data).rows] == ["甲示例", "乙示例"]


def test_days_of_the_1904_calendar() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.append(["项目名称", "计划开工"])
    sheet.append(["甲示例", 43538])
    table = table_of(saved(book))
    assert table.is_1904
    opened = sheets.open_file(saved(book), "a.xlsx")
    assert opened.grids[0].is_1904


def test_a_row_changed_meanwhile_is_a_conflict_and_nothing_is_written(store: Store) -> None:
    project = next(p for p in store.scan("project") if isinstance(p, Project))
    data = plain_sheet("项目", ["编号", "备注"], [project.id, "我的"])
    opened = sheets.open_file(data, "项目.xlsx")
    (part,) = sheets.parts_of(opened, SCHEMA, [], {})
    assert part.source is not None
    seen = look(store, [part.source])
    theirs = replace(project, note="别人的")
    store.write([Change.put(theirs)], actor="别人", reason="抢先")
    with pytest.raises(Conflict, match="已被别人改过"):
        take(store, seen, actor="小王", reason="载入")
    assert store.get("project", [project.id]).records == (theirs,)


def test_rows_left_out_come_back_with_reasons_and_may_be_loaded_again(
    store: Store, tmp_path: Path
) -> None:
    table = table_of(talks())
    source = old_source(table, plan(table))
    form = sheets.form_of(table, plan(table), "在谈", None, DAY)
    seen = look(store, [source])
    parts = [sheets.Part("told", grid_of(talks()), source)]
    data = sheets_in.rejected_bytes(SCHEMA, parts, {}, seen)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["在谈项目"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [*LABELS, "没有载入的原因"]
    assert sheet.max_row == 3
    assert "不认识这个进度" in sheet.cell(2, len(heads)).value
    assert {sheet.cell(n, heads.index("企业联系人") + 1).value for n in (2, 3)} == {None}
    sheet.cell(2, heads.index("进度") + 1).value = "签约"
    sheet.cell(3, heads.index("投资/计划总投资(亿元)") + 1).value = "3亿元"
    out = tmp_path / "退回.xlsx"
    sheet.parent.save(out)
    opened = sheets.open_file(out.read_bytes(), out.name)
    (part,) = sheets.parts_of(opened, SCHEMA, [form], {})
    assert part.way == "known"
    assert part.source is not None
    again = look(store, [part.source])
    assert (len(again.records), again.rejected) == (2, ())


def test_nothing_is_invented_for_a_kind_without_room_for_words(store: Store) -> None:
    data = plain_sheet(
        "填报",
        ["项目名称", "月份", "本月完成"],
        ["己内酰胺产业链搬迁与升级转型发展项目", "2026-10", "约30"],
    )
    table = table_of(data)
    found = replace(suggested(table, SCHEMA["entry"]), constants={"region_id": "yunxi"})
    found = replace(found, constants={**found.constants, "target_kind": "project"})
    assert faults_of(found, SCHEMA["entry"]) == []
    seen = look(store, [old_source(table, found)])
    assert any("没有备注可记原文" in line for line in reasons(seen)[2])


def test_a_sheet_without_a_header_is_none() -> None:
    grid = grid_of(plain_sheet("数", [1, 2, 3], [4, 5, 6]))
    assert read_old(grid) is None
    with pytest.raises(BadRequest, match="没有内容"):
        read_grids(plain_sheet("空"), "空.xlsx")

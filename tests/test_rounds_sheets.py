"""Monthly sheets: one workbook a unit, protected keys, and what comes back of them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from test_rounds import AT, told

from graph.desk.round.entries import TEXTS, Draft, filled
from graph.desk.round.merging import Merged, merged
from graph.errors import RowProblem
from loaders.round.returns import read_all, read_round_sheet
from loaders.round.sheet import HEADS, KEY, MEASURES, round_sheet, safe_name
from views.tables.round import sheets as table

MAY = told("a", month="2026-05", year_plan=100.0, total_done=30.0, unit="万元", duty_unit="甲局")
FIRST = Draft(replace(told("a", year_plan=100.0, unit="万元", duty_unit="甲局")), MAY)
SECOND = Draft(told("b", unit="亿元", duty_unit="甲局", month_done=2.0, total_done=9.0), None, 4)
LINES = (FIRST, SECOND)
NAMES = {d.entry.id: d.entry.target_name for d in LINES}
TOP = 4
"""The first row of the table, as Excel counts."""


def book(lines: tuple[Draft, ...] = LINES) -> Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(round_sheet("2026年6月调度表(甲局)", ("说明",), lines))
    )


def cell(made: Workbook, label: str, row: int = TOP) -> Any:
    heads = [h.label for h in HEADS]
    return made.worksheets[0].cell(row, heads.index(label) + 1)


def saved(made: Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def back(made: Workbook, file: str = "甲局.xlsx") -> tuple[Merged, tuple[RowProblem, ...]]:
    rows, problems = read_all([(file, saved(made))], NAMES)
    return merged(rows, {d.entry.id: d for d in LINES}, "收表人", AT), problems


def test_only_what_is_asked_may_be_edited() -> None:
    made = book()
    sheet = made.worksheets[0]
    assert sheet.protection.sheet is True
    for head in HEADS:
        assert cell(made, head.label).protection.locked is not head.is_open, head.label
    assert cell(made, "上月累计(参考)").value == 30
    assert cell(made, "累计完成").value is None


def test_measures_are_chosen_from_a_list() -> None:
    rules = book().worksheets[0].data_validations.dataValidation
    lists = {str(r.sqref): r.formula1 for r in rules if r.type == "list"}
    assert lists["D4:D5"] == f'"{",".join(MEASURES)}"'
    assert sum(r.type == "decimal" for r in rules) == 4


def test_a_name_like_a_formula_is_text() -> None:
    evil = Draft(replace(FIRST.entry, target_name="=1+1", duty_unit="@x"), None)
    made = book((evil,))
    assert (cell(made, "名称").value, cell(made, "名称").data_type) == ("=1+1", "s")


def test_an_untouched_sheet_changes_nothing() -> None:
    found, problems = back(book())
    assert problems == ()
    assert (found.entries, found.same, len(found.blank), found.clashes) == ((), 1, 1, ())


def test_what_is_filled_in_comes_back() -> None:
    made = book()
    cell(made, "本月完成").value = 12.5
    cell(made, "要素保障问题").value = "土地"
    cell(made, "计量单位").value = "亿元"
    cell(made, "年度计划").value = 20
    cell(made, "填报人").value = "王五"
    cell(made, "累计完成", TOP + 1).value = 10
    found, problems = back(made)
    assert problems == ()
    ((_, new),) = found.added
    ((_, changed),) = found.changed
    assert (new.month_done, new.total_done, new.problem) == (12.5, 12.503, "土地")
    assert (new.unit, new.filled_by, new.year_plan) == ("亿元", "王五", 20.0)
    assert (changed.total_done, changed.month_done, changed.filled_by) == (10.0, 2.0, "收表人")
    assert table.new_rows(found)[0][:6] == (
        *("甲局.xlsx", TOP, "a"),
        *("20亿元", "12.5亿元", "12.503亿元"),
    )
    assert ("甲局.xlsx", TOP + 1, "b", "累计完成", "9", "10") in table.changed_rows(found)


def test_a_new_unit_beside_the_old_plan_is_not_guessed() -> None:
    made = book()
    cell(made, "本月完成").value = 0.1
    cell(made, "计量单位").value = "亿元"
    found, problems = back(made)
    assert (problems, found.entries) == ((), ())
    assert "不收的 1 行" in table.summary(found, problems)
    ((file, row, label, value, why),) = table.rejected_rows(found, problems, "2026-06")
    assert (file, row, label, value) == ("甲局.xlsx", TOP, "计量单位", "亿元")
    assert "年度计划" in str(why)
    cell(made, "年度计划").value = None
    ((_, entry),) = back(made)[0].added
    assert (entry.year_plan, entry.total_done) == (0.01, 0.103)


def test_units_with_names_alike_each_have_a_file() -> None:
    other = Draft(replace(FIRST.entry, id="x", duty_unit="甲/乙"), None)
    again = Draft(replace(FIRST.entry, id="y", duty_unit="甲:乙"), None)
    found = table.workbooks((other, again), "2026-06", "云溪区", "2026-06-30")
    assert len(found) == 2


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=20
).map(str.strip)
numbers = st.floats(min_value=-1e9, max_value=1e9).map(lambda v: float(f"{v:.12g}"))


@settings(max_examples=25)
@given(numbers, texts.filter(bool))
def test_any_number_and_text_goes_out_and_in(number: float, text: str) -> None:
    values: dict[str, object] = {"month_done": number, **dict.fromkeys(TEXTS, text)}
    entry = filled(FIRST, {**values, "year_plan": abs(number)}, "张三", AT)
    assert entry is not None
    data = round_sheet("表", (), (Draft(entry, MAY, 1),))
    rows, problems = read_round_sheet(data, "表.xlsx", NAMES)
    if (entry.total_done or 0.0) < 0:
        assert [p.column for p in problems] == ["累计完成"]
        return
    assert problems == ()
    again = merged(rows, {entry.id: Draft(entry, MAY, 1)}, "李四", AT)
    assert (again.entries, again.same) == ((), 1)


@pytest.mark.parametrize(
    ("label", "value", "remedy"),
    [
        ("年度计划", "约1200", "只填一个数字"),
        ("年度计划", -3, "不能是负数"),
        ("累计完成", "1200万元", "只填一个数字"),
        ("形象进度", "长" * 2001, "太长"),
        ("名称", "别的项目", "名称对不上"),
        (KEY, None, "没有编号"),
    ],
)
def test_a_bad_cell_is_told_with_row_and_reason(label: str, value: object, remedy: str) -> None:
    made = book()
    cell(made, label).value = value
    cell(made, "本月完成", TOP + 1).value = 3
    found, problems = back(made)
    assert [(p.row, p.column) for p in problems] == [(TOP, label)]
    assert remedy in problems[0].remedy
    assert [e.month_done for _, e in found.changed] == [3.0]


@pytest.mark.parametrize("mark", ["-", "/", "未报", "  "])
def test_a_mark_for_nothing_is_nothing(mark: str) -> None:
    made = book()
    cell(made, "本月完成").value = mark
    found, problems = back(made)
    assert (problems, found.entries) == ((), ())


def test_a_correction_downwards_is_taken() -> None:
    made = book()
    cell(made, "本月完成").value = -5
    found, problems = back(made)
    assert problems == ()
    assert [e.total_done for _, e in found.added] == [25.0]


def test_two_files_that_differ_are_shown_and_the_later_counts() -> None:
    first, second = book(), book()
    cell(first, "本月完成").value = 1
    cell(second, "本月完成").value = 2
    rows, _ = read_all([("一.xlsx", saved(first)), ("二.xlsx", saved(second))], NAMES)
    found = merged(rows, {d.entry.id: d for d in LINES}, "收表人", AT)
    assert [e.month_done for _, e in found.added] == [2.0]
    ((name, early, late, apart),) = table.clash_rows(found, NAMES)
    assert (name, early, late) == ("a", "一.xlsx 第 4 行", "二.xlsx 第 4 行")
    assert apart == "本月完成 1 → 2"


def test_a_sheet_of_another_month_is_refused_with_its_month() -> None:
    rows, problems = read_all([("旧.xlsx", saved(book()))], {})
    found = merged(rows, {}, "收表人", AT)
    told_ = table.rejected_rows(found, problems, "2026-07")
    assert len(told_) == 2
    assert "2026年6月" in str(told_[0][4])


def test_files_that_are_no_sheets_are_told_and_the_rest_is_read() -> None:
    other = Workbook()
    other.active["A1"] = "随便"  # type: ignore[index]
    good = book()
    cell(good, "本月完成").value = 7
    formula = book()
    cell(formula, "本月完成").value = "=1+1"
    rows, problems = read_all(
        [
            ("坏.xlsx", b"not a workbook"),
            ("空.xlsx", b""),
            ("别的.xlsx", saved(other)),
            ("公式.xlsx", saved(formula)),
            ("好.xlsx", saved(good)),
        ],
        NAMES,
    )
    told_ = {p.file: p.remedy for p in problems}
    assert set(told_) == {"坏.xlsx", "空.xlsx", "别的.xlsx", "公式.xlsx"}
    assert told_["空.xlsx"] == "文件 空.xlsx 是空的。"
    assert KEY in told_["别的.xlsx"]
    assert {r.file for r in rows} == {"好.xlsx"}


def test_a_file_that_unpacks_to_too_much_is_not_opened() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(32):
            part.write(b"\0" * (1 << 20))
    rows, (problem,) = read_all([("炸.xlsx", buffer.getvalue())], NAMES)
    assert rows == ()
    assert "没有打开" in problem.remedy


@pytest.mark.parametrize("keep", [(100, 22), (2_000, 200), (0, 3_000)])
def test_a_file_cut_short_is_told(keep: tuple[int, int]) -> None:
    data, (head, tail) = saved(book()), keep
    rows, (problem,) = read_all([("断.xlsx", data[:head] + data[-tail:])], NAMES)
    assert rows == ()
    assert "断.xlsx 不是完好的" in problem.remedy


def test_a_workbook_for_every_unit() -> None:
    nobodys = Draft(told("c"), None)
    found = table.workbooks((*LINES, nobodys), "2026-06", "云溪区", "2026-06-30")
    assert list(found) == [
        "2026-06调度表_没写责任单位_云溪区.xlsx",
        "2026-06调度表_甲局_云溪区.xlsx",
    ]
    packed = table.archive((*LINES, nobodys), "2026-06", "云溪区", "2026-06-30")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == list(found)


def test_names_of_units_make_safe_file_names() -> None:
    assert safe_name("a/b:c*?") == "a_b_c__"
    assert safe_name("...") == "未写"

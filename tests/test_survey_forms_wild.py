"""企业摸底表 as firms really send them back: 无 and slashes, tonnes, merged cells, both files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from stores import SCHEMA, shared_store_url
from survey_fill import (
    TODAY,
    Fill,
    Office,
    asked,
    docx_of,
    fill_docx,
    fill_xlsx,
    xlsx_of,
)

from graph.desk.survey.known import known_of
from graph.desk.survey.surveys import firms_to_ask
from graph.errors import BadRequest
from graph.model import FirmYear, Signal
from graph.reason import Evaluation
from graph.store.protocol import Change
from loaders.surveyform.batch import Desk
from loaders.surveyform.content import form_sheet
from loaders.surveyform.form import CONFIRM
from loaders.surveyform.xlsx import xlsx_form
from views.surveys import Looked, look, writing
from views.tables.survey.surveys import FORM_COLUMNS, form_row
from views.workspace import Question, Workspace

XINLING, HNSH = "xinling-chemical", "hunan-petrochemical"
ONE, TWO = "MD-20261130-7F3A9C", "MD-20261130-AAAA01"
FORM = asked(ONE, XINLING)
O_CRESOL, M_CRESOL = ("unit", "xinling-o-cresol"), ("unit", "xinling-m-cresol")
GOOD: Fill = (*O_CRESOL, "capacity", CONFIRM)


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    found = Workspace.open(shared_store_url())
    yield found
    found.close()


@pytest.fixture(scope="module")
def evaluation(workspace: Workspace) -> Evaluation:
    return workspace.evaluation(Question(date=TODAY))


@pytest.fixture(scope="module")
def blank(evaluation: Evaluation) -> bytes:
    return xlsx_of(evaluation, FORM)


@pytest.fixture(scope="module")
def blank_docx(evaluation: Evaluation) -> bytes:
    return docx_of(evaluation, FORM)


@pytest.fixture
def seen(workspace: Workspace, evaluation: Evaluation) -> Callable[..., Looked]:
    def do(*files: tuple[str, bytes], mended: Any = None) -> Looked:
        desk = Desk({ONE: FORM}, evaluation, workspace.schema, TODAY)
        return look(files, desk, mended or {})

    return do


def saved(thing: Any) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, sheet: str, old: Any, new: Any) -> bytes:
    """The workbook with the first cell that holds ``old`` holding ``new``."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (c for row in book[sheet].iter_rows() for c in row)
    next(c for c in cells if c.value == old).value = new
    return saved(book)


def told(looked: Looked) -> list[tuple[str | None, str]]:
    return [(m.cell.problem.column, m.cell.problem.remedy) for m in looked.mend]


NOTHING: list[list[Fill]] = [
    [("plan", "", "product", "无")],
    [("plan", "", "note", "暂无")],
    [("new", "", "product", "无")],
    [("feed", "", "product", "无")],
    [(*M_CRESOL, "note", "无")],
    [("supply", "in35", "giver", "无")],
    [("new", "", "product", "/"), ("new", "/", "name", "/"), ("new", "/", "status", "/")],
]


@pytest.mark.parametrize("fills", NOTHING, ids=[f"{f[0][0]}-{f[0][3]}" for f in NOTHING])
def test_wu_and_slashes_are_no_answers(
    fills: list[Fill], seen: Callable[..., Looked], blank: bytes
) -> None:
    looked = seen(("一.xlsx", fill_xlsx(blank, [GOOD, *fills])))
    assert looked.good == (ONE,)
    assert [(i.record_id, i.field) for i in looked.taken[ONE].items] == [
        (f"{ONE}-xinling-o-cresol", "capacity_kt_a")
    ]


REMARKS: list[tuple[list[Fill], str]] = [
    ([("feed", "丙烯", "supplier", "无")], "原料丙烯:供应商写的是“无”"),
    ([("feed", "", "product", "乙醇")], "原料乙醇:没写供应商和数量"),
    ([("plan", "", "note", "想扩产,缺地")], "扩产、新建打算:想扩产,缺地"),
]


@pytest.mark.parametrize(("fills", "words"), REMARKS, ids=[r[1] for r in REMARKS])
def test_words_that_make_no_statement_are_kept_with_the_source(
    fills: list[Fill], words: str, seen: Callable[..., Looked], blank: bytes
) -> None:
    looked = seen(("一.xlsx", fill_xlsx(blank, [GOOD, *fills])))
    assert looked.good == (ONE,)
    assert {c.ref[0] for c in looked.taken[ONE].changes} == {"source", "capacity", "asked_form"}
    (source,) = (c.record for c in looked.taken[ONE].changes if c.ref[0] == "source")
    assert words in (source.note or "")  # type: ignore[union-attr]


def test_a_note_without_a_number_on_what_else_a_unit_makes_is_kept(
    workspace: Workspace, evaluation: Evaluation
) -> None:
    benzene = evaluation.chain.facts.product_name("benzene")
    form = asked(ONE, HNSH)
    data = fill_xlsx(xlsx_of(evaluation, form), [("hidden", benzene, "note", "都自己用了")])
    looked = look([("一.xlsx", data)], Desk({ONE: form}, evaluation, workspace.schema, TODAY), {})
    assert looked.refused == ()
    (source,) = (c.record for c in looked.taken[ONE].changes if c.ref[0] == "source")
    assert f"另产的{benzene}:都自己用了" in (source.note or "")  # type: ignore[union-attr]


SLIPS: list[tuple[list[Fill], str, str]] = [
    ([(*O_CRESOL, "own_use", "30000")], "自用量(万吨/年)", "核对单位"),
    ([(*O_CRESOL, "outside", "150")], "外供量(万吨/年)", "设计产能 1.5 万吨/年"),
    ([("supply", "in35", "amount", "13100")], "数量(万吨/年)", "核对单位"),
    ([("feed", "丙烯", "amount", "12000")], "数量(万吨/年)", "核对单位"),
    ([("plan", "", "investment", "5000")], "拟投资(亿元)", "亿元"),
    (
        [("year", "主营业务收入", "answer", "5"), ("year", "税收", "answer", "500")],
        *("填报数", "主营业务收入(5 万元)"),
    ),
]


@pytest.mark.parametrize(("fills", "column", "word"), SLIPS, ids=[s[0][-1][2] for s in SLIPS])
def test_a_slip_of_unit_is_told(
    fills: list[Fill], column: str, word: str, seen: Callable[..., Looked], blank: bytes
) -> None:
    looked = seen(("一.xlsx", fill_xlsx(blank, fills)))
    ((where, remedy),) = told(looked)
    assert where == column
    assert word in remedy


def test_a_number_a_hundred_times_the_old_one_is_not_chosen_by_itself(
    seen: Callable[..., Looked], blank: bytes, evaluation: Evaluation
) -> None:
    looked = seen(("一.xlsx", fill_xlsx(blank, [(*O_CRESOL, "capacity", "1500")])))
    assert (looked.good, looked.fresh) == ((ONE,), ())
    facts, (back,), taken = evaluation.given, looked.backs, looked.taken[ONE]
    row = dict(zip(FORM_COLUMNS, form_row(facts, SCHEMA, back, taken, ()), strict=True))
    assert row["能不能载入"] == "可以,但有疑问"
    assert "从 1.5 变成 1500,请核对单位" in str(row["说明"])
    assert seen(("一.xlsx", fill_xlsx(blank, [(*O_CRESOL, "capacity", "15")]))).fresh == (ONE,)


@pytest.mark.parametrize("way", ["xlsx", "docx"])
def test_one_number_in_a_cell_merged_over_two_units_is_neither_of_them(
    way: str, seen: Callable[..., Looked], blank: bytes, blank_docx: bytes
) -> None:
    if way == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(blank))
        sheet = book["2已掌握装置"]
        rows = [c.row for c in sheet["A"] if str(c.value).startswith("xinling-")]
        sheet.cell(rows[0], 7).value = 3
        sheet.merge_cells(start_row=rows[0], end_row=rows[1], start_column=7, end_column=7)
        data = saved(book)
    else:
        document = Document(io.BytesIO(blank_docx))
        (table,) = (t for t in document.tables if t.cell(0, 0).text == "装置编号")
        table.cell(1, 6).merge(table.cell(2, 6)).text = "3"
        data = saved(document)
    looked = seen((f"一.{way}", data))
    assert looked.good == ()
    assert [(c, "合并" in r) for c, r in told(looked)] == [("设计产能(万吨/年)", True)] * 2
    first, second = (m.cell.spot for m in looked.mend)
    status = (*first[:2], "status")
    again = seen((f"一.{way}", data), mended={ONE: {first: "2", status: "在产", second: ""}})
    assert [i.after for i in again.taken[ONE].items] == ["在产", 20.0]


def test_one_number_in_a_cell_merged_over_two_columns_is_neither_of_them(
    seen: Callable[..., Looked], blank_docx: bytes
) -> None:
    document = Document(io.BytesIO(blank_docx))
    (table,) = (t for t in document.tables if t.cell(0, 0).text == "装置编号")
    table.cell(2, 9).merge(table.cell(2, 10)).text = "1"
    columns = [c for c, remedy in told(seen(("一.docx", saved(document)))) if "合并" in remedy]
    assert columns == ["自用量(万吨/年)", "外供量(万吨/年)"]


def test_a_form_printed_before_a_newer_statement_was_not_written_over(tmp_path: Path) -> None:
    office = Office.of(tmp_path)
    one, two = office.send(ONE, XINLING), office.send(TWO, XINLING)
    files = [xlsx_of(office.evaluation, form) for form in (one, two)]
    office.load(office.look(("一.xlsx", fill_xlsx(files[0], [(*O_CRESOL, "capacity", "2")]))))
    tax: Fill = ("year", "税收", "answer", "5")
    assert office.look(("二.xlsx", fill_xlsx(files[1], [tax]))).fresh == (TWO,)
    office.workspace.close()


@pytest.mark.parametrize("way", ["xlsx", "docx"])
def test_a_second_row_of_one_unit_is_told(
    way: str, seen: Callable[..., Looked], blank: bytes, blank_docx: bytes
) -> None:
    if way == "xlsx":
        data = fill_xlsx(blank, [GOOD, (*M_CRESOL, "capacity", "3")])
        data = changed(data, "2已掌握装置", "xinling-m-cresol", "xinling-o-cresol")
    else:
        document = Document(io.BytesIO(fill_docx(blank_docx, [GOOD, (*M_CRESOL, "capacity", "3")])))
        (table,) = (t for t in document.tables if t.cell(0, 0).text == "装置编号")
        table.cell(1, 0).text = "xinling-o-cresol"
        data = saved(document)
    assert any("已经填过一行" in remedy for _, remedy in told(seen((f"一.{way}", data))))


def test_what_was_written_over_the_printed_value_is_told(
    seen: Callable[..., Looked], blank: bytes
) -> None:
    data = changed(fill_xlsx(blank, [(*M_CRESOL, "note", "好")]), "2已掌握装置", 1.5, 3)
    looked = seen(("一.xlsx", data))
    (one,) = looked.mend
    assert one.cell.problem.column == "设计产能(万吨/年)"
    assert "企业改了那一格" in one.cell.problem.remedy
    as_written = seen(("一.xlsx", data), mended={ONE: {one.cell.spot: CONFIRM}})
    assert [i.after for i in as_written.taken[ONE].items] == [30.0]
    assert seen(("一.xlsx", data), mended={ONE: {one.cell.spot: ""}}).taken[ONE].items == ()


def test_another_giver_written_into_a_supply_is_told(
    workspace: Workspace, evaluation: Evaluation
) -> None:
    form = asked(ONE, HNSH)
    supply = next(s for s in known_of(evaluation, HNSH).supplies if s.from_firm_id)
    giver = evaluation.chain.facts.firm_name(supply.from_firm_id or "")
    book = openpyxl.load_workbook(
        io.BytesIO(fill_xlsx(xlsx_of(evaluation, form), [("supply", supply.id, "amount", "3")]))
    )
    for row in book["4原料与扩产"].iter_rows():
        if row[0].value == supply.id:
            next(c for c in row if c.value == giver).value = "某某化工"
    desk = Desk({ONE: form}, evaluation, workspace.schema, TODAY)
    ((column, remedy),) = told(look([("一.xlsx", saved(book))], desk, {}))
    assert column == "供方"
    assert giver in remedy


def test_a_table_of_units_whose_header_was_changed_is_not_passed_over_in_silence(
    seen: Callable[..., Looked], blank: bytes
) -> None:
    data = fill_xlsx(blank, [GOOD, ("year", "税收", "answer", "5")])
    looked = seen(("一.xlsx", changed(data, "2已掌握装置", "已掌握现况", "现状")))
    (back,) = looked.backs
    assert back.read.lacking == ("三、已掌握的装置",)
    assert (looked.good, looked.fresh) == ((ONE,), ())


def test_a_figure_of_one_year_confirms_no_other_year(
    workspace: Workspace, evaluation: Evaluation
) -> None:
    known = known_of(evaluation, XINLING)
    empty = {f.name: None for f in fields(FirmYear)}
    of_2025 = {"firm_id": XINLING, "year": "2025", "tax_wan": 88.0, "basis": "user"}
    figures = FirmYear(**(empty | of_2025))  # type: ignore[arg-type]
    known = replace(known, figures=figures)
    facts, schema = evaluation.chain.facts, workspace.schema
    data = xlsx_form(form_sheet(known, facts, schema, ONE, FORM.sent_on))
    tax: Fill = ("year", "税收", "answer", CONFIRM)
    desk = Desk({ONE: FORM}, evaluation, schema, TODAY, {XINLING: known})
    same = look([("一.xlsx", fill_xlsx(data, [tax]))], desk, {})
    assert same.backs[0].read.answers.figures == {"tax_wan": 88.0}
    other = look(
        [("一.xlsx", fill_xlsx(data, [("year", "数据年份", "answer", "2024"), tax]))], desk, {}
    )
    ((_, remedy),) = told(other)
    assert "2025 年的数" in remedy
    data_2024 = changed(fill_xlsx(data, [tax]), "1企业情况", "2025", "2024")
    ((_, remedy),) = told(look([("一.xlsx", data_2024)], desk, {}))
    assert "2025 年的数" in remedy
    odd = changed(fill_xlsx(data, [("year", "税收", "answer", "9")]), "1企业情况", "2025", "去年")
    ((_, remedy),) = told(look([("一.xlsx", odd)], desk, {}))
    assert "左边的年份看不懂" in remedy


def test_wu_does_not_take_away_in_silence_what_is_known(
    workspace: Workspace, evaluation: Evaluation
) -> None:
    form = asked(ONE, HNSH)
    data = fill_xlsx(xlsx_of(evaluation, form), [("firm", "上级或集团", "answer", "无")])
    desk = Desk({ONE: form}, evaluation, workspace.schema, TODAY)
    ((_, remedy),) = told(look([("一.xlsx", data)], desk, {}))
    assert evaluation.given.firms[HNSH].parent in remedy  # type: ignore[operator]


def test_codes_and_months_stay_as_they_are_typed(blank: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    kept = {
        cell.number_format
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and cell.value is None
    }
    assert kept == {"@", "General"}
    (code,) = (r for r in book["1企业情况"].iter_rows() if r[0].value == "上市代码")
    assert code[2].number_format == "@"


@pytest.mark.parametrize(
    ("shown", "since"),
    [("yyyy-mm-dd", "2024-06-01"), ('yyyy"年"m"月"', "2024-06"), ("yyyy", "2024-06")],
)
def test_a_month_excel_made_a_day_of_is_a_month(
    shown: str, since: str, seen: Callable[..., Looked], blank: bytes
) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(fill_xlsx(blank, [(*O_CRESOL, "since", dt.date(2024, 6, 1))]))
    )
    for row in book["2已掌握装置"].iter_rows():
        for cell in row:
            if getattr(cell, "is_date", False):
                cell.number_format = shown
    (item,) = seen(("一.xlsx", saved(book))).taken[ONE].items
    assert (item.field, item.after) == ("since", since)


@pytest.mark.parametrize("text", ["填报日期:2026年12月3日", "填报日期\uff1a2026-12-03"])
def test_a_date_written_into_the_cell_of_its_label_is_read(
    text: str, seen: Callable[..., Looked], blank: bytes
) -> None:
    data = fill_xlsx(blank, [GOOD], date=None)
    assert seen(("一.xlsx", changed(data, "1企业情况", "填报日期", text))).taken[ONE].as_of == (
        "2026-12-03"
    )


def test_both_files_sent_back_are_one_form(
    seen: Callable[..., Looked], blank: bytes, blank_docx: bytes
) -> None:
    fills: list[Fill] = [(*O_CRESOL, "capacity", 1.5), ("year", "税收", "answer", 5)]
    filled = ("一.xlsx", fill_xlsx(blank, fills))
    same = seen(filled, ("一.docx", fill_docx(blank_docx, fills)))
    assert (same.good, [r.name for r in same.refused]) == ((ONE,), ["一.docx"])
    empty = seen(("空.docx", blank_docx), filled)
    assert (empty.good, [r.name for r in empty.refused]) == ((ONE,), ["空.docx"])
    assert "没有填" in empty.refused[0].why


def test_a_zip_with_a_folder_that_is_itself_and_other_ways_of_packing(
    seen: Callable[..., Looked], blank: bytes
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("./", "")
        archive.writestr("一.xlsx", fill_xlsx(blank, [GOOD]))
    assert seen(("都在.zip", buffer.getvalue())).good == (ONE,)
    data = bytearray(buffer.getvalue())
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.rindex(mark) + at] = 9  # a way of packing Python does not know
    (refused,) = seen(("新法.zip", bytes(data))).refused
    assert "压缩方法" in refused.why
    (refused,) = seen(("一.rar", b"Rar!\x1a\x07\x01\x00")).refused
    assert ".rar" in refused.why


def test_a_status_without_a_day_says_so(seen: Callable[..., Looked], blank: bytes) -> None:
    looked = seen(("一.xlsx", fill_xlsx(blank, [(*O_CRESOL, "status", "停产")])))
    (unit,) = (c.record for c in looked.taken[ONE].changes if c.ref[1] == f"{ONE}-xinling-o-cresol")
    assert "何时转为停产没有填" in (unit.note or "")  # type: ignore[union-attr]


def test_no_form_goes_to_an_owner_nobody_knows(evaluation: Evaluation) -> None:
    names = [evaluation.chain.facts.firm_name(f) for f in firms_to_ask(evaluation)]
    assert names
    assert not [n for n in names if "业主未载" in n]


def test_a_form_does_not_depend_on_which_plants_the_page_counts(workspace: Workspace) -> None:
    """A unit on a form sent in one view is known in the view forms are read in."""
    views = [("在产",), ("在产", "在建"), ("在产", "在建", "规划")]
    *some, every = (
        {
            u.unit_id
            for u in known_of(workspace.evaluation(Question(date=TODAY, statuses=v)), HNSH).units
        }
        for v in views
    )
    assert all(units <= every for units in some)
    assert some[0] < every


def test_a_shorter_list_of_plans_takes_the_place_of_a_longer_one(tmp_path: Path) -> None:
    office = Office.of(tmp_path)
    form = office.send(ONE, XINLING)
    empty = xlsx_of(office.evaluation, form)
    two = fill_xlsx(empty, [("plan", "", "product", "SBS"), ("plan", "", "product", "SEBS")])
    office.load(office.look(("一.xlsx", two)))
    again = office.look(("改过.xlsx", fill_xlsx(empty, [("plan", "", "product", "SEBS")])))
    assert [i.result for i in again.taken[ONE].items] == ["changed", "gone"]
    office.load(again, ONE)
    plans = [s for s in office.evaluation.given.all(Signal).values() if s.source_id == f"S-{ONE}"]
    assert [p.product_text for p in plans] == ["SEBS"]
    office.workspace.close()


def test_what_somebody_took_out_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    office = Office.of(tmp_path)
    form = office.send(ONE, XINLING)
    data = fill_xlsx(xlsx_of(office.evaluation, form), [("supply", "in35", "amount", CONFIRM)])
    looked, desk = office.look(("一.xlsx", data)), office.desk()
    office.store.write([Change.delete("supply", "in35")], actor="李四", reason="删")
    with pytest.raises(BadRequest, match="有人改过"):
        writing(office.store, desk, looked, [ONE])
    office.workspace.close()


def test_a_form_of_a_firm_that_was_merged_is_the_form_of_its_owner(tmp_path: Path) -> None:
    office = Office.of(tmp_path)
    form = office.send(ONE, XINLING)
    data = fill_xlsx(
        xlsx_of(office.evaluation, form),
        [(*O_CRESOL, "capacity", "2"), ("year", "税收", "answer", "5")],
    )
    merged = replace(office.evaluation.given.firms[XINLING], merged_into_id="yueyang-xingchang")
    office.store.write([Change.put(merged)], actor="李四", reason="并入岳阳兴长")
    looked = office.look(("一.xlsx", data))
    assert looked.mend == ()
    office.load(looked)
    facts = office.evaluation.given
    assert facts.capacities[f"{ONE}-xinling-o-cresol"].capacity_kt_a == 20.0
    assert facts.all(FirmYear)["yueyang-xingchang-2025"].tax_wan == 5.0
    office.workspace.close()

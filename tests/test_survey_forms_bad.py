"""Bad files and cells among returned 企业摸底表: a clear word for each, nothing half-written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from stores import shared_store_url
from survey_fill import SENT, TODAY, Fill, Office, asked, docx_of, fill_docx, fill_xlsx, xlsx_of

from graph.errors import BadRequest
from graph.model import AskedForm
from graph.reason import Evaluation
from graph.store.protocol import Change
from loaders.surveyform.batch import Desk
from loaders.surveyform.files import MOST_FILES
from views.surveys import Looked, look, writing
from views.workspace import Question, Workspace

HNSH, XINLING = "hunan-petrochemical", "xinling-chemical"
ONE, TWO = "MD-20261130-7F3A9C", "MD-20261130-AAAA01"
M_CRESOL = ("unit", "xinling-m-cresol")
GOOD: list[Fill] = [(*M_CRESOL, "status", "在产"), (*M_CRESOL, "capacity", 1.5)]


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
    return xlsx_of(evaluation, asked(ONE, XINLING))


@pytest.fixture(scope="module")
def blank_docx(evaluation: Evaluation) -> bytes:
    return docx_of(evaluation, asked(ONE, XINLING))


@pytest.fixture
def seen(workspace: Workspace, evaluation: Evaluation) -> Callable[..., Looked]:
    def do(*files: tuple[str, bytes], forms: Any = None, mended: Any = None) -> Looked:
        known = forms or [asked(ONE, XINLING)]
        desk = Desk({f.id: f for f in known}, evaluation, workspace.schema, TODAY)
        return look(files, desk, mended or {})

    return do


def zipped(*files: tuple[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def plain_workbook(rows: int) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("装置")
    for row in range(rows):
        sheet.write_row(row, 0, ["表号", ONE, row])
    book.close()
    return buffer.getvalue()


def bomb(inside: str) -> bytes:
    return zipped((inside, b"<a/>"), ("xl/media/zero.bin", bytes(40 << 20)))


def refusal(looked: Looked) -> str:
    (one,) = looked.refused
    return one.why


NO_FORMS: dict[str, tuple[Callable[[], bytes], str]] = {
    "扫描.pdf": (lambda: b"%PDF-1.7 ...", "扫描件"),
    "加密.xlsx": (lambda: b"\xd0\xcf\x11\xe0" + bytes(5000), "密码"),
    "空.xlsx": (lambda: b"", "空的"),
    "半截.xlsx": (lambda: plain_workbook(3)[:900], "不完整"),
    "别的.xlsx": (lambda: _other_sheet(), "没有“表号”"),
    "别的.docx": (lambda: _other_document(), "没有“表号”"),
    "十万行.xlsx": (lambda: plain_workbook(100_000), "超过 2000 行"),
    "炸弹.xlsx": (lambda: bomb("xl/workbook.xml"), "压缩得反常"),
    "炸弹.docx": (lambda: bomb("word/document.xml"), "压缩得反常"),
    "炸弹.zip": (lambda: bomb("一.txt"), "压缩得反常"),
    "坏的.xlsx": (lambda: zipped(("xl/workbook.xml", b"<not")), "打不开"),
    "坏的.docx": (lambda: zipped(("word/document.xml", b"<not")), "打不开"),
    "表.ods": (lambda: zipped(("mimetype", b"x"), ("content.xml", b"y")), "另存为"),
}


def _other_sheet() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("花名册").write_row(0, 0, ["姓名", "电话"])
    book.close()
    return buffer.getvalue()


def _other_document() -> bytes:
    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph("情况说明")
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", NO_FORMS)
def test_what_is_no_form_is_told_and_stops_no_other(
    name: str, seen: Callable[..., Looked], blank: bytes
) -> None:
    make, word = NO_FORMS[name]
    looked = seen((name, make()), ("好的.xlsx", fill_xlsx(blank, GOOD)))
    assert word in refusal(looked)
    assert looked.refused[0].name == name
    assert looked.good == (ONE,)


def test_a_zip_of_forms_with_old_chinese_names(
    seen: Callable[..., Looked], evaluation: Evaluation, blank_docx: bytes
) -> None:
    other = asked(TWO, HNSH)
    named = zipfile.ZipInfo("x")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        named.filename = "新岭.docx".encode("gbk").decode("cp437")
        named.flag_bits = 0
        archive.writestr(named, fill_docx(blank_docx, GOOD))
        archive.writestr(
            "石化/交.xlsx", fill_xlsx(xlsx_of(evaluation, other), [("year", "税收", "answer", 5)])
        )
        archive.writestr("__MACOSX/._x", b"junk")
        archive.writestr("里面.zip", zipped(("一.txt", b"1")))
    data = buffer.getvalue().replace(named.filename.encode("utf-8"), named.filename.encode("utf-8"))
    looked = seen(("都在.zip", data), forms=[asked(ONE, XINLING), other])
    assert set(looked.good) == {ONE, TWO}
    assert "压缩包里还有压缩包" in refusal(looked)
    assert {b.read.file.split("/", 1)[0] for b in looked.backs} == {"都在.zip"}


def test_a_zip_with_a_password_or_too_many_files(seen: Callable[..., Looked]) -> None:
    data = bytearray(zipped(("一.xlsx", b"PK secret")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1  # the bit that says: with a password
    assert "密码" in refusal(seen(("锁.zip", bytes(data))))
    many = zipped(*((f"{n}.txt", b"1") for n in range(MOST_FILES + 1)))
    assert "一次最多" in refusal(seen(("多.zip", many)))


def test_one_form_given_twice(seen: Callable[..., Looked], blank: bytes, blank_docx: bytes) -> None:
    data = fill_xlsx(blank, GOOD)
    same = seen(("一.xlsx", data), ("一(1).xlsx", data))
    assert "同一张表,内容一样" in refusal(same)
    assert same.good == (ONE,)
    other = fill_docx(blank_docx, [(*M_CRESOL, "status", "停产")])
    differ = seen(("一.xlsx", data), ("二.docx", other))
    assert differ.good == ()
    assert {r.name for r in differ.refused} == {"一.xlsx", "二.docx"}
    assert "内容不同" in differ.refused[0].why


def test_numbers_nobody_gave_out(seen: Callable[..., Looked], blank: bytes) -> None:
    data = fill_xlsx(blank, GOOD)
    assert "不在发出记录里" in refusal(seen(("一.xlsx", data), forms=[asked(TWO, XINLING)]))
    dropped = [asked(ONE, XINLING, is_dropped=True)]
    assert "已作废" in refusal(seen(("一.xlsx", data), forms=dropped))
    elsewhere = [asked(ONE, XINLING, region_id="hekou")]
    assert "请先在上面改地区" in refusal(seen(("一.xlsx", data), forms=elsewhere))
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["1企业情况"]["B2"] = TWO
    assert "几个表号" in refusal(seen(("一.xlsx", _saved(book))))
    for sheet in book.worksheets[:-1]:
        sheet["B2"] = "第七号"
    book.remove(book["内部"])
    assert "看不懂" in refusal(seen(("一.xlsx", _saved(book))))


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_nothing_filled_in_is_told(seen: Callable[..., Looked], blank: bytes) -> None:
    assert "什么都没有填" in refusal(seen(("一.xlsx", blank)))


def test_a_look_that_goes_on_for_ever_is_no_content(
    seen: Callable[..., Looked], blank: bytes
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill_xlsx(blank, GOOD)))
    book["2已掌握装置"].row_dimensions[300_000].height = 20
    book["2已掌握装置"].cell(300_000, 3).number_format = "0.0"
    assert seen(("一.xlsx", _saved(book))).good == (ONE,)


def test_a_percentage_is_no_amount(seen: Callable[..., Looked], blank: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill_xlsx(blank, GOOD)))
    for row in book["2已掌握装置"].iter_rows():
        for cell in row:
            if cell.value == 1.5:
                cell.value, cell.number_format = 0.05, "0%"
    told = seen(("一.xlsx", _saved(book))).mend
    assert {t.cell.problem.value for t in told} == {"5%"}


def test_a_header_taken_away_is_told(seen: Callable[..., Looked], blank: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill_xlsx(blank, GOOD)))
    sheet = book["4原料与扩产"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "拟投资(亿元)":
                cell.value = "投资"
    looked = seen(("一.xlsx", _saved(book)))
    (back,) = looked.backs
    assert back.read.lacking == ("八、扩产、新建打算",)


CELLS: list[tuple[Fill, str]] = [
    ((*M_CRESOL, "capacity", "大约1.5"), "只写数字"),
    ((*M_CRESOL, "capacity", "-3"), "只写数字"),
    ((*M_CRESOL, "capacity", "1.5万吨"), "只写数字"),
    ((*M_CRESOL, "capacity", "10-20"), "只写数字"),
    ((*M_CRESOL, "capacity", 0), "不能是 0"),
    ((*M_CRESOL, "capacity", "确认"), "没有已掌握的值"),
    ((*M_CRESOL, "capacity", "=1+1"), "公式"),
    ((*M_CRESOL, "capacity", 99999999), "单位"),
    ((*M_CRESOL, "status", "试车"), "只能写:在产、在建、规划、停产"),
    ((*M_CRESOL, "since", "前年"), "2023-12"),
    ((*M_CRESOL, "since", "2031-01"), "还没有到那一天"),
    ((*M_CRESOL, "route", "老路线"), "只能写:"),
    ((*M_CRESOL, "own_use", "全部"), "只写数字"),
    (("year", "发明专利", "answer", "2.5"), "整数"),
    (("year", "数据年份", "answer", "去年"), "2023"),
    (("firm", "统一社会信用代码", "answer", "12345"), "18 位"),
    (("firm", "规上", "answer", "大概是"), "只写“是”或“否”"),
    (("firm", "经营状况", "answer", "红火"), "没有“红火”这个词"),
    (("new", "", "product", "不存在的产品"), "产业链里没有叫"),
    (("new", "", "name", "没写产品的装置"), "写了装置没有写产品"),
    (("feed", "", "supplier", "没写原料的供应商"), "写了供应商没有写原料"),
    (("supply", "in35", "amount", "若干"), "只写数字"),
    (("plan", "", "investment", "几亿"), "只写数字"),
]


@pytest.mark.parametrize(("fill", "word"), CELLS, ids=[f"{c[0][0]}-{c[0][3]}" for c in CELLS])
def test_a_cell_nobody_can_read_is_sent_back_with_its_place(
    fill: Fill, word: str, seen: Callable[..., Looked], blank: bytes
) -> None:
    also = [(*M_CRESOL, "status", "在产")] if fill[2] not in ("status",) else []
    looked = seen(("交的.xlsx", fill_xlsx(blank, [*also, fill])))
    assert looked.good == ()
    told = [m.cell.problem for m in looked.mend]
    assert any(word in p.remedy for p in told), [str(p) for p in told]
    assert all(p.file == "交的.xlsx" and p.sheet and p.row and p.column for p in told)


def test_word_says_the_same_of_bad_cells(seen: Callable[..., Looked], blank_docx: bytes) -> None:
    fills = [fill for fill, _ in CELLS if fill[0] == "unit" and fill[2] == "capacity"][:3]
    for fill in fills:
        looked = seen(("交的.docx", fill_docx(blank_docx, [*GOOD[:1], fill])))
        (told,) = looked.mend
        assert "只写数字" in told.cell.problem.remedy
        assert told.cell.problem.sheet == "第 4 个表格 三、已掌握的装置"


DATES = [
    ("2026年12月3日", None),
    ("2026/12/3", None),
    ("2026.12.03", None),
    ("昨天", "2023-12-15"),
    ("2026-12", "写到日"),
    ("2027-01-01", "之间"),
    ("2025-12-03", "之间"),
]


@pytest.mark.parametrize(("text", "word"), DATES)
def test_dates_as_text(
    text: str, word: str | None, seen: Callable[..., Looked], blank: bytes
) -> None:
    looked = seen(("一.xlsx", fill_xlsx(blank, GOOD, date=text)))
    if word is None:
        assert looked.taken[ONE].as_of == "2026-12-03"
        return
    (told,) = looked.mend
    assert word in told.cell.problem.remedy
    assert told.cell.problem.column == "填报日期"
    again = seen(
        ("一.xlsx", fill_xlsx(blank, GOOD, date=text)),
        mended={ONE: {told.cell.spot: "2026-12-02"}},
    )
    assert again.taken[ONE].as_of == "2026-12-02"


def test_an_old_status_must_be_said_with_the_rest(
    seen: Callable[..., Looked], blank: bytes
) -> None:
    looked = seen(("一.xlsx", fill_xlsx(blank, GOOD[1:])))
    (told,) = looked.mend
    assert told.cell.problem.column == "现况"
    assert "太久没有消息" in told.cell.problem.remedy


def test_a_cell_emptied_on_the_page_is_not_said(seen: Callable[..., Looked], blank: bytes) -> None:
    fills = [
        *GOOD,
        ("new", "", "product", "不存在的产品"),
        ("new", "不存在的产品", "status", "在产"),
    ]
    data = fill_xlsx(blank, fills)
    first = seen(("一.xlsx", data))
    assert first.good == ()
    (told,) = first.mend
    again = seen(("一.xlsx", data), mended={ONE: {told.cell.spot: ""}})
    assert again.good == (ONE,)
    assert {i.kind for i in again.taken[ONE].items} == {"capacity"}


def test_a_number_of_another_firm_in_the_row_is_told(
    seen: Callable[..., Looked], blank: bytes
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill_xlsx(blank, GOOD)))
    for row in book["2已掌握装置"].iter_rows():
        for cell in row:
            if cell.value == "xinling-m-cresol":
                cell.value = "hnsh-sbs"
    (told,) = seen(("一.xlsx", _saved(book))).mend
    assert "没有这个编号的装置" in told.cell.problem.remedy


def test_bad_forms_write_nothing_and_a_change_meanwhile_is_no_lost_update(tmp_path: Path) -> None:
    office = Office.of(tmp_path)
    form = office.send(ONE, XINLING)
    data = fill_xlsx(xlsx_of(office.evaluation, form), [*GOOD, (*M_CRESOL, "own_use", "很多")])
    seq = office.store.info().last_seq
    looked = office.look(("一.xlsx", data), ("坏.pdf", b"%PDF"))
    with pytest.raises(BadRequest, match="没改好"):
        writing(office.store, office.desk(), looked, [ONE])
    assert office.store.info().last_seq == seq

    good = office.look(("一.xlsx", fill_xlsx(xlsx_of(office.evaluation, form), GOOD)))
    desk = office.desk()
    (unit,) = (c for c in office.evaluation.given.statements_on["xinling-m-cresol"] if c.is_driver)
    from dataclasses import replace

    office.store.write([Change.put(replace(unit, note="别人改的"))], actor="李四", reason="改")
    with pytest.raises(BadRequest, match="有人改过"):
        writing(office.store, desk, good, [ONE])
    (held,) = office.store.get("asked_form", [ONE])
    assert isinstance(held, AskedForm)
    assert held.returned_on is None
    office.workspace.close()
    assert SENT < TODAY

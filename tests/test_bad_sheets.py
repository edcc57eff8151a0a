"""Files that are wrong, huge or hostile: a clear Chinese sentence, and nothing half-written."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from office_sheets import plain_sheet, saved
from stores import SCHEMA, filled_store_url

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import Project
from graph.store import Store, open_store
from loaders.bundles import read_any
from loaders.oldsheets.files import MAX_MEMBERS, MAX_UNPACKED_MB
from loaders.oldsheets.grid import MAX_ROWS
from loaders.sheet import look as sheet_look
from loaders.sheet.look import Looked, take
from views import sheets, sheets_in, sheets_out

DAY = "2026-11-24"
EVIL = "=cmd|' /C calc'!A0"
HEADS = ("项目名称", "层级", "阶段", "总投资", "备注")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(filled_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def looked(store: Store, data: bytes, name: str = "项目.xlsx") -> tuple[Looked, list[sheets.Part]]:
    opened = sheets.open_file(data, name)
    parts = sheets.parts_of(opened, SCHEMA, [], {})
    seen = sheets_in.looked(
        store,
        SCHEMA,
        opened,
        parts,
        day=DAY,
        fixes={},
        answers={},
        stamp={},
        may_add_firms=False,
    )
    return seen, parts


def projects(*rows: tuple[object, ...]) -> bytes:
    heads = ("编号", "项目名称", "层级", "阶段", "投资(亿元)", "计划开工", "备注")
    return plain_sheet("项目", heads, *rows)


def why(seen: Looked) -> dict[int, str]:
    return {r.row: "\n".join(p.remedy for p in r.problems) for r in seen.rejected}


def refused(data: bytes, name: str) -> str:
    with pytest.raises(BadRequest) as caught:
        sheets.open_file(data, name)
    return str(caught.value)


def long_sheet(rows: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("项目")
        sheet.write_row(0, 0, ["项目名称", "层级", "阶段"])
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, [f"第{row}号示例项目", "项目", "谋划"])
    return out.getvalue()


def test_a_hundred_thousand_rows_are_read_and_looked_at(store: Store) -> None:
    told: list[tuple[int, int, str]] = []
    opened = sheets.open_file(long_sheet(MAX_ROWS), "大表.xlsx", lambda *at: told.append(at))
    assert [sheet for _, _, sheet in told] == ["项目"] * len(told)
    done = [at[0] for at in told]
    assert len(done) > 40
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1] == MAX_ROWS + 1
    before = store.info().last_seq
    (part,) = sheets.parts_of(opened, SCHEMA, [], {})
    seen = sheets_in.looked(
        store,
        SCHEMA,
        opened,
        [part],
        day=DAY,
        fixes={},
        answers={},
        stamp={},
        may_add_firms=False,
    )
    assert (len(seen.records), seen.rejected) == (MAX_ROWS, ())
    assert store.info().last_seq == before


def test_more_than_a_server_writes_at_once_is_refused_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, _ = looked(store, long_sheet(30), "项目.xlsx")
    monkeypatch.setattr(sheet_look, "MOST_AT_ONCE", {store.info().engine: 29})
    before = store.info().last_seq
    with pytest.raises(BadRequest, match="一次最多写 29 条,这里有 30 条"):
        take(store, seen, actor="小王", reason="载入")
    assert store.info().last_seq == before


def test_a_longer_one_is_refused_before_it_is_read() -> None:
    told: list[tuple[int, int, str]] = []
    with pytest.raises(BadRequest, match=f"超过 {MAX_ROWS} 行,一次读不下,什么都没有载入"):
        sheets.open_file(long_sheet(MAX_ROWS + 200), "大表.xlsx", lambda *at: told.append(at))
    assert told == []
    lines = "\n".join(["名称,备注", *(f"甲{n}," for n in range(MAX_ROWS + 200))])
    assert f"超过 {MAX_ROWS} 行" in refused(lines.encode("gbk"), "大表.csv")


def test_columns_without_end_are_refused_and_formatted_ones_are_not() -> None:
    assert "超过 300 列" in refused(plain_sheet("宽", ["列"] * 301), "宽.xlsx")
    assert "超过 300 列" in refused((",".join(["列"] * 301) + "\n").encode(), "宽.csv")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["项目名称", "备注"])
    sheet.append(["甲示例项目", "x"])
    sheet["XFD2"].number_format = "0.00"
    sheet["A1048576"].number_format = "0.00"
    (grid,) = sheets.open_file(saved(book), "有格式.xlsx").grids
    assert [row.cells for row in grid.rows] == [("项目名称", "备注"), ("甲示例项目", "x")]


def zipped(members: dict[str, bytes], base: bytes | None = None) -> bytes:
    """A workbook with some members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in members:
                        archive.writestr(name, old.read(name))
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    fine = plain_sheet("项目", HEADS)
    bomb = zipped({"xl/worksheets/sheet1.xml": b" " * (64 << 20)}, fine)
    assert len(bomb) < 1 << 20
    told = refused(bomb, "项目.xlsx")
    assert "解开后有 64 MB,压得异常紧或太大" in told
    path = tmp_path / "项目.xlsx"
    path.write_bytes(bomb)
    with pytest.raises(BadRequest, match="压得异常紧"):
        read_any(path)
    many = zipped({f"xl/media/{n}.png": b"" for n in range(MAX_MEMBERS + 1)}, fine)
    assert "个部件,不像表格,没有打开" in refused(many, "项目.xlsx")
    assert MAX_UNPACKED_MB < 1024


def test_a_directory_that_lies_about_sizes_is_no_way_in() -> None:
    fine = plain_sheet("项目", HEADS)
    bomb = bytearray(zipped({"xl/worksheets/sheet1.xml": b" " * (64 << 20)}, fine))
    at = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", bomb, at + 24, 4096)  # uncompressed size in the central directory
    assert "不是完好的 .xlsx 文件" in refused(bytes(bomb), "项目.xlsx")


def test_entities_in_the_parts_are_never_expanded() -> None:
    fine = plain_sheet("项目", HEADS, ("甲", "项目", "谋划", 1, "x"))
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY a0 "{"哈" * 20}">{laughs}]>'
    cell = '<c r="A1" t="inlineStr"><is><t>&a11;</t></is></c>'
    sheet = f'{head}<worksheet><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    texts = f"{head}<sst><si><t>&a11;</t></si></sst>"
    for member, text in (("worksheets/sheet1.xml", sheet), ("sharedStrings.xml", texts)):
        data = zipped({f"xl/{member}": text.encode()}, fine)
        assert "不是完好的 .xlsx 文件" in refused(data, "项目.xlsx")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("空.xlsx", b"", "是空的"),
        ("公文.pdf", b"%PDF-1.7 ...", "是 PDF 文件,不是表格"),
        ("照片.xlsx", b"\x89PNG\r\n", "是图片,不是表格"),
        ("说明.docx", zipped({"word/document.xml": b"<w/>"}), "是 Word 文档,不是表格"),
        ("包.xlsx", zipped({"a.txt": b"x"}), "里面没有工作表"),
        ("坏.xlsx", b"PK\x03\x04 broken", "不是完好的 .xlsx 文件"),
        ("乱.xlsx", b"\x00\x01\x02 nothing", "不是完好的 .xlsx 文件"),
        ("字.xlsx", "就是一句话".encode(), "不是完好的 .xlsx 文件"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "是网页或 XML 格式"),
        ("网页2.xls", b"\r\n<style>td{}</style><table>", "是网页或 XML 格式"),
        ("旧.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "另存为”,类型选“Excel 工作簿(*.xlsx)”"),
        (
            "密.xlsx",
            b"\xd0\xcf\x11\xe0" + bytes(60) + "EncryptedPackage".encode("utf-16-le"),
            "加了密码",
        ),
        ("歌.mp3", b"ID3 abc", "不是表格;只能载入 .xlsx 和 .csv"),
        ("引号.csv", b'a,b\n"1,2\n', "引号不配对或格式错乱"),
        ("空格.csv", b"\n\n", "是空的"),
        ("逗号.csv", b",,\n,,\n", "没有内容"),
    ],
)
def test_what_is_no_table_is_one_sentence(name: str, data: bytes, told: str) -> None:
    sentence = refused(data, name)
    assert told in sentence
    assert name in sentence
    assert "\n" not in sentence


def test_a_csv_called_xlsx_is_read_for_what_it_is() -> None:
    (grid,) = sheets.open_file("项目名称,阶段\n甲,谋划\n".encode("gbk"), "其实是.xlsx").grids
    assert grid.rows[1].cells == ("甲", "谋划")


def test_a_damaged_sheet_inside_a_good_zip() -> None:
    fine = plain_sheet("项目", HEADS)
    for broken in (b"<worksheet><sheetData>", b"", b"\x00\x01", b"<worksheet/>"):
        told = refused(zipped({"xl/worksheets/sheet1.xml": broken}, fine), "项目.xlsx")
        assert "不是完好的 .xlsx 文件" in told or "没有内容" in told


def test_the_wrong_sheet_is_asked_about_not_guessed() -> None:
    data = plain_sheet("课程表", ["星期", "第一节", "第二节"], ["周一", "语文", "数学"])
    (part,) = sheets.parts_of(sheets.open_file(data, "课程表.xlsx"), SCHEMA, [], {})
    assert (part.way, part.source, part.plan) == ("ask", None, None)
    skipped = {0: sheets.Choice(is_skipped=True)}
    (part,) = sheets.parts_of(sheets.open_file(data, "课程表.xlsx"), SCHEMA, [], skipped)
    assert part.way == "skipped"


def test_contacts_are_not_taken_for_a_form_of_ours() -> None:
    data = plain_sheet(
        "联系人", ["编号", "企业", "姓名", "什么时候"], ["1", "湖南石化", "某某", DAY]
    )
    (part,) = sheets.parts_of(sheets.open_file(data, "联系人.xlsx"), SCHEMA, [], {})
    assert part.way == "ask"


def test_codes_used_twice_are_left_out_both_and_the_rest_goes_in_at_once(store: Store) -> None:
    data = projects(
        ("P-a", "甲示例项目", "项目", "谋划", 1, None, None),
        ("P-b", "乙示例项目", "项目", "签约", 2, None, None),
        ("P-a", "丙示例项目", "项目", "开工", 3, None, None),
    )
    before = store.info().last_seq
    seen, _ = looked(store, data)
    told = why(seen)
    assert list(told) == [2, 4]
    assert "和第 4 行是同一条(编号“P-a”)" in told[2]
    done = take(store, seen, actor="小王", reason="载入")
    assert store.info().last_seq == before + 1
    assert store.get("project", ["P-a"]).records == ()
    assert [getattr(r, "name_zh", "") for r in store.get("project", ["P-b"])] == ["乙示例项目"]
    assert done.preview.commit


def test_each_bad_cell_is_told_with_row_column_value_and_reason(store: Store) -> None:
    data = projects(
        ("P-1", "甲示例项目", "项目", "推进中", 1, None, None),
        ("P-2", "乙示例项目", "项目", "签约", "很多", None, None),
        ("P-3", "丙示例项目", "项目", "签约", 1, "明年五月", None),
        ("P-4", None, "项目", "签约", 1, "2026年5月1日", None),
        ("P-5", "丁示例项目", "项目", "签约", 1, "2026/5/1", "好的"),
        ("示例-1", "戊示例项目", "项目", "签约", 1, None, None),
    )
    before = store.info().last_seq
    seen, _ = looked(store, data)
    told = [(p.sheet, p.row, p.column, p.value) for row in seen.rejected for p in row.problems]
    assert told == [
        ("项目", 2, "阶段", "推进中"),
        ("项目", 3, "投资(亿元)", "很多"),
        ("项目", 4, "计划开工", "明年五月"),
        ("项目", 5, "项目名称", None),
    ]
    words = why(seen)
    assert "最接近的是" in words[2]
    assert "只填一个数字" in words[3]
    assert "日期写成" in words[4]
    (good,) = seen.records
    assert isinstance(good, Project)
    assert (good.id, good.planned_start) == ("P-5", "2026-05-01")
    assert len(seen.preview.skipped) == 1
    assert store.info().last_seq == before


def test_a_row_that_refers_to_one_left_out_is_left_out_too(store: Store) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "企业"
    sheet.append(["编号", "企业名称", "经营状况"])
    sheet.append(["F-1", "甲示例公司", "正在经营"])
    sheet.append(["F-2", "乙示例公司", "在营"])
    more = book.create_sheet("客商")
    more.append(["编号", "企业", "进度", "什么时候"])
    more.append(["L-1", "甲示例公司", "洽谈", DAY])
    more.append(["L-2", "乙示例公司", "洽谈", DAY])
    seen, _ = looked(store, saved(book), "两张.xlsx")
    assert [(r.sheet, r.row) for r in seen.rejected] == [("企业", 2), ("客商", 2)]
    assert "它所指的第 2 行没有载入" in seen.rejected[1].problems[0].remedy
    take(store, seen, actor="小王", reason="载入")
    assert [getattr(r, "firm_id", "") for r in store.scan("lead")] == ["F-2"]


def test_formulas_count_by_their_value_and_those_without_are_told(store: Store) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("项目")
        sheet.write_row(0, 0, ["编号", "项目名称", "层级", "阶段", "投资(亿元)"])
        for row, (formula, value) in enumerate((("=1+2", 3), ("=1/0", "#DIV/0!")), 1):
            sheet.write_row(row, 0, [f"P-{row}", f"{row}号示例项目", "项目", "谋划"])
            sheet.write_formula(row, 4, formula, None, value)
    seen, _ = looked(store, out.getvalue())
    assert [getattr(r, "investment_yi", None) for r in seen.records] == [3.0]
    assert "Excel 里这一格算错了" in why(seen)[3]
    book = openpyxl.load_workbook(out)  # saved by a program that does not calculate
    seen, _ = looked(store, saved(book))
    assert list(why(seen)) == [2, 3]
    assert "是公式,但文件里没有算出的值" in why(seen)[2]


def test_text_like_a_formula_stays_text_on_every_way(store: Store) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("项目")
        sheet.write_row(0, 0, ["编号", "项目名称", "层级", "阶段", "备注"])
        sheet.write_row(1, 0, ["P-1", "甲示例项目", "项目", "谋划", EVIL])
        sheet.write_row(2, 0, ["P-2", "乙示例项目", "项目", "胡说", EVIL])
    seen, parts = looked(store, out.getvalue())
    (made,) = seen.records
    assert getattr(made, "note", "") == EVIL
    back = sheets_in.rejected_bytes(SCHEMA, parts, {}, seen)
    kind = SCHEMA["project"]
    away = sheets_out.kind_bytes(store, Facts(), kind, [made], (EVIL,))
    for data in (back, away):
        cells = [
            cell
            for sheet in openpyxl.load_workbook(io.BytesIO(data))
            for row in sheet.iter_rows()
            for cell in row
            if cell.value == EVIL
        ]
        assert cells
        assert {cell.data_type for cell in cells} == {"s"}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts_in = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
            assert all(b"<f>" not in archive.read(n) for n in parts_in)
    guarded = f'编号,项目名称,层级,阶段,备注\nP-1,甲示例项目,项目,谋划,"\'{EVIL}"\n'
    seen, _ = looked(store, guarded.encode("gbk"), "项目.csv")
    assert [getattr(r, "note", "") for r in seen.records] == [EVIL]


def test_rows_a_filter_hides_in_a_form_of_ours_are_told(store: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(projects(("P-1", "甲示例项目", "项目", "签约"))))
    book.worksheets[0].row_dimensions[2].hidden = True
    seen, _ = looked(store, saved(book))
    assert len(seen.records) == 1
    assert seen.told == ("“项目”有 1 行是隐藏的(筛选掉的也算),照样读了",)


def test_hidden_sheets_are_told_and_not_read() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["项目名称", "阶段"])
    more = book.create_sheet("字典")
    more.append(["密"])
    more.sheet_state = "hidden"
    opened = sheets.open_file(saved(book), "a.xlsx")
    assert len(opened.grids) == 1
    assert opened.told == ("工作表“字典”是隐藏的,没有读",)

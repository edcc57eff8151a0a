"""CSV in the encodings of Chinese offices and workbooks as Excel really writes them."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from graph.errors import BadRequest, BadRows
from loaders.tables import read_csv, read_tables, read_xlsx

TEXT = "编号,名称\nA1,苯酚\n\nA2,“环氧丙烷”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "云溪 产品(新).csv"
    path.write_bytes(TEXT.encode(encoding))
    table = read_csv(path)
    assert table.file == "云溪 产品(新).csv"
    assert table.header == ("编号", "名称")
    assert [(r.number, r.cells) for r in table.rows] == [
        (2, ("A1", "苯酚")),
        (4, ("A2", "“环氧丙烷”")),
    ]


def test_rare_characters_of_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("名称\n㐂𠮷\n".encode("gb18030"))
    assert read_csv(path).rows[0].cells == ("㐂𠮷",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_line_breaks_inside_quotes(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f'a{delimiter}b\r\n"1\n2"{delimiter}3\r\n4{delimiter}5\r\n'.encode())
    (table,) = read_tables(path)
    assert [(r.number, r.cells) for r in table.rows] == [(2, ("1\n2", "3")), (3, ("4", "5"))]


def test_what_cannot_be_read_is_one_clear_sentence(tmp_path: Path) -> None:
    cases = {
        "空.csv": (b" \n", "是空的"),
        "乱.csv": (b"\xff\x00\x81\x20", "看不懂 乱.csv 的文字编码"),
        "旧.xlsx": (b"\xd0\xcf\x11\xe0" + bytes(600), "旧式 .xls 或加了密码"),
        "坏.xlsx": (b"PK\x03\x04 broken", "不是完好的 .xlsx"),
        "图.pdf": (b"%PDF", "只能载入 .csv 和 .xlsx 文件"),
    }
    for name, (data, message) in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadRequest, match=message):
            read_tables(tmp_path / name)
    with pytest.raises(BadRequest, match="找不到文件"):
        read_csv(tmp_path / "无.csv")
    with pytest.raises(BadRequest, match="打不开文件"):
        read_csv(tmp_path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(BadRequest, match="不是完好的"):
        read_xlsx(path)


def test_an_open_quote_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"1,2\n', encoding="utf-8")
    with pytest.raises(BadRows, match=r"a\.csv 第 \d 行:引号不配对或格式错乱"):
        read_csv(path)


def test_sheets_numbers_dates_percent(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "产品"
    sheet.append(["编号", "日期", "依存度", "产能"])
    sheet.append(["A1", dt.datetime(2023, 5, 1), 0.125, 60])
    sheet["C2"].number_format = "0.0%"
    book.create_sheet("空表")
    book.save(path)
    (table,) = read_xlsx(path)
    assert (table.sheet, table.header) == ("产品", ("编号", "日期", "依存度", "产能"))
    assert table.rows[0].cells == ("A1", "2023-05-01", "12.5%", 60)


def test_header_below_blank_rows_keeps_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["A3"], book.active["A5"] = "编号", "A1"
    book.save(path)
    (table,) = read_xlsx(path)
    assert (table.header_row, table.rows[0].number) == (3, 5)


def test_a_formula_without_a_value_and_an_error_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["编号", "产能"])
    book.active.append(["A1", "=1+1"])
    book.save(path)
    with pytest.raises(BadRows, match=r"第 2 行 “产能”列,值为“=1\+1”:这一格是公式"):
        read_xlsx(path)
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("产品")
        sheet.write_row(0, 0, ["编号", "产能"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    with pytest.raises(BadRows, match=r"工作表“产品” 第 2 行 “产能”列.*算错了"):
        read_xlsx(path)
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("产品")
        sheet.write_row(0, 0, ["编号", "产能"])
        sheet.write_formula(1, 1, "=30+30", None, 60)
    assert read_xlsx(path)[0].rows[0].cells[1] == 60

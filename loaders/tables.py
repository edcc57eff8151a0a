"""CSV and Excel files as raw rows that remember their file, sheet and row number."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from graph.errors import BadRequest, BadRows, RowProblem
from loaders.as_shown import NO_VALUE, WRONG, cell_content, is_filled
from loaders.inert import unguarded

csv.field_size_limit(1 << 30)  # a long note is no broken file
BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, zlib.error),
    *(KeyError, ValueError, OSError, SyntaxError),  # XML that does not parse is a SyntaxError
)
"""What a damaged workbook raises when it is opened."""
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as the file has it; ``number`` counts from 1 as a spreadsheet shows it."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """One CSV file or one sheet: where it stands, its header, its rows."""

    file: str
    sheet: str | None
    header: tuple[str, ...]
    rows: tuple[RawRow, ...]
    header_row: int = 1


def decode(data: bytes, name: str) -> str:
    """Text of a CSV file written as UTF-8 (with or without BOM), UTF-16 or GBK/GB18030.

    Raises
    ------
    BadRequest
        The bytes are none of these.

    Examples
    --------
    >>> decode("苯,产能".encode("gbk"), "a.csv")
    '苯,产能'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadRequest(f"看不懂 {name} 的文字编码;请另存为 UTF-8 的 CSV 或 .xlsx 再载入。")


def read_bytes(path: Path) -> bytes:
    """Content of ``path``; a missing, unreadable or empty file is a BadRequest."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadRequest(f"找不到文件 {path}。") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadRequest(f"打不开文件 {path}:{reason};若正在别的程序里打开,请先关闭。") from error
    if not data.strip():
        raise BadRequest(f"文件 {path} 是空的。")
    return data


def read_csv(path: Path, *, name: str | None = None) -> RawTable:
    """Rows of a CSV file; blank lines are left out but still counted.

    Parameters
    ----------
    path
        The file.
    name
        What to call it in messages; the file name when not given.
    """
    return csv_table(read_bytes(path), name or path.name)


def csv_table(data: bytes, name: str) -> RawTable:
    """Rows of the bytes of a CSV file; cells guarded against formulas are themselves again."""
    text = decode(data, name)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [RawRow(n, tuple(map(unguarded, cells))) for n, cells in enumerate(reader, 1)]
    except csv.Error as error:
        remedy = f"引号不配对或格式错乱({error})"
        problem = RowProblem(name, None, reader.line_num, None, None, remedy)
        raise BadRows((problem,)) from error
    return _table(name, None, lines)


def read_xlsx(path: Path, *, name: str | None = None) -> list[RawTable]:
    """Every sheet of an .xlsx workbook, values only; sheets without any text are left out.

    Raises
    ------
    BadRequest
        It is no .xlsx workbook (an old .xls, one with a password, a damaged file).
    BadRows
        A cell holds an Excel error or a formula nobody has calculated.
    """
    name = name or path.name
    data = read_bytes(path)
    if data.startswith(_OLE):
        raise BadRequest(f"{name} 是旧式 .xls 或加了密码;请去掉密码并另存为 .xlsx。")
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        tables, problems = [], []
        for sheet in values.sheetnames:
            rows, bad = _sheet_rows(name, values[sheet], formulas[sheet])
            problems += bad
            if rows:
                tables.append(_table(name, sheet, rows))
    except BROKEN as error:
        raise BadRequest(f"{name} 不是完好的 .xlsx 文件;请用 Excel 打开并重新保存。") from error
    if problems:
        raise BadRows(tuple(problems))
    return tables


def read_tables(path: Path, *, name: str | None = None) -> list[RawTable]:
    """Every table of a .csv, .txt or .xlsx file."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return read_xlsx(path, name=name)
    if suffix in (".csv", ".txt", ".tsv"):
        return [read_csv(path, name=name)]
    raise BadRequest(f"只能载入 .csv 和 .xlsx 文件,{path.name} 不是;请另存后再试。")


def _table(name: str, sheet: str | None, lines: list[RawRow]) -> RawTable:
    full = [line for line in lines if any(is_filled(cell) for cell in line.cells)]
    if not full:
        raise BadRequest(f"文件 {name} 没有内容。")
    header = ["" if cell is None else str(cell) for cell in full[0].cells]
    while header and not header[-1].strip():
        header.pop()
    return RawTable(name, sheet, tuple(header), tuple(full[1:]), full[0].number)


def _sheet_rows(name: str, values: Any, formulas: Any) -> tuple[list[RawRow], list[RowProblem]]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # some programs write a wrong size; read what is there
    rows: list[RawRow] = []
    problems: list[RowProblem] = []
    for number, (cells, raw) in enumerate(_pairs(values, formulas), 1):
        content = tuple(cell_content(cell) for cell in cells)
        if any(is_filled(value) for value in content):
            rows.append(RawRow(number, content))
        for column, cell in enumerate(raw):
            if cell.data_type in ("f", "e"):
                shown = cells[column] if column < len(cells) else None
                remedy = _cell_problem(shown)
                if remedy:
                    label = rows[0].cells[column] if rows and column < len(rows[0].cells) else None
                    text = None if cell.value is None else str(cell.value)
                    problems.append(RowProblem(name, values.title, number, label, text, remedy))
    return rows, problems


def _pairs(values: Any, formulas: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    return zip(values.iter_rows(), formulas.iter_rows(), strict=True)


def _cell_problem(shown: Any) -> str | None:
    if shown is None or shown.value is None:
        return NO_VALUE
    if shown.data_type == "e":
        return WRONG
    return None

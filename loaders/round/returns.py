"""Monthly sheets that come back: their rows as read, and what cannot be taken and why.

An empty cell says nothing; it never erases.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from graph.desk.round.measures import NUMBERS
from graph.desk.round.merging import Returned
from graph.errors import BadRequest, BadRows, RowProblem
from loaders.cells import CellError, parse_float, parse_str, plain
from loaders.oldsheets.files import check_workbook
from loaders.round.sheet import HEADS, KEY, Head
from loaders.tables import RawRow, RawTable, read_xlsx

BIGGEST = 20 << 20
MAX_TEXT = 2000
HEAD_ROWS = 12
_NOTHING = frozenset({"-", "—", "——", "/", "未报", "不详"})
_BY_LABEL = {plain(h.label): h for h in HEADS}


def read_round_sheet(
    data: bytes, file: str, names: Mapping[str, str]
) -> tuple[tuple[Returned, ...], tuple[RowProblem, ...]]:
    """Rows of one returned workbook, and what cannot be taken with row and reason.

    Parameters
    ----------
    data, file
        The workbook and what to call it.
    names
        What each entry of the month is called, by id: a row whose name is another one was moved.

    Raises
    ------
    BadRequest
        It is no such workbook; the text says what to do.
    BadRows
        A cell holds an Excel error, or a formula nobody has calculated.
    """
    tables = _tables(data, file)
    found = next((placed for t in tables if (placed := _headed(t)) is not None), None)
    if found is None:
        raise BadRequest(f"{file} 里没有“{KEY}”这一列,不是本系统发出的调度表;请用发出的表填。")
    table, columns, rows = found
    taken: list[Returned] = []
    problems: list[RowProblem] = []
    for row in rows:
        read = _row(table, columns, row, names)
        if isinstance(read, Returned):
            taken.append(read)
        else:
            problems += read
    return tuple(taken), tuple(problems)


def _tables(data: bytes, file: str) -> list[RawTable]:
    if not data.strip():
        raise BadRequest(f"文件 {file} 是空的。")
    if len(data) > BIGGEST:
        raise BadRequest(f"{file} 超过 20 MB,不是调度表;请核对文件。")
    if data.startswith(b"PK"):
        check_workbook(data, file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.xlsx"
        path.write_bytes(data)
        return read_xlsx(path, name=file)


def _headed(table: RawTable) -> tuple[RawTable, dict[int, Head], list[RawRow]] | None:
    """The columns of the sheet and the rows under its header; None when it has none."""
    lines = [RawRow(table.header_row, tuple(table.header)), *table.rows]
    for place, line in enumerate(lines[:HEAD_ROWS]):
        labels = [plain(str(c)) if c is not None else "" for c in line.cells]
        if plain(KEY) in labels:
            columns = {i: _BY_LABEL[t] for i, t in enumerate(labels) if t in _BY_LABEL}
            return table, columns, lines[place + 1 :]
    return None


def _row(
    table: RawTable, columns: Mapping[int, Head], row: RawRow, names: Mapping[str, str]
) -> Returned | list[RowProblem]:
    cells = {h.name: row.cells[i] if i < len(row.cells) else None for i, h in columns.items()}
    problems: list[RowProblem] = []

    def refuse(label: str | None, value: Any, remedy: str) -> None:
        problems.append(RowProblem(table.file, table.sheet, row.number, label, value, remedy))

    key, name = _text(cells.get("id")), _text(cells.get("target_name"))
    if not key:
        refuse(KEY, None, "没有编号;新的项目请先在“项目库”里登记,再重新下载表格")
    elif key in names and name and name != names[key]:
        refuse("名称", name, f"编号是“{names[key]}”的,名称对不上;请不要移动或覆盖行")
    values: dict[str, object] = {}
    for head in columns.values():
        if head.is_open:
            try:
                values[head.name] = _value(head, cells[head.name])
            except CellError as error:
                refuse(head.label, cells[head.name], str(error))
    return problems or Returned(table.file, row.number, key or "", values)


def _text(value: Any) -> str | None:
    return None if value is None else parse_str(value) or None


def _value(head: Head, cell: Any) -> object:
    text = _text(cell)
    if text is None:
        return None
    if head.name not in NUMBERS:
        if len(text) > MAX_TEXT:
            raise CellError(f"太长,最多 {MAX_TEXT} 个字")
        return text
    if text in _NOTHING:
        return None
    number = parse_float(cell)
    if number < 0 and head.name != "month_done":
        raise CellError("不能是负数;核减的写在“本月完成”")
    return number


def read_all(
    files: Iterable[tuple[str, bytes]], names: Mapping[str, str]
) -> tuple[tuple[Returned, ...], tuple[RowProblem, ...]]:
    """Rows of many workbooks in the order given; a file that cannot be read is a problem."""
    rows: list[Returned] = []
    problems: list[RowProblem] = []
    for file, data in files:
        try:
            taken, bad = read_round_sheet(data, file, names)
        except BadRows as error:
            problems += error.problems
        except BadRequest as error:
            problems.append(RowProblem(file, None, None, None, None, str(error)))
        else:
            rows += taken
            problems += bad
    return tuple(rows), tuple(problems)

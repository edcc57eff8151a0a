"""Rows of somebody's form as rows of ours: units, dates, stages and lists made what we keep."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from graph.errors import RowProblem
from graph.schema import Column, KindSchema
from loaders.as_shown import is_filled
from loaders.cells import CellError, plain
from loaders.mixed_units import read_amount
from loaders.oldsheets.plan import EACH_CELL, SheetPlan
from loaders.oldsheets.table import OldTable
from loaders.tables import RawRow, RawTable

FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""Days since 1900 that are taken for dates: 1954 to 2119."""

_DASHES = frozenset({"-", "--", "—", "——", "/", "\\"})
BLANKS = _DASHES | {"无", "暂无", "待定", "未定", "不详", "空", "无数据"}
"""What offices write where they know nothing; dashes stand for that in text columns too."""

_PLACE = r"(?:\d+'?|[NOSαβγ])"
_SPLIT = re.compile(rf"[、;；\n]+|(?<![\dNOSαβγ'])[,，]+|[,，]+(?!{_PLACE}[,，-])")
"""Between names; the comma inside 1,4-丁二醇 or N,N-二甲基甲酰胺 is none."""

_DAY = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MONTH = re.compile(r"(19[5-9]\d|20(?:1[3-9]|[2-9]\d))(0[1-9]|1[0-2])")
"""Six digits that cannot be a day: 200806 may be June 2008 or 6 August 2020."""

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.I)
_TIME = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_YES = frozenset({"是", "有", "√", "对"})
_NO = frozenset({"否", "无", "×", "不"})


@dataclass(frozen=True, slots=True)
class Converted:
    """A sheet in our columns, with what was understood along the way.

    ``kept`` are words of a cell that its number does not say, by row number and column of ours;
    ``labels`` their headers by column of ours.
    """

    table: RawTable
    labels: Mapping[str, str]
    problems: tuple[RowProblem, ...]
    kept: Mapping[int, tuple[tuple[str, str], ...]]
    told: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    problems: list[RowProblem] = field(default_factory=list)
    kept: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    about: list[int] = field(default_factory=list)
    vague: list[int] = field(default_factory=list)
    serials: int = 0


def converted(table: OldTable, plan: SheetPlan, kind: KindSchema) -> Converted:
    """Every row of ``table`` in the columns of ``kind``, as ``plan`` says.

    Cells that cannot be read become problems of their row and stay empty.
    """
    found = _Found()
    ties = [(i, tie) for i, tie in enumerate(plan.ties) if tie.column]
    single = [(i, tie, kind.column(tie.column or "")) for i, tie in ties if tie.column != "note"]
    notes = [(i, tie.label) for i, tie in ties if tie.column == "note"]
    header = tuple(tie.column or "" for _, tie, _ in single) + (("note",) if notes else ())
    rows = []
    for row in table.rows:
        cells: list[Any] = []
        for index, tie, column in single:
            raw = row.cells[index] if index < len(row.cells) else None
            fault = (table.faults or {}).get((row.number, index))
            cells.append(_cell(table, row.number, tie.label, raw, column, tie.unit, fault, found))
        if notes:
            cells.append(_note(row, notes))
        rows.append(RawRow(row.number, tuple(cells)))
    labels = {tie.column or "": tie.label for _, tie in ties}
    raw_table = RawTable(table.file, table.sheet, header, tuple(rows), table.header_row)
    kept = {number: tuple(words) for number, words in found.kept.items()}
    return Converted(raw_table, labels, tuple(found.problems), kept, _told(found))


def _cell(
    table: OldTable,
    number: int,
    label: str,
    raw: Any,
    column: Column,
    unit: str | None,
    fault: str | None,
    found: _Found,
) -> Any:
    if fault is None and not is_filled(raw):
        return None
    try:
        if fault is not None:
            raise CellError(fault)
        return _value(table, number, raw, column, unit, found)
    except CellError as error:
        found.problems.append(RowProblem(table.file, table.sheet, number, label, raw, str(error)))
        return None


def _value(
    table: OldTable, number: int, raw: Any, column: Column, unit: str | None, found: _Found
) -> Any:
    text = plain(raw) if isinstance(raw, str) else None
    if text in _DASHES:
        return None
    if text is not None and _SCIENTIFIC.fullmatch(text):
        raise CellError("Excel 把长数字变成了科学计数法,后几位已丢;照原件重填")
    if column.type in ("float", "int"):
        return _amount(number, raw, column, unit, found)
    if column.type == "date":
        return _date(raw, text, table.is_1904, found)
    if column.type == "bool" and text is not None:
        return "是" if text in _YES else "否" if text in _NO else raw
    if column.type in ("list", "reflist") and isinstance(raw, str):
        return ";".join(part.strip() for part in _SPLIT.split(raw) if part.strip())
    return raw


def _amount(number: int, raw: Any, column: Column, unit: str | None, found: _Found) -> Any:
    if isinstance(raw, str) and plain(raw) in BLANKS:
        return None
    amount = read_amount(raw, column.unit, None if unit == EACH_CELL else unit)
    if amount.kept is not None:
        found.kept.setdefault(number, []).append((column.name, amount.kept))
        (found.vague if amount.value is None else found.about).append(number)
    return amount.value


def _date(raw: Any, text: str | None, is_1904: bool, found: _Found) -> Any:
    """A day, month or year as :func:`loaders.cells.parse_date` reads it."""
    if text in BLANKS:
        return None
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    digits = f"{raw:.12g}" if is_number else text or ""
    if re.fullmatch(r"\d{5}(\.\d+)?", digits) and FIRST_SERIAL <= float(digits) <= LAST_SERIAL:
        found.serials += 1
        epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        day = from_excel(float(digits), epoch)
        if isinstance(day, dt.datetime):
            return day.date().isoformat()
    match = _DAY.fullmatch(digits) or _MONTH.fullmatch(digits)
    if match:
        return "-".join(match.groups())
    return _TIME.sub("", raw.strip()) if isinstance(raw, str) else raw


def _note(row: RawRow, notes: Sequence[tuple[int, str]]) -> str | None:
    """Everything tied to 备注; columns with another name say which they are."""
    parts = []
    for index, label in notes:
        value = row.cells[index] if index < len(row.cells) else None
        if is_filled(value) and plain(str(value)) not in BLANKS:
            shown = str(value).strip()
            parts.append(shown if label in ("备注", "说明") else f"{label}:{shown}")
    return ";".join(parts) or None


def _told(found: _Found) -> tuple[str, ...]:
    out = []
    if found.about:
        out.append(f"“约”“左右”一类的数照数字记,原文也留着:{_rows(found.about)}")
    if found.vague:
        out.append(f"范围、“以上”、相加这一类说不准的不记数,只留原文:{_rows(found.vague)}")
    if found.serials:
        out.append(f"{found.serials} 格日期是 Excel 的天数,已换成日期")
    return tuple(out)


def _rows(numbers: Sequence[int]) -> str:
    distinct = list(dict.fromkeys(numbers))
    more = f" 等 {len(distinct)} 行" if len(distinct) > 8 else ""
    return f"第 {'、'.join(map(str, distinct[:8]))} 行{more}"

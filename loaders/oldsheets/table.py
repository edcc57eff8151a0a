"""An office's own sheet as a table: title rows above, headers of two levels, totals below.

What is no record (totals, notes, headings of groups, who filled it in) is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from loaders.cells import plain
from loaders.headers import REASON
from loaders.oldsheets.grid import Grid, is_filled
from loaders.oldsheets.header import Header, find_header, is_label, join_levels
from loaders.oldsheets.units import units_in
from loaders.oldsheets.words import LABEL_WORDS
from loaders.tables import RawRow

_TOTAL = re.compile(r"(?:合计|总计|小计|累计|共计|总和)(?:\(.*\))?[::]?")
_FOOT = re.compile(
    r"(?:备注|注|说明|附注|填报|填表|制表|审核|审批|复核|负责人|联系人|联系电话|联系方式|所属"
    r"|报送|单位负责人|分管领导|统计时间|截止|截至)[^::]{0,12}[::].*"
)
_GROUP = re.compile(
    r"(?:第?[一二三四五六七八九十]+[、..章节类]|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+\s).*"
    r"|.*\(?共?\d+[个项家户]\)?"
)
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class OldTable:
    """One table of a sheet: labels of its columns, its records, what was passed by.

    ``units`` are those of the title row; ``faults`` tells by (row number, column) what no value
    can be read from; ``others`` are rows where another table seems to begin.
    """

    file: str
    sheet: str | None
    title: str
    labels: tuple[str, ...]
    units: tuple[str, ...]
    header_row: int
    depth: int
    rows: tuple[RawRow, ...]
    told: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    faults: dict[tuple[int, int], str] | None = None
    hidden_rows: int = 0
    is_1904: bool = False

    @property
    def name(self) -> str:
        """What people call the table: its sheet, else its file."""
        return self.sheet or self.file


def read_old(
    grid: Grid, *, header_row: int | None = None, depth: int | None = None, hidden: bool = True
) -> OldTable | None:
    """The table on a sheet; None when there is no header to be found.

    Parameters
    ----------
    grid
        The sheet.
    header_row, depth
        Where the header stands and how many rows it takes, when the user says so.
    hidden
        Whether hidden rows and columns count.
    """
    header = find_header(grid, header_row, depth)
    if header is None:
        return None
    labels = join_levels(grid, header)
    body = [row for row in grid.rows if row.number > header.last]
    kept = _columns(grid, labels, body, hidden)
    sorted_out = _Body(grid, header, labels, hidden)
    rows = sorted_out.records(body)
    at = {column: index for index, column in enumerate(kept)}
    faults = {(row, at[column]): why for (row, column), why in grid.faults.items() if column in at}
    title = " ".join(_title_lines(grid, header))
    return OldTable(
        grid.file,
        grid.sheet,
        title,
        _unique(labels[c] or f"第 {c + 1} 列" for c in kept),
        units_in(title),
        header.row,
        header.depth,
        tuple(RawRow(r.number, tuple(_at(r, c) for c in kept)) for r in rows),
        sorted_out.told(),
        tuple(sorted_out.others),
        faults,
        len(grid.hidden_rows),
        grid.is_1904,
    )


def _at(row: RawRow, column: int) -> Any:
    return row.cells[column] if column < len(row.cells) else None


def _columns(grid: Grid, labels: Sequence[str], body: Sequence[RawRow], hidden: bool) -> list[int]:
    """Columns with a label or anything in them, without the one we wrote reasons into."""
    used = {c for row in body for c, value in enumerate(row.cells) if is_filled(value)}
    return [
        c
        for c in range(max(len(labels), max(used, default=-1) + 1))
        if ((c < len(labels) and labels[c]) or c in used)
        and (hidden or c not in grid.hidden_columns)
        and not (c < len(labels) and labels[c] == REASON)
    ]


def _unique(labels: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    out = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        out.append(label if seen[label] == 1 else f"{label}({seen[label]})")
    return tuple(out)


def _title_lines(grid: Grid, header: Header) -> list[str]:
    lines = []
    for row in grid.rows:
        if row.number >= header.row:
            break
        lines += list(dict.fromkeys(str(v).strip() for v in row.cells if is_filled(v)))
    return lines


class _Body:
    """Sorts the rows under a header: records, and what only looks like one."""

    def __init__(self, grid: Grid, header: Header, labels: Sequence[str], hidden: bool) -> None:
        self._grid, self._header, self._labels = grid, header, labels
        self._with_hidden = hidden
        self._left: list[str] = []
        self._spread = 0
        self._numbers = False
        self.others: list[int] = []
        self._known = {
            plain(part) for label in labels if label for part in (label, label.split("/")[-1])
        }
        self._wide = {top for top, left, _, right in grid.merges if right - left >= 2}

    def records(self, body: Sequence[RawRow]) -> list[RawRow]:
        """Rows that are records, with merged text written into each of its rows."""
        out: list[RawRow] = []
        last = self._header.last
        for row in self._filled_down(body):
            is_apart, last = row.number > last + 1, row.number
            if self._begins_another(row, 2 if is_apart else 4):
                self.others.append(row.number)
                break
            why = self._no_record(row)
            if why:
                self._left.append(f"第 {row.number} 行“{_first(row)[:16]}”{why},没有读")
            else:
                out.append(row)
        return out

    def told(self) -> tuple[str, ...]:
        """What was passed by or changed, in sentences."""
        out = self._left[:_SHOWN]
        if len(self._left) > _SHOWN:
            out.append(f"还有 {len(self._left) - _SHOWN} 行不是记录,没有读")
        if self._spread:
            out.append(f"合并的单元格已把文字填到每一行({self._spread} 格)")
        if self._numbers:
            out.append("合并的单元格里的数只记在第一行,下面几行留空")
        hidden = len(self._grid.hidden_rows), len(self._grid.hidden_columns)
        if any(hidden):
            word = "照样读了" if self._with_hidden else "没有读"
            out.append(f"有 {hidden[0]} 行、{hidden[1]} 列是隐藏的,{word}")
        out += [
            f"第 {number} 行起像是另一张表,没有读;要读它,把列名行改成第 {number} 行"
            for number in self.others
        ]
        return tuple(out)

    def _filled_down(self, body: Sequence[RawRow]) -> list[RawRow]:
        boxes = [b for b in self._grid.merges if b[0] > self._header.last and b[2] > b[0]]
        rows = {row.number: list(row.cells) for row in body}
        for top, left, bottom, _ in boxes:
            value = rows.get(top, [])[left : left + 1]
            if not value or not is_filled(value[0]):
                continue
            if not isinstance(value[0], str) or _is_number(value[0]):
                self._numbers = True
                continue
            for number in range(top + 1, min(bottom, max(rows)) + 1):
                cells = rows.get(number)
                if cells is not None:
                    cells += [None] * (left + 1 - len(cells))
                    cells[left] = value[0]
                    self._spread += 1
        return [RawRow(number, tuple(cells)) for number, cells in rows.items()]

    def _begins_another(self, row: RawRow, enough: int) -> bool:
        """Whether so many cells of a row are words that head columns, and all could be."""
        filled = [v for v in row.cells if is_filled(v)]
        known = sum(bare_label(v) in LABEL_WORDS for v in filled)
        return known >= enough and all(map(is_label, filled)) and not self._is_header(row)

    def _is_header(self, row: RawRow) -> bool:
        filled = [v for v in row.cells if is_filled(v)]
        return len(filled) >= 2 and all(plain(str(v)) in self._known for v in filled)

    def _no_record(self, row: RawRow) -> str | None:
        """Why a row is no record; None when it is one."""
        if not self._with_hidden and row.number in self._grid.hidden_rows:
            return "是隐藏的"
        filled = [(c, v) for c, v in enumerate(row.cells) if is_filled(v)]
        if not filled:
            return None
        texts = [plain(str(v)) for _, v in filled[:4]]
        if any(_TOTAL.fullmatch(t) for t in texts[:3]):
            return "是合计"
        if texts[0] in self._known and self._is_header(row):
            return "是重复的列名"
        is_near = row.number <= self._header.last + 2
        if is_near and _counts_columns([plain(str(v)) for _, v in filled]):
            return "是列号"
        if _FOOT.fullmatch(texts[0]) and (len(filled) == 1 or _mostly_notes(texts)):
            return "是表尾的说明"
        alone = len(filled) == 1 and len(self._labels) > 2
        if alone and (row.number in self._wide or _is_group(filled[0][0], texts[0])):
            return "像是分组标题或说明"
        return None


def bare_label(value: Any) -> str:
    """A label without its brackets."""
    return re.sub(r"\(.*?\)", "", plain(str(value)))


def _is_group(column: int, text: str) -> bool:
    return column == 0 and bool(_GROUP.fullmatch(text))


def _first(row: RawRow) -> str:
    return next((str(v).strip() for v in row.cells if is_filled(v)), "")


def _mostly_notes(texts: Sequence[str]) -> bool:
    return 2 * sum(bool(_FOOT.fullmatch(t)) or t.endswith((":", ":")) for t in texts) >= len(texts)


def _counts_columns(texts: Sequence[str]) -> bool:
    """1, 2, 3 … (甲, 乙 before it) under the header."""
    digits = [t for t in texts if t not in ("甲", "乙", "丙", "丁", "序号", "栏次")]
    wanted = [str(n) for n in range(1, len(digits) + 1)]
    return len(digits) >= 3 and [t.strip("()") for t in digits] == wanted


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d,.]+%?", plain(text)))

"""Rows under a header sorted: records, and what only looks like one.

What is no record (totals, notes, headings of groups, who filled it in) is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.as_shown import is_filled
from loaders.cells import plain
from loaders.oldsheets.grid import Grid
from loaders.oldsheets.header import Header, bare_label, is_label
from loaders.oldsheets.words import LABEL_WORDS
from loaders.tables import RawRow

_TOTAL = re.compile(
    r".{0,8}(?:合计|总计|小计|累计|共计|总和)(?:\(.*\)|[::]?共?\d*[个项家户]?(?:项目|企业)?)[::]?"
)
_FOOT = re.compile(
    r"(?:备注|注|说明|附注|填报|填表|制表|审核|审批|复核|负责人|联系人|联系电话|联系方式|所属"
    r"|报送|单位负责人|分管领导|统计时间|截止|截至)[^::]{0,12}[::].*"
)
_GROUP = re.compile(
    r"(?:第?[一二三四五六七八九十]+[、..章节类]|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+\s).*"
    r"|.*\(?共?\d+[个项家户]\)?"
)
_ORDINAL = re.compile(r"\(?[一二三四五六七八九十]+\)?[、.]?")
_COUNT = re.compile(r"\d+(?:\.0)?")
_SHOWN = 8


class Body:
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
        self._counted: set[int] = set()
        self._wide = {top for top, left, _, right in grid.merges if right - left >= 2}

    def records(self, body: Sequence[RawRow]) -> list[RawRow]:
        """Rows that are records, with merged text written into each of its rows."""
        out: list[RawRow] = []
        last = self._header.last
        starts = [(c, plain(str(v))) for row in body for c, v in enumerate(row.cells[:2])]
        self._counted = {c for c, text in starts if _COUNT.fullmatch(text)}
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
        if filled[0][0] in self._counted and _ORDINAL.fullmatch(texts[0]):
            return "像是分组标题或说明"  # 一, 二 among rows numbered 1, 2
        alone = len(filled) == 1 and len(self._labels) > 2
        if alone and (row.number in self._wide or _is_group(filled[0][0], texts[0])):
            return "像是分组标题或说明"
        return None


def _is_group(column: int, text: str) -> bool:
    return column == 0 and bool(_GROUP.fullmatch(text))


def _first(row: RawRow) -> str:
    found = [str(v).strip() for v in row.cells if is_filled(v)]
    return " ".join(found[:2] if _ORDINAL.fullmatch(plain(found[0])) else found[:1])


def _mostly_notes(texts: Sequence[str]) -> bool:
    return 2 * sum(bool(_FOOT.fullmatch(t)) or t.endswith((":", ":")) for t in texts) >= len(texts)


def _counts_columns(texts: Sequence[str]) -> bool:
    """1, 2, 3 … (甲, 乙 before it) under the header."""
    digits = [t for t in texts if t not in ("甲", "乙", "丙", "丁", "序号", "栏次")]
    wanted = [str(n) for n in range(1, len(digits) + 1)]
    return len(digits) >= 3 and [t.strip("()") for t in digits] == wanted


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d,.]+%?", plain(text)))

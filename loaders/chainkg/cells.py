"""Cells of a ChainKnowledgeGraph set: names, codes, shares; and what was found wrong with a row."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import RowProblem
from graph.store.protocol import MAX_NAME
from loaders.cells import parse_str, round_number

SHOWN = 60
_SPACES = re.compile(r"\s+")
_UNSAVED = re.compile("[\0\ud800-\udfff]")
_NOTHING = frozenset({"-", "--", "—", "——", "/"})
_A_SHARE = re.compile(r"(\d{1,6})(?:\.(?:SH|SZ|BJ))?", re.IGNORECASE)
_LISTED = 6
_LONGEST_CODE = 40
_SLIP = 0.05
"""Share of the bare weights that may exceed 1 in a file of shares (revenue can be offset)."""


class CellFault(Exception):
    """A cell that costs its row: which column, what it holds, what to do."""

    def __init__(self, column: str, value: Any, remedy: str) -> None:
        self.column, self.value, self.remedy = column, value, remedy
        super().__init__(remedy)


@dataclass(slots=True)
class Log:
    """What was found in one file: rows read, left out, doubled, and every remark."""

    file: str
    rows: int = 0
    left_out: int = 0
    doubled: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    reminders: list[RowProblem] = field(default_factory=list)

    def refuse(self, number: int | None, column: str | None, value: Any, remedy: str) -> None:
        """A row that is left out."""
        self.left_out += 1
        self.problems.append(self._said(number, column, value, remedy))

    def double(self, number: int, value: Any, first: int) -> None:
        """A row that says once more what stands already: left out, and no fault."""
        self.doubled += 1
        self.reminders.append(self._said(number, None, value, f"与第 {first} 行重复;只记一次"))

    def remind(self, number: int | None, column: str | None, value: Any, remedy: str) -> None:
        """A row that is loaded and should be looked at."""
        self.reminders.append(self._said(number, column, value, remedy))

    def _said(self, number: int | None, column: str | None, value: Any, remedy: str) -> RowProblem:
        return RowProblem(self.file, None, number, column, shown(value), remedy)


def shown(value: Any) -> str | None:
    """A cell as a message shows it: short, whatever it holds."""
    if value is None:
        return None
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……(共 {len(text)} 字)"


def name_in(row: Mapping[str, Any], column: str) -> str | None:
    r"""A name without blanks at its ends or control characters; None when the cell is empty.

    Raises
    ------
    CellFault
        It is no text, too long, or holds half a character.

    Examples
    --------
    >>> name_in({"name": " 上装类\x7f "}, "name"), name_in({"name": "-"}, "name")
    ('上装类', None)
    """
    value = row.get(column)
    if value is None:
        return None
    if not isinstance(value, str):
        raise CellFault(column, value, "这里要写文字(加双引号)")
    text = _SPACES.sub(" ", parse_str(value))
    if not text or text in _NOTHING:
        return None
    if len(text) > MAX_NAME:
        raise CellFault(column, value, f"太长,最多 {MAX_NAME} 个字;多半是几行连在一起了")
    if _UNSAVED.search(text):
        raise CellFault(column, value, "含有不能保存的字符")
    return text


def needed(row: Mapping[str, Any], column: str) -> str:
    """A name that must be there."""
    name = name_in(row, column)
    if name is None:
        raise CellFault(column, None, "必须填写")
    return name


def code_in(row: Mapping[str, Any], column: str) -> str | None:
    """A code as text; a whole number counts, since spreadsheets make numbers of codes."""
    value = row.get(column)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    code = name_in(row, column)
    if code is not None and len(code) > _LONGEST_CODE:
        raise CellFault(column, code, f"太长,代码最多 {_LONGEST_CODE} 个字")
    return code


def listed_code(code: str | None) -> str | None:
    """A stock code as the firm table writes it: six digits for Shanghai, Shenzhen and Beijing.

    Examples
    --------
    >>> listed_code("600373.SH"), listed_code("1216"), listed_code("0700.HK"), listed_code(None)
    ('600373', '001216', '0700.HK', None)
    """
    match = _A_SHARE.fullmatch(code or "")
    return match[1].zfill(_LISTED) if match else code


def made_id(kind: str, *parts: str) -> str:
    """The id of a record of the set: the same name gives the same id in every edition."""
    return f"chainkg-{kind}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a row says of the share: as written, and as a number if it is one.

    ``is_percent`` when a percent sign says so.
    """

    raw: Any
    number: float | None
    is_percent: bool = False

    @property
    def is_bare(self) -> bool:
        """A number that does not say its unit."""
        return self.number is not None and not self.is_percent


def weight_in(row: Mapping[str, Any], column: str) -> Weight | None:
    """The weight of a row; None when it gives none."""
    raw = row.get(column)
    if raw is None or (isinstance(raw, str) and (not raw.strip() or raw.strip() in _NOTHING)):
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return Weight(raw, None)
    text = raw.strip() if isinstance(raw, str) else raw
    is_percent = isinstance(text, str) and text.endswith(("%", "%"))
    try:
        number = float(text[:-1] if is_percent and isinstance(text, str) else text)
    except (ValueError, OverflowError):
        return Weight(raw, None)
    return Weight(raw, number if math.isfinite(number) else None, is_percent)


def unit_of(numbers: list[float]) -> float | None:
    """What the bare weights of a file are parts of: 1 (shares), 100 (per cent), None unclear.

    Examples
    --------
    >>> unit_of([0.51, 0.29, 1.0]), unit_of([51.1, 29.4, 0.5]), unit_of([0.5, 0.2, 30.0, 0.1])
    (1.0, 100.0, None)
    """
    over = sum(number > 1 for number in numbers)
    if over <= _SLIP * len(numbers):
        return 1.0
    return 100.0 if 2 * over >= len(numbers) else None


def share_of(weight: Weight, unit: float | None) -> float | None:
    """The share from 0 to 1, None when it cannot be known."""
    part = 100.0 if weight.is_percent else unit
    if weight.number is None or part is None or not 0 <= weight.number <= part:
        return None
    return round_number(weight.number / part)

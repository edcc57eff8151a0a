"""One cell to one value: numbers, dates, yes/no, lists, as people really write them.

Each parser returns the value or raises :class:`CellError` with a Chinese remedy.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

DIGITS = 12
"""Significant digits kept of every number; no fact in this field knows more."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d*)?")
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_TRUE = frozenset({"1", "是", "true", "yes", "y", "√"})
_FALSE = frozenset({"0", "否", "false", "no", "n", "×"})
_ONE_NUMBER = "只填一个数字;范围、约数和单位写到备注或原文列,不知道就留空"


class CellError(ValueError):
    """The cell cannot be read as its column asks; the text says what to write instead."""


def round_number(value: float) -> float:
    """``value`` at twelve significant digits, so that sums made by a spreadsheet read clean.

    Examples
    --------
    >>> round_number(0.1 + 0.2)
    0.3
    """
    return float(f"{value:.{DIGITS}g}")


def plain(value: str) -> str:
    """``value`` in half-width characters without any blanks.

    Examples
    --------
    >>> plain("产 能 \uff08kt/a\uff09")
    '产能(kt/a)'
    """
    return _SPACES.sub("", unicodedata.normalize("NFKC", value))


def parse_float(value: Any, factor: Decimal | None = None, *, percent: bool = False) -> float:
    """A finite number; ``factor`` converts the unit of the header to the unit of the column.

    Examples
    --------
    >>> parse_float("１,２００")
    1200.0
    >>> parse_float("3.3", Decimal(10))
    33.0
    """
    number = _finite(value, percent)
    if factor is not None:
        number = float(Decimal(repr(number)) * factor)
    return round_number(number)


def _finite(value: Any, percent: bool) -> float:
    if isinstance(value, bool):
        raise CellError("这里要填数字,不是“是/否”")
    if isinstance(value, int | float | Decimal):
        number = float(value)
    else:
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if text.endswith("%"):
            if not percent:
                raise CellError("这一列的单位不是百分数;" + _ONE_NUMBER)
            text = text[:-1].rstrip()
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "").replace(" ", "")
        if not _NUMBER.fullmatch(text):
            raise CellError(_ONE_NUMBER)
        number = float(text)
    if not math.isfinite(number):
        raise CellError(_ONE_NUMBER)
    return number


def parse_int(value: Any) -> int:
    """A whole number; ``3.0`` counts as 3."""
    number = _finite(value, False)
    if number != int(number):
        raise CellError("这里要填整数")
    return int(number)


def parse_bool(value: Any) -> bool:
    """是/否, 1/0 or true/false.

    Examples
    --------
    >>> parse_bool("是"), parse_bool("0")
    (True, False)
    """
    if isinstance(value, bool):
        return value
    text = plain(parse_str(value)).lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise CellError("只能填“是”或“否”(也可填 1 或 0)")


def parse_date(value: Any) -> str:
    """An ISO date that may stop at the year or the month.

    Examples
    --------
    >>> parse_date("2023年5月"), parse_date("2023/5/1"), parse_date(2023)
    ('2023-05', '2023-05-01', '2023')
    """
    text = plain(parse_str(value))
    if re.fullmatch(r"\d{4}\.\d", text):
        raise CellError("看不出是 1 月还是 10 月;请写成 2023-01 或 2023-10")
    match = _DATE.fullmatch(text)
    if not match:
        raise CellError("日期写成 2023、2023-12 或 2023-12-15")
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.group(2, 3))
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        raise CellError("没有这一天;日期写成 2023、2023-12 或 2023-12-15") from None
    parts = [f"{part:02d}" for part in (month, day) if part is not None]
    return "-".join([f"{year:04d}", *parts])


def parse_str(value: Any) -> str:
    """Text without blanks at its ends or control characters; numbers lose a bare ``.0``.

    Examples
    --------
    >>> parse_str(290110.0), parse_str(" 苯 ")
    ('290110', '苯')
    """
    if isinstance(value, str):
        if not value.isprintable():
            return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int) and abs(value) >= 1e15:
        raise CellError("数字太长,Excel 已丢失末位;请把这一格设为文本后重填")
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value).strip()


def parse_list(value: Any) -> tuple[str, ...]:
    """Parts of a cell set apart by ``;``, half or full width, without empty ones.

    Examples
    --------
    >>> parse_list("纯苯; 安息油;")
    ('纯苯', '安息油')
    """
    parts = parse_str(value).replace("\uff1b", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


PARSERS: dict[str, Callable[[Any], Any]] = {
    "str": parse_str,
    "ref": parse_str,
    "int": parse_int,
    "float": parse_float,
    "bool": parse_bool,
    "date": parse_date,
    "list": parse_list,
    "reflist": parse_list,
}


def scale(value: float, factor: Decimal) -> float:
    """``value`` divided by ``factor`` exactly in decimal, then back to a float.

    Examples
    --------
    >>> scale(33.0, Decimal(10))
    3.3
    """
    return float(Decimal(repr(value)) / factor)

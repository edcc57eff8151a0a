"""A cell of a workbook as the person at the screen sees it, since that is what they mean.

A number format may say more than the number: 3.5 shown as 3.5亿元, 35000000 shown as 3500万, a
month that Excel keeps as its first day.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from openpyxl.utils.datetime import from_excel

NO_VALUE = "这一格是公式,但文件里没有算出的值;请用 Excel 打开并保存一次,或直接填值"
WRONG = "Excel 里这一格算错了;请改正公式或直接填值"

_MONTH, _DAY, _NO_YEAR = 'yyyy"年"m"月"', 'yyyy"年"m"月"d"日"', 'm"月"d"日"'
_CHINESE_DAYS = {
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _NO_YEAR),
    **{30: "m-d-yy", 31: _DAY},
}
"""Formats a Chinese Excel writes by number alone (ECMA-376 18.8.30) and openpyxl does not know."""

_QUOTED = re.compile(r'"([^"]*)"|[\\!](.)')
_ASIDE = re.compile(r'"[^"]*"|[\\!].|[_*].|\[[^\]]*\]')
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_OUR_MONEY = frozenset({"", "¥", "CNY", "RMB"})
_DIGIT = re.compile(r"[0#?]|General|G/通用格式")
_IN_THOUSANDS = re.compile(r"[0#?](,+)(?![0#?,])")
_OWN_POINT = re.compile(r'[0#?](?:[\\!]\.|"\.")([0#?]+)')
_IF = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_SAYS_MORE = re.compile(r"[\u3400-\u9fff%‰]|[A-Za-z]")
_ESCAPED_CONTROL = re.compile(r"_x00(?:[01][0-9A-Fa-f]|7F|7f)_")  # how Excel keeps a stray CR


def is_filled(value: Any) -> bool:
    """Whether a cell holds anything but blanks."""
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def cell_content(cell: Any) -> Any:
    """Value of a cell: a day as ISO text, an amount with what its number format says of it."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _ESCAPED_CONTROL.sub("", value) if "_x" in value else value
    code = cell.number_format or "General"
    if isinstance(value, int | float) and code == "General":
        code = _CHINESE_DAYS.get(cell.style_array.numFmtId, code)
        if code == "General":
            return value
        value = from_excel(value, cell.parent.parent.epoch)
    if isinstance(value, dt.datetime | dt.date):
        return shown_day(value, code)
    return shown_number(value, code) if isinstance(value, int | float) else str(value)


def date_text(value: dt.date | dt.datetime) -> str:
    """ISO day of an Excel date; the time of day is dropped.

    Examples
    --------
    >>> date_text(dt.datetime(2023, 12, 15, 8, 30))
    '2023-12-15'
    """
    return (value.date() if isinstance(value, dt.datetime) else value).isoformat()


def shown_day(value: dt.date | dt.datetime, code: str) -> str:
    """ISO day, month or year: where no day is shown the first is only how Excel keeps a month.

    Examples
    --------
    >>> day = dt.datetime(2026, 5, 1)
    >>> shown_day(day, 'yyyy"年"m"月"'), shown_day(day, "yyyy/m/d")
    ('2026-05', '2026-05-01')
    >>> shown_day(dt.datetime(2026, 5, 20), 'yyyy"年"m"月"')
    '2026-05-20'
    """
    text, bare = date_text(value), _ASIDE.sub("", code).lower()
    if "y" not in bare or "d" in bare or value.day != 1:
        return text
    return text[:4] if "m" not in bare and value.month == 1 else text[:7]


def shown_number(value: float, code: str) -> Any:
    """The number, or the text that is shown when the format scales it or names a unit.

    Examples
    --------
    >>> shown_number(0.125, "0.0%"), shown_number(12.5, '0.0"%"'), shown_number(3.5, '0.0"亿元"')
    ('12.5%', '12.5%', '3.5亿元')
    >>> shown_number(35000000, '0!.0,"万"'), shown_number(1234567, "#,##0,")
    ('3500万', 1234.567)
    """
    if _is_plain(code):
        return value
    section = _section(value, code)
    bare = _ASIDE.sub("", section)
    exact = Decimal(repr(value)) * (100 if "%" in bare else 1)
    for commas in _IN_THOUSANDS.findall(bare)[:1]:
        exact /= 1000 ** len(commas)
    for places in _OWN_POINT.findall(section)[:1]:
        exact /= 10 ** len(places)
    before, after = _words(_OWN_POINT.sub("0", section))
    if not before and not after:
        return float(exact)
    return f"{before}{Decimal(f'{exact:.12g}').normalize():f}{after}"


@cache
def _is_plain(code: str) -> bool:
    """Whether no part of a format scales the number or says anything beside it."""
    return not any(
        "%" in (bare := _ASIDE.sub("", part))
        or _IN_THOUSANDS.search(bare)
        or _OWN_POINT.search(part)
        or any(_words(part))
        for part in code.split(";")
    )


def _section(value: float, code: str) -> str:
    """The part of a format that holds for a number: by its condition, else by its sign."""
    parts = code.split(";")
    for part in parts:
        told = _IF.search(part)
        if told and _TESTS[told[1]](value, float(told[2])):
            return part
    plain = [part for part in parts if not _IF.search(part)]
    if len(plain) < len(parts):
        return plain[0] if plain else ""
    return parts[1] if value < 0 and len(parts) > 1 and parts[1] else parts[0]


def _words(section: str) -> tuple[str, str]:
    """What a format writes before and after the number, where it says anything."""
    blank = _QUOTED.sub(lambda m: "_" * len(m[0]), section)
    first = _DIGIT.search(blank)
    at = first.start() if first else len(section)
    found = [(m.start() < at, m[1] or m[2] or "") for m in _QUOTED.finditer(section)]
    before = "".join(text for is_first, text in found if is_first)
    after = "".join(text for is_first, text in found if not is_first)
    after += "%" if "%" in _ASIDE.sub("", section) else ""
    money = "".join(s for s in _CURRENCY.findall(section) if s not in _OUR_MONEY)
    before, after = (t.strip() if _SAYS_MORE.search(t) else "" for t in (before, after))
    return before, after + money

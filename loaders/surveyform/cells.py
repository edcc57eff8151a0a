"""One answer on a form to one value, as firms write them; or what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from loaders.cells import CellError, parse_date, parse_str, plain, round_number
from loaders.surveyform.form import GONE, NO_VALUE

KT_PER_WAN_T = 10
CONFIRMS = frozenset({"确认", "√", "✓", "✔", "对", "无误", "属实", "正确", "一致", "不变"})
NOTHING = frozenset({"", NO_VALUE, "-", "--", "/", "无法提供", "不清楚", "不知道", "不详", "未知"})
"""What says that nothing is known; it is the same as a blank."""
_GONE = frozenset({GONE, "无", "不再供", "停供", "不供"})
_NONE = frozenset({"无", "没有", "暂无", "暂时没有", "暂无打算", "没有打算", "无打算"})
_YES, _NO = frozenset({"是", "有", "y", "yes"}), frozenset({"否", "没有", "无", "n", "no"})
_PART = r"\d+(?:\.\d+)?"
_SUM = re.compile(rf"{_PART}(?:\+{_PART})*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_ONE = "这一格只写数字(单位在表头里),如 6 或 10+20;说明写到备注,不知道就留空"


def said(value: Any) -> str | None:
    """The text of an answer; None when it says nothing.

    Examples
    --------
    >>> said(" 在产 "), said("—"), said("不清楚"), said(None)
    ('在产', None, None, None)
    """
    if value is None:
        return None
    text = parse_str(value)
    return None if plain(text) in NOTHING else text


def is_confirm(text: str) -> bool:
    """Whether the answer says: as printed.

    Examples
    --------
    >>> is_confirm("确 认"), is_confirm("60")
    (True, False)
    """
    return plain(text) in CONFIRMS


def is_gone(text: str) -> bool:
    """Whether the answer says: there is no such thing.

    Examples
    --------
    >>> is_gone("没有"), is_gone("12")
    (True, False)
    """
    return plain(text) in _GONE


def is_none(text: str) -> bool:
    """Whether words say that there is nothing to write.

    Examples
    --------
    >>> is_none("暂 无"), is_none("无水乙醇")
    (True, False)
    """
    return plain(text) in _NONE


def amount(text: str) -> tuple[float, str | None]:
    """A number that is not negative, or the sum of several; then the text is kept.

    Examples
    --------
    >>> amount("10+20"), amount("1,200.5"), amount("６０")
    ((30.0, '10+20'), (1200.5, None), (60.0, None))
    >>> amount("约60")
    Traceback (most recent call last):
    ...
    loaders.cells.CellError: 这一格只写数字(单位在表头里),如 6 或 10+20;说明写到备注,不知道就留空
    """
    told = unicodedata.normalize("NFKC", text).strip()
    flat = "".join(told.split())
    if _GROUPED.fullmatch(flat):
        flat = flat.replace(",", "")
    if not _SUM.fullmatch(flat) or len(flat) > 200:
        raise CellError(_ONE)
    parts = [float(part) for part in flat.split("+")]
    return round_number(sum(parts)), flat if len(parts) > 1 else None


def capacity(text: str) -> tuple[float, str | None]:
    """万吨/年 → kt/a; 0 is no capacity.

    Examples
    --------
    >>> capacity("10+20"), capacity("3.4")
    ((300.0, '10+20'), (34.0, None))
    """
    value, told = flow(text)
    if not value:
        raise CellError("设计产能不能是 0;不知道就留空,装置停了在“现况”里写停产")
    return value, told


def flow(text: str) -> tuple[float, str | None]:
    """万吨/年 → kt/a; 0 says that there is none.

    Examples
    --------
    >>> flow("0")
    (0.0, None)
    """
    value, told = amount(text)
    return round_number(value * KT_PER_WAN_T), told


def number(text: str) -> float:
    """One number that is not negative.

    Examples
    --------
    >>> number("12,345")
    12345.0
    """
    return amount(text)[0]


def whole(text: str) -> int:
    """A count.

    Examples
    --------
    >>> whole("12")
    12
    """
    value = number(text)
    if value != int(value):
        raise CellError("这里要写整数")
    return int(value)


def yes_no(text: str) -> bool:
    """是 or 否.

    Examples
    --------
    >>> yes_no("是"), yes_no("否")
    (True, False)
    """
    word = plain(text).lower()
    if word not in _YES | _NO:
        raise CellError("只写“是”或“否”")
    return word in _YES


def word(text: str, allowed: Iterable[str]) -> str:
    """One of the words.

    Examples
    --------
    >>> word(" 在 产", ["在产", "停产"])
    '在产'
    >>> word("试车", ["在产", "停产"])
    Traceback (most recent call last):
    ...
    loaders.cells.CellError: 没有“试车”这个词;只能写:在产、停产
    """
    words = {plain(w).casefold(): w for w in allowed}
    found = words.get(plain(text).casefold())
    if found is None:
        raise CellError(f"没有“{text}”这个词;只能写:{'、'.join(words.values())}")
    return found


def day(text: str, *, first: str, last: str) -> str:
    """A whole ISO day between two days.

    Examples
    --------
    >>> day("2026年12月3日", first="2026-11-30", last="2026-12-10")
    '2026-12-03'
    >>> day("2025-12-03", first="2026-11-30", last="2026-12-10")
    Traceback (most recent call last):
    ...
    loaders.cells.CellError: 日期应在 2026-11-30(发出)到 2026-12-10(今天)之间
    """
    found = parse_date(text)
    if len(found) < len("2026-12-03"):
        raise CellError("日期要写到日,如 2026-12-03")
    if not first <= found <= last:
        raise CellError(f"日期应在 {first}(发出)到 {last}(今天)之间")
    return found


def begun(text: str, *, last: str) -> str:
    """When something began; not after ``last``.

    Examples
    --------
    >>> begun("2024年6月", last="2026-12-10")
    '2024-06'
    """
    found = parse_date(text)
    if found > last[: len(found)]:
        raise CellError("还没有到那一天;没有投产的,现况写在建或规划")
    return found


def uscc(text: str) -> str:
    """A 统一社会信用代码: eighteen characters.

    Examples
    --------
    >>> uscc("91430600 ma4pqr1x2y")
    '91430600MA4PQR1X2Y'
    """
    found = plain(text).upper()
    if not _USCC.fullmatch(found):
        raise CellError("统一社会信用代码是 18 位数字和大写字母(没有 I、O、S、V、Z),请对照营业执照")
    return found

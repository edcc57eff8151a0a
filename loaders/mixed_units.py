"""Amounts as offices write them: 3.5亿元, 2000万元, 约30万吨/年, each to the unit of a column.

A number counts only when it is one number with one unit.  About (约, 左右) keeps the number and
the words; a range, a bound or a sum keeps the words alone and leaves the number unknown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from loaders.cells import CellError, parse_float, round_number
from loaders.oldsheets.units import (
    UNIT_FAMILIES,
    family_of,
    is_same_family,
    known_unit,
    unit_within,
    units_for,
)

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ABOUT = r"(?:大约|约为|约|大概|预计|估计|暂定|近)"
_ABOUT_END = r"(?:左右|上下)"
_TAIL = r"(?P<tail>\(.*\))?"
_ONE = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<number>{_NUMBER})(?P<unit>[^\d()+~]*?)(?P<end>{_ABOUT_END})?{_TAIL}"
)
_RANGE = re.compile(rf"{_ABOUT}?{_NUMBER}[^\d]{{0,6}}?(?:-|~|—|–|至|到|\+)+{_NUMBER}.*")
_BOUND = re.compile(
    r"(?:超过|超|逾|高于|大于|低于|小于|不低于|不少于|不超过|至少|最多|>|<|≥|≤).*\d.*"
    r"|.*\d.*(?:以上|以下|以内)|.*\d[余多].*"
)
_SCIENTIFIC = re.compile(r"\de[+-]?\d", re.I)
_FOREIGN = ("美元", "美金", "欧元", "港元", "港币", "日元", "usd", "eur", "$", "€")


@dataclass(frozen=True, slots=True)
class Amount:
    """One cell: the number in the unit of the column, and the words worth keeping.

    ``value`` is None when the cell says no single number; ``kept`` is then the whole text.
    """

    value: float | None
    kept: str | None = None


def read_amount(raw: Any, column_unit: str, unit: str | None) -> Amount:
    """The number of one cell in the unit of a column.

    Parameters
    ----------
    raw
        The cell: a number, or text with or without a unit of its own, which wins.
    column_unit
        Unit of our column.
    unit
        Unit of their column, for cells that name none; None when it has none.

    Raises
    ------
    CellError
        It is not clear what amount is meant; the text says what to write instead.

    Examples
    --------
    >>> read_amount("2000万元", "亿元", "亿元")
    Amount(value=0.2, kept=None)
    >>> read_amount("约30万吨/年", "kt/a", None)
    Amount(value=300.0, kept='约30万吨/年')
    >>> read_amount("3-5亿元", "亿元", None)
    Amount(value=None, kept='3-5亿元')
    >>> read_amount(1200, "亿元", "万元")
    Amount(value=0.12, kept=None)
    """
    if isinstance(raw, bool):
        raise CellError("这里要填数字,不是“是/否”")
    if isinstance(raw, int | float | Decimal):
        return Amount(_converted(parse_float(raw), unit, column_unit, str(raw)))
    told = str(raw).strip()
    text = _plain_amount(told)
    if _SCIENTIFIC.search(text):
        raise CellError(f"“{told}”是科学计数法,后几位可能已丢;写成普通的数")
    if _RANGE.fullmatch(text) or _BOUND.fullmatch(text):
        return _no_number(text, column_unit, told)
    match = _ONE.fullmatch(text)
    if match is None:
        raise CellError(f"“{told}”看不出是多少;只写一个数,可以带单位,不知道就留空")
    own = match["unit"].strip(" :·的")
    value = _value(match["number"], own, unit, column_unit, told)
    loose = match["about"] or match["end"] or match["tail"]
    return Amount(value, told if loose else None)


def _no_number(text: str, column_unit: str, told: str) -> Amount:
    """A range, a bound or a sum: the words are kept when they are about such an amount."""
    _refuse_foreign(text)
    unit = unit_within(text)
    if unit is not None and family_of(column_unit) and not is_same_family(unit, column_unit):
        raise _misfit(told, unit, column_unit)
    return Amount(None, told)


def _misfit(told: str, unit: str, column_unit: str) -> CellError:
    wanted = "、".join(units_for(column_unit)) or "不带单位的数"
    return CellError(f"“{told}”的单位“{unit}”不能用在这一列;可用:{wanted}")


def _value(number: str, own: str, unit: str | None, column_unit: str, told: str) -> float:
    value = parse_float(number)
    _refuse_foreign(own)
    if not own:
        return _converted(value, unit, column_unit, told)
    if not is_same_family(own, column_unit):
        if own == "万" and unit is not None and not unit.startswith(("万", "千")):
            return _converted(value * 10_000, unit, column_unit, told)
        raise _misfit(told, own, column_unit)
    return _converted(value, known_unit(own), column_unit, told)


def _converted(value: float, unit: str | None, column_unit: str, told: str) -> float:
    family = family_of(column_unit)
    if family is None:
        return round_number(value)
    if unit is None:
        raise CellError(f"“{told}”没有写单位,差一万倍看不出来;写成带单位的,或给整列定一个单位")
    factors = UNIT_FAMILIES[family]
    return round_number(float(Decimal(repr(value)) * factors[unit] / factors[column_unit]))


def _refuse_foreign(text: str) -> None:
    if any(word in text.lower() for word in _FOREIGN):
        raise CellError("写的是外币,不会自己折算;折成人民币再填,或留空")


def _plain_amount(text: str) -> str:
    """Half-width, without blanks and the words around an amount that mean nothing."""
    out = unicodedata.normalize("NFKC", text).replace("人民币", "")
    out = re.sub(r"(?<=\d)\s+(?=\d{3}(?!\d))", "", out)  # 1 200; "30 50" are two numbers
    out = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", out)
    out = out.replace("²", "2").replace("每年", "/年").replace("㎡", "m2")
    return re.sub(r"^(?:总投资|投资|总额|用地|产能|年产)[::]?", "", out).rstrip("。;,")

"""Amounts as the users say them: 万吨/年, 吨/年 when small, 未知 when nobody knows."""

from __future__ import annotations

import math

from graph.results import Interval

KT_PER_WAN_T = 10.0
SMALL_KT_A = 1.0


def number(value: float) -> str:
    """A short decimal without trailing zeros, three significant digits when small.

    Examples
    --------
    >>> number(54.5), number(60.0), number(0.1934), number(1234.56)
    ('54.5', '60', '0.193', '1234.6')
    """
    digits = 1 if abs(value) >= 100 else 2 if abs(value) >= 10 else 3
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def wan_t(kt_a: float | None) -> float | None:
    """kt/a → 万吨/年, the unit of every page and workbook; None stays None."""
    return None if kt_a is None or math.isinf(kt_a) else round(kt_a / KT_PER_WAN_T, 9)


def amount(kt_a: float | None) -> str:
    """One amount with its unit.

    Examples
    --------
    >>> amount(600.0), amount(0.38), amount(None)
    ('60 万吨/年', '380 吨/年', '未知')
    """
    if kt_a is None:
        return "未知"
    if kt_a and abs(kt_a) < SMALL_KT_A:
        return f"{number(kt_a * 1000.0)} 吨/年"
    return f"{number(kt_a / KT_PER_WAN_T)} 万吨/年"


def interval(value: Interval) -> str:
    """An interval as one phrase; an open end is said, never hidden.

    Examples
    --------
    >>> interval(Interval(54.0, 54.0, 54.0)), interval(Interval(0.0, 80.0, 120.0))
    ('5.4 万吨/年', '0–12 万吨/年,最可能 8 万吨/年')
    >>> interval(Interval(10.0, 20.0, None))
    '至少 1 万吨/年,最可能 2 万吨/年,上限未知'
    """
    low, likely, high = value.low, value.likely, value.high
    if high is not None and math.isclose(low, high, abs_tol=1e-9):
        return amount(low)
    middle = "" if likely is None else f",最可能 {amount(likely)}"
    if high is None:
        floor = "下限未知" if math.isinf(low) else f"至少 {amount(low)}" if low else ""
        parts = [p for p in (floor, middle.lstrip(","), "上限未知") if p]
        return ",".join(parts)
    if math.isinf(low):
        return f"下限未知{middle},至多 {amount(high)}"
    return f"{number(low / KT_PER_WAN_T)}–{amount_wan(high)}{middle}"


def amount_wan(kt_a: float) -> str:
    """Like :func:`amount` but always in 万吨/年, for the end of a range."""
    return f"{number(kt_a / KT_PER_WAN_T)} 万吨/年"


def percent(ratio: float | None) -> str:
    """A share as whole per cent, 无 when there is nothing to share.

    Examples
    --------
    >>> percent(0.514), percent(0.0041), percent(None)
    ('51%', '0.4%', '无')
    """
    if ratio is None:
        return "无"
    return f"{ratio:.1%}" if 0.0 < ratio < 0.01 else f"{ratio:.0%}"


def likely(value: Interval) -> str:
    """The likely amount alone, for lists; 未知 when there is none."""
    return amount(value.likely)

"""目标与调度: the words its parts share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from graph.desk.round.months import Period
from graph.desk.round.rounds import Against, tenth
from views.amounts import number

GOALS, DUTIES, CARDS, ENTRIES, BULLETIN, CHANGES = TABS = (
    *("目标", "任务与责任", "链条卡"),
    *("月度填报", "通报与总结", "本月变化"),
)
KIND_ZH = {"project": "项目", "firm": "企业", "goal": "目标", "task": "任务", "segment": "子链"}
PERIOD_ZH = {"two": "双月通报", "half": "半年讲评", "year": "年度总结"}
NOBODY, UNKNOWN, NO_UNIT = "未定", "未取得", "没写责任单位"
Cell = str | float | int | bool | None


def month_zh(month: str) -> str:
    """A month in Chinese.

    Examples
    --------
    >>> month_zh("2026-03")
    '2026年3月'
    """
    return f"{month[:4]}年{int(month[5:7])}月"


def period_zh(period: Period) -> str:
    """A period in Chinese.

    Examples
    --------
    >>> period_zh(Period("two", ("2026-11", "2026-12"))), period_zh(Period("year", ("2026-01",)))
    ('2026年11—12月', '2026年度')
    >>> period_zh(Period("half", ("2026-01", "2026-06")))
    '2026年上半年'
    """
    year, first, last = period.months[0][:4], int(period.months[0][5:]), int(period.last[5:])
    if period.code == "year":
        return f"{year}年度"
    if period.code == "half":
        return f"{year}年{'上' if first == 1 else '下'}半年"
    return f"{year}年{first}—{last}月"


def percent_text(against: Against | None) -> str:
    """The share of the plan of the year, one decimal.

    Examples
    --------
    >>> percent_text(Against(63.25, -3.4)), percent_text(None)
    ('63.3%', '')
    """
    return "" if against is None else f"{tenth(against.percent):.1f}%"


def points(against: Against) -> str:
    """Points ahead or behind, signed.

    Examples
    --------
    >>> points(Against(0, 3.21)), points(Against(0, -12.0)), points(Against(0, -0.04))
    ('+3.2', '−12.0', '0.0')
    """
    return f"{against.points:+.1f}".replace("-", "−") if against.points else "0.0"


def pace(against: Against | None, kind: str) -> str | None:
    """Points ahead or behind of one entry of a kind; None where there is no pace.

    What a goal has reached by a month is a state, not a share of work, so it has none.
    """
    return None if against is None or kind == "goal" else points(against)


def ahead_text(against: Against | None) -> str:
    """Ahead of or behind an even pace, in words.

    Examples
    --------
    >>> ahead_text(Against(0, 3.21)), ahead_text(Against(0, -12.0)), ahead_text(Against(0, 0.01))
    ('超时间进度3.2个百分点', '滞后时间进度12.0个百分点', '与时间进度持平')
    """
    if against is None:
        return ""
    if against.points == 0:
        return "与时间进度持平"
    word = "滞后" if against.is_behind else "超"
    return f"{word}时间进度{abs(against.points):.1f}个百分点"


def listed(names: Iterable[str], empty: str = NOBODY) -> str:
    """Names set apart by 、, or what stands when there is none."""
    return "、".join(names) or empty


def exact(value: float) -> str:
    """A reported number as it was reported: never rounded, never as a power of ten.

    Examples
    --------
    >>> exact(20000.0), exact(12345.67), exact(0.00004), exact(1.2 / 3)
    ('20000', '12345.67', '0.00004', '0.4')
    """
    return f"{Decimal(f'{value:.10g}'):f}"


def amount(value: float | None, unit: str | None) -> str:
    """A reported number with its unit, or nothing.

    Examples
    --------
    >>> amount(2500.0, "亿元"), amount(None, "亿元"), amount(0.5, None)
    ('2500亿元', '', '0.5')
    """
    return "" if value is None else f"{exact(value)}{unit or ''}"


def sum_text(value: float, unit: str | None) -> str:
    """A sum with its unit, shortened for reading; what is not nothing is never shown as 0.

    Examples
    --------
    >>> sum_text(14.14567, "亿元"), sum_text(0.0004, "亿元"), sum_text(0.0, "亿元")
    ('14.15亿元', '0.0004亿元', '0亿元')
    """
    text = number(value)
    return f"{text if float(text) or not value else exact(value)}{unit or ''}"

"""From supply and demand to a word: 断, 弱, 自足, 富余, 外销, 未知 or 不相关."""

from __future__ import annotations

from collections.abc import Iterable

from graph.results import Interval

ZERO = Interval(0.0, 0.0, 0.0)


def add(intervals: Iterable[Interval]) -> Interval:
    """Sum of intervals; an unknown end stays unknown.

    Examples
    --------
    >>> add([Interval(1.0, 2.0, 3.0), Interval(0.0, None, None)])
    Interval(low=1.0, likely=2.0, high=None)
    >>> add([])
    Interval(low=0.0, likely=0.0, high=0.0)

    Notes
    -----
    ``likely`` is the sum of what is known: an unknown part adds nothing to it, and the
    open ``high`` says that something is missing.  It is None only when no part is known.
    """
    low, likely, high = 0.0, 0.0, 0.0
    known, open_end, empty = False, False, True
    for part in intervals:
        empty = False
        low += part.low
        if part.likely is not None:
            likely += part.likely
            known = True
        if part.high is None:
            open_end = True
        else:
            high += part.high
    return Interval(low, likely if known or empty else None, None if open_end else high)


def net(supply: Interval, demand: Interval) -> Interval:
    """Supply − demand; an unbounded demand gives ``low`` = −inf (JSON writes null)."""
    demand_high = float("inf") if demand.high is None else demand.high
    likely = (
        None if supply.likely is None or demand.likely is None else supply.likely - demand.likely
    )
    high = None if supply.high is None else supply.high - demand.low
    return Interval(supply.low - demand_high, likely, high)


def state_of(
    supply: Interval,
    demand: Interval,
    *,
    material_kt_a: float,
    weak_below: float = 0.8,
    surplus_above: float = 1.2,
) -> str:
    """The state of one product (DESIGN 2f).

    Parameters
    ----------
    material_kt_a
        Demand below this is immaterial: max(1 kt/a, 5 % of the smallest train).

    Returns
    -------
    str
        外销 (supply, no material demand), 不相关 (neither), 断 (demand, surely no
        supply), 弱 (at best below ``weak_below``), 富余 (at worst above
        ``surplus_above``), 自足 (surely between), else 未知.

    Examples
    --------
    >>> state_of(ZERO, Interval(50.0, 50.0, 50.0), material_kt_a=1.0)
    '断'
    >>> state_of(Interval(0.0, None, None), Interval(50.0, 50.0, 50.0), material_kt_a=1.0)
    '未知'
    """
    if demand.high is not None and demand.high < material_kt_a:
        return "不相关" if supply.high == 0.0 else "外销"
    if supply.high == 0.0:
        return "断"
    best = None if supply.high is None else _ratio(supply.high, demand.low)
    worst = 0.0 if demand.high is None else _ratio(supply.low, demand.high)
    if best is not None and best < weak_below:
        return "弱"
    if worst > surplus_above:
        return "富余"
    if best is not None and weak_below <= worst and best <= surplus_above:
        return "自足"
    return "未知"


def _ratio(a: float, b: float) -> float:
    return float("inf") if b <= 0.0 else a / b

"""Amounts of entries in one unit or another; what cannot be told in a unit is unknown there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.model import Entry

YI = "亿元"
YI_OF = {YI: 1.0, "万元": 1e-4}
"""Units of money and how many 亿元 one of them is."""
NUMBERS = ("year_plan", "month_plan", "month_done", "total_done")
"""Columns of an entry that are amounts in its unit."""


def in_yi(value: float | None, unit: str | None) -> float | None:
    """An amount of money in 亿元; None when it is unknown or no money.

    Examples
    --------
    >>> in_yi(25000.0, "万元"), in_yi(2.5, "亿元"), in_yi(3.0, "家")
    (2.5, 2.5, None)
    """
    return in_unit(value, unit, YI)


def in_unit(value: float | None, unit: str | None, wanted: str | None) -> float | None:
    """An amount in another unit; None when it is unknown or one cannot be told in the other.

    Examples
    --------
    >>> in_unit(3.0, "家", "家"), in_unit(2.5, "亿元", "万元"), in_unit(3.0, "万吨", "亿元")
    (3.0, 25000.0, None)
    """
    if value is None or unit == wanted:
        return value
    if unit not in YI_OF or wanted not in YI_OF:
        return None
    return float(f"{value * YI_OF[unit] / YI_OF[wanted]:.12g}")


def told_in(entry: Entry, unit: str | None) -> Entry:
    """The entry with its numbers in another unit; None for those that cannot be told in it.

    Where either says no unit they are taken to be of the same.
    """
    numbers: dict[str, Any] = {
        n: in_named_unit(getattr(entry, n), entry.unit, unit) for n in NUMBERS
    }
    changed: Entry = replace(entry, unit=unit or entry.unit, **numbers)
    return changed


def in_named_unit(value: float | None, unit: str | None, wanted: str | None) -> float | None:
    """As :func:`in_unit`; where either unit is not said they are taken to be the same."""
    return in_unit(value, unit, wanted) if unit and wanted else value

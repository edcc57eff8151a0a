"""Months of a round and the periods reported on; a month is ``2026-11``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

MONTHS = 12
SPANS: dict[str, int] = {"two": 2, "half": 6, "year": 12}
PeriodCode = Literal["two", "half", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """Two months, half a year or a year; ``months`` in order."""

    code: PeriodCode
    months: tuple[str, ...]

    @property
    def last(self) -> str:
        """Its last month."""
        return self.months[-1]


def month_number(month: str) -> int:
    """1 to 12.

    Examples
    --------
    >>> month_number("2026-11")
    11
    """
    return int(month[5:7])


def month_before(month: str, back: int = 1) -> str:
    """The month ``back`` months earlier.

    Examples
    --------
    >>> month_before("2026-01"), month_before("2026-11", 12), month_before("2026-11", -1)
    ('2025-12', '2025-11', '2026-12')
    """
    year, number = divmod(int(month[:4]) * MONTHS + month_number(month) - 1 - back, MONTHS)
    return f"{year:04d}-{number + 1:02d}"


def last_day_of(month: str) -> str:
    """The last day of a month, ISO.

    Examples
    --------
    >>> last_day_of("2024-02"), last_day_of("2026-12")
    ('2024-02-29', '2026-12-31')
    """
    after = dt.date.fromisoformat(f"{month_before(month, -1)}-01")
    return (after - dt.timedelta(days=1)).isoformat()


def last_meant(date: str) -> dt.date:
    """The last day a date may mean; it may stop at the year or the month.

    Examples
    --------
    >>> str(last_meant("2026")), str(last_meant("2024-02")), str(last_meant("2026-11-24"))
    ('2026-12-31', '2024-02-29', '2026-11-24')
    """
    if len(date) > len("2026-11"):
        return dt.date.fromisoformat(date)
    return dt.date.fromisoformat(last_day_of(date if "-" in date else f"{date}-12"))


def period_of(code: PeriodCode, month: str) -> Period:
    """The two months, half-year or year a month belongs to.

    Examples
    --------
    >>> period_of("two", "2026-11").months, period_of("half", "2026-03").last
    (('2026-11', '2026-12'), '2026-06')
    """
    span = SPANS[code]
    first = (month_number(month) - 1) // span * span + 1
    return Period(code, tuple(f"{month[:4]}-{first + i:02d}" for i in range(span)))


def periods_of(code: PeriodCode, year: str) -> tuple[Period, ...]:
    """All periods of a year, in order."""
    span = SPANS[code]
    return tuple(period_of(code, f"{year}-{m:02d}") for m in range(1, MONTHS + 1, span))

"""Candidates to call and leads to verify first.

A statement on a producer elsewhere is true of its year.  A plan or a building site older than
``plan_stale_years``, a running plant older than ``producer_stale_years``, and what nobody has
dated is 现状未核 today.  A firm about which nothing better is known, and that has not moved
lately, is a lead (线索): worth verifying, not worth a call yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Producer, Signal
from graph.reason.currency import YEARS_OF, years_before
from graph.rules import Rules

UNVERIFIED = "未核"


def status_now(row: Producer, rules: Rules, day: str) -> str:
    """Status at ``day``: as stated, or 未核 when the statement is too old or has no year."""
    if row.status not in YEARS_OF:
        return row.status
    parameter = "producer_stale_years" if row.status == "在产" else YEARS_OF[row.status]
    oldest = years_before(day, int(rules.number(parameter)))
    return row.status if row.year and row.year >= oldest[: len(row.year)] else UNVERIFIED


def is_lead(statuses: Iterable[str], signals: Iterable[Signal], rules: Rules, day: str) -> bool:
    """Whether every status is 未核 and no dated signal is younger than ``plan_stale_years``."""
    oldest = years_before(day, int(rules.number("plan_stale_years")))
    moved = any(s.date and s.date >= oldest[: len(s.date)] for s in signals)
    return not moved and all(s == UNVERIFIED for s in statuses)

"""Candidates to call and leads to verify first.

A statement on a producer elsewhere is true of its year.  A plan or a building site older than
``plan_stale_years``, a running plant older than ``producer_stale_years``, and what nobody has
dated is 现状未核 today.  A firm about which nothing better is known, and that has not moved
lately, is a lead (线索): worth verifying, not worth a call yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Signal
from graph.reason.currency import years_before
from graph.reason.nation.statements import UNVERIFIED
from graph.rules import Rules


def is_lead(statuses: Iterable[str], signals: Iterable[Signal], rules: Rules, day: str) -> bool:
    """Whether every status is 未核 and no dated signal is younger than ``plan_stale_years``."""
    oldest = years_before(day, int(rules.number("plan_stale_years")))
    moved = any(s.date and s.date >= oldest[: len(s.date)] for s in signals)
    return not moved and all(s == UNVERIFIED for s in statuses)

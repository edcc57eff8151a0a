"""What may be counted of statements made elsewhere: one figure per site, faded with age.

Statements on one plant are repeated year after year by different sources.  A site is a firm
(after mergers) in a city; of all its statements the largest capacity speaks, and statements
of different years are never added.  A note that begins ``合计口径:`` says that the figure
covers other products as well: it is shown, never counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.facts import Facts
from graph.model import Market, Producer, Project, Value
from graph.reason.currency import YEARS_OF, years_before
from graph.rules import Rules

UNVERIFIED = "未核"
POOLED = "合计口径:"
STATUSES = ("在产", "在建", "规划", "停产")
Site = tuple[str, str, str]


def status_now(row: Producer, rules: Rules, day: str) -> str:
    """Status at ``day``: as stated, or 未核 when the statement is too old or has no year."""
    if row.status not in YEARS_OF:
        return row.status
    parameter = "producer_stale_years" if row.status == "在产" else YEARS_OF[row.status]
    oldest = years_before(day, int(rules.number(parameter)))
    return row.status if row.year and row.year >= oldest[: len(row.year)] else UNVERIFIED


def is_pooled(row: Producer | Value | Project) -> bool:
    """Whether the figure covers other products as well."""
    return POOLED in (row.note or "")


def stated_status(row: Producer) -> str:
    """The status as told in its year, also when it was filed as 未核 for its age.

    Examples
    --------
    >>> row = Producer("p", "f", "x", None, "x", None, None, None, 1.0, "未核", "在建(2020年)",
    ...     "2020", None, "source", None, None, None, None)
    >>> stated_status(row)
    '在建'
    """
    if row.status != UNVERIFIED:
        return row.status
    told = (row.status_text or "")[:2]
    return told if told in STATUSES else UNVERIFIED


def status_on(row: Producer, rules: Rules, day: str) -> str:
    """Status on a day: as told when that is young enough, else 未核."""
    status = stated_status(row)
    return status_now(row if status == row.status else replace(row, status=status), rules, day)


def site_of(facts: Facts, row: Producer) -> Site:
    """Owner, province and city; empty where not told."""
    return facts.owner(row.firm_id), row.province or "", row.city or ""


def largest_by_site(facts: Facts, rows: Iterable[Producer]) -> dict[Site, Producer]:
    """The statement that speaks for each site: the largest, then the newest.

    Pooled figures and statements without a capacity are left out.
    """
    out: dict[Site, Producer] = {}
    for row in sorted(rows, key=_weight):
        if row.capacity_kt_a is not None and not is_pooled(row):
            out[site_of(facts, row)] = row
    return dict(sorted(out.items()))


def _weight(row: Producer) -> tuple[float, str, str]:
    return row.capacity_kt_a or 0.0, row.year or "", row.id


def is_forecast(row: Market) -> bool:
    """Whether the figure was told before its year: it was expected, not counted."""
    return bool(row.as_of) and (row.as_of or "")[:4] < row.year[:4]


def is_old(row: Market, rules: Rules, day: str) -> bool:
    """Whether a national figure is older than ``market_stale_years``."""
    oldest = years_before(day, int(rules.number("market_stale_years")))
    return row.year < oldest[: len(row.year)]


def newest(rows: Iterable[Market]) -> Market | None:
    """The newest of several national figures; of one year the best graded."""
    return max(rows, key=lambda m: (m.year, -ord((m.grade or "E")[0]), m.id), default=None)


def years_text(dates: Iterable[str | None]) -> str | None:
    """The years of several figures as one phrase.

    Examples
    --------
    >>> years_text(["2023-12", "2017", None]), years_text(["2020"]), years_text([])
    ('2017–2023', '2020', None)
    """
    years = sorted({d[:4] for d in dates if d})
    if not years:
        return None
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"


def decayed(years: float, half_life: float) -> float:
    """The weight of something ``years`` old: halved every ``half_life`` years.

    Examples
    --------
    >>> decayed(0.0, 3.0), decayed(3.0, 3.0), decayed(6.0, 3.0)
    (1.0, 0.5, 0.25)
    """
    return float(0.5 ** (years / half_life))

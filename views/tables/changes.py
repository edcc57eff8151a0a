"""缺口对比: the three lists of two days, and the dates one usually compares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason.change.diff import Diff, Difference
from views import change_texts, texts
from views.amounts import wan_t
from views.tables.origin import Origin, origin

COLUMNS = (
    "新旧",
    "类",
    "产品",
    "子链",
    "前一天数量(万吨/年)",
    "后一天数量(万吨/年)",
    "前一天排名",
    "后一天排名",
    "前一天供需",
    "后一天供需",
    "原因",
    "原因的来源",
)
FIRST_DAY = dt.date(2000, 1, 1)
BASELINE = "2022-04-30"
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its source; ``origin`` None when it is worked out, not stated."""

    text: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a page shows it."""

    kind: str
    product: str
    size: str
    rank: str
    reasons: tuple[Reason, ...]


def quick_dates(day: dt.date) -> dict[str, dt.date]:
    """The days one usually compares with: last month, last year, the baseline.

    Examples
    --------
    >>> [str(d) for d in quick_dates(dt.date(2026, 3, 31)).values()]
    ['2026-02-28', '2025-03-31', '2022-04-30']
    """
    dates = {"上月": months_before(day, 1), "去年": months_before(day, 12)}
    return dates | {BASELINE: dt.date.fromisoformat(BASELINE)}


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, the last of that month when it is shorter.

    Examples
    --------
    >>> str(months_before(dt.date(2024, 3, 31), 1)), str(months_before(dt.date(2024, 1, 15), 1))
    ('2024-02-29', '2023-12-15')
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    after = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (after - dt.timedelta(days=1)).day
    return max(FIRST_DAY, dt.date(year, month + 1, min(day.day, last)))


def line(facts: Facts, row: Difference) -> Line:
    """Quantity and rank before → after, and why."""
    return Line(
        kind=row.kind,
        product=facts.products[row.product_id].name_zh,
        size=_both(*(texts.quantity(g.gap.likely) if g else None for g in (row.before, row.after))),
        rank=_both(*(f"第 {g.rank}" if g else None for g in (row.before, row.after))),
        reasons=tuple(
            Reason(
                change_texts.because(e),
                origin(facts, e.source_id, e.as_of, e.basis) if e.source_id else None,
            )
            for e in row.because
        ),
    )


def _both(before: str | None, after: str | None) -> str:
    if before is None or after is None:
        return after or before or ""
    return before if before == after else f"{before} → {after}"


def shown(rows: Collection[Difference], kinds: Collection[str] = ()) -> list[Difference]:
    """Lines of the chosen kinds; none chosen: all."""
    return [r for r in rows if not kinds or r.kind in kinds]


def sheet_rows(facts: Facts, found: Diff, kinds: Collection[str] = ()) -> list[tuple[Cell, ...]]:
    """Every line for the workbook, in the order of ``COLUMNS``."""
    return [_sheet_row(facts, word, r) for word, rows in found.lists() for r in shown(rows, kinds)]


def _sheet_row(facts: Facts, word: str, row: Difference) -> tuple[Cell, ...]:
    product = facts.products[row.product_id]
    told = line(facts, row)
    sources = dict.fromkeys(r.origin.line() for r in told.reasons if r.origin)
    return (
        word,
        row.kind,
        product.name_zh,
        product.segment,
        wan_t(row.before.gap.likely) if row.before else None,
        wan_t(row.after.gap.likely) if row.after else None,
        row.before.rank if row.before else None,
        row.after.rank if row.after else None,
        row.state_from,
        row.state_to,
        ";".join(r.text for r in told.reasons) or None,
        ";".join(sources) or None,
    )

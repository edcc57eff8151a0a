"""转化: how many firms reached each stage in each month, and how many went on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.desk.client.clients import ENDED, LADDER
from graph.desk.client.conversion import Conversion
from views.tables.gaps import percent

NO_MONTH = "月份没记"
TOTAL, RATE = "合计", "比上一步"
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage: how many came so far, the share of the first stage, and of the one before."""

    word: str
    reached: int
    of_first: float
    of_before: str


def columns(words: Mapping[str, str]) -> tuple[str, ...]:
    """Headers: the month, the stages by their local words, then paused and given up."""
    return ("月份", *(words[stage] for stage in (*LADDER, *ENDED)))


def rows(found: Conversion) -> list[tuple[Cell, ...]]:
    """A line per month, newest first, then the sums, then the shares."""
    stages = (*LADDER, *ENDED)
    dated = [m for m in reversed(found.months) if m is not None]
    months: list[str | None] = [*dated, *(m for m in found.months if m is None)]
    lines: list[tuple[Cell, ...]] = [
        (month or NO_MONTH, *(found.of(month, stage) or None for stage in stages))
        for month in months
    ]
    sums = [sum(found.of(month, stage) for month in found.months) for stage in stages]
    shares = [_share(step.of_before) for step in found.steps]
    return [*lines, (TOTAL, *sums), (RATE, *shares, *(None for _ in ENDED))]


def bars(found: Conversion, words: Mapping[str, str]) -> tuple[Bar, ...]:
    """The ladder as bars, the first stage the longest."""
    first = found.steps[0].reached
    return tuple(
        Bar(
            words[step.stage],
            step.reached,
            step.reached / first if first else 0.0,
            _share(step.of_before) or "",
        )
        for step in found.steps
    )


def _share(value: float | None) -> str | None:
    return None if value is None else percent(value)

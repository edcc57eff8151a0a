"""目标: each goal beside the official figure of its year, and beside that what we count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.desk.round.counts import Counted, counted
from graph.desk.round.goals import Measured, is_regions, measure_of, subject_of
from graph.facts import Facts
from graph.model import Figure, Goal, Region
from views import texts
from views.tables.origin import Origin, chinese_date, origin
from views.tables.round.words import UNKNOWN, Cell, amount, exact, month_zh

COLUMNS = (
    "指标",
    "到哪一年",
    "口径",
    "目标",
    "实际",
    "完成",
    "还差",
    "最近一次",
    "月度填报(累计)",
    "本系统推算",
    "目标来源",
    "实际来源",
    "说明",
)
SHOWN = COLUMNS[:10]
NO_YEAR = "没写年份"
FIGURE_COLUMNS = ("对象", "指标", "年份", "数值", "来源", "可信度", "说明")
COUNT_YEARS = 5


def rows(facts: Facts, found: Iterable[Measured]) -> list[tuple[Cell, ...]]:
    """One line a goal, in the order of ``COLUMNS``."""
    return [row(facts, m) for m in found]


def row(facts: Facts, item: Measured) -> tuple[Cell, ...]:
    """One goal: 未取得 where no figure of its year is on record, never 0."""
    goal, share = item.goal, item.share
    return (
        goal.indicator,
        goal.year or NO_YEAR,
        goal.period,
        goal.value_text,
        actual_text(item.actual),
        None if share is None else f"{share:.1%}",
        short_text(item),
        latest_text(item.latest),
        reported_text(item),
        counted_text(item.counted),
        source_line(facts, goal),
        source_line(facts, item.actual),
        goal.note,
    )


def actual_text(figure: Figure | None) -> str:
    """A figure as its source says it, with its unit; 未取得 when there is none."""
    if figure is None:
        return UNKNOWN
    if figure.value is not None:
        return amount(figure.value, figure.unit)
    unit = figure.unit or ""
    return figure.value_text + ("" if figure.value_text.endswith(unit) else unit)


def short_text(item: Measured) -> str | None:
    """What is lacking to the goal, or by how much it was passed."""
    if item.short is None:
        return None
    unit = item.goal.unit or ""
    if item.short > 0:
        return f"差 {exact(item.short)}{unit}"
    return f"超 {exact(-item.short)}{unit}" if item.short < 0 else "正好"


def latest_text(figure: Figure | None) -> str | None:
    """The newest figure of another year, named with its year and subject."""
    if figure is None or figure.year is None:
        return None
    return f"{chinese_date(figure.year)} {actual_text(figure)}({figure.subject})"


def reported_text(item: Measured) -> str | None:
    """The last monthly entry of the goal's year."""
    entry = item.reported
    if entry is None or entry.total_done is None:
        return None
    return f"{month_zh(entry.month)} {amount(entry.total_done, entry.unit or item.goal.unit)}"


def counted_text(found: Counted | None) -> str | None:
    """A count over our own records, and how many of them it could look at.

    Examples
    --------
    >>> counted_text(Counted("projects", 2, 3, 4, ()))
    '至少 2 个(当年新项目 4 个,3 个有投资额)'
    """
    if found is None:
        return None
    head = "" if found.known == found.of else "至少 "
    told = {
        "revenue": f"家(本地企业 {found.of} 家,{found.known} 家有当年营收)",
        "above_scale": f"家(本地企业 {found.of} 家,{found.known} 家有当年营收)",
        "flagged": f"家(本地企业 {found.of} 家,{found.known} 家标明是否规上,没有年份)",
        "projects": f"个(当年新项目 {found.of} 个,{found.known} 个有投资额)",
    }
    return f"{head}{found.value} {told[found.code]}"


def source_line(facts: Facts, record: Goal | Figure | None) -> str | None:
    """Where a goal or figure comes from, as one line of text."""
    if record is None:
        return None
    if record.source_id is None:
        return texts.BASIS.get(record.basis, record.basis)
    return origin(facts, record.source_id, record.as_of, record.basis).line()


def goal_origin(facts: Facts, goal: Goal) -> Origin:
    """The source of a goal, for a page to link to."""
    return origin(facts, goal.source_id, goal.as_of, goal.basis)


def years(found: Iterable[Measured], day: str) -> list[str]:
    """Years to choose from: those of the goals, and the five years of the plan the day lies in."""
    told = {m.goal.year[:4] for m in found if m.goal.year}
    first = (int(day[:4]) - 1) // 5 * 5 + 1
    plan = {str(year) for year in range(first, first + 5)}
    return [*sorted(told | plan), NO_YEAR]


def of_year(found: Iterable[Measured], year: str | None) -> list[Measured]:
    """Goals of one year; all when none is chosen."""
    return [m for m in found if year is None or (m.goal.year or NO_YEAR)[:4] == year[:4]]


def tally(found: Sequence[Measured]) -> str:
    """How many goals have an actual of their year, in one sentence."""
    have = sum(m.actual is not None for m in found)
    lack = len(found) - have
    rest = f",{lack} 项的当年实际{UNKNOWN}" if lack else ""
    return f"{len(found)} 项目标,{have} 项有当年的实际数{rest}。"


def figure_rows(facts: Facts, figures: Iterable[Figure]) -> list[tuple[Cell, ...]]:
    """Every figure on record for a goal, in the order of ``FIGURE_COLUMNS``."""
    return [
        (
            f.subject,
            f.indicator,
            f.year_text or f.year,
            actual_text(f),
            source_line(facts, f),
            f.grade,
            f.note,
        )
        for f in figures
    ]


def counts_by_year(facts: Facts, region: Region, goal: Goal, day: str) -> list[tuple[str, str]]:
    """What we count year by year for a goal of every year; empty where we count no such thing."""
    if goal.period != "年度" or not is_regions(goal, region):
        return []
    last = int(day[:4])
    told = [
        (str(year), counted(facts, region, measure_of(goal), str(year)))
        for year in range(last - COUNT_YEARS + 1, last + 1)
    ]
    if all(found is None for _, found in told):
        return []
    return [(year, counted_text(found) or "记录里没有") for year, found in told]


def new_figure(region: Region, goal: Goal, day: str) -> dict[str, Cell]:
    """What an actual of a goal begins with: whose, of what, which year, in which unit."""
    year = (goal.year or day)[:4]
    return {
        "subject": subject_of(goal, region),
        "region_id": region.id,
        "indicator": measure_of(goal),
        "year": year,
        "unit": goal.unit,
        "basis": "user",
        "as_of": day,
    }


def with_measure(goal: Goal) -> Goal:
    """The goal with its measure named, so that an actual under that name is found."""
    return goal if goal.figure_indicator else replace(goal, figure_indicator=measure_of(goal))

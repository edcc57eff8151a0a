"""通报与总结: rankings, who is not ranked and why, details, month by month."""

from __future__ import annotations

from collections.abc import Iterable

from graph.desk.round.measures import told_in
from graph.desk.round.months import month_number
from graph.desk.round.rounds import against_time
from graph.desk.round.summary import Summary
from graph.desk.round.unit_ranks import MIXED, Apart, UnitSum
from graph.model import Entry
from views.tables.round.words import (
    NO_UNIT,
    Cell,
    amount,
    month_zh,
    pace,
    percent_text,
    points,
    sum_text,
)

RANK_COLUMNS = ("名次", "名称", "责任单位", "年度计划", "累计完成", "占年度计划", "较时间进度")
UNIT_COLUMNS = (
    "名次",
    "责任单位",
    "项数",
    "年度计划",
    "累计完成",
    "占年度计划",
    "较时间进度",
    "未计入",
)
APART_COLUMNS = ("名称", "责任单位", "为什么不参加排名")
DETAIL_COLUMNS = (
    *("序", "名称", "责任单位", "计量单位", "年度计划", "本月计划", "本月完成", "累计完成"),
    *(
        "占年度计划",
        "较时间进度",
        "形象进度",
        "要素保障问题",
        "需上级协调事项",
        "填报人",
        "填报时间",
    ),
)


def rank_rows(found: Summary) -> list[tuple[Cell, ...]]:
    """The ranking, in the order of ``RANK_COLUMNS``."""
    return [
        (
            p.rank,
            p.entry.target_name,
            p.entry.duty_unit or NO_UNIT,
            amount(p.entry.year_plan, p.entry.unit),
            amount(p.entry.total_done, p.entry.unit),
            percent_text(p.against),
            points(p.against),
        )
        for p in found.ranking.places
    ]


def unit_rows(found: Summary) -> list[tuple[Cell, ...]]:
    """The ranking of units, in the order of ``UNIT_COLUMNS``."""
    return [
        (
            p.rank,
            p.sum.name,
            p.sum.counted,
            sum_text(p.sum.plan, p.sum.unit),
            sum_text(p.sum.total, p.sum.unit),
            percent_text(p.sum.against),
            points(p.sum.against),
            left_out(p.sum) or None,
        )
        for p in found.units.places
    ]


def left_out(found: UnitSum) -> str:
    """What a unit has that is not in its sum.

    Examples
    --------
    >>> from graph.desk.round.rounds import Against
    >>> left_out(UnitSum("甲", "亿元", 2.0, 1.0, 1, 1, 0, 2, Against(50.0, 0.0)))
    '1项没有计划、2项没有填报'
    """
    parts = (
        (found.no_plan, "没有计划"),
        (found.no_total, "没报完成"),
        (found.absent, "没有填报"),
    )
    return "、".join(f"{count}项{word}" for count, word in parts if count)


def apart_rows(found: Summary) -> list[tuple[Cell, ...]]:
    """Who is not ranked, in the order of ``APART_COLUMNS``."""
    told = [
        *((e, _no_plan(e)) for e in found.ranking.no_plan),
        *((e, "未报累计完成") for e in found.ranking.no_total),
        *(
            (e, f"没有{month_zh(found.month)}的填报,最近一次是{month_zh(e.month)}")
            for e in found.missing
        ),
        *((e, "今年还没有填报过") for e in found.never),
    ]
    return [(e.target_name, e.duty_unit or NO_UNIT, why) for e, why in told]


def _no_plan(entry: Entry) -> str:
    return "未报年度计划" if entry.year_plan is None else "年度计划是0,比不出进度"


def apart_units(found: Summary) -> list[str]:
    """Units that are not ranked, each with why."""
    told = [f"{a.name}({_why(a)})" for a in found.units.apart]
    if found.units.nobodys:
        told.append(f"{NO_UNIT}的 {len(found.units.nobodys)} 项")
    return told


def _why(apart: Apart) -> str:
    if not apart.entries:
        return "没有填报"
    return "计量单位不一,不能合计" if apart.why == MIXED else "没有计划和完成都报了的"


def detail_rows(entries: Iterable[Entry]) -> list[tuple[Cell, ...]]:
    """Every entry in full, in the order of ``DETAIL_COLUMNS``."""
    out: list[tuple[Cell, ...]] = []
    for place, e in enumerate(entries, 1):
        against = against_time(e.total_done, e.year_plan, month_number(e.month))
        out.append(
            (
                *(place, e.target_name, e.duty_unit, e.unit),
                *(e.year_plan, e.month_plan, e.month_done, e.total_done),
                *(percent_text(against) or None, pace(against, e.target_kind)),
                *(e.image_progress, e.problem, e.ask_up, e.filled_by, e.filled_at),
            )
        )
    return out


def month_columns(found: Summary) -> tuple[str, ...]:
    """Headers of the table month by month."""
    return ("名称", "责任单位", "计量单位", *(month_zh(m) for m in found.period.months), "累计完成")


def month_rows(found: Summary) -> list[tuple[Cell, ...]]:
    """What each did in each month, in the unit of its last entry.

    A month without an entry stays empty, and so does the total where the month ranked has none.
    """
    out: list[tuple[Cell, ...]] = []
    for rows in found.by_month.values():
        last = rows[max(rows)]
        done = (_done(rows[m], last.unit) if m in rows else None for m in found.period.months)
        total = last.total_done if last.month == found.month else None
        out.append((last.target_name, last.duty_unit, last.unit, *done, total))
    return out


def _done(entry: Entry, unit: str | None) -> Cell:
    """What was done in a month; with its own unit where it cannot be told in the other."""
    told = told_in(entry, unit).month_done
    return amount(entry.month_done, entry.unit) or None if told is None else told

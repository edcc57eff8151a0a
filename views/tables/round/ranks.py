"""通报与总结: rankings, who is not ranked and why, details, month by month."""

from __future__ import annotations

from collections.abc import Iterable

from graph.desk.round.months import month_number
from graph.desk.round.rounds import against_time
from graph.desk.round.summary import Summary
from graph.desk.round.unit_ranks import MIXED
from graph.model import Entry
from views.amounts import number
from views.tables.round.words import Cell, ahead_text, amount, month_zh, percent_text

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
NO_UNIT = "没写责任单位"
COUNTERS = {"project": "个", "firm": "家", "goal": "项", "task": "项"}


def points(ahead: float) -> str:
    """Points ahead or behind, signed.

    Examples
    --------
    >>> points(3.21), points(-12.0)
    ('+3.2', '−12.0')
    """
    return f"{ahead:+.1f}".replace("-", "−")


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
            points(p.against.ahead),
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
            amount(p.sum.plan, p.sum.unit),
            amount(p.sum.total, p.sum.unit),
            percent_text(p.sum.against),
            points(p.sum.against.ahead),
            left_out(p.sum.no_plan, p.sum.no_total) or None,
        )
        for p in found.units.places
    ]


def left_out(no_plan: int, no_total: int) -> str:
    """What a unit has that is not in its sum.

    Examples
    --------
    >>> left_out(1, 2), left_out(0, 0)
    ('1 项未报计划、2 项未报完成', '')
    """
    parts = [f"{no_plan} 项未报计划" * bool(no_plan), f"{no_total} 项未报完成" * bool(no_total)]
    return "、".join(p for p in parts if p)


def apart_rows(found: Summary) -> list[tuple[Cell, ...]]:
    """Who is not ranked, in the order of ``APART_COLUMNS``."""
    told = [
        *((e, "未报年度计划") for e in found.ranking.no_plan),
        *((e, "未报累计完成") for e in found.ranking.no_total),
        *(
            (e, f"没有{month_zh(found.month)}的填报,最近一次是{month_zh(e.month)}")
            for e in found.missing
        ),
        *((e, "今年还没有填报过") for e in found.never),
    ]
    return [(e.target_name, e.duty_unit or NO_UNIT, why) for e, why in told]


def apart_units(found: Summary) -> list[str]:
    """Units that are not ranked, each with why."""
    told = [
        f"{a.name}({'计量单位不一,不能合计' if a.why == MIXED else '没有计划和完成都报了的'})"
        for a in found.units.apart
    ]
    if found.units.nobodys:
        told.append(f"{NO_UNIT}的 {len(found.units.nobodys)} 项")
    return told


def detail_rows(entries: Iterable[Entry]) -> list[tuple[Cell, ...]]:
    """Every entry in full, in the order of ``DETAIL_COLUMNS``."""
    out: list[tuple[Cell, ...]] = []
    for place, e in enumerate(entries, 1):
        against = against_time(e.total_done, e.year_plan, month_number(e.month))
        pace = None if against is None or e.target_kind == "goal" else points(against.ahead)
        out.append(
            (
                *(place, e.target_name, e.duty_unit, e.unit),
                *(e.year_plan, e.month_plan, e.month_done, e.total_done),
                *(percent_text(against) or None, pace),
                *(e.image_progress, e.problem, e.ask_up, e.filled_by, e.filled_at),
            )
        )
    return out


def month_columns(found: Summary) -> tuple[str, ...]:
    """Headers of the table month by month."""
    return ("名称", "责任单位", "计量单位", *(month_zh(m) for m in found.period.months), "累计完成")


def month_rows(found: Summary) -> list[tuple[Cell, ...]]:
    """What each did in each month; a month without an entry stays empty."""
    out: list[tuple[Cell, ...]] = []
    for rows in found.by_month.values():
        last = rows[max(rows)]
        done = (rows[m].month_done if m in rows else None for m in found.period.months)
        out.append((last.target_name, last.duty_unit, last.unit, *done, last.total_done))
    return out


def overall(found: Summary) -> list[str]:
    """总体情况 as sentences: only what was reported, and what was not."""
    counter = COUNTERS[found.kind]
    ranking = found.ranking
    planned = len(ranking.places) + len(ranking.no_total)
    told = [
        f"截至{month_zh(found.month)}底,填报的{len(found.entries)}{counter}中,"
        f"报了年度计划的{planned}{counter},计划和累计完成都报了的{len(ranking.places)}{counter}。"
    ]
    if found.total is not None:
        t = found.total
        apart = f"(另有{t.apart}{counter}不以金额计,不合计)" if t.apart else ""
        told.append(
            f"以金额计的{t.counted}{counter}年度计划合计{number(t.plan)}亿元,"
            f"累计完成{number(t.total)}亿元,占年度计划{percent_text(t.against)},"
            f"{ahead_text(t.against)}{apart}。"
        )
    if found.done.value is not None:
        told.append(f"其中本期各月填报的完成数合计{number(found.done.value)}亿元。")
    if ranking.places:
        told.append(f"达到或超过时间进度的{found.ahead}{counter},滞后的{found.behind}{counter}。")
    lacking = (
        ("没有报年度计划的", len(ranking.no_plan)),
        ("没有报累计完成的", len(ranking.no_total)),
        (f"没有{month_zh(found.month)}填报的", len(found.missing)),
        ("今年还没有填报过的", len(found.never)),
    )
    parts = [f"{word}{count}{counter}" for word, count in lacking if count]
    if parts:
        told.append(f"{'、'.join(parts)},不参加排名。")
    return told

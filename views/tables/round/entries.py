"""月度填报: one line a thing, this month beside the last, and what a change would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.desk.round.entries import Draft
from graph.desk.round.measures import NUMBERS
from graph.desk.round.months import month_before, month_number
from graph.desk.round.rounds import against_time
from graph.model import Entry
from loaders.cells import round_number
from views.tables.round.words import (
    KIND_ZH,
    Cell,
    ahead_text,
    exact,
    month_zh,
    pace,
    percent_text,
)

OVER_DAYS = 10
NAME, UNIT, DUTY = "名称", "计量单位", "责任单位"
LABELS = {
    "duty_unit": DUTY,
    "unit": UNIT,
    "year_plan": "年度计划",
    "month_plan": "本月计划",
    "month_done": "本月完成",
    "total_done": "累计完成",
    "image_progress": "形象进度",
    "problem": "要素保障问题",
    "ask_up": "需上级协调事项",
    "filled_by": "填报人",
}
"""Columns that are filled in, in order."""
NAMES = {label: name for name, label in LABELS.items()}
LAST_DONE, LAST_TOTAL, SHARE, PACE, STATE = (
    *("上月完成", "上月累计", "占年度计划"),
    *("较时间进度", "状态"),
)
SHUT = (NAME, LAST_DONE, LAST_TOTAL, SHARE, PACE, STATE)
GRID = (
    *(NAME, DUTY, UNIT, "年度计划", "本月计划", "本月完成", "累计完成", LAST_TOTAL),
    *(SHARE, PACE, "形象进度", "要素保障问题", "需上级协调事项", "填报人", LAST_DONE, STATE),
)
COLUMNS = ("序", "类别", *GRID[:-2], LAST_DONE, STATE, "填报时间")
FILLED, OPEN, EDITED = "已填", "未填", "改了,未存"
WRITTEN = ("名称", "本月完成", "累计完成", "占年度计划", "较时间进度", "怎么来的")


def grid_row(draft: Draft, now: Entry | None) -> dict[str, Cell]:
    """One line of the table to fill in: what stands or is offered, or with what was typed.

    How far it is stays that of what stands: it is told anew once the line is saved.

    Parameters
    ----------
    draft
        The line.
    now
        What it becomes with the cells typed so far; None when nothing was typed.
    """
    entry, stands = now or draft.entry, draft.entry
    against = against_time(stands.total_done, stands.year_plan, month_number(stands.month))
    last = draft.month_before(entry.unit)
    told: dict[str, Cell] = {NAME: entry.target_name}
    told |= {label: getattr(entry, name) for name, label in LABELS.items()}
    told[LAST_DONE] = last.month_done if last else None
    told[LAST_TOTAL] = last.total_done if last else None
    told[SHARE], told[PACE] = percent_text(against) or None, pace(against, entry.target_kind)
    told[STATE] = EDITED if now is not None else FILLED if draft.stands else OPEN
    return {column: told[column] for column in GRID}


def typed(cells: Mapping[str, Any]) -> dict[str, object]:
    """Edited cells as columns of the entry: empty text is unknown, numbers are kept exactly.

    Examples
    --------
    >>> typed({"本月完成": 12, "形象进度": " 主体施工 ", "要素保障问题": ""})
    {'month_done': 12.0, 'image_progress': '主体施工', 'problem': None}
    """
    out: dict[str, object] = {}
    for label, value in cells.items():
        name = NAMES.get(label)
        if name in NUMBERS:
            out[name] = None if value is None else round_number(float(value))
        elif name is not None:
            out[name] = str(value or "").strip() or None
    return out


def faults(entry: Entry) -> list[str]:
    """What cannot be written as it is, in words."""
    told = [
        f"{entry.target_name}:“{LABELS[name]}”不能是负数"
        for name in ("year_plan", "month_plan", "total_done")
        if (getattr(entry, name) or 0.0) < 0
    ]
    return told


def written_rows(news: Iterable[tuple[Draft, Entry]]) -> list[tuple[Cell, ...]]:
    """What saving would write, in the order of ``WRITTEN``."""
    return [_written(draft, entry) for draft, entry in news]


def _written(draft: Draft, entry: Entry) -> tuple[Cell, ...]:
    against = against_time(entry.total_done, entry.year_plan, month_number(entry.month))
    return (
        entry.target_name,
        entry.month_done,
        entry.total_done,
        percent_text(against) or None,
        ahead_text(against) if entry.target_kind != "goal" else None,
        how(draft, entry),
    )


def text_of(value: object) -> str:
    """A value as text; an empty one says so."""
    if value is None:
        return "(空)"
    return exact(value) if isinstance(value, float) else str(value)


def how(draft: Draft, entry: Entry) -> str:
    """Where the total comes from."""
    last, done = draft.month_before(entry.unit), entry.month_done
    before = last.total_done if last else None
    if entry.total_done is None:
        return "没有累计" if done is None or before is not None else "上月没有累计,请填累计"
    if done is not None and month_number(entry.month) == 1 and entry.total_done == done:
        return "累计 = 本月(1 月)"
    if done is not None and before is not None:
        if abs(before + done - entry.total_done) < 1e-9 * max(1.0, abs(entry.total_done)):
            return "累计 = 上月累计 + 本月(推算)"
        return "累计与上月累计加本月对不上,按填的记"
    return "按填的记"


def rows(drafts: Sequence[Draft]) -> list[tuple[Cell, ...]]:
    """Every line of the month, in the order of ``COLUMNS``, for a workbook."""
    out: list[tuple[Cell, ...]] = []
    for number, draft in enumerate(drafts, 1):
        told = grid_row(draft, None)
        told |= {"序": number, "类别": KIND_ZH[draft.entry.target_kind]}
        told["填报时间"] = draft.entry.filled_at or None
        out.append(tuple(told[c] for c in COLUMNS))
    return out


def tally(drafts: Sequence[Draft], month: str) -> str:
    """How many are filled in, in one sentence."""
    done = sum(d.stands for d in drafts)
    return f"{month_zh(month)}:{len(drafts)} 项,已填 {done} 项,未填 {len(drafts) - done} 项。"


def usual_month(day: str) -> str:
    """The month one fills in on a day: in the first days of a month the one that is over.

    Examples
    --------
    >>> usual_month("2026-11-24"), usual_month("2026-12-01")
    ('2026-11', '2026-11')
    """
    return month_before(day[:7]) if int(day[8:10]) <= OVER_DAYS else day[:7]


def months(day: str, back: int = 24) -> list[str]:
    """Months to choose from: the one of the day and those before it."""
    return [month_before(day[:7], number) for number in range(back + 1)]

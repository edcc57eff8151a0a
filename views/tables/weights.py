"""调权重: what a trial would reorder, and who changed what before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from graph.reason import Evaluation
from graph.results import Gap
from views.weight_log import WeightChange, WeightRevision

TOP = 20
TRIAL_COLUMNS = ("新序", "原序", "变动", "类", "产品")
LOG_COLUMNS = ("时间", "谁", "原因", "改了什么")
Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Reordered:
    """The first lines under other weights, and which of the first ones fall behind them.

    ``rows`` are in the order of ``TRIAL_COLUMNS``; ``moved`` counts those on another place.
    """

    rows: tuple[tuple[int, int | None, str, str, str], ...]
    fallen: tuple[str, ...]
    moved: int


def reordered(before: Evaluation, after: Evaluation, top: int = TOP) -> Reordered:
    """How the first ``top`` gap lines would stand."""
    products = before.chain.facts.products
    old, new = _ranks(before.gaps), _ranks(after.gaps)
    rows = tuple(
        (g.rank, old.get(_line(g)), _shift(old.get(_line(g)), g.rank), g.kind, name)
        for g in after.gaps[:top]
        for name in (products[g.product_id].name_zh,)
    )
    fallen = tuple(
        f"{products[g.product_id].name_zh}({g.rank}→{new.get(_line(g), '不再列出')})"
        for g in before.gaps[:top]
        if new.get(_line(g), top + 1) > top
    )
    return Reordered(rows, fallen, sum(row[0] != row[1] for row in rows))


def verdict(after: Reordered) -> str:
    """What a trial comes to, in one line.

    Examples
    --------
    >>> verdict(Reordered((), (), 0))
    '前 0 条的排序不变。试算没有保存。'
    """
    many = len(after.rows)
    what = f"里有 {after.moved} 条换了位置" if after.moved else "的排序不变"
    gone = f";退出前列的:{'、'.join(after.fallen)}" if after.fallen else ""
    return f"前 {many} 条{what}{gone}。试算没有保存。"


def log_rows(revisions: Iterable[WeightRevision]) -> list[tuple[str, str, str, str]]:
    """One row per saving, in the order of ``LOG_COLUMNS``."""
    return [(local(r.time), r.actor, r.reason, said(r.changes)) for r in revisions]


def said(changes: Iterable[WeightChange]) -> str:
    """Changes in one line.

    Examples
    --------
    >>> said([WeightChange("bu-feed", "补链", "本地有无原料", 0.2, 0.35)])
    '补链·本地有无原料 0.2→0.35'
    """
    return ";".join(f"{c.list_name}·{c.label_zh} {c.before:g}→{c.after:g}" for c in changes)


def local(time: str) -> str:
    """A UTC moment as the local minute."""
    return dt.datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M")


def _ranks(gaps: Iterable[Gap]) -> dict[Line, int]:
    return {_line(g): g.rank for g in gaps}


def _line(gap: Gap) -> Line:
    return gap.kind, gap.product_id, gap.from_product_id or ""


def _shift(before: int | None, after: int) -> str:
    if before is None:
        return "新列入"
    steps = before - after
    return f"↑{steps}" if steps > 0 else f"↓{-steps}" if steps < 0 else ""

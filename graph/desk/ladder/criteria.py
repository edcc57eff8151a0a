"""认定标准: which method is in force on a day, and who may apply at all."""

from __future__ import annotations

from collections.abc import Iterable

from graph.desk.ladder.criteria_checks import MET, SHORT, UNKNOWN, Verdict
from graph.facts import Facts
from graph.model import Criterion, Firm

SCALE = "规上"
SCALE_ITEM = "主营业务收入"


def in_force(facts: Facts, flow: str, day: str) -> tuple[Criterion, ...]:
    """The criteria of ``flow`` on a day, as people go through them: standing, size, research."""
    found = (c for c in facts.all(Criterion).values() if c.flow == flow and _holds(c, day))
    return tuple(sorted(found, key=lambda c: (_place(c.item), c.id)))


ORDER = (
    *("前置称号", "细分市场年限", "上年营收", "主营占比", "近两年平均增长率", "近两年复合增长率"),
    *("资产负债率", "上年研发费用", "上年研发占比", "近两年每年研发费用", "近两年研发费用合计"),
    *("近两年每年研发占比", "近两年研发强度", "研发机构", "Ⅰ类知识产权", "市场占有率", "精细化"),
    *("产业链配套", "评价得分"),
)
"""How items begin, in the order in which they are shown; others come last."""


def _place(item: str) -> int:
    return next((n for n, head in enumerate(ORDER) if item.startswith(head)), len(ORDER))


def barred(firm: Firm) -> str | None:
    """Why a firm cannot apply for a title of small and medium firms at all; None: it may.

    ``large``: it is no small or medium firm; ``branch``: it is no legal person.
    """
    if firm.size_class == "大型":
        return "large"
    return "branch" if "分公司" in firm.name_zh else None


def _holds(row: Criterion, day: str) -> bool:
    begun = not row.since or row.since <= day[: len(row.since)]
    return begun and (not row.until or day[: len(row.until)] <= row.until)


def methods(facts: Facts, flow: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """Every method on record for ``flow``: name, first and last day, oldest first."""
    found = {(c.scheme, c.since, c.until) for c in facts.all(Criterion).values() if c.flow == flow}
    return tuple(sorted(found, key=lambda m: m[1] or ""))


def scale_line(facts: Facts, day: str) -> float | None:
    """The line of 规上 on a day, 万元 a year; None when no rule states it."""
    rows = (c.value for c in in_force(facts, SCALE, day) if c.item == SCALE_ITEM)
    return next((v for v in rows if v is not None), None)


def tally(found: Iterable[Verdict]) -> tuple[int, int, int]:
    """How many are met, short and unknown."""
    results = [v.result for v in found]
    return results.count(MET), results.count(SHORT), results.count(UNKNOWN)

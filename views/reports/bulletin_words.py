"""The sentences of a 通报 or 总结: only what entries say, unit by unit; nothing is invented."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.desk.round.problems import Problem, told_problems
from graph.desk.round.summary import Summary
from graph.model import Entry
from views.tables.round.ranks import apart_rows
from views.tables.round.words import NO_UNIT, ahead_text, month_zh, percent_text

NUMERALS = "一二三四五六七八九"


def numeral(place: int) -> str:
    """The Chinese numeral of 1 to 99.

    Examples
    --------
    >>> [numeral(n) for n in (1, 10, 11, 20, 21)]
    ['一', '十', '十一', '二十', '二十一']
    """
    tens, ones = divmod(place, 10)
    head = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")


def problem_lines(*summaries: Summary) -> list[tuple[str, list[str]]]:
    """存在问题 by unit: what lags and by how much, and the problems it reported."""
    return [
        (unit or NO_UNIT, [_problem(p) for p in rows])
        for unit, rows in told_problems(*summaries).items()
    ]


def _problem(told: Problem) -> str:
    entry, parts = told.entry, []
    if told.against is not None:
        parts.append(f"占年度计划{percent_text(told.against)},{ahead_text(told.against)}")
    if entry.problem:
        when = f"({month_zh(entry.month)}填报)" if told.is_earlier else ""
        parts.append(f"要素保障问题{when}:{ended(entry.problem)}")
    return f"{entry.target_name}:{';'.join(parts)}"


_TAIL = re.compile(r"[。;;,,.\s]+$")


def ended(text: str) -> str:
    """A text somebody typed, on one line and without a stop at its end.

    Examples
    --------
    >>> ended("用地指标不足。环评未批;")
    '用地指标不足。环评未批'
    """
    return _TAIL.sub("", "".join(text.splitlines()))


def ask_lines(entries: Iterable[Entry]) -> list[str]:
    """下步要求: what the units ask somebody above to settle."""
    return [f"{e.duty_unit or NO_UNIT}“{e.target_name}”:{ended(e.ask_up or '')}" for e in entries]


def owed_lines(found: Summary) -> list[str]:
    """What still has to be reported, unit by unit."""
    units: dict[str, list[str]] = {}
    for name, unit, why in apart_rows(found):
        units.setdefault(str(unit), []).append(f"{name}({why})")
    return [f"{unit}:{'、'.join(names)}" for unit, names in sorted(units.items())]


def numbered(lines: Iterable[str]) -> list[str]:
    """Lines as 1. 2. 3., each with a stop.

    Examples
    --------
    >>> numbered(["甲", "乙"])
    ['1.甲。', '2.乙。']
    """
    return [f"{place}.{line}。" for place, line in enumerate(lines, 1)]

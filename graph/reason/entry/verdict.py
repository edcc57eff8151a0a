"""What the lines of the ten checks come to."""

from __future__ import annotations

from collections.abc import Iterable

from graph.reason.entry.terms import BANNED, ORDER, UNJUDGED
from graph.results import Filter


def removes(filters: Iterable[Filter]) -> Filter | None:
    """The line that takes an item off the list: 淘汰 or 禁建 valid here, no route left open."""
    return next((f for f in filters if f.code == BANNED), None)


def restrictions(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """Lines by which a rule or the directory restricts the item or one of its routes."""
    return tuple(f for f in filters if f.result == "受限" and f.code != "park_none")


def step_results(filters: Iterable[Filter]) -> dict[int, str]:
    """The result of each check: its strictest line.

    Rules of every project and another province's wording decide nothing; a rule on some
    routes only leaves the check 须核查 while another route is open.
    """
    out: dict[int, str] = {}
    for line in filters:
        if line.code in UNJUDGED:
            continue
        result = line.result
        if result == "受限" and dict(line.values).get("open_routes"):
            result = "须核查"
        known = out.get(line.step)
        if known is None or ORDER[result] < ORDER[known]:
            out[line.step] = result
    return out

"""The words of the entry checks: items, rules that hit them, results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.model import Constraint
from graph.results import Filter

RESTRICTING = frozenset({"限制", "淘汰", "禁建"})
BANNING = frozenset({"淘汰", "禁建"})
HERE = frozenset({"全国", "本省", "本区"})
GENERAL_TYPES = frozenset({"park", "site", "project"})
STRICTEST = ("禁建", "淘汰", "限制", "准入门槛", "重点监管工艺", "须核查", "鼓励")
ORDER = {"受限": 0, "须核查": 1, "通过": 2}
GENERAL, ELSEWHERE, BANNED = "general", "elsewhere", "banned"
UNJUDGED = frozenset({GENERAL, ELSEWHERE})
"""Codes of lines that decide nothing: a rule of every project, another province's wording."""
ONLY_WHEN_TOUCHED = (4, 5)
"""Checks whose general rules are left out where the check does not touch the item."""

STEPS = range(1, 11)
NONE: frozenset[str] = frozenset()
Values = tuple[tuple[str, str | float | None], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What is checked: a product by some routes, with the planned train in kt/a."""

    product_id: str
    process_ids: tuple[str, ...]
    scale_kt_a: float | None


class Block(NamedTuple):
    """A check's own lines, and ``full`` with the rules of every project behind them."""

    own: tuple[Filter, ...]
    full: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that touches an item: by ``routes``, or the item as such (``whole``)."""

    row: Constraint
    routes: tuple[str, ...]
    whole: bool
    result: str


def result_of(rule: Constraint, scale_kt_a: float | None) -> str:
    """通过, 须核查 or 受限; another province's rule never restricts here."""
    if rule.applies_to not in HERE:
        return "须核查"
    if rule.effect == "鼓励":
        return "通过" if rule.basis.startswith("source") else "须核查"
    if rule.scale_below_kt_a is not None:
        if scale_kt_a is None:
            return "须核查"
        if scale_kt_a >= rule.scale_below_kt_a:
            return "通过"
    return "受限" if rule.effect in RESTRICTING else "须核查"


def is_general(rule: Constraint) -> bool:
    """Whether the row names no product or route and speaks of every park, site or project."""
    named = rule.product_ids or rule.process_ids
    return not named and rule.keyword_type in GENERAL_TYPES


def wording(rule: Constraint) -> str:
    """A rule in its own words."""
    return f"{rule.scope}:{rule.keyword}:{rule.rule}"


def joined(names: Sequence[str]) -> str:
    """Names as one text value.

    Examples
    --------
    >>> joined(["甲", "乙", "甲"])
    '甲;乙'
    """
    return ";".join(dict.fromkeys(names))


def closed_routes(item: Item, shut: Sequence[Hit]) -> frozenset[str] | None:
    """Routes that these rows restrict here; None when that leaves none open."""
    if not shut:
        return NONE
    if any(hit.whole for hit in shut):
        return None
    closed = frozenset(r for hit in shut for r in hit.routes)
    return None if closed and closed.issuperset(item.process_ids) else closed


def rank_of(row: Constraint) -> tuple[bool, int, str]:
    """Order of rules: valid here first, then by strictness, then by id."""
    strict = STRICTEST.index(row.effect) if row.effect in STRICTEST else len(STRICTEST)
    return (row.applies_to not in HERE, strict, row.id)


def scale_code(item: Item, row: Constraint, result: str) -> tuple[str, Values]:
    """What the planned train, or encouragement, adds to a rule valid here."""
    if row.effect == "鼓励":
        return ("encouraged" if result == "通过" else "encouraged_unsourced"), ()
    if row.scale_below_kt_a is None:
        return "", ()
    if item.scale_kt_a is None:
        return "scale_unknown", (("scale_below_kt_a", row.scale_below_kt_a),)
    code = "large" if item.scale_kt_a >= row.scale_below_kt_a else "small"
    return code, (("scale_below_kt_a", row.scale_below_kt_a), ("scale_kt_a", item.scale_kt_a))

"""The list of rules and the counts that go with it."""

from __future__ import annotations

from collections.abc import Callable

from graph.chain import Chain
from graph.checks import chain_rules as chain_
from graph.checks import fact_rules as facts_
from graph.facts import Facts
from graph.results import Finding

Rule = Callable[[Chain], list[Finding]]

CHECKS: tuple[Rule, ...] = (
    chain_.check_main_row,
    chain_.check_main_feed,
    chain_.check_range,
    chain_.check_mass,
    chain_.check_names,
    chain_.check_cas,
    chain_.check_drawing,
    chain_.check_default_route,
    chain_.check_loops,
    chain_.check_short_names,
    facts_.check_sourced,
    facts_.check_references,
    facts_.check_drivers,
    facts_.check_unit_basis,
    facts_.check_complexes,
    facts_.check_composites,
    facts_.check_islands,
    facts_.check_unattached,
)


def run_checks(facts: Facts) -> list[Finding]:
    """Every rule over the facts, errors first."""
    chain = Chain(facts)
    found = [finding for check in CHECKS for finding in check(chain)]
    return sorted(found, key=lambda f: (f.severity != "错误", f.rule, f.ids))


def tally(facts: Facts) -> dict[str, int]:
    """Records by kind, facts with a basis, and how many of those carry a source."""
    out = {kind: len(rows) for kind, rows in facts.by_kind.items()}
    stated = [r for rows in facts.by_kind.values() for r in rows.values() if hasattr(r, "basis")]
    out["facts"] = len(stated)
    out["sourced"] = sum(1 for r in stated if is_sourced(r))
    feeds = [f for f in facts.flows.values() if f.is_main_feed]
    out["main_feeds"] = len(feeds)
    out["main_feeds_sourced"] = sum(1 for f in feeds if is_sourced(f))
    out["attached"] = sum(len(facts.by_kind.get(k, {})) for k in ATTACHED)
    out.setdefault("unattached", 0)
    return out


ATTACHED = (
    "firm",
    "capacity",
    "project",
    "supply",
    "figure",
    "policy",
    "producer",
    "market",
    "signal",
    "value",
    "constraint",
)


def is_sourced(record: object) -> bool:
    """Whether a fact names a source and claims one."""
    basis = getattr(record, "basis", None)
    return basis in facts_.SOURCED and bool(getattr(record, "source_id", None))

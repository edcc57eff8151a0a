"""The list of rules and the counts that go with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.chain import Chain
from graph.checks import chain_rules as chain_
from graph.checks import fact_rules as facts_
from graph.checks import mass_loops as loops_
from graph.checks import recipe_rules as recipe_
from graph.checks import region_rules as region_
from graph.facts import Facts
from graph.quality import is_sourced
from graph.results import Finding

Rule = Callable[[Chain], list[Finding]]

CHECKS: tuple[Rule, ...] = (
    chain_.check_main_row,
    chain_.check_main_feed,
    chain_.check_range,
    chain_.check_names,
    chain_.check_cas,
    chain_.check_drawing,
    chain_.check_default_route,
    chain_.check_loops,
    loops_.check_mass_loops,
    chain_.check_short_names,
    *recipe_.RULES,
    facts_.check_sourced,
    facts_.check_entry_steps,
    facts_.check_references,
    facts_.check_drivers,
    facts_.check_unit_basis,
    facts_.check_complexes,
    facts_.check_composites,
    facts_.check_islands,
    facts_.check_unattached,
    region_.check_project_tree,
    region_.check_project_sums,
    region_.check_firm_names,
    region_.check_replaces,
    region_.check_periods,
    region_.check_stage_order,
    region_.check_ten_times,
    region_.check_disagreement,
    region_.check_grades,
    region_.check_sources,
    region_.check_market,
)


def run_checks(facts: Facts) -> list[Finding]:
    """Every rule over the facts, errors first."""
    chain = Chain(facts)
    found = [finding for check in CHECKS for finding in check(chain)]
    return sorted(found, key=lambda f: (f.severity != "错误", f.rule, f.ids))


def tally(facts: Facts) -> dict[str, int]:
    """Records by kind, facts with a basis, those with a source, and what hangs on nothing."""
    out = {kind: len(rows) for kind, rows in facts.by_kind.items()}
    stated = [r for rows in facts.by_kind.values() for r in rows.values() if hasattr(r, "basis")]
    out["facts"] = len(stated)
    out["sourced"] = sum(map(is_sourced, stated))
    out["attached"] = sum(len(facts.by_kind.get(k, {})) for k in facts_.ATTACHED)
    out.setdefault("unattached", 0)
    return out


def balanced(facts: Facts, found: Iterable[Finding]) -> int:
    """How many recipes close, by what the checks found."""
    return len(facts.processes) - len({f.ids[0] for f in found if f.rule == "mass"})

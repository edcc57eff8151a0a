"""Rules over facts of any kind: sources, units, complexes, attachment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container

from graph.chain import Chain
from graph.errors import ChainError
from graph.model import Record
from graph.network import islands
from graph.quality import SOURCED
from graph.reason.complexes import implied_units
from graph.reason.entry.terms import STEPS
from graph.results import Finding

ERROR, WARN = "错误", "提醒"
UNATTACHED_LIMIT = 0.05
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


def check_sourced(chain: Chain) -> list[Finding]:
    """What claims a source names one; what names one exists."""
    out = []
    for kind, rows in chain.facts.by_kind.items():
        for row in rows.values():
            out.extend(_source_findings(chain, kind, row))
    return out


def _source_findings(chain: Chain, kind: str, row: Record) -> list[Finding]:
    basis = getattr(row, "basis", None)
    source = getattr(row, "source_id", None)
    row_id = str(getattr(row, "id", ""))
    if basis in SOURCED and not source:
        text = f"{kind} 的“{row_id}”写着有来源,却没有来源编号。"
        return [Finding("unsourced", ERROR, (row_id,), text)]
    if source and source not in chain.facts.sources:
        return [
            Finding("source-lost", ERROR, (row_id, source), f"“{row_id}”的来源 {source} 不存在。")
        ]
    return []


def check_entry_steps(chain: Chain) -> list[Finding]:
    """Every entry rule belongs to one of the ten checks; any other step is never shown."""
    return [
        Finding(
            "check-step",
            ERROR,
            (row.id,),
            f"准入规则“{row.keyword}”的核查步骤是 {row.check_step},应为 1 到 10。",
        )
        for row in chain.facts.constraints.values()
        if row.check_step not in STEPS
    ]


def check_references(chain: Chain) -> list[Finding]:
    """Products, processes and firms that records point to exist."""
    known: dict[str, Container[str]] = {
        "product_id": chain.facts.products,
        "process_id": chain.facts.processes,
        "firm_id": chain.facts.firms,
        "park_id": chain.facts.parks,
    }
    out = []
    for rows in chain.facts.by_kind.values():
        for row in rows.values():
            for field, ids in known.items():
                value = getattr(row, field, None)
                if value and value not in ids:
                    row_id = str(getattr(row, "id", ""))
                    text = f"“{row_id}”指向的 {field} {value} 不存在。"
                    out.append(Finding("reference", ERROR, (row_id, value), text))
    return out


def check_drivers(chain: Chain) -> list[Finding]:
    """Each unit has exactly one driving statement at a time."""
    count = Counter(c.unit_id for c in chain.facts.capacities.values() if c.is_driver)
    units = {c.unit_id for c in chain.facts.capacities.values()}
    return [
        Finding("driver", ERROR, (u,), f"装置“{u}”有 {count[u]} 条采用的产能,应为 1 条。")
        for u in sorted(units)
        if count[u] != 1
    ]


def check_unit_basis(chain: Chain) -> list[Finding]:
    """The product a capacity is stated on takes part in every listed route."""
    out = []
    for unit in chain.facts.capacities.values():
        if not unit.is_driver:
            continue
        for route in unit.process_ids:
            try:
                chain.coefficient(route, unit.product_id)
            except ChainError as error:
                out.append(Finding("unit-basis", ERROR, (unit.id, route), str(error)))
    return out


def check_complexes(chain: Chain) -> list[Finding]:
    """Every complex closes with non-negative implied sizes."""
    out = []
    for complex_id in chain.facts.complexes:
        units = [
            c
            for c in chain.facts.capacities.values()
            if c.complex_id == complex_id and c.is_driver and c.status in ("在产", "在建")
        ]
        try:
            implied_units(chain, complex_id, units)
        except ChainError as error:
            out.append(Finding("complex", ERROR, (complex_id,), str(error)))
    return out


def check_composites(chain: Chain) -> list[Finding]:
    """A composite and a unit it already contains never stand in one firm together."""
    routes: dict[str, set[str]] = defaultdict(set)
    for unit in chain.facts.capacities.values():
        if unit.is_driver and unit.status in ("在产", "在建"):
            routes[chain.facts.owner(unit.firm_id)].update(unit.process_ids[:1])
    out = []
    for firm_id, held in routes.items():
        for composite in held & set(chain.facts.contains):
            for part in held & set(chain.facts.contains[composite]):
                text = f"“{composite}”已含“{part}”,同一企业下不能再算一遍。"
                out.append(Finding("composite", WARN, (firm_id, composite, part), text))
    return out


def check_islands(chain: Chain) -> list[Finding]:
    """Every firm, capacity and project is tied to something."""
    return [
        Finding("island", WARN, node, f"{node[0]} “{node[1]}”没有连到任何产品、项目、园区或企业。")
        for node in islands(chain.facts)
    ]


def check_unattached(chain: Chain) -> list[Finding]:
    """No more than 5 % of the rows of the raw material hang on nothing."""
    left = len(chain.facts.by_kind.get("unattached", {}))
    attached = sum(len(chain.facts.by_kind.get(kind, {})) for kind in ATTACHED)
    if left <= UNATTACHED_LIMIT * (left + attached):
        return []
    text = f"有 {left} 行资料没有挂到图上,超过 {UNATTACHED_LIMIT:.0%};原因见 unattached.csv。"
    return [Finding("unattached", WARN, (), text)]

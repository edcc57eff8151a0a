"""One graph connects it all: products, processes, firms, capacities, projects, parks.

Nodes are (kind, id).  Relations follow the words of the model: a product is INPUT_OF a
process that YIELDS products; a firm HAS a capacity OF a product, run BY_ROUTE of a process,
standing IN a park; a firm OWNS a project that WILL_MAKE products; a firm SUPPLIES a firm,
confirmed or inferred; a producer elsewhere MAKES a product or MOVES_INTO it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import networkx as nx

from graph.chain import INPUT_ROLES, LEDGER_ROLES
from graph.facts import Facts
from graph.model import Producer, Signal

Node = tuple[str, str]
Edge = tuple[Node, Node, str, dict[str, object]]


def knowledge_graph(facts: Facts) -> nx.MultiDiGraph[Node]:
    """The whole graph; edges carry ``relation``, ``source_id`` and, for SUPPLIES, ``certainty``.

    Examples
    --------
    >>> knowledge_graph(Facts()).number_of_nodes()
    0
    """
    g: nx.MultiDiGraph[Node] = nx.MultiDiGraph()
    named: dict[str, Iterable[str]] = {
        "product": facts.goods,
        "process": facts.processes,
        "firm": facts.firms,
        "capacity": facts.capacities,
        "project": facts.projects,
        "park": facts.parks,
    }
    for kind, ids in named.items():
        g.add_nodes_from((kind, row_id) for row_id in ids)
    builders: tuple[Callable[[Facts], Iterable[Edge]], ...] = (
        _recipes,
        _plants,
        _projects,
        _supplies,
        _producers,
        _signals,
    )
    for build in builders:
        for a, b, relation, more in build(facts):
            if a in g and b in g:
                g.add_edge(a, b, relation=relation, **more)
    return g


def _recipes(facts: Facts) -> Iterable[Edge]:
    for flow in facts.flows.values():
        product, process = ("product", flow.product_id), ("process", flow.process_id)
        more: dict[str, object] = {"source_id": flow.source_id, "t_per_t": flow.t_per_t}
        if flow.role in LEDGER_ROLES:
            continue
        if flow.role in INPUT_ROLES:
            yield product, process, "INPUT_OF", more
        else:
            yield process, product, "YIELDS", more


def _plants(facts: Facts) -> Iterable[Edge]:
    for row in facts.capacities.values():
        unit: Node = ("capacity", row.id)
        more: dict[str, object] = {"source_id": row.source_id}
        yield ("firm", row.firm_id), unit, "HAS", more
        yield unit, ("product", row.product_id), "OF", more
        yield from ((unit, ("process", p), "BY_ROUTE", more) for p in row.process_ids)
        if row.park_id:
            yield unit, ("park", row.park_id), "IN", more
    for firm in facts.firms.values():
        yield from ((("firm", firm.id), ("park", p), "IN", {}) for p in firm.park_ids)
        if firm.merged_into_id:
            yield ("firm", firm.id), ("firm", firm.merged_into_id), "MERGED_INTO", {}


def _projects(facts: Facts) -> Iterable[Edge]:
    for row in facts.projects.values():
        project: Node = ("project", row.id)
        more: dict[str, object] = {"source_id": row.source_id}
        yield from ((("firm", f), project, "OWNS", more) for f in row.firm_ids)
        yield from ((project, ("product", p), "WILL_MAKE", more) for p in row.product_ids)
        yield from ((project, ("process", p), "BY_ROUTE", more) for p in row.process_ids)
        yield from ((project, ("park", p), "IN", more) for p in row.park_ids)
        if row.parent_id:
            yield project, ("project", row.parent_id), "PART_OF", more


def _supplies(facts: Facts) -> Iterable[Edge]:
    for row in facts.supplies.values():
        if row.from_firm_id:
            more: dict[str, object] = {
                "source_id": row.source_id,
                "certainty": row.certainty,
                "product_id": row.product_id,
            }
            yield ("firm", row.from_firm_id), ("firm", row.to_firm_id), "SUPPLIES", more


def _producers(facts: Facts) -> Iterable[Edge]:
    for row in facts.all(Producer).values():
        more: dict[str, object] = {"source_id": row.source_id, "capacity_kt_a": row.capacity_kt_a}
        for kind, target in (("product", row.product_id), ("process", row.process_id)):
            if target:
                yield ("firm", row.firm_id), (kind, target), "MAKES", more


def _signals(facts: Facts) -> Iterable[Edge]:
    for row in facts.all(Signal).values():
        more: dict[str, object] = {"source_id": row.source_id, "date": row.date}
        for kind, ids in (("product", row.product_ids), ("process", row.process_ids)):
            yield from ((("firm", row.firm_id), (kind, i), "MOVES_INTO", more) for i in ids)


def islands(facts: Facts) -> list[Node]:
    """Firms, capacities and projects that no relation ties to anything.

    A fact that hangs on nothing cannot be found from the map.
    """
    g = knowledge_graph(facts)
    alone = [n for n, degree in g.degree() if degree == 0]
    return sorted(n for n in alone if n[0] in ("firm", "capacity", "project"))

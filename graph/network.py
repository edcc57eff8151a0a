"""One graph connects it all: products, processes, firms, plants, projects, parks, land, money.

Nodes are (kind, id).  Relations follow the words of the model: a product is INPUT_OF a process
that YIELDS products; a firm HAS a capacity OF a product, run BY_ROUTE of a process, standing IN
a park IN a region; a firm OWNS a project that WILL_MAKE products and went through stages OF it;
a firm USES a parcel IN a park, ANNOUNCES a signal FOR a product and SUPPLIES a firm, confirmed
or inferred; funds and talents are FOR products and processes; a producer elsewhere MAKES one.
The names a firm has or had are the list ``names`` of its node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import networkx as nx

from graph.chain import INPUT_ROLES, LEDGER_ROLES
from graph.facts import Facts
from graph.model import FirmName, Record

Node = tuple[str, str]
Edge = tuple[Node, Node, str, dict[str, object]]
NODE_KINDS = (
    *("product", "process", "region", "park", "parcel", "firm", "complex", "capacity"),
    *("project", "project_stage", "policy", "goal", "task", "fund", "talent", "signal"),
)
CITES = "CITES"


class Link(NamedTuple):
    """A reference from a node to a node; ``inward`` turns it round, ``more`` rides along."""

    kind: str
    column: str
    to: str
    relation: str
    inward: bool = False
    more: tuple[str, ...] = ()


class Statement(NamedTuple):
    """A kind that is no node but an edge between the nodes its columns ``a`` and ``b`` name."""

    kind: str
    a: tuple[str, str]
    b: tuple[str, str]
    relation: str
    more: tuple[str, ...] = ()


_SIZE = ("capacity_kt_a", "status")
LINKS = (
    Link("park", "region_id", "region", "IN"),
    Link("firm", "park_ids", "park", "IN"),
    Link("firm", "merged_into_id", "firm", "MERGED_INTO"),
    Link("complex", "firm_id", "firm", "HAS", inward=True),
    Link("complex", "park_id", "park", "IN"),
    Link("capacity", "firm_id", "firm", "HAS", inward=True),
    Link("capacity", "product_id", "product", "OF", more=_SIZE),
    Link("capacity", "process_ids", "process", "BY_ROUTE"),
    Link("capacity", "park_id", "park", "IN"),
    Link("capacity", "complex_id", "complex", "PART_OF"),
    Link("capacity", "project_id", "project", "BUILDS", inward=True),
    Link("project", "firm_ids", "firm", "OWNS", inward=True),
    Link("project", "product_ids", "product", "WILL_MAKE", more=("stage",)),
    Link("project", "process_ids", "process", "BY_ROUTE"),
    Link("project", "park_ids", "park", "IN"),
    Link("project", "parent_id", "project", "PART_OF"),
    Link("project_stage", "project_id", "project", "OF", more=("stage", "date")),
    Link("parcel", "park_id", "park", "IN"),
    Link("parcel", "firm_id", "firm", "USES", inward=True),
    Link("policy", "region_id", "region", "IN"),
    Link("goal", "region_id", "region", "IN"),
    Link("task", "region_id", "region", "IN"),
    Link("fund", "region_id", "region", "IN"),
    Link("fund", "product_ids", "product", "FOR"),
    Link("talent", "region_id", "region", "IN"),
    Link("talent", "product_ids", "product", "FOR"),
    Link("talent", "process_ids", "process", "FOR"),
    Link("signal", "firm_id", "firm", "ANNOUNCES", inward=True, more=("date",)),
    Link("signal", "product_ids", "product", "FOR", more=("date", "direction", "capacity_kt_a")),
    Link("signal", "process_ids", "process", "FOR", more=("date", "direction")),
)
_FIRM = ("firm_id", "firm")
STATEMENTS = (
    Statement("composite", ("process_id", "process"), ("contains_id", "process"), "CONTAINS"),
    Statement("may_also_yield", ("process_id", "process"), ("product_id", "product"), "MAY_YIELD"),
    Statement(
        "complex_member", ("complex_id", "complex"), ("product_id", "product"), "MAKES_INSIDE"
    ),
    Statement(
        "supply",
        ("from_firm_id", "firm"),
        ("to_firm_id", "firm"),
        "SUPPLIES",
        ("certainty", "product_id", "amount_kt_a"),
    ),
    Statement("producer", _FIRM, ("product_id", "product"), "MAKES", (*_SIZE, "year")),
    Statement("producer", _FIRM, ("process_id", "process"), "MAKES", (*_SIZE, "year")),
)


def knowledge_graph(facts: Facts, *, with_sources: bool = False) -> nx.MultiDiGraph[Node]:
    """The whole graph.

    Every edge carries ``relation``, ``fact`` (kind and id of the record that states it) and
    ``source_id``; some carry more, such as ``certainty`` of SUPPLIES or ``t_per_t`` of a recipe.

    Parameters
    ----------
    facts
        What there is; references that lead nowhere make no edge.
    with_sources
        Make the sources nodes too, which facts CITES.  Off for searching and measuring: through
        one notice or yearbook all things meet.

    Examples
    --------
    >>> knowledge_graph(Facts()).number_of_nodes()
    0
    """
    g: nx.MultiDiGraph[Node] = nx.MultiDiGraph()
    for kind in NODE_KINDS:
        ids: Iterable[str] = facts.goods if kind == "product" else facts.by_kind.get(kind, {})
        g.add_nodes_from((kind, id_) for id_ in ids)
    for firm_id, names in _names(facts).items():
        if ("firm", firm_id) in g:
            g.nodes["firm", firm_id]["names"] = tuple(names)
    for edges in (_recipes(facts), _links(facts), _statements(facts)):
        for a, b, relation, more in edges:
            if a in g and b in g:
                g.add_edge(a, b, relation=relation, **more)
    if with_sources:
        _cite(g, facts)
    return g


def _names(facts: Facts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in facts.all(FirmName).values():
        found.setdefault(row.firm_id, []).append(row.name)
    return found


def _said(row: Record, more: Iterable[str] = ()) -> dict[str, object]:
    said: dict[str, object] = {
        "fact": (row.kind, _column(row, "id")),
        "source_id": _column(row, "source_id"),
    }
    return said | {name: _column(row, name) for name in more}


def _column(row: Record, name: str) -> object:
    """A column of any kind; kinds without it do not know it."""
    value: object = getattr(row, name, None)
    return value


def _targets(row: Record, column: str) -> tuple[str, ...]:
    value = getattr(row, column)
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,) if value else ()


def _recipes(facts: Facts) -> Iterator[Edge]:
    for flow in facts.flows.values():
        product, process = ("product", flow.product_id), ("process", flow.process_id)
        more = _said(flow, ("t_per_t", "role", "basis"))
        if flow.role in LEDGER_ROLES:
            continue
        if flow.role in INPUT_ROLES:
            yield product, process, "INPUT_OF", more
        else:
            yield process, product, "YIELDS", more


def _links(facts: Facts) -> Iterator[Edge]:
    for link in LINKS:
        for id_, row in facts.by_kind.get(link.kind, {}).items():
            node: Node = (link.kind, id_)
            for target in _targets(row, link.column):
                ends = ((link.to, target), node) if link.inward else (node, (link.to, target))
                yield *ends, link.relation, _said(row, link.more)


def _statements(facts: Facts) -> Iterator[Edge]:
    for kind, (a, from_kind), (b, to_kind), relation, more in STATEMENTS:
        for row in facts.by_kind.get(kind, {}).values():
            for start in _targets(row, a):
                for end in _targets(row, b):
                    yield (from_kind, start), (to_kind, end), relation, _said(row, more)


def _cite(g: nx.MultiDiGraph[Node], facts: Facts) -> None:
    """Tie every node to what it cites; a fact that is an edge is cited by where it starts."""
    cited: dict[tuple[Node, str], None] = {}
    for kind, id_ in g:
        source_id = _column(facts.by_kind[kind][id_], "source_id")
        if source_id:
            cited[(kind, id_), str(source_id)] = None
    for a, _, data in g.edges(data=True):
        fact = data["fact"]
        if fact not in g and data["source_id"]:
            cited[a, data["source_id"]] = None
    for node, source_id in cited:
        if source_id in facts.sources:
            g.add_edge(node, ("source", source_id), relation=CITES, fact=node, source_id=source_id)


def islands(facts: Facts) -> list[Node]:
    """Firms, capacities and projects that no chain of relations ties to the chain or a park.

    A fact that hangs on nothing cannot be found from the map.
    """
    g = knowledge_graph(facts)
    tied = ("product", "process", "park")
    alone = (
        node
        for part in nx.weakly_connected_components(g)
        if not any(kind in tied for kind, _ in part)
        for node in part
    )
    return sorted(node for node in alone if node[0] in ("firm", "capacity", "project"))

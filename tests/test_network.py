"""One graph connects it all: what stands in the facts is reachable from the map."""

import networkx as nx
import pytest

from graph.network import islands, knowledge_graph
from views.reports.results import load_facts

FACTS = load_facts()
GRAPH = knowledge_graph(FACTS)


def relations(a: tuple[str, str], b: tuple[str, str]) -> set[str]:
    return {d["relation"] for d in (GRAPH.get_edge_data(a, b) or {}).values()}


@pytest.mark.parametrize("kind", ["product", "process", "firm", "capacity", "project", "park"])
def test_every_kind_is_there(kind: str) -> None:
    held = {i for k, i in GRAPH if k == kind}
    assert held == set(FACTS.goods if kind == "product" else FACTS.by_kind[kind])


def test_firm_makes_product_through_a_capacity() -> None:
    unit = next(c for c in FACTS.capacities.values() if c.unit_id == "hnsh-caprolactam")
    assert relations(("firm", unit.firm_id), ("capacity", unit.id)) == {"HAS"}
    assert relations(("capacity", unit.id), ("product", "caprolactam")) == {"OF"}
    assert relations(("capacity", unit.id), ("park", str(unit.park_id))) == {"IN"}


def test_firm_owns_a_project_that_will_make_a_product() -> None:
    owned = [p for p in FACTS.projects.values() if p.firm_ids and p.product_ids]
    assert owned
    for project in owned:
        assert "OWNS" in relations(("firm", project.firm_ids[0]), ("project", project.id))
        made = ("product", project.product_ids[0])
        assert "WILL_MAKE" in relations(("project", project.id), made)


def test_supplies_say_whether_they_are_confirmed() -> None:
    told = {d["certainty"] for *_, d in GRAPH.edges(data=True) if d["relation"] == "SUPPLIES"}
    assert told == {"已证实", "推测"}


def test_every_relation_but_structure_carries_its_source() -> None:
    for *_, data in GRAPH.edges(data=True):
        if data["relation"] not in ("IN", "MERGED_INTO"):
            assert "source_id" in data


def test_almost_nothing_stands_alone() -> None:
    assert len(islands(FACTS)) <= 6
    parts = sorted(map(len, nx.weakly_connected_components(GRAPH)), reverse=True)
    assert parts[0] >= 0.98 * len(GRAPH)


def test_a_path_leads_from_any_local_firm_to_the_crude() -> None:
    whole = GRAPH.to_undirected(as_view=True)
    for unit in FACTS.capacities.values():
        assert nx.has_path(whole, ("firm", unit.firm_id), ("product", "crude-oil"))

"""One graph connects it all: what stands in the facts is reachable from the map."""

import networkx as nx
import pytest
from small_chain import make

from graph.facts import Facts
from graph.model import Firm, FirmName, Record, Signal
from graph.model import ProjectStage as Stage
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


def test_land_money_people_and_signals_hang_on_the_chain() -> None:
    for stage in FACTS.by_kind["project_stage"].values():
        assert relations(("project_stage", stage.id), ("project", stage.project_id)) == {"OF"}
    for parcel in FACTS.by_kind["parcel"].values():
        assert relations(("parcel", parcel.id), ("park", parcel.park_id)) == {"IN"}
        if parcel.firm_id:
            assert "USES" in relations(("firm", parcel.firm_id), ("parcel", parcel.id))
    for kind in ("policy", "goal", "task", "fund", "talent"):
        for row in FACTS.by_kind.get(kind, {}).values():
            assert relations((kind, row.id), ("region", row.region_id)) == {"IN"}
    for signal in FACTS.all(Signal).values():
        assert relations(("firm", signal.firm_id), ("signal", signal.id)) == {"ANNOUNCES"}
        for product in signal.product_ids:
            assert relations(("signal", signal.id), ("product", product)) == {"FOR"}


def test_a_firm_carries_the_names_it_had() -> None:
    rows = FACTS.all(FirmName).values()
    assert rows
    for row in rows:
        assert row.name in GRAPH.nodes["firm", row.firm_id]["names"]


def test_sources_are_nodes_only_when_asked_for() -> None:
    cited = knowledge_graph(FACTS, with_sources=True)
    assert not [n for n in GRAPH if n[0] == "source"]
    assert set(GRAPH) < set(cited)
    used = {d["source_id"] for *_, d in GRAPH.edges(data=True) if d["source_id"]}
    assert used <= {i for k, i in cited if k == "source"}
    project = next(p for p in FACTS.projects.values() if p.source_id)
    assert cited.has_edge(("project", project.id), ("source", str(project.source_id)))


NONE = (None,) * 4


def small(*more: Record) -> Facts:
    firm = make(Firm, id="f", name_zh="甲", province=None, city=None, basis="user", source_id=None)
    return Facts.of([firm, *more])


def test_a_firm_that_only_announces_something_vague_is_an_island() -> None:
    vague = Signal("s", "f", None, "新建", "有意投资", (), (), *(None,) * 5, "user", *NONE)
    assert islands(small()) == [("firm", "f")]
    assert islands(small(vague)) == [("firm", "f")]


def test_a_reference_to_nothing_makes_no_edge() -> None:
    stage = Stage("st", "没有的项目", "开工", None, "开工", "user", *NONE)
    g = knowledge_graph(small(stage))
    assert set(g) == {("firm", "f"), ("project_stage", "st")}
    assert g.number_of_edges() == 0

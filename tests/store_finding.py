"""How every store finds things: by name, by neighbourhood, by the ways between two."""

from __future__ import annotations

import dataclasses
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_records import BENZENE, CHAIN, Make, firm, flow, new, product, put, unit
from store_settings import examples

from graph.store.protocol import Change, Store
from graph.store.tokens import PINYIN, Term, norm, terms


class FindingContract:
    """Part of the store contract."""

    # -- search ------------------------------------------------------------------------

    @pytest.fixture
    def named(self, store: Store) -> Store:
        put(store, *CHAIN)
        return store

    @pytest.mark.parametrize(
        ("text", "best", "rank"),
        [
            ("苯", "benzene", 0),
            ("乙烯", "ethylene", 0),
            ("苯乙烯", "styrene", 0),
            ("纯苯", "benzene", 1),
            ("ps", "polystyrene", 1),
            ("PS", "polystyrene", 1),
            ("\uff30\uff33", "polystyrene", 1),
            ("gpp", "polystyrene", 3),
            ("yixi", "ethylene", 2),
            ("yx", "ethylene", 2),
            ("100-42-5", "styrene", 1),
            ("100-4", "styrene", 3),
            ("Ethylene", "ethylene", 0),
            ("丁二烯", "butadiene", 5),
            ("1,3-丁二烯", "butadiene", 0),
            ("1,3丁二烯", "butadiene", 0),
            ("dingerxi", "butadiene", 5),
            ("changling", "changling", 4),
            ("cllh", "changling", 2),
            ("yique", "acetylene", 2),
            ("shihua", "baling", 5),
            ("石化巴", "baling", 5),
            ("jinei", "caprolactam", 4),
        ],
    )
    def test_search_finds_by_any_name_best_first(
        self, named: Store, text: str, best: str, rank: int
    ) -> None:
        hits = named.search(text)
        assert (hits[0].ref[1], hits[0].rank) == (best, rank)
        assert len({hit.ref for hit in hits}) == len(hits)
        assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)

    def test_one_character_finds_every_name_that_holds_it(self, named: Store) -> None:
        found = [hit.ref[1] for hit in named.search("苯")]
        assert found == ["benzene", "phenol", "styrene", "styrene-firm", "polystyrene"]

    def test_search_can_be_limited_to_kinds_and_numbers(self, named: Store) -> None:
        assert [h.ref for h in named.search("苯", kinds=["firm"])] == [("firm", "styrene-firm")]
        assert named.search("苯", kinds=[]) == ()
        assert len(named.search("苯", limit=2)) == 2
        hit = named.search("100-42-5")[0]
        assert (hit.name, hit.matched) == ("苯乙烯", "100-42-5")

    def test_among_equals_kinds_come_in_schema_order_or_as_given(self, named: Store) -> None:
        put(named, unit("c", "baling", "phenol", name_zh="苯酚"))
        refs = [("product", "phenol"), ("capacity", "c")]
        assert [hit.ref for hit in named.search("苯酚")] == refs
        given_ = named.search("苯酚", kinds=["capacity", "product", "capacity"])
        assert [hit.ref for hit in given_] == refs[::-1]

    @pytest.mark.parametrize(
        "text", ["", "  ", "()", '"', "*", "氙", 'a" OR "b', "NEAR(苯 酚)", "\ud800", "烯乙"]
    )
    def test_search_for_what_is_not_there_finds_nothing(self, named: Store, text: str) -> None:
        assert named.search(text) == ()

    def test_search_follows_changes(self, named: Store) -> None:
        put(named, dataclasses.replace(BENZENE, aliases=("安息油",)))
        assert named.search("纯苯") == ()
        assert named.search("安息")[0].ref == ("product", "benzene")
        named.write([Change.delete("product", "benzene")], actor="甲", reason="删")
        assert named.search("安息油") == ()
        assert named.search("71-43-2") == ()

    # -- relations -----------------------------------------------------------------------

    @pytest.fixture
    def linked(self, store: Store) -> Store:
        put(
            store,
            *CHAIN[:5],
            new("process", "eb-sm", name_zh="乙苯脱氢制苯乙烯", main_product_id="styrene"),
            new("process", "ps-bulk", name_zh="本体聚合", main_product_id="polystyrene"),
            flow("1", "eb-sm", "benzene"),
            flow("2", "eb-sm", "ethylene"),
            flow("3", "eb-sm", "styrene", role="main"),
            flow("4", "ps-bulk", "styrene"),
            flow("5", "ps-bulk", "missing"),
            new("park", "p1", name_zh="长岭片区"),
            firm("f1", park_ids=("p1", "p-gone", "p1")),
            unit("u1", "f1", "styrene", process_ids=("eb-sm",), park_id="p1"),
        )
        return store

    def test_neighbours_go_both_ways_by_relation(self, linked: Store) -> None:
        groups = linked.neighbours(("process", "eb-sm"))
        assert [(g.relation, g.direction, [id for _, id in g.refs], g.hidden) for g in groups] == [
            ("process.main_product_id", "out", ["styrene"], 0),
            ("flow.process_id", "in", ["1", "2", "3"], 0),
            ("capacity.process_ids", "in", ["u1"], 0),
        ]
        assert groups[1].refs[0] == ("flow", "1")

    def test_neighbours_can_be_narrowed(self, linked: Store) -> None:
        out = linked.neighbours(("firm", "f1"), direction="out")
        assert [(g.relation, g.refs) for g in out] == [("firm.park_ids", (("park", "p1"),))]
        only = linked.neighbours(("product", "styrene"), relations=["capacity.product_id"])
        assert [g.refs for g in only] == [(("capacity", "u1"),)]
        assert linked.neighbours(("product", "styrene"), relations=[]) == ()
        assert linked.neighbours(("product", "nobody")) == ()

    def test_neighbours_are_capped_and_say_how_many_are_hidden(self, linked: Store) -> None:
        put(linked, *(flow(f"x{n:02}", "ps-bulk", "benzene") for n in range(10)))
        (group,) = linked.neighbours(("product", "benzene"), direction="in", cap=4)
        assert [id for _, id in group.refs] == ["1", "x00", "x01", "x02"]
        assert group.hidden == 7
        (none_shown,) = linked.neighbours(("product", "benzene"), direction="in", cap=0)
        assert (none_shown.refs, none_shown.hidden) == ((), 11)

    def test_neighbours_follow_changes(self, linked: Store) -> None:
        put(linked, firm("f1", park_ids=()))
        assert linked.neighbours(("firm", "f1"), direction="out") == ()
        linked.write([Change.delete("capacity", "u1")], actor="甲", reason="删")
        assert linked.neighbours(("firm", "f1")) == ()

    def test_paths_shortest_first(self, linked: Store) -> None:
        found = linked.paths(("product", "benzene"), ("product", "styrene"))
        assert [[id for _, id in path.refs] for path in found] == [
            ["benzene", "1", "eb-sm", "styrene"],
            ["benzene", "1", "eb-sm", "u1", "styrene"],
            ["benzene", "1", "eb-sm", "3", "styrene"],
        ]
        assert found[0].relations == (
            "flow.product_id",
            "flow.process_id",
            "process.main_product_id",
        )

    def test_paths_keep_to_length_number_and_relations(self, linked: Store) -> None:
        ends = ("product", "benzene"), ("product", "polystyrene")
        assert linked.paths(*ends, max_len=5) == ()
        (far,) = linked.paths(*ends, max_len=6, k=1)
        assert len(far.relations) == 6
        assert len(linked.paths(*ends, max_len=8, k=2)) == 2
        flows = ["flow.product_id", "flow.process_id"]
        (only,) = linked.paths(*ends[:1], ("product", "styrene"), relations=flows)
        assert [id for _, id in only.refs] == ["benzene", "1", "eb-sm", "3", "styrene"]
        (itself,) = linked.paths(("product", "benzene"), ("product", "benzene"))
        assert (itself.refs, itself.relations) == ((("product", "benzene"),), ())

    def test_paths_do_not_lead_through_what_is_not_there(self, linked: Store) -> None:
        put(linked, flow("6", "other", "missing"))
        assert linked.paths(("flow", "5"), ("flow", "6")) == ()
        assert linked.paths(("flow", "5"), ("product", "missing")) == ()

    def test_two_that_refer_to_each_other_are_one_step_apart_once(self, store: Store) -> None:
        put(store, firm("a", merged_into_id="b"), firm("b", merged_into_id="a"))
        (path,) = store.paths(("firm", "a"), ("firm", "b"))
        assert path.relations == ("firm.merged_into_id",)
        groups = store.neighbours(("firm", "a"))
        assert [(g.direction, g.refs) for g in groups] == [
            ("out", (("firm", "b"),)),
            ("in", (("firm", "b"),)),
        ]

    # -- against networkx -------------------------------------------------------------------

    @examples(30)
    @given(data=st.data())
    def test_paths_are_the_simple_paths_of_the_graph(self, make: Make, data: st.DataObject) -> None:
        firms = [f"f{n}" for n in range(5)]
        into, parks = st.none() | st.sampled_from([*firms, "gone"]), st.sampled_from("pqr")
        store = make(name=None)
        graph: Any = nx.MultiGraph()
        put(store, *(new("park", id, name_zh=id) for id in "pq"))
        for id in firms:
            held = tuple(data.draw(st.lists(parks, max_size=3)))
            other = data.draw(into)
            put(store, firm(id, merged_into_id=other, park_ids=held))
            if other in firms:
                graph.add_edge(("firm", id), ("firm", other), "firm.merged_into_id")
            for park in set(held) - {"r"}:
                graph.add_edge(("firm", id), ("park", park), "firm.park_ids")
        graph.add_nodes_from(("firm", id) for id in firms)
        length = data.draw(st.integers(1, 6))
        ends = ("firm", "f0"), ("firm", "f1")
        ways: Any = nx.all_simple_edge_paths(graph, *ends, cutoff=length)
        wanted = {
            ((ends[0], *(there for _, there, _ in way)), tuple(name for _, _, name in way))
            for way in ways
        }
        found = store.paths(*ends, max_len=length, k=100)
        assert len(found) == min(len(wanted), 100)
        assert {(path.refs, path.relations) for path in found} <= wanted
        steps = [len(path.relations) for path in found]
        assert steps == sorted(len(names) for _, names in wanted)[:100]
        store.close()

    # -- against a look through all terms ------------------------------------------------------

    @examples(40)
    @given(data=st.data())
    def test_search_is_a_look_through_all_terms(self, make: Make, data: st.DataObject) -> None:
        store = make(name=None)
        texts = st.text("苯乙烯岳阳长重化工yanghuab1-", min_size=1, max_size=7).filter(norm)
        records: list[Any] = []
        for number in range(data.draw(st.integers(0, 8))):
            name, aliases = data.draw(texts), tuple(data.draw(st.lists(texts, max_size=2)))
            make_one = data.draw(st.sampled_from([firm, product]))
            id, short = f"{number % 5}{make_one.__name__}", {"short_zh": "苯"}
            more = short if make_one is product else {"aliases": aliases}
            records.append(make_one(id, name, **more))
        put(store, *records)
        kinds = data.draw(st.sampled_from([["firm", "product"], ["product", "firm"], ["firm"]]))
        names = [record.name_zh for record in records]
        for text in data.draw(st.lists(texts | st.sampled_from(["苯", *names]), max_size=6)):
            wanted = looked_through(records, text, kinds)
            found = store.search(text, kinds=kinds, limit=30)
            assert [(hit.rank, hit.ref, hit.name) for hit in found] == wanted
            few = store.search(text, kinds=kinds, limit=2)
            assert few == found[:2]
        store.close()


def looked_through(records: list[Any], text: str, kinds: list[str]) -> list[Any]:
    """What a search must find, by looking at every term of every record."""
    asked, best = norm(text), {}
    for record in {(r.kind, r.id): r for r in records}.values():
        found = terms(record)
        for term in found if record.kind in kinds else ():
            rank = rank_of(term, asked)
            if rank is not None:
                key = (rank, len(term.norm), kinds.index(record.kind), record.id)
                held = (key, (rank, (record.kind, record.id), found[0].text))
                best[record] = min(held, best.get(record, held))
    return [hit for _, hit in sorted(best.values())]


def rank_of(term: Term, asked: str) -> int | None:
    if term.norm.startswith(asked):
        begun = 4 if term.role == PINYIN else 3
        return term.role if term.norm == asked else begun
    held, wanted = term.parts.split(" "), asked.split(" ")
    if term.role == PINYIN:
        return 5 if any("".join(held[at:]).startswith(asked) for at in range(len(held))) else None
    for at in range(len(held)):
        part = held[at : at + len(wanted)]
        whole = len(part) == len(wanted) and part[:-1] == wanted[:-1]
        if whole and part[-1].startswith(wanted[-1]):
            return 5
    return None

"""Ways between two products, and what hangs together beside the main feeds."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.chain import Chain
from graph.facts import Facts
from graph.reason.passage import asides, hubs_of, main_feeds, passage
from loaders.data import read_data
from loaders.schema import read_schema

DATA = Path(__file__).resolve().parents[1] / "data"
CHAIN = Chain(Facts.of(read_data(DATA, read_schema(DATA / "schema"))))
GOODS = sorted(CHAIN.facts.goods)


def test_a_way_along_main_feeds_needs_nothing_else() -> None:
    assert passage(CHAIN, "crude-oil", "eva") == {
        ("crude-oil", "naphtha"),
        ("naphtha", "ethylene"),
        ("ethylene", "eva"),
    }


def test_what_comes_with_a_run_leads_on_where_main_feeds_do_not() -> None:
    ways = passage(CHAIN, "naphtha", "butadiene")
    assert ("naphtha", "mixed-c4") in ways
    assert ("mixed-c4", "butadiene") in ways


def test_there_is_no_way_back_from_a_product_nor_from_a_hub() -> None:
    assert passage(CHAIN, "caprolactam", "benzene") == frozenset()
    assert passage(CHAIN, "hydrogen", "caprolactam") == frozenset()
    assert passage(CHAIN, "no-such", "eva") == frozenset()


@given(st.sampled_from(GOODS), st.sampled_from(GOODS))
def test_every_link_lies_between_the_two_ends(start: str, end: str) -> None:
    links = passage(CHAIN, start, end)
    g: nx.DiGraph[str] = nx.DiGraph(links)
    for a, b in links:
        assert nx.has_path(g, start, a)
        assert nx.has_path(g, b, end)


def test_asides_are_no_main_feeds_but_for_those_that_lead_back() -> None:
    main, found = set(main_feeds(CHAIN)), asides(CHAIN)
    assert len(found) > 200
    assert all((a.relation == "back") >= (a[:2] in main) for a in found)
    assert not any(CHAIN.facts.products[id].is_hub for a in found for id in a[:2])
    assert ("ammonia", "caprolactam", "other") in found
    assert ("caprolactam", "ammonium-sulfate", "together") in found
    assert ("polyamide-6", "caprolactam", "back") in found


def test_hubs_are_named_with_what_takes_them() -> None:
    assert "hydrogen" in hubs_of(CHAIN)["caprolactam"]
    assert "air" in hubs_of(CHAIN)["hydrogen-peroxide"]

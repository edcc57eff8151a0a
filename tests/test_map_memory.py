"""What stands stays: a small change of the data moves nothing, and what is new finds its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.facts import Facts
from graph.model import MapSheet, Product
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.band import Room
from views.map.layout import layout, stats
from views.map.memory import ALL, recalled, sheet_id, sheet_of

DATA = Path(__file__).resolve().parents[1] / "data"
FACTS = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
PRODUCTS = tuple(FACTS.goods.values())
SEGMENTS = tuple(FACTS.segments.values())
LINKS = tuple(
    (flow.product_id, FACTS.processes[flow.process_id].main_product_id)
    for flow in FACTS.flows.values()
    if flow.is_main_feed
)


@pytest.fixture(scope="module")
def sheet() -> MapSheet:
    return sheet_of(layout(PRODUCTS, SEGMENTS, LINKS), ALL)


def again(sheet: MapSheet, products: tuple[Product, ...], room: dict[str, Room] | None = None):
    return recalled(sheet, products, products, LINKS, room or {})


def test_nothing_new_is_the_same_to_the_last_figure(sheet: MapSheet) -> None:
    assert again(sheet, PRODUCTS) == layout(PRODUCTS, SEGMENTS, LINKS)


def test_a_sheet_of_some_sub_chains_comes_back_too() -> None:
    only = (SEGMENTS[4].id, SEGMENTS[5].id)
    room = {"ethylene": Room(2, 9.0), "hdpe": Room(1, 8.0)}
    drawn = layout(PRODUCTS, SEGMENTS, LINKS, only, room)
    shown = tuple(p for p in PRODUCTS if p.segment in only)
    kept = sheet_of(drawn, sheet_id(SEGMENTS[::-1], only))
    assert kept.id == "+".join(only)
    assert recalled(kept, PRODUCTS, shown, LINKS, room) == drawn


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(
    parents=st.lists(st.sampled_from(PRODUCTS), min_size=1, max_size=3),
    name=st.sampled_from(("新品", "一种名字很长的新产品", "PX")),
    gone=st.sets(st.sampled_from([p.id for p in PRODUCTS]), max_size=2),
)
def test_what_stands_does_not_move(
    sheet: MapSheet, parents: list[Product], name: str, gone: set[str]
) -> None:
    new = [
        replace(
            parent,
            id=f"new-{at}",
            name_zh=name,
            short_zh=name,
            is_hub=False,
            drawing_parent=None if parent.is_hub or parent.id in gone else parent.id,
        )
        for at, parent in enumerate(parents)
    ]
    left = tuple(
        replace(p, drawing_parent=None) if p.drawing_parent in gone else p
        for p in PRODUCTS
        if p.id not in gone
    )
    before = again(sheet, PRODUCTS).boxes
    after = again(sheet, (*left, *new))
    assert after is not None
    assert {key: after.boxes[key] for key in before if key in after.boxes} == {
        key: box for key, box in before.items() if key not in gone
    }
    assert {p.id for p in new} <= set(after.boxes)
    assert stats(after)["label_overlaps"] == 0


def test_a_new_product_stands_right_of_its_parent_and_crosses_nothing(sheet: MapSheet) -> None:
    parent = FACTS.products["propylene"]
    new = replace(parent, id="new", name_zh="新品", short_zh="新品", drawing_parent=parent.id)
    placed = again(sheet, (*PRODUCTS, new))
    assert placed is not None
    assert placed.boxes["new"].x > placed.boxes[parent.id].right
    assert ("propylene", "new") in {(e.source, e.target) for e in placed.edges}
    assert stats(placed)["crossings"] == 0


def test_a_band_nobody_has_drawn_means_a_new_page(sheet: MapSheet) -> None:
    alone = replace(PRODUCTS[0], id="new", segment="新子链", drawing_parent=None)
    assert again(sheet, (*PRODUCTS, alone)) is None


def test_a_full_band_means_a_new_page(sheet: MapSheet) -> None:
    many = tuple(
        replace(FACTS.products["isoprene"], id=f"n{n}", short_zh="很长很长的一个名称")
        for n in range(200)
    )
    assert again(sheet, (*PRODUCTS, *many)) is None


def test_a_product_that_moved_to_another_sub_chain_is_placed_there(sheet: MapSheet) -> None:
    moved = replace(FACTS.products["eva"], segment="丙烯链", drawing_parent="propylene")
    products = tuple(moved if p.id == "eva" else p for p in PRODUCTS)
    placed = again(sheet, products)
    assert placed is not None
    band = next(band for band in placed.bands if band.segment == "丙烯链")
    assert band.x < placed.boxes["eva"].x < band.right

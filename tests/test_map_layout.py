"""Positions on the real chain: everything placed, nothing overlaps, nothing crosses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import ChainError
from graph.facts import Facts
from graph.model import Product, Segment
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.forest import forests, hubs_apart
from views.map.layout import HEIGHT, WIDTH, layout, stats
from views.map.measure import text_em

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts.of(read_data(DATA, read_schema(DATA / "schema")))


@pytest.fixture(scope="module")
def chain(facts: Facts) -> tuple[list[Product], list[Segment]]:
    return list(facts.products.values()), list(facts.segments.values())


@pytest.fixture(scope="module")
def links(facts: Facts) -> list[tuple[str, str]]:
    feeds = [flow for flow in facts.flows.values() if flow.is_main_feed]
    return [(f.product_id, facts.processes[f.process_id].main_product_id) for f in feeds]


def test_every_product_has_its_box_on_the_page(chain, links):
    products, segments = chain
    placed = layout(products, segments, links)
    assert set(placed.boxes) == {p.id for p in products}
    for box in placed.boxes.values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= WIDTH
        assert box.y + box.h <= HEIGHT
    assert len(placed.bands) == len({p.segment for p in products}) + bool(placed.apart)


def test_the_poster_is_readable(chain, links):
    products, segments = chain
    measured = stats(layout(products, segments, links))
    assert measured["label_overlaps"] == 0
    assert measured["crossings"] <= 10
    assert measured["min_font_px"] >= 12
    assert measured["nodes"] == len(products)


def test_text_fits_its_box_and_boxes_their_band(chain):
    products, segments = chain
    placed = layout(products, segments)
    for product in products:
        assert text_em(product.short_zh) * placed.font_px <= placed.boxes[product.id].w
    room = {band.segment: band for band in placed.bands}
    for product in products:
        if product.id in placed.apart:
            continue
        box, band = placed.boxes[product.id], room[product.segment]
        assert band.x <= box.x
        assert box.right <= band.right
        assert band.y <= box.y
        assert box.y + box.h <= band.y + band.h


def test_bands_fill_the_page_without_overlap(chain):
    products, segments = chain
    bands = layout(products, segments).bands
    for i, a in enumerate(bands):
        assert not any(a.overlaps(b) for b in bands[i + 1 :])
    covered = sum(b.w * b.h for b in bands) / (WIDTH * HEIGHT)
    assert covered > 0.85


def test_every_edge_leads_right_and_chips_name_the_outside_parent(chain):
    products, segments = chain
    placed = layout(products, segments)
    by_id = {p.id: p for p in products}
    assert all(edge.points[0][0] < edge.points[3][0] for edge in placed.edges)
    for chip in placed.chips:
        child = by_id[chip.child_id]
        assert chip.product_id == child.drawing_parent
        assert by_id[chip.product_id].segment != child.segment
        assert chip.right < placed.boxes[child.id].x
    drawn = {(e.source, e.target) for e in placed.edges}
    assert drawn == {(p.drawing_parent, p.id) for p in products if p.drawing_parent}


def test_only_hubs_that_hang_on_nothing_stand_apart(chain):
    products, _ = chain
    parents = {p.drawing_parent for p in products}
    for product in hubs_apart(products):
        assert product.is_hub
        assert product.drawing_parent is None
        assert product.id not in parents


def test_same_products_same_page_whatever_their_order(chain, links):
    products, segments = chain
    one = layout(products, segments, links)
    other = layout(products[::-1], segments[::-1], links[::-1])
    assert one.boxes == other.boxes
    assert one.edges == other.edges


def test_links_not_drawn_are_counted(chain, links):
    products, segments = chain
    placed = layout(products, segments, links)
    by_id = {p.id: p for p in products}
    inside = {(a, b) for a, b in links if a != b and by_id[a].segment == by_id[b].segment}
    drawn = {(e.source, e.target) for e in placed.edges}
    assert inside == (inside & drawn) | set(placed.not_drawn)


def test_a_loop_of_parents_is_named(chain):
    products, segments = chain
    child = next(p for p in products if p.drawing_parent)
    loop = [
        replace(p, drawing_parent=child.id) if p.id == child.drawing_parent else p for p in products
    ]
    parent = next(p for p in loop if p.id == child.drawing_parent)
    if parent.segment != child.segment:
        loop = [replace(p, segment=child.segment) if p.id == parent.id else p for p in loop]
    with pytest.raises(ChainError, match=child.id):
        layout(loop, segments)


def test_an_unknown_parent_or_segment_is_an_error(chain):
    products, segments = chain
    lost = [replace(products[0], drawing_parent="no-such-product"), *products[1:]]
    with pytest.raises(ChainError, match="no-such-product"):
        forests(lost)
    strange = [replace(products[0], segment="月球链", drawing_parent=None), *products[1:]]
    with pytest.raises(ChainError, match="月球链"):
        layout(strange, segments)


def test_a_few_segments_alone_are_drawn_large(chain, links):
    products, segments = chain
    chosen = ("己内酰胺·尼龙", "环氧乙烷链")
    placed = layout(products, segments, links, chosen)
    assert set(placed.boxes) == {p.id for p in products if p.segment in chosen}
    assert {band.segment for band in placed.bands} == set(chosen)
    measured = stats(placed)
    assert measured["min_font_px"] >= 20
    assert measured["label_overlaps"] == 0
    assert measured["crossings"] <= 2
    assert placed.chips

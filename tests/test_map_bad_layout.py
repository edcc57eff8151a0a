"""Layouts nobody asked for: thousands of products, damaged sheets, any forest at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bad_chains import HOSTILE, LONG, forest, segment, sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from map_files import sentence
from small_chain import make

from graph.errors import ChainError
from graph.model import Product
from views.map.band import Room
from views.map.geometry import Box
from views.map.layout import LEAST_PX, layout, stats
from views.map.memory import recalled


def test_a_sheet_that_cannot_be_read_is_drawn_anew() -> None:
    products, segments = forest(30, 2)
    good = sheet(products, segments[0].id)
    bands = ("#子链00 6 44 900 1000", "#子链01 910 44 900 1000")
    for places in (
        ("p0000",),
        ("p0000 1 2 3 viel",),
        ("p0000 20 nan 60 20",),
        ("p0000 20 100 60 20", "p0001 21 101 60 20"),
        ("p0000 20 100 60 -20",),
        ("p0000 1e9 100 60 20",),
    ):
        bad = replace(good, places=(*bands, *places))
        assert recalled(bad, products, products, (), {}) is None
    for font_px in (0.0, -3.0, float("nan")):
        bad = replace(good, font_px=font_px, places=(*bands, *good.places[1:]))
        assert recalled(bad, products, products, (), {}) is None


def test_what_gets_a_chip_finds_room_for_it() -> None:
    here = [make(Product, id=n, name_zh=n, short_zh=n, segment="甲") for n in ("a", "b")]
    there = make(Product, id="c", name_zh=LONG, short_zh=LONG, segment="乙")
    places = ("#甲 6 44 900 1000", "#乙 910 44 900 1000", "a 20 100 60 20", "b 85 100 60 20")
    now = [here[0], replace(here[1], drawing_parent="c"), there]
    kept = replace(sheet([], "甲"), places=(*places, "c 920 100 60 20"))
    placed = recalled(kept, now, now, (), {})
    assert placed is not None
    assert stats(placed)["label_overlaps"] == 0
    assert placed.boxes["a"] == Box(20, 100, 60, 20)


def test_parents_are_checked_on_a_sheet_too() -> None:
    one, two = (make(Product, id=n, name_zh=n, short_zh=n, segment="甲") for n in ("a", "b"))
    kept = replace(sheet([], "甲"), places=("#甲 6 44 900 1000", "a 20 100 60 20"))
    for up in ("no-such", "a"):
        now = [replace(one, drawing_parent=up), two]
        with pytest.raises(ChainError, match=up):
            recalled(kept, now, now, (), {})


def test_three_thousand_products_in_sixteen_sub_chains() -> None:
    products, segments = forest(3000, 16)
    links = [(products[at].id, products[at + 16].id) for at in range(2000)]
    placed = layout(products, segments, links)
    measured = stats(placed)
    assert measured["nodes"] == 3000
    assert measured["label_overlaps"] == 0
    assert measured["min_font_px"] >= LEAST_PX


def test_lines_in_boxes_go_where_they_would_make_names_unreadable() -> None:
    products, segments = forest(3000, 16)
    lines = {p.id: Room(3, 12.0) for p in products}
    placed = layout(products, segments, only=(segments[0].id,), room=lines)
    assert placed == layout(products, segments, only=(segments[0].id,))


def test_three_thousand_products_in_one_sub_chain() -> None:
    products, segments = forest(3000, 1)
    with pytest.raises(ChainError, match="3000") as caught:
        layout(products, segments)
    sentence(caught.value, "子链00")
    loose = [replace(p, drawing_parent=None) for p in products]
    measured = stats(layout(loose, segments))
    assert measured["label_overlaps"] == 0
    assert measured["min_font_px"] >= LEAST_PX


def test_three_thousand_products_one_after_the_other() -> None:
    products, segments = forest(3000, 1, kids=1)
    with pytest.raises(ChainError, match="3000"):
        layout(products, segments)


def test_three_thousand_hubs_that_hang_on_nothing() -> None:
    products, segments = forest(3000, 16)
    hubs = [replace(p, drawing_parent=None, is_hub=True) for p in products]
    for some in (hubs, [*hubs[:500], *(replace(p, is_hub=False) for p in hubs[500:600])]):
        measured = stats(layout(some, segments))
        assert measured["nodes"] == len(some)
        assert measured["label_overlaps"] == 0


names = st.one_of(st.text(max_size=70), st.sampled_from((*HOSTILE, LONG, "乙烯", "")))


@st.composite
def forests(draw: st.DrawFn) -> list[Product]:
    count = draw(st.integers(1, 25))
    bands = draw(st.integers(1, 4))
    out: list[Product] = []
    for at in range(count):
        up = draw(st.one_of(st.none(), st.integers(0, at - 1))) if at else None
        name = draw(names)
        out.append(
            make(
                Product,
                id=f"p{at}",
                name_zh=name,
                short_zh=name,
                segment=f"链{draw(st.integers(1, bands))}",
                drawing_parent=None if up is None else f"p{up}",
                is_hub=draw(st.booleans()),
            )
        )
    return out


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(products=forests(), turned=st.booleans())
def test_any_forest_has_its_place(products: list[Product], turned: bool) -> None:
    segments = [segment(f"链{n}", n, n % 2) for n in range(1, 5)]
    placed = layout(products, segments)
    measured = stats(placed)
    assert measured["nodes"] == len(products)
    assert measured["label_overlaps"] == 0
    assert measured["min_font_px"] >= LEAST_PX
    assert layout(products[::-1] if turned else products, segments[::-1]) == placed

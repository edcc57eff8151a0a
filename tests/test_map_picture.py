"""Status, legend, hover text and data for the browser, from the real region."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.asof import AsOf
from graph.errors import BadRequest
from graph.facts import Facts
from graph.reason import Evaluation, evaluate
from graph.reason.passage import main_feeds
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.build import map_picture
from views.map.kinds import STANDING, WHOLE
from views.map.network import network_data
from views.map.node import map_state, node_states, status_row
from views.map.notes import notes
from views.map.outlets import drawn, plain_view
from views.map.picture import Told, look_of, picture
from views.map.saved import Wanted

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    facts = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
    return evaluate(facts, Rules.of(facts), AsOf("2026-11-23"))


def whole(facts: Facts) -> Wanted:
    return Wanted(tuple(facts.products.values()), tuple(facts.segments.values()))


def test_every_product_has_the_look_its_status_prescribes(evaluation):
    drawn = map_picture(evaluation, STANDING)
    rows = evaluation.rules.map_status
    assert len(drawn.nodes) == len(evaluation.chain.facts.goods)
    for node in drawn.nodes:
        balance = evaluation.balances[node.product.id]
        gaps = evaluation.gaps_of(node.product.id)
        barred = node.product.id in {gap.product_id for gap, _ in evaluation.removed}
        state = map_state(node.product, balance, gaps, is_barred=barred)
        row = status_row(rows, balance.presence, state)
        assert node.look == look_of(row)
        assert node.state is not None
        assert node.state.map_class == row.map_class


def test_what_is_bought_in_is_never_shown_as_missing(evaluation):
    classes = {n.product.id: n.state.map_class for n in map_picture(evaluation, STANDING).nodes}
    assert classes["crude-oil"] == classes["coal"] == "外购"
    assert classes["methanol"] == "缺失"
    assert {"可延伸", "在建或规划", "已有且强"} <= set(classes.values())


def test_both_kinds_stand_on_the_same_positions(evaluation):
    assert map_picture(evaluation, WHOLE).layout == map_picture(evaluation, STANDING).layout


def test_the_whole_chain_is_drawn_in_the_colour_of_its_segment(evaluation):
    drawn = map_picture(evaluation, WHOLE)
    for node in drawn.nodes:
        assert node.look.border == drawn.colors[node.product.segment]
        assert node.look.line == "solid"
        assert node.look.sign == ""


def test_legend_counts_add_up(evaluation):
    drawn = map_picture(evaluation, STANDING)
    counts = [int(item.text.rsplit(" ", 1)[1]) for item in drawn.legend if item.look]
    assert sum(counts) == len(drawn.nodes)
    texts = [item.text.rsplit(" ", 1)[0] for item in drawn.legend]
    assert len(set(texts)) == len(texts)


def test_the_foot_says_date_unit_scope_and_unsourced_share(evaluation):
    foot = " ".join(map_picture(evaluation, STANDING).footer)
    for words in ("数据截止日 2026-11-23", "万吨/年", "在产、在建", "来源未核份额"):
        assert words in foot
    share = notes(evaluation, evaluation.chain.facts).unsourced_share
    assert share is not None
    assert 0 < share < 1


def test_hover_text_names_firms_with_ten_thousand_tonnes(evaluation):
    states = node_states(evaluation, evaluation.chain.facts)
    lines = "\n".join(states["caprolactam"].tooltip_lines)
    units = evaluation.balances["caprolactam"].units
    assert units
    for unit in units:
        assert unit.firm in lines
        if unit.capacity_kt_a is not None:
            assert f"{unit.capacity_kt_a / 10:g} 万吨/年" in lines
    assert "kt" not in lines


def test_a_product_without_units_says_so(evaluation):
    states = node_states(evaluation, evaluation.chain.facts)
    bare = next(k for k, b in evaluation.balances.items() if not b.units)
    assert "本地没有装置记录" in states[bare].tooltip_lines
    assert states[bare].firms == ()


def sent(evaluation: Evaluation, kind: str) -> dict[str, Any]:
    """What the browser gets."""
    return network_data(drawn(evaluation, plain_view(kind)))


def test_links_are_main_feeds_between_known_products(evaluation):
    products = evaluation.chain.facts.products
    links = main_feeds(evaluation.chain)
    assert links == tuple(sorted(set(links)))
    assert all(a in products and b in products and a != b for a, b in links)
    assert ("ethylene", "ethylene-oxide") in links


def test_data_is_plain_json_and_its_revision_follows_content(evaluation):
    data = sent(evaluation, STANDING)
    again = sent(evaluation, STANDING)
    other = sent(evaluation, WHOLE)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["rev"] == again["rev"] != other["rev"]
    size = len(json.dumps(data, ensure_ascii=False).encode())
    assert size < 600_000


def test_every_node_and_line_has_finite_coordinates(evaluation):
    data = sent(evaluation, STANDING)
    for node in data["nodes"]:
        assert math.isfinite(node["x"])
        assert math.isfinite(node["y"])
    known = {id for id, spot in data["spots"].items() if "of" not in spot}
    assert known == set(data["info"])
    assert {spot["of"] for spot in data["spots"].values() if "of" in spot} <= known
    wires = [item for item in data["scene"]["body"] if item["k"] == "wire"]
    assert len(wires) > 300
    assert all(set(wire["ends"]) <= known for wire in wires)
    assert all(math.isfinite(value) for wire in wires for value in wire["p"])


def test_search_keys_hold_name_pinyin_and_cas(evaluation):
    keys = sent(evaluation, WHOLE)["info"]["phenol"]["keys"]
    assert {"苯酚", "benfen", "bf", "108-95-2", "phenol"} <= set(keys)


def test_no_title_reaches_pyvis(evaluation):
    assert not any("title" in node for node in sent(evaluation, WHOLE)["nodes"])


def test_a_product_without_status_is_drawn_as_unverified(evaluation):
    facts = evaluation.chain.facts
    about = notes(evaluation, facts)
    rows = evaluation.rules.map_status
    drawn = picture(STANDING, whole(facts), Told({}, rows, {}), about)
    assert {node.look for node in drawn.nodes} == {look_of(status_row(rows, "未核", "未知"))}


def test_another_kind_of_map_is_refused(evaluation):
    with pytest.raises(BadRequest, match="全景图"):
        map_picture(evaluation, "物料图")


def test_the_share_is_said_to_be_unknown_without_figures(evaluation):
    about = replace(notes(evaluation, evaluation.chain.facts), unsourced_share=None)
    facts = evaluation.chain.facts
    drawn = picture(WHOLE, whole(facts), Told({}, (), {}), about)
    assert any("未统计" in text for text in drawn.footer)

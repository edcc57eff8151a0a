"""Our drawing of each band against Graphviz dot's on the same boxes: an oracle."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.facts import Facts
from graph.model import Product
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.band import BOX_EM, PITCH_EM, TEXT_PAD_EM, chip_text
from views.map.forest import Forest, forests
from views.map.measure import text_em
from views.map.tidy import GAP_EM
from views.map.variants import variants

DATA = Path(__file__).resolve().parents[1] / "data"
POINTS_PER_EM = 72.0


def dot_area(forest: Forest, by_id: dict[str, Product]) -> float:
    """Area in em² of dot's left-to-right drawing with boxes and gaps of the same size."""
    pygraphviz = pytest.importorskip("pygraphviz")
    graph = pygraphviz.AGraph(
        directed=True, rankdir="LR", nodesep=str(PITCH_EM - BOX_EM), ranksep=str(GAP_EM)
    )

    def add(name: str, wide: float) -> None:
        graph.add_node(name, shape="box", fixedsize="true", label="", width=wide, height=BOX_EM)

    for node in forest.members():
        add(node, text_em(by_id[node].short_zh) + TEXT_PAD_EM)
    for parent, kids in forest.children.items():
        graph.add_edges_from((parent, kid) for kid in kids)
    for child, source in forest.chips.items():
        add(f"chip:{child}", text_em(chip_text(by_id[source].short_zh)) + 0.2)
        graph.add_edge(f"chip:{child}", child)
    graph.layout("dot")
    left, low, right, high = (float(v) for v in graph.graph_attr["bb"].split(","))
    return (right - left) * (high - low) / POINTS_PER_EM**2


def test_bands_take_less_room_than_dots():
    products = Facts.of(read_data(DATA, read_schema(DATA / "schema"))).products
    ours = theirs = 0.0
    for forest in forests(tuple(products.values())).values():
        plan = variants(forest, products)[0].plan
        ours += plan.total_em * (plan.height_rows * PITCH_EM + BOX_EM)
        theirs += dot_area(forest, products)
    assert ours < theirs

"""The benchmark of the map: its parts without a browser run, and what is true on any machine."""

from __future__ import annotations

import math
import re

import pytest

from benchmarks.map import __main__ as command
from benchmarks.map import against_dot, chain, drift, engines, sizes
from benchmarks.map.drawn import as_graph
from benchmarks.map.nets import crossed, nets, polyline
from benchmarks.map.synthetic import synthetic, synthetic_drawing
from benchmarks.map.table import HEAD, Row, counted, timed
from views.map.geometry import Box
from views.map.layout import stats
from views.map.outlets import plain_view

CELL = re.compile(r" \*\*([\d.,]+)\*\* ")


@pytest.fixture(scope="module")
def graph():
    return as_graph("small", synthetic_drawing(60))


def test_rows_say_whether_their_goal_is_held() -> None:
    row = timed("ours", 0.25, "theirs", 0.1, 3)
    assert row.line() == "| ours | 250 ms | theirs | 100 ms | **2.50** | ≤ 3 | yes |"
    assert timed("ours", 0.0091, "theirs", 0.001, 3).line().endswith("**9.10** | ≤ 3 | **no** |")
    ratios = [counted("ours", a, "theirs", b).ratio for a, b in ((0, 0), (2, 0), (0, 2), (3, 2))]
    assert ratios == [1, 2, 0, 1.5]
    assert HEAD.splitlines()[0].count("|") == row.line().count("|")


def test_bands_hold_every_line_of_the_page_and_the_same_crossings() -> None:
    for view in chain.views():
        layout = chain.anew(chain.wanted(view))
        parts = nets(layout)
        assert sum(len(part.lines) for part in parts) == len(layout.edges)
        assert sum(crossed(part.lines) for part in parts) == stats(layout)["crossings"]


def test_lines_cross_where_they_do() -> None:
    lines = {
        ("a", "b"): ((0.0, 0.0), (4.0, 4.0)),
        ("c", "d"): ((0.0, 4.0), (4.0, 0.0)),
        ("a", "d"): ((0.0, 1.0), (4.0, 1.0)),
    }
    assert crossed(lines) == 1
    assert polyline([(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0)])[-1] == (6, 0)


def test_no_view_crosses_more_often_than_dot() -> None:
    rows = list(against_dot.rows(chain.views(), 1, with_large=False))
    assert len([row for row in rows if row.goal is not None]) == 2 * len(chain.views())
    assert all(math.isfinite(row.ratio) and row.ratio >= 0 for row in rows)
    held = [row for row in rows if row.what.startswith("crossings") and row.goal is not None]
    assert [row.what for row in held if not row.is_held] == []


def test_what_stands_does_not_move() -> None:
    found = list(drift.measure(1))
    assert [moved.count for moved in found] == list(drift.COUNTS)
    for moved in found:
        assert moved.remembered == (0, 0)
        assert all(math.isfinite(x) and x >= 0 for x in (*moved.anew, *moved.dot))


def test_an_update_follows_from_its_seed() -> None:
    before = chain.wanted(plain_view())
    after = drift.updated(before, 5, seed=3)
    assert after == drift.updated(before, 5, seed=3) != drift.updated(before, 5, seed=4)
    old, new = ({p.id: p for p in asked.products} for asked in (before, after))
    assert (len(old.keys() - new.keys()), len(new.keys() - old.keys())) == (1, 5)
    assert all(new[id].drawing_parent in new for id in new.keys() - old.keys())
    assert {id for pair in after.links for id in pair} <= new.keys()
    assert drift.drift([({"a": Box(0, 0, 1, 1)}, {"a": Box(3, 4, 1, 1)})]) == (5, 5)


def test_no_file_is_too_large() -> None:
    rows = list(sizes.rows())
    assert len(rows) >= len(chain.views())
    assert [(row.what, row.ours) for row in rows if not row.is_held] == []


def test_the_large_chain_stands_in_the_shipped_bands() -> None:
    asked = synthetic()
    known = {p.id for p in asked.products}
    assert len(known) == 1000
    assert {p.segment for p in asked.products} == {s.id for s in asked.segments}
    assert {p.drawing_parent for p in asked.products} - {None} <= known


def test_every_engine_gets_every_box_and_nothing_from_outside(graph, monkeypatch) -> None:
    monkeypatch.setattr(engines, "cytoscape", lambda: None)
    pages = engines.pages(graph)
    assert set(pages) == {engines.OURS, engines.PYVIS, engines.PLACED, engines.SVG}
    assert len(graph.nodes) >= 60
    assert {end for pair in graph.lines for end in pair} <= {node.id for node in graph.nodes}
    for text in pages.values():
        assert not re.search(r"<(script|link|img)\b[^>]*\b(src|href)\s*=\s*[\"']?https?:", text)
    monkeypatch.setattr(engines, "cytoscape", lambda: "/* library */")
    page = engines.pages(graph)[engines.CYTOSCAPE]
    assert page.count('"position"') == len(graph.nodes)
    assert page.count('"source"') == len(graph.lines)


def test_the_command_prints_tables(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setattr(sizes, "rows", lambda: iter([Row("one file", "1 B", "", "2 B", 0.5, 1.0)]))
    monkeypatch.setattr(chain, "views", lambda: [plain_view()])
    command.main(["--quick", "--only=dot,drift,size"])
    said = capsys.readouterr()
    assert said.out.count("cores") == 1
    assert all(math.isfinite(float(x.replace(",", ""))) for x in CELL.findall(said.out))
    assert "drift: 1 new products" in said.err
    assert "layout anew, whole chain" in said.out

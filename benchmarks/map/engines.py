"""One page an engine, all moved by the same driver."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.map import plain
from benchmarks.map.drawn import Graph
from benchmarks.map.npm import cytoscape
from views.map.network import html
from views.map.svg import svg

JS = Path(__file__).resolve().parent / "js"
OURS, SVG, CYTOSCAPE = "ours", "plain SVG", "cytoscape"
PYVIS, PLACED = "plain pyvis", "pyvis, our places"


def pages(graph: Graph) -> dict[str, str]:
    """HTML by engine; an engine that cannot be had is left out."""
    found = {
        OURS: html(graph.drawing) + _script("pyvis.js"),
        PYVIS: plain.page(graph) + _script("pyvis.js"),
        PLACED: plain.placed_page(graph) + _script("pyvis.js"),
        SVG: _page(f"{svg(graph.drawing.scene)}{_script('svg.js')}"),
    }
    library = cytoscape()
    if library is not None:
        data = json.dumps({"elements": _elements(graph)}, ensure_ascii=False).replace(
            "<", "\\u003c"
        )
        body = f'<div id="cy" style="position:absolute;inset:0"></div><script>{library}</script>'
        script = f"<script>const graph = {data};</script>{_script('cytoscape.js')}"
        found[CYTOSCAPE] = _page(body + script)
    return found


def _script(name: str) -> str:
    return f"<script>{(JS / name).read_text(encoding='utf-8')}</script>"


def _page(body: str) -> str:
    head = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>'
    style = "html,body{margin:0;height:100%;overflow:hidden;background:#fff}"
    return f"{head}{style}</style></head><body>{body}</body></html>"


def _elements(graph: Graph) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [
        {"data": asdict(n), "position": {"x": n.x, "y": n.y}} for n in graph.nodes
    ]
    found.extend({"data": {"source": a, "target": b}} for a, b in graph.lines)
    return found

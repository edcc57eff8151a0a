"""Plain pyvis: its own page and nothing of ours, with its own hierarchical layout or our places."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Browser
from pyvis.network import Network

from benchmarks.map.drawn import Graph, Node
from benchmarks.map.nets import Line, crossed
from views.map.geometry import Box, curve, sampled

OUTSIDE = re.compile(r"<script\b[^>]*\bsrc=.https?:.*?</script>|<link\b[^>]*>", re.DOTALL)
STILL = {"physics": {"enabled": False}}
HIERARCHY = {"enabled": True, "direction": "LR", "sortMethod": "directed"}
PLACES = """() => Object.fromEntries(network.body.nodeIndices.map((id) => {
  const box = network.getBoundingBox(id);
  return [id, [box.left, box.top, box.right - box.left, box.bottom - box.top]];
}))"""


def page(graph: Graph) -> str:
    """pyvis's hierarchical layout with the looks it has by itself."""
    net = _network(STILL | {"layout": {"hierarchical": HIERARCHY}})
    for node in graph.nodes:
        net.add_node(node.id, label=node.label, shape="box")
    return _page(net, graph)


def placed_page(graph: Graph) -> str:
    """The same boxes in the same places as ours, drawn by pyvis alone."""
    net = _network(STILL | {"layout": {"improvedLayout": False}, "edges": {"smooth": CUBIC}})
    for node in graph.nodes:
        net.add_node(node.id, label=node.label, shape="box", **_look(node))
    return _page(net, graph)


CUBIC = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal"}


def _look(node: Node) -> dict[str, object]:
    return {
        "x": node.x,
        "y": node.y,
        "widthConstraint": {"minimum": node.w},
        "heightConstraint": {"minimum": node.h},
        "margin": {"top": 0, "right": 0, "bottom": 0, "left": 0},
        "font": {"size": node.size, "color": node.ink},
        "color": {"background": node.fill, "border": node.border},
    }


def _network(options: dict[str, object]) -> Network:
    net = Network(height="100vh", width="100%", directed=True, cdn_resources="in_line")
    net.set_options(json.dumps(options))
    return net


def _page(net: Network, graph: Graph) -> str:
    """pyvis's page with its resources in line; tags that would fetch something are gone."""
    for a, b in graph.lines:
        net.add_edge(a, b)
    return OUTSIDE.sub("", net.generate_html(notebook=False))


def crossings(browser: Browser, graph: Graph) -> int:
    """Crossings of the same lines between the places vis-network chose, drawn as we draw them."""
    tab = browser.new_page(viewport={"width": 1600, "height": 900})
    tab.set_content(page(graph))
    tab.wait_for_function("() => typeof network !== 'undefined' && network.body.nodeIndices.length")
    boxes = {key: Box(*place) for key, place in tab.evaluate(PLACES).items()}
    tab.close()
    return crossed({(a, b): _line(boxes[a], boxes[b]) for a, b in graph.lines})


def _line(a: Box, b: Box) -> Line:
    return sampled(curve((a.right, a.middle), (b.x, b.middle)))

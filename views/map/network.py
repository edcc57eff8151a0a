"""The picture as a pyvis network: the one module that knows pyvis."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pyvis.network import Network

from views.map.drawing import Drawing
from views.map.encode import encoded
from views.map.geometry import Band, Box
from views.map.lines import Lines
from views.map.page import one_file

Json = dict[str, Any]
FACE = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Source Han Sans SC, sans-serif"
CHIP_INK = "#52606D"
FONT_PX = 12.0


def network_options(font_px: float) -> Json:
    """Options of vis-network: nothing moves by itself, everything stands where it was put."""
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "dragNodes": False,
            "selectConnectedEdges": False,
            "multiselect": False,
            "zoomSpeed": 0.6,
            "keyboard": {"enabled": False},
        },
        "edges": {"smooth": False, "hidden": True},
        "nodes": {
            "chosen": False,
            "labelHighlightBold": False,
            "borderWidth": 1.3,
            # as an object: vis-network takes a bare 0 for "not given" and computes NaN
            "margin": {"top": 0, "right": 0, "bottom": 0, "left": 0},
            "font": {"size": font_px, "face": FACE},
            "shapeProperties": {"borderRadius": 4},
        },
    }


def network(drawing: Drawing) -> Network:
    """A pyvis network with every spot of the picture at its place, and what leads to what.

    Boxes are clear and lines hidden: the canvas draws the scene, lines from border to border.
    """
    net = Network(height="100%", width="100%", cdn_resources="in_line")
    for spot in drawing.spots:
        net.add_node(spot.id, **_clear_box(spot.box))
    for node in net.nodes:  # said once in the options
        del node["shape"], node["color"]
    for source, target in drawing.links:
        net.add_edge(source, target)
    net.set_options(json.dumps(_clear_options()))
    return net


def _clear_options() -> Json:
    options = network_options(FONT_PX)
    return options | {"nodes": options["nodes"] | {"shape": "box", "color": "transparent"}}


def _clear_box(box: Box) -> Json:
    """Where a click counts."""
    return {
        "label": " ",
        "x": round(box.x + box.w / 2, 1),
        "y": round(box.middle, 1),
        "widthConstraint": {"minimum": round(box.w, 1)},
        "heightConstraint": {"minimum": round(box.h, 1)},
    }


def network_data(drawing: Drawing) -> Json:
    """Everything the browser needs, ready for JSON.

    Returns
    -------
    dict
        ``nodes``, ``edges``, ``options`` for vis-network; ``scene`` for the canvas; ``spots``
        by id, with the place and ``of``, what a click there means; ``links`` and ``info``
        (hover text and search keys) by what is meant, its lines and those of ``said`` as numbers
        of ``texts``; ``asides`` (from, to, relation) and
        ``hubs`` show beside what is chosen; ``bands`` can be opened; ``rev`` changes when anything
        else does, ``place`` when a position does.
    """
    net, scene, texts = network(drawing), drawing.scene, Lines()
    spots = {
        spot.id: {"x": spot.box.x, "y": spot.box.y, "w": spot.box.w, "h": spot.box.h}
        | ({} if spot.of == spot.id else {"of": spot.of})
        for spot in drawing.spots
    }
    data: Json = {
        "kind": drawing.kind,
        "title": scene.title,
        "width": scene.width,
        "height": scene.height,
        "nodes": net.nodes,
        "edges": net.edges,
        "options": _clear_options(),
        "scene": {part: encoded(getattr(scene, part)) for part in ("head", "body", "foot")},
        "spots": spots,
        "links": [list(pair) for pair in drawing.links],
        "asides": [list(aside) for aside in drawing.asides],
        "hubs": {id: list(names) for id, names in drawing.hubs.items()},
        "bands": [_band(band) for band in drawing.bands],
        "said": {
            ">".join(p): [texts.of(line) for line in said] for p, said in drawing.said.items()
        },
        "firms": {name: list(ids) for name, ids in drawing.firms.items()},
        "focus": drawing.focus,
        "info": {
            of: {"name": info.name, "lines": texts.of(info.lines), "keys": list(info.keys)}
            for of, info in drawing.info.items()
        },
    }
    data["texts"] = texts.all()
    places = [(id, spot["x"], spot["y"]) for id, spot in spots.items()]
    return {"rev": _digest(data), "place": _digest(places), **data}


def _band(band: Band) -> Json:
    title = band.title
    return {
        "id": band.segment,
        "box": [band.x, band.y, band.w, band.h],
        "title": [title.x, title.y, title.w, title.h],
    }


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def plain_data(
    nodes: Sequence[Json],
    edges: Sequence[Json],
    font_px: float,
    *,
    info: Mapping[str, Json],
    focus: str | None = None,
) -> Json:
    """A small drawing whose boxes and lines vis-network paints itself, ready for JSON.

    Parameters
    ----------
    nodes, edges
        With id, label, place and look; ends of lines are ids.
    info
        Hover text and what a click does, by node id.
    focus
        Node to keep in sight.
    """
    net = Network(height="100%", width="100%", cdn_resources="in_line", directed=False)
    for node in nodes:
        net.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"})
    for edge in edges:
        net.add_edge(edge["from"], edge["to"], **{k: v for k, v in edge.items() if k not in _ENDS})
    data: Json = {
        "nodes": net.nodes,
        "edges": net.edges,
        "options": _plain_options(font_px),
        "info": dict(info),
        "focus": focus,
    }
    return {"rev": _digest(data), **data}


_ENDS = ("from", "to")


def _plain_options(font_px: float) -> Json:
    options = network_options(font_px)
    words = {"size": font_px - 2, "face": FACE, "color": CHIP_INK, "background": "#FFFFFF"}
    return options | {
        "edges": {
            "smooth": False,
            "hidden": False,
            "chosen": False,
            "width": 1.2,
            "font": words | {"strokeWidth": 0, "align": "horizontal"},
        }
    }


def html(drawing: Drawing) -> str:
    """One self-contained page that opens with the network off.

    Raises
    ------
    RuntimeError
        pyvis changed its page so that something would still be fetched from outside.
    """
    return one_file(network(drawing).generate_html(notebook=False), drawing, network_data(drawing))

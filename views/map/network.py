"""The picture as a pyvis network: the one module that knows pyvis."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pyvis.network import Network

from views.map.compose import scene
from views.map.encode import encoded
from views.map.geometry import Box
from views.map.page import one_file
from views.map.picture import MapPicture, PictureNode
from views.names import fold, pinyin

Json = dict[str, Any]
FACE = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Source Han Sans SC, sans-serif"
CHIP_INK = "#52606D"


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


def network(picture: MapPicture) -> Network:
    """A pyvis network with every product, chip and line of the picture at its place.

    Boxes are clear and lines hidden: the canvas draws the scene, lines from border to border.
    """
    net = Network(height="100%", width="100%", cdn_resources="in_line")
    placed = picture.layout
    for node in picture.nodes:
        net.add_node(node.product.id, **_spot(placed.boxes[node.product.id]))
    for chip in placed.chips:
        net.add_node(chip_id(chip.child_id), **_spot(chip))
    for edge in placed.edges:
        start = chip_id(edge.target) if edge.kind == "chip" else edge.source
        net.add_edge(start, edge.target)
    net.set_options(json.dumps(network_options(placed.font_px)))
    return net


def chip_id(child_id: str) -> str:
    """Node id of the chip in front of a product."""
    return f"chip:{child_id}"


def _spot(box: Box) -> Json:
    """Where a click counts; what is seen there is drawn from the scene."""
    return {
        "label": " ",
        "shape": "box",
        "x": round(box.x + box.w / 2, 1),
        "y": round(box.middle, 1),
        "color": dict.fromkeys(("background", "border"), "rgba(0,0,0,0)"),
        "widthConstraint": {"minimum": round(box.w, 1)},
        "heightConstraint": {"minimum": round(box.h, 1), "valign": "middle"},
    }


def network_data(picture: MapPicture) -> Json:
    """Everything the browser needs, ready for JSON.

    Returns
    -------
    dict
        ``nodes``, ``edges``, ``options`` for vis-network; ``scene`` for the canvas; ``boxes``
        the place of every product; ``chips``, ``links`` (main feeds) and ``info`` (hover text
        and search keys) by product; ``rev`` changes when anything else does, ``place`` when a
        position does.
    """
    net = network(picture)
    placed = picture.layout
    drawn = scene(picture)
    data: Json = {
        "kind": picture.kind,
        "title": picture.title,
        "width": placed.width,
        "height": placed.height,
        "font_px": placed.font_px,
        "nodes": net.nodes,
        "edges": net.edges,
        "options": network_options(placed.font_px),
        "scene": {part: encoded(getattr(drawn, part)) for part in ("head", "body", "foot")},
        "boxes": [
            {"id": key, "x": box.x, "y": box.y, "w": box.w, "h": box.h}
            for key, box in sorted(placed.boxes.items())
        ],
        "chips": [{"id": chip_id(c.child_id), "from": c.product_id} for c in placed.chips],
        "links": [list(pair) for pair in picture.links],
        "info": {node.product.id: _info(node) for node in picture.nodes},
    }
    places = [(box["id"], box["x"], box["y"]) for box in data["boxes"]]
    return {"rev": _digest(data), "place": _digest(places), **data}


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _info(node: PictureNode) -> Json:
    product = node.product
    names = [product.name_zh, product.short_zh, *product.aliases]
    latin = [product.name_en or "", product.cas or "", product.id]
    sounds = [sound for name in names for sound in pinyin(name)]
    keys = dict.fromkeys(fold(text) for text in (*names, *latin, *sounds) if text)
    return {"name": product.name_zh, "lines": list(node.tooltip), "keys": list(keys)}


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


def html(picture: MapPicture) -> str:
    """One self-contained page that opens with the network off.

    Raises
    ------
    RuntimeError
        pyvis changed its page so that something would still be fetched from outside.
    """
    return one_file(network(picture).generate_html(notebook=False), picture, network_data(picture))

"""The drawing around one thing, ready for the browser: looks, hover texts, what a click does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.store.values import Ref
from views.map.ego.ego import Branch, Ego, Leaf, Sight
from views.map.ego.place import BIG, FONT, SMALL, Placed, Run, Spot, more_text, placed
from views.map.measure import text_em
from views.map.network import plain_data
from views.tables.tie.ties import DATASET_WORD, GUESSED, Names, Tie, short_name

Json = dict[str, Any]
SHOWN_EM = 14.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of thing is drawn: colours, roundness of the corners, mark before the name."""

    word: str
    mark: str
    fill: str
    border: str
    radius: float


SHAPES: Mapping[str, Shape] = {
    "firm": Shape("企业", "■", "#E6F0FA", "#124A86", 1),
    "product": Shape("产品", "●", "#E3F4E5", "#2E7D32", 12),
    "project": Shape("项目", "◆", "#FFF3D6", "#B7791F", 6),
    "park": Shape("园区", "▲", "#F3E8FD", "#6B46C1", 6),
    "item": Shape("目录产品", "○", "#F5F7FA", "#52606D", 12),
}
INK, SOFT, LINE, AWAY = "#1F2933", "#52606D", "#7B8794", "#B0BAC5"


def drawing_data(
    drawing: Ego, names: Names, unchecked: Callable[[Ref], bool], focus: Ref | None = None
) -> Json:
    """Everything the browser needs for one tree.

    Parameters
    ----------
    names
        What every thing is called.
    unchecked
        Whether a thing comes from a data set nobody checked.
    focus
        The thing to keep in sight.
    """

    def text_of(leaf: Leaf) -> str:
        return thing_text(leaf.ref, names, is_unchecked=unchecked(leaf.ref))

    at = placed(drawing, text_of, label_of)
    center = drawing.center.ref
    text = thing_text(center, names, is_unchecked=unchecked(center))
    nodes = [center_node(at.things[center], center, text, BIG)]
    info = {nodes[0]["id"]: _about(drawing.center, names, unchecked)}
    for leaf in leaves(drawing.center):
        spot = at.things[leaf.ref]
        nodes.append(thing_node(spot, leaf.ref, text_of(leaf), is_dashed=unchecked(leaf.ref)))
        info[spot.key] = _about(leaf, names, unchecked)
    for branch, spot in at.chips:
        nodes.append(_chip_node(spot, branch.title))
    for branch, spot in at.more:
        nodes.append(_more_node(spot, branch))
        info[spot.key] = {"lines": [f"还有 {branch.hidden} 条没画;点一下多画几个"], "act": "more"}
    points, edges = _lines(at)
    kept = None if focus is None or focus not in at.things else at.things[focus].key
    return plain_data(nodes + points, edges, FONT, info=info, focus=kept)


def leaves(leaf: Leaf) -> list[Leaf]:
    """Every thing under one, nearest first."""
    out: list[Leaf] = []
    level = [leaf]
    while level:
        level = [under for one in level for branch in one.branches for under in branch.leaves]
        out += level
    return out


def thing_text(ref: Ref, names: Names, *, is_unchecked: bool = False) -> str:
    """What stands in a box: the mark of its kind, the name, and 名录 when nobody checked it."""
    name = short_name(names.get(ref, ref[1]))
    return f"{SHAPES[ref[0]].mark} {name}{' 名录' if is_unchecked else ''}"


def label_of(leaf: Leaf) -> str:
    """What stands on the line to a thing: what the first tie says, and how many more there are."""
    labels = list(dict.fromkeys(tie.label for tie in leaf.ties if tie.label))
    if not labels:
        return ""
    if {"need", "make"} <= {tie.code for tie in leaf.ties}:
        return f"{cut(labels[0])},也产"
    return cut(labels[0]) if len(labels) == 1 else f"{cut(labels[0])} 等{len(labels)}条"


def cut(text: str, most_em: float = SHOWN_EM) -> str:
    """A text no wider than ``most_em``; the rest is dots.

    Examples
    --------
    >>> cut("供 苯 未知"), cut("供 苯 未知", 3.0)
    ('供 苯 未知', '供 …')
    """
    if text_em(text) <= most_em:
        return text
    while text and text_em(text) > most_em - 1.0:
        text = text[:-1]
    return f"{text}…"


def tie_words(tie: Tie, names: Names) -> str:
    """One tie in words, for the hover text."""
    a, b = (names.get(end, end[1]) for end in (tie.start, tie.end))
    doubt = f"({GUESSED})" if tie.code in ("supply", "need") and not tie.is_certain else ""
    if tie.code == "need" and getattr(tie.proof, "from_firm_id", None) is None:
        doubt = f",供方未载{doubt}"
    unchecked = f"({DATASET_WORD})" if tie.is_dataset else ""
    return _WORDS[tie.code].format(a=a, b=b, label=tie.label) + doubt + unchecked


_WORDS = {
    "make": "{a}做{b}:{label}",
    "take": "{a}加工{b}:{label}",
    "plan": "{a}要做{b}",
    "supply": "{a} → {b}:{label}",
    "need": "{b}要用{a}:{label}",
    "owner": "{a}的控股方是{b}",
    "merged": "{a}已并入{b}",
    "park": "{a}在{b}",
    "part": "{a}参与{b}:{label}",
    "site": "{a}在{b}",
    "item": "{a}的产品目录里有{b} {label}",
}
ACTS = {
    "firm": "单击展开它的上下家和产品,双击打开这家企业",
    "product": "单击展开在做它的企业,双击到两图上看",
    "project": "单击展开参与的企业和产品",
    "park": "单击展开园内的企业和项目",
    "item": "单击展开列有它的企业",
}
OPENS = {"firm": "打开这家企业", "product": "在两图上看"}


def _about(leaf: Leaf, names: Names, unchecked: Callable[[Ref], bool]) -> Json:
    kind, id = leaf.ref
    name = names.get(leaf.ref, id)
    head = f"{SHAPES[kind].word}:{name}{f'({DATASET_WORD})' if unchecked(leaf.ref) else ''}"
    told = dict.fromkeys(tie_words(tie, names) for tie in leaf.ties)
    lines = [head, *list(told)[:6]]
    if not leaf.ties:
        return {"lines": [head], "act": "", "open": "", "name": name}
    act = "单击收起" if leaf.branches else ACTS[kind]
    return {"lines": [*lines, act], "act": "toggle", "open": OPENS.get(kind, ""), "name": name}


def center_node(spot: Spot, ref: Ref, text: str, size: float) -> Json:
    """A thing the drawing is about: white on the colour of its kind."""
    shape = SHAPES[ref[0]]
    node = _box(spot, text, shape.border, shape.border, shape.radius + 3)
    return node | {"font": {"color": "#FFFFFF", "size": size}}


def thing_node(spot: Spot, ref: Ref, text: str, *, is_dashed: bool = False) -> Json:
    """A thing as vis-network draws it."""
    shape = SHAPES[ref[0]]
    return _box(spot, text, shape.fill, shape.border, shape.radius, is_dashed=is_dashed)


def _box(
    spot: Spot, text: str, fill: str, border: str, radius: float, *, is_dashed: bool = False
) -> Json:
    dashes: bool | list[float] = [4, 3] if is_dashed else False
    return {
        "id": spot.key,
        "label": text,
        "shape": "box",
        "x": round(spot.x, 1),
        "y": round(spot.y, 1),
        "color": {"background": fill, "border": border},
        "font": {"color": INK},
        "shapeProperties": {"borderRadius": radius, "borderDashes": dashes},
        "widthConstraint": {"minimum": spot.w},
        "heightConstraint": {"minimum": spot.h, "valign": "middle"},
    }


def _chip_node(spot: Spot, text: str) -> Json:
    node = _box(spot, text, "#EEF2F6", "#EEF2F6", 3)
    return node | {"font": {"color": SOFT, "size": SMALL}}


def _more_node(spot: Spot, branch: Branch) -> Json:
    node = _box(spot, more_text(branch), "#FFFFFF", LINE, 12)
    return node | {"font": {"color": INK, "size": FONT}}


def _lines(at: Placed) -> tuple[list[Json], list[Json]]:
    """Points where lines bend, and the lines between them; ties across stand behind."""
    points: dict[tuple[float, float], str] = {}
    edges: list[Json] = [
        {"from": a, "to": b, "color": AWAY, "dashes": [2, 4] if dashed else False, **_BOWED}
        for a, b, dashed in dict.fromkeys(at.across)
    ]
    for run in at.runs:
        x0, y0, x1, y1 = run.points
        if (x0, y0) != (x1, y1):
            a, b = (points.setdefault(p, f"point:{p[0]}:{p[1]}") for p in ((x0, y0), (x1, y1)))
            edges.append(edge(a, b, run))
    return [line_point(key, *p) for p, key in points.items()], edges


_BOWED = {"smooth": {"enabled": True, "type": "cubicBezier", "roundness": 0.4}, "width": 1}


def edge(a: str, b: str, run: Run) -> Json:
    """One straight line, with its words on it."""
    out: Json = {"from": a, "to": b, "color": LINE, "dashes": [5, 4] if run.is_dashed else False}
    if run.label:
        out["label"] = run.label
    if run.arrow:
        out["arrows"] = {run.arrow: {"enabled": True, "scaleFactor": 0.55}}
    return out


def line_point(key: str, x: float, y: float) -> Json:
    """A bend of a line: nothing to see."""
    return {"id": key, "label": " ", "shape": "dot", "size": 0.1, "borderWidth": 0, "x": x, "y": y}


def branch_at(drawing: Ego, key: str) -> tuple[Ref, Sight] | None:
    """The branch whose “+N” is called ``key``."""
    for leaf in (drawing.center, *leaves(drawing.center)):
        for branch in leaf.branches:
            code, from_start = branch.sight
            if key == f"more:{leaf.ref[0]}:{leaf.ref[1]}:{code}:{from_start:d}":
                return leaf.ref, branch.sight
    return None

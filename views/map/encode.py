"""The pieces of a scene as JSON for the browser: a letter for what it is, then what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from views.map.scene import Badge, Card, Cubic, Item, Panel, Ribbon, Wire, Words

Json = dict[str, Any]


_USUAL: Json = {"bold": False, "align": "left", "struck": False, "line": "solid", "id": None}


def encoded(items: Sequence[Item]) -> list[Json]:
    """Pieces in the order they are drawn in; what is as usual is left out."""
    return [
        {
            key: value
            for key, value in _of(item).items()
            if key not in _USUAL or value != _USUAL[key]
        }
        for item in items
    ]


@singledispatch
def _of(item: Item) -> Json:
    raise TypeError(type(item).__name__)


@_of.register
def _(item: Words) -> Json:
    return {
        "k": "words",
        "at": _pair(item.x, item.y),
        "text": item.text,
        "size": round(item.size, 2),
        "color": item.color,
        "bold": item.bold,
        "align": item.align,
    }


@_of.register
def _(item: Card) -> Json:
    return {
        "k": "card",
        "id": item.of,
        "box": [round(v, 2) for v in (item.x, item.y, item.w, item.h)],
        "fill": item.fill,
        "border": item.border,
        "line": item.line,
        "width": item.width,
        "struck": item.struck,
        "words": encoded(item.words),
    }


@_of.register
def _(item: Panel) -> Json:
    box = [round(v, 2) for v in (item.x, item.y, item.w, item.h)]
    return {"k": "panel", "box": box, "color": item.color}


@_of.register
def _(item: Wire) -> Json:
    return {
        "k": "wire",
        "p": _flat(item.points),
        "color": item.color,
        "line": item.line,
        "width": item.width,
        "opacity": item.opacity,
        "ends": list(item.ends),
    }


@_of.register
def _(item: Badge) -> Json:
    return {
        "k": "badge",
        "id": item.of,
        "at": _pair(item.x, item.y),
        "r": round(item.r, 2),
        "text": item.text,
        "color": item.color,
        "ink": item.ink,
    }


@_of.register
def _(item: Ribbon) -> Json:
    return {
        "k": "ribbon",
        "p": _flat(item.points),
        "width": round(item.width, 2),
        "color": item.color,
        "opacity": item.opacity,
        "hatched": item.hatched,
        "ends": list(item.ends),
    }


def _pair(x: float, y: float) -> list[float]:
    return [round(x, 2), round(y, 2)]


def _flat(points: Cubic) -> list[float]:
    return [round(value, 1) for point in points for value in point]

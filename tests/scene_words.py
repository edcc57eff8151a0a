"""The texts of a scene and the room each takes."""

from __future__ import annotations

from collections.abc import Iterator

from views.map.geometry import Box
from views.map.measure import text_em
from views.map.scene import Card, Scene, Words


def words(scene: Scene) -> Iterator[Words]:
    """Every line of text, in boxes and beside them."""
    for item in scene.items:
        if isinstance(item, Words):
            yield item
        elif isinstance(item, Card):
            yield from item.words


def room(item: Words) -> Box:
    """Where a line of text stands."""
    wide = text_em(item.text) * item.size
    x = item.x - {"left": 0.0, "center": 0.5, "right": 1.0}[item.align] * wide
    return Box(x, item.y - item.size / 2, wide, item.size)

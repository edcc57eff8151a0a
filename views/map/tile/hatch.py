"""The hatch that says a capacity is not known, on a ground of its own so that it shows on blue."""

from __future__ import annotations

from collections.abc import Iterator

from views.map.scene import Card, Item, Ribbon

HIGH = 8.0
"""How high the strip is, px."""
_GREY, _GROUND = "#7B8794", "#FFFFFF"


def hatch(x: float, middle: float, wide: float, name: str = "") -> Iterator[Item]:
    """A hatched strip from ``x`` on, ``wide`` px long; ``name`` is what it belongs to."""
    yield Card(x, middle - HIGH / 2, wide, HIGH, _GROUND, _GROUND, "solid", (), None, 0.5)
    third = wide / 3
    points = ((x, middle), (x + third, middle), (x + 2 * third, middle), (x + wide, middle))
    yield Ribbon(points, HIGH, _GREY, 1.0, True, (name, name))

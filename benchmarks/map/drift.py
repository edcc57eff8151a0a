"""How far what stood moves when a few products come and one goes: remembered, anew, by dot."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from benchmarks.map.chain import anew, wanted
from benchmarks.map.dot import dotted
from benchmarks.map.nets import nets
from benchmarks.map.table import progress
from graph.model import MapSheet, Product
from views.map.geometry import Box, Layout
from views.map.memory import recalled
from views.map.outlets import plain_view
from views.map.saved import Wanted

COUNTS = (1, 5, 10)
HEAD = (
    "| new products, one gone | remembered, most (mean) px | anew, most (mean) px"
    " | dot anew, most (mean) px | goal | held |\n|---|---|---|---|---|---|"
)
Drift = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Moved:
    """The most, and the mean over all updates, that a box moved, in px of a 1920 × 1080 page."""

    count: int
    remembered: Drift
    anew: Drift
    dot: Drift

    def line(self) -> str:
        """The row as Markdown."""
        parts = (
            f"{most:,.1f} ({mean:,.1f})" for most, mean in (self.remembered, self.anew, self.dot)
        )
        held = "yes" if self.remembered[0] == 0 else "**no**"
        return f"| {self.count} | {' | '.join(parts)} | 0 remembered | {held} |"


def measure(updates: int, counts: Sequence[int] = COUNTS) -> Iterator[Moved]:
    """Each number of new products in so many updates of the whole chain, each from a seed."""
    before = wanted(plain_view())
    if before.sheet is None:
        raise SystemExit("no remembered sheet of the whole chain")
    fresh, kept = anew(before), remembered(before, before.sheet)
    for count in counts:
        progress(f"drift: {count} new products")
        pairs = []
        for seed in range(updates):
            after = updated(before, count, seed)
            still = remembered(after, before.sheet)
            ways = ((kept.boxes, still.boxes), (fresh.boxes, anew(after).boxes))
            pairs.append((*ways, (_by_dot(kept), _by_dot(still))))
        yield Moved(count, *(drift([run[way] for run in pairs]) for way in range(3)))


def remembered(asked: Wanted, sheet: MapSheet) -> Layout:
    """The layout with the sheet; anew, as the product would, where that cannot be."""
    room = dict(asked.room)
    found = recalled(sheet, asked.products, asked.shown(), asked.links, room)
    return anew(asked) if found is None else found


def updated(asked: Wanted, count: int, seed: int) -> Wanted:
    """So many new products below others, named as long as others, and one without children gone."""
    chance = random.Random(f"{count}/{seed}")
    shown = sorted(asked.products, key=lambda p: p.id)
    parents = {p.drawing_parent for p in shown}
    gone = chance.choice([p for p in shown if p.id not in parents])
    stay = [p for p in shown if p.id != gone.id]
    new = [_new(chance, stay, number) for number in range(count)]
    links = (pair for pair in asked.links if gone.id not in pair)
    fed = ((p.drawing_parent or "", p.id) for p in new)
    products = (*(p for p in asked.products if p.id != gone.id), *new)
    return replace(asked, products=products, links=(*links, *fed))


def _new(chance: random.Random, stay: list[Product], number: int) -> Product:
    parent, like = chance.choice(stay), chance.choice(stay)
    return replace(
        parent,
        id=f"new-{number}",
        name_zh=like.name_zh,
        short_zh=like.short_zh,
        aliases=(),
        is_hub=False,
        drawing_parent=parent.id,
    )


def _by_dot(layout: Layout) -> dict[str, Box]:
    """Places in dot's drawings, each box within its band."""
    places: dict[str, Box] = {}
    for net in nets(layout):
        found = dotted(net, layout.font_px).boxes
        left, top = min(b.x for b in found.values()), min(b.y for b in found.values())
        places |= {k: replace(b, x=b.x - left, y=b.y - top) for k, b in found.items()}
    return places


def drift(pairs: list[tuple[Mapping[str, Box], Mapping[str, Box]]]) -> Drift:
    """Most and mean distance between what stands both before and after."""
    far = [
        hypot(a[key].x - b[key].x, a[key].y - b[key].y)
        for a, b in pairs
        for key in sorted(a.keys() & b.keys())
    ]
    return max(far), sum(far) / len(far)

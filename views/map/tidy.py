"""Drawing of a forest from left to right, in em and rows: no edge crosses another.

The backbone gives every product one parent, so the only freedom is the order of
siblings and the rows.  A node stands one gap right of its parent, siblings in one
aligned column.  Subtrees are packed by their outlines (Reingold and Tilford 1981, with
outlines over x instead of ranks as in van der Ploeg 2014), once from above and once
from below; the mean of the two obeys the same constraints and is balanced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from views.map.forest import Forest
from views.map.settle import Part, settle

GAP_EM = 1.6
"""Room for the edges between a parent and its children."""
TREE_GAP = 1.1
"""Rows between nodes of different trees; 1 between nodes of one tree."""
CHIP_GAP_EM = 0.5

Room: TypeAlias = tuple[float, float, float, float]
"""A rectangle a subtree needs: left, right (em), first row, last row."""
Outline: TypeAlias = tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One band, laid out: left edge and width in em, row of the middle of every node.

    A node is half a row high each way, and ``extra_rows`` more; what reaches highest does so
    to row 0 (less its half), what reaches lowest to ``height_rows``.  ``chip_x`` is the left
    edge of each chip by the child it feeds.
    """

    x_em: Mapping[str, float]
    width_em: Mapping[str, float]
    row: Mapping[str, float]
    extra_rows: Mapping[str, float]
    chip_x_em: Mapping[str, float]
    chip_width_em: Mapping[str, float]
    total_em: float
    height_rows: float


@dataclass(frozen=True, slots=True)
class _Block:
    rows: Mapping[str, float]
    outline: Outline

    def height(self) -> float:
        return max(part[3] for part in self.outline) - min(part[2] for part in self.outline)


def arrange(
    forest: Forest,
    width_em: Callable[[str], float],
    chip_width_em: Callable[[str], float],
    extra_rows: Callable[[str], float] = lambda _: 0.0,
    *,
    aligned: bool = True,
    left_em: float = 0.0,
) -> Plan:
    """Place one forest.

    Parameters
    ----------
    forest
        Holds at least one product.
    width_em, chip_width_em
        Width of a product's box, and of the chip that names a product.
    extra_rows
        How much a product's box is higher, each way, than half a row.
    aligned
        Siblings take the width of the widest, so that their boxes form one column.
    left_em
        Where the drawing begins.
    """
    chips = {root: chip_width_em(source) for root, source in forest.chips.items()}
    x, width = columns(forest, width_em, chips, aligned, left_em)
    extra = {node: extra_rows(node) for node in forest.members()}
    drawing = _Drawing(forest, x, width, chips, extra)
    order = _lowest(forest.roots, {r: drawing.block(r) for r in forest.roots}, TREE_GAP)
    down = drawing.stacked(order, flipped=False)
    up = drawing.stacked(order[::-1], flipped=True)
    bottom = max(up.values())
    mean = {node: (down[node] + bottom - up[node]) / 2 for node in down}
    rows = settle(mean, drawing.parts(), drawing.families(), TREE_GAP)
    first = min(row - extra[node] for node, row in rows.items())
    rows = {node: round(row - first, 4) for node, row in rows.items()}
    return Plan(
        x,
        width,
        rows,
        extra,
        {root: x[root] - CHIP_GAP_EM - chips[root] for root in chips},
        chips,
        max(x[node] + width[node] for node in x) - left_em,
        max(row + extra[node] for node, row in rows.items()),
    )


def columns(
    forest: Forest,
    width_em: Callable[[str], float],
    chips: Mapping[str, float],
    aligned: bool,
    left_em: float,
) -> tuple[dict[str, float], dict[str, float]]:
    """Left edge and width of every node."""
    indent = max(chips.values(), default=0.0) + CHIP_GAP_EM if chips else 0.0
    x = {root: left_em + (indent if root in chips else 0.0) for root in forest.roots}
    width = {root: width_em(root) for root in forest.roots}
    for node in forest.members():
        kids = forest.children.get(node, ())
        widest = max((width_em(kid) for kid in kids), default=0.0)
        for kid in kids:
            x[kid] = x[node] + width[node] + GAP_EM
            width[kid] = widest if aligned else width_em(kid)
    return x, width


class _Drawing:
    """Rows of one forest once the columns are known; remembers the order of each family."""

    def __init__(
        self,
        forest: Forest,
        x: Mapping[str, float],
        width: Mapping[str, float],
        chips: Mapping[str, float],
        extra: Mapping[str, float],
    ) -> None:
        self._forest, self._x, self._width, self._chips = forest, x, width, chips
        self._extra = extra
        self._order: dict[str, tuple[str, ...]] = {}

    def block(self, node: str) -> _Block:
        """The subtree under ``node`` with its families in their lowest order."""
        kids = self._forest.children.get(node, ())
        blocks = {kid: self.block(kid) for kid in kids}
        self._order[node] = _lowest(kids, blocks, 1.0)
        return self._join(node, [(kid, blocks[kid]) for kid in self._order[node]])

    def stacked(self, roots: Sequence[str], *, flipped: bool) -> dict[str, float]:
        """Rows of all nodes, packed from above, each family in its order or upside down."""

        def block(node: str) -> _Block:
            order = self._order[node][::-1] if flipped else self._order[node]
            return self._join(node, [(kid, block(kid)) for kid in order])

        return dict(_stack([block(root) for root in roots], TREE_GAP).rows)

    def families(self) -> Mapping[str, tuple[str, ...]]:
        """Children of every node, in the order chosen."""
        return self._order

    def parts(self) -> list[Part]:
        """What takes room: every box with its chip, and the edges of every family."""
        found: list[Part] = []
        pending = [(root, number) for number, root in enumerate(self._forest.roots)]
        while pending:
            node, tree = pending.pop()
            left, right = self._x[node], self._x[node] + self._width[node]
            back = CHIP_GAP_EM + self._chips[node] if node in self._chips else 0.0
            found.append(Part(left - back, right, (node,), tree, self._extra[node]))
            kids = self._order[node]
            if kids:
                found.append(Part(right, right + GAP_EM, kids, tree))
            pending += [(kid, tree) for kid in kids]
        return found

    def _join(self, node: str, kids: Sequence[tuple[str, _Block]]) -> _Block:
        """``node`` in front of the middle of its children, with the channel of its edges."""
        left, extra = self._x[node], self._extra[node]
        right = left + self._width[node]
        if node in self._chips:
            left -= CHIP_GAP_EM + self._chips[node]
        if not kids:
            return _Block({node: 0.0}, ((left, right, -extra, extra),))
        stack = _stack([block for _, block in kids], 1.0)
        first, last = stack.rows[kids[0][0]], stack.rows[kids[-1][0]]
        row = (first + last) / 2
        own: Outline = (
            (left, right, row - extra, row + extra),
            (right, right + GAP_EM, first, last),
        )
        return _Block({node: row, **stack.rows}, own + stack.outline)


def _lowest(names: Sequence[str], blocks: Mapping[str, _Block], gap: float) -> tuple[str, ...]:
    """The order that stacks lowest; the first one found on a tie."""
    best, lowest = tuple(names), float("inf")
    if len(names) < 2:
        return best
    for order in _orders(names, blocks):
        height = _stack([blocks[name] for name in order], gap).height()
        if height < lowest - 1e-9:
            best, lowest = tuple(order), height
    return best


def _orders(names: Sequence[str], blocks: Mapping[str, _Block]) -> Iterator[list[str]]:
    """Candidate orders: long first, long last, long in the middle, long and short in turn."""

    def reach(name: str) -> tuple[float, int, str]:
        block = blocks[name]
        return (-max(part[1] for part in block.outline), -len(block.rows), name)

    deep = sorted(names, key=reach)
    yield deep
    yield deep[::-1]
    yield deep[1::2][::-1] + deep[0::2]
    yield deep[0::2] + deep[1::2][::-1]
    leaves = [name for name in deep if len(blocks[name].rows) == 1]
    rest = [name for name in deep if len(blocks[name].rows) > 1]
    for share in (1, 2, 3, 4):
        mixed: list[str] = []
        spare = leaves
        for name in rest:
            mixed += [name, *spare[:share]]
            spare = spare[share:]
        yield mixed + spare
        yield spare + mixed


def _stack(blocks: Sequence[_Block], gap: float) -> _Block:
    """Blocks one under the other, each as high up as the outline above it allows."""
    rows: dict[str, float] = {}
    outline: list[Room] = []
    for block in blocks:
        down = _clearance(outline, block.outline, gap)
        rows.update({node: row + down for node, row in block.rows.items()})
        outline += [
            (left, right, top + down, low + down) for left, right, top, low in block.outline
        ]
    return _Block(rows, tuple(outline))


def _clearance(above: Sequence[Room], block: Outline, gap: float) -> float:
    """How far ``block`` must move down to stay ``gap`` rows under what is above it."""
    needed = [
        low + gap - top
        for left, right, top, _ in block
        for other_left, other_right, _, low in above
        if left < other_right - 1e-9 and other_left < right - 1e-9
    ]
    return max(needed, default=0.0)

"""The shapes a band can take: its trees in one drawing, or in groups side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.model import Product
from views.map.band import LINE_EM, PITCH_EM, Room, Variant, box_em, chip_em, title_em
from views.map.forest import Forest
from views.map.least import least_room
from views.map.pack import groups
from views.map.tidy import Plan, arrange

GROUP_GAP_EM = 1.6
FEW_ROWS = 12.0
"""About how many rows a group has at least, where there are more than three groups."""


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes of boxes and chips of one page, and how much of it one drawing may take."""

    by_id: Mapping[str, Product]
    below: Mapping[str, Room]
    page_em: tuple[float, float]

    def box(self, node: str) -> float:
        return box_em(self.by_id[node], self.below.get(node))

    def extra(self, node: str) -> float:
        return self.below[node].lines * LINE_EM / PITCH_EM / 2 if node in self.below else 0.0

    def chip(self, node: str) -> float:
        return chip_em(self.by_id[node])

    def plan(self, forest: Forest, *, aligned: bool = True, left_em: float = 0.0) -> Plan:
        """The drawing of a forest."""
        return arrange(forest, self.box, self.chip, self.extra, aligned=aligned, left_em=left_em)

    def may_fit(self, forests: Sequence[Forest], *, aligned: bool = True) -> bool:
        """Whether forests side by side may have room on the page."""
        rooms = [least_room(f, self.box, self.chip, self.extra, aligned=aligned) for f in forests]
        wide = sum(wide + GROUP_GAP_EM for wide, _ in rooms) - GROUP_GAP_EM
        high = max(rows for _, rows in rooms) * PITCH_EM
        return wide <= self.page_em[0] and high <= self.page_em[1]


def variants(
    forest: Forest,
    by_id: Mapping[str, Product],
    room: Mapping[str, Room] | None = None,
    page_em: tuple[float, float] = (math.inf, math.inf),
) -> list[Variant]:
    """Aligned, not aligned, and with its trees in groups side by side.

    Parameters
    ----------
    room
        What boxes must hold below their names.
    page_em
        Width and height of the page; what is sure to need more is left out.
    """
    sizes = _Sizes(by_id, room or {}, page_em)
    plans = [
        sizes.plan(forest, aligned=aligned)
        for aligned in (True, False)
        if sizes.may_fit([forest], aligned=aligned)
    ]
    plans += _grouped(forest, sizes)
    title = title_em(forest.segment)
    return [Variant(plan, title) for plan in plans]


def _grouped(forest: Forest, sizes: _Sizes) -> Iterator[Plan]:
    """Trees in two, three and, where there are many, more groups side by side."""
    trees = {root: _part(forest, (root,)) for root in forest.roots}
    if not all(sizes.may_fit([tree]) for tree in trees.values()):
        return
    weights = {root: sizes.plan(tree).height_rows + 1 for root, tree in trees.items()}
    for count in _counts(len(trees), sum(weights.values())):
        chosen = [_part(forest, group) for group in groups(weights, count)]
        if sizes.may_fit(chosen):
            yield _side_by_side(chosen, sizes)


def _counts(trees: int, rows: float) -> Iterator[int]:
    """How many groups to try.

    Examples
    --------
    >>> [list(_counts(*some)) for some in ((1, 9.0), (2, 9.0), (13, 30.0), (13, 200.0))]
    [[], [2], [2, 3], [2, 3, 5, 8, 12]]
    """
    count = 2
    while count <= min(trees, max(3.0, rows / FEW_ROWS)):
        yield count
        count += math.ceil(count / 2)


def _side_by_side(forests: Sequence[Forest], sizes: _Sizes) -> Plan:
    left, parts = 0.0, []
    for forest in forests:
        parts.append(sizes.plan(forest, left_em=left))
        left += parts[-1].total_em + GROUP_GAP_EM
    return _together(parts, left - GROUP_GAP_EM)


def _part(forest: Forest, roots: tuple[str, ...]) -> Forest:
    chips = {root: forest.chips[root] for root in roots if root in forest.chips}
    return Forest(forest.segment, roots, forest.children, chips)


def _together(parts: list[Plan], total_em: float) -> Plan:
    """Plans side by side, each centred on the height of the highest."""
    highest = max(part.height_rows for part in parts)
    row: dict[str, float] = {}
    for part in parts:
        shift = (highest - part.height_rows) / 2
        row |= {node: at + shift for node, at in part.row.items()}

    def merged(name: str) -> dict[str, float]:
        return {key: value for part in parts for key, value in getattr(part, name).items()}

    return Plan(
        merged("x_em"),
        merged("width_em"),
        row,
        merged("extra_rows"),
        merged("chip_x_em"),
        merged("chip_width_em"),
        total_em,
        highest,
    )

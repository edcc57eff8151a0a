"""The least room a drawing can need, known before it is made: what cannot fit is not tried."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from views.map.forest import Forest
from views.map.tidy import columns


def least_room(
    forest: Forest,
    width_em: Callable[[str], float],
    chip_width_em: Callable[[str], float],
    extra_rows: Callable[[str], float],
    *,
    aligned: bool = True,
) -> tuple[float, float]:
    """Width in em, and rows: as many as boxes stand over each other where most do.

    Parameters are those of :func:`views.map.tidy.arrange`.
    """
    chips = {root: chip_width_em(source) for root, source in forest.chips.items()}
    x, width = columns(forest, width_em, chips, aligned, 0.0)
    turns = [(left, 1.0 + 2.0 * extra_rows(node)) for node, left in x.items()]
    turns += [(left + width[node], -1.0 - 2.0 * extra_rows(node)) for node, left in x.items()]
    rows = accumulate(high for _, high in sorted(turns))
    return max(left + width[node] for node, left in x.items()), max(rows)

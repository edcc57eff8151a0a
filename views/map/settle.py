"""Rows once the order is known: as low a band as the order allows, parents near their children.

A packed tree holds every parent in the middle of its children, which costs height.  Here
only the order is kept: whatever shares a stretch of x keeps its distance.  The longest
chains of these distances give the least height; then nodes move, one by one and never
past a neighbour, towards the middle of their relatives (Gansner et al. 1993 solve the
same problem by network simplex).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SWEEPS, STILL = 40, 1e-3
"""Sweeps at the most, and how few rows a node may move for them to end."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of x taken by a box (one node) or by the edges to several children.

    ``nodes`` are the nodes whose rows span it, from the upper to the lower; ``extra`` is how
    many rows it reaches beyond them either way.
    """

    left: float
    right: float
    nodes: tuple[str, ...]
    tree: int
    extra: float = 0.0


Above = Mapping[str, Sequence[tuple[str, float]]]


def settle(
    rows: Mapping[str, float],
    parts: Sequence[Part],
    families: Mapping[str, Sequence[str]],
    tree_gap: float,
) -> dict[str, float]:
    """Better rows in the order of ``rows``.

    Parameters
    ----------
    rows
        A valid drawing.
    parts
        What takes room.
    families
        Children by parent.
    tree_gap
        Rows between nodes of different trees.

    Returns
    -------
    dict
        Rows from 0.
    """
    above, below = _neighbours(rows, parts, tree_gap)
    order = sorted(rows, key=lambda node: (rows[node], node))
    up = _pushed(order, above)
    height = max(up.values())
    down = _pushed(order[::-1], below)
    now = {node: (up[node] + height - down[node]) / 2 for node in rows}
    relatives = _relatives(families)
    for sweep in range(SWEEPS):
        moved = 0.0
        for node in order if sweep % 2 else order[::-1]:
            if relatives[node]:
                aim = _mean(_mean(now[n] for n in group) for group in relatives[node])
                top = max((now[n] + gap for n, gap in above[node]), default=0.0)
                low = min((now[n] - gap for n, gap in below[node]), default=height)
                was, now[node] = now[node], min(max(aim, top), max(low, top))
                moved = max(moved, abs(now[node] - was))
        if moved < STILL:
            break
    first = min(now.values())
    return {node: row - first for node, row in now.items()}


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _neighbours(
    rows: Mapping[str, float], parts: Sequence[Part], tree_gap: float
) -> tuple[Above, Above]:
    """For every node, what must stay above it and below it, and by how many rows."""
    above: dict[str, dict[str, float]] = {node: {} for node in rows}
    below: dict[str, dict[str, float]] = {node: {} for node in rows}
    for i, a in enumerate(parts):
        for b in parts[i + 1 :]:
            if a.left >= b.right - 1e-9 or b.left >= a.right - 1e-9:
                continue
            high, low = (a, b) if rows[a.nodes[0]] < rows[b.nodes[0]] else (b, a)
            gap = (1.0 if a.tree == b.tree else tree_gap) + a.extra + b.extra
            upper, lower = high.nodes[-1], low.nodes[0]
            gap = max(gap, above[lower].get(upper, gap))
            above[lower][upper] = gap
    above = _next_only(rows, above)
    for node, found in above.items():
        for other, gap in found.items():
            below[other][node] = gap
    return (
        {node: tuple(found.items()) for node, found in above.items()},
        {node: tuple(found.items()) for node, found in below.items()},
    )


def _next_only(
    rows: Mapping[str, float], above: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Without what keeps its distance anyway, for two gaps are more than any one."""
    order = sorted(rows, key=lambda node: (rows[node], node))
    rank = {node: number for number, node in enumerate(order)}
    passed: list[int] = []
    left: dict[str, dict[str, float]] = {}
    for node in order:
        seen, kept = 0, {}
        for other in sorted(above[node], key=rank.__getitem__, reverse=True):
            if not seen >> rank[other] & 1:
                kept[other] = above[node][other]
                seen |= passed[rank[other]] | 1 << rank[other]
        passed.append(seen)
        left[node] = kept
    return left


def _pushed(order: Sequence[str], before: Above) -> dict[str, float]:
    """Every node as far to the start as what comes before it allows."""
    at: dict[str, float] = {}
    for node in order:
        at[node] = max((at[other] + gap for other, gap in before[node]), default=0.0)
    return at


def _relatives(families: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[str, ...]]]:
    """Groups a node wants to be in the middle of: its parent, and its children together."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for parent, kids in families.items():
        found.setdefault(parent, [])
        if kids:
            found[parent].append((kids[0], kids[-1]))
        for kid in kids:
            found.setdefault(kid, []).append((parent,))
    return found

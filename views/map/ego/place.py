"""Positions for the drawing around one thing: a tree to both sides, every row on its own line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.store.values import Ref
from views.map.ego.ego import LEFT, RIGHT, Branch, Ego, Leaf
from views.map.measure import text_em

FONT, SMALL, BIG = 14.0, 12.0, 17.0
ROW, BOX_H, CHIP_H, CENTER_H = 30.0, 24.0, 21.0, 38.0
GAP = 9.0
"""Between two branches."""
_AMBIGUOUS = 0.62
ARM = 15.0
"""From a box or a chip to the upright line beside it."""
LEAST_RUN = 34.0
PAD = 18.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A box by its middle; ``key`` is unique on the drawing."""

    key: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Run:
    """A straight line between two points; ``at`` names the box it ends at, if any."""

    points: tuple[float, float, float, float]
    label: str = ""
    is_dashed: bool = False
    arrow: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Everything at its place: things, chips of branches, “+N”, lines."""

    things: Mapping[Ref, Spot]
    chips: tuple[tuple[Branch, Spot], ...]
    more: tuple[tuple[Branch, Spot], ...]
    runs: tuple[Run, ...]
    across: tuple[tuple[str, str, bool], ...]


@dataclass(slots=True)
class _Columns:
    """Widths of one depth of one side: chips, labels on lines, boxes."""

    chip: float = 0.0
    run: float = LEAST_RUN
    box: float = 0.0


@dataclass(slots=True)
class _Tree:
    text_of: Callable[[Leaf], str]
    label_of: Callable[[Leaf], str]
    things: dict[Ref, Spot] = field(default_factory=dict)
    chips: list[tuple[Branch, Spot]] = field(default_factory=list)
    more: list[tuple[Branch, Spot]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def key_of(ref: Ref) -> str:
    """How a thing is called on the drawing."""
    return f"{ref[0]}:{ref[1]}"


def more_text(branch: Branch) -> str:
    """What “+N” says."""
    return f"+{branch.hidden}"


def em(text: str) -> float:
    """Width of a text in em; marks, dashes and dots are as wide as a character here.

    Examples
    --------
    >>> em("● 苯"), em("苯…")
    (2.38, 2.0)
    """
    wide = sum(unicodedata.east_asian_width(c) == "A" and text_em(c) < 1.0 for c in text)
    return round(text_em(text) + wide * _AMBIGUOUS, 3)


def width(text: str, size: float = FONT) -> float:
    """Width of a box around a text, px."""
    return round(em(text) * size + PAD, 1)


def placed(drawing: Ego, text_of: Callable[[Leaf], str], label_of: Callable[[Leaf], str]) -> Placed:
    """Put the tree at its place: the middle at (0, 0), the same tree always the same way."""
    tree = _Tree(text_of, label_of)
    center = drawing.center
    wide = width(text_of(center), BIG)
    tree.things[center.ref] = Spot(key_of(center.ref), 0.0, 0.0, wide, CENTER_H)
    for side, sign in ((LEFT, -1.0), (RIGHT, 1.0)):
        branches = [b for b in center.branches if b.side == side]
        columns = list(_columns(tree, branches))
        _spread(tree, branches, columns, sign, wide / 2, 0.0)
    across = tuple(
        (key_of(tie.start), key_of(tie.end), not tie.is_certain) for tie in drawing.across
    )
    return Placed(tree.things, tuple(tree.chips), tuple(tree.more), tuple(tree.runs), across)


def chip_width(branch: Branch) -> float:
    """Width of the box with the name of a branch, px."""
    return em(branch.title) * SMALL + 14.0


def _columns(tree: _Tree, branches: Iterable[Branch]) -> Iterator[_Columns]:
    """Widths by depth, from the middle outwards."""
    level = list(branches)
    while level:
        one = _Columns()
        for branch in level:
            one.chip = max(one.chip, chip_width(branch))
            for leaf in branch.leaves:
                one.run = max(one.run, em(tree.label_of(leaf)) * SMALL + 16.0)
                one.box = max(one.box, width(tree.text_of(leaf)))
        yield one
        level = [b for branch in level for leaf in branch.leaves for b in leaf.branches]


def _height(branches: Iterable[Branch]) -> float:
    heights = [_branch_height(b) for b in branches]
    return sum(heights) + GAP * max(0, len(heights) - 1)


def _branch_height(branch: Branch) -> float:
    more = ROW if branch.hidden else 0.0
    return sum(_leaf_height(leaf) for leaf in branch.leaves) + more


def _leaf_height(leaf: Leaf) -> float:
    return max(ROW, _height(leaf.branches) + (GAP if leaf.branches else 0.0))


def _spread(
    tree: _Tree,
    branches: list[Branch],
    columns: list[_Columns],
    sign: float,
    start: float,
    middle: float,
) -> None:
    """Branches of one thing whose box ends at ``start``, around the height ``middle``."""
    if not branches:
        return
    one, rest = columns[0], columns[1:]
    trunk, chip_at = start + ARM, start + 2 * ARM
    chip_end = chip_at + one.chip
    twig, box_at = chip_end + ARM, chip_end + ARM + one.run
    top, ys = middle - _height(branches) / 2, []
    for branch in branches:
        rows = _rows(branch, top)
        y = (rows[0][1] + rows[-1][1]) / 2
        ys.append(y)
        _chip(tree, branch, sign, (trunk, chip_at, chip_end, twig), y)
        tree.runs.append(_line(sign, twig, rows[0][1], twig, rows[-1][1]))
        for leaf, at in rows:
            _row(tree, branch, leaf, sign, (twig, box_at), at)
            if leaf is not None and leaf.branches:
                wide = tree.things[leaf.ref].w
                if wide < one.box:
                    tree.runs.append(_line(sign, box_at + wide, at, box_at + one.box, at))
                _spread(tree, leaf.branches, rest, sign, box_at + one.box, at)
        top += _branch_height(branch) + GAP
    tree.runs.append(_line(sign, start, middle, trunk, middle))
    tree.runs.append(_line(sign, trunk, min(*ys, middle), trunk, max(*ys, middle)))


def _rows(branch: Branch, top: float) -> list[tuple[Leaf | None, float]]:
    """Every leaf with the height of its middle; None for “+N”."""
    out: list[tuple[Leaf | None, float]] = []
    for leaf in branch.leaves:
        high = _leaf_height(leaf)
        out.append((leaf, top + high / 2))
        top += high
    if branch.hidden:
        out.append((None, top + ROW / 2))
    return out


def _chip(
    tree: _Tree, branch: Branch, sign: float, xs: tuple[float, float, float, float], y: float
) -> None:
    """The name of a branch, with the line that leads to it and the one that leaves it."""
    trunk, start, _, twig = xs
    end = start + chip_width(branch)
    key = f"chip:{key_of(branch.of)}:{branch.sight[0]}:{branch.sight[1]:d}"
    spot = Spot(key, sign * (start + end) / 2, y, end - start, CHIP_H)
    tree.chips.append((branch, spot))
    arrow = _ARROWS.get(branch.sight, "")
    tree.runs.append(_line(sign, trunk, y, start, y, arrow=arrow))
    tree.runs.append(_line(sign, end, y, twig, y))


_ARROWS = {
    ("supply", False): "from",
    ("need", False): "from",
    ("supply", True): "to",
    ("need", True): "to",
}
"""Where goods go: towards the thing in the middle, or away from it."""


def _row(
    tree: _Tree,
    branch: Branch,
    leaf: Leaf | None,
    sign: float,
    xs: tuple[float, float],
    y: float,
) -> None:
    twig, start = xs
    if leaf is None:
        wide = width(more_text(branch))
        key = f"more:{key_of(branch.of)}:{branch.sight[0]}:{branch.sight[1]:d}"
        tree.more.append((branch, Spot(key, sign * (start + wide / 2), y, wide, BOX_H)))
        tree.runs.append(_line(sign, twig, y, start, y))
        return
    wide = width(tree.text_of(leaf))
    spot = Spot(key_of(leaf.ref), sign * (start + wide / 2), y, wide, BOX_H)
    tree.things[leaf.ref] = spot
    is_dashed = not any(tie.is_certain for tie in leaf.ties)
    tree.runs.append(_line(sign, twig, y, start, y, tree.label_of(leaf), is_dashed, at=spot.key))


def _line(
    sign: float,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    label: str = "",
    is_dashed: bool = False,
    arrow: str = "",
    at: str = "",
) -> Run:
    points = (round(sign * x0, 1), round(y0, 1), round(sign * x1, 1), round(y1, 1))
    return Run(points, label, is_dashed, arrow, at)

"""竞争同一原料: lines that live on one surplus, and what it is enough for.

The ways onward from a surplus form a tree: its root is the surplus, every other node a plant
named by the products up to it.  What a node takes of the surplus is the larger of what its own
line takes and what the nodes beyond it take together, since those run on its product.  Lines
are served in order of score; one whose smallest train no longer fits is an alternative (备选) to
the better ones, not a further project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.reason.priority import order_key
from graph.results import Gap, Interval

Path = tuple[str, ...]
EPSILON_KT_A = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """One line's way and what it takes of the surplus at least and likely, kt/a."""

    path: Path
    least_kt_a: float
    takes_kt_a: float


@dataclass
class Tree:
    """What the plants on one surplus take of it so far, kt/a of the surplus."""

    cap_kt_a: float
    own: dict[Path, float] = field(default_factory=dict)

    def usage(self, node: Path) -> float:
        """What a node and all beyond it take."""
        return max(self.own.get(node, 0.0), self.beyond(node))

    def beyond(self, node: Path) -> float:
        """What the nodes one step beyond take together."""
        size = len(node) + 1
        children = {p[:size] for p in self.own if len(p) >= size and p[: size - 1] == node}
        return sum(self.usage(child) for child in sorted(children))

    def left(self, path: Path) -> float:
        """How much a line at the end of ``path`` could take without passing the cap."""
        slack = sum(
            max(0.0, self.own.get(path[:i], 0.0) - self.beyond(path[:i]))
            for i in range(2, len(path))
        )
        return max(0.0, self.cap_kt_a - self.usage(path[:1]) + slack)


def served(
    order: Sequence[int], lines: Sequence[Line], caps: Mapping[str, float]
) -> tuple[list[float | None], list[bool]]:
    """Serve lines in an order: what is left for each, and whether it is an alternative.

    Parameters
    ----------
    order
        Indices into ``lines``, best first.
    caps
        Likely surplus of each feed, kt/a; a feed without one is left out, nothing is told.

    Returns
    -------
    left, alternative
        By index of ``lines``; None and False where the surplus is not known.
    """
    left: list[float | None] = [None] * len(lines)
    alternative = [False] * len(lines)
    trees: dict[str, Tree] = {}
    for i in order:
        line = lines[i]
        cap = caps.get(line.path[0])
        if cap is None:
            continue
        tree = trees.setdefault(line.path[0], Tree(cap))
        rest = left[i] = tree.left(line.path)
        alternative[i] = rest + EPSILON_KT_A < line.least_kt_a or rest <= EPSILON_KT_A
        if not alternative[i]:
            tree.own[line.path] = min(line.takes_kt_a, rest)
    return left, alternative


def line_of(gap: Gap) -> Line:
    """What a 延链 line wants of its surplus."""
    takes = gap.gap.likely or 0.0
    return Line(gap.path, min(gap.gap.low, takes), takes)


def caps_of(surpluses: Mapping[str, Interval]) -> dict[str, float]:
    """Likely surplus of each feed where one is known, kt/a."""
    return {feed: s.likely for feed, s in surpluses.items() if s.likely is not None}


def shared_out(
    gaps: Iterable[Gap], surpluses: Mapping[str, Interval], factor: float
) -> tuple[Gap, ...]:
    """The lines with ``rivals``, ``left_kt_a`` and ``alternative`` filled in.

    Only lines of 延链 share surpluses; the score of an alternative is multiplied by
    ``factor``.  They come in order of the scores before that.
    """
    order = sorted(gaps, key=order_key)
    onward = [g for g in order if g.kind == "延链"]
    lines = [line_of(g) for g in onward]
    left, alternative = served(range(len(lines)), lines, caps_of(surpluses))
    paths: dict[str, list[Path]] = {}
    for line in lines:
        paths.setdefault(line.path[0], []).append(line.path)
    told = {
        gap.product_id: replace(
            gap,
            rivals=_rivals(gap.path, paths[gap.path[0]]),
            left_kt_a=left[i],
            alternative=alternative[i],
            score=gap.score * (factor if alternative[i] else 1.0),
            share_factor=factor if alternative[i] else 1.0,
        )
        for i, gap in enumerate(onward)
    }
    return tuple(told[g.product_id] if g.kind == "延链" else g for g in order)


def _rivals(path: Path, others: Iterable[Path]) -> tuple[str, ...]:
    """Ends of the paths that are neither on this one's way nor beyond it."""
    return tuple(
        other[-1] for other in others if other[: len(path)] != path and path[: len(other)] != other
    )

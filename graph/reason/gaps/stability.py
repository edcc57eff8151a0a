"""排名稳/不稳: how far a gap line moves when one weight is a little off.

Weights are judgements.  Each weight of each list is taken ``stable_weight_share`` up and
down, one at a time, the others of its list giving way (weights are shares of their list);
the combined list is ranked again by :func:`graph.reason.priority.order_key`, and the largest
move of every line is kept.  What one weight at a time does not see is two weights that are
off together (Saltelli & Annoni, *How to avoid a perfunctory sensitivity analysis*, 2010), so
稳 says less than 不稳.

The scores need not be made anew.  Let a list have weights of sum T, a line of it score S and
contribution c of the feature whose weight w becomes w·(1 ± s).  Percentiles and the medians
that stand for unknown ones do not hang on weights, hence

    S' = S · (1 ± s·c/C) · T / (T ± s·w),   C = the sum of its contributions

where S ≠ C for lines that a factor holds back (``possible_factor``); the share known moves
in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.reason.priority import DIGITS, order_key
from graph.results import Gap
from graph.rules import Rules

Floats = NDArray[np.float64]
Move = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Pool:
    """All lines as arrays, in the order that decides between equal scores.

    ``index`` is the place of each line among those given; ``score`` and ``known`` are (n,).
    """

    index: NDArray[np.intp]
    lines: tuple[Gap, ...]
    score: Floats
    known: Floats


@dataclass(frozen=True, slots=True)
class _Part:
    """The m lines of one list and its f features; ``rows`` are their places in the pool.

    ``brought`` (m, f) is the part of its score each feature brings, ``known`` (m, f) whether
    it is known.
    """

    rows: NDArray[np.intp]
    names: tuple[str, ...]
    weights: Floats
    brought: Floats
    known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Variant:
    """Scores and known shares of all lines when the weight of ``feature`` is off."""

    feature: str
    score: Floats
    known: Floats


def rank_moves(gaps: Sequence[Gap], share: float) -> dict[int, Move]:
    """The largest move of each line when one weight of any list is ``share`` off.

    Parameters
    ----------
    gaps
        Lines of one combined list, in any order.
    share
        How far a weight is taken up and down, as a part of itself (0 < share < 1).

    Returns
    -------
    dict from index in ``gaps`` to (places, feature)
        The feature is ``list:name``; empty when nothing moves the line.  Among features
        that move it equally far, one of the line's own list comes first, then by name.
    """
    if not gaps:
        return {}
    pool = _pool(gaps)
    variants = _variants(pool, share)
    if not variants:
        return dict.fromkeys(range(len(gaps)), (0, ""))
    names = [v.feature for v in variants]
    now = _places(pool.score[None], pool.known[None])
    then = _places(np.array([v.score for v in variants]), np.array([v.known for v in variants]))
    moved = np.abs(then - now)
    return {
        int(pool.index[j]): _largest(moved[:, j], names, line.kind)
        for j, line in enumerate(pool.lines)
    }


def with_stability(gaps: Sequence[Gap], rules: Rules) -> tuple[Gap, ...]:
    """The lines with ``rank_moves``, ``moved_by`` and ``stable`` filled in."""
    moves = rank_moves(gaps, rules.number("stable_weight_share"))
    most = rules.number("stable_places")
    return tuple(
        replace(gap, rank_moves=moves[i][0], moved_by=moves[i][1], stable=moves[i][0] <= most)
        for i, gap in enumerate(gaps)
    )


def _pool(gaps: Sequence[Gap]) -> _Pool:
    index = sorted(range(len(gaps)), key=lambda i: order_key(gaps[i])[2:])
    lines = tuple(gaps[i] for i in index)
    score, known = ((g.score for g in lines), (g.known_share for g in lines))
    return _Pool(np.array(index), lines, np.fromiter(score, float), np.fromiter(known, float))


def _variants(pool: _Pool, share: float) -> list[_Variant]:
    """Every weight of every list off by ``share``, up and down; a weight of 0 stays 0."""
    return [
        _variant(pool, part, k, step)
        for kind in sorted({g.kind for g in pool.lines})
        for part in (_part(pool, kind),)
        for k in np.flatnonzero(part.weights).tolist()
        for step in (share, -share)
    ]


def _part(pool: _Pool, kind: str) -> _Part:
    rows = np.array([j for j, g in enumerate(pool.lines) if g.kind == kind])
    lines = [pool.lines[j].features for j in rows]
    brought = np.array([[f.contribution for f in line] for line in lines])
    whole = np.maximum(brought.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return _Part(
        rows,
        tuple(f"{kind}:{f.name}" for f in lines[0]),
        np.array([f.weight for f in lines[0]]),
        brought / whole,
        np.array([[f.value is not None for f in line] for line in lines]),
    )


def _variant(pool: _Pool, part: _Part, k: int, step: float) -> _Variant:
    total = part.weights.sum()
    more = step * part.weights[k]
    score, known = pool.score.copy(), pool.known.copy()
    score[part.rows] *= (1.0 + step * part.brought[:, k]) * total / (total + more)
    known[part.rows] *= total / (total + more)
    known[part.rows] += part.known[:, k] * more / (total + more)
    return _Variant(part.names[k], score, known)


def _places(score: Floats, known: Floats) -> NDArray[np.intp]:
    """Place (0 = first) of each line, per row; equal lines stand as they are given."""
    order = np.lexsort((-np.round(known, DIGITS), -np.round(score, DIGITS)), axis=-1)
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(order.shape[1])[None], axis=1)
    return places


def _largest(moved: NDArray[np.intp], names: Sequence[str], kind: str) -> Move:
    most = int(moved.max())
    if not most:
        return 0, ""
    best = [names[i] for i in np.flatnonzero(moved == most).tolist()]
    return most, min(best, key=lambda name: (not name.startswith(f"{kind}:"), name))

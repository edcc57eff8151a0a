"""Would other weights have done as well: the list ranked again under random weightings.

Each list's weights are drawn from a flat Dirichlet distribution (every mix equally likely),
seeded.  Percentiles do not hang on weights, so nothing is evaluated again: score = factor ×
Σ weight × percentile, the factor (< 1 for a possible line) being what the shipped score
carries over its contributions.  Which 延链 lines are alternatives to which hangs on their order
and is settled anew under each weighting.  The weights shipped are never chosen by this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.reason.gaps.sharing import line_of, served
from graph.results import Feature, Gap

N = 2_000
SEED = 20220430
ENOUGH = 0.6
DIGITS = 12
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weightings:
    """Recall among the first ``k`` over ``n`` random weightings, 0–1; 95 % between low and high."""

    n: int
    k: int
    median: float
    share_at_least: float
    low: float
    high: float


def weightings(gaps: Sequence[Gap], truth: frozenset[str], k: int = 30) -> Weightings | None:
    """Recall under 2,000 random weightings; None when there is nothing to rank or to hit."""
    if not gaps or not truth:
        return None
    names, order = reranked(gaps, random_shares(gaps))
    hit = np.isin(names, sorted(truth))
    recall = hit[order[:, :k]].sum(axis=1) / len(truth)
    low, high = np.percentile(recall, (2.5, 97.5))
    enough = float((np.round(recall, DIGITS) >= ENOUGH).mean())
    return Weightings(N, k, float(np.median(recall)), enough, float(low), float(high))


def random_shares(gaps: Sequence[Gap]) -> dict[str, Floats]:
    """Per list ``N`` rows of weights that add up to 1; the lists in order of name."""
    rng = np.random.default_rng(SEED)
    width = {g.kind: len(g.features) for g in gaps}
    return {kind: rng.dirichlet(np.ones(width[kind]), N) for kind in sorted(width)}


def shipped_shares(gaps: Sequence[Gap]) -> dict[str, Floats]:
    """The weights the gaps were scored with, as one row per list."""
    return {g.kind: np.array([[f.weight for f in g.features]]) for g in gaps}


def reranked(gaps: Sequence[Gap], shares: dict[str, Floats]) -> tuple[list[str], NDArray[np.intp]]:
    """Products ranked by their best line under each row of weights.

    Returns
    -------
    names, order
        Products in the order shipped, and (rows, products) indices into it, best first;
        equal scores stand as shipped.
    """
    rows = len(next(iter(shares.values())))
    names = list(dict.fromkeys(g.product_id for g in sorted(gaps, key=lambda g: g.rank)))
    place = {name: i for i, name in enumerate(names)}
    best = np.full((rows, len(names)), -np.inf)
    for kind, given in shares.items():
        lines = [g for g in gaps if g.kind == kind]
        used = np.array([[_percentile(f) for f in line.features] for line in lines])
        score = given @ used.T * np.array([_factor(line) for line in lines])
        if kind == "延链":
            score = _with_alternatives(lines, score)
        for column, line in enumerate(lines):
            at = place[line.product_id]
            best[:, at] = np.maximum(best[:, at], score[:, column])
    return names, np.argsort(-np.round(best, DIGITS), axis=1, kind="stable")


def _with_alternatives(gaps: Sequence[Gap], score: Floats) -> Floats:
    """Scores after the surpluses have been shared out in the order of each row."""
    lines = [line_of(g) for g in gaps]
    caps = {
        g.path[0]: g.group_cap.likely
        for g in gaps
        if g.group_cap is not None and g.group_cap.likely is not None
    }
    order = np.argsort(-np.round(score, DIGITS), axis=1, kind="stable")
    out = score.copy()
    factor = alternative_factor(gaps)
    for row, ranked in enumerate(order.tolist()):
        out[row, np.flatnonzero(served(ranked, lines, caps)[1])] *= factor
    return out


def alternative_factor(gaps: Sequence[Gap]) -> float:
    """What alternatives carry in the shipped scores; 1 when there is none."""
    return next((g.share_factor for g in gaps if g.alternative), 1.0)


def _percentile(feature: Feature) -> float:
    """What the feature counted as: its percentile, or the median that stood for it."""
    if feature.value is not None:
        return feature.value
    return feature.contribution / feature.weight if feature.weight else 0.5


def _factor(gap: Gap) -> float:
    whole = sum(f.contribution for f in gap.features)
    return gap.score / whole / gap.share_factor if whole else 1.0

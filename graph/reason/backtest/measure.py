"""How many of the later investments stand among the first k of a list, and is that chance.

A *ranking* is a sequence of groups of products; within a group the order is a matter of luck,
so figures are expectations over all orders.  A list without ties has groups of one, a random
draw from n products is one group of n: one set of formulas measures our list, the baselines
and chance alike.  With g the size of the group that k cuts into, r the places left in it and
m the truths in it,

    expected hits = hits in the groups before + m·r/g
    P(none of a decision's m in it) = C(g − m, r) ÷ C(g, r)

(hypergeometric; Feller, *An Introduction to Probability Theory*, vol. 1, ch. II.6).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from graph.reason.backtest.truth import Decision

KS = (10, 20, 30)
DRAWS = 10_000
SEED = 20220430
Ranking = Sequence[Collection[str]]
AtK = dict[int, float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """One ranking held against one truth; shares 0–1 by k, None when there is no truth.

    ``recall`` counts products, ``recall_decisions`` decisions (hit when one of its products
    is); ``precision`` is hits over the products named, at most k.
    """

    n_truth: int
    n_decisions: int
    n_listed: int
    recall: AtK
    precision: AtK
    recall_decisions: AtK


def measured(ranking: Ranking, decisions: Sequence[Decision], ks: Sequence[int] = KS) -> Measured:
    """Recall and precision of a ranking for every k."""
    truth = truth_of(decisions)
    counted = [d for d in decisions if d.product_ids]
    n_listed = sum(map(len, ranking))
    hits = {k: expected_hits(ranking, truth, k) for k in ks}
    struck = {k: sum(chance_of_hit(ranking, d.product_ids, k) for d in counted) for k in ks}
    return Measured(
        len(truth),
        len(counted),
        n_listed,
        {k: _ratio(hits[k], len(truth)) for k in ks},
        {k: _ratio(hits[k], min(k, n_listed)) for k in ks},
        {k: _ratio(struck[k], len(counted)) for k in ks},
    )


def truth_of(decisions: Iterable[Decision]) -> frozenset[str]:
    """Every product some decision makes."""
    return frozenset(p for d in decisions for p in d.product_ids)


def _ratio(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def expected_hits(ranking: Ranking, truth: Collection[str], k: int) -> float:
    """Expected number of ``truth`` among the first ``k`` places.

    Examples
    --------
    >>> expected_hits([["a"], ["b", "c"]], {"a", "c"}, 2)
    1.5
    """
    total, left = 0.0, k
    for group in ranking:
        if left <= 0:
            break
        taken = min(left, len(group))
        total += sum(p in truth for p in group) * taken / len(group)
        left -= taken
    return total


def chance_of_hit(ranking: Ranking, wanted: Collection[str], k: int) -> float:
    """Probability that at least one of ``wanted`` is among the first ``k`` places.

    Examples
    --------
    >>> chance_of_hit([["a"], ["b", "c"]], {"c"}, 2)
    0.5
    """
    missed, left = 1.0, k
    for group in ranking:
        if left <= 0:
            break
        taken, size = min(left, len(group)), len(group)
        there = sum(p in wanted for p in group)
        missed *= comb(size - there, taken) / comb(size, taken)
        left -= taken
    return 1.0 - missed


def at_least(hits: int, population: int, good: int, drawn: int) -> float:
    """P(X ≥ hits) when ``drawn`` of ``population`` are taken and ``good`` are good: exact.

    Examples
    --------
    >>> at_least(1, 4, 2, 2)
    0.8333333333333334
    """
    ways = sum(comb(good, x) * comb(population - good, drawn - x) for x in range(hits, drawn + 1))
    return ways / comb(population, drawn)


def p_values(
    listed: Sequence[str],
    universe: Collection[str],
    decisions: Sequence[Decision],
    ks: Sequence[int] = KS,
) -> dict[int, float | None]:
    """Probability that as many products of the universe drawn at random hit as many truths."""
    truth = truth_of(decisions) & frozenset(universe)
    out: dict[int, float | None] = {}
    for k in ks:
        drawn = min(k, len(listed))
        hits = len(truth.intersection(listed[:k]))
        out[k] = at_least(hits, len(universe), len(truth), drawn) if truth else None
    return out


def decision_p_values(
    listed: Sequence[str],
    universe: Collection[str],
    decisions: Sequence[Decision],
    ks: Sequence[int] = KS,
) -> dict[int, float | None]:
    """The same per decision, by permutation: share of 10,000 seeded draws that hit as many.

    (hits at least as many + 1) ÷ (draws + 1), so that it is never 0 (Davison & Hinkley,
    *Bootstrap Methods and their Application*, ch. 4).
    """
    counted = [d for d in decisions if d.product_ids]
    names = sorted(universe)
    if not counted or not names:
        return dict.fromkeys(ks)
    makes = np.array([[p in d.product_ids for p in names] for d in counted])
    place = {p: i for i, p in enumerate(names)}
    rng = np.random.default_rng(SEED)
    longest = min(max(ks), len(names))
    drawn = np.argsort(rng.random((DRAWS, len(names))), axis=1)[:, :longest]
    out: dict[int, float | None] = {}
    for k in ks:
        ours = [place[p] for p in listed[:k] if p in place]
        hit = int(makes[:, ours].any(axis=1).sum())
        lucky = makes[:, drawn[:, : len(ours)]].any(axis=2).sum(axis=0)
        out[k] = (int((lucky >= hit).sum()) + 1) / (DRAWS + 1)
    return out


def intervals(
    listed: Sequence[str], decisions: Sequence[Decision], ks: Sequence[int] = KS
) -> tuple[Mapping[int, tuple[float, float] | None], Mapping[int, tuple[float, float] | None]]:
    """95 % bootstrap intervals of our recall, per product and per decision.

    Decisions are drawn with replacement, products come with theirs: what one complex does
    counts as one throw of the dice (cluster bootstrap; Davison & Hinkley, ch. 3.8).
    """
    counted = [d for d in decisions if d.product_ids]
    if not counted:
        return dict.fromkeys(ks), dict.fromkeys(ks)
    names = sorted(truth_of(counted))
    makes = np.array([[p in d.product_ids for p in names] for d in counted])
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(0, len(counted), (DRAWS, len(counted)))
    times = np.zeros((DRAWS, len(counted)), dtype=np.intp)
    np.add.at(times, (np.arange(DRAWS)[:, None], drawn), 1)
    there = times @ makes.astype(np.intp) > 0
    products, struck = {}, {}
    for k in ks:
        named = np.isin(names, listed[:k])
        products[k] = _middle((there & named).sum(axis=1) / there.sum(axis=1))
        hit = makes[:, named].any(axis=1)
        struck[k] = _middle((times * hit).sum(axis=1) / len(counted))
    return products, struck


def _middle(values: NDArray[np.float64]) -> tuple[float, float]:
    """The 2.5 and 97.5 percentiles."""
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)

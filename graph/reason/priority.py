"""Scores that explain themselves: percentiles in the pool, weights from the rules.

Unknown features
----------------
An unknown feature takes the median of the percentiles known in the pool and is counted in
``known_share``; it is never 0 and never dropped.  Dropping it (a mean over what is known)
would reward ignorance: an item known only for its best feature would stand at the top.  The
median is the guess with the smallest mean absolute error over the known members of the pool.

Limits: an item whose unknown figure is in truth below the pool's median gains a little by
not being known, one above it loses as much; a feature unknown for the whole pool is 0.5 for
everybody and changes no order; with few known values the median hangs on those few.  So
that ignorance is never the way up, equal scores go to the item of which more is known
(:func:`order_key`), and ``known_share`` stands beside every score.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from graph.model import Feature as Weight
from graph.results import Feature, Gap

DIGITS = 12
"""Decimals in which two scores are compared: beyond them is the noise of adding up."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One feature over the pool: percentile of each member or None, and what None counts as."""

    weight: Weight
    share: float
    values: list[float | None]
    fill: float


def percentiles(values: Sequence[float | None]) -> list[float | None]:
    """Mid-rank percentile (0–1) of each known value among the known ones.

    Examples
    --------
    >>> percentiles([10.0, None, 30.0, 20.0])
    [0.16666666666666666, None, 0.8333333333333334, 0.5]
    """
    known = sorted(v for v in values if v is not None)
    n = len(known)
    return [
        None if v is None else (bisect_left(known, v) + bisect_right(known, v)) / (2 * n)
        for v in values
    ]


def shares(weights: Sequence[float]) -> list[float]:
    """Each weight over their sum; as given when they add up to 1, or are all 0.

    Examples
    --------
    >>> shares([0.3, 0.7]), shares([1.0, 0.5, 0.5]), shares([0.0])
    ([0.3, 0.7], [0.5, 0.25, 0.25], [0.0])
    """
    total = math.fsum(weights)
    if total == 0.0 or math.isclose(total, 1.0, rel_tol=1e-9):
        return list(weights)
    return [w / total for w in weights]


def scored(
    raws: Sequence[Mapping[str, float | None]], weights: Sequence[Weight]
) -> list[tuple[float, float, tuple[Feature, ...]]]:
    """Score every member of a pool.

    Parameters
    ----------
    raws
        Raw feature values per member, by feature name; None = unknown.
    weights
        Features with weights, as in ``data/rules/features.csv``.  They need not add up to 1;
        ``direction`` "down" says that fewer is better.

    Returns
    -------
    list of (score, known_share, features)
        ``score`` is the weighted mean of the percentiles (0–1); ``known_share`` the
        weight of what was known over all weight; features in the order of ``weights``,
        each with its share of all weight.
    """
    parts = shares([w.weight for w in weights])
    columns = [_column(w, s, raws) for w, s in zip(weights, parts, strict=True)]
    out = []
    for i, raw in enumerate(raws):
        features = tuple(_feature(c, i, raw.get(c.weight.name)) for c in columns)
        score = sum((f.contribution for f in features), 0.0)
        known = sum((f.weight for f in features if f.value is not None), 0.0)
        out.append((score, known, features))
    return out


def order_key(gap: Gap) -> tuple[float, float, float, str, str, str]:
    """How gap lines stand in one list: by score, then by what is known, by size, by name.

    Scores that differ by less than the noise of adding them up are equal, and then the one
    of which more is known comes first.
    """
    return (
        -round(gap.score, DIGITS),
        -round(gap.known_share, DIGITS),
        -(gap.gap.likely or 0.0),
        gap.kind,
        gap.product_id,
        gap.from_product_id or "",
    )


def _column(weight: Weight, share: float, raws: Sequence[Mapping[str, float | None]]) -> _Column:
    sign = -1.0 if weight.direction == "down" else 1.0
    given = (raw.get(weight.name) for raw in raws)
    values = percentiles([None if v is None else sign * v for v in given])
    known = [v for v in values if v is not None]
    return _Column(weight, share, values, median(known) if known else 0.5)


def _feature(column: _Column, i: int, raw: float | None) -> Feature:
    value = column.values[i]
    used = column.fill if value is None else value
    return Feature(
        name=column.weight.name,
        label_zh=column.weight.label_zh,
        weight=column.share,
        raw=raw,
        value=value,
        contribution=column.share * used,
    )

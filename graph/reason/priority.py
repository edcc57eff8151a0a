"""Scores that explain themselves: percentiles in the pool, weights from the rules.

An unknown feature takes the pool's median and is counted in ``known_share``; it is
never 0 and never dropped (dropping rewards ignorance).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from statistics import median

from graph.model import Feature as Weight
from graph.results import Feature


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


def scored(
    raws: Sequence[Mapping[str, float | None]], weights: Sequence[Weight]
) -> list[tuple[float, float, tuple[Feature, ...]]]:
    """Score every member of a pool.

    Parameters
    ----------
    raws
        Raw feature values per member, by feature name; None = unknown.
    weights
        Features with weights, as in ``data/rules/features.csv``.

    Returns
    -------
    list of (score, known_share, features)
        ``score`` is the weighted mean of the percentiles (0–1); ``known_share`` the
        weight of what was known over all weight; features in the order of ``weights``.
    """
    total = sum(w.weight for w in weights) or 1.0
    columns = {w.name: percentiles([raw.get(w.name) for raw in raws]) for w in weights}
    fill = {
        name: median(known) if (known := [v for v in col if v is not None]) else 0.5
        for name, col in columns.items()
    }
    out = []
    for i, raw in enumerate(raws):
        features = tuple(_feature(w, raw, columns, fill, i, total) for w in weights)
        score = sum(f.contribution for f in features)
        share = sum(f.weight for f in features if f.value is not None) / total
        out.append((score, share, features))
    return out


def _feature(
    weight: Weight,
    raw: Mapping[str, float | None],
    columns: Mapping[str, Sequence[float | None]],
    fill: Mapping[str, float],
    i: int,
    total: float,
) -> Feature:
    value = columns[weight.name][i]
    used = fill[weight.name] if value is None else value
    return Feature(
        name=weight.name,
        label_zh=weight.label_zh,
        weight=weight.weight,
        raw=raw.get(weight.name),
        value=value,
        contribution=weight.weight * used / total,
    )

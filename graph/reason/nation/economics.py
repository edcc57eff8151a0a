"""Investment, land and output value of a plant, scaled from what projects have stated.

Every plain statement on one plant gives 亿元, 亩 and 亿元 per kt/a; a plant of another size is
put at [lowest, median, highest] × its capacity.  Scaling is linear: the six-tenths rule would
need the scope of each figure, which the sources do not give, and prices are those of each
statement's year.  Pooled figures are carried along to be shown, never scaled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from graph.facts import Facts
from graph.levels import CostStatement, Economics
from graph.reason.nation.costs import cost_statements
from graph.results import Interval

FITS, FITS_NOT, UNKNOWN = "符合", "不符合", "未知"


@dataclass(frozen=True)
class Costs:
    """Unit economics of every product as told by a day, indexed once."""

    facts: Facts
    day: str

    @cached_property
    def statements(self) -> dict[str, tuple[CostStatement, ...]]:
        """Statements by product, each plant once, newest first."""
        return cost_statements(self.facts, self.day)

    @cached_property
    def _per_kt(self) -> dict[str, tuple[list[float], list[float], list[float], list[float]]]:
        """Per product: 亿元, 亩 and 亿元 of output per kt/a, and 亿元 per 亩; lowest first."""
        told = self.statements.items()
        return {p: _figures([r for r in rows if not r.pooled]) for p, rows in told}

    def estimate(self, product_id: str, capacity_kt_a: float | None) -> Economics | None:
        """What a plant of that size would take and yield.

        Parameters
        ----------
        capacity_kt_a
            Size of the plant; None when nobody knows it.

        Returns
        -------
        Economics or None
            None without a size or without any statement on the product; inside it, None
            for what no plain statement tells.
        """
        if capacity_kt_a is None or product_id not in self.statements:
            return None
        money, land, output, dense = self._per_kt[product_id]
        return Economics(
            product_id=product_id,
            capacity_kt_a=capacity_kt_a,
            investment_yi=_scaled(money, capacity_kt_a),
            land_mu=_scaled(land, capacity_kt_a),
            output_yi=_scaled(output, capacity_kt_a),
            yi_per_mu=_scaled(dense, 1.0),
            counts=(len(money), len(land), len(output)),
            statements=self.statements[product_id],
        )


def _figures(
    rows: Sequence[CostStatement],
) -> tuple[list[float], list[float], list[float], list[float]]:
    sized = [(r, r.capacity_kt_a) for r in rows if r.capacity_kt_a]
    return (
        sorted(r.investment_yi / kt for r, kt in sized if r.investment_yi is not None),
        sorted(r.land_mu / kt for r, kt in sized if r.land_mu is not None),
        sorted(r.output_yi / kt for r, kt in sized if r.output_yi is not None),
        sorted(r.investment_yi / r.land_mu for r in rows if r.investment_yi and r.land_mu),
    )


def _scaled(per_unit: Sequence[float], size: float) -> Interval | None:
    if not per_unit:
        return None
    return Interval(per_unit[0] * size, median(per_unit) * size, per_unit[-1] * size)


def fits(
    economics: Economics | None,
    land_max_mu: float | None = None,
    investment_min_yi: float | None = None,
) -> str:
    """Whether a plant keeps to the limits asked about: 符合, 不符合 or 未知.

    不符合 only when a whole interval lies outside a limit, 符合 only when every one asked
    about lies inside; what nobody has stated, and what lies across a limit, is 未知.

    Examples
    --------
    >>> fits(None, land_max_mu=100.0), fits(None)
    ('未知', '符合')
    """
    told = []
    if land_max_mu is not None:
        told.append(_within(economics.land_mu if economics else None, lambda v: v <= land_max_mu))
    if investment_min_yi is not None:
        money = economics.investment_yi if economics else None
        told.append(_within(money, lambda v: v >= investment_min_yi))
    if FITS_NOT in told:
        return FITS_NOT
    return UNKNOWN if UNKNOWN in told else FITS


def _within(span: Interval | None, holds: Callable[[float], bool]) -> str:
    if span is None or span.high is None:
        return UNKNOWN
    ends = (holds(span.low), holds(span.high))
    return FITS if all(ends) else UNKNOWN if any(ends) else FITS_NOT

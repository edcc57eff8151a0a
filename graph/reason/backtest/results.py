"""What a backtest returns: codes, shares (0–1) and ranks, never sentences."""

from __future__ import annotations

from dataclasses import dataclass

from graph.asof import AsOf
from graph.reason.backtest.measure import AtK, Measured
from graph.reason.backtest.misses import Why
from graph.reason.backtest.truth import Decision
from graph.reason.backtest.weightings import Weightings
from graph.reason.units import Region


@dataclass(frozen=True, slots=True)
class Hit:
    """A product among the first 30 that was invested in later."""

    product_id: str
    rank: int
    kind: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Miss:
    """A product that was invested in later and is not among the first 30."""

    product_id: str
    decision: Decision
    why: Why


@dataclass(frozen=True, slots=True)
class Against:
    """Our list and chance against one truth; p-values of at least as many hits by chance."""

    ours: Measured
    chance: Measured
    p_value: AtK
    p_value_decisions: AtK


@dataclass(frozen=True, slots=True)
class Backtest:
    """One clock's result.

    ``whole`` is all the truth; ``without`` leaves decisions out: the largest one
    (``largest_decision``), those announced by the day (``plans``), those under construction
    by the day (``under_construction``).  ``within`` compares with a random order of the
    products we list.  ``open_`` counts only products that a list may name and that neither
    stood nor were being built on the day.
    """

    as_of: AsOf
    clock: str
    region: Region
    n_candidates: int
    ranking: tuple[str, ...]
    decisions: tuple[Decision, ...]
    whole: Against
    open_: Measured
    within: Measured
    within_p: AtK
    baselines: dict[str, Measured]
    without: dict[str, Against]
    hits: tuple[Hit, ...]
    misses: tuple[Miss, ...]
    weightings: Weightings | None
    intervals: dict[int, tuple[float, float] | None]
    intervals_decisions: dict[int, tuple[float, float] | None]

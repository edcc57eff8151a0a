"""并排对比: two firms of one list, feature by feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.reason import Evaluation
from graph.results import Feature, Target
from views import target_texts
from views.tables.targets import TargetDetail, detail

POINTS = 100.0


@dataclass(frozen=True, slots=True)
class Side:
    """What one firm has of one feature: the value in words and its points of 100."""

    value: str
    points: str
    known: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One feature of both firms; ``difference`` is signed, for the first firm."""

    label: str
    meaning: str
    most: str
    first: Side
    second: Side
    difference: str
    leans: int  # 1 the first firm has more, -1 the second, 0 neither


@dataclass(frozen=True, slots=True)
class Versus:
    """Two firms side by side, the one that stands ahead first."""

    first: TargetDetail
    second: TargetDetail
    rows: tuple[Row, ...]
    total: Row
    why: str


def two(targets: Sequence[Target]) -> tuple[Target, Target] | None:
    """The two firms to put side by side, the one ahead first; None unless there are two."""
    if len(targets) != 2:
        return None
    ahead, behind = sorted(targets, key=lambda t: t.rank)
    return ahead, behind


def versus(evaluation: Evaluation, ahead: Target, behind: Target) -> Versus:
    """Everything that page and report show of two firms; both from one product's list.

    What differs most stands on top.  Neighbours and 回引 were scored in pools of their
    own: their points are shown, no difference is made.
    """
    other = {f.name: f for f in behind.features}
    alike = target_texts.same_pool(ahead, behind)
    pairs = [(f, other[f.name]) for f in ahead.features]
    pairs.sort(key=lambda p: (-abs(_gain(*p)) * alike, -p[0].weight, p[0].name))
    meaning = {w.name: w.meaning for w in evaluation.rules.weights.get("目标企业", ())}
    gains = [(a.label_zh, _gain(a, b)) for a, b in pairs]
    total = _total(ahead, behind, alike=alike)
    return Versus(
        first=detail(evaluation, ahead),
        second=detail(evaluation, behind),
        rows=tuple(
            Row(
                a.label_zh,
                meaning.get(a.name, ""),
                f"{a.weight * POINTS:.0f}",
                _side(ahead, a),
                _side(behind, b),
                *_difference(_gain(a, b), alike=alike),
            )
            for a, b in pairs
        ),
        total=total,
        why=target_texts.why_ahead(ahead, behind, gains),
    )


def _gain(a: Feature, b: Feature) -> float:
    """Points of 100 that the first has more."""
    return (a.contribution - b.contribution) * POINTS


def _difference(gain: float, *, alike: bool) -> tuple[str, int]:
    """Points and which way they lean; scores of different blocks are not compared."""
    return (signed(gain), _leans(gain)) if alike else ("—", 0)


def _side(target: Target, item: Feature) -> Side:
    value = target_texts.feature_value(item, target)
    return Side(value, f"{item.contribution * POINTS:.1f}", item.value is not None)


def _total(ahead: Target, behind: Target, *, alike: bool) -> Row:
    gain = (ahead.score - behind.score) * POINTS
    sides = _whole(ahead), _whole(behind)
    return Row("合计", "", f"{POINTS:.0f}", *sides, *_difference(gain, alike=alike))


def _whole(target: Target) -> Side:
    return Side(f"已知 {target.known_share:.0%}", f"{target.score * POINTS:.1f}", True)


def _leans(gain: float) -> int:
    return 0 if abs(gain) < 0.05 else 1 if gain > 0.0 else -1


def signed(points: float) -> str:
    """A difference with its sign, nothing when there is none.

    Examples
    --------
    >>> signed(4.25), signed(-1.0), signed(0.01)
    ('+4.2', '−1.0', '0')
    """
    if not _leans(points):
        return "0"
    return f"{'+' if points > 0 else '−'}{abs(points):.1f}"

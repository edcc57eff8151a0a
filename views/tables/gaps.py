"""缺口: the ranked list and everything behind one line of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason import Evaluation
from graph.results import Evidence, Feature, Gap
from views import texts
from views.amounts import amount, interval, wan_t
from views.tables.origin import Origin, origin
from views.tables.overview import gap_key

COLUMNS = (
    "序",
    "类",
    "产品",
    "子链",
    "数量(万吨/年)",
    "状态",
    "依据",
    "园区内外",
    "已知份额",
    "说明",
)
SHEET_COLUMNS = (
    *COLUMNS,
    "最少(万吨/年)",
    "最多(万吨/年)",
    "得分",
    "准入核对",
    "还不知道的",
    "依据与算式",
)
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class FeatureBar:
    """One part of the score: ``share`` of the whole score (0–1) it brings, of ``weight``."""

    label: str
    meaning: str
    weight: float
    contribution: float
    known: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with its origin; ``unit`` is the origin of the capacity in it, if any."""

    text: str
    origin: Origin
    unit: Origin | None = None


@dataclass(frozen=True, slots=True)
class GapDetail:
    """All that stands behind one gap line."""

    key: str
    product_id: str
    name: str
    kind: str
    grade: str
    headline: str
    rule: str
    size: str
    state: str
    state_meaning: str
    in_park: str
    score: str
    known: str
    demand: tuple[Said, ...]
    supply: tuple[Said, ...]
    others: tuple[Said, ...]
    features: tuple[FeatureBar, ...]
    filters: tuple[tuple[str, Said], ...]
    questions: tuple[str, ...]
    routes: tuple[str, ...]


def chosen(
    evaluation: Evaluation,
    kinds: Collection[str] = (),
    segments: Collection[str] = (),
    grades: Collection[str] = (),
) -> list[Gap]:
    """Gap lines that pass the filters, in rank order; an empty filter passes all."""
    products = evaluation.chain.facts.products
    return [
        g
        for g in evaluation.gaps
        if (not kinds or g.kind in kinds)
        and (not segments or products[g.product_id].segment in segments)
        and (not grades or g.grade in grades)
    ]


def row(facts: Facts, gap: Gap) -> tuple[Cell, ...]:
    """One line of the list, in the order of ``COLUMNS``."""
    product = facts.products[gap.product_id]
    return (
        gap.rank,
        gap.kind,
        product.name_zh,
        product.segment,
        wan_t(gap.gap.likely),
        gap.state,
        gap.grade,
        gap.in_park,
        percent(gap.known_share),
        texts.gap_headline(facts, gap),
    )


def sheet_row(facts: Facts, gap: Gap) -> tuple[Cell, ...]:
    """One line for the workbook, in the order of ``SHEET_COLUMNS``."""
    return (
        *row(facts, gap),
        wan_t(gap.gap.low),
        wan_t(gap.gap.high),
        round(gap.score, 3),
        ";".join(f"{f.result}:{f.text}" for f in gap.filters) or None,
        ";".join(texts.ask(facts, u) for u in gap.unknown) or None,
        ";".join(texts.evidence(e) for e in gap.evidence) or None,
    )


def percent(share: float) -> str:
    """A share as a whole percentage.

    Examples
    --------
    >>> percent(0.634)
    '63%'
    """
    return f"{share:.0%}"


def find(evaluation: Evaluation, key: str | None) -> Gap | None:
    """The gap line with this key (see ``gap_key``), or None."""
    return next((g for g in evaluation.gaps if gap_key(g) == key), None)


def detail(evaluation: Evaluation, gap: Gap) -> GapDetail:
    """Rule, numbers, score, entry rules, unknowns and sources of one line."""
    facts = evaluation.chain.facts
    return GapDetail(
        key=gap_key(gap),
        product_id=gap.product_id,
        name=facts.products[gap.product_id].name_zh,
        kind=gap.kind,
        grade=texts.GRADE[gap.grade],
        headline=texts.gap_headline(facts, gap),
        rule=texts.RULES[gap.rule_id],
        size=interval(gap.gap),
        state=gap.state,
        state_meaning=texts.STATE_MEANING[gap.state],
        in_park=gap.in_park,
        score=f"{gap.score:.2f}",
        known=percent(gap.known_share),
        demand=_said(facts, gap, ("term_demand",)),
        supply=_said(facts, gap, ("term_supply", "may_also_yield")),
        others=_said(facts, gap, None),
        features=feature_bars(evaluation, gap.kind, gap.features),
        filters=tuple((f.result, Said(f.text, origin(facts, f.source_id))) for f in gap.filters),
        questions=tuple(dict.fromkeys(texts.ask(facts, u) for u in gap.unknown)),
        routes=tuple(facts.processes[p].name_zh for p in gap.process_ids),
    )


_TERMS = ("term_demand", "term_supply", "may_also_yield")


def _said(facts: Facts, gap: Gap, codes: Sequence[str] | None) -> tuple[Said, ...]:
    """Evidence with one of the codes; None means all that is no term."""
    wanted = [e for e in gap.evidence if (e.code in codes if codes else e.code not in _TERMS)]
    return tuple(said(facts, e) for e in wanted)


def said(facts: Facts, item: Evidence) -> Said:
    """One piece of evidence as a sentence, with the sources of its numbers."""
    values = dict(item.values)
    told = origin(facts, item.source_id, item.as_of, item.basis)
    if "unit_source_id" not in values:
        return Said(texts.evidence(item), told)
    basis = "computed" if values.get("computed") else None
    unit = origin(facts, str(values["unit_source_id"] or ""), None, basis)
    return Said(texts.evidence(item), told, unit)


def feature_bars(
    evaluation: Evaluation, list_name: str, features: Sequence[Feature]
) -> tuple[FeatureBar, ...]:
    """Every part of a score, with what it means."""
    weights = evaluation.rules.weights.get(list_name, ())
    meaning = {w.name: w.meaning for w in weights}
    total = sum(w.weight for w in weights) or 1.0
    return tuple(
        FeatureBar(
            f.label_zh,
            meaning.get(f.name, ""),
            f.weight / total,
            f.contribution,
            f.value is not None,
        )
        for f in features
    )


def option_label(facts: Facts, gap: Gap) -> str:
    """One gap as a menu entry."""
    name = facts.products[gap.product_id].name_zh
    return f"{gap.rank}. {gap.kind} {name} {amount(gap.gap.likely)}"

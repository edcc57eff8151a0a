"""缺口: the ranked list and everything behind one line of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason import Evaluation
from graph.reason.entry import step_results
from graph.reason.entry.terms import UNJUDGED
from graph.reason.nation.economics import FITS, UNKNOWN, fits
from graph.results import Evidence, Feature, Filter, Gap
from views import texts
from views.amounts import amount, interval, wan_t
from views.check_texts import check_name, summary
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
    "进展",
    "园区内外",
    "排名",
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
class CheckLine:
    """One of the ten entry checks: its result, why, and the rules to look up."""

    name: str
    result: str
    why: tuple[tuple[str, Said], ...]
    rules: tuple[Said, ...]


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
    filters: tuple[CheckLine, ...]
    questions: tuple[str, ...]
    routes: tuple[str, ...]


def chosen(
    evaluation: Evaluation,
    kinds: Collection[str] = (),
    segments: Collection[str] = (),
    grades: Collection[str] = (),
    *,
    parks: Collection[str] = (),
    related_to: str | None = None,
    stable_only: bool = False,
    land_max_mu: float | None = None,
    investment_min_yi: float | None = None,
    keep_unknown: bool = True,
) -> list[Gap]:
    """Gap lines that pass the filters, in rank order; an empty filter passes all.

    Parameters
    ----------
    related_to
        Only lines of what is made from this product.
    land_max_mu, investment_min_yi
        Limits on the plant a line stands for, as worked out from stated projects.
    keep_unknown
        Whether lines pass for which nobody has stated land or investment.
    """
    products = evaluation.chain.facts.products
    lines = evaluation.related_to(related_to) if related_to else evaluation.gaps
    asked = land_max_mu is not None or investment_min_yi is not None
    passed = {FITS, UNKNOWN} if keep_unknown else {FITS}
    return [
        g
        for g in lines
        if (not kinds or g.kind in kinds)
        and (not segments or products[g.product_id].segment in segments)
        and (not grades or g.grade in grades)
        and (not parks or g.in_park in parks)
        and (g.stable or not stable_only)
        and (
            not asked or fits(evaluation.economics_of(g), land_max_mu, investment_min_yi) in passed
        )
    ]


def row(facts: Facts, gap: Gap, progress: str | None = None) -> tuple[Cell, ...]:
    """One line of the list, in the order of ``COLUMNS``; ``progress`` as a project tells it."""
    product = facts.products[gap.product_id]
    return (
        gap.rank,
        gap.kind,
        product.name_zh,
        product.segment,
        wan_t(gap.gap.likely),
        gap.state,
        gap.grade,
        progress,
        gap.in_park,
        "稳" if gap.stable else "不稳",
        percent(gap.known_share),
        texts.gap_headline(facts, gap),
    )


def sheet_row(facts: Facts, gap: Gap, progress: str | None = None) -> tuple[Cell, ...]:
    """One line for the workbook, in the order of ``SHEET_COLUMNS``."""
    return (
        *row(facts, gap, progress),
        wan_t(gap.gap.low),
        wan_t(gap.gap.high),
        round(gap.score, 3),
        summary(gap.filters) or None,
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
        filters=check_lines(facts, gap.filters),
        questions=tuple(dict.fromkeys(texts.ask(facts, u) for u in gap.unknown)),
        routes=tuple(facts.processes[p].name_zh for p in gap.process_ids),
    )


def check_lines(facts: Facts, filters: Sequence[Filter]) -> tuple[CheckLine, ...]:
    """The checks in order, each with what was judged and, behind it, what only informs."""
    out = []
    for step, result in step_results(filters).items():
        lines = [(f, _filter_said(facts, f)) for f in filters if f.step == step]
        why = tuple((f.result, told) for f, told in lines if f.code not in UNJUDGED)
        rules = tuple(told for f, told in lines if f.code in UNJUDGED)
        out.append(CheckLine(check_name(step), result, why, rules))
    return tuple(out)


def _filter_said(facts: Facts, item: Filter) -> Said:
    return Said(texts.check_text(item), origin(facts, item.source_id))


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
    meaning = {w.name: w.meaning for w in evaluation.rules.weights.get(list_name, ())}
    return tuple(
        FeatureBar(
            f.label_zh,
            meaning.get(f.name, ""),
            f.weight,
            f.contribution,
            f.value is not None,
        )
        for f in features
    )


def option_label(facts: Facts, gap: Gap) -> str:
    """One gap as a menu entry."""
    name = facts.products[gap.product_id].name_zh
    return f"{gap.rank}. {gap.kind} {name} {amount(gap.gap.likely)}"

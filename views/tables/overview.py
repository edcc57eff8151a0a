"""首页: five gaps, five firms to call, five facts to ask, and what stands on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.checks import tally
from graph.desk.project.projects import OWN, SINGLE, scope_of
from graph.facts import Facts
from graph.model import Project
from graph.reason import Evaluation
from graph.reason.firms.targets import makers_to_call, place
from graph.results import Gap, Target
from views import survey_texts, texts
from views.amounts import amount

TOP = 5
SEARCHED = 40
SHOWN_CHANGES = 2


@dataclass(frozen=True, slots=True)
class GapCard:
    """One gap at a glance; ``meaning`` says the kind in plain words."""

    product_id: str
    kind: str
    name: str
    size: str
    headline: str
    grade: str
    grade_word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CallCard:
    """One firm to call, for which gap and why."""

    gap_key: str
    kind: str
    firm: str
    place: str
    product: str
    why: str


@dataclass(frozen=True, slots=True)
class AskCard:
    """One fact to ask, and what hangs on it."""

    firm: str
    question: str
    effect: str


def gap_key(gap: Gap) -> str:
    """Name of one gap line in addresses and menus: kind and product."""
    return f"{gap.kind}:{gap.product_id}"


def gap_card(facts: Facts, gap: Gap) -> GapCard:
    """One gap as a card."""
    return GapCard(
        product_id=gap.product_id,
        kind=gap.kind,
        name=facts.products[gap.product_id].name_zh,
        size=amount(gap.gap.likely),
        headline=texts.gap_headline(facts, gap),
        grade=gap.grade,
        grade_word=texts.GRADE[gap.grade],
        meaning=texts.KIND_MEANING[gap.kind],
    )


def top_gaps(evaluation: Evaluation, top: int = TOP) -> list[GapCard]:
    """The first lines of the ranked list that are fit for a meeting (依据不足 left out)."""
    return [gap_card(evaluation.chain.facts, g) for g in sound_gaps(evaluation)[:top]]


def sound_gaps(evaluation: Evaluation) -> list[Gap]:
    """Gaps with enough on record to be shown first, in their order."""
    return [g for g in evaluation.gaps if g.grade != "不足"]


def firms_to_call(evaluation: Evaluation, top: int = TOP) -> list[CallCard]:
    """The best firm for each of the top gaps; each firm and product once.

    强链 lines stand behind 补链 and 延链: there a second plant is one remedy of several.
    """
    facts = evaluation.chain.facts
    found: list[CallCard] = []
    firms: set[str] = set()
    products: set[str] = set()
    for gap in sorted(sound_gaps(evaluation)[:SEARCHED], key=lambda g: g.kind == "强链"):
        if gap.product_id in products:
            continue
        for target in makers_to_call(evaluation.targets_for(gap.product_id)):
            if target.firm_id not in firms:
                found.append(_call(facts, gap, target))
                firms.add(target.firm_id)
                products.add(gap.product_id)
                break
        if len(found) == top:
            break
    return found


def _call(facts: Facts, gap: Gap, target: Target) -> CallCard:
    stated = [texts.evidence(e) for e in target.evidence if e.code in ("signal", "producer")]
    return CallCard(
        gap_key=gap_key(gap),
        kind=gap.kind,
        firm=target.firm,
        place=place(target.province, target.city) or "地点未载",
        product=facts.products[gap.product_id].name_zh,
        why=stated[0] if stated else texts.reasons(target)[0],
    )


def facts_to_ask(evaluation: Evaluation, top: int = TOP) -> list[AskCard]:
    """The unknown facts that would change most conclusions."""
    facts = evaluation.chain.facts
    return [
        AskCard(
            item.firm,
            texts.survey_ask(facts, item),
            survey_texts.effect(facts, item, SHOWN_CHANGES),
        )
        for item in evaluation.survey[:top]
    ]


def sourced_words(counts: Mapping[str, int]) -> str:
    """Share of facts with a source, in words.

    Examples
    --------
    >>> sourced_words({"facts": 400, "sourced": 253})
    '63%'
    """
    return f"{counts['sourced'] / counts['facts']:.0%}" if counts["facts"] else "没有事实"


def local_firms(evaluation: Evaluation) -> frozenset[str]:
    """Firms that stand in the parks looked at, or have a plant there."""
    facts, region = evaluation.chain.facts, evaluation.region
    seated = {f.id for f in facts.firms.values() if any(region.holds(facts, p) for p in f.park_ids)}
    return frozenset(seated | {unit.firm_id for unit in evaluation.standing.units})


def local_projects(evaluation: Evaluation) -> list[Project]:
    """Single projects in the region's parks, as 项目库 lists them before anything is filtered."""
    facts, region_id = evaluation.chain.facts, evaluation.region.region_id
    own = (p for p in facts.projects.values() if scope_of(facts, region_id, p) == OWN)
    return [p for p in own if p.level in SINGLE]


def headline_counts(evaluation: Evaluation) -> Sequence[tuple[str, str]]:
    """What stands on record, as (label, number) pairs."""
    facts = evaluation.chain.facts
    counts = tally(facts)
    return (
        ("产品", str(len(facts.goods))),
        ("工艺", str(counts.get("process", 0))),
        ("本地装置", str(len(evaluation.standing.units))),
        ("本地企业", str(len(local_firms(evaluation)))),
        ("本地项目", str(len(local_projects(evaluation)))),
        ("外地产能", str(counts.get("producer", 0))),
        ("来源", str(counts.get("source", 0))),
        ("有来源的事实", sourced_words(counts)),
    )

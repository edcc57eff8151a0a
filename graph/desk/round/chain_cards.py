"""One card for each sub-chain: who leads it, and what the facts say of it on the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.desk.ladder.figures import WAN_PER_YI, figures, newest
from graph.desk.ladder.ground import COMING, is_one
from graph.desk.round.counts import PROJECT_YI, local_firms, region_projects
from graph.desk.round.duties import (
    HEAD_FIRM,
    LEADER,
    OFFICE,
    PERSON,
    TEAM,
    by_target,
    chain_firms,
    names_in,
    standing,
)
from graph.facts import Facts
from graph.frames import segments_frame
from graph.model import Duty, Firm, Project, Segment
from graph.reason import Evaluation
from graph.results import Gap

TEN_YI = 10.0


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum over records of which only ``known`` of ``of`` give the figure; None: none does."""

    value: float | None
    known: int
    of: int


@dataclass(frozen=True, slots=True)
class ChainCard:
    """A sub-chain: names put down by the office, and what is computed from the facts.

    ``leaders`` … ``persons`` are empty where nobody was named.  Counts of products as in
    :func:`graph.frames.segments_frame`; ``investment`` in 亿元 over the live projects;
    ``big_firms`` are firms with a revenue of ten 亿元 or more in the newest year on record,
    ``sized`` how many firms have one; ``big_projects`` live projects of one 亿元 or more.
    """

    segment_id: str
    leaders: tuple[str, ...]
    offices: tuple[str, ...]
    head_firms: tuple[str, ...]
    teams: tuple[str, ...]
    persons: tuple[str, ...]
    firms: tuple[str, ...]
    products: int
    standing: int
    coming: int
    lacking: int
    unknown: int
    gaps: tuple[Gap, ...]
    projects: tuple[Project, ...]
    investment: Amount
    big_firms: tuple[str, ...]
    sized: int
    big_projects: tuple[Project, ...]
    listed: tuple[Project, ...]


def chain_cards(evaluation: Evaluation, duties: Iterable[Duty]) -> tuple[ChainCard, ...]:
    """A card for every sub-chain, in their order on the map.

    Parameters
    ----------
    evaluation
        The region and the day.
    duties
        Of the region; only those that hold on the day are read.
    """
    facts, region_id = evaluation.chain.facts, evaluation.region.region_id
    year = int(evaluation.as_of.valid[:4])
    mine = [d for d in duties if d.region_id == region_id]
    roles = by_target(standing(mine, evaluation.as_of.valid))
    counts = _counts(evaluation)
    projects = [p for p in region_projects(facts, region_id) if p.stage in COMING]
    revenues = newest_revenues(facts, local_firms(facts, region_id), year)
    order = sorted(facts.segments.values(), key=lambda s: s.order)
    return tuple(
        _card(evaluation, s, roles.get((Segment.kind, s.id), ()), counts[s.id], projects, revenues)
        for s in order
    )


def _counts(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    """Counts of products by sub-chain."""
    rows = segments_frame(evaluation).to_dict("index")
    return {str(s): {str(k): int(v) for k, v in row.items()} for s, row in rows.items()}


def _card(
    evaluation: Evaluation,
    segment: Segment,
    duties: Sequence[Duty],
    counts: Mapping[str, int],
    projects: Sequence[Project],
    revenues: Mapping[str, float],
) -> ChainCard:
    facts = evaluation.chain.facts
    products = {p.id for p in facts.goods.values() if p.segment == segment.id}
    firms = _firms(evaluation, products)
    live = tuple(p for p in projects if products & set(p.product_ids))
    heads = tuple(facts.firm_name(f) for f in chain_firms(duties)) or names_in(duties, HEAD_FIRM)
    return ChainCard(
        segment_id=segment.id,
        leaders=names_in(duties, LEADER),
        offices=names_in(duties, OFFICE),
        head_firms=heads,
        teams=names_in(duties, TEAM),
        persons=names_in(duties, PERSON),
        firms=tuple(facts.firm_name(f) for f in firms),
        **{k: counts[k] for k in ("products", "standing", "coming", "lacking", "unknown")},
        gaps=tuple(g for g in evaluation.gaps if g.product_id in products),
        projects=live,
        investment=invested(live),
        big_firms=tuple(facts.firm_name(f) for f in firms if revenues.get(f, 0.0) >= TEN_YI),
        sized=sum(f in revenues for f in firms),
        big_projects=tuple(p for p in live if (p.investment_yi or 0.0) >= PROJECT_YI),
        listed=tuple(p for p in live if p.is_listed),
    )


def _firms(evaluation: Evaluation, products: set[str]) -> tuple[str, ...]:
    """Firms with a unit here that is named after one of the products, planned ones too."""
    facts = evaluation.chain.facts
    units = (u for u in evaluation.standing.units if u.product_id in products)
    found = dict.fromkeys(facts.owner(u.firm_id) for u in units)
    return tuple(i for i in found if is_one(facts.firms.get(i)))


def invested(projects: Sequence[Project]) -> Amount:
    """Investment of projects together, 亿元."""
    known = [p.investment_yi for p in projects if p.investment_yi is not None]
    return Amount(float(f"{sum(known):.12g}") if known else None, len(known), len(projects))


def newest_revenues(facts: Facts, firms: Iterable[Firm], until: int) -> dict[str, float]:
    """Revenue of each firm in the newest year on record up to ``until``, 亿元.

    Firms without one are left out.
    """
    years = figures(facts)
    told = ((f.id, newest(years.get(f.id, {}), ("revenue_wan",), until)) for f in firms)
    return {id: found.value / WAN_PER_YI for id, found in told if found}

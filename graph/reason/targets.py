"""目标企业: firms elsewhere worth inviting for one product, ranked with reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Firm, Producer, Signal
from graph.reason.leads import is_lead, status_now
from graph.reason.national import GROWING, National, group_of, years_between
from graph.reason.priority import scored
from graph.reason.ties import product_step
from graph.results import Evidence, Feature, Step, Target
from graph.rules import Rules

HALF_LIFE_YEARS = 3.0
RUNNING = {"在产": 1.0, "在建": 0.7, "规划": 0.4, "未核": 0.3}
GRADES = {"A": 1.0, "B": 0.7, "C": 0.4, "D": 0.1}


@dataclass(frozen=True)
class Candidate:
    """One firm with every statement and signal on the product."""

    firm: Firm
    rows: tuple[Producer, ...]
    signals: tuple[Signal, ...]
    related: tuple[str, ...]  # what else it makes one main feed up or down the chain

    @property
    def capacity_kt_a(self) -> float | None:
        """Largest stated capacity; statements of different years are never added."""
        sizes = [r.capacity_kt_a for r in self.rows if r.capacity_kt_a is not None]
        return max(sizes) if sizes else None


def candidates(chain: Chain, national: National, product_id: str) -> tuple[Candidate, ...]:
    """Firms outside the region that make, build or plan the product, or moved into it."""
    facts = national.facts
    rows: dict[str, list[Producer]] = {}
    for row in national.producers.get(product_id, ()):
        rows.setdefault(row.firm_id, []).append(row)
    moves: dict[str, list[Signal]] = {}
    for signal in national.growth_signals.get(product_id, ()):
        if signal.firm_id not in national.local_firms:
            moves.setdefault(signal.firm_id, []).append(signal)
    near = chain.next_to.get(product_id, ())
    made = national.made_by
    return tuple(
        Candidate(
            facts.firms[f],
            tuple(rows.get(f, ())),
            tuple(moves.get(f, ())),
            tuple(p for p in near if p in made.get(f, ())),
        )
        for f in dict.fromkeys((*rows, *moves))
    )


def targets(
    chain: Chain,
    rules: Rules,
    national: National,
    product_id: str,
    tie: tuple[Step, ...] = (),
) -> tuple[Target, ...]:
    """Rank the candidates for one product; leads to verify stand behind firms to call.

    Parameters
    ----------
    tie
        How the product hangs together with what stands here; see :func:`local_tie`.
    """
    pool = candidates(chain, national, product_id)
    day = national.as_of.valid
    now = {c.firm.id: [status_now(r, rules, day) for r in c.rows] for c in pool}
    lead = {c.firm.id: is_lead(now[c.firm.id], c.signals, rules, day) for c in pool}
    raws = [_features(national, c, now[c.firm.id]) for c in pool]
    results = scored(raws, rules.weights["目标企业"])
    found = sorted(
        zip(pool, results, strict=True),
        key=lambda f: (
            lead[f[0].firm.id],
            -f[1][0],
            -(f[0].capacity_kt_a or 0.0),
            f[0].firm.id,
        ),
    )
    return tuple(
        _target(chain, national, rank, c, product_id, tie, lead[c.firm.id], *result)
        for rank, (c, result) in enumerate(found, 1)
    )


def _features(national: National, who: Candidate, now: Sequence[str]) -> dict[str, float | None]:
    as_of = national.as_of.valid
    told = [*(r.grade for r in who.rows), *(s.grade for s in who.signals)]
    grades = [GRADES[g] for g in told if g]
    return {
        "capacity_kt_a": who.capacity_kt_a,
        "experience": max((RUNNING[s] for s in now), default=0.0),
        "momentum": momentum(national.facts, who.firm.id, as_of),
        "neighbours": float(len(who.related)),
        "ties": 1.0 if group_of(who.firm) in national.local_groups else 0.0,
        "evidence": max(grades) if grades else None,
    }


def momentum(facts: Facts, firm_id: str, date: str) -> float:
    """Building and expanding on record, each halved every three years before ``date``."""
    return sum(
        math.pow(0.5, years_between(s.date, date) / HALF_LIFE_YEARS)
        for s in facts.signals_of.get(firm_id, ())
        if s.direction in GROWING and s.date and s.date <= date
    )


def _target(
    chain: Chain,
    national: National,
    rank: int,
    who: Candidate,
    product_id: str,
    tie: tuple[Step, ...],
    lead: bool,
    score: float,
    share: float,
    features: tuple[Feature, ...],
) -> Target:
    row = _speaker(who)
    return Target(
        rank=rank,
        firm_id=who.firm.id,
        firm=who.firm.name_zh,
        product_id=product_id,
        province=(row.province if row else None) or who.firm.province,
        city=(row.city if row else None) or who.firm.city,
        capacity_kt_a=who.capacity_kt_a,
        score=score,
        known_share=share,
        features=features,
        path=(
            Step("firm", who.firm.id, who.firm.name_zh),
            product_step(chain, product_id),
            *tie,
        ),
        evidence=_evidence(chain, national, who, product_id),
        lead=lead,
    )


def _speaker(who: Candidate) -> Producer | None:
    """The statement that gives the capacity shown, else the first one."""
    best = who.capacity_kt_a
    return next((r for r in who.rows if r.capacity_kt_a == best), None)


def place(province: str | None, city: str | None) -> str:
    """Province and city as one name; a municipality once.

    Examples
    --------
    >>> place("天津", "天津"), place("江苏", None)
    ('天津', '江苏')
    """
    return (province or "") + ("" if city == province else city or "")


def _evidence(
    chain: Chain, national: National, who: Candidate, product_id: str
) -> tuple[Evidence, ...]:
    name = chain.product(product_id).name_zh
    out = [
        Evidence(
            "producer",
            (
                ("firm", who.firm.name_zh),
                ("product", name),
                ("capacity_kt_a", r.capacity_kt_a),
                ("status", r.status),
                ("year", r.year),
                ("place", place(r.province, r.city)),
            ),
            r.source_id,
            r.basis,
            r.as_of,
        )
        for r in who.rows
    ]
    out += [
        Evidence(
            "signal",
            (
                ("firm", who.firm.name_zh),
                ("product", name),
                ("direction", s.direction),
                ("date", s.date),
                ("place", s.place),
                ("capacity_kt_a", s.capacity_kt_a),
                ("investment_yi", s.investment_yi),
            ),
            s.source_id,
            s.basis,
            s.as_of,
        )
        for s in who.signals
    ]
    if who.related:
        names = "、".join(chain.product(p).name_zh for p in who.related)
        out.append(Evidence("related", (("products", names),), None, "computed"))
    if (group := group_of(who.firm)) in national.local_groups:
        out.append(Evidence("ties", (("group", group),), None, "computed"))
    return tuple(out)

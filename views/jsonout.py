"""The ``--json`` shapes: a public contract.  Names and meanings stay; fields may be added."""

from __future__ import annotations

import math
from typing import Any

from graph.chain import Chain
from graph.facts import Facts
from graph.quality import Quality
from graph.reason.change.diff import Diff, Difference
from graph.results import (
    Balance,
    Evidence,
    Feature,
    Filter,
    Finding,
    Interval,
    SurveyItem,
    Target,
    UnitView,
    Unknown,
)
from graph.stoichiometry import molar_mass
from views import change_texts, survey_texts, texts

Json = dict[str, Any]


def finite(value: float | None) -> float | None:
    """A JSON number; an infinite end becomes null."""
    return None if value is None or math.isinf(value) else value


def interval(value: Interval) -> Json:
    """[low, likely, high] in kt/a; null = unbounded."""
    return {"low": finite(value.low), "likely": finite(value.likely), "high": finite(value.high)}


def products(facts: Facts) -> list[Json]:
    """``liantu products``."""
    keys = ("id", "name_zh", "name_en", "aliases", "cas", "family", "stage", "segment", "is_hub")
    more = ("short_zh", "tier", "trade", "is_primary", "basis", "source_id", "formula")
    return [
        {k: list(v) if isinstance(v := getattr(p, k), tuple) else v for k in (*keys, *more)}
        | {"molar_mass_g_mol": grams_per_mole(p.formula)}
        for p in facts.goods.values()
    ]


def grams_per_mole(formula: str | None) -> float | None:
    """Molar mass to 0.001 g/mol; null for mixtures and polymers."""
    mass = molar_mass(formula)
    return None if mass is None else round(mass, 3)


def processes(facts: Facts) -> list[Json]:
    """``liantu processes``."""
    keys = ("product_id", "role", "t_per_t", "low", "high", "basis", "source_id", "is_main_feed")
    return [
        {
            "id": p.id,
            "name_zh": p.name_zh,
            "main_product_id": p.main_product_id,
            "flows": [{k: getattr(f, k) for k in keys} for f in facts.flows_of.get(p.id, ())],
        }
        for p in facts.processes.values()
    ]


def unit(view: UnitView) -> Json:
    """One entry of ``firms``."""
    return {
        "firm": view.firm,
        "unit_id": view.unit_id,
        "capacity_kt_a": view.capacity_kt_a,
        "presence": view.presence,
        "source_id": view.source_id,
        "unit": view.name_zh,
        "as_of": view.as_of,
        "computed": view.computed,
        "stated": view.stated,
        "confirmed": view.confirmed,
    }


def unknown(facts: Facts, item: Unknown) -> Json:
    """One entry of ``unknown``."""
    return {
        "firm": item.firm,
        "unit_id": item.unit_id,
        "field": item.field,
        "ask": texts.ask(facts, item),
    }


def balance(chain: Chain, row: Balance) -> Json:
    """``liantu balance``."""
    facts = chain.facts
    return {
        "product_id": row.product_id,
        "name_zh": facts.products[row.product_id].name_zh,
        "presence": row.presence,
        "state": row.state,
        "supply_kt_a": interval(row.supply),
        "demand_kt_a": interval(row.demand),
        "net_kt_a": interval(row.net),
        "unknown": [unknown(facts, u) for u in row.unknown],
        "firms": [unit(u) for u in row.units],
        "own_use_kt_a": row.own_use_kt_a,
        "outside_supply_kt_a": interval(row.outside_supply) if row.outside_supply else None,
        "interior": row.interior,
        "bought_in": chain.product(row.product_id).is_hub
        or chain.product(row.product_id).is_primary,
    }


def feature(item: Feature) -> Json:
    """One entry of ``features``."""
    return {
        "name": item.name,
        "weight": item.weight,
        "value": item.value,
        "contribution": item.contribution,
        "label_zh": item.label_zh,
        "raw": item.raw,
    }


def filter_(item: Filter) -> Json:
    """One entry of ``filters``."""
    return {
        "rule_id": item.rule_id,
        "result": item.result,
        "text": texts.check_text(item),
        "source_id": item.source_id,
        "basis": item.basis,
        "step": item.step,
        "check": texts.CHECKS.get(item.step, ""),
        "code": item.code,
        "values": {k: finite(v) if isinstance(v, float) else v for k, v in item.values},
    }


def evidence(item: Evidence) -> Json:
    """One entry of ``evidence``."""
    return {
        "text": texts.evidence(item),
        "source_id": item.source_id,
        "code": item.code,
        "basis": item.basis,
        "values": {k: finite(v) if isinstance(v, float) else v for k, v in item.values},
    }


def target(row: Target) -> Json:
    """``liantu targets``."""
    return {
        "rank": row.rank,
        "firm": row.firm,
        "province": row.province,
        "city": row.city,
        "capacity_kt_a": row.capacity_kt_a,
        "score": row.score,
        "features": [feature(f) for f in row.features],
        "reasons": texts.reasons(row),
        "path": [{"kind": s.kind, "id": s.id, "name": s.name} for s in row.path],
        "evidence": [evidence(e) for e in row.evidence],
        "firm_id": row.firm_id,
        "known_share": row.known_share,
        "lead": row.lead,
        "flags": list(row.flags),
        "via_product_id": row.via_product_id,
        "via_relation": row.via_relation,
        "in_park": row.in_park,
        "rank_national": (
            {"place": row.rank_national[0], "of": row.rank_national[1]}
            if row.rank_national
            else None
        ),
        "outsider": row.outsider,
    }


def survey_item(facts: Facts, row: SurveyItem) -> Json:
    """``liantu survey``."""
    who = Unknown(row.firm_id, row.firm, row.unit_id, row.field)
    return {
        "rank": row.rank,
        "fact": survey_texts.fact(facts, row),
        **unknown(facts, who),
        "ask": texts.survey_ask(facts, row),
        "product_id": row.product_id,
        "product_ids": list(row.product_ids),
        "conclusions": row.conclusions,
        "would_change": [
            {
                "product_id": c.product_id,
                "name_zh": facts.products[c.product_id].name_zh,
                "now": c.now,
                "could_be": list(c.could_be),
                "comes": list(c.comes),
                "goes": list(c.goes),
            }
            for c in row.would_change
        ],
        "settles": row.settles,
        "waits": list(row.waits),
        "tried_kt_a": list(row.tried_kt_a),
    }


def difference(facts: Facts, row: Difference) -> Json:
    """One line of ``liantu diff``."""
    was, now = row.before, row.after
    return {
        "kind": row.kind,
        "product_id": row.product_id,
        "name_zh": facts.products[row.product_id].name_zh,
        "from": interval(was.gap) if was else None,
        "to": interval(now.gap) if now else None,
        "rank_from": was.rank if was else None,
        "rank_to": now.rank if now else None,
        "state_from": row.state_from,
        "state_to": row.state_to,
        "because": [
            {"text": change_texts.because(e), "source_id": e.source_id, "code": e.code}
            for e in row.because
        ],
    }


def diff(facts: Facts, found: Diff, kind: str | None = None) -> Json:
    """``liantu diff``."""
    return {
        word: [difference(facts, r) for r in rows if kind in (None, r.kind)]
        for word, rows in found.lists()
    }


def finding(row: Finding) -> Json:
    """One entry of ``findings``."""
    return {
        "rule": row.rule,
        "severity": row.severity,
        "ids": list(row.ids),
        "message": row.message,
    }


def quality(row: Quality) -> Json:
    """What ``check`` adds to its counts: shares as counts, by family and by grade."""
    shares = {
        "flows": row.flows,
        "main_feeds": row.main_feeds,
        "local_flows": row.local_flows,
        "local_main_feeds": row.local_main_feeds,
    }
    out: Json = {}
    for name, found in shares.items():
        out |= {name: found.of, f"{name}_sourced": found.sourced}
    return out | {
        "running": row.running,
        "running_capacity_unknown": row.running_unknown,
        "by_family": {
            f.family: {
                "processes": f.processes,
                "flows": f.flows.of,
                "flows_sourced": f.flows.sourced,
                "main_feeds": f.main_feeds.of,
                "main_feeds_sourced": f.main_feeds.sourced,
            }
            for f in row.families
        },
        "by_grade": row.grades,
    }

"""Results as pandas DataFrames, for tables, workbooks and notebooks.  kt/a throughout.

Every frame has one row per thing and plain column names with units; unknown is NaN or
None, never 0; an unbounded end is +inf or −inf.
"""

from __future__ import annotations

import math

import pandas as pd

from graph.reason import Evaluation
from graph.results import SHORT, Interval

STANDING = ("在产", "联产推算")
COMING = ("在建", "规划")


def _ends(name: str, value: Interval) -> dict[str, float | None]:
    return {
        f"{name}_low_kt_a": value.low,
        f"{name}_likely_kt_a": value.likely,
        f"{name}_high_kt_a": math.inf if value.high is None else value.high,
    }


def balances_frame(evaluation: Evaluation) -> pd.DataFrame:
    """One row per product.

    Returns
    -------
    DataFrame, index ``product_id``
        name_zh, segment, presence, state, supply/demand/net as low, likely and high kt/a,
        own_use_kt_a, interior, units (how many make it), unknown (open facts).
    """
    products = evaluation.chain.facts.products
    rows = [
        {
            "product_id": b.product_id,
            "name_zh": products[b.product_id].name_zh,
            "segment": products[b.product_id].segment,
            "presence": b.presence,
            "state": b.state,
            **_ends("supply", b.supply),
            **_ends("demand", b.demand),
            **_ends("net", b.net),
            "own_use_kt_a": b.own_use_kt_a,
            "interior": b.interior,
            "units": len(b.units),
            "unknown": len(b.unknown),
        }
        for b in evaluation.balances.values()
    ]
    return pd.DataFrame(rows).set_index("product_id")


def terms_frame(evaluation: Evaluation) -> pd.DataFrame:
    """One row per unit and product: the arithmetic behind every balance.

    Returns
    -------
    DataFrame
        product_id, name_zh, side, firm, unit_id, process_id, role, capacity_kt_a,
        basis_product_id, basis_t_per_t, t_per_t, amount low/likely/high kt/a, basis,
        source_id (coefficient), unit_source_id (capacity), computed.
    """
    products = evaluation.chain.facts.products
    rows = [
        {
            "product_id": t.product_id,
            "name_zh": products[t.product_id].name_zh,
            "side": t.side,
            "firm": t.firm,
            "unit_id": t.unit_id,
            "process_id": t.process_id,
            "role": t.role,
            "capacity_kt_a": t.capacity_kt_a,
            "basis_product_id": t.basis_product_id,
            "basis_t_per_t": t.basis_t_per_t,
            "t_per_t": t.t_per_t,
            **_ends("amount", t.amount),
            "basis": t.basis,
            "source_id": t.source_id,
            "unit_source_id": t.unit_source_id,
            "computed": t.computed,
        }
        for b in evaluation.balances.values()
        for t in b.terms
    ]
    return pd.DataFrame(rows)


def gaps_frame(evaluation: Evaluation) -> pd.DataFrame:
    """One row per gap, ranked.

    Returns
    -------
    DataFrame, index ``rank``
        kind, product_id, name_zh, segment, from_product_id, state, gap low/likely/high
        kt/a, score, known_share, grade, certain, in_park, unknown, and one column
        ``feature:<name>`` per feature with its percentile (NaN = unknown).
    """
    products = evaluation.chain.facts.products
    rows = [
        {
            "rank": g.rank,
            "kind": g.kind,
            "product_id": g.product_id,
            "name_zh": products[g.product_id].name_zh,
            "segment": products[g.product_id].segment,
            "from_product_id": g.from_product_id,
            "state": g.state,
            **_ends("gap", g.gap),
            "score": g.score,
            "known_share": g.known_share,
            "grade": g.grade,
            "certain": g.certain,
            "in_park": g.in_park,
            "unknown": len(g.unknown),
            **{f"feature:{f.name}": f.value for f in g.features},
        }
        for g in evaluation.gaps
    ]
    return pd.DataFrame(rows).set_index("rank") if rows else pd.DataFrame(columns=["kind"])


def segments_frame(evaluation: Evaluation) -> pd.DataFrame:
    """What stands and what is missing, sub-chain by sub-chain.

    Returns
    -------
    DataFrame, index ``segment`` in map order
        products, standing (在产 or 联产推算), coming (在建 or 规划), lacking (断 or 弱,
        interior, hub and primary products left out), extending (products named by a 延链
        line), unknown (products whose balance waits for a fact).
    """
    facts = evaluation.chain.facts
    frame = balances_frame(evaluation)
    ordinary = {p.id for p in facts.goods.values() if not (p.is_hub or p.is_primary)}
    extends = {g.product_id for g in evaluation.gaps if g.kind == "延链"}
    flags = pd.DataFrame(
        {
            "segment": frame["segment"],
            "products": True,
            "standing": frame["presence"].isin(STANDING),
            "coming": frame["presence"].isin(COMING),
            "lacking": frame["state"].isin(SHORT) & frame.index.isin(ordinary) & ~frame["interior"],
            "extending": frame.index.isin(extends),
            "unknown": frame["state"].eq("未知"),
        }
    )
    order = sorted(facts.segments.values(), key=lambda s: s.order)
    return flags.groupby("segment").sum().reindex([s.id for s in order]).fillna(0).astype(int)

"""补链: inputs local plants need and lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.chain import Chain
from graph.reason.balance import material
from graph.reason.entry import filters_for, in_park
from graph.reason.evidence import balance_evidence, grade_of, sourced_share
from graph.reason.national import National
from graph.reason.priority import scored
from graph.results import Balance, Evidence, Gap, Interval
from graph.rules import Rules

RULE_ID = "B1"


@dataclass(frozen=True)
class Context:
    """What every gap rule looks at."""

    chain: Chain
    rules: Rules
    national: National
    balances: Mapping[str, Balance]
    feeds: Mapping[str, tuple[str, ...]]  # main feed → products made from it here


def missing_pool(ctx: Context) -> list[str]:
    """Products that may be called 补链: merchant, needed, 断 or 弱, and made by somebody.

    Hubs, primary raw materials, captive intermediates, interior products and articles
    (制品) are never missing links.
    """
    out = []
    for product_id, balance in ctx.balances.items():
        product = ctx.chain.product(product_id)
        ordinary = not (product.is_hub or product.is_primary or balance.interior)
        if (
            ordinary
            and product.trade == "merchant"
            and product.tier != "制品"
            and balance.state in ("断", "弱")
        ):
            out.append(product_id)
    return out


def shortfall(balance: Balance) -> Interval:
    """[max(0, D.low − S.high), likely, D.high − S.low] in kt/a."""
    s, d = balance.supply, balance.demand
    low = 0.0 if s.high is None else max(0.0, d.low - s.high)
    high = None if d.high is None else max(0.0, d.high - s.low)
    likely = None if d.likely is None else max(0.0, d.likely - (s.likely or 0.0))
    return Interval(low, likely, high)


def missing_gaps(ctx: Context) -> list[Gap]:
    """The ranked 补链 list (rank 0-based within the kind; the caller numbers it)."""
    pool = missing_pool(ctx)
    raws = [_features(ctx, p) for p in pool]
    rows = []
    results = scored(raws, ctx.rules.weights["补链"])
    for product_id, (score, share, features) in zip(pool, results, strict=True):
        balance = ctx.balances[product_id]
        need = shortfall(balance)
        certain = balance.demand.low >= material(ctx.chain, ctx.rules, product_id)
        makers = tuple(p.id for p in ctx.chain.makers.get(product_id, ()))
        evidence = (*balance_evidence(ctx.chain, balance), *_market_evidence(ctx, product_id))
        sourced = sourced_share(balance.terms)
        rows.append(
            Gap(
                rank=0,
                kind="补链",
                product_id=product_id,
                from_product_id=None,
                state=balance.state,
                certain=certain,
                gap=need,
                score=score * (1.0 if certain else ctx.rules.number("possible_factor")),
                known_share=share,
                features=features,
                rule_id=RULE_ID,
                filters=filters_for(ctx.rules, product_id, makers, need.likely),
                in_park=in_park(
                    ctx.chain.product(product_id), is_chemical=ctx.national.is_chemical
                ),
                evidence=evidence,
                unknown=balance.unknown,
                grade=grade_of(ctx.rules, certain, share, sourced),
                process_ids=makers,
            )
        )
    return rows


def _features(ctx: Context, product_id: str) -> dict[str, float | None]:
    balance = ctx.balances[product_id]
    need = shortfall(balance)
    train = ctx.chain.smallest_train_kt_a.get(product_id)
    dependence = ctx.national.import_dependence(product_id)
    consumers = {t.unit_id for t in balance.terms if t.side == "demand"}
    return {
        "shortfall_kt_a": need.likely,
        "train_fill": need.likely / train if train and need.likely is not None else None,
        "consumers": float(len(consumers)),
        "feed_here": feed_here(ctx, product_id),
        "import_dependence": dependence[0] if dependence else None,
        "movers": float(len(ctx.national.growth_signals.get(product_id, ()))),
    }


def feed_here(ctx: Context, product_id: str) -> float | None:
    """1 when some route's main feed is to spare here, 0.5 when it stands here, else 0."""
    best: float | None = None
    for process in ctx.chain.makers.get(product_id, ()):
        flow = ctx.chain.main_feed.get(process.id)
        if flow is None:
            continue
        balance = ctx.balances[flow.product_id]
        if balance.state in ("富余", "外销"):
            value = 1.0
        elif balance.presence in ("在产", "在建", "联产推算"):
            value = 0.5
        else:
            value = 0.0
        best = value if best is None else max(best, value)
    return best


def _market_evidence(ctx: Context, product_id: str) -> tuple[Evidence, ...]:
    found = ctx.national.import_dependence(product_id)
    if not found:
        return ()
    share, row = found
    return (
        Evidence(
            "import_dependence",
            (("share", share), ("year", row.year)),
            row.source_id,
            row.basis,
            row.as_of,
        ),
    )

"""延链: products that could live on what leaves the park unprocessed."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Process
from graph.reason.entry import filters_for, in_park
from graph.reason.evidence import balance_evidence, grade_of, sourced_share
from graph.reason.missing import Context
from graph.reason.priority import scored
from graph.results import Balance, Evidence, Feature, Gap, Interval

RULE_ID = "Y1"
ROUTE_UNSOURCED = 0.5  # a route nobody vouches for is at best half sourced


@dataclass(frozen=True)
class Option:
    """One route that takes a surplus product to a product nobody makes here."""

    process: Process
    feed_id: str
    product_id: str
    t_feed_per_t: float
    surplus: Interval
    absorbed: Interval


def surplus_of(balance: Balance) -> Interval | None:
    """What a newcomer could have, kt/a: the net surplus, capped by what owners can spare."""
    if balance.state not in ("富余", "外销"):
        return None
    net = balance.net
    spare = balance.outside_supply
    likely = max(0.0, net.likely) if net.likely is not None else None
    high = net.high
    if spare is not None:
        if likely is not None and spare.likely is not None:
            likely = min(likely, spare.likely)
        if high is not None and spare.high is not None:
            high = min(high, spare.high)
    return Interval(max(0.0, net.low), likely, high)


def options(ctx: Context) -> list[Option]:
    """Every one-step route from a merchant or fence surplus to a product absent here."""
    out = []
    for feed_id, balance in ctx.balances.items():
        feed = ctx.chain.product(feed_id)
        surplus = surplus_of(balance)
        if surplus is None or feed.is_hub or feed.is_primary or feed.trade == "captive":
            continue
        for process in ctx.chain.fed_by.get(feed_id, ()):
            option = _option(ctx, process, feed_id, surplus)
            if option is not None:
                out.append(option)
    return _best_per_product(out)


def _option(ctx: Context, process: Process, feed_id: str, surplus: Interval) -> Option | None:
    product = ctx.chain.product(process.main_product_id)
    here = ctx.balances[product.id]
    if product.is_hub or product.trade == "captive" or here.presence != "无":
        return None
    per_t = -ctx.chain.net[process.id].get(feed_id, 0.0)
    if per_t <= 0.0:
        return None
    small, enough = process.scale_low_kt_a, surplus.high
    if surplus.likely is not None:
        enough = surplus.likely
    if small and enough is not None and enough < small * per_t:
        return None  # what is likely there does not feed one train
    return Option(process, feed_id, product.id, per_t, surplus, _absorbed(process, per_t, surplus))


def _absorbed(process: Process, per_t: float, surplus: Interval) -> Interval:
    """What one train takes: between the smallest and the largest usual train, kt/a."""
    low = min(surplus.low, per_t * (process.scale_low_kt_a or 0.0))
    big = process.scale_high_kt_a or process.scale_low_kt_a
    if big is None:
        return Interval(low, None, surplus.high)
    likely = None if surplus.likely is None else min(surplus.likely, per_t * big)
    high = per_t * big if surplus.high is None else min(surplus.high, per_t * big)
    return Interval(low, likely, high)


def _best_per_product(found: list[Option]) -> list[Option]:
    """Keep, per product, the route that takes most (first in file order on a tie)."""
    best: dict[str, Option] = {}
    for option in found:
        held = best.get(option.product_id)
        if held is None or (option.absorbed.likely or 0.0) > (held.absorbed.likely or 0.0):
            best[option.product_id] = option
    return list(best.values())


def extending_gaps(ctx: Context) -> list[Gap]:
    """The 延链 list."""
    pool = options(ctx)
    raws = [_features(ctx, o) for o in pool]
    return [
        _gap(ctx, option, *result)
        for option, result in zip(pool, scored(raws, ctx.rules.weights["延链"]), strict=True)
    ]


def _features(ctx: Context, option: Option) -> dict[str, float | None]:
    absorbed, surplus = option.absorbed.likely, option.surplus.likely
    dependence = ctx.national.import_dependence(option.product_id)
    return {
        "absorbed_kt_a": absorbed,
        "surplus_share": absorbed / surplus if absorbed is not None and surplus else None,
        "co_feeds_here": co_feeds_here(ctx, option),
        "import_dependence": dependence[0] if dependence else None,
        "movers": float(len(ctx.national.growth_signals.get(option.product_id, ()))),
        "leads_on": float(len(ctx.chain.fed_by.get(option.product_id, ()))),
    }


def co_feeds_here(ctx: Context, option: Option) -> float | None:
    """Share of the other ordinary inputs that stand here or are normally bought in."""
    others = [
        p
        for p, v in ctx.chain.net[option.process.id].items()
        if v < 0.0 and p != option.feed_id and not ctx.chain.product(p).is_hub
    ]
    if not others:
        return 1.0
    held = [
        ctx.chain.product(p).is_primary or ctx.balances[p].presence in ("在产", "在建", "联产推算")
        for p in others
    ]
    return sum(held) / len(held)


def _gap(
    ctx: Context, option: Option, score: float, share: float, features: tuple[Feature, ...]
) -> Gap:
    feed = ctx.balances[option.feed_id]
    certain = feed.net.low > 0.0
    sourced = sourced_share(feed.terms)
    if not ctx.chain.main_feed[option.process.id].source_id:
        sourced = min(sourced, ROUTE_UNSOURCED)
    return Gap(
        rank=0,
        kind="延链",
        product_id=option.product_id,
        from_product_id=option.feed_id,
        state=ctx.balances[option.product_id].state,
        certain=certain,
        gap=option.absorbed,
        score=score * (1.0 if certain else ctx.rules.number("possible_factor")),
        known_share=share,
        features=features,
        rule_id=RULE_ID,
        filters=filters_for(
            ctx.rules, option.product_id, (option.process.id,), option.process.scale_high_kt_a
        ),
        in_park=in_park(ctx.chain.product(option.product_id), is_chemical=ctx.national.is_chemical),
        evidence=(_route_evidence(ctx, option), *balance_evidence(ctx.chain, feed)),
        unknown=feed.unknown,
        grade=grade_of(ctx.rules, certain, share, sourced),
        process_ids=(option.process.id,),
    )


def _route_evidence(ctx: Context, option: Option) -> Evidence:
    flow = ctx.chain.main_feed[option.process.id]
    return Evidence(
        "route",
        (
            ("feed", ctx.chain.product(option.feed_id).name_zh),
            ("product", ctx.chain.product(option.product_id).name_zh),
            ("process", option.process.name_zh),
            ("t_per_t", option.t_feed_per_t),
            ("surplus_low_kt_a", option.surplus.low),
            ("surplus_kt_a", option.surplus.likely),
            ("scale_low_kt_a", option.process.scale_low_kt_a),
            ("scale_high_kt_a", option.process.scale_high_kt_a),
        ),
        flow.source_id,
        flow.basis,
    )

"""延链: products that could live on what leaves the park unprocessed, up to four plants on."""

from __future__ import annotations

from graph.reason.gaps.context import Context
from graph.reason.gaps.evidence import balance_evidence, grade_of, sourced_share
from graph.reason.gaps.onward import Way, absorbed, best_ways
from graph.reason.priority import scored
from graph.results import STANDING, CoFeed, Evidence, Feature, Gap, Interval

RULE_ID = "Y1"
ROUTE_UNSOURCED = 0.5  # a route nobody vouches for is at best half sourced


def extending_gaps(ctx: Context, taken: frozenset[str] = frozenset()) -> list[Gap]:
    """The 延链 list; ``taken`` are products another rule has named already."""
    found = best_ways(ctx.chain, ctx.balances, ctx.surpluses)
    pool = [way for product_id, way in found.items() if product_id not in taken]
    raws = [_features(ctx, way) for way in pool]
    results = scored(raws, ctx.rules.weights["延链"])
    return [_gap(ctx, way, *result) for way, result in zip(pool, results, strict=True)]


def _features(ctx: Context, way: Way) -> dict[str, float | None]:
    product_id, surplus = way.products[-1], ctx.surpluses[way.feed_id]
    amount = absorbed(way, surplus).likely
    big = way.last.scale_high_kt_a
    return {
        "absorbed_kt_a": amount,
        "surplus_share": amount / surplus.likely if amount is not None and surplus.likely else None,
        "train_fill": amount / (big * way.feed_per_t) if big and amount is not None else None,
        "steps": float(way.steps),
        "co_feeds_here": co_feeds_here(ctx, way),
        "links_closed": float(links_closed(ctx, product_id)),
        **ctx.national_features(product_id),
    }


def links_closed(ctx: Context, product_id: str) -> int:
    """How many needs of local plants it meets: its own and those of what is made from it."""
    near = (product_id, *(p.main_product_id for p in ctx.chain.fed_by.get(product_id, ())))
    return sum(ctx.needed_here(p) for p in dict.fromkeys(near))


def co_feeds(ctx: Context, way: Way, amount_kt_a: float | None) -> tuple[CoFeed, ...]:
    """Other inputs of every plant on the way, hubs left out, for that much of the surplus."""
    total: dict[str, float | None] = {}
    main = {way.feed_id, *way.products}
    for process, per_t in zip(way.processes, way.per_t, strict=True):
        rate = None if amount_kt_a is None else amount_kt_a / per_t
        for product_id, net in ctx.chain.net[process.id].items():
            if net < 0.0 and product_id not in main and not ctx.chain.product(product_id).is_hub:
                need = None if rate is None else -net * rate
                before = total.get(product_id, 0.0)
                total[product_id] = None if need is None or before is None else before + need
    return tuple(CoFeed(p, v, _where(ctx, p, v)) for p, v in total.items())


def _where(ctx: Context, product_id: str, need: float | None) -> str:
    balance, product = ctx.balances[product_id], ctx.chain.product(product_id)
    spare = balance.outside_supply.likely if balance.outside_supply else None
    if spare and need is not None and spare >= need:
        return "spare"
    if balance.presence in STANDING and not balance.interior:
        return "here"
    return "bought" if product.is_primary or product.trade == "merchant" else "missing"


def co_feeds_here(ctx: Context, way: Way) -> float:
    """Share of the other ordinary inputs that stand here or are normally bought in."""
    held = [
        f.where in ("spare", "here") or ctx.chain.product(f.product_id).is_primary
        for f in co_feeds(ctx, way, None)
    ]
    return sum(held) / len(held) if held else 1.0


def _outputs(
    ctx: Context, way: Way, amount_kt_a: float | None
) -> tuple[tuple[str, float | None], ...]:
    """What the last plant makes of that much of the surplus, main product first, kt/a."""
    rate = None if amount_kt_a is None else amount_kt_a / way.feed_per_t
    made = {p: v for p, v in ctx.chain.net[way.last.id].items() if v > 0.0}
    return tuple((p, None if rate is None else v * rate) for p, v in made.items())


def _gap(ctx: Context, way: Way, score: float, share: float, features: tuple[Feature, ...]) -> Gap:
    product_id, feed = way.products[-1], ctx.balances[way.feed_id]
    surplus = ctx.surpluses[way.feed_id]
    amount = absorbed(way, surplus)
    certain = feed.net.low > 0.0
    routes = tuple(p.id for p in way.processes)
    sourced = sourced_share(feed.terms)
    if not all(ctx.chain.main_feed[r].source_id for r in routes):
        sourced = min(sourced, ROUTE_UNSOURCED)
    return Gap(
        rank=0,
        kind="延链",
        product_id=product_id,
        from_product_id=way.feed_id,
        state=ctx.balances[product_id].state,
        certain=certain,
        gap=amount,
        score=score * (1.0 if certain else ctx.rules.number("possible_factor")),
        known_share=share,
        features=features,
        rule_id=RULE_ID,
        filters=ctx.checks(product_id, routes[-1:], way.last.scale_high_kt_a),
        in_park=ctx.in_park(product_id),
        evidence=(*way_evidence(ctx, way, surplus), *balance_evidence(ctx.chain, feed)),
        unknown=feed.unknown,
        grade=grade_of(ctx.rules, certain, share, sourced),
        process_ids=routes,
        path=(way.feed_id, *way.products),
        co_feeds=co_feeds(ctx, way, amount.likely),
        outputs=_outputs(ctx, way, amount.likely),
        train_kt_a=(way.last.scale_low_kt_a, way.last.scale_high_kt_a),
        group_cap=surplus,
    )


def way_evidence(ctx: Context, way: Way, surplus: Interval) -> tuple[Evidence, ...]:
    """One piece per plant on the way; the first one tells the surplus."""
    out = []
    feeds = (way.feed_id, *way.products)
    for i, process in enumerate(way.processes):
        flow = ctx.chain.main_feed[process.id]
        told: tuple[tuple[str, str | float | None], ...] = (
            ("feed", ctx.chain.product(feeds[i]).name_zh),
            ("product", ctx.chain.product(feeds[i + 1]).name_zh),
            ("process", process.name_zh),
            ("t_per_t", way.per_t[i] / (way.per_t[i - 1] if i else 1.0)),
            ("scale_low_kt_a", process.scale_low_kt_a),
            ("scale_high_kt_a", process.scale_high_kt_a),
        )
        if i == 0:
            told += (("surplus_low_kt_a", surplus.low), ("surplus_kt_a", surplus.likely))
        out.append(Evidence("step" if i else "route", told, flow.source_id, flow.basis))
    return tuple(out)

"""补链: inputs local plants need and lack, and the missing step between two things here."""

from __future__ import annotations

from graph.model import Process
from graph.reason.gaps.context import Context
from graph.reason.gaps.evidence import balance_evidence, grade_of, sourced_share
from graph.reason.gaps.onward import Way, extended, hoped_for, is_absent
from graph.reason.priority import scored
from graph.results import SHORT, STANDING, SURPLUS, Balance, Evidence, Feature, Gap, Interval

RULE_ID, LINK_RULE_ID = "B1", "B2"


def missing_pool(ctx: Context) -> list[str]:
    """Products that may be called 补链: ordinary, needed, 断 or 弱."""
    return [p for p in ctx.balances if ctx.needed_here(p)]


def bought_in(ctx: Context) -> list[str]:
    """外购: hubs and raw materials that plants here need and lack; never a gap."""
    return [
        p
        for p, balance in ctx.balances.items()
        if balance.state in SHORT
        and (ctx.chain.product(p).is_hub or ctx.chain.product(p).is_primary)
    ]


def shortfall(balance: Balance) -> Interval:
    """[max(0, D.low − S.high), likely, D.high − S.low] in kt/a."""
    s, d = balance.supply, balance.demand
    low = 0.0 if s.high is None else max(0.0, d.low - s.high)
    high = None if d.high is None else max(0.0, d.high - s.low)
    likely = None if d.likely is None else max(0.0, d.likely - (s.likely or 0.0))
    return Interval(low, likely, high)


def links(ctx: Context) -> dict[str, tuple[Way, str, Interval]]:
    """The missing step: product → (way from a surplus, the need it serves, amount kt/a).

    A step is missing when a surplus here is the main feed of a route to an absent product,
    which in turn is the main feed of a route to something plants here surely need and lack.  The
    amount is what the need takes, capped by what the surplus yields.
    """
    out: dict[str, tuple[Way, str, Interval]] = {}
    for need_id in filter(ctx.is_certain, missing_pool(ctx)):
        for final in ctx.chain.makers.get(need_id, ()):
            middle = ctx.chain.main_feed[final.id].product_id
            if not ctx.is_ordinary(middle) or not is_absent(ctx.balances[middle]):
                continue
            per_t = -ctx.chain.net[final.id].get(middle, 0.0)
            for process in ctx.chain.makers.get(middle, ()):
                way = _from_surplus(ctx, process)
                if way is not None and ctx.balances[middle].state not in SHORT:
                    out.setdefault(middle, (way, need_id, _capped(ctx, way, need_id, per_t)))
    return out


def _from_surplus(ctx: Context, process: Process) -> Way | None:
    feed_id = ctx.chain.main_feed[process.id].product_id
    surplus = ctx.surpluses.get(feed_id)
    if surplus is None:
        return None
    return extended(ctx.chain, Way(feed_id, (), (), ()), process, hoped_for(surplus))


def _capped(ctx: Context, way: Way, need_id: str, per_t: float) -> Interval:
    need, surplus = shortfall(ctx.balances[need_id]), ctx.surpluses[way.feed_id]

    def least(a: float | None, b: float | None) -> float | None:
        known = [v for v in (a, b) if v is not None]
        return min(known) if known else None

    def scaled(value: float | None, by: float) -> float | None:
        return None if value is None else value * by

    made = 1.0 / way.feed_per_t
    low = min(need.low * per_t, surplus.low * made)
    likely = least(scaled(need.likely, per_t), scaled(surplus.likely, made))
    return Interval(low, likely, least(scaled(need.high, per_t), scaled(surplus.high, made)))


def missing_gaps(ctx: Context) -> list[Gap]:
    """The 补链 list, both rules in one pool."""
    needs, steps = missing_pool(ctx), links(ctx)
    sizes = {p: shortfall(ctx.balances[p]) for p in needs} | {p: s[2] for p, s in steps.items()}
    raws = [_features(ctx, p, size, steps) for p, size in sizes.items()]
    results = scored(raws, ctx.rules.weights["补链"])
    return [
        _gap(ctx, p, size, steps.get(p), *result)
        for (p, size), result in zip(sizes.items(), results, strict=True)
    ]


def _features(
    ctx: Context, product_id: str, size: Interval, steps: dict[str, tuple[Way, str, Interval]]
) -> dict[str, float | None]:
    train = ctx.chain.smallest_train_kt_a.get(product_id)
    speaks = steps[product_id][1] if product_id in steps else product_id
    consumers = {t.unit_id for t in ctx.balances[speaks].terms if t.side == "demand"}
    return {
        "shortfall_kt_a": size.likely,
        "train_fill": size.likely / train if train and size.likely is not None else None,
        "consumers": float(len(consumers)),
        "feed_here": feed_here(ctx, product_id),
        **ctx.national_features(product_id),
    }


def feed_here(ctx: Context, product_id: str) -> float | None:
    """1 when some route's main feed is to spare here, 0.5 when it stands here, else 0."""
    best: float | None = None
    for process in ctx.chain.makers.get(product_id, ()):
        flow = ctx.chain.main_feed.get(process.id)
        if flow is None:
            continue
        balance = ctx.balances[flow.product_id]
        if balance.state in SURPLUS:
            value = 1.0
        elif balance.presence in STANDING:
            value = 0.5
        else:
            value = 0.0
        best = value if best is None else max(best, value)
    return best


def _gap(
    ctx: Context,
    product_id: str,
    size: Interval,
    step: tuple[Way, str, Interval] | None,
    score: float,
    share: float,
    features: tuple[Feature, ...],
) -> Gap:
    balance = ctx.balances[product_id]
    speaks = step[1] if step else product_id
    needed = ctx.balances[speaks]
    certain = ctx.is_certain(speaks) and (step is None or size.low > 0.0)
    makers = tuple(p.id for p in ctx.chain.makers.get(product_id, ()))
    routes = tuple(p.id for p in step[0].processes) if step else makers
    train = ctx.chain.trains_kt_a(routes)
    return Gap(
        rank=0,
        kind="补链",
        product_id=product_id,
        from_product_id=step[0].feed_id if step else None,
        state=balance.state,
        certain=certain,
        gap=size,
        score=score * (1.0 if certain else ctx.rules.number("possible_factor")),
        known_share=share,
        features=features,
        rule_id=LINK_RULE_ID if step else RULE_ID,
        filters=ctx.checks(product_id, routes, train[1] or size.likely),
        in_park=ctx.in_park(product_id),
        evidence=(
            *(_link_evidence(ctx, *step) if step else ()),
            *balance_evidence(ctx.chain, needed),
            *_market_evidence(ctx, product_id),
        ),
        unknown=needed.unknown,
        grade=grade_of(ctx.rules, certain, share, sourced_share(needed.terms)),
        process_ids=routes,
        path=(step[0].feed_id, product_id, speaks) if step else (),
        train_kt_a=train,
    )


def _link_evidence(ctx: Context, way: Way, need_id: str, size: Interval) -> tuple[Evidence, ...]:
    product_id, surplus = way.products[-1], ctx.surpluses[way.feed_id]
    flow = ctx.chain.main_feed[way.last.id]
    need = shortfall(ctx.balances[need_id])
    told: tuple[tuple[str, str | float | None], ...] = (
        ("feed", ctx.chain.product(way.feed_id).name_zh),
        ("product", ctx.chain.product(product_id).name_zh),
        ("process", way.last.name_zh),
        ("t_per_t", way.feed_per_t),
        ("need", ctx.chain.product(need_id).name_zh),
        ("need_kt_a", need.likely),
        ("surplus_kt_a", surplus.likely),
        ("amount_kt_a", size.likely),
    )
    return (Evidence("link", told, flow.source_id, flow.basis),)


def _market_evidence(ctx: Context, product_id: str) -> tuple[Evidence, ...]:
    found = ctx.national.import_dependence(product_id)
    if not found:
        return ()
    share, row = found
    told: tuple[tuple[str, str | float | None], ...] = (("share", share), ("year", row.year))
    return (Evidence("import_dependence", told, row.source_id, row.basis, row.as_of),)

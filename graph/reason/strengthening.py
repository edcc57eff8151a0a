"""强链: what stands here but hangs on one plant, is too small, or runs a restricted route."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.reason.entry import filters_for, in_park
from graph.reason.evidence import balance_evidence, grade_of, sourced_share
from graph.reason.missing import Context
from graph.reason.priority import scored
from graph.results import Balance, Evidence, Feature, Filter, Gap, UnitView

RULE_ID = "Q1"


@dataclass(frozen=True)
class Weakness:
    """What is fragile about one product that stands here."""

    product_id: str
    producers: int
    train_kt_a: float | None
    scale_ratio: float | None
    restricted: tuple[Filter, ...]
    downstream_kt_a: float | None  # what is known of it; None when nothing is
    downstream_products: tuple[str, ...]


def own_units(ctx: Context, balance: Balance) -> list[UnitView]:
    """Counted units built to make the product (computed co-products left out)."""
    statuses = ctx.national.as_of.statuses
    return [u for u in balance.units if u.presence in statuses and not u.computed]


def weaknesses(ctx: Context) -> list[Weakness]:
    """Products with a weakness: sole supply of others, too small a train, a bad route."""
    out = []
    for product_id, balance in ctx.balances.items():
        product = ctx.chain.product(product_id)
        units = own_units(ctx, balance)
        if not units or product.is_hub or product.trade == "captive" or balance.interior:
            continue
        found = _weakness(ctx, product_id, balance, units)
        alone = found.producers == 1 and found.downstream_products
        small = found.scale_ratio is not None and found.scale_ratio < 1.0
        if alone or small or found.restricted:
            out.append(found)
    return out


def _weakness(ctx: Context, product_id: str, balance: Balance, units: list[UnitView]) -> Weakness:
    train = smallest_train(ctx, balance)
    sizes = [u.capacity_kt_a for u in units if u.capacity_kt_a is not None]
    filters = filters_for(ctx.rules, product_id, _routes(balance), max(sizes, default=None))
    hurt = hurt_by_stop(ctx, product_id)
    return Weakness(
        product_id=product_id,
        producers=len({ctx.chain.facts.owner(u.firm_id) for u in units}),
        train_kt_a=train,
        scale_ratio=max(sizes) / train if sizes and train else None,
        restricted=tuple(f for f in filters if f.result == "受限"),
        downstream_kt_a=known_sum(hurt.values()),
        downstream_products=tuple(hurt),
    )


def smallest_train(ctx: Context, balance: Balance) -> float | None:
    """Smallest usual train of the routes that run here, kt/a."""
    scales = [
        scale for r in _routes(balance) if (scale := ctx.chain.facts.processes[r].scale_low_kt_a)
    ]
    return min(scales) if scales else None


def _routes(balance: Balance) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            t.process_id
            for t in balance.terms
            if t.side == "supply" and t.role == "main" and t.process_id
        )
    )


def known_sum(values: Iterable[float | None]) -> float | None:
    """Sum of the known values; None when there are some and none is known.

    Examples
    --------
    >>> known_sum([1.0, None]), known_sum([None]), known_sum([])
    (1.0, None, 0.0)
    """
    listed = list(values)
    known = [v for v in listed if v is not None]
    return sum(known, 0.0) if known or not listed else None


def hurt_by_stop(ctx: Context, product_id: str) -> dict[str, float | None]:
    """What stops when ``product_id`` stops and nothing is bought in.

    Products made here from it along the main feeds of the routes that run here, with
    their likely supply in kt/a; interior products of a complex carry on but are not
    listed.  Purchases from outside are not assumed.
    """
    out: dict[str, float | None] = {}
    seen = {product_id}
    queue = [product_id]
    while queue:
        for after in ctx.feeds.get(queue.pop(0), ()):
            if after in seen:
                continue
            seen.add(after)
            queue.append(after)
            balance = ctx.balances[after]
            if not balance.interior:
                out[after] = balance.supply.likely
    return out


def strengthening_gaps(ctx: Context) -> list[Gap]:
    """The 强链 list; ``gap`` is the output at risk, kt/a."""
    pool = weaknesses(ctx)
    results = scored([_features(ctx, w) for w in pool], ctx.rules.weights["强链"])
    return [_gap(ctx, w, *r) for w, r in zip(pool, results, strict=True)]


def _features(ctx: Context, weak: Weakness) -> dict[str, float | None]:
    dependence = ctx.national.import_dependence(weak.product_id)
    return {
        "downstream_kt_a": weak.downstream_kt_a,
        "single_supply": 1.0 / weak.producers,
        "scale_shortfall": None if weak.scale_ratio is None else max(0.0, 1.0 - weak.scale_ratio),
        "restricted_route": float(len(weak.restricted)),
        "import_dependence": dependence[0] if dependence else None,
    }


def _gap(
    ctx: Context, weak: Weakness, score: float, share: float, features: tuple[Feature, ...]
) -> Gap:
    balance = ctx.balances[weak.product_id]
    routes = _routes(balance)
    sizes = [u.capacity_kt_a for u in own_units(ctx, balance) if u.capacity_kt_a is not None]
    return Gap(
        rank=0,
        kind="强链",
        product_id=weak.product_id,
        from_product_id=None,
        state=balance.state,
        certain=True,
        gap=balance.supply,
        score=score,
        known_share=share,
        features=features,
        rule_id=RULE_ID,
        filters=filters_for(ctx.rules, weak.product_id, routes, max(sizes, default=None)),
        in_park=in_park(ctx.chain.product(weak.product_id), is_chemical=ctx.national.is_chemical),
        evidence=(_weak_evidence(ctx, weak), *balance_evidence(ctx.chain, balance)),
        unknown=balance.unknown,
        grade=grade_of(ctx.rules, True, share, sourced_share(balance.terms)),
        process_ids=routes,
    )


def _weak_evidence(ctx: Context, weak: Weakness) -> Evidence:
    names = [ctx.chain.product(p).name_zh for p in weak.downstream_products]
    return Evidence(
        "weakness",
        (
            ("product", ctx.chain.product(weak.product_id).name_zh),
            ("producers", float(weak.producers)),
            ("scale_ratio", weak.scale_ratio),
            ("train_kt_a", weak.train_kt_a),
            ("downstream_kt_a", weak.downstream_kt_a),
            ("downstream", "、".join(names)),
        ),
        None,
        "computed",
    )

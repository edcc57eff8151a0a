"""强链: what stands here but hangs on one plant, is too small, or runs a restricted route."""

from __future__ import annotations

from dataclasses import dataclass

from graph.reason.entry import restrictions
from graph.reason.gaps.context import Context
from graph.reason.gaps.evidence import balance_evidence, grade_of, sourced_share
from graph.reason.priority import scored
from graph.results import Balance, Evidence, Feature, Filter, Gap, StopLoss, UnitView

RULE_ID = "Q1"
DIRECTORY = 3
"""The check on the directory: the others are on new capacity, not on what stands."""


@dataclass(frozen=True)
class Weakness:
    """What is fragile about one product that stands here.

    ``stop`` is the worst stop among its plants; ``others_share`` what the remaining plants
    could cover of the demand here while that one stands still (0–1, None = not known).
    """

    product_id: str
    producers: int
    train_kt_a: float | None
    scale_ratio: float | None
    restricted: tuple[Filter, ...]
    stop: StopLoss | None
    others_share: float | None

    @property
    def downstream(self) -> tuple[str, ...]:
        """Products that are lost with it, known losses first."""
        if self.stop is None:
            return ()
        return tuple(dict.fromkeys((*(p for p, _ in self.stop.lost), *self.stop.unknown)))


def own_units(ctx: Context, balance: Balance) -> list[UnitView]:
    """Counted units built to make the product (computed co-products left out)."""
    statuses = ctx.national.as_of.statuses
    return [u for u in balance.units if u.presence in statuses and not u.computed]


def weaknesses(ctx: Context) -> list[Weakness]:
    """Products with a weakness: sole supply of others, too small a train, a bad route."""
    stops: dict[str, StopLoss] = {}
    for stop in ctx.stops:
        for product_id in stop.product_ids:
            stops.setdefault(product_id, stop)
    out = []
    for product_id, balance in ctx.balances.items():
        product = ctx.chain.product(product_id)
        units = own_units(ctx, balance)
        if not units or product.is_hub or product.trade == "captive" or balance.interior:
            continue
        found = _weakness(ctx, product_id, balance, units, stops.get(product_id))
        alone = found.producers == 1 and found.downstream
        small = found.scale_ratio is not None and found.scale_ratio < 1.0
        if alone or small or found.restricted:
            out.append(found)
    return out


def _weakness(
    ctx: Context,
    product_id: str,
    balance: Balance,
    units: list[UnitView],
    stop: StopLoss | None,
) -> Weakness:
    train = ctx.chain.trains_kt_a(_routes(balance))[0]
    sizes = [u.capacity_kt_a for u in units if u.capacity_kt_a is not None]
    filters = ctx.checks(product_id, _routes(balance), max(sizes, default=None))
    return Weakness(
        product_id=product_id,
        producers=len({ctx.chain.facts.owner(u.firm_id) for u in units}),
        train_kt_a=train,
        scale_ratio=max(sizes) / train if sizes and train else None,
        restricted=tuple(f for f in restrictions(filters) if f.step == DIRECTORY),
        stop=stop,
        others_share=others_share(balance),
    )


def others_share(balance: Balance) -> float | None:
    """Share of the likely demand that is covered when the largest plant stands still."""
    by_unit: dict[str, float] = {}
    for term in balance.terms:
        if term.side == "supply" and term.amount.likely is not None:
            by_unit[term.unit_id] = by_unit.get(term.unit_id, 0.0) + term.amount.likely
    need = balance.demand.likely
    if not need or not by_unit:
        return None
    return min(1.0, (sum(by_unit.values()) - max(by_unit.values())) / need)


def _routes(balance: Balance) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            t.process_id
            for t in balance.terms
            if t.side == "supply" and t.role == "main" and t.process_id
        )
    )


def strengthening_gaps(ctx: Context) -> list[Gap]:
    """The 强链 list; ``gap`` is the output at risk, kt/a."""
    pool = weaknesses(ctx)
    results = scored([_features(ctx, w) for w in pool], ctx.rules.weights["强链"])
    return [_gap(ctx, w, *r) for w, r in zip(pool, results, strict=True)]


def _features(ctx: Context, weak: Weakness) -> dict[str, float | None]:
    dependence = ctx.national.import_dependence(weak.product_id)
    return {
        "downstream_kt_a": weak.stop.downstream_kt_a if weak.stop else None,
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
        filters=ctx.checks(weak.product_id, routes, max(sizes, default=None)),
        in_park=ctx.in_park(weak.product_id),
        evidence=(_weak_evidence(ctx, weak), *balance_evidence(ctx.chain, balance)),
        unknown=balance.unknown,
        grade=grade_of(ctx.rules, True, share, sourced_share(balance.terms)),
        process_ids=routes,
        train_kt_a=(weak.train_kt_a, None),
    )


def _weak_evidence(ctx: Context, weak: Weakness) -> Evidence:
    names = [ctx.chain.product(p).name_zh for p in weak.downstream]
    return Evidence(
        "weakness",
        (
            ("product", ctx.chain.product(weak.product_id).name_zh),
            ("producers", float(weak.producers)),
            ("scale_ratio", weak.scale_ratio),
            ("train_kt_a", weak.train_kt_a),
            ("others_share", weak.others_share),
            ("downstream_kt_a", weak.stop.downstream_kt_a if weak.stop else None),
            ("downstream", "、".join(names)),
        ),
        None,
        "computed",
    )

"""``liantu route --json``: a public contract.  Names and meanings stay; fields may be added."""

from __future__ import annotations

from collections.abc import Iterable

from graph.reason.routes import NewPlant, Plan, Router
from views.jsonout import Json, interval


def routes(router: Router, product_id: str, plans: Iterable[Plan]) -> Json:
    """``liantu route``."""
    return {
        "product_id": product_id,
        "plans": [plan(router, p) for p in plans],
        "name_zh": router.chain.product(product_id).name_zh,
        "yielded_by": list(router.yielded_by(product_id)),
    }


def plan(router: Router, row: Plan) -> Json:
    """One entry of ``plans``."""
    held = router.ground.held
    return {
        "new": list(row.new),
        "bought_in": list(row.bought_in),
        "missing": list(row.missing),
        "steps": [step(router, s) for s in row.steps],
        "feeds_here": list(row.feeds_here),
        "auxiliary": list(row.auxiliary),
        "utilities": list(row.utilities),
        "topped_up": [{"product_id": q, "kt_a": more} for q, more in row.topped_up],
        "stands": row.stands,
        "from_here": row.from_here,
        "on_front": row.on_front,
        "kt_a": row.kt_a,
        "amounts": [amount(router, row, *pair) for pair in row.amounts],
        "enough": row.enough,
        "short": [{"product_id": q, "kt_a": short} for q, short in row.short],
        "held_here": {q: held[q] for q in (*row.bought_in, *row.missing) if q in held},
    }


def step(router: Router, row: NewPlant) -> Json:
    """One entry of ``steps``."""
    facts = router.chain.facts
    return {
        "process_id": row.process_id,
        "name_zh": facts.processes[row.process_id].name_zh,
        "product_id": row.product_id,
        "product_zh": facts.products[row.product_id].name_zh,
        "rate_kt_a": row.rate_kt_a,
        "train_kt_a": row.train_kt_a,
        "is_small": row.is_small,
    }


def amount(router: Router, row: Plan, product_id: str, kt_a: float) -> Json:
    """One entry of ``amounts``: what is taken, and what is to spare where it stands here."""
    spare = router.ground.supply.get(product_id) if product_id in row.feeds_here else None
    return {
        "product_id": product_id,
        "name_zh": router.chain.product(product_id).name_zh,
        "kt_a": kt_a,
        "to_spare_kt_a": interval(spare) if spare else None,
    }

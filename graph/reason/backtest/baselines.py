"""What our list is compared with: orders that need no score of ours.

Both start from the products that neither stand nor are being built here on the day, of the
same universe as our list.  Ties stay ties: the measure takes the expectation over them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from graph.reason.evaluate import Evaluation
from graph.results import STANDING

Groups = tuple[tuple[str, ...], ...]


def eligible(evaluation: Evaluation) -> frozenset[str]:
    """Products a gap list may name at all: goods that are no hub, raw material or captive."""
    return frozenset(
        p.id
        for p in evaluation.chain.facts.goods.values()
        if not (p.is_hub or p.is_primary or p.trade == "captive")
    )


def absent(evaluation: Evaluation, universe: Collection[str]) -> list[str]:
    """Products of the universe that nobody makes or builds here on the day, by id."""
    return sorted(p for p in universe if evaluation.balances[p].presence not in STANDING)


def one_step_downstream(evaluation: Evaluation, universe: Collection[str]) -> Groups:
    """Absent products one main feed from what stands here; more such feeds first."""
    chain, balances = evaluation.chain, evaluation.balances

    def feeds(product_id: str) -> float:
        routes = chain.makers.get(product_id, ())
        main = {chain.main_feed[r.id].product_id for r in routes if r.id in chain.main_feed}
        return sum(balances[f].presence in STANDING for f in main)

    return grouped(absent(evaluation, universe), feeds)


def national_capacity(evaluation: Evaluation, universe: Collection[str]) -> Groups:
    """Absent products by recorded national capacity, kt/a, largest first.

    The newest national figure, else the sum of the largest statement of each firm on record;
    such a sum only orders products here and is no national total.
    """
    national = evaluation.national

    def size(product_id: str) -> float:
        stated = (m.capacity_kt_a for m in national.market(product_id) if m.capacity_kt_a)
        by_firm: dict[str, float] = {}
        for row in national.producers.get(product_id, ()):
            known = row.capacity_kt_a or 0.0
            by_firm[row.firm_id] = max(known, by_firm.get(row.firm_id, 0.0))
        return next(stated, sum(by_firm.values()))

    return grouped(absent(evaluation, universe), size)


def grouped(products: Collection[str], value: Callable[[str], float]) -> Groups:
    """Products of equal value together, larger first; those of value 0 are not named.

    Examples
    --------
    >>> grouped(["a", "b", "c", "d"], {"a": 1.0, "b": 2.0, "c": 1.0, "d": 0.0}.get)
    (('b',), ('a', 'c'))
    """
    groups: dict[float, list[str]] = {}
    for product_id in products:
        if worth := value(product_id):
            groups.setdefault(worth, []).append(product_id)
    return tuple(tuple(groups[worth]) for worth in sorted(groups, reverse=True))


BASELINES: dict[str, Callable[[Evaluation, Collection[str]], Groups]] = {
    "one_step_downstream": one_step_downstream,
    "national_capacity": national_capacity,
}

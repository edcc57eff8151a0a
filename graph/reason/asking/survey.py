"""摸底清单: facts nobody has, ranked by how many conclusions they would change.

For every unknown fact the plausible answers (:mod:`graph.reason.asking.answers`) are put in its
place one at a time and the states of the products it touches are worked out again.  One
fact at a time: where a second one is missing too, the first alone changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.chain import Chain
from graph.reason.asking.answers import Answer, Answers
from graph.reason.balance import word_of
from graph.reason.pools import may_lack, may_lead_on
from graph.reason.standing import Standing
from graph.reason.states import add
from graph.results import (
    GAP_KINDS,
    SHORT,
    STATES,
    SURPLUS,
    Balance,
    Change,
    Interval,
    SurveyItem,
    Term,
    Unknown,
)
from graph.rules import Rules

OPEN = "未知"


def survey_of(
    chain: Chain, rules: Rules, stand: Standing, balances: Mapping[str, Balance]
) -> tuple[SurveyItem, ...]:
    """Unknown facts, those that could change most conclusions first.

    Returns
    -------
    tuple of SurveyItem
        Ranked by the number of products whose state could change, then by how many 未知
        ones are settled whatever the answer, then by balances touched, then by id.
    """
    answers = Answers(chain, stand, balances)
    found = []
    for unknown, products in _facts(balances).values():
        tried = answers.to(unknown.unit_id, unknown.field)
        changes, settles, waits = _changes(chain, rules, balances, products, tried)
        sizes = answers.sizes(unknown.unit_id, unknown.field)
        found.append(
            SurveyItem(
                rank=0,
                firm_id=unknown.firm_id,
                firm=unknown.firm,
                unit_id=unknown.unit_id,
                field=unknown.field,
                product_ids=products,
                conclusions=len(products),
                product_id=answers.product_of(unknown.unit_id),
                would_change=changes,
                settles=settles,
                waits=waits,
                tried_kt_a=sizes,
            )
        )
    return _ranked(found)


def _facts(
    balances: Mapping[str, Balance],
) -> dict[tuple[str, str], tuple[Unknown, tuple[str, ...]]]:
    """Every unknown fact with the balances it takes part in, in file order of the products."""
    touched: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], Unknown] = {}
    for product_id, balance in balances.items():
        for unknown in balance.unknown:
            key = (unknown.unit_id, unknown.field)
            first.setdefault(key, unknown)
            touched.setdefault(key, []).append(product_id)
    return {k: (first[k], tuple(dict.fromkeys(v))) for k, v in touched.items()}


def _changes(
    chain: Chain,
    rules: Rules,
    balances: Mapping[str, Balance],
    products: Iterable[str],
    tried: Iterable[Answer],
) -> tuple[tuple[Change, ...], int, tuple[str, ...]]:
    """Changes (未知 products first), how many 未知 are settled, which 未知 stay so."""
    answers = tuple(tried)
    changes, waits, settles = [], [], 0
    for product_id in products:
        balance = balances[product_id]
        words = [_word(chain, rules, balance, a) for a in answers]
        other = {w for w in words if w != balance.state}
        settles += bool(words) and balance.state == OPEN and OPEN not in words
        if other:
            changes.append(_change(chain, balance, other))
        elif balance.state == OPEN:
            waits.append(product_id)
    changes.sort(key=lambda c: c.now != OPEN)
    return tuple(changes), settles, tuple(waits)


def _word(chain: Chain, rules: Rules, balance: Balance, answer: Answer) -> str:
    """The state of one product with the answer in place."""
    product_id = balance.product_id
    kept = [t for t in balance.terms if t.unit_id not in answer.units]
    terms = (*kept, *(t for t in answer.terms if t.product_id == product_id))
    supply, demand = (_sum(terms, side) for side in ("supply", "demand"))
    return word_of(chain, rules, product_id, supply, demand, interior=balance.interior)


def _sum(terms: Iterable[Term], side: str) -> Interval:
    return add(t.amount for t in terms if t.side == side)


def _change(chain: Chain, balance: Balance, other: set[str]) -> Change:
    now = lines_of(chain, balance, balance.state)
    then = {kind for word in other for kind in lines_of(chain, balance, word)}
    kept = [lines_of(chain, balance, word) for word in other]
    return Change(
        product_id=balance.product_id,
        now=balance.state,
        could_be=tuple(s for s in STATES if s in other),
        comes=tuple(k for k in GAP_KINDS if k in then - now),
        goes=tuple(k for k in GAP_KINDS if k in now and any(k not in after for after in kept)),
    )


def lines_of(chain: Chain, balance: Balance, state: str) -> frozenset[str]:
    """Kinds of gap line a product in ``state`` could bring: 补链 itself, 延链 as the feed."""
    product = chain.product(balance.product_id)
    if state in SHORT and may_lack(product, balance):
        return frozenset(("补链",))
    feeds = state in SURPLUS and may_lead_on(product) and not balance.interior
    return frozenset(("延链",)) if feeds and product.id in chain.fed_by else frozenset()


def _ranked(found: Iterable[SurveyItem]) -> tuple[SurveyItem, ...]:
    order = sorted(
        found,
        key=lambda i: (-len(i.would_change), -i.settles, -i.conclusions, i.unit_id, i.field),
    )
    return tuple(replace(item, rank=rank) for rank, item in enumerate(order, 1))

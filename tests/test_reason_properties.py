"""What must hold whatever the figures: properties of balances and gaps."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import facts, unit

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Capacity, Flow
from graph.reason import Evaluation, evaluate
from graph.results import Interval
from graph.rules import Rules
from views.reports.results import load_facts

TODAY = AsOf("2026-11-24")
MADE = ("cyclohexanone", "ammonia", "caprolactam", "pa6")
sizes = st.one_of(st.none(), st.floats(0.5, 2000.0))
plants = st.lists(st.tuples(st.sampled_from(MADE), sizes), min_size=1, max_size=6)


def ask(rows: list[Capacity]) -> Evaluation:
    known = facts(*rows)
    return evaluate(known, Rules.of(known), TODAY)


def built(given_plants: list[tuple[str, float | None]]) -> list[Capacity]:
    return [unit(f"u{i}", p, kt_a) for i, (p, kt_a) in enumerate(given_plants)]


def contains(outer: Interval, inner: Interval) -> bool:
    high = outer.high is None or (inner.high is not None and inner.high <= outer.high + 1e-9)
    return outer.low <= inner.low + 1e-9 and high


@given(plants, st.integers(0, 5), st.floats(0.1, 500.0))
@settings(max_examples=60)
def test_more_capacity_never_lowers_supply(
    some: list[tuple[str, float | None]], which: int, more: float
) -> None:
    rows = built(some)
    i = which % len(rows)
    if rows[i].capacity_kt_a is None:
        return
    bigger = [*rows]
    bigger[i] = replace(rows[i], capacity_kt_a=rows[i].capacity_kt_a + more)
    before, after = ask(rows).balances, ask(bigger).balances
    for product in before:
        assert after[product].supply.low >= before[product].supply.low - 1e-9
        assert (after[product].supply.likely or 0) >= (before[product].supply.likely or 0) - 1e-9


@given(plants, st.floats(0.05, 20.0))
@settings(max_examples=60)
def test_scaling_every_capacity_scales_every_balance(
    some: list[tuple[str, float | None]], factor: float
) -> None:
    rows = built(some)
    scaled = [
        replace(r, capacity_kt_a=None if r.capacity_kt_a is None else r.capacity_kt_a * factor)
        for r in rows
    ]
    before, after = ask(rows).balances, ask(scaled).balances
    for product, balance in before.items():
        for side in ("supply", "demand"):
            small, large = getattr(balance, side), getattr(after[product], side)
            assert large.low == pytest.approx(small.low * factor)
            assert (large.high is None) == (small.high is None)
            if small.likely is not None:
                assert large.likely == pytest.approx(small.likely * factor)


@given(plants, st.integers(0, 5))
@settings(max_examples=80)
def test_forgetting_a_capacity_never_makes_a_gap_a_certain_non_gap(
    some: list[tuple[str, float | None]], which: int
) -> None:
    rows = built(some)
    i = which % len(rows)
    widened = [*rows]
    widened[i] = replace(rows[i], capacity_kt_a=None)
    before, after = ask(rows).balances, ask(widened).balances
    for product, balance in before.items():
        now = after[product]
        assert contains(now.supply, balance.supply)
        assert contains(now.demand, balance.demand)
        if balance.state in ("断", "弱"):
            assert now.state not in ("富余", "自足", "外销", "不相关")


@given(plants)
@settings(max_examples=60)
def test_intervals_contain_the_likely_value(some: list[tuple[str, float | None]]) -> None:
    found = ask(built(some))
    told = [i for b in found.balances.values() for i in (b.supply, b.demand)]
    told += [b.outside_supply for b in found.balances.values() if b.outside_supply]
    told += [g.gap for g in found.gaps]
    for amount in told:
        if amount.likely is not None:
            assert amount.low <= amount.likely + 1e-9
            assert amount.high is None or amount.likely <= amount.high + 1e-9


@given(st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    known = load_facts()
    rng = random.Random(seed)
    shuffled = {}
    for kind, rows in known.by_kind.items():
        items = list(rows.items())
        if kind not in ("feature", "segment"):
            rng.shuffle(items)
        shuffled[kind] = dict(items)
    one = evaluate(known, Rules.of(known), TODAY)
    other = evaluate(Facts(shuffled), Rules.of(Facts(shuffled)), TODAY)
    assert [line(g) for g in one.gaps] == [line(g) for g in other.gaps]


def line(gap: object) -> tuple[object, ...]:
    names = ("rank", "kind", "product_id", "from_product_id", "path", "state", "grade", "rivals")
    return tuple(getattr(gap, n) for n in names)


def test_a_changed_capacity_gives_what_a_full_evaluation_gives() -> None:
    known = load_facts()
    found = evaluate(known, Rules.of(known), TODAY)
    changed = replace(known.capacities["hnsh-epoxy-1"], capacity_kt_a=120.0)
    again = found.with_changes([changed])
    fresh = Facts(known.by_kind).with_records([changed])
    full = evaluate(Facts(fresh.by_kind), Rules.of(fresh), TODAY)
    assert again.gaps == full.gaps
    assert again.balances == full.balances
    assert again.chain.net is found.chain.net  # shared, not worked out again


def test_a_changed_recipe_is_not_shared() -> None:
    known = load_facts()
    found = evaluate(known, Rules.of(known), TODAY)
    flow = known.all(Flow)["po-hppo|propylene|input"]
    again = found.with_changes([replace(flow, t_per_t=0.9)])
    assert again.chain.net["po-hppo"]["propylene"] == -0.9

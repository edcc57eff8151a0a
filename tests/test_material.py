"""Streams of the mass flow: inherited from the balances, closed at the fence, unknown kept so."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import complex_records, facts, unit

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Record
from graph.reason import Evaluation, evaluate
from graph.reason.material import MaterialFlows, ProductNode, Stream, UnitNode, material_flows
from graph.rules import Rules
from views.reports.results import shipped
from views.tables.material import TWIN_COLUMNS, said, twin_rows

TODAY = AsOf("2026-11-24")
MADE = ("cyclohexanone", "ammonia", "caprolactam", "pa6")
sizes = st.one_of(st.none(), st.floats(0.5, 2000.0))
plants = st.lists(st.tuples(st.sampled_from(MADE), sizes), min_size=1, max_size=7)


def ask(*records: Record) -> Evaluation:
    known = facts(*records)
    return evaluate(known, Rules.of(known), TODAY)


def flows(*records: Record) -> MaterialFlows:
    return material_flows(ask(*records))


def product(found: MaterialFlows, product_id: str) -> ProductNode:
    return next(p for p in found.products if p.product_id == product_id)


def plant(found: MaterialFlows, node_id: str) -> UnitNode:
    return next(u for u in found.units if u.node_id == node_id)


def fence(found: MaterialFlows, product_id: str) -> Stream:
    stream = product(found, product_id).fence
    assert stream is not None
    return stream


def told(stream: Stream) -> tuple[str, float | None, str]:
    amount = None if stream.amount_kt_a is None else round(stream.amount_kt_a, 6)
    return stream.kind, amount, stream.bound


@pytest.fixture(scope="module")
def yunxi() -> Evaluation:
    return shipped("2026-11-24")


@pytest.fixture(scope="module")
def real(yunxi: Evaluation) -> MaterialFlows:
    return material_flows(yunxi)


def test_two_plants_by_hand() -> None:
    """100 of caprolactam take 90 + 50 and give 150 besides; 50 of PA6 take 51."""
    found = flows(unit("c", "caprolactam", 100.0), unit("p", "pa6", 50.0, firm_id="beta"))
    amounts = {(s.kind, s.product_id): s.amount_kt_a for s in found.streams}
    assert amounts == pytest.approx(
        {
            ("give", "caprolactam"): 100.0,
            ("give", "sulfate"): 150.0,
            ("give", "pa6"): 50.0,
            ("take", "ammonia"): 50.0,
            ("take", "cyclohexanone"): 90.0,
            ("take", "caprolactam"): 51.0,
            ("leave", "caprolactam"): 49.0,
            ("leave", "sulfate"): 150.0,
            ("leave", "pa6"): 50.0,
            ("buy", "ammonia"): 50.0,
            ("buy", "cyclohexanone"): 90.0,
        }
    )
    assert {s.bound for s in found.streams} == {"exact"}
    assert (plant(found, "c").firm_id, plant(found, "p").firm) == ("alpha", "beta")
    assert plant(found, "c").difference_kt_a == pytest.approx(140.0 - 250.0)
    assert plant(found, "p").difference_kt_a == pytest.approx(1.0)
    assert found.known_share == 1.0


@pytest.mark.parametrize(
    ("made", "used", "expected"),
    [
        ((100.0,), (50.0,), ("leave", 49.0, "exact")),
        ((100.0,), (None,), ("leave", 100.0, "at_most")),
        ((100.0, None), (50.0,), ("leave", 49.0, "at_least")),
        ((None,), (), ("leave", None, "unknown")),
        ((None,), (50.0,), ("buy", 51.0, "at_most")),
        ((), (50.0, None), ("buy", 51.0, "at_least")),
        ((), (None,), ("buy", None, "unknown")),
        ((None,), (None,), ("open", None, "unknown")),
        ((100.0, None), (50.0, None), ("open", None, "unknown")),
        ((51.0,), (50.0, None), ("buy", None, "unknown")),
        ((51.0, None), (50.0,), ("leave", None, "unknown")),
    ],
)
def test_an_unknown_side_leaves_a_bound_or_nothing(
    made: tuple[float | None, ...],
    used: tuple[float | None, ...],
    expected: tuple[str, float | None, str],
) -> None:
    rows = [unit(f"c{i}", "caprolactam", kt_a) for i, kt_a in enumerate(made)]
    rows += [unit(f"p{i}", "pa6", kt_a) for i, kt_a in enumerate(used)]
    assert told(fence(flows(*rows), "caprolactam")) == expected


def test_nothing_passes_the_fence_where_supply_meets_demand() -> None:
    found = flows(unit("c", "caprolactam", 51.0), unit("p", "pa6", 50.0))
    node = product(found, "caprolactam")
    assert node.fence is None
    assert node.difference_kt_a == pytest.approx(0.0)


def test_a_plant_nobody_has_confirmed_makes_a_range() -> None:
    """Its 100 may be nothing at all: likely 49 leave, perhaps 51 are bought."""
    found = flows(unit("c", "caprolactam", 100.0, as_of="1999-01-01"), unit("p", "pa6", 50.0))
    stream = fence(found, "caprolactam")
    assert told(stream) == ("leave", 49.0, "likely")
    assert (stream.span.low, stream.span.high) == pytest.approx((0.0, 49.0))
    doubtful = [s for s in found.streams if s.node_id == "c"]
    assert doubtful
    assert {(s.verified, s.bound) for s in doubtful} == {(False, "likely")}


def test_what_stands_on_a_doubtful_plant_alone_is_no_floor() -> None:
    """Surely known is only that the doubtful plant may be nothing: no “at least”."""
    rows = (unit("c", "caprolactam", 100.0, as_of="1999-01-01"), unit("d", "caprolactam", None))
    assert told(fence(flows(*rows), "caprolactam")) == ("leave", None, "unknown")


def test_a_closed_complex_is_one_node_and_what_it_makes_inside_is_left_out() -> None:
    site = complex_records(("cyclohexanone", "anone"), ("ammonia", "nh3"))
    found = flows(*site, unit("c", "caprolactam", 100.0, complex_id="site"))
    (node,) = found.units
    assert node.node_id == "site"
    assert node.unit_ids == ("c", "site:ammonia", "site:cyclohexanone")
    amounts = {(s.kind, s.product_id): s.amount_kt_a for s in found.of_units}
    assert amounts == pytest.approx(
        {
            ("give", "caprolactam"): 100.0,
            ("give", "sulfate"): 150.0,
            ("take", "benzene"): 81.0,
            ("take", "gas"): 30.0,
        }
    )
    assert {s.product_id for s in found.streams if s.computed} == {"benzene", "gas"}


def test_what_a_complex_makes_for_itself_it_may_spare_for_others() -> None:
    """Ammonia is made inside: a second plant's 50 are bought at most."""
    site = complex_records(("ammonia", "nh3"))
    found = flows(
        *site, unit("c", "caprolactam", 100.0, complex_id="site"), unit("d", "caprolactam", 100.0)
    )
    assert product(found, "ammonia").interior
    assert told(fence(found, "ammonia")) == ("buy", 50.0, "at_most")
    assert product(found, "ammonia").difference_kt_a is None


def test_the_known_share_counts_streams_of_plants() -> None:
    found = flows(unit("c", "caprolactam", 100.0), unit("p", "pa6", None))
    assert (found.known, len(found.of_units)) == (4, 6)
    assert found.known_share == pytest.approx(4 / 6)
    assert flows().known_share is None


def test_a_difference_says_what_is_still_open() -> None:
    found = flows(unit("p", "pa6", None))
    assert plant(found, "p").difference_kt_a is None
    assert plant(found, "p").difference_bound == "unknown"


def test_every_term_becomes_one_stream_as_it_is(yunxi: Evaluation, real: MaterialFlows) -> None:
    terms = sorted(
        (
            t.unit_id,
            t.product_id,
            t.side == "supply",
            str(t.amount),
            t.computed,
            t.verified,
            t.source_id or t.unit_source_id or "",
        )
        for b in yunxi.balances.values()
        for t in b.terms
    )
    streams = sorted(
        (
            s.unit_id,
            s.product_id,
            s.kind == "give",
            str(s.span),
            s.computed,
            s.verified,
            s.source_id or "",
        )
        for s in real.of_units
    )
    assert len(terms) > 200
    assert streams == terms
    assert all(s.amount_kt_a == s.span.likely for s in real.of_units)


def test_what_passes_the_fence_lies_in_the_net_of_the_balance(
    yunxi: Evaluation, real: MaterialFlows
) -> None:
    checked = 0
    for node in real.products:
        net, stream = yunxi.balances[node.product_id].net, node.fence
        if stream is None or stream.kind == "open":
            continue
        low, high = net.low, math.inf if net.high is None else net.high
        if stream.kind == "buy":
            low, high = -high, -low
        assert stream.span.low == pytest.approx(max(0.0, low))
        top = math.inf if stream.span.high is None else stream.span.high
        assert top == pytest.approx(max(0.0, high))
        checked += 1
    assert checked > 80


def test_yunxi_by_hand(real: MaterialFlows) -> None:
    assert told(fence(real, "crude-oil")) == ("buy", 10000.0, "exact")
    assert told(fence(real, "acetone")) == ("leave", 62.4, "at_least")
    assert told(fence(real, "methanol")) == ("buy", 91.6075, "exact")
    assert told(fence(real, "caprolactam")) == ("leave", 600.0, "at_most")
    assert told(fence(real, "propylene")) == ("open", None, "unknown")
    assert told(fence(real, "propylene-oxide")) == ("leave", 400.0, "exact")
    refinery = plant(real, "hnsh-refinery")
    assert (refinery.taken.known_kt_a, refinery.given.unknown > 0) == (10000.0, True)
    assert refinery.difference_bound == "at_most"
    assert {"hnsh-caprolactam", "hnsh-cpl:cyclohexene"} <= set(plant(real, "hnsh-cpl").unit_ids)


def test_the_largest_leaves_first(real: MaterialFlows) -> None:
    amounts = [s.amount_kt_a for s in real.leaving]
    known = [a for a in amounts if a is not None]
    assert real.leaving[0].product_id == "gasoline"
    assert known == sorted(known, reverse=True)
    assert amounts[len(known) :] == [None] * (len(amounts) - len(known))
    assert len(known) > 40


def test_what_leaves_agrees_with_the_surpluses(yunxi: Evaluation, real: MaterialFlows) -> None:
    leaving = {s.product_id: s for s in real.leaving}
    compared = 0
    for product_id, surplus in yunxi.context.surpluses.items():
        if surplus.high is not None and surplus.likely is not None:
            assert leaving[product_id].amount_kt_a == pytest.approx(surplus.likely)
            compared += 1
    assert compared > 15


def test_the_table_has_a_row_for_every_stream(yunxi: Evaluation, real: MaterialFlows) -> None:
    rows = twin_rows(real, yunxi.chain.facts)
    assert len(rows) == len(real.streams)
    assert {len(row) for row in rows} == {len(TWIN_COLUMNS)}
    assert rows[0][:4] == ("汽油", "出园", "汽油", "388.5")
    assert ("园外购入", "原油", "原油", "1000", "", "") in rows
    unknown = sum(s.amount_kt_a is None for s in real.streams)
    assert sum(row[3] == "未知" for row in rows) == unknown > 0
    assert sum("推算" in row[4] for row in rows) == sum(s.computed for s in real.streams) > 0
    ids = {row[5] for row in rows if row[5]}
    assert ids <= set(yunxi.chain.facts.sources)
    assert len(ids) > 10


def built(some: list[tuple[str, float | None]]) -> list[Record]:
    return [unit(f"u{i}", p, kt_a) for i, (p, kt_a) in enumerate(some)]


def both_sides(found: MaterialFlows, product_id: str) -> tuple[list[Stream], list[Stream]]:
    mine = [s for s in found.streams if s.product_id == product_id and s.kind != "open"]
    into = [s for s in mine if s.kind in ("give", "buy")]
    return into, [s for s in mine if s not in into]


@given(plants)
@settings(max_examples=30, deadline=None)
def test_every_product_closes_when_all_is_known(some: list[tuple[str, float | None]]) -> None:
    found = flows(*built([(p, kt_a or 1.0) for p, kt_a in some]))
    assert found.products
    for node in found.products:
        into, out = both_sides(found, node.product_id)
        taken = math.fsum(s.amount_kt_a or 0.0 for s in into)
        given_ = math.fsum(s.amount_kt_a or 0.0 for s in out)
        assert taken == pytest.approx(given_, abs=1e-6)
        assert node.difference_kt_a == pytest.approx(0.0, abs=1e-6)


@given(plants)
@settings(max_examples=30, deadline=None)
def test_an_unknown_is_never_nought(some: list[tuple[str, float | None]]) -> None:
    found = flows(*built(some))
    for stream in found.streams:
        if stream.bound == "unknown":
            assert stream.amount_kt_a is None
        else:
            assert stream.amount_kt_a is not None
    for i, (_, kt_a) in enumerate(some):
        mine = [s for s in found.streams if s.unit_id == f"u{i}"]
        assert mine
        assert all((s.amount_kt_a is None) == (kt_a is None) for s in mine)
    for node in found.products:
        if node.supply.unknown or node.demand.unknown:
            assert node.difference_kt_a is None
            assert node.fence is not None
            assert node.fence.bound in ("at_least", "at_most", "unknown")


@given(plants, st.floats(0.5, 2000.0))
@settings(max_examples=30, deadline=None)
def test_a_bound_holds_whatever_the_unknown_turns_out_to_be(
    some: list[tuple[str, float | None]], answer: float
) -> None:
    before = flows(*built(some))
    after = flows(*built([(p, answer if kt_a is None else kt_a) for p, kt_a in some]))
    for node in before.products:
        stream = node.fence
        now = product(after, node.product_id).fence
        if stream is None or stream.amount_kt_a is None:
            continue
        amount = (now.amount_kt_a or 0.0) if now and now.kind == stream.kind else 0.0
        if stream.bound == "at_least":
            assert amount >= stream.amount_kt_a - 1e-6
        if stream.bound == "at_most":
            assert amount <= stream.amount_kt_a + 1e-6


@given(plants, st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_changes_nothing(some: list[tuple[str, float | None]], seed: int) -> None:
    known = facts(*built(some))
    rng = random.Random(seed)
    mixed = {}
    for kind, rows in known.by_kind.items():
        items = list(rows.items())
        if kind != "feature":
            rng.shuffle(items)
        mixed[kind] = dict(items)
    one = material_flows(evaluate(known, Rules.of(known), TODAY))
    other = material_flows(evaluate(Facts(mixed), Rules.of(Facts(mixed)), TODAY))
    assert one == other


def test_every_flow_between_a_plant_and_a_product_says_its_amount(
    yunxi: Evaluation, real: MaterialFlows
) -> None:
    told = said(real, yunxi.chain.facts)
    nodes = {u.node_id for u in real.units} | {p.product_id for p in real.products}
    assert {end for ends in told for end in ends} <= nodes
    assert sum(map(len, told.values())) == len(real.of_units)
    assert all(
        "万吨/年" in " ".join(line) or "数量未知" in line for t in told.values() for line in t
    )
    (crude,) = [lines for ends, lines in told.items() if ends[0] == "crude-oil"]
    assert "1000 万吨/年" in crude[0]

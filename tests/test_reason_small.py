"""Definitions a–g of the balance, each on figures anyone can check by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_chain import complex_records, facts, make, unit

from graph.asof import AsOf
from graph.errors import ChainError, UnknownName
from graph.facts import Facts
from graph.model import MayAlsoYield, Record
from graph.reason import Evaluation, evaluate
from graph.results import Interval
from graph.rules import Rules

TODAY = AsOf("2026-11-24")
SITE = complex_records(("cyclohexanone", "anone"), ("ammonia", "nh3"))


def ask(*records: Record, as_of: AsOf = TODAY, nearby: bool = False) -> Evaluation:
    known = facts(*records)
    return evaluate(known, Rules.of(known), as_of, with_nearby=nearby)


def exact(kt_a: float) -> Interval:
    return Interval(pytest.approx(kt_a), pytest.approx(kt_a), pytest.approx(kt_a))


def test_a_balance_is_a_sum_over_units() -> None:
    found = ask(unit("cap", "caprolactam", 600.0), unit("poly", "pa6", 100.0, firm_id="beta"))
    balance = found.balances["caprolactam"]
    assert balance.supply == exact(600.0)
    assert balance.demand == exact(102.0)
    assert balance.state == "富余"
    assert found.balances["cyclohexanone"].demand == exact(540.0)
    assert found.balances["benzene"].state == "不相关"  # nothing propagates


def test_a_capacity_stated_on_a_feed_gives_the_same_rate() -> None:
    found = ask(unit("cap", "cyclohexanone", 540.0, process_ids=("capro",)))
    assert found.balances["caprolactam"].supply == exact(600.0)
    assert found.balances["cyclohexanone"].presence == "无"


def test_a_successor_takes_the_place_of_its_predecessor() -> None:
    old = unit("old", "caprolactam", 300.0)
    new = unit("new", "caprolactam", 600.0, status="在建", replaces=("old",))
    assert ask(old, new).balances["caprolactam"].supply == exact(600.0)
    running = AsOf("2026-11-24", statuses=("在产",))
    assert ask(old, new, as_of=running).balances["caprolactam"].supply == exact(300.0)


def test_b_unknown_capacity_widens_only_its_own_products() -> None:
    found = ask(unit("cap", "caprolactam", None), unit("poly", "pa6", 100.0))
    assert found.balances["caprolactam"].supply == Interval(0.0, None, None)
    assert found.balances["caprolactam"].state == "未知"
    assert found.balances["cyclohexanone"].demand == Interval(0.0, None, None)
    assert found.balances["benzene"].demand == exact(0.0)
    assert found.balances["pa6"].supply == exact(100.0)
    assert [u.unit_id for u in found.balances["caprolactam"].unknown] == ["cap"]


def test_b_unknown_route_gives_the_hull_of_the_listed_ones() -> None:
    from small_chain import recipe

    other = recipe("anone2", "cyclohexanone", "benzene", benzene=-1.2)
    row = unit("k", "cyclohexanone", 100.0, process_ids=("anone", "anone2"))
    balance = ask(*other, row).balances["benzene"]
    assert balance.demand == Interval(
        pytest.approx(90.0), pytest.approx(90.0), pytest.approx(120.0)
    )
    assert [u.field for u in balance.unknown] == ["process_ids"]


def test_c_a_complex_is_closed() -> None:
    found = ask(*SITE, unit("cap", "caprolactam", 600.0, complex_id="site"))
    assert found.balances["benzene"].demand == exact(600.0 * 0.9 * 0.9)
    assert found.balances["gas"].demand == exact(600.0 * 0.5 * 0.6)
    for interior in ("cyclohexanone", "ammonia"):
        assert found.balances[interior].interior
        assert not found.gaps_of(interior)
    sizes = {i.unit.product_id: i.capacity_kt_a for i in found.standing.implied}
    assert sizes == {"cyclohexanone": pytest.approx(540.0), "ammonia": pytest.approx(300.0)}


def test_c_a_listed_unit_without_capacity_is_sized_and_asked_about() -> None:
    anone = unit("k", "cyclohexanone", None, complex_id="site")
    found = ask(*SITE, anone, unit("cap", "caprolactam", 600.0, complex_id="site"))
    (view,) = found.balances["cyclohexanone"].units
    assert view.capacity_kt_a == pytest.approx(540.0)
    assert view.computed
    assert "k" in {item.unit_id for item in found.survey}


def test_c_an_interior_unit_nothing_needs_stays_unknown_and_takes_nothing() -> None:
    spare = unit("n", "ammonia", None, complex_id="site")
    found = ask(*SITE, spare, unit("k", "cyclohexanone", 100.0, complex_id="site"))
    assert found.balances["gas"].demand == exact(0.0)
    assert [v.capacity_kt_a for v in found.balances["ammonia"].units] == [None]


def test_c_a_negative_size_is_an_error_that_names_the_product() -> None:
    from small_chain import recipe

    odd = recipe("odd", "gas", "benzene", benzene=-1.0, cyclohexanone=2.0)
    site = complex_records(("cyclohexanone", "anone"))
    big = unit("g", "gas", 900.0, complex_id="site", process_ids=("odd",))
    with pytest.raises(ChainError, match="cyclohexanone"):
        ask(*odd, *site, big, unit("cap", "caprolactam", 60.0, complex_id="site"))


def test_c_what_a_site_can_spare_is_unknown_not_missing() -> None:
    user = unit("other", "caprolactam", 100.0, firm_id="beta")
    found = ask(*SITE, unit("cap", "caprolactam", 600.0, complex_id="site"), user)
    assert found.balances["ammonia"].demand == exact(50.0)
    assert found.balances["ammonia"].state == "未知"


def test_d_may_also_yield_never_says_missing() -> None:
    hidden = make(MayAlsoYield, id="h", process_id="nh3", product_id="cyclohexanone", reason="试")
    found = ask(hidden, unit("n", "ammonia", 100.0), unit("cap", "caprolactam", 100.0))
    assert found.balances["cyclohexanone"].state == "未知"
    assert not found.gaps_of("cyclohexanone")


def test_e_own_use_is_no_feed_for_a_newcomer() -> None:
    own = ask(unit("cap", "caprolactam", 300.0), unit("poly", "pa6", 200.0))
    balance = own.balances["caprolactam"]
    assert balance.own_use_kt_a == pytest.approx(204.0)
    assert balance.outside_supply == exact(96.0)


def test_f_immaterial_demand_is_no_gap() -> None:
    assert ask(unit("poly", "pa6", 0.5)).balances["caprolactam"].state == "不相关"
    assert ask(unit("poly", "pa6", 50.0)).balances["caprolactam"].state == "断"


def test_nearby_parks_count_only_when_asked_for() -> None:
    row = unit("poly", "pa6", 50.0, park_id="near")
    assert ask(row).balances["pa6"].presence == "无"
    assert ask(row, nearby=True).balances["pa6"].presence == "在产"


def test_dates_decide_what_stands() -> None:
    row = unit("poly", "pa6", 50.0, since="2023-12", until="2025")
    for date, there in (("2023-11-30", 0.0), ("2023-12-01", 50.0), ("2025-12-31", 50.0)):
        assert ask(row, as_of=AsOf(date)).balances["pa6"].supply == exact(there)
    assert ask(row, as_of=AsOf("2026-01-01")).balances["pa6"].supply == exact(0.0)


def test_presence_words() -> None:
    found = ask(unit("cap", "caprolactam", 600.0), unit("poly", "pa6", 9.0, status="规划"))
    assert found.balances["caprolactam"].presence == "在产"
    assert found.balances["sulfate"].presence == "联产推算"
    assert found.balances["pa6"].presence == "规划"
    assert found.balances["benzene"].presence == "无"


def test_an_unknown_region_is_refused() -> None:
    known = facts()
    with pytest.raises(UnknownName, match="yunxi"):
        evaluate(known, Rules.of(known), TODAY, region_id="mars")


@given(st.floats(1.0, 1000.0), st.floats(0.1, 10.0))
def test_amounts_scale_with_capacity(kt_a: float, factor: float) -> None:
    small = ask(unit("cap", "caprolactam", kt_a)).balances
    large = ask(unit("cap", "caprolactam", kt_a * factor)).balances
    for product in ("cyclohexanone", "ammonia"):
        assert large[product].demand.low == pytest.approx(small[product].demand.low * factor)


def test_the_missing_link_is_found_with_its_numbers() -> None:
    found = ask(unit("poly", "pa6", 100.0))
    (gap,) = [g for g in found.gaps if g.kind == "补链"]
    assert gap.product_id == "caprolactam"
    assert gap.gap == exact(102.0)
    assert gap.certain
    assert gap.rule_id == "B1"
    assert 0.0 <= gap.score <= 1.0
    assert sum(f.contribution for f in gap.features) == pytest.approx(gap.score)


def test_a_surplus_leads_on() -> None:
    found = ask(unit("cap", "caprolactam", 600.0))
    assert ("pa6", "caprolactam") in {
        (g.product_id, g.from_product_id) for g in found.gaps if g.kind == "延链"
    }


def test_a_plant_outside_the_status_set_is_no_strength_to_guard() -> None:
    site = (unit("cap", "caprolactam", 600.0, status="在建"), unit("poly", "pa6", 50.0))
    running = AsOf("2026-11-24", statuses=("在产",))
    strong = {g.product_id for g in ask(*site).gaps if g.kind == "强链"}
    assert strong == {"caprolactam"}
    assert not [g for g in ask(*site, as_of=running).gaps if g.kind == "强链"]


def test_an_empty_region_has_no_gaps() -> None:
    assert ask().gaps == ()
    assert isinstance(ask().chain.facts, Facts)

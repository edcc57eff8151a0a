"""What a stop costs, on figures anyone can check by hand, and against a plain walk."""

import pytest
from small_chain import facts, unit

from graph.asof import AsOf
from graph.reason import Evaluation, evaluate
from graph.results import StopLoss
from graph.rules import Rules
from views.reports.results import shipped

TODAY = AsOf("2026-11-24")


def ask(*rows: object) -> Evaluation:
    known = facts(*rows)  # type: ignore[arg-type]
    return evaluate(known, Rules.of(known), TODAY)


def loss(found: Evaluation, node: str) -> StopLoss:
    return next(s for s in found.stops if s.node_id == node)


def test_a_sole_supplier_takes_its_customer_down_by_what_it_supplied() -> None:
    found = ask(unit("cap", "caprolactam", 102.0), unit("poly", "pa6", 100.0, firm_id="beta"))
    stop = loss(found, "cap")
    assert stop.own_kt_a == pytest.approx(102.0)
    assert dict(stop.lost) == {"pa6": pytest.approx(100.0)}
    assert loss(found, "poly").lost == ()


def test_a_second_maker_and_its_surplus_stand_in() -> None:
    two = (unit("cap", "caprolactam", 102.0), unit("cap2", "caprolactam", 51.0))
    found = ask(*two, unit("poly", "pa6", 100.0, firm_id="beta"))
    assert dict(loss(found, "cap").lost) == {"pa6": pytest.approx(50.0)}
    assert loss(found, "cap2").lost == ()  # 102 is all that pa6 needs


def test_what_is_bought_in_today_goes_on() -> None:
    found = ask(unit("cap", "caprolactam", 51.0), unit("poly", "pa6", 100.0, firm_id="beta"))
    assert dict(loss(found, "cap").lost) == {"pa6": pytest.approx(50.0)}


def test_a_loss_runs_down_the_chain() -> None:
    rows = (
        unit("anone", "cyclohexanone", 90.0),
        unit("cap", "caprolactam", 100.0),
        unit("poly", "pa6", 50.0),
    )
    lost = dict(loss(ask(*rows), "anone").lost)
    assert lost == {"caprolactam": pytest.approx(100.0), "pa6": pytest.approx(50.0)}


def test_an_unknown_customer_is_named_not_counted() -> None:
    found = ask(unit("cap", "caprolactam", 102.0), unit("poly", "pa6", None, firm_id="beta"))
    stop = loss(found, "cap")
    assert stop.unknown == ("pa6",)
    assert stop.downstream_kt_a is None


def test_nobody_loses_more_than_it_makes_and_the_cracker_hurts_most() -> None:
    found = shipped()
    made: dict[str, float] = {}
    for term in found.standing.terms:
        if term.side == "supply" and term.role == "main":
            made[term.product_id] = made.get(term.product_id, 0.0) + (term.amount.likely or 0.0)
    for stop in found.stops:
        for product_id, kt_a in stop.lost:
            assert kt_a <= made[product_id] + 1e-6
    assert found.stops[0].node_id == "hnsh-ethylene"

"""How lively and how crowded a product is: decay, freshness, each event once, and speed."""

from typing import Any

import pytest
from small_chain import make, unit
from small_nation import DAY, ask, maker, nation

from graph.model import Signal
from graph.reason import Evaluation
from graph.reason.nation.momentum import Moves
from views.reports.results import shipped


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return shipped(DAY)


def test_momentum_halves_and_counts_an_event_once() -> None:
    new: dict[str, Any] = {"direction": "新建", "product_ids": ("pa6",)}
    rows = [
        *maker("p1", 100.0, status="在建", year="2025-11"),
        *maker("p2", 100.0, status="规划", year="2023-11", city="杭州"),
        make(Signal, id="s", firm_id="p1", date="2025-11", **new),
        make(Signal, id="own", firm_id="alpha", date="2026", **new),
    ]
    of = ask(unit("poly", "pa6", 10.0), *rows)
    moves = Moves(of.national, of.rules)
    assert moves.momentum("pa6") == pytest.approx(0.5 ** (1 / 3) + 0.5)
    assert moves.momentum("benzene") is None


def test_crowding_counts_fresh_plans_of_others() -> None:
    rows = [
        *maker("p1", 100.0, status="在建", year="2025"),
        *maker("p2", 200.0, status="规划", year="2020", city="杭州"),
        *maker("p3", 50.0, status="在建", year="2024", city="聊城"),
        *maker("p4", 60.0, status="在产", year="2025", city="聊城", firm_id="p3"),
        *maker("p5", None, status="规划", year="2025", city="宜昌"),
    ]
    of = ask(*rows, nation(1000.0))
    crowd = Moves(of.national, of.rules).crowding("pa6")
    assert crowd is not None
    assert (crowd.plants, crowd.unsized, crowd.capacity_kt_a) == (2, 1, 100.0)
    assert crowd.ratio == pytest.approx(0.1)
    aged = ask(*rows, nation(1000.0, "2019"))
    old = Moves(aged.national, aged.rules).crowding("pa6")
    assert old is not None
    assert old.ratio is None
    assert Moves(of.national, of.rules).crowding("benzene") is None


def test_a_plan_filed_as_unverified_for_its_age_was_news_then() -> None:
    rows = maker("p1", 100.0, status="未核", status_text="在建(2020年)", year="2020")
    then, now = (ask(*rows, day=day) for day in ("2021-06-30", DAY))
    crowd = Moves(then.national, then.rules).crowding("pa6")
    assert crowd is not None
    assert crowd.plants == 1
    assert Moves(now.national, now.rules).crowding("pa6") is None

"""Every (need, have) case has a state, and the boundaries are where the method says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reason.states import ZERO, add, net, state_of
from graph.results import STATES, Interval

CASES = [
    (ZERO, ZERO, "不相关"),
    (ZERO, Interval(0.5, 0.5, 0.5), "不相关"),  # below 1 kt/a: immaterial
    (Interval(10, 10, 10), ZERO, "外销"),
    (Interval(0, None, None), ZERO, "外销"),
    (ZERO, Interval(50, 50, 50), "断"),
    (ZERO, Interval(0, None, None), "断"),
    (Interval(39, 39, 39), Interval(50, 50, 50), "弱"),
    (Interval(40, 40, 40), Interval(50, 50, 50), "自足"),
    (Interval(60, 60, 60), Interval(50, 50, 50), "自足"),
    (Interval(61, 61, 61), Interval(50, 50, 50), "富余"),
    (Interval(30, 50, 70), Interval(50, 50, 50), "未知"),
    (Interval(20, 20, None), Interval(50, 50, 50), "未知"),
    (Interval(70, 70, None), Interval(50, 50, 50), "富余"),
    (Interval(50, 50, 50), Interval(0, None, None), "未知"),
]


@pytest.mark.parametrize(("supply", "demand", "state"), CASES)
def test_state_table(supply: Interval, demand: Interval, state: str) -> None:
    assert state_of(supply, demand, material_kt_a=1.0) == state


amounts = st.floats(0, 1e4)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, likely, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    return Interval(low, likely, high if draw(st.booleans()) else None)


@given(intervals(), intervals())
def test_state_is_always_one_of_the_seven(supply: Interval, demand: Interval) -> None:
    assert state_of(supply, demand, material_kt_a=1.0) in STATES


@given(st.lists(intervals(), max_size=5))
def test_sum_holds_every_part(parts: list[Interval]) -> None:
    total = add(parts)
    assert total.low == pytest.approx(sum(p.low for p in parts))
    assert (total.high is None) == any(p.high is None for p in parts)


def test_net_of_an_unbounded_demand_has_no_floor() -> None:
    assert net(Interval(5, 5, 5), Interval(1, 1, None)).low == -math.inf


@given(intervals(), intervals())
def test_widening_never_turns_unknown_into_a_claim(supply: Interval, demand: Interval) -> None:
    """A wider supply may lose a word, never gain another one (不相关 and 断 aside)."""
    before = state_of(supply, demand, material_kt_a=1.0)
    wider = Interval(supply.low / 2, supply.likely, None)
    after = state_of(wider, demand, material_kt_a=1.0)
    if before in ("弱", "自足", "富余") and after != before:
        assert after == "未知"

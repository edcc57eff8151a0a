"""One surplus shared out: hand-made trees, and what must hold on the real list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reason.gaps.sharing import Line, Tree, served
from views.reports.results import shipped

CAP = {"a": 100.0}


def test_the_second_taker_gets_what_is_left_or_is_an_alternative() -> None:
    lines = [
        Line(("a", "b"), 20.0, 70.0),
        Line(("a", "c"), 20.0, 50.0),
        Line(("a", "d"), 40.0, 40.0),
    ]
    left, alternative = served(range(3), lines, CAP)
    assert left == [100.0, 30.0, 0.0]
    assert alternative == [False, False, True]


def test_a_line_beyond_another_runs_on_its_product() -> None:
    lines = [Line(("a", "b"), 20.0, 100.0), Line(("a", "b", "c"), 20.0, 60.0)]
    left, alternative = served(range(2), lines, CAP)
    assert left == [100.0, 100.0]
    assert alternative == [False, False]


def test_two_lines_beyond_one_plant_share_its_product() -> None:
    lines = [
        Line(("a", "b"), 20.0, 100.0),
        Line(("a", "b", "c"), 20.0, 60.0),
        Line(("a", "b", "d"), 30.0, 60.0),
        Line(("a", "b", "e"), 50.0, 60.0),
    ]
    left, alternative = served(range(4), lines, CAP)
    assert left == pytest.approx([100.0, 100.0, 40.0, 0.0])
    assert alternative == [False, False, False, True]


def test_an_unknown_surplus_tells_nothing() -> None:
    assert served([0], [Line(("x", "b"), 20.0, 70.0)], CAP) == ([None], [False])


paths = st.lists(
    st.tuples(
        st.lists(st.sampled_from("bcde"), min_size=1, max_size=3, unique=True),
        st.floats(0.0, 60.0),
        st.floats(0.0, 120.0),
    ),
    max_size=8,
)


@given(paths)
def test_nobody_is_served_beyond_the_cap(some: list[tuple[list[str], float, float]]) -> None:
    lines = [Line(("a", *way), min(low, takes), takes) for way, low, takes in some]
    left, alternative = served(range(len(lines)), lines, CAP)
    tree = Tree(CAP["a"])
    for line, rest, other in zip(lines, left, alternative, strict=True):
        if not other:
            tree.own[line.path] = min(line.takes_kt_a, rest or 0.0)
        assert tree.usage(("a",)) <= CAP["a"] + 1e-6


def test_the_real_groups_are_capped_together() -> None:
    found = shipped()
    onward = [g for g in found.gaps if g.kind == "延链"]
    assert any(g.alternative for g in onward)
    for gap in onward:
        assert gap.product_id not in gap.rivals
        cap = gap.group_cap.likely if gap.group_cap else None
        if cap is not None:
            assert gap.left_kt_a is not None
            assert 0.0 <= gap.left_kt_a <= cap + 1e-6
            assert gap.group_cap == found.context.surpluses[gap.path[0]]

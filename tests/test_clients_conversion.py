"""How many firms came to each stage, month by month, whatever way they went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_clients import lead, visit

from graph.desk.client.clients import ENDED, LADDER
from graph.desk.client.conversion import conversion
from graph.desk.words import LEAD_STAGES
from graph.model import Lead, Visit
from views.tables.client import rates as table

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")


def test_counts_by_month_of_the_first_time() -> None:
    rows = [lead("a", "洽谈"), lead("b", "线索"), lead("c", "放弃")]
    told = [
        visit("1", "a", "2026-12-01", stage="已联系"),
        visit("2", "a", "2027-01-05", stage="洽谈"),
        visit("3", "a", "2027-02-05", stage="已联系"),
        visit("4", "c", "2027-01-09", way="改进度", stage="放弃"),
        visit("5", "nobody", "2027-01-09", stage="签约"),
    ]
    found = conversion(rows, told)
    assert found.months == ("2026-11", "2026-12", "2027-01")
    assert found.of("2026-11", "线索") == 3
    assert found.of("2026-12", "已联系") == 1
    assert [found.of("2027-01", s) for s in ("已拜访", "来访考察", "洽谈", "意向")] == [1, 1, 1, 0]
    assert found.of("2027-01", "放弃") == 1
    assert [(s.stage, s.reached, s.of_before) for s in found.steps[:3]] == [
        ("线索", 3, None),
        ("已联系", 1, pytest.approx(1 / 3)),
        ("已拜访", 1, 1.0),
    ]
    assert found.steps[-1].of_before is None or found.steps[-1].reached == 0


def test_a_stage_nobody_dated_stands_in_no_month() -> None:
    found = conversion([lead("a", "意向")], [visit("1", "a", "2026-12-01", stage="已联系")])
    assert found.months == ("2026-11", "2026-12", None)
    assert found.of(None, "意向") == found.of(None, "已拜访") == 1
    assert found.of("2026-12", "意向") == 0
    lines = table.rows(found)
    assert [line[0] for line in lines] == [
        *("2026-12", "2026-11", table.NO_MONTH),
        *(table.TOTAL, table.RATE),
    ]


def test_nobody_gives_nothing() -> None:
    found = conversion([], [])
    assert found.months == ()
    assert [s.of_before for s in found.steps] == [None] * len(LADDER)
    assert [bar.of_first for bar in table.bars(found, {s: s for s in LEAD_STAGES})] == [0.0] * 7


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Lead], list[Visit]]:
    rows, told = [], []
    for n in range(draw(st.integers(0, 6))):
        rows.append(lead(f"l{n}", draw(st.sampled_from(LEAD_STAGES))))
        steps = st.tuples(st.sampled_from(MONTHS), st.none() | st.sampled_from(LEAD_STAGES))
        for k, (month, stage) in enumerate(draw(st.lists(steps, max_size=5))):
            told.append(visit(f"v{n}-{k}", f"l{n}", f"{month}-{k + 1:02d}", stage=stage))
    return rows, told


@given(histories(), st.randoms())
def test_counts_fall_along_the_ladder_and_sum_to_the_firms(
    history: tuple[list[Lead], list[Visit]], random: st.Random
) -> None:
    rows, told = history
    found = conversion(rows, told)
    reached = [step.reached for step in found.steps]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] == len(rows)
    assert all(step.of_before is None or 0.0 <= step.of_before <= 1.0 for step in found.steps)
    for stage in (*LADDER, *ENDED):
        by_month = [found.of(month, stage) for month in found.months]
        firms = {v.lead_id for v in told if v.stage == stage} | {
            row.id for row in rows if row.stage == stage
        }
        assert sum(by_month) >= len(firms & {row.id for row in rows})
        if stage in ENDED:
            assert sum(by_month) == len(firms)
    mixed = list(told)
    random.shuffle(mixed)
    assert conversion(list(reversed(rows)), mixed) == found


@given(histories())
def test_one_more_step_never_takes_a_firm_back(history: tuple[list[Lead], list[Visit]]) -> None:
    rows, told = history
    if not rows:
        return
    before = {s.stage: s.reached for s in conversion(rows, told).steps}
    more = visit("more", rows[0].id, "2026-04-30", stage="签约")
    after = conversion(rows, [*told, more]).steps
    assert all(step.reached >= before[step.stage] for step in after)

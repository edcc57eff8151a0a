"""Progress against time, rankings, offers of a month and merging, without any store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.desk.round.entries import (
    Draft,
    Target,
    drafts,
    filled,
    newest_before,
    offered,
    offered_total,
)
from graph.desk.round.merging import Returned, merged
from graph.desk.round.months import last_day_of, month_before, period_of, periods_of
from graph.desk.round.problems import asked_for, told_problems
from graph.desk.round.rounds import Ranking, against_time, entry_id, ranked
from graph.desk.round.summary import summed_up
from graph.desk.round.unit_ranks import MIXED, NOTHING, ranked_units
from graph.model import Entry

AT = "2026-11-30 09:00"
amounts = st.just(0.0) | st.floats(min_value=1e-6, max_value=1e9)
maybe = st.none() | amounts
months = st.integers(1, 12)


def told(name: str, **more: Any) -> Entry:
    month = more.pop("month", "2026-06")
    kind = more.pop("target_kind", "project")
    empty = dict.fromkeys(
        (
            *("unit", "year_plan", "month_plan", "month_done", "total_done", "image_progress"),
            *("problem", "ask_up", "duty_unit", "filled_by"),
        )
    )
    given_ = {
        "id": entry_id(kind, name, month),
        "region_id": "r",
        "target_kind": kind,
        "target_id": name,
        "target_name": name,
        "month": month,
        "filled_at": AT,
    }
    return Entry(**{**empty, **given_, **more})


lists = st.lists(st.tuples(maybe, maybe), max_size=12).map(
    lambda rows: [
        told(f"p{i}", year_plan=plan, total_done=total) for i, (plan, total) in enumerate(rows)
    ]
)


@given(amounts.filter(bool), months)
def test_an_even_pace_is_neither_ahead_nor_behind(plan: float, month: int) -> None:
    found = against_time(plan * month, plan * 12, month)
    assert found is not None
    assert found.ahead == pytest.approx(0, abs=1e-9)
    assert found.percent == pytest.approx(month / 12 * 100)


@given(maybe, maybe, months)
def test_points_ahead_are_the_share_less_the_time_gone(
    total: float | None, plan: float | None, month: int
) -> None:
    found = against_time(total, plan, month)
    assert (found is None) == (total is None or plan is None or plan <= 0)
    if found is not None:
        assert found.ahead == pytest.approx(found.percent - month / 12 * 100, rel=1e-9, abs=1e-9)


@given(lists, months)
def test_every_entry_is_in_one_place(entries: list[Entry], month: int) -> None:
    found = ranked(entries, month)
    ids = [p.entry.id for p in found.places]
    ids += [e.id for e in (*found.no_plan, *found.no_total)]
    assert sorted(ids) == sorted(e.id for e in entries)
    assert all(p.entry.year_plan and p.entry.total_done is not None for p in found.places)
    assert all(not e.year_plan for e in found.no_plan)
    assert all(e.total_done is None for e in found.no_total)


@given(lists, months, st.randoms(use_true_random=False))
def test_a_rank_is_one_more_than_those_who_did_better(
    entries: list[Entry], month: int, random: Any
) -> None:
    found = ranked(entries, month)
    shares = [p.against.percent for p in found.places]
    assert shares == sorted(shares, reverse=True)
    for place in found.places:
        assert place.rank == 1 + sum(s > place.against.percent for s in shares)
    mixed = list(entries)
    random.shuffle(mixed)
    assert ranked(mixed, month) == found


@given(lists, months, st.integers(-8, 8))
def test_a_ranking_does_not_hang_on_the_measure(
    entries: list[Entry], month: int, power: int
) -> None:
    factor = 2.0**power
    scaled = [
        replace(
            e,
            year_plan=None if e.year_plan is None else e.year_plan * factor,
            total_done=None if e.total_done is None else e.total_done * factor,
        )
        for e in entries
    ]
    assert _shape(ranked(scaled, month)) == _shape(ranked(entries, month))


def _shape(found: Ranking) -> list[tuple[int, str, float]]:
    return [(p.rank, p.entry.id, p.against.percent) for p in found.places]


def test_units_are_summed_in_one_measure() -> None:
    entries = [
        told("a", duty_unit="甲", unit="万元", year_plan=20_000.0, total_done=10_000.0),
        told("b", duty_unit="甲", unit="亿元", year_plan=2.0, total_done=1.5),
        told("c", duty_unit="乙", unit="万元", year_plan=10_000.0, total_done=1_000.0),
        told("d", duty_unit="乙", unit="万元", total_done=9_000.0),
        told("e", duty_unit="乙", unit="万元", year_plan=10.0),
    ]
    found = ranked_units(entries, 6)
    first, second = found.places
    assert (first.rank, first.sum.name, first.sum.unit) == (1, "甲", "亿元")
    assert (first.sum.plan, first.sum.total, first.sum.counted) == (4.0, 2.5, 2)
    assert first.sum.against.ahead == pytest.approx(12.5)
    assert (second.sum.counted, second.sum.no_plan, second.sum.no_total) == (1, 1, 1)


def test_what_does_not_add_up_is_not_ranked() -> None:
    entries = [
        told("a", duty_unit="甲", unit="万元", year_plan=10.0, total_done=5.0),
        told("b", duty_unit="甲", unit="家", year_plan=10.0, total_done=5.0),
        told("c", duty_unit="乙", unit="万元", total_done=5.0),
        told("d", unit="万元", year_plan=10.0, total_done=5.0),
        told("e", duty_unit="丙", unit="家", year_plan=4.0, total_done=1.0),
        told("f", duty_unit="丙", unit="家", year_plan=4.0, total_done=1.0),
    ]
    found = ranked_units(entries, 6)
    assert [(p.sum.name, p.sum.unit, p.sum.plan) for p in found.places] == [("丙", "家", 8.0)]
    assert {a.name: a.why for a in found.apart} == {"甲": MIXED, "乙": NOTHING}
    assert [e.id for e in found.nobodys] == ["project-d-2026-06"]


@given(st.integers(2000, 2040), months, st.integers(-30, 30))
def test_months_go_there_and_back(year: int, month: int, back: int) -> None:
    here = f"{year}-{month:02d}"
    assert month_before(month_before(here, back), -back) == here
    assert last_day_of(here)[:7] == here
    assert month_before(here) < here


def test_periods_cover_the_year_once() -> None:
    for code in ("two", "half", "year"):
        every = [m for p in periods_of(code, "2026") for m in p.months]
        assert every == [f"2026-{m:02d}" for m in range(1, 13)]
        assert all(period_of(code, m) == p for p in periods_of(code, "2026") for m in p.months)


def line(last: Entry | None = None, **more: Any) -> Draft:
    target = Target("project", "a", "a", "甲", "万元", more.pop("year_plan", None))
    return Draft(offered(target, "r", more.pop("month", "2026-06"), last), last)


def test_a_total_is_offered_only_on_a_known_one() -> None:
    may = told("a", month="2026-05", total_done=30.0)
    assert offered_total(may, 12.5, "2026-06") == 42.5
    assert offered_total(replace(may, total_done=None), 12.5, "2026-06") is None
    assert offered_total(told("a", month="2026-04", total_done=30.0), 12.5, "2026-06") is None
    assert offered_total(told("a", month="2025-12", total_done=30.0), 12.5, "2026-01") == 12.5
    assert offered_total(may, None, "2026-06") is None


def test_an_offer_carries_the_plan_of_the_year_and_invents_nothing() -> None:
    may = told("a", month="2026-05", year_plan=100.0, total_done=30.0, unit="亿元", problem="缺地")
    entry = line(may).entry
    assert (entry.year_plan, entry.unit, entry.duty_unit) == (100.0, "亿元", "甲")
    assert [entry.month_done, entry.total_done, entry.problem] == [None] * 3
    new_year = line(may, month="2027-01").entry
    assert (new_year.year_plan, new_year.unit) == (None, "亿元")


def test_a_figure_of_the_month_moves_the_total_unless_another_was_given() -> None:
    draft = line(told("a", month="2026-05", total_done=30.0))
    entry = filled(draft, {"month_done": 5.0}, "张三", AT)
    assert entry is not None
    assert (entry.total_done, entry.filled_by, entry.filled_at) == (35.0, "张三", AT)
    given_ = filled(draft, {"month_done": 5.0, "total_done": 40.0}, "张三", AT)
    assert given_ is not None
    assert given_.total_done == 40.0
    again = filled(replace(draft, entry=entry, rev=1), {"month_done": 6.0}, "李四", AT)
    assert again is not None
    assert (again.total_done, again.filled_by) == (36.0, "张三")
    kept = filled(replace(draft, entry=given_, rev=1), {"month_done": 6.0}, "李四", AT)
    assert kept is not None
    assert kept.total_done == 40.0


def test_what_is_carried_over_follows_the_unit_of_the_month() -> None:
    may = told("a", month="2026-05", unit="万元", year_plan=20_000.0, total_done=9_000.0)
    entry = filled(line(may), {"unit": "亿元", "month_done": 0.1}, "张三", AT)
    assert entry is not None
    assert (entry.year_plan, entry.month_done, entry.total_done) == (2.0, 0.1, 1.0)
    other = filled(line(may), {"unit": "家", "month_done": 3.0}, "张三", AT)
    assert other is not None
    assert (other.year_plan, other.total_done) == (None, None)
    given_ = filled(line(may), {"unit": "亿元", "year_plan": 3.0}, "张三", AT)
    assert given_ is not None
    assert given_.year_plan == 3.0
    label = filled(Draft(may, None, 4), {"unit": "亿元"}, "张三", AT)
    assert label is not None
    assert label.year_plan == 20_000.0


def test_who_answers_now_is_asked_not_who_did_last_month() -> None:
    may = told("a", month="2026-05", duty_unit="原单位")
    assert line(may).entry.duty_unit == "甲"
    nobody = Target("project", "a", "a")
    assert offered(nobody, "r", "2026-06", may).duty_unit == "原单位"


def test_a_plan_of_the_new_year_is_told_in_the_unit_of_the_last_entry() -> None:
    target = Target("goal", "g", "产值", "甲", "亿元", 2_500.0)
    found = offered(target, "r", "2026-01", told("g", month="2025-12", unit="万元"))
    assert (found.unit, found.year_plan) == ("万元", 25_000_000.0)


def test_what_stands_is_no_change() -> None:
    draft = line(year_plan=10.0)
    assert filled(draft, {"year_plan": 10.0, "problem": None}, "张三", AT) is None
    assert filled(draft, {}, "张三", AT) is None


def test_a_month_lists_targets_and_what_stands_without_one() -> None:
    stray = told("gone", duty_unit="乙")
    stands = {stray.id: (stray, 3)}
    found = drafts("r", "2026-06", [Target("project", "a", "甲项目")], stands, {})
    assert [(d.entry.target_id, d.rev, d.stands) for d in found] == [
        ("a", 0, False),
        ("gone", 3, True),
    ]


def test_the_newest_earlier_entry_speaks() -> None:
    rows = [told("a", month=m) for m in ("2026-03", "2026-05", "2026-06")]
    assert newest_before(rows, "2026-06")["project", "a"].month == "2026-05"


def row(file: str, number: int, **values: Any) -> Returned:
    return Returned(file, number, "project-a-2026-06", values)


def merge(rows: Sequence[Returned], draft: Draft) -> Any:
    return merged(rows, {draft.entry.id: draft}, "收表人", AT)


def test_a_later_row_is_taken_and_both_are_named() -> None:
    first, second = row("一.xlsx", 4, month_done=5.0), row("二.xlsx", 4, month_done=6.0)
    found = merge([first, second], line())
    assert [e.month_done for _, e in found.added] == [6.0]
    (clash,) = found.clashes
    assert (clash.earlier, clash.later) == (first, second)
    assert merge([first, replace(first, file="二.xlsx")], line()).clashes == ()


def test_two_rows_that_fill_in_different_cells_are_put_together() -> None:
    found = merge([row("一.xlsx", 4, month_done=5.0), row("二.xlsx", 4, problem="缺地")], line())
    ((_, entry),) = found.added
    assert (entry.month_done, entry.problem, found.clashes) == (5.0, "缺地", ())


def test_an_empty_cell_never_erases() -> None:
    stands = told("a", month_done=5.0, total_done=5.0, problem="缺地", duty_unit="甲")
    draft = Draft(stands, None, 2)
    found = merge([row("一.xlsx", 4, month_done=None, problem=None, image_progress="主体")], draft)
    ((_, entry),) = found.changed
    assert (entry.month_done, entry.problem, entry.image_progress) == (5.0, "缺地", "主体")


def test_a_row_that_only_repeats_the_offer_was_not_filled_in() -> None:
    may = told("a", month="2026-05", year_plan=100.0, unit="亿元")
    found = merge([row("一.xlsx", 4, year_plan=100.0, unit="亿元", month_done=None)], line(may))
    assert (found.added, found.changed, len(found.blank)) == ((), (), 1)
    corrected = merge([row("一.xlsx", 4, year_plan=120.0, unit="亿元")], line(may))
    assert [e.year_plan for _, e in corrected.added] == [120.0]


def test_taken_in_twice_nothing_doubles() -> None:
    draft = line()
    given_ = row("一.xlsx", 4, month_done=5.0, total_done=9.0)
    ((_, entry),) = merge([given_], draft).added
    again = merge([given_], Draft(entry, None, 1))
    assert (again.added, again.changed, again.same) == ((), (), 1)


def test_a_row_of_no_line_is_told() -> None:
    stray = Returned("一.xlsx", 9, "project-b-2026-05", {"month_done": 1.0})
    assert merge([stray], line()).unknown == (stray,)


def test_a_period_is_of_its_last_month_with_entries() -> None:
    entries = [
        told("a", month="2026-05", year_plan=12.0, month_done=1.0, total_done=5.0, unit="亿元"),
        told("b", month="2026-05", year_plan=12.0, total_done=7.0, duty_unit="乙"),
        told("a", month="2026-06", year_plan=12.0, month_done=2.0, total_done=7.0, unit="亿元"),
        told("c", month="2026-03", year_plan=12.0, total_done=1.0),
        told("a", month="2026-07", year_plan=12.0, total_done=9.0),
    ]
    found = summed_up(entries, period_of("two", "2026-05"), "project")
    assert found is not None
    assert found.month == "2026-06"
    assert [p.entry.target_id for p in found.ranking.places] == ["a"]
    assert [e.target_id for e in found.missing] == ["c", "b"]
    assert found.total is not None
    assert (found.total.plan, found.total.total, found.total.counted) == (12.0, 7.0, 1)
    assert (found.done.value, found.done.known, found.done.of) == (3.0, 2, 2)
    assert summed_up(entries, period_of("two", "2026-09"), "project") is None
    assert summed_up(entries, period_of("two", "2026-05"), "firm") is None


def test_problems_name_the_unit_that_lags_most_first() -> None:
    entries = [
        told("a", year_plan=10.0, total_done=4.0, duty_unit="甲", month="2026-06"),
        told("b", year_plan=10.0, total_done=1.0, duty_unit="乙", month="2026-06"),
        told("c", year_plan=10.0, total_done=9.0, duty_unit="丙", problem="缺地"),
        told("d", year_plan=10.0, total_done=9.0, duty_unit="丁", ask_up="请协调"),
        told("e", year_plan=10.0, total_done=0.0),
    ]
    found = summed_up(entries, period_of("two", "2026-06"), "project")
    assert found is not None
    assert list(told_problems(found)) == ["乙", "甲", "丙", ""]
    assert [e.target_id for e in asked_for(found)] == ["d"]


def test_over_a_year_the_newest_problem_told_speaks() -> None:
    entries = [
        told("a", month="2026-02", year_plan=10.0, total_done=1.0, problem="旧的"),
        told("a", month="2026-04", year_plan=10.0, total_done=1.0, problem="新的"),
        told("a", month="2026-06", year_plan=10.0, total_done=1.0),
    ]
    half = summed_up(entries, period_of("half", "2026-06"), "project")
    two = summed_up(entries, period_of("two", "2026-06"), "project")
    assert half is not None
    assert two is not None
    (found,) = told_problems(half)[""]
    assert (found.entry.problem, found.entry.month, found.is_earlier) == ("新的", "2026-04", True)
    assert told_problems(two)[""][0].entry.problem is None


def test_the_unit_that_lags_most_comes_first_over_all_kinds() -> None:
    rows = [
        told("a", year_plan=10.0, total_done=4.0, duty_unit="甲"),
        told("b", year_plan=10.0, total_done=3.0, duty_unit="乙"),
        told("c", year_plan=10.0, total_done=1.0, duty_unit="甲", target_kind="firm"),
    ]
    two = [s for k in ("project", "firm") if (s := summed_up(rows, period_of("two", "2026-06"), k))]
    found = told_problems(*two)
    assert list(found) == ["甲", "乙"]
    assert [p.entry.target_id for p in found["甲"]] == ["c", "a"]


@pytest.mark.parametrize(
    ("plan", "total", "month"), [(0.3, 0.1, 4), (1000.0, 416.3, 5), (3000.0, 1000.0, 4)]
)
def test_who_is_said_to_keep_pace_is_not_counted_as_lagging(
    plan: float, total: float, month: int
) -> None:
    here = f"2026-{month:02d}"
    entry = told("a", month=here, year_plan=plan, total_done=total, duty_unit="甲")
    found = summed_up([entry], period_of("two", here), "project")
    assert found is not None
    against = found.ranking.places[0].against
    assert (against.points, found.behind, found.ahead) == (0.0, 0, 1)
    assert told_problems(found) == {}


def test_equal_shares_share_a_rank_in_any_unit() -> None:
    rows = [
        told("a", unit="亿元", year_plan=0.3, total_done=0.1),
        told("b", unit="万元", year_plan=3_000.0, total_done=1_000.0),
    ]
    assert [p.rank for p in ranked(rows, 6).places] == [1, 1]


def test_what_was_given_up_is_not_asked_to_report() -> None:
    rows = [told("a"), told("b", month="2026-05"), told("gone", month="2026-05")]
    period = period_of("two", "2026-06")
    found = summed_up(rows, period, "project", [told("b"), told("new")])
    assert found is not None
    assert [e.target_id for e in found.missing] == ["b"]
    assert [e.target_id for e in found.never] == ["new"]


def test_what_a_unit_has_not_reported_stands_beside_its_rank() -> None:
    rows = [told("a", unit="万元", year_plan=10.0, total_done=9.0, duty_unit="甲")]
    absent = [told("b", duty_unit="甲"), told("c", duty_unit="乙"), told("d")]
    found = ranked_units(rows, 6, absent)
    assert [(p.sum.name, p.sum.counted, p.sum.absent) for p in found.places] == [("甲", 1, 1)]
    assert [(a.name, a.why, a.entries) for a in found.apart] == [("乙", NOTHING, ())]


def test_the_done_of_a_period_says_how_many_months_it_lacks() -> None:
    rows = [
        told("a", unit="亿元", year_plan=9.0, month_done=1.0, total_done=5.0),
        told("a", month="2026-03", unit="亿元", year_plan=9.0, month_done=2.0, total_done=4.0),
    ]
    half = summed_up(rows, period_of("half", "2026-06"), "project")
    assert half is not None
    assert (half.done.value, half.done.known, half.done.of) == (3.0, 2, 6)


def test_a_plan_changed_in_the_year_is_named_in_money_of_any_unit() -> None:
    rows = [
        told("a", month="2026-01", unit="万元", year_plan=20_000.0),
        told("a", unit="亿元", year_plan=1.5),
        told("b", month="2026-01", unit="万元", year_plan=20_000.0),
        told("b", unit="亿元", year_plan=2.0),
        told("c", month="2026-01", year_plan=50.0),
        told("c", unit="万元", year_plan=50.0),
    ]
    found = summed_up(rows, period_of("two", "2026-06"), "project")
    assert found is not None
    assert [(old.year_plan, new.year_plan) for old, new in found.replanned] == [(20_000.0, 1.5)]

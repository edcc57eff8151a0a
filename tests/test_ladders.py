"""梯度培育: tiers from figures, lists counted against the goal, watch lists, the three annexes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ladder_set import book, duty, entry, record, shipped, year

from graph.desk.ladder.annex import big_projects, done_before, entry_rows
from graph.desk.ladder.edit import ladder_id, plan_edits
from graph.desk.ladder.figures import TIERS, Told, figures, newest, tier
from graph.desk.ladder.ladders import FLOWS, STATES, counts, net_new, years_kept
from graph.desk.ladder.plan import period, plan_rows
from graph.desk.ladder.watch import falling, listable, opened, patents, reformable, rising
from graph.model import FirmYear

KELIFU, JUREN, ZHONGPU = "kelifu", "hunan-juren-chemical", "zhongpu-chemical"
XINGCHANG, HNSH = "yueyang-xingchang", "hunan-petrochemical"


def told(value: float, one: int) -> Told:
    return Told(value, one, None, "user", None)


# figures and tiers


def test_a_turnover_of_the_firm_itself_counts_for_its_year() -> None:
    """Nobody types twice what the firm's record says already."""
    facts = shipped().chain.facts
    years = figures(facts)[JUREN]
    firm = facts.firms[JUREN]
    assert firm.revenue_yi is not None
    assert years[2024]["revenue_wan"].value == firm.revenue_yi * 10_000
    assert years[2024]["revenue_wan"].source_id == firm.source_id
    assert sorted(years) == [2022, 2023, 2024]


def test_the_offices_own_figure_stands_over_a_page_and_an_older_one() -> None:
    page = replace(year(KELIFU, 2025, revenue_wan=1000.0), id="page", basis="source", as_of="2027")
    old = replace(year(KELIFU, 2025, revenue_wan=1500.0), id="old", as_of="2026-01-01")
    ours = year(KELIFU, 2025, revenue_wan=2100.0)
    for order in ([page, old, ours], [ours, old, page]):
        facts = shipped().chain.facts.with_records(order)
        assert figures(facts)[KELIFU][2025]["revenue_wan"].value == 2100.0


def test_where_ours_is_silent_the_page_still_speaks() -> None:
    page = replace(year(KELIFU, 2025, tax_wan=77.0), id="page", basis="source")
    facts = shipped().chain.facts.with_records([page, year(KELIFU, 2025, revenue_wan=2100.0)])
    found = figures(facts)[KELIFU][2025]
    assert (found["tax_wan"].value, found["revenue_wan"].value) == (77.0, 2100.0)


def test_shipped_years_agree_with_the_firms() -> None:
    facts = shipped().chain.facts
    for row in facts.all(FirmYear).values():
        assert row.source_id in facts.sources
        firm = facts.firms[row.firm_id]
        if firm.revenue_yi and row.revenue_wan and row.year == (firm.revenue_year or "")[:4]:
            assert row.revenue_wan == pytest.approx(firm.revenue_yi * 10_000)


@pytest.mark.parametrize(
    ("revenue", "output", "is_above", "expected"),
    [
        (1999.0, None, None, "规下"),
        (2000.0, None, None, "规上"),
        (9999.0, 10_000.0, None, "亿元"),
        (1_000_000.0, None, None, "百亿"),
        (None, 150_000.0, None, "十亿"),
        (None, 10_000_000.0, True, "千亿"),
        (1500.0, None, True, "规上"),
        (50_000.0, None, False, "规下"),
        (None, None, True, "规上"),
        (None, None, False, "规下"),
        (None, None, None, None),
    ],
)
def test_tiers(
    revenue: float | None, output: float | None, is_above: bool | None, expected: str | None
) -> None:
    values = {"revenue_wan": revenue, "output_wan": output}
    years = {2025: {k: told(v, 2025) for k, v in values.items() if v is not None}}
    found = tier(years, is_above, 2000.0, 2026)
    assert (found.name if found else None) == expected


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_more_output_is_never_a_lower_tier(small: float, more: float) -> None:
    order = ["规下", "规上", *(name for name, _ in reversed(TIERS))]
    names = []
    for value in (small, small + more):
        found = tier({2025: {"revenue_wan": told(value, 2025)}}, None, 2000.0, 2026)
        assert found is not None
        names.append(order.index(found.name))
    assert names[0] <= names[1]


def test_a_tier_says_which_year_and_source_it_rests_on() -> None:
    found = book().ground.tier_of(HNSH)
    assert found is not None
    assert found.told is not None
    assert (found.name, found.told.year) == ("百亿", 2023)
    assert found.told.source_id in shipped().chain.facts.sources


def test_figures_after_the_day_do_not_count() -> None:
    years = {2024: {"revenue_wan": told(1.0, 2024)}, 2027: {"revenue_wan": told(9.0, 2027)}}
    assert newest(years, ["revenue_wan"], 2026) == years[2024]["revenue_wan"]


# who is here


def test_firms_that_shut_never_came_or_have_no_name_are_not_brought_on() -> None:
    ground = book().ground
    firms = shipped().chain.facts.firms
    assert XINGCHANG in ground.firm_ids
    for firm_id in ground.firm_ids:
        assert firms[firm_id].status not in ("停产", "未落地")
        assert not firms[firm_id].merged_into_id
        assert "未载)" not in firms[firm_id].name_zh[:8]


def test_sub_chains_come_from_what_a_firm_makes() -> None:
    assert book().ground.segments_of(JUREN) == ("己内酰胺·尼龙",)
    assert book().ground.segments_of("众普") == ()


# lists and the goal


def test_lists_are_counted_by_year_and_state() -> None:
    rows = [
        record("小升规", KELIFU, state="已达标"),
        record("小升规", ZHONGPU),
        record("小升规", JUREN, "2025", state="已达标"),
    ]
    found = counts(rows, "2026")
    assert found["小升规"] == {"在库": 1, "已达标": 1, "未达标": 0, "退出": 0}
    assert set(found) == set(FLOWS)
    assert all(set(found[f]) == set(STATES) for f in FLOWS)
    assert years_kept(rows, 2026) == ["2026", "2025"]


def test_net_new_counts_those_who_came_in_less_those_who_dropped_out() -> None:
    rows = [
        record("小升规", KELIFU, "2024", state="已达标"),
        record("新入规", JUREN, "2024", state="已达标"),
        record("新入规", ZHONGPU, "2024"),
        record("防退规", XINGCHANG, "2024", state="退出"),
        record("个转企", HNSH, "2024", state="已达标"),
    ]
    found = net_new(book(ladders=rows), "2024")
    assert (found.entered, found.left, found.net) == (2, 1, 1)
    assert found.goal is not None
    assert found.goal.value == 6


def test_the_goal_holds_for_its_years_only() -> None:
    """每年 6 家 was set in 2022 up to 2025; nobody has set one for 2026."""
    goals = {y: net_new(book(), y).goal for y in ("2021", "2022", "2025", "2026")}
    assert [bool(g) for g in goals.values()] == [False, True, True, False]


# watch lists


def test_firms_near_the_line_are_watched_and_unknown_ones_stand_apart() -> None:
    held = book(
        [
            year(KELIFU, 2025, revenue_wan=2150.0),
            year(XINGCHANG, 2025, revenue_wan=1800.0),
            year(ZHONGPU, 2025, revenue_wan=1500.0),
            year("hunan-hongrun", 2025, revenue_wan=1499.0),
        ]
    )
    down = falling(held, 0.2)
    assert [(w.firm_id, w.code) for w in down if w.revenue] == [
        (XINGCHANG, "below"),
        (KELIFU, "near"),
    ]
    assert {w.code for w in down if w.revenue is None} == {"unknown"}
    assert "zhongchuang-chemical" in {w.firm_id for w in down if w.revenue is None}
    up = rising(held, 0.75)
    assert [(w.firm_id, w.code) for w in up if w.revenue] == [(ZHONGPU, "close")]
    assert all(w.gap_wan is None for w in up if w.code == "unknown")


def test_the_margin_moves_the_watch_list() -> None:
    held = book([year(KELIFU, 2025, revenue_wan=2150.0)])
    assert [w.firm_id for w in falling(held, 0.07) if w.revenue] == []
    assert [w.firm_id for w in falling(held, 0.08) if w.revenue] == [KELIFU]


def test_over_the_line_without_being_listed_is_told_apart_from_not_knowing() -> None:
    firm = shipped().chain.facts.firms[ZHONGPU]
    figure = year(ZHONGPU, 2025, revenue_wan=3000.0)
    for listed, code in ((False, "over"), (None, "open")):
        held = book([figure, replace(firm, is_above_scale=listed)])
        assert {w.code for w in rising(held, 0.75) if w.firm_id == ZHONGPU} == {code}
    held = book([figure, replace(firm, is_above_scale=True)])
    assert ZHONGPU not in {w.firm_id for w in rising(held, 0.75)}


def test_old_figures_are_marked_and_lists_remembered() -> None:
    held = book([year(KELIFU, 2021, revenue_wan=2100.0)], [record("防退规", KELIFU)])
    (found,) = [w for w in falling(held, 0.2) if w.firm_id == KELIFU]
    assert found.is_old
    assert found.on_list
    last_year = book([year(KELIFU, 2021, revenue_wan=2100.0)], [record("防退规", KELIFU, "2025")])
    (found,) = [w for w in falling(last_year, 0.2) if w.firm_id == KELIFU]
    assert not found.on_list  # that of last year says nothing of this one


def test_new_plants_of_firms_not_listed_are_candidates() -> None:
    project = next(p for p in shipped().chain.facts.projects.values() if p.id == "yuehua-pa6-1")
    running = replace(project, stage="投产", finish_date="2026-05")
    found = opened(book([running]))
    assert [(p.id, firm, day) for p, firm, day in found if p.id == "yuehua-pa6-1"] == [
        ("yuehua-pa6-1", "hunan-yuehua-new-materials", "2026-05")
    ]
    assert "yuhong-yueyang" not in {firm for _, firm, _ in found}  # runs since 2009


def test_forms_of_company() -> None:
    held = book()
    assert KELIFU in reformable(held)
    assert XINGCHANG not in reformable(held)
    assert JUREN in listable(held)  # on the 新三板 only
    assert XINGCHANG not in listable(held)


def test_zero_patents_is_not_unknown() -> None:
    held = book([year(KELIFU, 2025, patents=0), year(JUREN, 2024, patents=7)])
    found = {code: [i for i, _ in rows] for code, rows in patents(held).items()}
    assert found["zero"] == [KELIFU]
    assert found["some"] == [JUREN]
    assert XINGCHANG in found["unknown"]


# the annexes


def test_the_plan_fills_in_what_is_known_and_leaves_the_rest_empty() -> None:
    base, years = period(2026)
    rows = [
        record("梯度培育", KELIFU, "2026", target_output_wan=2600.0, to_tier="亿元"),
        record("梯度培育", KELIFU, "2028", target_output_wan=9000.0, difficulty="用地"),
        record("专精特新", KELIFU, "2027"),
    ]
    held = book(
        [year(KELIFU, 2025, output_wan=2300.0)],
        rows,
        [
            duty("firm", KELIFU, "责任单位", "区科工局"),
            duty("firm", KELIFU, "责任人", "", person="某副区长"),
        ],
    )
    (found,) = plan_rows(held, base, years, everyone=False)
    assert found.base is not None
    assert found.base.value == 2300.0
    assert found.targets == (2600.0, None, 9000.0, None, None)
    assert (found.to_tier, found.difficulty) == ("亿元", "用地")
    assert (found.duty_unit, found.leader) == ("区科工局", "某副区长")
    assert found.nurturing == (("专精特新", "在库"),)
    everyone = plan_rows(held, base, years, everyone=True)
    assert [r.firm_id for r in everyone] == list(held.ground.firm_ids)
    empty = next(r for r in everyone if r.firm_id == XINGCHANG)
    assert empty.base is None
    assert set(empty.targets) == {None}


def test_what_a_record_says_stands_over_the_duties() -> None:
    base, years = period(2026)
    rows = [record("梯度培育", KELIFU, duty_unit="高新区管委会")]
    held = book((), rows, [duty("firm", KELIFU, "责任单位", "区科工局")])
    assert plan_rows(held, base, years, everyone=False)[0].duty_unit == "高新区管委会"


def test_big_projects_are_single_ones_here_and_not_yet_running() -> None:
    rows = big_projects(book())
    ids = [r.project.id for r in rows]
    money = [r.project.investment_yi or 0.0 for r in rows]
    assert "ethylene-complex" in ids
    assert money == sorted(money, reverse=True)
    assert min(money) >= 1.0
    for gone in ("park-2021-signed", "cpl-relocation", "intco-gloves", "hainan-baling"):
        assert gone not in ids  # a sum, running, a neighbour's, another province's
    assert "cpl-relocation" in [r.project.id for r in big_projects(book(), finished=True)]
    assert all(r.done_before_yi is None and r.this_year_yi is None for r in rows)


def test_money_spent_needs_a_report_for_every_year() -> None:
    project = shipped().chain.facts.projects["ethylene-complex"]
    one = {"unit": "亿元", "total_done": 20.0}
    rows = [
        entry(project.id, "2024-06", unit="亿元", total_done=9.0),
        entry(project.id, "2024-12", **one),
        entry(project.id, "2025-12", unit="万元", total_done=305_000.0),
    ]
    assert done_before(rows, project, 2026) == pytest.approx(50.5)
    assert done_before(rows[:2], project, 2026) is None
    broken_off = [*rows[:2], entry(project.id, "2025-06", unit="亿元", total_done=3.0)]
    assert done_before(broken_off, project, 2026) is None  # half of 2025 is not the year
    held = book((), (), (), [*rows, entry(project.id, "2026-03", unit="亿元", year_plan=60.0)])
    found = next(r for r in big_projects(held) if r.project.id == project.id)
    assert found.done_before_yi == pytest.approx(50.5)
    assert found.this_year_yi == 60.0


def test_the_third_annex_measures_the_gap_to_the_line() -> None:
    rows = [
        record("新入规", JUREN, plan_month="2026-06"),
        record("小升规", ZHONGPU, plan_month="2026-12"),
        record("小升规", KELIFU, "2025"),
        record("防退规", XINGCHANG),
    ]
    held = book([year(ZHONGPU, 2025, revenue_wan=1720.0)], rows)
    found = entry_rows(held, "2026")
    assert [(r.record.flow, r.record.firm_id) for r in found] == [
        ("小升规", ZHONGPU),
        ("新入规", JUREN),
    ]
    assert found[0].short_wan == pytest.approx(280.0)
    assert found[1].short_wan is None  # 2025 is not on record, and 2024 does not stand in for it


# typed over


def test_two_people_who_begin_one_plan_meet_at_one_record() -> None:
    base, years = period(2026)
    row = next(r for r in plan_rows(book(), base, years, everyone=True) if r.firm_id == KELIFU)
    told_twice = [
        plan_edits(row, years, {2027: 3000.0}, {}, region_id="yunxi", year=2026, made_by=who)
        for who in ("甲", "乙")
    ]
    assert {e.mine.id for edits in told_twice for e in edits} == {
        ladder_id("yunxi", "梯度培育", KELIFU, "2027")
    }


def test_a_line_typed_over_changes_only_its_own_records() -> None:
    base, years = period(2026)
    rows = [
        record("梯度培育", KELIFU, "2026", target_output_wan=2600.0),
        record("梯度培育", KELIFU, "2027", target_output_wan=3000.0, note="别动"),
    ]
    (row,) = plan_rows(book(ladders=rows), base, years, everyone=False)
    edits = plan_edits(
        row,
        years,
        {2026: None, 2029: 5000.0},
        {"leader": "某副区长"},
        region_id="yunxi",
        year=2026,
        made_by=None,
    )
    made = {e.mine.year: e for e in edits}
    assert set(made) == {"2026", "2029"}
    assert made["2026"].mine.target_output_wan is None
    assert made["2026"].start == rows[0]
    assert made["2029"].start is None
    assert made["2029"].mine.leader == "某副区长"  # the newest year holds what is of the whole


def test_a_cell_emptied_stays_empty() -> None:
    base, years = period(2026)
    rows = [
        record("梯度培育", KELIFU, "2026", leader="某副区长", difficulty="缺地"),
        record("梯度培育", KELIFU, "2027", target_output_wan=3000.0),
    ]
    (row,) = plan_rows(book(ladders=rows), base, years, everyone=False)
    edits = plan_edits(row, years, {}, {"leader": None}, region_id="yunxi", year=2026, made_by=None)
    by_id = {r.id: r for r in rows} | {e.mine.id: e.mine for e in edits}
    (again,) = plan_rows(book(ladders=list(by_id.values())), base, years, everyone=False)
    assert (again.leader, again.difficulty) == (None, "缺地")


def test_a_firm_known_by_name_only_keeps_its_name_in_every_year() -> None:
    base, years = period(2026)
    rows = [
        replace(record("梯度培育", text, "2026"), firm_id=None, firm_text=text)
        for text in ("甲个体户", "乙个体户")
    ]
    made = [
        edit.mine
        for row in plan_rows(book(ladders=rows), base, years, everyone=False)
        for edit in plan_edits(
            row, years, {2027: 100.0}, {}, region_id="yunxi", year=2026, made_by=None
        )
    ]
    assert {(m.firm_id, m.firm_text, m.year) for m in made} == {
        (None, "甲个体户", "2027"),
        (None, "乙个体户", "2027"),
    }
    assert len({m.id for m in made}) == 2


def test_a_plan_begun_by_its_duty_starts_this_year() -> None:
    base, years = period(2026)
    row = next(r for r in plan_rows(book(), base, years, everyone=True) if r.firm_id == KELIFU)
    (edit,) = plan_edits(
        row, years, {}, {"duty_unit": "区科工局"}, region_id="yunxi", year=2026, made_by=None
    )
    assert (edit.mine.year, edit.mine.state, edit.mine.firm_id) == ("2026", "在库", KELIFU)


def test_the_top_of_the_plan_is_the_plan_cut_short() -> None:
    base, years = period(2026)
    whole = plan_rows(book(), base, years, everyone=True)
    assert plan_rows(book(), base, years, everyone=True, most=3) == whole[:3]

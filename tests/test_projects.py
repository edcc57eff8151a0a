"""项目库: whose a project is, what is asked for, what it comes to; who works on a gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_chain import facts as small_facts
from small_chain import make
from stores import shared_store_url

from graph.desk.project.gap_plan import from_gap, from_plan
from graph.desk.project.gap_work import LIVE, furthest, is_free, stage_on, work_on
from graph.desk.project.projects import (
    GROUPED,
    SINGLE,
    Wish,
    chosen,
    late,
    newest_entries,
    scope_of,
    segments_of,
    told,
)
from graph.desk.project.sums import FIGURES, intensity, output_per_mu, tax_per_mu, totals
from graph.desk.words import stage_words
from graph.facts import Facts
from graph.model import Entry, Park, Project, ProjectStage
from graph.reason import Evaluation
from graph.reason.evaluate import size_of
from views import gap_json
from views.tables.project import gaps as gap_words
from views.tables.project import projects as table
from views.workspace import Question, Workspace

DATA = Path(__file__).resolve().parents[1] / "data"
DAY = "2026-11-24"


@pytest.fixture(scope="module")
def evaluation() -> Iterator[Evaluation]:
    workspace = Workspace.open(shared_store_url())
    yield workspace.evaluation(Question(date=DAY))
    workspace.close()


@pytest.fixture(scope="module")
def facts(evaluation: Evaluation) -> Facts:
    return evaluation.chain.facts


def plan(id: str = "p", **more: object) -> Project:
    given_ = {"id": id, "name_zh": id, "level": "项目", "stage": "签约", "source_id": None}
    return make(Project, **{**given_, "region_id": None, **more})


def entry(month: str, **more: object) -> Entry:
    told_ = {
        "id": f"p-{month}",
        "region_id": "yunxi",
        "target_kind": "project",
        "target_id": "p",
        "target_name": "p",
        "month": month,
        "filled_at": f"{month}-28 09:00",
    }
    return make(Entry, **{**told_, **more})


# whose it is


def test_a_project_is_where_its_parks_are() -> None:
    near = plan("near", park_ids=("near",))
    child = plan("child", parent_id="near")
    seat = plan("seat", firm_ids=("alpha",))
    own = small_facts(near, child, seat, make(Park, id="far", name_zh="外", scope="outside"))
    where = {
        "near": near,
        "child": child,
        "own": plan(park_ids=("near", "park")),
        "far": plan(park_ids=("far",)),
        "said": plan(region_id="yunxi"),
        "other": plan(region_id="elsewhere"),
        "open": plan(),
    }
    found = {name: scope_of(own, "yunxi", project) for name, project in where.items()}
    assert found == {
        "near": "nearby",
        "child": "nearby",
        "own": "own",
        "far": "outside",
        "said": "own",
        "other": None,
        "open": "open",
    }


def test_real_projects_are_told_apart(facts: Facts) -> None:
    scopes = {id: scope_of(facts, "yunxi", p) for id, p in facts.projects.items()}
    assert scopes["hainan-baling"] == "outside"
    assert scopes["fuqing-1"] == "nearby"
    assert scopes["juren-pcl-40"] == "own"  # no park of its own: its firm's seat
    assert set(scopes.values()) >= {"own", "nearby", "outside"}


# what is asked for


def rows(facts: Facts) -> list[object]:
    return [
        told(facts, p, s, DAY)
        for p in facts.projects.values()
        if (s := scope_of(facts, "yunxi", p)) is not None
    ]


def asked(facts: Facts, **more: object) -> list[Project]:
    found = chosen(facts, rows(facts), Wish("yunxi", **more))  # type: ignore[arg-type]
    return [row.project for row in found]


def test_sums_and_packages_stand_apart_unless_asked_for(facts: Facts) -> None:
    assert {p.level for p in asked(facts)} <= set(SINGLE)
    every = ("own", "nearby", "outside", "open")
    grouped = asked(facts, levels=GROUPED, scopes=every)
    assert len(grouped) == sum(p.level in GROUPED for p in facts.projects.values()) > 5
    assert all(t.known == 0 for t in totals(facts, grouped).values())


def test_every_filter_keeps_what_it_says(facts: Facts) -> None:
    assert all((p.investment_yi or 0) >= 1 for p in asked(facts, big=True))
    assert {p.stage for p in asked(facts, stages=("签约",))} == {"签约"}
    assert [p.id for p in asked(facts, text="佛塑")] == ["foshan-nylon-film"]
    assert "foshan-nylon-film" in {p.id for p in asked(facts, text="BOPA")} | {
        p.id for p in asked(facts, text="薄膜")
    }
    chain = asked(facts, segments=("己内酰胺·尼龙",))
    assert chain
    assert all("己内酰胺·尼龙" in segments_of(facts, p) for p in chain)
    assert asked(facts, listed=True) == []  # nobody has marked one yet
    assert asked(facts, two_high=True) == []


def test_duties_and_problems_can_be_asked_for() -> None:
    late_one = plan("late", planned_start="2026-06", duty_unit="区科工局", region_id="yunxi")
    ill = plan("ill", problems="缺地", region_id="yunxi")
    own = small_facts(late_one, ill, plan("well", region_id="yunxi"))
    assert [p.id for p in asked(own, troubled=True)] == ["late", "ill"]
    assert [p.id for p in asked(own, duty_units=("区科工局",))] == ["late"]


def test_a_plan_is_late_when_its_month_is_over() -> None:
    project = plan(planned_start="2026-06", planned_finish="2027")
    assert late(project, "2026-06-30") == ()
    assert late(project, "2026-07-01") == ("start",)
    assert late(replace(project, stage="开工"), "2028-01-01") == ("finish",)
    assert late(replace(project, stage="投产"), "2028-01-01") == ()


# figures


def test_children_are_not_added_to_what_they_are_part_of(facts: Facts) -> None:
    whole = facts.projects["ethylene-complex"]
    part = replace(facts.projects["ethylene-eva"], investment_yi=20.0, land_mu=None)
    found = totals(facts, [whole, part])["investment_yi"]
    assert (found.value, found.known, found.unknown) == (whole.investment_yi, 1, 0)
    alone = totals(facts, [part])
    assert (alone["investment_yi"].value, alone["land_mu"].unknown) == (20.0, 1)


def test_a_project_given_up_is_in_no_sum(facts: Facts) -> None:
    gone = plan("gone", stage="流失", investment_yi=9.0)
    assert totals(facts, [gone])["investment_yi"].known == 0


@given(st.lists(st.one_of(st.none(), st.floats(0.01, 1e4)), max_size=8))
def test_unknown_is_counted_and_never_zero(values: list[float | None]) -> None:
    projects = [plan(f"p{n}", land_mu=v) for n, v in enumerate(values)]
    found = totals(small_facts(*projects), projects)["land_mu"]
    assert found.known + found.unknown == len(values)
    assert found.known == sum(v is not None for v in values)
    assert found.value == pytest.approx(sum(v for v in values if v is not None))


def test_what_is_per_mu_needs_both_figures() -> None:
    project = plan(investment_yi=3.0, land_mu=150.0, expected_tax_wan=1500.0)
    assert intensity(project) == (200.0, "total")
    assert intensity(replace(project, fixed_investment_wan=27_000.0)) == (180.0, "fixed")
    assert intensity(replace(project, land_mu=None)) == (None, "total")
    assert (output_per_mu(project), tax_per_mu(project)) == (None, 10.0)
    assert tax_per_mu(replace(project, land_mu=0.0)) is None


def test_the_newest_figures_are_held_against_the_calendar() -> None:
    entries = [
        entry("2026-06", year_plan=12.0, total_done=3.0, unit="亿元", problem="缺电"),
        entry("2026-03", year_plan=12.0, total_done=1.0, unit="亿元"),
        entry("2026-07", target_kind="firm"),
    ]
    found = told(small_facts(), plan(), "own", DAY, (), newest_entries(entries)["p"])
    assert found.entry is entries[0]
    assert found.against is not None
    assert (found.against.percent, found.against.ahead) == (25.0, -25.0)
    assert found.problems == ("缺电",)
    assert table.done_wan(found) == 30_000.0
    assert table.pace(found) == "25%,滞后时间进度 25 个百分点"


def test_signing_and_news_are_read_from_the_stages(facts: Facts) -> None:
    found = told(facts, facts.projects["cpl-relocation"], "own", DAY)
    assert (found.signed, found.news) == ("2018-11-07", "2025-06")


def test_a_row_has_a_cell_for_every_column(evaluation: Evaluation, facts: Facts) -> None:
    words = stage_words(facts.by_kind["stage_word"].values(), "project_stage")
    for project in facts.projects.values():
        line = told(facts, project, "own", DAY)
        assert len(table.row(evaluation, words, 1, line)) == len(table.COLUMNS)
        cells = dict(
            zip(table.SHEET_COLUMNS, table.sheet_row(evaluation, words, 1, line), strict=True)
        )
        assert cells["园区内外"] == evaluation.where_of(project)
        assert cells["总投资(亿元)"] == project.investment_yi
        assert 0 not in (cells["用地(亩)"], cells["产能(万吨/年)"], cells["预计税收(万元)"])


def test_supporting_firms_are_marked_outside_the_park(evaluation: Evaluation) -> None:
    facts = evaluation.chain.facts
    where = {evaluation.where_of(p) for p in facts.projects.values()}
    assert where == {"园区内", "园区外", "须定"}
    assert evaluation.where_of(facts.projects["foshan-nylon-film"]) == "园区内"


def test_sums_say_how_many_have_no_figure(facts: Facts) -> None:
    found = dict(
        zip(FIGURES, table.sums(totals(facts, list(facts.projects.values()))), strict=True)
    )
    label, value, note = found["investment_yi"]
    assert label == "总投资"
    assert value.endswith("亿元")
    assert "个没有数" in note
    assert found["fixed_investment_wan"][1] == "未知"


# who works on a gap


def test_a_live_project_is_at_the_gaps_of_its_products(evaluation: Evaluation) -> None:
    work = work_on(evaluation)
    first = furthest(work, "bopa-film")
    assert first is not None
    assert (first.project.id, first.stage) == ("foshan-nylon-film", "签约")
    assert not is_free(work, "bopa-film")
    assert is_free(work, "methanol")
    assert all(w.stage in LIVE for found in work.values() for w in found)
    for gap in evaluation.gaps:
        ids = {w.project.id for w in work.get(gap.product_id, ())}
        assert {p.id for p in evaluation.plans_for(gap.product_id)} <= ids


def test_a_project_nobody_speaks_of_any_more_leaves_the_gap_free(evaluation: Evaluation) -> None:
    work = work_on(evaluation)
    stale = [p for p, found in work.items() if found[0].is_stale]
    assert "high-purity-ammonia" in stale  # signed in 2014, nothing since
    assert is_free(work, "high-purity-ammonia")
    words = stage_words((), "project_stage")
    assert gap_words.progress(work, words, "high-purity-ammonia") == "签约(久无消息)"
    assert gap_words.progress(work, words, "bopa-film") == "签约"
    assert gap_words.progress(work, words, "eva") == "在建"
    assert gap_words.progress(work, words, "methanol") is None


def test_the_stage_of_an_earlier_day_is_that_of_the_day() -> None:
    dated = {"谋划": "2024-01-01", "签约": "2025-06", "开工": "2026-03-01"}
    stages = [
        make(ProjectStage, id=s, project_id="p", stage=s, date=d, event=s) for s, d in dated.items()
    ]
    project = plan(stage="开工")
    own = small_facts(project, *stages)
    days = ("2023-12-31", "2024-01-01", "2025-06-15", "2026-02-28", "2026-03-01")
    found = [stage_on(own, project, day) for day in days]
    assert found == [None, "谋划", "签约", "签约", "开工"]
    assert stage_on(own, replace(project, stage="未核"), DAY) is None


def test_the_terminal_tells_who_is_at_a_gap(evaluation: Evaluation) -> None:
    gap = next(g for g in evaluation.gaps if g.product_id == "bopa-film")
    first, *others = gap_json.whole_gap(evaluation, gap)["progress"]
    assert first == {
        "project_id": "foshan-nylon-film",
        "stage": "签约",
        "news": "2025-09-26",
        "stale": False,
    }
    assert [o["stale"] for o in others] == [True]


# a gap as a project


def test_every_gap_can_become_a_project(evaluation: Evaluation) -> None:
    for gap in evaluation.gaps:
        start = from_gap(evaluation, gap)
        size, values = size_of(gap), start.values
        assert values["product_ids"] == (gap.product_id,)
        assert (values["basis"], values["level"]) == ("computed", "项目")
        if size is None:
            assert "capacity_kt_a" not in values
        else:
            assert values["capacity_kt_a"] == pytest.approx(size, rel=1e-3)
        money = evaluation.economics_of(gap)
        stated = money.investment_yi.likely if money and money.investment_yi else None
        assert values.get("investment_yi") == (
            None if stated is None else pytest.approx(stated, rel=1e-3)
        )
        basis = gap_words.gap_basis(evaluation, gap, start.economics)
        assert gap.kind in basis
        filled = {"investment_yi", "land_mu", "expected_output_yi"} & values.keys()
        last = basis.split("\n")[-1]
        assert last.startswith("推算:按同类项目" if filled else gap_words.NOT_STATED)
        assert "()" not in last
        assert len(basis) <= 2000


def test_the_evidence_of_a_gap_goes_with_its_sources(evaluation: Evaluation) -> None:
    gap = next(g for g in evaluation.gaps if any(e.source_id for e in g.evidence))
    basis = gap_words.gap_basis(evaluation, gap, evaluation.economics_of(gap))
    source = next(e.source_id for e in gap.evidence if e.source_id)
    assert source is not None
    assert f"[来源:{evaluation.chain.facts.sources[source].title}" in basis
    assert source not in basis
    priced = next(g for g in evaluation.gaps if evaluation.economics_of(g))
    money = evaluation.economics_of(priced)
    assert money is not None
    told_ = gap_words.gap_basis(evaluation, priced, money)
    assert "推算" in told_ or "未填" in told_


def test_a_way_to_a_product_can_become_a_project(evaluation: Evaluation) -> None:
    plans = [p for p in evaluation.router.routes_to("methanol") if p.new]
    start = from_plan(evaluation, plans[0])
    assert start.values["process_ids"] == plans[0].new
    assert "methanol" in start.values["product_ids"]
    assert gap_words.plan_name(evaluation, "methanol") == "云溪甲醇项目(谋划)"
    long = next(
        p
        for g in evaluation.gaps
        for p in evaluation.router.routes_to(g.product_id)
        if len(p.new) > 1
    )
    assert "capacity_kt_a" not in from_plan(evaluation, long).values

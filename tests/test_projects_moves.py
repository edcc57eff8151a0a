"""Moving a project: map and gap list change from the day on, an earlier day stays as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import facts as small_facts
from small_chain import make, unit

from graph.asof import AsOf
from graph.desk.project.gap_work import stage_on
from graph.desk.project.moves import STEPS, Step, applied, moved, unit_moves
from graph.desk.project.new_units import NewUnit, lacks_units, parts_of
from graph.desk.project.unit_moves import eve, followers
from graph.desk.words import PROJECT_STAGES
from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import Capacity, Firm, Project, ProjectStage
from graph.reason import Evaluation, evaluate
from graph.reason.timeline import GIVEN_UP, STATUS_OF, unit_on
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.node import node_states

DATA = Path(__file__).resolve().parents[1] / "data"
DAY = "2026-11-24"
FILM = "foshan-nylon-film"


@pytest.fixture(scope="module")
def shipped() -> Facts:
    return Facts.of(read_data(DATA, read_schema(DATA / "schema")))


def seen(facts: Facts, day: str = DAY, like: Evaluation | None = None) -> Evaluation:
    return evaluate(facts, Rules.of(facts), AsOf(day), like=like)


def after(facts: Facts, id: str, stage: str, day: str = DAY, **more: object) -> Facts:
    given_ = {"event": "办了手续", "end_reason": "原料没有落实", **more}
    step = Step(stage, day, **given_)  # type: ignore[arg-type]
    return applied(facts, moved(facts, facts.projects[id], step))


def told(evaluation: Evaluation) -> tuple[object, ...]:
    """All that the balances and the gap list say."""
    balances = {
        p: (b.state, b.presence, b.net, [(t.unit_id, t.side, t.amount) for t in b.terms])
        for p, b in evaluation.balances.items()
    }
    gaps = [(g.kind, g.product_id, g.rank, g.gap, g.score) for g in evaluation.gaps]
    return balances, gaps


# real projects


def test_breaking_ground_changes_the_map_and_the_gap_list_at_once(shipped: Facts) -> None:
    before, later = seen(shipped), seen(after(shipped, FILM, "开工"))
    assert before.balances["bopa-film"].presence == "规划"
    assert later.balances["bopa-film"].presence == "在建"
    assert before.gaps_of("bopa-film")
    assert told(later)[1] != told(before)[1]
    running = seen(after(shipped, FILM, "投产"))
    states = [node_states(e, e.chain.facts)["bopa-film"] for e in (before, later, running)]
    assert [s.presence for s in states] == ["规划", "在建", "在产"]
    assert states[1].map_class == "在建或规划"
    assert states[2].map_class != states[1].map_class


@pytest.mark.parametrize("stage", ["开工", "投产", "中止"])
@pytest.mark.parametrize("day", ["2024-06-30", "2025-09-27", eve(DAY)])
def test_a_day_before_answers_as_it_did(shipped: Facts, stage: str, day: str) -> None:
    was = seen(shipped, day)
    assert told(seen(after(shipped, FILM, stage), day, was)) == told(was)


def test_an_end_takes_the_plan_off_the_map(shipped: Facts) -> None:
    ended = after(shipped, FILM, "流失")
    project = ended.projects[FILM]
    assert (project.stage, project.end_reason) == ("流失", "原料没有落实")
    assert seen(ended).balances["bopa-film"].presence == "无"
    resumed = after(ended, FILM, "开工", "2026-12-24")
    assert resumed.projects[FILM].end_reason is None
    days = [(eve(DAY), "规划"), (DAY, "无"), ("2026-12-23", "无"), ("2026-12-24", "在建")]
    assert [(d, seen(resumed, d).balances["bopa-film"].presence) for d, _ in days] == days


def test_going_back_on_the_same_day_leaves_the_units_as_they_were(shipped: Facts) -> None:
    built = after(shipped, FILM, "投产")
    back = after(built, FILM, "签约")
    assert back.capacities == shipped.capacities
    assert told(seen(back)) == told(seen(shipped))
    row = [s for s in back.stages_of[FILM] if s.stage == "调整"]
    assert [(s.date, s.event) for s in row] == [(DAY, "退回“签约”:办了手续")]


def test_going_back_later_changes_it_back_from_that_day(shipped: Facts) -> None:
    back = after(after(shipped, FILM, "投产"), FILM, "开工", "2027-01-10")
    found = {d: seen(back, d).balances["bopa-film"].presence for d in ("2027-01-09", "2027-01-10")}
    assert found == {"2027-01-09": "在产", "2027-01-10": "在建"}


def test_what_was_said_before_is_kept_with_its_source(shipped: Facts) -> None:
    changed = after(shipped, FILM, "开工")
    rows = changed.statements_on["foshan-bopa"]
    old, new = rows[0], rows[-1]
    assert (old.status, old.until, old.is_driver) == ("规划", eve(DAY), False)
    assert replace(old, until=None, is_driver=True) == shipped.capacities[old.id]
    assert (new.status, new.since, new.is_driver, new.basis) == ("在建", DAY, True, "user")
    assert (new.capacity_kt_a, new.source_id) == (old.capacity_kt_a, old.source_id)


def test_a_later_phase_stays_a_plan_when_the_first_begins_to_run(shipped: Facts) -> None:
    project = shipped.projects["yuehua-pa6-1"]
    step = Step("投产", DAY, "一期投料")
    assert {m.unit_id for m in unit_moves(shipped, project, step)} == {
        "yuehua-pa6-phase1",
        "yuehua-pa6",
    }
    assert followers(shipped, project, "投产", DAY) == ("yuehua-pa6-phase1",)
    changed = applied(shipped, moved(shipped, project, step))
    status = {u: unit_on(changed, changed.statements_on[u], DAY) for u in ("yuehua-pa6",)}
    assert status["yuehua-pa6"] is not None
    assert status["yuehua-pa6"].status == "规划"
    both = moved(shipped, project, step, follow=["yuehua-pa6-phase1", "yuehua-pa6"])
    assert sum(isinstance(c.record, Capacity) and c.record.since == DAY for c in both) == 2


def test_parts_move_with_the_whole(shipped: Facts) -> None:
    whole = shipped.projects["ethylene-complex"]
    parts = [p for p in parts_of(shipped, whole) if p.level == "装置"]
    assert len(parts) > 10
    changed = shipped
    for project in (whole, *parts):
        changed = applied(changed, moved(changed, project, Step("投产", DAY, "全面建成")))
    assert seen(changed).balances["ethylene"].presence == "在产"
    assert not lacks_units(shipped, whole, "投产")


def test_every_project_can_come_to_every_stage(shipped: Facts) -> None:
    """And the answer still stands: no complex breaks, no unit has two driving statements."""
    was = seen(shipped)
    for project in shipped.projects.values():
        for stage in ("签约", "开工", "投产", "中止"):
            if stage == project.stage:
                continue
            changed = after(shipped, project.id, stage)
            drivers = [
                sum(r.is_driver for r in rows)
                for u, rows in changed.statements_on.items()
                if rows != shipped.statements_on.get(u)
            ]
            assert set(drivers) <= {1}, project.id
            if drivers and project.level != "汇总":
                evaluate(changed, was.rules, AsOf(DAY), like=was)


# what is asked


def test_a_project_without_plants_gets_them(shipped: Facts) -> None:
    project = shipped.projects["high-purity-ammonia"]
    bare = {i: c for i, c in shipped.capacities.items() if c.project_id != project.id}
    facts = Facts(shipped.by_kind | {"capacity": dict(bare)})
    assert lacks_units(facts, project, "开工")
    assert not lacks_units(facts, replace(project, product_ids=()), "开工")
    assert not lacks_units(facts, project, "在谈")
    new = NewUnit("high-purity-ammonia", "hunan-petrochemical", "yunxi-area")
    changed = applied(facts, moved(facts, project, Step("开工", DAY, "打桩"), [new]))
    (made,) = (c for c in changed.capacities.values() if c.project_id == project.id)
    assert (made.capacity_kt_a, made.status, made.since) == (None, "在建", DAY)
    assert "hunan-petrochemical" in changed.projects[project.id].firm_ids
    assert seen(changed).balances["high-purity-ammonia"].presence == "在建"
    was = seen(facts, eve(DAY))
    assert told(seen(changed, eve(DAY), was))[1] == told(was)[1]


def test_the_size_of_a_plan_is_that_of_its_plant_with_its_source() -> None:
    project = make(
        Project,
        id="p",
        name_zh="p",
        level="项目",
        stage="谋划",
        product_ids=("pa6",),
        process_ids=("poly", "capro"),
        capacity_kt_a=30.0,
        region_id="yunxi",
    )
    known = small_facts(project)
    step = Step("签约", DAY, "签了投资协议")
    units = [NewUnit("pa6", "alpha", "park", size) for size in (30.0, 45.0, None)]
    rows = [
        next(c.record for c in moved(known, project, step, [u]) if c.ref[0] == "capacity")
        for u in units
    ]
    told_ = [(r.capacity_kt_a, r.source_id, r.process_ids) for r in rows if isinstance(r, Capacity)]
    assert told_ == [(30.0, "S1", ("poly",)), (45.0, None, ("poly",)), (None, None, ("poly",))]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step("签约", DAY, "又签"), "已经在“签约”"),
        (Step("完工", DAY, "x"), "没有“完工”这个阶段"),
        (Step("开工", "2026-11", "x"), "写成 2026-11-24"),
        (Step("中止", DAY, "停了"), "要写明原因"),
    ],
)
def test_what_cannot_be_is_said(shipped: Facts, step: Step, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        moved(shipped, shipped.projects[FILM], step)


def test_a_day_before_the_present_statement_is_refused(shipped: Facts) -> None:
    built = after(shipped, FILM, "开工")
    with pytest.raises(BadRequest, match="日期不能早于它"):
        after(built, FILM, "投产", "2026-06-01")


def test_dates_are_filled_in_where_they_are_not_known(shipped: Facts) -> None:
    plan = shipped.projects[FILM]
    assert plan.start_date is not None
    begun = after(shipped, FILM, "开工")
    assert begun.projects[FILM].start_date == plan.start_date
    empty = shipped.with_records([replace(plan, start_date=None)])
    assert after(empty, FILM, "开工").projects[FILM].start_date == DAY
    assert after(begun, FILM, "投产", "2028-05-01").projects[FILM].finish_date == "2028-05-01"


def test_a_project_that_went_back_is_not_finished(shipped: Facts) -> None:
    run = after(shipped, FILM, "投产", "2026-12-01")
    assert run.projects[FILM].finish_date == "2026-12-01"
    for day in ("2026-12-01", "2027-01-05"):
        assert after(run, FILM, "开工", day).projects[FILM].finish_date is None
    stopped = after(run, FILM, "中止", "2027-01-05")
    assert stopped.projects[FILM].finish_date == "2026-12-01"
    full = after(run, FILM, "达产", "2027-06-01")
    back = after(full, FILM, "投产", "2027-07-01")
    assert [f.projects[FILM].finish_date for f in (full, back)] == ["2026-12-01"] * 2
    hoped = shipped.with_records([replace(shipped.projects[FILM], finish_date="2028")])
    assert after(hoped, FILM, "谋划").projects[FILM].finish_date == "2028"
    assert after(hoped, FILM, "达产").projects[FILM].finish_date == DAY


def test_what_carries_no_date_stands_where_it_stood_on_the_day_before() -> None:
    project = make(Project, id="p", name_zh="p", level="项目", stage="签约", as_of="2024-03-01")
    plan = unit("u", "pa6", 30.0, status="规划", project_id="p", as_of="2024-03-01")
    known = small_facts(project, plan)
    changed = after(known, "p", "开工")
    days = ("2024-03-01", "2025-01-01", eve(DAY), DAY)
    rows = changed.statements_on["u"]
    found = [unit_on(changed, rows, day) for day in days]
    assert [u.status if u else None for u in found] == ["规划", "规划", "规划", "在建"]
    first = min(changed.stages_of["p"], key=lambda s: s.date or "")
    assert (first.date, first.stage, first.source_id) == ("2024-03-01", "签约", "S1")


# any way a project may go

WAYS = st.lists(
    st.tuples(st.sampled_from(PROJECT_STAGES), st.integers(0, 40)), min_size=1, max_size=6
)


def planned(start: str, status: str) -> Facts:
    stage = {"规划": "签约", "在建": "开工"}[status]
    project = make(Project, id="p", name_zh="p", level="项目", stage=stage, start_date="2023-05-01")
    row = make(ProjectStage, id="s", project_id="p", stage=stage, date="2023-05-01", event="起")
    other = unit("v", "caprolactam", 60.0, firm_id="beta")
    plan = unit("u", "pa6", 30.0, status=status, project_id="p", as_of="2023-06-01")
    witness = unit("u", "pa6", 25.0, status=status, id="w", is_driver=False, as_of="2022-01-01")
    return small_facts(project, row, plan, witness, other, make(Firm, id="gamma", name_zh="丙"))


@settings(max_examples=60, deadline=None)
@given(WAYS, st.sampled_from(["规划", "在建"]), st.integers(0, 900))
def test_days_before_any_step_never_change(
    way: list[tuple[str, int]], status: str, back: int
) -> None:
    first = dt.date(2026, 1, 1)
    facts, day = planned("2023-05-01", status), first
    for stage, gap in way:
        day += dt.timedelta(days=gap)
        if stage == facts.projects["p"].stage:
            continue
        probe = [eve(day.isoformat()), (first - dt.timedelta(days=back + 1)).isoformat()]
        was = [speaks(facts, d) for d in probe]
        facts = after(facts, "p", stage, day.isoformat())
        assert [speaks(facts, d) for d in probe] == was
        assert sum(r.is_driver for r in facts.statements_on["u"]) == 1
        found = speaks(facts, day.isoformat())
        assert found in ((STATUS_OF[stage], 30.0), ("在产", 30.0), None)
        assert (found is None) <= (stage in GIVEN_UP)


def speaks(facts: Facts, day: str) -> tuple[str, float | None] | None:
    """Status and size of the unit on a day."""
    found = unit_on(facts, facts.statements_on["u"], day)
    return (found.status, found.capacity_kt_a) if found else None


def test_a_plan_given_up_twice_keeps_what_was_said_of_it() -> None:
    facts = planned("2023-05-01", "规划")
    for stage, day in (("中止", "2026-01-01"), ("谋划", "2026-01-02"), ("中止", "2026-01-02")):
        facts = after(facts, "p", stage, day)
    assert {r.id: (r.is_driver, r.until) for r in facts.statements_on["u"]} == {
        "u": (True, "2025-12-31"),
        "w": (False, "2025-12-31"),
    }


def test_the_last_of_two_steps_on_one_day_counts() -> None:
    facts = planned("2023-05-01", "规划")
    for stage, day in (("注册", "2026-01-01"), ("中止", "2026-01-01"), ("谋划", "2026-02-01")):
        facts = after(facts, "p", stage, day)
    days = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01")
    assert [speaks(facts, d) for d in days] == [("规划", 30.0), None, None, ("规划", 30.0)]
    assert [stage_on(facts, facts.projects["p"], d) for d in days[1:]] == ["中止", "中止", "谋划"]


def test_the_way_of_a_project_is_the_way_of_its_stages() -> None:
    assert STEPS == ("谋划", "在谈", "签约", "注册", "开工", "投产", "达产", "入规")

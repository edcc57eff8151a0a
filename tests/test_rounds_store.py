"""Goals, duties, cards of the sub-chains and what changed, on the shipped facts and a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from stores import SCHEMA, filled_store_url, shared_store_url

from graph.desk.ladder.ground import COMING
from graph.desk.round import duties as desk
from graph.desk.round.chain_cards import chain_cards, newest_revenues
from graph.desk.round.counts import counted, region_projects
from graph.desk.round.duties import PERSON, by_target
from graph.desk.round.goals import figures_of, measured
from graph.desk.round.month import FIRM_KINDS, PROJECT_KINDS, stage_events, written
from graph.desk.round.naming import Naming, naming_changes
from graph.desk.round.reading import entries_between, held_duties, newest_month, standing_entries
from graph.desk.round.targets import targets
from graph.facts import Facts
from graph.frames import segments_frame
from graph.model import Duty, Entry, Figure, FirmYear, Goal, Project, ProjectStage, Task
from graph.reading import read_facts
from graph.reason import Evaluation
from graph.reason.units import Region
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.fresh import ACTOR
from views.tables.round import cards as rounds_cards
from views.tables.round import duties as rounds_duties
from views.tables.round import goals as rounds_goals
from views.tables.round.words import NOBODY, UNKNOWN
from views.workspace import Question, Workspace

REGION, DATE = "yunxi", "2026-11-24"
TODAY = dt.date.today()
YESTERDAY, TOMORROW = ((TODAY + dt.timedelta(days=n)).isoformat() for n in (-1, 1))
HELD = ("d1", REGION, "task", "task-2022-06-1", PERSON, None, "甲", None, None, None, None, None)


@pytest.fixture(scope="module")
def evaluation() -> Iterator[Evaluation]:
    workspace = Workspace.open(shared_store_url())
    yield workspace.evaluation(Question(date=DATE))
    workspace.close()


@pytest.fixture(scope="module")
def facts(evaluation: Evaluation) -> Facts:
    return evaluation.chain.facts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(filled_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def goal(facts: Facts, id: str) -> Goal:
    return facts.all(Goal)[id]


def figure(**more: object) -> Figure:
    given = {
        "id": "f-new",
        "subject": "云溪区",
        "region_id": REGION,
        "park_id": None,
        "indicator": "石化产业规模",
        "year": "2025",
        "year_text": None,
        "value": 2000.0,
        "value_text": "2000",
        "unit": "亿元",
        "basis": "user",
        "source_id": None,
        "as_of": "2026-11-24",
        "grade": None,
        "note": None,
    }
    return Figure(**{**given, **more})  # type: ignore[arg-type]


def test_no_goal_of_2025_has_an_actual_and_none_says_zero(facts: Facts) -> None:
    found = [m for m in measured(facts, REGION) if m.goal.year == "2025"]
    assert len(found) == 15
    for item in found:
        told = dict(zip(rounds_goals.COLUMNS, rounds_goals.row(facts, item), strict=True))
        assert (item.actual, told["实际"], told["完成"], told["还差"]) == (
            None,
            UNKNOWN,
            None,
            None,
        )


def test_the_newest_figure_of_another_year_is_named_with_its_year(facts: Facts) -> None:
    by_id = {m.goal.id: m for m in measured(facts, REGION)}
    assert rounds_goals.latest_text(by_id["yunxi-petro-output-2025"].latest) == (
        "2024年 突破1600亿元(云溪区)"
    )
    assert rounds_goals.latest_text(by_id["yunxi-hunan-refining-2000yi"].latest) == (
        "2023年 756亿元(湖南石化)"
    )


def test_a_figure_of_the_city_is_no_actual_of_the_district(facts: Facts) -> None:
    region = facts.regions[REGION]
    mine = goal(facts, "yunxi-petro-output-2025")
    more = facts.with_records([figure(id="f-city", subject="岳阳市")])
    assert "f-city" not in {f.id for f in figures_of(more, region, mine)}


def test_an_actual_entered_is_measured_against_its_goal(facts: Facts) -> None:
    more = facts.with_records([figure()])
    (item,) = [m for m in measured(more, REGION) if m.goal.id == "yunxi-petro-output-2025"]
    assert item.actual is not None
    assert (item.share, item.short) == (0.8, 500.0)
    told = dict(zip(rounds_goals.COLUMNS, rounds_goals.row(more, item), strict=True))
    assert (told["实际"], told["完成"], told["还差"], told["实际来源"]) == (
        "2000亿元",
        "80.0%",
        "差 500亿元",
        "本单位填报",
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (20_000_000.0, "万元", (0.8, 500.0)),
        (2000.0, "家", (None, None)),
        (2000.0, None, (None, None)),
    ],
)
def test_an_actual_in_another_unit_is_converted_or_not_compared(
    facts: Facts, value: float, unit: str | None, expected: tuple[float | None, float | None]
) -> None:
    more = facts.with_records([figure(value=value, unit=unit)])
    (item,) = [m for m in measured(more, REGION) if m.goal.id == "yunxi-petro-output-2025"]
    assert item.actual is not None
    assert (item.share, item.short) == expected


def test_what_the_form_begins_with_is_found_again(facts: Facts) -> None:
    region = facts.regions[REGION]
    for mine in facts.all(Goal).values():
        start = rounds_goals.new_figure(region, mine, DATE)
        made = replace(figure(), **start)
        found = figures_of(facts.with_records([made]), region, rounds_goals.with_measure(mine))
        assert made in found, mine.id


def test_our_own_counts_stand_apart_and_say_how_much_they_saw(facts: Facts) -> None:
    region = facts.regions[REGION]
    found = counted(facts, region, "十亿级企业", "2023")
    assert found is not None
    assert (found.value, found.names) == (1, ("湖南石化",))
    assert found.known < found.of
    assert counted(facts, region, "十亿级企业", "2025") is None
    assert counted(facts, region, "净增规上企业", "2025") is None
    shown = rounds_goals.counted_text(found)
    assert shown is not None
    assert shown.startswith("至少 1 家")


def test_firms_above_scale_count_by_the_revenue_of_the_year_once_it_is_there(
    facts: Facts,
) -> None:
    region = facts.regions[REGION]
    flagged = counted(facts, region, "规上工业企业数", "2026")
    assert flagged is not None
    assert flagged.code == "flagged"
    rest = (None,) * 7
    revenues = {"hunan-juren-chemical": 2500.0, "zhongchuang-chemical": 1999.0}
    rows = [
        FirmYear(f"fy{i}", firm, "2026", wan, *rest, "user", None, None, None, None)  # type: ignore[arg-type]
        for i, (firm, wan) in enumerate(revenues.items())
    ]
    found = counted(facts.with_records(rows), region, "规上工业企业数", "2026")
    assert found is not None
    assert (found.code, found.value, found.known) == ("above_scale", 1, 2)
    assert found.names == ("湖南聚仁",)


def test_of_two_figures_of_a_year_the_offices_own_counts_everywhere(facts: Facts) -> None:
    rest = (None,) * 7
    rows = [
        FirmYear(id, "zhongchuang-chemical", "2025", wan, *rest, basis, None, as_of, None, None)  # type: ignore[arg-type]
        for id, wan, basis, as_of in (
            ("a", 120_000.0, "user", "2026-03-01"),
            ("b", 90_000.0, "source", "2026-09-01"),
        )
    ]
    more = facts.with_records(rows)
    found = counted(more, facts.regions[REGION], "十亿级企业", "2025")
    assert found is not None
    assert (found.value, found.known) == (1, 1)
    firms = [more.firms["zhongchuang-chemical"]]
    assert newest_revenues(more, firms, 2026) == {"zhongchuang-chemical": 12.0}
    assert newest_revenues(more, firms, 2024) == newest_revenues(facts, firms, 2024)


def test_a_project_belongs_to_the_region_in_the_same_way_everywhere(evaluation: Evaluation) -> None:
    facts = evaluation.chain.facts
    project = facts.projects["po-300-early"]  # it names neither park nor region, its firm sits here
    assert (project.park_ids, project.region_id) == ((), None)
    assert project in region_projects(facts, REGION)
    step = ProjectStage("s", project.id, "报道", "2026-11", "", "user", None, None, None, None)
    found = stage_events(facts.with_records([step]), evaluation.region, "2026-10-31", DATE)
    assert [e.project.id for e in found] == [project.id]


def test_a_project_is_new_once_in_the_year_it_was_first_signed_or_begun(facts: Facts) -> None:
    region = facts.regions[REGION]
    for year in ("2019", "2022", "2023", "2024"):
        found = counted(facts, region, "新增1亿元以上项目", year)
        if found is not None:
            assert found.value <= found.known <= found.of
    signed = counted(facts, region, "新增1亿元以上项目", "2018")
    begun = counted(facts, region, "新增1亿元以上项目", "2019")
    name = facts.projects["cpl-relocation"].name_zh
    assert signed is not None
    assert name in signed.names
    assert begun is None or name not in begun.names


def test_shipped_tasks_name_nobody(facts: Facts) -> None:
    lines = rounds_duties.lines(facts, REGION, rounds_duties.TASKS, {})
    assert len(lines) == 15
    assert [line.name for line in lines][:1] == ["编制石化产业全景图、现状图"]
    for line in lines:
        told = dict(
            zip(
                rounds_duties.columns(rounds_duties.TASKS),
                rounds_duties.row(rounds_duties.TASKS, line),
                strict=True,
            )
        )
        assert (told["牵头单位"], told["责任单位"], told["责任人"]) == (
            rounds_duties.NOT_SEEN,
            rounds_duties.NOT_SEEN,
            NOBODY,
        )


def test_names_in_cells_become_duties_and_go_again(store: Store) -> None:
    naming = Naming("task", "task-2022-06-1", PERSON, ("甲", "乙"))
    write(store, [naming])
    held = held_duties(store, REGION)
    assert sorted(d.person or "" for d, _ in held) == ["乙", "甲"]
    kept = {d.person: d.id for d, _ in held}
    write(store, [replace(naming, names=("甲", "丙"))])
    now = {d.person: d.id for d, _ in held_duties(store, REGION)}
    assert now == {"甲": kept["甲"], "丙": kept["乙"]}
    write(store, [replace(naming, names=())])
    assert held_duties(store, REGION) == ()


def test_a_cell_emptied_takes_the_name_off_the_record_itself(store: Store) -> None:
    project = next(p for p in region_projects(read_facts(store), REGION) if p.stage == "开工")
    store.write(
        [Change.put(replace(project, duty_person="甲", duty_unit="区科工局"))],
        actor="张三",
        reason="试",
    )
    write(store, [Naming("project", project.id, PERSON, ("乙",))])
    (now,) = store.get("project", [project.id])
    assert isinstance(now, Project)
    assert (now.duty_person, now.duty_unit) == (None, "区科工局")
    duties = by_target(d for d, _ in held_duties(store, REGION))
    told = desk.for_project(now, duties["project", project.id])
    assert (told.persons, told.duty_units) == (("乙",), ("区科工局",))


def write(store: Store, wanted: list[Naming]) -> None:
    records = {}
    for naming in wanted:
        page = store.get(naming.target_kind, [naming.target_id])
        for record, rev in zip(page.records, page.revs, strict=True):
            records[naming.target_kind, naming.target_id] = (record, rev)
    changes, expect = naming_changes(
        wanted,
        held_duties(store, REGION),
        records,
        region_id=REGION,
        new_id=f"n{store.info().last_seq}",
        made_by="张三",
    )
    store.write(changes, actor="张三", reason="填责任分工", expect=expect)


def test_units_of_a_task_are_what_it_names_and_what_was_put_down(facts: Facts) -> None:
    task = replace(facts.all(Task)["task-2022-06-1"], lead="区科工局", partners=("区发改局",))
    duty = replace(Duty(*HELD), role=desk.DUTY_UNIT, unit="高新区", person=None)
    told = desk.for_task(task, [duty])
    assert (told.lead_units, told.duty_units, told.persons) == (
        ("区科工局",),
        ("区发改局", "高新区"),
        (),
    )


def test_a_card_for_every_sub_chain_agrees_with_the_evaluation(evaluation: Evaluation) -> None:
    cards = chain_cards(evaluation, [])
    frame = segments_frame(evaluation)
    assert [c.segment_id for c in cards] == list(frame.index)
    assert len(cards) == 16
    facts = evaluation.chain.facts
    assert sum(len(c.gaps) for c in cards) == len(evaluation.gaps)
    for card in cards:
        assert (card.standing, card.lacking) == (
            frame.loc[card.segment_id, "standing"],
            frame.loc[card.segment_id, "lacking"],
        )
        assert all(p.stage in COMING for p in card.projects)
        assert card.investment.known <= card.investment.of == len(card.projects)
        assert card.leaders == card.head_firms == ()
        row = rounds_cards.rows(facts, [card])[0]
        assert row[1:6] == (NOBODY,) * 5


def test_a_card_counts_no_unknown_as_nothing_and_no_firm_nobody_named(
    evaluation: Evaluation,
) -> None:
    facts = evaluation.chain.facts
    (found,) = [c for c in chain_cards(evaluation, []) if c.segment_id == "合成气·甲醇·合成氨"]
    assert not [n for n in found.firms if "拟设" in n or "未载" in n]
    assert (found.investment.known, found.investment.of) == (0, 2)
    assert dict(rounds_cards.card(facts, found).facts)["在推进项目"] == (
        "2 个,亿元以上:未知(都没有投资数)"
    )
    assert rounds_cards.rows(facts, [found])[0][rounds_cards.COLUMNS.index("其中亿元以上")] == (
        "未知(都没有投资数)"
    )


def test_a_card_names_who_leads_on_the_day(evaluation: Evaluation) -> None:
    chain = "己内酰胺·尼龙"
    empty = dict.fromkeys(("unit", "person", "firm_id", "since", "until", "note", "made_by"))
    common = {"region_id": REGION, "target_kind": "segment", "target_id": chain}
    duties = [
        Duty("a", role="链长", **common, **{**empty, "person": "甲"}),
        Duty("b", role="链主", **common, **{**empty, "firm_id": "hunan-petrochemical"}),
        Duty("c", role="链办", **common, **{**empty, "unit": "区科工局", "until": "2026-10"}),
    ]
    (card,) = [c for c in chain_cards(evaluation, duties) if c.segment_id == chain]
    assert (card.leaders, card.head_firms, card.offices) == (("甲",), ("湖南石化",), ())
    told = rounds_cards.card(evaluation.chain.facts, card)
    assert dict(told.roles) == {
        "链长": "甲",
        "链办": NOBODY,
        "链主": "湖南石化",
        "专班": NOBODY,
        "责任人": NOBODY,
    }


def test_projects_under_way_report_and_go_on_reporting(facts: Facts) -> None:
    usual = targets(facts, REGION, "project", "2026-11")
    assert usual
    assert {facts.projects[t.id].stage for t in usual} <= {"签约", "注册", "开工"}
    done = next(p for p in region_projects(facts, REGION) if p.stage == "投产")
    ended = next(p for p in region_projects(facts, REGION) if p.stage not in ("投产", "开工"))
    earlier = [entry(done.id, "2026-03"), entry(ended.id, "2025-12")]
    found = {t.id for t in targets(facts, REGION, "project", "2026-11", earlier=earlier)}
    assert found - {t.id for t in usual} == {done.id}
    added = targets(facts, REGION, "project", "2026-11", extra=[done.id])
    assert done.id in {t.id for t in added}


def test_goals_report_in_their_year_with_their_number_as_plan(facts: Facts) -> None:
    found = {t.id: t for t in targets(facts, REGION, "goal", "2025-06")}
    assert found["yunxi-above-scale-2025"].year_plan == 140.0
    assert targets(facts, REGION, "goal", "2026-06") == ()


def entry(project_id: str, month: str, region_id: str = REGION) -> Entry:
    empty = (None,) * 10
    return Entry(
        f"project-{project_id}-{month}",
        region_id,
        "project",
        project_id,
        project_id,
        month,
        *empty,
        "2026-11-24 09:00",
    )


def test_entries_of_one_region_and_some_months_are_read(store: Store) -> None:
    rows = [
        entry("a", "2026-03"),
        entry("a", "2026-05"),
        entry("b", "2026-05"),
        entry("c", "2026-05", "elsewhere"),
        entry("a", "2026-06"),
    ]
    store.write([Change.put(e) for e in rows], actor="张三", reason="填月报")
    found = entries_between(store, REGION, "2026-04", "2026-05")
    assert [e.id for e in found] == ["project-a-2026-05", "project-b-2026-05"]
    assert set(standing_entries(store, REGION, "2026-05", "2026-05").values()) == {1}
    assert newest_month(store, REGION, "2026-12") == "2026-06"
    assert newest_month(store, REGION, "2026-05") == "2026-05"
    assert newest_month(store, "nowhere", "2026-12") is None


def test_the_same_entry_written_twice_stands_once(store: Store) -> None:
    first = entry("a", "2026-05")
    store.write([Change.put(first)], actor="张三", reason="填月报")
    store.write([Change.put(replace(first, month_done=3.0))], actor="李四", reason="填月报")
    (found,) = entries_between(store, REGION, "2026-05", "2026-05")
    assert found.month_done == 3.0


def changes(store: Store) -> dict[tuple[str, str], str]:
    found = written(
        store,
        SCHEMA,
        YESTERDAY,
        TOMORROW,
        kinds={*PROJECT_KINDS, *FIRM_KINDS},
        program=ACTOR,
    )
    return {e.ref: e.word for e in found.edits}


def test_filling_the_store_is_no_news(store: Store) -> None:
    assert changes(store) == {}


def test_edits_between_two_days_are_told_net(store: Store) -> None:
    facts = read_facts(store)
    project, firm = facts.projects["yuehua-pa6-1"], facts.firms["hunan-petrochemical"]
    new = replace(project, id="new-one", name_zh="新项目")
    for change in (
        Change.put(replace(project, stage="投产")),
        Change.put(replace(firm, note="改了")),
        Change.put(firm),
        Change.put(new),
        Change.put(replace(new, investment_yi=3.0)),
        Change.delete("project", "furui"),
    ):
        store.write([change], actor="张三", reason="改项目")
    assert changes(store) == {
        ("project", "yuehua-pa6-1"): "changed",
        ("project", "new-one"): "new",
        ("project", "furui"): "gone",
    }
    told = written(store, SCHEMA, YESTERDAY, TOMORROW, kinds=PROJECT_KINDS, program=ACTOR)
    (edit,) = [e for e in told.edits if e.ref[1] == "yuehua-pa6-1"]
    assert [(c.field, c.before, c.after) for c in edit.fields] == [("stage", "开工", "投产")]
    assert edit.actors == ("张三",)
    other = written(store, SCHEMA, "2020-01-01", YESTERDAY, kinds=PROJECT_KINDS, program=ACTOR)
    assert other.edits == ()


def test_a_loading_of_many_is_told_as_one(store: Store) -> None:
    project = read_facts(store).projects["yuehua-pa6-1"]
    many = [Change.put(replace(project, id=f"many-{i}")) for i in range(500)]
    store.write(many, actor="张三", reason="载入 项目.xlsx")
    found = written(store, SCHEMA, YESTERDAY, TOMORROW, kinds=PROJECT_KINDS, program=ACTOR)
    assert found.edits == ()
    assert [c.reason for c in found.loadings] == ["载入 项目.xlsx"]


def test_steps_dated_in_between_are_told_oldest_first(facts: Facts) -> None:
    step = ProjectStage(
        "s1", "yuehua-pa6-1", "投产", "2026-11", "投产了", "user", None, None, None, None
    )
    early = replace(step, id="s0", stage="报道", date="2026-10-28")
    vague = replace(step, id="s2", date="2026")
    away = replace(step, id="s3", project_id="furui", date="2026-11-02")
    more = facts.with_records([step, early, vague, away])
    found = stage_events(more, Region(REGION), "2026-10-24", DATE)
    assert [e.step.id for e in found] == ["s0", "s1"]
    assert stage_events(facts, Region(REGION), "2022-03-21", "2022-03-22")[0].project.id == (
        "ethylene-complex"
    )

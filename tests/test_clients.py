"""客商库 out of the store: order, filters, counts; steps, talks and who is taken on twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_chain import make
from stores import SCHEMA, a_store_url, filled_store_url

from graph.asof import AsOf
from graph.desk.client import listing as lists
from graph.desk.client import reading
from graph.desk.client.clients import (
    CLOSED,
    ENDED,
    LADDER,
    OPEN_STAGES,
    Told,
    contact_days,
    days_left,
    fresh,
    intensity_wan_mu,
    is_overdue,
    lead_id,
    moved,
    next_stage,
    place_of,
    talked,
)
from graph.desk.client.listing import Wish
from graph.desk.words import LEAD_STAGES, stage_words, words_changed
from graph.errors import BadRequest
from graph.model import Firm, Lead, Producer, Record, StageWord, Visit
from graph.reading import read_facts
from graph.reason import evaluate
from graph.rules import Rules
from graph.store import open_store
from graph.store.protocol import Change, Store
from views.tables.client.clients import cells_of
from views.tables.client.leads import lead_lines, offers
from views.tables.client.rows import shelf
from views.tables.project.detail import clients

TODAY = "2026-11-24"
REGION = "yunxi"
TOLD = Told("张三", "2026-11-24 09:00", TODAY, "v1")


def lead(id: str, stage: str = "线索", firm: str = "hengli", **more: object) -> Lead:
    row = Lead(id, firm, None, stage, None, None, f"2026-11-0{len(id) % 9 + 1} 09:00")
    return replace(row, **{"region_id": REGION, **more})  # type: ignore[arg-type]


def visit(id: str, of: str, date: str, way: str = "电话", stage: str | None = None) -> Visit:
    return Visit(id, of, date, way, None, None, "谈了", stage, None, f"{date} 10:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(a_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def put(store: Store, *rows: Record) -> None:
    store.write([Change.put(row) for row in rows], actor="测试", reason="测试")


def ids(store: Store, limit: int = 50, **wish: object) -> list[str]:
    found = lists.listed(store, Wish(REGION, **wish), TODAY, limit)  # type: ignore[arg-type]
    return [row.id for row, _ in found.rows]


ROWS = (
    lead("late-2", "洽谈", next_due="2026-11-20"),
    lead("late-1", "已联系", next_due="2026-10-01"),
    lead("this-month", "线索", next_due="2026-11"),
    lead("today", "意向", next_due=TODAY),
    lead("soon", "意向", next_due="2026-12-01"),
    lead("no-day", "线索"),
    lead("signed", "签约", next_due="2026-01-01"),
    lead("dropped", "放弃", next_due="2026-01-01"),
)
ORDER = ["late-1", "late-2", "this-month", "today", "soon", "no-day", "signed", "dropped"]


def test_late_first_then_by_day_then_without_one_closed_last(store: Store) -> None:
    put(store, *ROWS)
    found = lists.listed(store, Wish(REGION), TODAY, 50)
    assert [row.id for row, _ in found.rows] == ORDER
    assert (found.total, found.late) == (8, 2)
    assert [rev for _, rev in found.rows] == [1] * 8
    assert [row.id for row in lists.every(store, Wish(REGION), TODAY)] == ORDER


def test_the_first_rows_are_those_of_the_whole_list(store: Store) -> None:
    put(store, *ROWS)
    for limit in range(1, 9):
        assert ids(store, limit) == ORDER[:limit]


def test_what_the_store_calls_late_is_what_the_row_calls_late(store: Store) -> None:
    put(store, *ROWS)
    late = {row.id for row in ROWS if is_overdue(row, TODAY)}
    assert set(ids(store, late=True)) == late == {"late-1", "late-2"}
    assert lists.listed(store, Wish(REGION, late=True), TODAY, 50).total == 2
    assert lists.stage_counts(store, Wish(REGION, late=True), TODAY) == {"洽谈": 1, "已联系": 1}


def test_filters_are_kept_together(store: Store) -> None:
    put(
        store,
        lead("a", "洽谈", owner="王", rating="A", product_id="benzene"),
        lead("b", "洽谈", owner="李", rating="A", product_id="phenol"),
        lead("c", "线索", owner="王", rating="B", firm="wanhua"),
    )
    assert set(ids(store, owners=("王",))) == {"a", "c"}
    assert set(ids(store, ratings=("A",), stages=("洽谈", "线索"))) == {"a", "b"}
    assert ids(store, product_ids=("phenol",)) == ["b"]
    assert ids(store, product_ids=()) == []
    assert ids(store, firm_ids=("wanhua",)) == ["c"]
    assert ids(store, owners=("王",), stages=("洽谈",)) == ["a"]
    assert reading.owners(store) == ("李", "王")


def test_a_region_sees_its_own_rows_and_those_nobody_gave_a_region(store: Store) -> None:
    put(
        store,
        lead("ours", next_due="2026-12-02"),
        lead("anybody", region_id=None, next_due="2026-12-01"),
        lead("theirs", region_id="elsewhere"),
    )
    assert ids(store) == ["anybody", "ours"]
    assert lists.stage_counts(store, Wish(REGION), TODAY) == {"线索": 2}
    assert len(lists.at_stage(store, Wish(REGION), "线索", TODAY, 1)) == 1
    assert {r.id for r in reading.held_for(store, REGION, ["hengli"])} == {"ours", "anybody"}


def test_many_rows_come_page_by_page(store: Store) -> None:
    rows = [lead(f"r{n:04d}", next_due=f"2027-01-{n % 28 + 1:02d}") for n in range(1203)]
    store.bulk([Change.put(row) for row in rows], actor="测试")
    got = [row.id for row in lists.every(store, Wish(REGION), TODAY)]
    assert len(got) == len(set(got)) == 1203
    days = {row.id: row.next_due for row in rows}
    assert [days[i] for i in got] == sorted(days[i] for i in got)
    found = lists.listed(store, Wish(REGION), TODAY, 200)
    assert [row.id for row, _ in found.rows] == got[:200]
    assert found.total == 1203


def test_firms_and_visits_by_id_in_any_number(store: Store) -> None:
    put(store, lead("a"), *(visit(f"v{n}", "a", f"2026-01-{n + 1:02d}") for n in range(3)))
    put(store, visit("x", "b", "2026-01-01"))
    assert [v.id for v in reading.visits_of(store, ["a"])] == ["v0", "v1", "v2"]
    assert reading.visits_of(store, []) == []
    assert reading.firms_of(store, ["nobody"]) == {}


# one row


@pytest.mark.parametrize(
    ("stage", "due", "left"),
    [
        ("洽谈", "2026-11-20", -4),
        ("洽谈", TODAY, 0),
        ("洽谈", "2026-11", 6),
        ("洽谈", "2026", 37),
        ("洽谈", "2026-10", -24),
        ("洽谈", None, None),
        *((stage, "2026-01-01", None) for stage in CLOSED),
    ],
)
def test_days_left(stage: str, due: str | None, left: int | None) -> None:
    assert days_left(lead("a", stage, next_due=due), TODAY) == left


def test_the_ladder_has_one_way_up() -> None:
    assert [next_stage(s) for s in LADDER] == [*LADDER[1:], None]
    assert set(OPEN_STAGES) | set(CLOSED) == set(LEAD_STAGES)
    assert not set(OPEN_STAGES) & set(CLOSED)


def test_a_step_always_leaves_a_row() -> None:
    after, step = moved(lead("a"), "已联系", TOLD)
    assert after.stage == step.stage == "已联系"
    assert (step.way, step.text, step.lead_id) == ("改进度", "线索 → 已联系", "a")
    assert (step.date, step.made_by, step.made_at) == (TODAY, "张三", "2026-11-24 09:00")


@pytest.mark.parametrize("stage", ENDED)
def test_an_end_wants_a_reason(stage: str) -> None:
    with pytest.raises(BadRequest, match=stage):
        moved(lead("a"), stage, TOLD, why="  ")
    after, step = moved(lead("a"), stage, TOLD, why="土地不够")
    assert after.end_reason == "土地不够"
    assert step.text == f"线索 → {stage};土地不够"
    back, _ = moved(after, "洽谈", TOLD)
    assert back.end_reason is None


def test_a_talk_says_where_it_came_to_and_what_is_next() -> None:
    spoken = visit("v", "a", TODAY, stage="洽谈")
    after = talked(lead("a", next_action="打电话"), spoken, "去拜访", "2026-12-01")
    assert (after.stage, after.next_action, after.next_due) == ("洽谈", "去拜访", "2026-12-01")
    ended = talked(after, replace(spoken, stage="放弃", text="不投了"), None, None)
    assert (ended.stage, ended.end_reason, ended.next_action) == ("放弃", "不投了", None)
    with pytest.raises(BadRequest):
        talked(after, replace(spoken, stage="放弃", text=" "), None, None)


def test_days_of_contact_leave_steps_out() -> None:
    rows = [
        visit("1", "a", "2026-03-01"),
        visit("2", "a", "2026-01-01"),
        visit("3", "a", "2026-09-01", way="改进度"),
        visit("4", "b", "2026-09-01", way="改进度"),
    ]
    assert contact_days(rows) == {"a": ("2026-01-01", "2026-03-01")}


def test_unknown_land_or_money_gives_no_intensity() -> None:
    row = lead("a", intent_investment_yi=2.0)
    assert intensity_wan_mu(row) is None
    assert intensity_wan_mu(replace(row, intent_land_mu=0.0)) is None
    assert intensity_wan_mu(replace(row, intent_land_mu=50.0)) == 400.0


def test_nobody_is_taken_on_twice_not_even_under_an_old_name() -> None:
    owner = {"old": "new"}.get
    held = [replace(lead("1"), firm_id="old", product_id="benzene")]
    wanted = [
        replace(lead("2"), firm_id="new", product_id="benzene"),
        replace(lead("3"), firm_id="new", product_id="phenol"),
        replace(lead("4"), firm_id="old", product_id="phenol"),
    ]
    new, there = fresh(wanted, held, lambda id: owner(id, id))
    assert [row.id for row in new] == ["3"]
    assert there == (held[0],)


def test_two_at_once_mean_one_row() -> None:
    one = lead_id(REGION, "hengli", "benzene")
    assert one == lead_id(REGION, "hengli", "benzene")
    others = {
        lead_id(REGION, "hengli", None),
        lead_id(REGION, "hengli", "phenol"),
        lead_id("elsewhere", "hengli", "benzene"),
    }
    assert len(others | {one}) == 4


# where it would belong


def test_where_a_plant_belongs_is_said_by_the_best_that_is_known(tmp_path: Path) -> None:
    with open_store(filled_store_url(tmp_path), SCHEMA) as opened:
        facts = read_facts(opened)
    found = evaluate(facts, Rules.of(facts), AsOf(TODAY), region_id=REGION)
    inside = next(p.id for p in facts.goods.values() if found.context.in_park(p.id) == "园区内")
    outside = next(p.id for p in facts.goods.values() if found.context.in_park(p.id) == "园区外")

    def at(row: Lead, *makes: str) -> tuple[str, str]:
        place = place_of(found, row, makes)
        return place.where, place.by

    assert at(lead("a", product_id=inside)) == ("园区内", "product")
    assert at(lead("a", product_id=outside)) == ("园区外", "product")
    assert at(lead("a", product_id=inside, is_chemical=False)) == ("园区外", "stated")
    assert at(lead("a", is_chemical=True)) == ("园区内", "stated")
    assert at(lead("a")) == ("须定", "")
    assert at(lead("a"), outside) == ("园区外", "firm")
    assert at(lead("a"), outside, inside) == ("园区内", "firm")
    project = next(p for p in facts.projects.values() if found.where_of(p) == "园区内")
    assert at(lead("a", project_id=project.id, product_id=outside)) == ("园区内", "project")


# beside a product on the map

UNLISTED = make(Firm, id="qcc-1", name_zh="江苏某某化工有限公司", basis="dataset")
WORD = ("lead_stage", "洽谈")


def test_a_product_shows_the_firms_of_its_region_only(tmp_path: Path) -> None:
    with open_store(filled_store_url(tmp_path), SCHEMA) as store:
        facts = read_facts(store)
        found = evaluate(facts, Rules.of(facts), AsOf(TODAY), region_id=REGION)
        first, second = (o.firm_id for o in offers(store, found, "methanol")[:2])
        put(store, lead("a", firm=first, product_id="methanol", region_id="elsewhere"))
        assert lead_lines(store, found, "methanol") == ()
        assert offers(store, found, "methanol")[0].firm_id == first
        put(store, lead("b", "洽谈", firm=second, product_id="methanol"))
        put(store, UNLISTED, lead("cc", firm=UNLISTED.id, product_id="methanol"))
        lines = lead_lines(store, found, "methanol")
        assert [line.firm_id for line in lines] == [second, UNLISTED.id]
        assert lines[1].who == UNLISTED.name_zh
        assert second not in {o.firm_id for o in offers(store, found, "methanol")}


def test_what_runs_is_told_before_what_is_planned_and_plans_say_so(tmp_path: Path) -> None:
    made_of = {"firm_id": "qcc-1", "year": "2026", "product_text": "x"}

    def says(id: str, product: str, size: float | None, status: str, **more: str) -> Record:
        given_ = {"product_id": product, "capacity_kt_a": size, "status": status}
        return make(Producer, id=id, **{**made_of, **given_, **more})

    told = (
        says("a", "epoxy-resin", 140.0, "规划"),
        says("b", "epoxy-resin", 80.0, "在产"),
        says("c", "phenol", 200.0, "规划"),
        says("d", "acetone", 90.0, "在产", note="合计口径:含苯酚"),
        says("e", "methanol", 900.0, "停产"),
    )
    with open_store(filled_store_url(tmp_path), SCHEMA) as store:
        put(store, UNLISTED, *told)
        facts = read_facts(store)
        found = evaluate(facts, Rules.of(facts), AsOf(TODAY), region_id=REGION)
        row = lead("a", firm="qcc-1")
        cells = cells_of(shelf(store, found, {}, TODAY, [row]), row)
        assert cells["主营产品"] == "环氧树脂、丙酮、苯酚(规划)"
        assert cells["主要产能(万吨/年)"] == "环氧树脂 8、丙酮 未知、苯酚 20(规划)"
        mine = shelf(store, found, {}, TODAY, [lead("a", firm="hunan-petrochemical")])
    by_name = {m.product_id: m for m in mine.makes("hunan-petrochemical")}
    assert by_name["ethylene"].status == "在建"
    assert by_name["caprolactam"].status == "在产"


def test_a_project_shows_its_firms_at_the_stage_in_the_local_word(tmp_path: Path) -> None:
    with open_store(filled_store_url(tmp_path), SCHEMA) as store:
        word = next(
            row
            for row in store.scan("stage_word")
            if isinstance(row, StageWord) and (row.vocabulary, row.canonical) == WORD
        )
        store.write([Change.put(replace(word, shown="在谈着"))], actor="测试", reason="测试")
        facts = read_facts(store)
        project = next(iter(facts.projects.values()))
        put(store, UNLISTED, lead("a", "洽谈", firm=UNLISTED.id, project_id=project.id))
        (line,) = clients(store, facts, project)
    assert (line.who, line.status) == (UNLISTED.name_zh, "在谈着")


# what the stages are called


def rows_of(**said: str) -> list[StageWord]:
    return [
        StageWord(f"w{n}", "lead_stage", stage, word, n, None)
        for n, (stage, word) in enumerate(said.items(), 1)
    ]


def test_only_words_that_changed_are_written() -> None:
    rows = rows_of(**{stage: stage for stage in LEAD_STAGES})
    assert words_changed(rows, "lead_stage", {s: s for s in LEAD_STAGES}) == []
    (change,) = words_changed(rows, "lead_stage", {s: s for s in LEAD_STAGES} | {"洽谈": "在谈"})
    assert change.record == replace(rows[4], shown="在谈")
    assert change.record is not None
    assert stage_words([change.record], "lead_stage")["洽谈"] == "在谈"


def test_an_empty_word_is_the_standard_one_and_no_two_are_called_alike() -> None:
    rows = rows_of(洽谈="在谈")
    (change,) = words_changed(rows, "lead_stage", {"洽谈": " "})
    assert change.record == replace(rows[0], shown="洽谈")
    with pytest.raises(BadRequest, match="线索"):
        words_changed([], "lead_stage", {"洽谈": "线索"})


@given(st.lists(st.text("甲乙丙丁", min_size=1, max_size=3), min_size=9, max_size=9, unique=True))
def test_words_written_are_the_words_shown(words: list[str]) -> None:
    given = dict(zip(LEAD_STAGES, words, strict=True))
    made = [c.record for c in words_changed([], "lead_stage", given)]
    assert stage_words(made, "lead_stage") == given  # type: ignore[arg-type]


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.dates(dt.date(2020, 1, 1)))
def test_a_day_is_late_when_it_is_past(due: dt.date, today: dt.date) -> None:
    row = lead("a", "洽谈", next_due=due.isoformat())
    assert is_overdue(row, today.isoformat()) == (due < today)


# firms by what they are called


def test_a_word_that_calls_too_many_is_looked_for_among_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(filled_store_url(tmp_path), SCHEMA) as store:
        firms = [f for f in store.scan("firm") if isinstance(f, Firm)]
        ours = next(f for f in firms if "化" in f.name_zh)
        other = next(f for f in firms if "化" not in f"{f.name_zh}{f.short_name}{f.aliases}")
        put(store, lead("a", firm=ours.id), lead("b", firm=other.id))
        every = {h.ref[1] for h in store.search("化", kinds=["firm"], limit=1000)}
        assert {ours.id} < set(reading.firms_called(store, "化")[0]) == every
        monkeypatch.setattr(reading, "_MOST_FIRMS", 3)
        assert reading.firms_called(store, "化") == ((ours.id,), False)
        monkeypatch.setattr(reading, "_MOST_OURS", 0)
        found, there_may_be_more = reading.firms_called(store, "化")
        assert (len(found), there_may_be_more) == (3, True)

"""目标与调度 opened and used: every part, forms, the monthly table, two people at one line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from stores import SCHEMA, filled_store_url, shared_store_url
from streamlit.testing.v1 import AppTest
from test_pages_apptest import DATE, ROOT, opened, press, words
from typing_in import type_in

from graph.desk.round.entries import drafts
from graph.desk.round.reading import entries_between, held_duties
from graph.desk.round.targets import choices
from graph.model import Duty, Entry, Figure, Goal, Region
from graph.reading import read_facts
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.round.sheet import KEY, round_sheet
from views.pages.context import GO_REGION
from views.pages.downloads import XLSX
from views.pages.unsaved import COLUMNS
from views.tables.round import duties as rounds_duties
from views.tables.round import goals as rounds_goals
from views.tables.round.entries import EDITED, FILLED, OPEN
from views.tables.round.words import TABS, UNKNOWN

PROJECT = "yuehua-pa6-1"
NOVEMBER = f"project-{PROJECT}-2026-11"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return started(monkeypatch, shared_store_url())


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[AppTest, str]:
    url = filled_store_url(tmp_path)
    return started(monkeypatch, url), url


def started(monkeypatch: pytest.MonkeyPatch, url: str) -> AppTest:
    monkeypatch.setenv("LIANTU_STORE", url)
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


@pytest.fixture
def store(own: tuple[AppTest, str]) -> Iterator[Store]:
    with open_store(own[1], SCHEMA) as found:
        yield found


def at(app: AppTest, tab: str) -> AppTest:
    return opened(app, "rounds", tab=tab)


def again(app: AppTest, tab: str) -> AppTest:
    app.session_state["round-tab"] = tab
    app.run()
    assert not app.exception, app.exception
    return app


def field(app: AppTest, name: str) -> str:
    return f"rf-{app.session_state['record-turn']}-{name}"


@pytest.mark.parametrize("tab", TABS)
def test_every_part_opens_by_its_address(app: AppTest, tab: str) -> None:
    at(app, tab)
    assert app.query_params["tab"] in (tab, [tab])


def test_an_unknown_part_is_passed_over(app: AppTest) -> None:
    at(app, "没有这一页")
    assert list(app.dataframe[0].value.columns) == list(rounds_goals.COLUMNS)


def test_goals_say_what_was_not_had(app: AppTest) -> None:
    frame = at(app, "目标").dataframe[0].value
    assert len(frame) == 24
    assert set(frame["实际"][frame["到哪一年"] == "2025"]) == {UNKNOWN}
    assert frame["指标"].iloc[0].startswith("云溪区")
    app.pills(key="w-goal-year").set_value("2035").run()
    assert set(app.dataframe[0].value["到哪一年"]) == {"2035"}


def test_the_office_enters_a_goal_and_its_actual(own: tuple[AppTest, str], store: Store) -> None:
    app, _ = own
    at(app, "目标").pills(key="w-goal-year").set_value("2030").run()
    press(app, "goal-new")
    app.text_input(key=field(app, "indicator")).set_value("云溪区:石化产业规模")
    app.text_input(key=field(app, "value_text")).set_value("4000亿元")
    app.number_input(key=field(app, "value")).set_value(4000.0)
    app.text_input(key=field(app, "unit")).set_value("亿元").run()
    press(app, "record-save")
    (goal,) = [
        g
        for g in store.scan("goal")
        if isinstance(g, Goal) and g.basis == "user" and g.year == "2030"
    ]
    assert (goal.value, goal.period, goal.region_id) == (4000.0, "期末", "yunxi")
    frame = app.dataframe[0].value
    row = frame[frame["指标"] == "云溪区:石化产业规模"].iloc[0]
    assert row["实际"] == UNKNOWN
    actual(app, "1000", 1000.0)
    (figure,) = [f for f in store.scan("figure") if isinstance(f, Figure) and f.basis == "user"]
    assert (figure.subject, figure.indicator, figure.year) == ("云溪区", "石化产业规模", "2030")


def actual(app: AppTest, text: str, value: float) -> None:
    """Give the first goal of the list its actual."""
    press(app, "goal-actual")
    app.text_input(key=field(app, "value_text")).set_value(text)
    app.number_input(key=field(app, "value")).set_value(value).run()
    press(app, "record-save")


def test_an_actual_of_2025_takes_the_place_of_unknown(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    at(app, "目标").pills(key="w-goal-year").set_value("2025").run()
    first = app.dataframe[0].value["指标"].iloc[0]
    actual(app, "8", 8.0)
    row = app.dataframe[0].value.iloc[0]
    assert (row["指标"], row["实际"], row["完成"]) == (first, "8家", "80.0%")


def test_who_has_nobody_is_listed(app: AppTest) -> None:
    frame = at(app, "任务与责任").dataframe[0].value
    assert len(frame) == 15
    assert set(frame["牵头单位"]) == {rounds_duties.NOT_SEEN}
    assert "15 项还没有责任人" in words(app)
    app.toggle(key="duty-lacking").set_value(True).run()
    assert len(app.dataframe[0].value) == 15


def test_a_duty_is_put_down_by_the_form(own: tuple[AppTest, str], store: Store) -> None:
    app, _ = own
    press(at(app, "任务与责任"), "duty-new")
    app.text_input(key=field(app, "person")).set_value("甲某")
    app.text_input(key=field(app, "unit")).set_value("区科工局").run()
    press(app, "record-save")
    ((duty, _),) = held_duties(store, "yunxi")
    assert (duty.target_kind, duty.role, duty.person, duty.since) == (
        "task",
        "责任人",
        "甲某",
        DATE,
    )
    assert app.dataframe[0].value["责任人"].iloc[0] == "甲某"
    app.toggle(key="duty-lacking").set_value(True).run()
    assert len(app.dataframe[0].value) == 14
    app.toggle(key="duty-lacking").set_value(False).run()
    press(app, "duty-drop")
    assert held_duties(store, "yunxi") == ()


def test_a_table_of_names_is_saved_together(own: tuple[AppTest, str], store: Store) -> None:
    app, _ = own
    at(app, "任务与责任").segmented_control(key="w-duty-group").set_value("子链").run()
    app.toggle(key="duty-in-table").set_value(True).run()
    type_in(app, "duty", "yunxi:segment:乙烯链", {"链长": "甲某", "链办": "区科工局、高新区"})
    type_in(app, "duty", "yunxi:segment:丙烯链", {"责任人": ""})
    app.run()
    assert list(app.dataframe[1].value["改成"]) == ["甲某", "区科工局、高新区"]
    app.segmented_control(key="w-duty-group").set_value("任务").run()
    app.segmented_control(key="w-duty-group").set_value("子链").run()
    press(app, "duty-save")
    found = sorted(
        (d.target_id, d.role, d.unit or d.person) for d, _ in held_duties(store, "yunxi")
    )
    assert found == [
        ("乙烯链", "链办", "区科工局"),
        ("乙烯链", "链办", "高新区"),
        ("乙烯链", "链长", "甲某"),
    ]
    assert app.button(key="duty-save").disabled


def duty(person: str) -> Duty:
    empty = dict.fromkeys(("unit", "firm_id", "since", "until", "note", "made_by"))
    return Duty(
        id="d",
        region_id="yunxi",
        target_kind="task",
        target_id="task-2022-06-1",
        role="责任人",
        person=person,
        **empty,
    )


@pytest.mark.parametrize("is_drawn_between", [True, False])
def test_a_duty_somebody_else_changed_meanwhile_is_not_overwritten(
    own: tuple[AppTest, str], store: Store, is_drawn_between: bool
) -> None:
    app, _ = own
    store.write([Change.put(duty("甲某"))], actor="张三", reason="定人")
    at(app, "任务与责任").toggle(key="duty-in-table").set_value(True).run()
    type_in(app, "duty", "yunxi:task:task-2022-06-1", {"责任人": "乙某"})
    app.run()
    store.write([Change.put(duty("丙某"))], actor="李四", reason="换人")
    if is_drawn_between:  # a cell of another row was typed
        app.run()
        assert app.button(key="duty-save").disabled
    else:
        app.button(key="duty-save").click().run()
    assert [d.person for d, _ in held_duties(store, "yunxi")] == ["丙某"]
    assert "李四" in app.warning[0].value
    shown = next(d.value for d in app.dataframe if tuple(d.value.columns) == COLUMNS)
    assert list(shown.iloc[0][["哪一项", "他的", "我的"]]) == ["责任人", "丙某", "乙某"]
    press(app, "duty-mine")
    assert [d.person for d, _ in held_duties(store, "yunxi")] == ["乙某"]
    assert app.button(key="duty-save").disabled


def test_cells_of_one_region_are_not_those_of_another(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    (here,) = store.scan("region")
    assert isinstance(here, Region)
    other = replace(here, id="other", name_zh="另一个区")
    store.write([Change.put(other)], actor="张三", reason="加地区")
    at(app, "任务与责任").segmented_control(key="w-duty-group").set_value("子链").run()
    app.toggle(key="duty-in-table").set_value(True).run()
    type_in(app, "duty", "yunxi:segment:乙烯链", {"链长": "甲某"})
    app.run()
    assert not app.button(key="duty-save").disabled
    app.session_state[GO_REGION] = "other"
    app.run()
    assert app.button(key="duty-save").disabled
    app.session_state[GO_REGION] = "yunxi"
    app.run()
    assert not app.button(key="duty-save").disabled


def test_a_card_names_the_sub_chain(app: AppTest) -> None:
    frame = at(app, "链条卡").dataframe[0].value
    assert len(frame) == 16
    assert "缺口 5 条" in words(app)


def typed(app: AppTest, cells: dict[str, Any]) -> None:
    type_in(app, "entry", NOVEMBER, cells)
    app.run()
    assert not app.exception, app.exception


def line(app: AppTest) -> Any:
    frame = next(d.value for d in app.dataframe if "状态" in d.value.columns)
    return frame.set_index("名称").loc["湖南岳化新材料45万吨尼龙6聚合项目一期"]


def october(total: float) -> Entry:
    empty = dict.fromkeys(
        ("month_plan", "image_progress", "problem", "ask_up", "duty_unit", "filled_by")
    )
    return Entry(
        id=f"project-{PROJECT}-2026-10",
        region_id="yunxi",
        target_kind="project",
        target_id=PROJECT,
        target_name="湖南岳化新材料45万吨尼龙6聚合项目一期",
        month="2026-10",
        unit="万元",
        year_plan=60_000.0,
        month_done=4_000.0,
        total_done=total,
        filled_at="2026-10-30 09:00",
        **empty,
    )


def test_a_month_is_filled_in_with_the_total_offered(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    store.write([Change.put(october(40_000.0))], actor="张三", reason="填月报")
    at(app, "月度填报")
    before = line(app)
    assert (before["状态"], before["上月累计"], before["年度计划"]) == (OPEN, 40_000.0, 60_000.0)
    typed(app, {"本月完成": 5_000, "要素保障问题": "土地"})
    assert line(app).equals(before), "a table that changes shuts the cell being typed into"
    now = app.dataframe[1].value.iloc[0]
    assert (now["本月完成"], now["累计完成"], now["占年度计划"]) == (5_000.0, 45_000.0, "75.0%")
    assert "16.7" in now["较时间进度"]
    press(app, "entry-save")
    (entry,) = entries_between(store, "yunxi", "2026-11", "2026-11")
    assert entry.id == NOVEMBER
    assert (entry.month_done, entry.total_done, entry.problem) == (5_000.0, 45_000.0, "土地")
    assert line(app)["状态"] == FILLED
    assert NOVEMBER not in app.session_state["entry-typed"]


def test_what_was_typed_outlives_other_months_and_kinds(own: tuple[AppTest, str]) -> None:
    app, _ = own
    at(app, "月度填报")
    typed(app, {"本月完成": 5_000})
    app.segmented_control(key="w-entry-kind").set_value("task").run()
    app.selectbox(key="w-entry-month").set_value("2026-09").run()
    app.segmented_control(key="w-entry-kind").set_value("project").run()
    app.selectbox(key="w-entry-month").set_value("2026-11").run()
    assert line(app)["状态"] == EDITED


def test_a_task_is_asked_for_words_only(app: AppTest) -> None:
    at(app, "月度填报").segmented_control(key="w-entry-kind").set_value("task").run()
    columns = app.dataframe[0].value.columns
    assert list(columns[:3]) == ["名称", "责任单位", "形象进度"]
    assert not {"年度计划", "本月完成", "较时间进度"} & set(columns)


def test_a_plan_below_zero_is_not_written(own: tuple[AppTest, str], store: Store) -> None:
    app, _ = own
    at(app, "月度填报")
    typed(app, {"年度计划": -5})
    assert app.button(key="entry-save").disabled
    assert "不能是负数" in app.error[0].value


def theirs(done: float) -> Entry:
    told = {"month_done": done, "image_progress": "主体施工", "filled_by": "李四"}
    return replace(october(1.0), id=NOVEMBER, month="2026-11", **told)


def test_the_second_of_two_is_shown_both_before_saving(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    at(app, "月度填报")
    typed(app, {"本月完成": 5_000})
    store.write([Change.put(theirs(7_000.0))], actor="李四", reason="填月报")
    app.run()
    assert app.button(key="entry-save").disabled
    assert "李四" in app.warning[0].value
    shown = next(d.value for d in app.dataframe if tuple(d.value.columns) == COLUMNS)
    row = shown[shown["哪一项"] == "本月完成"].iloc[0]
    assert (row["他的"], row["我的"]) == ("7000", "5000")
    press(app, "entry-mine")
    (entry,) = entries_between(store, "yunxi", "2026-11", "2026-11")
    assert (entry.month_done, entry.image_progress) == (5_000.0, "主体施工")
    assert app.button(key="entry-save").disabled


def test_what_was_written_just_before_saving_is_not_overwritten(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    at(app, "月度填报")
    typed(app, {"本月完成": 5_000})
    store.write([Change.put(theirs(7_000.0))], actor="李四", reason="填月报")
    app.button(key="entry-save").click().run()
    (entry,) = entries_between(store, "yunxi", "2026-11", "2026-11")
    assert entry.month_done == 7_000.0
    press(app, "entry-theirs")
    assert (line(app)["状态"], line(app)["本月完成"]) == (FILLED, 7_000.0)


def test_a_cell_typed_while_the_rows_change_is_kept(own: tuple[AppTest, str], store: Store) -> None:
    """Somebody fills in the first line; with “只看没填的” the lines under it move up."""
    app, _ = own
    at(app, "月度填报").toggle(key="entry-lacking").set_value(True).run()
    shown = app.session_state["entry-shown"][1]
    first, second = shown[0], shown[1]
    told = {"id": first.id, "target_id": first.id[8:-8], "target_name": first.name}
    store.write([Change.put(replace(theirs(1.0), **told))], actor="李四", reason="填月报")
    type_in(app, "entry", second.id, {"形象进度": "封顶"})
    app.run()
    frame = next(d.value for d in app.dataframe if "状态" in d.value.columns)
    assert (frame["名称"].iloc[0], frame["形象进度"].iloc[0]) == (second.name, "封顶")


def test_mine_may_be_given_up(own: tuple[AppTest, str], store: Store) -> None:
    app, _ = own
    at(app, "月度填报")
    typed(app, {"本月完成": 5_000})
    press(app, "entry-drop")
    assert line(app)["状态"] == OPEN
    assert entries_between(store, "yunxi", "2026-11", "2026-11") == ()


def test_who_only_looks_types_nothing(
    own: tuple[AppTest, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, _ = own
    monkeypatch.setattr("views.pages.round.entries.may_write", lambda: False)
    at(app, "月度填报")
    assert not [b for b in app.button if b.key == "entry-save"]
    assert "只能看" in words(app)


def test_the_ranking_follows_from_what_was_filled_in(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    at(app, "通报与总结")
    assert "还没有填报" in app.info[0].value
    store.write([Change.put(october(40_000.0))], actor="张三", reason="填月报")
    again(app, "通报与总结")
    app.session_state["bulletin-period-two"] = "2026年9—10月"
    app.run()
    rank = app.dataframe[0].value
    assert list(rank["名称"]) == ["湖南岳化新材料45万吨尼龙6聚合项目一期"]
    assert list(rank["占年度计划"]) == ["66.7%"]
    assert list(rank["较时间进度"]) == ["−16.7"]
    assert "滞后" in words(app)
    for code in ("half", "year"):
        app.segmented_control(key="w-bulletin-code").set_value(code).run()
        assert not app.exception


def test_things_one_person_picked_are_not_missed_in_the_ranking(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    store.write([Change.put(october(40_000.0))], actor="张三", reason="填月报")
    app.session_state["bulletin-period-two"] = "2026年9—10月"
    at(app, "通报与总结")
    before = [len(d.value) for d in app.dataframe]
    every = choices(read_facts(store), "yunxi", "project", {})
    app.session_state["entry-extra-project-2026-10"] = [t.id for t in every]
    app.run()
    assert [len(d.value) for d in app.dataframe] == before


def test_a_sheet_comes_back_with_a_project_another_session_picked(
    own: tuple[AppTest, str], store: Store
) -> None:
    app, _ = own
    usual = set(at(app, "月度填报").dataframe[0].value["名称"])
    every = choices(read_facts(store), "yunxi", "project", {})
    other = next(t for t in every if t.name not in usual)
    lines = drafts("yunxi", "2026-11", [other], {}, {})
    book = openpyxl.load_workbook(io.BytesIO(round_sheet("调度表", (), lines)))
    sheet = book.worksheets[0]
    head = next(r for r in sheet.iter_rows() if KEY in [c.value for c in r])
    column = [c.value for c in head].index("形象进度") + 1
    sheet.cell(head[0].row + 1, column).value = "打桩"
    told = io.BytesIO()
    book.save(told)
    app.file_uploader[0].set_value(("单位.xlsx", told.getvalue(), XLSX)).run()
    press(app, "sheet-write")
    (entry,) = entries_between(store, "yunxi", "2026-11", "2026-11")
    assert (entry.target_id, entry.image_progress) == (other.id, "打桩")


def test_this_month_against_the_last(app: AppTest) -> None:
    at(app, "本月变化")
    assert app.date_input(key=f"w-month-from-{DATE}").value.isoformat() == "2026-10-24"
    text = words(app)
    for label in ("缺口新增", "缺口持续", "缺口补上", "项目进展", "企业记录改动"):
        assert label in text

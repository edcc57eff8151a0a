"""梯度培育 opened: every part, lists grown from watch lists, forms, rows two people changed."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from ladder_set import DATE, record, year
from openpyxl import load_workbook
from stores import SCHEMA
from streamlit.testing.v1 import AppTest
from test_pages_apptest import ROOT, words
from typing_in import type_in

from graph.desk.ladder.edit import ladder_id
from graph.model import FirmYear, Ladder, Project, Record
from graph.store import open_store
from graph.store.protocol import Change
from views.pages.both import UNTOUCHED
from views.pages.unsaved import COLUMNS

KELIFU, ZHONGPU = "kelifu", "zhongpu-chemical"
MINE = f"yunxi:2025:{KELIFU}"
"""The line of one firm in the first annex."""
ENTERING = "附件3 小升规及新入规"
PARTS = ("三张附表", "培育名单", "预警名单", "专精特新", "年度数据")


def put(url: str, *records: Record, who: str = "李四") -> None:
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(r) for r in records], actor=who, reason="试")


def kept(url: str) -> list[Ladder]:
    with open_store(url, SCHEMA) as store:
        return [r for r in store.scan("ladder") if isinstance(r, Ladder)]


def opened(part: str = PARTS[0]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["ladder-part"] = part
    app.run()
    app.switch_page("views/pages/ladders.py").run()
    return fine(app)


def fine(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    return fine(app)


def test_every_part_opens_on_shipped_facts_and_on_an_empty_desk(url: str) -> None:
    app = opened()
    for part in PARTS:
        app.segmented_control(key="w-ladder-part").set_value(part).run()
        fine(app)


def test_an_address_opens_a_part(url: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["part"] = "专精特新"
    app.run()
    app.switch_page("views/pages/ladders.py").run()
    assert fine(app).segmented_control(key="w-ladder-part").value == "专精特新"


def test_the_plan_lists_every_firm_here_with_its_tier_and_why(url: str) -> None:
    put(url, record("梯度培育", KELIFU, target_output_wan=2600.0))
    frame = opened().dataframe[0].value
    row = frame[frame["企业名称"] == "科立孚公司"].iloc[0]
    assert row["2026 年目标产值(万元)"] == 2600.0
    assert row["现状档次"] == "规上"
    assert "没有年度数据" in row["档次依据"]
    assert frame["2027 年目标产值(万元)"].isna().all()


def test_cells_typed_over_are_saved_as_records(url: str) -> None:
    app = opened()
    at = list(app.dataframe[0].value["企业名称"]).index("科立孚公司")
    assert app.button(key="ladder-save").disabled
    type_in(app, "ladder-plan", MINE, {"2027 年目标产值(万元)": 3000.0, "责任单位": "区科工局"})
    fine(app.run())
    assert not app.button(key="ladder-save").disabled
    press(app, "ladder-save")
    (found,) = kept(url)
    assert found.id == ladder_id("yunxi", "梯度培育", KELIFU, "2027")
    assert (found.target_output_wan, found.duty_unit, found.state) == (3000.0, "区科工局", "在库")
    assert app.dataframe[0].value["2027 年目标产值(万元)"][at] == 3000.0
    assert app.button(key="ladder-save").disabled


def test_typed_cells_stay_on_their_rows_while_others_add_firms(url: str) -> None:
    """Somebody adds a figure that moves the rows; what I typed still goes to the firm I saw."""
    app = opened()
    names = list(app.dataframe[0].value["企业名称"])
    type_in(app, "ladder-plan", MINE, {"联系领导": "某副区长"})
    put(url, year("gaoan-new-materials", 2025, output_wan=900_000.0))
    fine(app.run())
    frame = app.dataframe[0].value
    assert list(frame["企业名称"])[1] != names[1]
    assert list(frame["企业名称"][frame["联系领导"] == "某副区长"]) == ["科立孚公司"]
    press(app, "ladder-save")
    (found,) = kept(url)
    assert (found.firm_id, found.leader) == (KELIFU, "某副区长")


def test_typed_cells_can_be_given_up(url: str) -> None:
    app = opened()
    type_in(app, "ladder-plan", MINE, {"存在困难": "用地"})
    fine(app.run())
    press(app, "ladder-drop")
    assert kept(url) == []
    assert app.button(key="ladder-save").disabled


def test_typed_cells_outlive_other_tables_and_rows_not_listed(url: str) -> None:
    app = opened()
    type_in(app, "ladder-plan", MINE, {"存在困难": "用地"})
    fine(app.run())
    app.segmented_control(key="w-ladder-annex").set_value(ENTERING).run()
    app.segmented_control(key="w-ladder-annex").set_value("附件1 梯度培育计划").run()
    app.selectbox(key="w-ladder-plan").set_value("2022—2025 年").run()
    assert app.button(key="ladder-save").disabled
    app.selectbox(key="w-ladder-plan").set_value("2026—2030 年").run()
    put(url, record("梯度培育", ZHONGPU))
    app.toggle(key="ladder-everyone").set_value(False).run()
    assert list(fine(app).dataframe[0].value["企业名称"]) == ["众普化工"]
    press(app, "ladder-save")
    assert {r.firm_id: r.difficulty for r in kept(url)} == {KELIFU: "用地", ZHONGPU: None}


def test_only_firms_with_a_plan_when_that_is_asked(url: str) -> None:
    app = opened()
    app.toggle(key="ladder-everyone").set_value(False).run()
    assert "还没有企业" in fine(app).info[0].value
    put(url, record("梯度培育", KELIFU))
    app = opened()
    app.toggle(key="ladder-everyone").set_value(False).run()
    assert list(fine(app).dataframe[0].value["企业名称"]) == ["科立孚公司"]


def test_the_plan_of_the_notice_can_be_chosen(url: str) -> None:
    app = opened()
    app.selectbox(key="w-ladder-plan").set_value("2022—2025 年").run()
    columns = list(fine(app).dataframe[0].value.columns)
    assert columns[4:9] == [
        "2021 年产值(万元)",
        *(f"{y} 年目标产值(万元)" for y in range(2022, 2026)),
    ]


@pytest.mark.parametrize(
    "which", ["附件1 梯度培育计划", "附件2 亿元以上项目", "附件3 小升规及新入规"]
)
def test_each_annex_goes_out_as_a_file(url: str, which: str) -> None:
    app = opened()
    app.segmented_control(key="w-ladder-annex").set_value(which).run()
    fine(app)
    number = which.split(" ")[0]
    (button,) = [b for b in app.get("download_button") if b.key == f"ladder-xlsx-{number}"]
    assert button.label == "下载 Excel(附表格式)"


def test_a_project_of_the_second_annex_is_edited_by_a_form(url: str) -> None:
    app = opened()
    app.segmented_control(key="w-ladder-annex").set_value("附件2 亿元以上项目").run()
    press(app, "ladder-project-edit")
    app.text_input(key=field(app, "progress_goal")).set_value("主体装置封顶")
    press(app, "record-save")
    with open_store(url, SCHEMA) as store:
        (found,) = store.get("project", ["ethylene-complex"])
    assert isinstance(found, Project)
    assert found.progress_goal == "主体装置封顶"
    assert found.investment_yi == 356.8


def field(app: AppTest, name: str) -> str:
    return f"rf-{app.session_state['record-turn']}-{name}"


def test_a_record_is_added_by_the_form_with_the_flow_and_year_of_the_list(url: str) -> None:
    app = opened("培育名单")
    press(app, "ladder-list-add")
    app.text_input(key=field(app, "firm_text")).set_value("某个体户")
    app.selectbox(key=field(app, "flow")).set_value("个转企")
    press(app, "record-save")
    (found,) = kept(url)
    assert (found.flow, found.year, found.state) == ("个转企", "2026", "在库")
    assert (found.firm_id, found.firm_text, found.region_id) == (None, "某个体户", "yunxi")
    app.segmented_control(key="w-ladder-flow").set_value("个转企").run()
    assert list(fine(app).dataframe[0].value["企业"]) == ["某个体户"]


def test_counts_and_the_goal_stand_over_the_lists(url: str) -> None:
    put(url, record("小升规", KELIFU, "2025", state="已达标"), record("小升规", ZHONGPU))
    app = opened("培育名单")
    assert "净增目标还没有填" in words(app)
    app.selectbox(key="w-ladder-year").set_value("2025").run()
    text = words(fine(app))
    assert "2025 年净增规上 <b>1</b> 家" in text
    assert "每年6家以上" in text


def test_lists_open_at_this_year_though_a_plan_reaches_on(url: str) -> None:
    put(url, record("梯度培育", KELIFU, "2027"), record("小升规", ZHONGPU))
    app = opened("培育名单")
    assert app.selectbox(key="w-ladder-year").value == "2026"
    app.segmented_control(key="w-ladder-part").set_value(PARTS[0]).run()
    app.segmented_control(key="w-ladder-annex").set_value(ENTERING).run()
    assert app.selectbox(key="w-ladder-entry-year").value == "2026"


def test_a_record_can_be_taken_off_the_list(url: str) -> None:
    put(url, record("小升规", KELIFU))
    press(opened("培育名单"), "ladder-row-drop")
    assert kept(url) == []


def test_a_record_somebody_changed_since_is_not_taken_off(url: str) -> None:
    put(url, record("小升规", KELIFU))
    app = opened("培育名单")
    put(url, record("小升规", KELIFU, measures="对接原料"), who="王五")
    app.button(key="ladder-row-drop").click().run()
    assert "没有移出" in app.error[0].value
    assert [r.measures for r in kept(url)] == ["对接原料"]


def test_firms_come_onto_a_list_from_the_watch_list(url: str) -> None:
    put(url, year(KELIFU, 2025, revenue_wan=2150.0))
    app = opened("预警名单")
    assert "防退规 1 家" in words(app)
    assert list(app.dataframe[0].value["企业"]) == ["科立孚"]
    select(app, "lw-防退规-1", [0])
    press(app, "lw-防退规-add")
    (found,) = kept(url)
    assert found.id == ladder_id("yunxi", "防退规", KELIFU, "2026")
    assert (found.flow, found.year, found.state) == ("防退规", "2026", "在库")
    assert list(app.dataframe[0].value["在不在名单"]) == ["在名单"]


def select(app: AppTest, key: str, rows: list[int]) -> None:
    app.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    fine(app.run())


def test_firms_without_turnover_are_named_apart(url: str) -> None:
    text = words(opened("预警名单"))
    assert "防退规 0 家" in text
    assert "营收未知,要问的" in text
    assert "岳阳兴长" in text


def test_the_method_follows_the_day_of_application(url: str) -> None:
    import datetime as dt

    app = opened("专精特新")
    assert "本次适用</b> 优质中小企业梯度培育管理办法(工信部企业〔2026〕2号)" in words(app)
    app.date_input(key="w-ladder-day").set_value(dt.date(2026, 3, 31)).run()
    assert "本次适用</b> 优质中小企业梯度培育管理暂行办法" in words(fine(app))
    assert "上年研发占比" in app.dataframe[0].value.columns
    app.date_input(key="w-ladder-day").set_value(dt.date(2020, 1, 1)).run()
    assert "没有收录" in fine(app).info[0].value
    app.segmented_control(key="w-ladder-title").set_value("小巨人").run()
    fine(app)


def test_a_firm_is_judged_by_its_figures_and_patents_are_counted(url: str) -> None:
    put(
        url,
        year(KELIFU, 2025, revenue_wan=4000.0, rd_wan=130.0, patents=0),
        year(KELIFU, 2024, revenue_wan=3900.0, rd_wan=125.0),
    )
    app = opened("专精特新")
    frame = app.dataframe[0].value
    row = frame[frame["企业"] == "科立孚"].iloc[0]
    assert (row["达到"], row["未达"]) == (3, 1)
    assert row["上年营收或股权融资"] == "达到 4000 万元"
    assert row["主营占比"] == "未知"
    text = words(app)
    assert "记录为 0 件(1 家)</b> 科立孚" in text
    assert "湖南石化(大型企业)" in text


def test_a_year_is_filled_in_as_the_offices_own(url: str) -> None:
    app = opened("年度数据")
    press(app, "ladder-year-add")
    app.selectbox(key=field(app, "firm_id")).set_value(KELIFU)
    app.number_input(key=field(app, "revenue_wan")).set_value(2150.0)
    press(app, "record-save")
    with open_store(url, SCHEMA) as store:
        rows = [r for r in store.scan("firm_year") if isinstance(r, FirmYear)]
    (found,) = [r for r in rows if r.firm_id == KELIFU]
    assert (found.year, found.revenue_wan, found.basis) == ("2025", 2150.0, "user")
    assert found.rd_wan is None


def test_what_a_page_said_stays_beside_what_the_office_says(url: str) -> None:
    app = opened("年度数据")
    press(app, "ladder-year-edit")  # the first row: 湖南石化 2023, from a page
    app.number_input(key=field(app, "output_wan")).set_value(8_000_000.0)
    press(app, "record-save")
    with open_store(url, SCHEMA) as store:
        rows = [r for r in store.scan("firm_year") if isinstance(r, FirmYear)]
    mine = [r for r in rows if r.firm_id == "hunan-petrochemical"]
    assert sorted((r.basis, r.output_wan) for r in mine) == [("source", None), ("user", 8e6)]


# two people at one row of a grid


def entering(url: str) -> AppTest:
    """The third annex; what I typed into two rows, one of which somebody changes then."""
    one, two = record("小升规", KELIFU), record("小升规", ZHONGPU)
    put(url, one, two)
    app = opened()
    app.segmented_control(key="w-ladder-annex").set_value(ENTERING).run()
    type_in(app, "ladder-entry", f"yunxi:2026:{one.id}", {"联络员": "甲"})
    type_in(app, "ladder-entry", f"yunxi:2026:{two.id}", {"帮扶措施": "对接原料"})
    fine(app.run())
    put(url, replace(two, duty_unit="区科工局"), who="王五")
    return press(app, "ladder-save")


def told(url: str) -> dict[str | None, tuple[Any, ...]]:
    return {r.firm_id: (r.liaison, r.measures, r.duty_unit) for r in kept(url)}


def test_the_second_of_two_is_told_shown_both_and_nothing_is_written(url: str) -> None:
    app = entering(url)
    assert "王五" in app.warning[0].value
    (shown,) = [d.value for d in app.dataframe if tuple(d.value.columns) == COLUMNS]
    assert set(shown["名称"]) == {"众普化工"}
    rows = {r["哪一项"]: (r["他的"], r["我的"]) for _, r in shown.iterrows()}
    assert rows == {"帮扶措施": ("(空)", "对接原料"), "责任单位": ("区科工局", UNTOUCHED)}
    assert told(url) == {KELIFU: (None, None, None), ZHONGPU: (None, None, "区科工局")}


def test_mine_go_on_top_of_theirs(url: str) -> None:
    press(entering(url), "ladder-entry-mine")
    assert told(url) == {KELIFU: ("甲", None, None), ZHONGPU: (None, "对接原料", "区科工局")}


def test_their_row_may_stay_while_my_others_are_written(url: str) -> None:
    app = press(entering(url), "ladder-entry-theirs")
    press(app, "ladder-save")
    assert told(url) == {KELIFU: ("甲", None, None), ZHONGPU: (None, None, "区科工局")}


def test_two_who_begin_one_plan_do_not_make_two(url: str) -> None:
    app = opened()
    type_in(app, "ladder-plan", MINE, {"2027 年目标产值(万元)": 3000.0})
    fine(app.run())
    put(url, record("梯度培育", KELIFU, "2027", leader="某副区长", made_by="王五"), who="王五")
    press(app, "ladder-save")
    assert "已被别人改过" in app.warning[0].value
    press(app, "ladder-plan-mine")
    (found,) = kept(url)
    assert (found.target_output_wan, found.leader, found.made_by) == (3000.0, "某副区长", "王五")


def test_what_was_typed_into_a_row_taken_off_the_list_is_said(url: str) -> None:
    one, two = record("小升规", KELIFU), record("小升规", ZHONGPU)
    put(url, one, two)
    app = opened()
    app.segmented_control(key="w-ladder-annex").set_value(ENTERING).run()
    type_in(app, "ladder-entry", f"yunxi:2026:{one.id}", {"联络员": "甲"})
    fine(app.run())
    with open_store(url, SCHEMA) as store:
        store.write([Change.delete("ladder", one.id)], actor="王五", reason="移出")
    fine(app.run())
    assert "科立孚公司" in app.warning[0].value
    assert "写不进去" in app.warning[0].value
    press(app, "ladder-drop")
    assert not app.warning


def test_the_file_of_the_first_annex_holds_the_rows_of_the_page(url: str) -> None:
    from graph.desk.ladder.ground import ground
    from graph.desk.ladder.ladders import Book
    from graph.desk.ladder.plan import period, plan_rows
    from loaders.annexes import annex_bytes
    from views.tables.ladder import annex as table
    from views.workspace import Question, Workspace

    put(url, record("梯度培育", KELIFU, target_output_wan=2600.0))
    frame = opened().dataframe[0].value
    workspace = Workspace.open(url)
    try:
        under = ground(workspace.evaluation(Question(date=DATE)))
    finally:
        workspace.close()
    base, years = period(2026)
    held = Book(under, DATE, tuple(kept(url)))
    rows = [
        table.plan_cells(held, n, r)
        for n, r in enumerate(plan_rows(held, base, years, everyone=True), 1)
    ]
    data = annex_bytes("附件1", "表", "单位:万元", table.plan_heads(base, years), rows)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    names = [sheet.cell(r, 2).value for r in range(6, 6 + len(rows))]
    assert names == list(frame["企业名称"])

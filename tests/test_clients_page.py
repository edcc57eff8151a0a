"""客商库 opened: the list and its address, the board, one firm, talks, words, who adds whom."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from stores import SCHEMA
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest
from test_clients import lead, visit
from test_pages_apptest import DATE, ROOT, opened, press, words

from graph.desk.client.listing import Wish
from graph.model import Firm, Lead, StageWord, Visit
from graph.store import open_store
from graph.store.protocol import Change, Store
from views import settings
from views.pages.client import listing as client_list
from views.pages.client.filters import VIEWS
from views.pages.client.listing import client_workbook
from views.pages.client.new import Taken, take_on
from views.pages.context import answered, first_question
from views.pages.markup import literal
from views.tables.client import clients as table

PRODUCT = "bisphenol-a"
Pressed = Callable[[str], bytes]


@pytest.fixture
def url(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(settings, "today", lambda: DATE)
    return url


@pytest.fixture
def app(url: str) -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def firms(store: Store, number: int) -> list[Firm]:
    found = sorted((f for f in store.scan("firm") if isinstance(f, Firm)), key=lambda f: f.id)
    return [f for f in found if f.short_name is None][:number]


def put(url: str, *rows: Lead | Visit | StageWord) -> None:
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(row) for row in rows], actor="李四", reason="测试")


def only(url: str, id: str) -> Lead:
    with open_store(url, SCHEMA) as store:
        (found,) = store.get("lead", [id])
    assert isinstance(found, Lead)
    return found


def leads(url: str) -> list[Lead]:
    with open_store(url, SCHEMA) as store:
        return [r for r in store.scan("lead") if isinstance(r, Lead)]


def visits(url: str) -> list[Visit]:
    with open_store(url, SCHEMA) as store:
        return [r for r in store.scan("visit") if isinstance(r, Visit)]


def listed(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["企业名称"])


def only_key(app: AppTest, start: str) -> str:
    (found,) = [t.key for t in app.text_area if t.key and t.key.startswith(start)]
    return found


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> Pressed:
    """Makes the file of a download button the way the server does: in a thread of its own."""
    made: dict[str, Callable[[], bytes]] = {}
    add = MediaFileManager.add_deferred

    def kept(self: MediaFileManager, data: Any, *args: Any, **more: Any) -> str:
        made[str(more.get("file_name", args))] = data
        return add(self, data, *args, **more)

    monkeypatch.setattr(MediaFileManager, "add_deferred", kept)

    def press_it(title: str) -> bytes:
        (data,) = [data for name, data in made.items() if title in name]
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(data).result()

    return press_it


def labels(app: AppTest, start: str) -> list[str]:
    return [b.label for b in app.button if b.key and b.key.startswith(start)]


@pytest.fixture
def three(url: str) -> list[Firm]:
    """A firm that is late, one that is due, one given up."""
    with open_store(url, SCHEMA) as store:
        found = firms(store, 3)
    put(
        url,
        lead("late", "洽谈", found[0].id, next_due="2026-11-20", owner="王", product_id=PRODUCT),
        lead("due", "已联系", found[1].id, next_due="2026-12-20", owner="李", rating="A"),
        lead("gone", "放弃", found[2].id, end_reason="不投了"),
    )
    return found


# the list


@pytest.mark.parametrize("way", VIEWS)
def test_an_empty_list_says_where_to_begin(app: AppTest, way: str) -> None:
    opened(app, "clients", **{"as": way})
    assert "目标企业" in app.info[0].value
    assert not app.dataframe


def test_late_ones_come_first_and_the_first_is_shown_in_full(
    app: AppTest, three: list[Firm]
) -> None:
    opened(app, "clients")
    assert listed(app) == [f.name_zh for f in three]
    frame = app.dataframe[0].value
    assert tuple(frame.columns) == table.COLUMNS
    assert list(frame["催办"])[:2] == ["逾期 4 天", "还有 26 天"]
    text = words(app)
    assert "共 3 家,其中<b>逾期 1 家</b>" in text
    assert three[0].name_zh in text
    assert "双酚A" in text


def test_an_address_opens_its_filters_and_its_firm(app: AppTest, three: list[Firm]) -> None:
    opened(app, "clients", stage="已联系", owner="李", grade="A", client="due")
    assert listed(app) == [three[1].name_zh]
    assert app.multiselect(key="w-client-stages").value == ["已联系"]
    assert app.session_state["client"] == "due"
    app.button(key="client-clear").click().run()
    assert len(listed(app)) == 3
    assert "stage" not in app.query_params


def test_filters_write_the_address(app: AppTest, three: list[Firm]) -> None:
    opened(app, "clients").toggle(key="w-client-late").set_value(True).run()
    assert listed(app) == [three[0].name_zh]
    assert app.query_params["late"] in ("1", ["1"])
    app.toggle(key="w-client-late").set_value(False).run()
    app.text_input(key="w-client-text").set_value(three[1].name_zh).run()
    assert listed(app) == [three[1].name_zh]
    assert app.query_params["q"] in (three[1].name_zh, [three[1].name_zh])
    app.text_input(key="w-client-text").set_value("没有这样一家").run()
    assert "放宽" in app.info[0].value
    app.text_input(key="w-client-text").set_value("").run()
    app.selectbox(key="w-client-product").set_value(PRODUCT).run()
    assert listed(app) == [three[0].name_zh]


def test_what_an_address_makes_up_is_let_go(app: AppTest, three: list[Firm]) -> None:
    opened(app, "clients", stage="乱写", owner="无此人", segment="无此链", **{"as": "别的"})
    assert len(listed(app)) == 3
    opened(app, "clients", client="没有这一家")
    assert not app.exception


def test_of_many_only_the_first_are_listed_and_the_rest_are_said(
    app: AppTest, three: list[Firm], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_list, "MOST", 2)
    opened(app, "clients")
    assert len(listed(app)) == 2
    assert "只列前 2 家,其余 1 家见 Excel" in words(app)


LEAD_HEADERS = {
    "id": "编号",
    "firm_id": "企业名称",
    "product_id": "为哪个产品",
    "stage": "跟进阶段",
    "why": "为什么",
    "made_by": "谁加的",
    "made_at": "什么时候",
    "region_id": "所属地区",
    "gap_kind": "补链/延链/强链",
    "project_id": "对应项目",
    "rating": "等级",
    "owner": "对接人(我方)",
    "next_action": "下次动作",
    "next_due": "期限",
    "intent": "投资意向",
    "intent_investment_yi": "意向投资(亿元)",
    "intent_land_mu": "意向用地(亩)",
    "is_chemical": "涉及化工(填报)",
    "checks": "准入核查(填报)",
    "verdict": "研判结果",
    "end_reason": "暂缓或放弃原因",
    "note": "备注",
}
"""Column of a lead → its header in the workbook."""


def test_the_workbook_has_every_column_of_a_lead_and_only_what_was_asked_for(
    url: str, three: list[Firm]
) -> None:
    assert set(LEAD_HEADERS) == {c.name for c in SCHEMA["lead"].columns}
    assert set(LEAD_HEADERS.values()) <= set(table.SHEET_COLUMNS)
    seen = answered(first_question())
    for wish, names in (
        (Wish("yunxi"), [f.name_zh for f in three]),
        (Wish("yunxi", stages=("放弃",)), [three[2].name_zh]),
    ):
        book = openpyxl.load_workbook(io.BytesIO(client_workbook(seen, wish, "没有筛选")))
        rows = list(book["客商库"].iter_rows(values_only=True))
        assert rows[0] == table.SHEET_COLUMNS
        assert [row[rows[0].index("企业名称")] for row in rows[1:]] == names
    given = dict(zip(rows[0], rows[1], strict=True))
    assert (given["暂缓或放弃原因"], given["编号"], given["序号"]) == ("不投了", "gone", 1)


def test_what_is_unknown_stays_empty(url: str, three: list[Firm]) -> None:
    row = replace(only(url, "gone"), firm_id="nobody")
    on = client_list.shelf_of(answered(first_question()), [row])
    given = dict(zip(table.SHEET_COLUMNS, table.sheet_row(on, 1, row), strict=True))
    empty = ("意向投资(亿元)", "意向用地(亩)", "意向强度(万元/亩,计算)", "等级", "首次对接日")
    assert [given[name] for name in empty] == [None] * 5
    assert given["是否涉化/须进化工园区"] == "须定"
    assert given["约束提示(推算)"] is None


def test_a_workbook_made_outside_the_session_says_the_filters_of_the_page(
    app: AppTest, three: list[Firm], pressed: Pressed
) -> None:
    opened(app, "clients", stage="已联系", grade="A")
    book = openpyxl.load_workbook(io.BytesIO(pressed("客商库")))
    told = {str(c) for sheet in book for r in sheet.iter_rows(values_only=True) for c in r}
    assert "筛选:阶段 已联系;等级 A" in told
    assert three[1].name_zh in told
    assert three[0].name_zh not in told


def test_the_address_names_the_firm_clicked_last(app: AppTest, three: list[Firm]) -> None:
    page = opened(app, "clients")
    assert page.query_params["client"] in ("late", ["late"])
    key = page.dataframe[0].key
    assert key
    page.session_state[key] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    page.run()
    assert page.session_state["client"] == "due"
    assert page.query_params["client"] in ("due", ["due"])


def test_no_figure_of_an_intent_is_rounded_in_the_list(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    put(url, replace(only(url, "late"), intent_investment_yi=123.456, intent_land_mu=12345.0))
    columns = json.loads(opened(app, "clients").dataframe[0].proto.columns)
    for name in ("意向投资(亿元)", "意向用地(亩)"):
        assert columns[name]["type_config"]["format"] == "%.10g"


# one firm


def test_one_click_forward_keeps_the_step_on_record(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    opened(app, "clients", client="due")
    assert app.button(key="client-forward").label == "改到“已拜访”"
    press(app, "client-forward")
    assert only(url, "due").stage == "已拜访"
    (step,) = visits(url)
    assert (step.lead_id, step.way, step.stage) == ("due", "改进度", "已拜访")
    assert "已联系 → 已拜访" in words(app)


def test_giving_up_wants_a_reason(app: AppTest, url: str, three: list[Firm]) -> None:
    press(opened(app, "clients", client="late"), "client-stage")
    app.selectbox(key="move-stage-late").set_value("放弃").run()
    press(app, "move-save")
    assert [e.value for e in app.error] == ["改成“放弃”要写原因。"]
    assert only(url, "late").stage == "洽谈"
    app.text_area(key="move-why-late").set_value("土地不够").run()
    press(app, "move-save")
    assert (only(url, "late").stage, only(url, "late").end_reason) == ("放弃", "土地不够")


def test_a_talk_is_one_commit_with_what_is_next(app: AppTest, url: str, three: list[Firm]) -> None:
    press(opened(app, "clients", client="due"), "client-talk")
    press(app, "talk-save")
    assert [e.value for e in app.error] == ["还没有写谈了什么。"]
    app.text_area(key="talk-text-1").set_value("要看地")
    app.selectbox(key="talk-way-1").set_value("上门拜访")
    app.selectbox(key="talk-stage-1").set_value("洽谈")
    app.text_input(key="talk-action-1").set_value("发地块表")
    press(app, "talk-save")
    after, (told,) = only(url, "due"), visits(url)
    assert (after.stage, after.next_action, after.next_due) == ("洽谈", "发地块表", "2026-12-20")
    assert (told.date, told.way, told.text, told.stage) == (DATE, "上门拜访", "要看地", "洽谈")
    with open_store(url, SCHEMA) as store:
        (revision,) = store.history(ref=("visit", told.id))
        both = store.history(commit_id=revision.commit_id)
    assert {r.ref for r in both} == {("visit", told.id), ("lead", "due")}
    assert app.dataframe[0].value.set_index("企业名称").loc[three[1].name_zh, "最近联系日"] == DATE


def test_a_day_given_as_a_month_is_not_lost_by_a_talk(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    put(url, replace(only(url, "due"), next_due="2026-12"))
    press(opened(app, "clients", client="due"), "client-talk")
    app.text_area(key="talk-text-2").set_value("再约")
    press(app, "talk-save")
    assert only(url, "due").next_due == "2026-12"


def test_who_comes_second_is_told_and_nothing_is_lost(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    press(opened(app, "clients", client="due"), "client-stage")
    put(url, replace(only(url, "due"), owner="赵"))
    app.selectbox(key="move-stage-due").set_value("洽谈").run()
    assert "李四" in app.warning[0].value
    both = app.dataframe[-1].value.set_index("项目")
    assert set(both.index) == {"我方对接人", "进度"}
    assert tuple(both.loc["进度"]) == ("已联系", "洽谈")
    assert (only(url, "due").owner, only(url, "due").stage) == ("赵", "已联系")
    assert visits(url) == []
    press(app, "move-save-again")
    assert (only(url, "due").owner, only(url, "due").stage) == ("赵", "洽谈")
    assert [v.stage for v in visits(url)] == ["洽谈"]


def test_a_talk_typed_while_somebody_else_wrote_is_kept(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    press(opened(app, "clients", client="due"), "client-talk")
    app.text_area(key="talk-text-1").set_value("要看地").run()
    put(url, replace(only(url, "due"), owner="赵", next_action="发地块表"))
    app.selectbox(key="talk-stage-1").set_value("洽谈")
    press(app, "talk-save")
    assert "李四" in app.warning[0].value
    assert visits(url) == []
    press(app, "talk-save-again")
    after, (told,) = only(url, "due"), visits(url)
    assert (after.owner, after.next_action, after.stage) == ("赵", "发地块表", "洽谈")
    assert told.text == "要看地"


def test_a_talk_tells_the_stage_somebody_else_brought_the_firm_to(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    press(opened(app, "clients", client="due"), "client-talk")
    app.text_area(key="talk-text-1").set_value("要看地")
    put(url, replace(only(url, "due"), stage="洽谈"))
    press(app, "talk-save")
    press(app, "talk-save-again")
    assert (only(url, "due").stage, [v.stage for v in visits(url)]) == ("洽谈", ["洽谈"])


def test_who_was_taken_off_meanwhile_gets_no_talk(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    press(opened(app, "clients", client="due"), "client-talk")
    app.text_area(key="talk-text-1").set_value("要看地")
    with open_store(url, SCHEMA) as store:
        store.write([Change.delete("lead", "due")], actor="李四", reason="移出")
    press(app, "talk-save")
    assert "已被别人移出客商库" in app.warning[0].value
    assert visits(url) == []
    assert {row.id for row in leads(url)} == {"late", "gone"}


def test_an_old_talk_noted_later_does_not_tell_of_the_stage_today(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    for text, stage, kept in (("见过一面", None, None), ("那天去看了", "已拜访", "已拜访")):
        press(opened(app, "clients", client="due"), "client-talk")
        key = only_key(app, "talk-text-")
        turn = key.removeprefix("talk-text-")
        app.date_input(key=f"talk-date-{turn}").set_value(dt.date(2026, 9, 1))
        app.text_area(key=key).set_value(text)
        if stage:
            app.selectbox(key=f"talk-stage-{turn}").set_value(stage)
        press(app, "talk-save")
        assert [v.stage for v in visits(url) if v.text == text] == [kept]
    assert only(url, "due").stage == "已拜访"


def test_a_talk_written_wrong_is_corrected(app: AppTest, url: str, three: list[Firm]) -> None:
    put(url, visit("v", "due", "2026-11-01"), visit("s", "due", "2026-11-02", way="改进度"))
    opened(app, "clients", client="due")
    assert labels(app, "client-mend-") == [literal("2026-11-01 电话:谈了")]
    press(app, "client-mend-v")
    turn = app.session_state["record-turn"]
    app.text_area(key=f"rf-{turn}-text").set_value("谈了用地")
    press(app, "record-save")
    assert {v.id: v.text for v in visits(url)} == {"v": "谈了用地", "s": "谈了"}


def test_a_firm_taken_off_goes_with_its_talks(app: AppTest, url: str, three: list[Firm]) -> None:
    put(url, visit("v", "gone", "2026-11-01"))
    press(opened(app, "clients", client="gone"), "client-remove")
    assert app.button(key="remove-client").disabled
    app.text_input(key="remove-why").set_value("重复").run()
    press(app, "remove-client")
    assert {row.id for row in leads(url)} == {"late", "due"}
    assert visits(url) == []
    assert not app.info
    assert app.session_state["client"] == "late"
    with open_store(url, SCHEMA) as store:
        assert store.history(ref=("lead", "gone"))[-1].reason == "移出客商库:重复"


def test_its_gap_its_checks_and_the_rule_of_the_notice_are_said(
    app: AppTest, three: list[Firm]
) -> None:
    text = words(opened(app, "clients", client="late"))
    assert "岳云政办发〔2022〕6号" in text
    assert "涉化,须进化工园区(按产品推算)" in text
    assert any(e.label.startswith("准入十项核对:须核查") for e in app.expander)
    assert "client-gap" in [b.key for b in app.button]


# the board and the ladder


def test_the_board_has_a_column_for_each_stage_and_one_click_moves(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    opened(app, "clients", **{"as": "看板"})
    text = words(app)
    for stage, count in (("线索", 0), ("已联系", 1), ("洽谈", 1), ("签约", 0), ("放弃", 1)):
        assert f"{stage}<b>{count}</b>" in text
    assert "逾期 4 天" in text
    assert labels(app, "client-next-") == ["→ 已拜访", "→ 意向"]
    press(app, "client-next-late")
    assert only(url, "late").stage == "意向"
    assert [v.stage for v in visits(url)] == ["意向"]
    press(app, "client-open-due")
    assert app.session_state["client"] == "due"


def test_a_name_is_never_read_as_markdown(app: AppTest, url: str, three: list[Firm]) -> None:
    odd = replace(three[0], name_zh="![图](//b.cn)**有限公司**")
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(odd)], actor="李四", reason="测试")
    opened(app, "clients", **{"as": "看板"})
    (label,) = [b.label for b in app.button if b.key == "client-open-late"]
    assert label == r"\!\[图\]\(\/\/b\.cn\)\*\*有限公司\*\*"


def test_the_ladder_counts_what_was_written_down(app: AppTest, url: str, three: list[Firm]) -> None:
    put(url, visit("v", "late", "2026-11-10", stage="洽谈"))
    opened(app, "clients", **{"as": "转化"})
    frame = app.dataframe[0].value.set_index("月份")
    assert frame.loc["2026-11", "线索"] == "3"
    assert frame.loc["2026-11", "洽谈"] == "1"
    assert frame.loc["月份没记", "已联系"] == "1"
    assert frame.loc["合计", "已联系"] == "2"
    assert frame.loc["比上一步", "已联系"] == "67%"


# words


def test_local_words_stand_everywhere_and_records_keep_the_standard(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    press(opened(app, "clients"), "client-words")
    app.text_input(key="word-lead_stage-洽谈").set_value("在谈").run()
    press(app, "words-save")
    assert app.dataframe[0].value["跟进阶段"].iloc[0] == "在谈"
    assert "在谈" in app.multiselect(key="w-client-stages").options
    assert only(url, "late").stage == "洽谈"
    app.segmented_control(key="w-client-view").set_value("看板").run()
    assert "在谈<b>1</b>" in words(app)


def test_two_stages_may_not_be_called_alike(app: AppTest, three: list[Firm]) -> None:
    press(opened(app, "clients"), "client-words")
    app.text_input(key="word-lead_stage-洽谈").set_value("意向").run()
    press(app, "words-save")
    assert "不能都叫" in app.error[0].value


def test_words_somebody_else_changed_meanwhile_are_not_overwritten(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    row = StageWord("lead_stage-5", "lead_stage", "洽谈", "在谈", 5, None)
    put(url, row)
    press(opened(app, "clients"), "client-words")
    put(url, replace(row, shown="面谈"))
    app.text_input(key="word-lead_stage-洽谈").set_value("细谈").run()
    press(app, "words-save")
    assert "叫法没有改" in app.error[0].value
    with open_store(url, SCHEMA) as store:
        (now,) = store.get("stage_word", ["lead_stage-5"])
    assert isinstance(now, StageWord)
    assert now.shown == "面谈"


# many at once


def test_many_firms_are_given_their_next_step_in_one_table(
    app: AppTest, url: str, three: list[Firm]
) -> None:
    page = opened(app, "clients", **{"as": "表格编辑"})
    frame = page.data_editor[0].value
    assert list(frame.index) == ["late", "due", "gone"]
    assert list(frame["stage"]) == ["洽谈", "已联系", "放弃"]
    edits = {0: {"next_action": "请来看地"}, 1: {"owner": "王", "intent_land_mu": 80.5}}
    page.session_state["client-grid-0"] = {
        "edited_rows": edits,
        "added_rows": [],
        "deleted_rows": [],
    }
    press(page.run(), "client-grid-save")
    assert only(url, "late").next_action == "请来看地"
    assert (only(url, "due").owner, only(url, "due").intent_land_mu) == ("王", 80.5)
    assert only(url, "gone").next_action is None


# who is taken on


def test_a_known_firm_is_taken_on_with_who_when_and_why(app: AppTest, url: str) -> None:
    with open_store(url, SCHEMA) as store:
        firm = firms(store, 1)[0]
    press(opened(app, "clients"), "client-new")
    assert app.button(key="new-client-go").disabled
    app.text_input(key="new-client-name").set_value(firm.name_zh).run()
    app.selectbox(key="new-client-product").set_value(PRODUCT).run()
    app.text_input(key="new-client-owner").set_value("王")
    press(app, "new-client-go")
    (row,) = leads(url)
    assert (row.firm_id, row.product_id, row.stage, row.owner) == (firm.id, PRODUCT, "线索", "王")
    assert row.region_id == "yunxi"
    assert row.why
    assert row.made_at


def test_a_name_only_like_one_on_record_has_to_be_chosen(app: AppTest, url: str) -> None:
    with open_store(url, SCHEMA) as store:
        firm = firms(store, 1)[0]
    press(opened(app, "clients"), "client-new")
    app.text_input(key="new-client-name").set_value(firm.name_zh[:4]).run()
    which = app.radio(key=f"new-client-which-{firm.name_zh[:4]}")
    assert len(which.options) > 1
    assert which.value is None
    assert app.button(key="new-client-go").disabled


def test_a_firm_nobody_knew_is_made_with_it(app: AppTest, url: str) -> None:
    press(opened(app, "clients"), "client-new")
    app.text_input(key="new-client-name").set_value("某某测试新材料有限公司").run()
    app.radio(key="new-client-which-某某测试新材料有限公司").set_value("").run()
    press(app, "new-client-go")
    (row,) = leads(url)
    with open_store(url, SCHEMA) as store:
        (firm,) = store.get("firm", [row.firm_id])
    assert isinstance(firm, Firm)
    assert (firm.name_zh, firm.basis, firm.status) == ("某某测试新材料有限公司", "user", "未核")
    assert (firm.revenue_yi, firm.province, firm.aliases) == (None, None, ())
    assert listed(app) == ["某某测试新材料有限公司"]


def test_ticked_firms_go_in_once_each_with_their_own_reason(app: AppTest, url: str) -> None:
    seen = answered(first_question())
    targets = seen.evaluation.targets_for(PRODUCT)[:3]
    wanted = [Taken(t.firm_id, PRODUCT, f"理由 {t.rank}", "强链") for t in targets]
    assert take_on(seen, wanted[:2]) == "已加入客商库 2 家"
    said = take_on(seen, wanted)
    assert said is not None
    assert said.startswith("已加入客商库 1 家;")
    assert "没有重复加" in said
    assert {row.firm_id: row.why for row in leads(url)} == {t.firm_id: t.why for t in wanted}
    again = take_on(seen, wanted)
    assert again is not None
    assert "已加入" not in again
    assert len(leads(url)) == 3


def test_a_firm_page_offers_to_go_after_a_firm_elsewhere(app: AppTest, url: str) -> None:
    seen = answered(first_question())
    firm_id = seen.evaluation.targets_for(PRODUCT)[0].firm_id
    press(opened(app, "firm", firm=firm_id), "firm-lead")
    press(app, "new-client-go")
    assert [row.firm_id for row in leads(url)] == [firm_id]
    here = sorted(seen.evaluation.national.local_firms)[0]
    opened(app, "firm").session_state["firm"] = here
    app.run()
    assert "firm-lead" not in [b.key for b in app.button]

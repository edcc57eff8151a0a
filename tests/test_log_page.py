"""修改记录: who did what, column by column; taking back; one record's history; held updates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ladder_set import entry
from stores import SCHEMA, shared_store_url
from streamlit.testing.v1 import AppTest
from test_pages_apptest import ROOT, opened, words

from graph.desk.editing import commit_revisions
from graph.desk.held import held_update
from graph.facts import Facts
from graph.model import Capacity, Contact, Lead, Project, Record, Visit
from graph.reading import read_facts
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.fresh import ACTOR
from views.tables import log as table
from views.tables.named import Names

WHEN = "2026-11-24 09:00"
FIRM = "heng-li-shi-hua-da-lian"


@pytest.fixture
def app(url: str) -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def lead(id: str = "one", **more: object) -> Lead:
    given = {"stage": "线索", "why": None, "made_by": None, "made_at": WHEN}
    return Lead(id, FIRM, None, **{**given, **more})  # type: ignore[arg-type]


def put(url: str, *records: Record, who: str = "张三", why: str = "改客商") -> str:
    with open_store(url, SCHEMA) as store:
        return store.write([Change.put(r) for r in records], actor=who, reason=why).commit_id


def leads(url: str) -> list[Record]:
    with open_store(url, SCHEMA) as store:
        return list(store.scan("lead"))


def rows(app: AppTest) -> list[list[object]]:
    return [list(row) for row in app.dataframe[0].value.itertuples(index=False)]


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception
    return app


def test_the_newest_change_first_and_column_by_column(app: AppTest, url: str) -> None:
    put(url, lead(), why="加客商")
    put(url, lead(stage="洽谈", intent_investment_yi=3.5), who="李四", why="谈上了")
    opened(app, "log")
    found = rows(app)
    assert [r[1:3] for r in found[:3]] == [
        ["李四", "谈上了"],
        ["张三", "加客商"],
        ["系统", found[2][2]],
    ]
    assert found[0][3] == "修改客商“恒力石化(大连)”"
    text = words(app)
    assert "李四" in text
    assert "进度:</span>线索 → 洽谈" in text
    assert '意向投资(亿元):</span><span class="lt-src">(空)</span> → 3.5' in text


def test_a_change_is_taken_back_and_that_is_in_the_log_too(app: AppTest, url: str) -> None:
    put(url, lead())
    put(url, lead(stage="洽谈"), who="李四", why="谈上了")
    opened(app, "log").button(key="log-undo").click()
    run(app)
    assert leads(url) == [lead()]
    assert rows(app)[0][1:3] == ["未具名", "撤销:谈上了"]
    app.button(key="log-undo").click()
    run(app)
    assert leads(url) == [lead(stage="洽谈")]
    assert rows(app)[0][2] == "撤销:撤销:谈上了"


def test_what_somebody_changed_since_is_said_and_nothing_is_written(app: AppTest, url: str) -> None:
    put(url, lead())
    mine = put(url, lead(rating="A"), why="定级")
    put(url, lead(rating="A", stage="洽谈"), who="李四", why="谈上了")
    opened(app, "log")
    app.session_state[app.dataframe[0].key] = {
        "selection": {"rows": [1], "columns": [], "cells": []}
    }
    run(app).button(key="log-undo").click()
    run(app)
    (said,) = [e.value for e in app.error]
    assert said.startswith("没有撤销,什么也没有写入")
    assert "客商“恒力石化(大连)”由 李四 在" in said
    assert "谈上了" in said
    with open_store(url, SCHEMA) as store:
        assert store.commits(limit=1)[0].reason == "谈上了"
        assert commit_revisions(store, mine)
    assert not run(app).error  # said once


def test_the_first_filling_is_one_line_with_a_count_and_no_button(app: AppTest) -> None:
    opened(app, "log")
    (line,) = rows(app)
    assert line[1] == ACTOR
    assert int(str(line[4])) > 8000
    assert not [b for b in app.button if b.key == "log-undo"]
    text = words(app)
    assert table.WRITTEN in text
    assert "其余" in text


def test_nobody_takes_back_while_presenting_or_without_the_right(
    app: AppTest, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(url, lead())
    opened(app, "log")
    assert app.button(key="log-undo")
    app.session_state["presenting"] = True
    run(app)
    assert not [b for b in app.button if b.key == "log-undo"]
    assert table.PRESENTING in words(app)
    app.session_state["presenting"] = False
    monkeypatch.setattr("views.pages.log_detail.may_write", lambda: False)
    run(app)
    assert not [b for b in app.button if b.key == "log-undo"]
    assert "只能看" in words(app)


def test_filters_by_person_kind_and_reason(app: AppTest, url: str) -> None:
    put(url, lead(), why="加客商")
    put(
        url,
        Visit("v", "one", "2026-11-20", "上门拜访", None, None, "谈了", None, None, WHEN),
        who="李四",
    )
    opened(app, "log").selectbox(key="w-log-who").set_value("李四").run()
    assert [r[1] for r in rows(app)] == ["李四"]
    app.selectbox(key="w-log-who").set_value(None).run()
    app.selectbox(key="w-log-kind").set_value("lead").run()
    assert [r[2] for r in rows(app)] == ["加客商"]
    app.selectbox(key="w-log-kind").set_value(None).run()
    app.text_input(key="w-log-text").set_value("加客").run()
    assert [r[2] for r in rows(app)] == ["加客商"]
    app.text_input(key="w-log-until").set_value("2020").run()
    assert [i.value for i in app.info] == ["没有符合条件的修改。"]
    app.text_input(key="w-log-until").set_value("去年").run()
    assert [e.value for e in app.error] == ["日期写成 2023、2023-12 或 2023-12-15"]
    assert [r[2] for r in rows(app)] == ["加客商"]
    app.text_input(key="w-log-until").set_value("").run()
    app.text_input(key="w-log-text").set_value("没有这种原因").run()
    assert [i.value for i in app.info] == ["没有符合条件的修改。"]
    assert not app.exception


def test_an_address_opens_one_record(app: AppTest, url: str) -> None:
    put(url, lead(), why="加客商")
    put(url, lead("two"), why="加另一家")
    put(url, lead(stage="洽谈"), why="谈上了")
    opened(app, "log", kind="lead", id="one")
    assert [r[2] for r in rows(app)] == ["谈上了", "加客商"]
    assert "客商“恒力石化(大连)”的修改记录" in words(app)
    app.button(key="log-all").click()
    run(app)
    assert [r[2] for r in rows(app)][:3] == ["谈上了", "加另一家", "加客商"]


def test_more_than_a_page_is_there_on_demand(app: AppTest, url: str) -> None:
    with open_store(url, SCHEMA) as store:
        for n in range(60):
            note = lead(why=f"第 {n} 次")
            store.write([Change.put(note)], actor="张三", reason=f"改 {n}")
    assert len(rows(opened(app, "log"))) == 50
    app.button(key="log-more").click()
    assert len(rows(run(app))) == 61


def test_contacts_are_never_written_out(app: AppTest, url: str) -> None:
    person = Contact("c", FIRM, "赵某某", "经理", "13900000000", None, None, None, WHEN)
    put(url, person, why="记联系人")
    text = words(opened(app, "log"))
    assert table.PRIVATE in text
    with open_store(url, SCHEMA) as store:
        told = store.history(ref=("contact", "c"))
        names = Names(Facts(), store, SCHEMA)
        lines = table.detail_rows(SCHEMA, names, told)
    assert rows(app)[0][3] == "新增联系人“恒力石化(大连)”"
    for hidden in ("13900000000", "赵某某"):
        assert hidden not in text + str(rows(app)) + str(lines)


def test_what_a_month_was_told_of_is_named_by_kind_and_name(url: str) -> None:
    id = put(url, entry("ethylene-complex", "2026-11", total_done=9000.0))
    with open_store(url, SCHEMA) as store:
        names = Names(read_facts(store), store, SCHEMA)
        found = {r[7]: r[9] for r in table.detail_rows(SCHEMA, names, commit_revisions(store, id))}
    assert found["填报对象类别"] == "项目"
    assert str(found["填报对象"]).startswith("中国石化岳阳地区100万吨/年乙烯")


def test_who_sat_opposite_is_never_written_out(url: str) -> None:
    visit = Visit("v", "one", "2026-11-20", "电话", "张三", "赵某某", "谈用地", None, None, WHEN)
    put(url, lead(), visit)
    id = put(url, replace(visit, theirs="钱某某", text="谈了用地"))
    with open_store(url, SCHEMA) as store:
        told = commit_revisions(store, id)
        lines = table.detail_rows(SCHEMA, Names(read_facts(store), store, SCHEMA), told)
    assert [line[-3:] for line in lines] == [("谈了什么", "谈用地", "谈了用地")]


def test_excel_says_every_column_before_and_after(url: str) -> None:
    put(url, lead(), why="加客商")
    id = put(url, lead(stage="洽谈", next_due="2026-12"), why="=谈上了")
    with open_store(url, SCHEMA) as store:
        told = commit_revisions(store, id)
        names = Names(read_facts(store), store, SCHEMA)
        names.learn(table.records(told))
        found = table.detail_rows(SCHEMA, names, told)
    assert [row[1:] for row in found] == [
        ("张三", "=谈上了", "客商", "恒力石化(大连)", "one", "修改", "进度", "线索", "洽谈"),
        ("张三", "=谈上了", "客商", "恒力石化(大连)", "one", "修改", "下一步期限", None, "2026-12"),
    ]
    assert all(len(row) == len(table.DETAIL_COLUMNS) for row in found)


def test_what_records_refer_to_is_named_even_outside_the_facts(url: str) -> None:
    visit = Visit("v", "one", "2026-11-20", "上门拜访", None, None, "谈了扩产", None, None, WHEN)
    put(url, lead(), visit)
    with open_store(url, SCHEMA) as store:
        names = Names(read_facts(store), store, SCHEMA)
        names.learn([visit])
        assert names.of(visit) == "恒力石化(大连) · 2026-11-20"
        assert names.cell("visit", SCHEMA["visit"].column("lead_id"), "one") == "恒力石化(大连)"
        assert names.cell("visit", SCHEMA["visit"].column("lead_id"), "gone") == "gone"


def test_every_kind_of_record_has_a_name_to_be_called_by() -> None:
    with open_store(shared_store_url(), SCHEMA) as store:
        facts = read_facts(store)
        names = Names(facts, store, SCHEMA)
        for kind, records in facts.by_kind.items():
            for record in list(records.values())[:20]:
                assert names.of(record), kind
        unit = next(iter(facts.all(Capacity).values()))
        assert names.of(unit) == unit.name_zh[:30]


# -- one record's history, on any page -------------------------------------------------------


def history_script() -> None:
    from views.pages.context import view
    from views.pages.record.log import record_history

    record_history(view(), "lead", "one")


def test_the_history_of_one_record_in_an_expander(url: str) -> None:
    app = run(AppTest.from_function(history_script, default_timeout=60))
    assert "没有修改记录" in words(app)
    put(url, lead(), why="加客商")
    put(url, lead(stage="洽谈"), who="李四", why="谈上了")
    text = words(run(app))
    assert text.index("谈上了") < text.index("加客商")
    assert "线索 → 洽谈" in text
    assert app.button(key="record-log-lead-one").label == "到修改记录里看"


# -- updates held back -----------------------------------------------------------------------


def project(store: Store) -> Project:
    (found,) = store.scan("project", limit=1)
    assert isinstance(found, Project)
    return found


@pytest.fixture
def held(url: str) -> tuple[Project, Project]:
    """A project somebody changed here while newer data say something else: ours and theirs."""
    with open_store(url, SCHEMA) as store:
        given = project(store)
        ours, theirs = replace(given, note="我们核过"), replace(given, investment_yi=99.5)
        store.write([Change.put(ours)], actor="张三", reason="核过")
        update = held_update(("project", given.id), theirs, SCHEMA, version="新版", made_at=WHEN)
        store.write([Change.put(update)], actor=ACTOR, reason="更新随附数据")
    return ours, theirs


def stands(url: str, id: str) -> tuple[Record, int]:
    """The project, and how many updates are held."""
    with open_store(url, SCHEMA) as store:
        return store.get("project", [id]).records[0], store.count("held_update")


def test_a_held_update_shows_both_sides(app: AppTest, held: tuple[Project, Project]) -> None:
    ours, _ = held
    opened(app, "log")
    assert [e.label for e in app.expander] == ["数据更新与你们的修改不一致(1 条)"]
    listed, both = app.dataframe[0].value, app.dataframe[1].value
    assert list(listed["编号"]) == [ours.id]
    assert list(listed["我们谁改的"]) == ["张三"]
    assert {"投资(亿元)", "备注"} == set(both["列"])
    assert "99.5" in list(both["新数据"])
    assert "我们核过" in list(both["我们的"])


@pytest.mark.parametrize("way", ["take", "keep", "join"])
def test_a_held_update_is_settled_with_one_button(
    app: AppTest, url: str, held: tuple[Project, Project], way: str
) -> None:
    ours, theirs = held
    opened(app, "log").button(key=f"updates-{way}").click()
    run(app)
    both = replace(theirs, note=ours.note)
    wanted = {"take": theirs, "keep": ours, "join": both}[way]
    assert stands(url, ours.id) == (wanted, 0)
    assert not app.expander
    reason = str(rows(app)[0][2])
    assert reason.startswith("数据更新:")
    app.button(key="log-undo").click()
    run(app)
    assert stands(url, ours.id) == (ours, 1)


def test_a_held_update_somebody_settled_meanwhile_is_refused(
    app: AppTest, url: str, held: tuple[Project, Project]
) -> None:
    ours, _ = held
    opened(app, "log")
    with open_store(url, SCHEMA) as store:
        store.write([Change.delete("held_update", f"project:{ours.id}")], actor="李四", reason="定")
    app.button(key="updates-take").click()
    run(app)
    assert stands(url, ours.id) == (ours, 0)

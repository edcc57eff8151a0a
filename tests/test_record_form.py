"""The form of one record: what it writes, and two people at one record."""

from __future__ import annotations

from stores import SCHEMA
from streamlit.testing.v1 import AppTest

from graph.model import Lead
from graph.store import open_store
from graph.store.protocol import Change, Store


def script() -> None:
    import streamlit as st

    from views.pages.context import view
    from views.pages.record.form import Form, form_dialog, open_form

    form = Form(
        "lead",
        "客商",
        {"跟进": ("stage", "rating", "next_due"), "意向": ("intent_investment_yi", "why")},
        fixed={"firm_id": "hengli", "product_id": None, "made_by": None, "made_at": "2026-11-24"},
    )
    if st.button("加", key="add"):
        open_form(view(), form)
    if st.button("改", key="edit"):
        open_form(view(), form, "one")
    form_dialog(view())


def lead(**more: object) -> Lead:
    given = {"stage": "线索", "why": None, "made_by": None, "made_at": "2026-11-24 09:00"}
    return Lead("one", "hengli", None, **{**given, **more})  # type: ignore[arg-type]


def open_dialog(key: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60).run()
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


def field(app: AppTest, name: str) -> str:
    return f"rf-{app.session_state['record-turn']}-{name}"


def put(url: str, record: Lead) -> None:
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(record)], actor="李四", reason="改客商")


def only(store: Store) -> Lead:
    (found,) = store.scan("lead")
    assert isinstance(found, Lead)
    return found


def test_what_is_asked_is_written_and_the_rest_stays_unknown(url: str) -> None:
    app = open_dialog("add")
    app.selectbox(key=field(app, "stage")).set_value("洽谈")
    app.number_input(key=field(app, "intent_investment_yi")).set_value(3.5)
    app.text_input(key=field(app, "next_due")).set_value("2026年12月1日")
    app.button(key="record-save").click().run()
    with open_store(url, SCHEMA) as store:
        made = only(store)
        (told,) = store.history(ref=("lead", made.id))
    assert (made.stage, made.intent_investment_yi, made.next_due) == ("洽谈", 3.5, "2026-12-01")
    assert (made.why, made.rating, made.intent_land_mu) == (None, None, None)
    assert (told.actor, told.reason) == ("未具名", "加客商")


def test_a_date_nobody_can_read_is_not_written(url: str) -> None:
    app = open_dialog("add")
    app.text_input(key=field(app, "next_due")).set_value("下周").run()
    assert [e.value for e in app.error] == ["“下一步期限”:日期写成 2023、2023-12 或 2023-12-15"]
    assert app.button(key="record-save").disabled


def test_less_than_nothing_is_no_amount(url: str) -> None:
    app = open_dialog("add")
    app.selectbox(key=field(app, "stage")).set_value("洽谈")
    app.number_input(key=field(app, "intent_investment_yi")).set_value(-3.5).run()
    assert [e.value for e in app.error] == ["“意向投资”:不能是负数"]
    assert app.button(key="record-save").disabled


def test_what_is_required_is_asked_for(url: str) -> None:
    app = open_dialog("add")
    app.button(key="record-save").click().run()
    assert [e.value for e in app.error] == ["还缺:进度"]


def test_the_second_of_two_is_told_and_shown_both(url: str) -> None:
    put(url, lead())
    app = open_dialog("edit")
    app.selectbox(key=field(app, "rating")).set_value("A")
    put(url, lead(stage="洽谈"))
    app.button(key="record-save").click().run()
    assert "李四" in app.warning[0].value
    shown = app.dataframe[0].value
    assert {"进度", "客商等级"} <= set(shown["项目"])
    app.button(key="record-mine").click().run()
    with open_store(url, SCHEMA) as store:
        assert (only(store).stage, only(store).rating) == ("洽谈", "A")


def test_mine_may_be_given_up(url: str) -> None:
    put(url, lead())
    app = open_dialog("edit")
    app.selectbox(key=field(app, "rating")).set_value("A")
    put(url, lead(stage="洽谈"))
    app.button(key="record-save").click().run()
    app.button(key="record-theirs").click().run()
    with open_store(url, SCHEMA) as store:
        assert only(store) == lead(stage="洽谈")

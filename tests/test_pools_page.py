"""资金池人才池 opened: both pools, adding, editing, deleting, what a record fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ladder_set import DATE, shipped
from stores import SCHEMA, shared_store_url
from streamlit.testing.v1 import AppTest
from test_pages_apptest import ROOT, words

from graph.model import Fund, Talent
from graph.results import Gap
from graph.store import open_store
from graph.store.protocol import Change
from views.tables import pools as table
from views.tables.overview import gap_key

SAMPLE = "示例"


def opened(part: str = "资金池") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["pool"] = part
    app.run()
    app.switch_page("views/pages/pools.py").run()
    return fine(app)


def fine(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    return fine(app)


def field(app: AppTest, name: str) -> str:
    return f"rf-{app.session_state['record-turn']}-{name}"


def funds(url: str) -> dict[str, Fund]:
    with open_store(url, SCHEMA) as store:
        return {r.id: r for r in store.scan("fund") if isinstance(r, Fund)}


@pytest.mark.parametrize(
    ("part", "columns", "count"),
    [("资金池", table.FUND_COLUMNS, 2), ("人才池", table.TALENT_COLUMNS, 15)],
)
def test_both_pools_list_every_record_with_all_columns(
    monkeypatch: pytest.MonkeyPatch, part: str, columns: tuple[str, ...], count: int
) -> None:
    monkeypatch.setenv("LIANTU_STORE", shared_store_url())
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    app = opened(part)
    frame = app.dataframe[0].value
    assert tuple(frame.columns) == columns
    assert len(frame) == count
    assert frame["来源"].notna().all()
    assert f"共 {count} 条" in words(app)


def test_unknown_size_is_said_and_never_zero(url: str) -> None:
    app = opened()
    assert app.dataframe[0].value["规模(亿元)"].isna().sum() == 1
    choose(app, "pool-list-资金池-2", 1)
    assert "<td>未知</td>" in words(app)
    assert "投向没有写到产品" not in words(app)
    assert "对不上具体的缺口" in words(app)


def choose(app: AppTest, key: str, row: int) -> None:
    app.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    fine(app.run())


def test_a_fund_is_added_by_the_form_and_fits_at_once(url: str) -> None:
    app = opened()
    press(app, "pool-add")
    app.text_input(key=field(app, "name_zh")).set_value(f"{SAMPLE}基金")
    app.text_input(key=field(app, "focus")).set_value("己内酰胺、尼龙")
    app.number_input(key=field(app, "size_yi")).set_value(80.0)
    press(app, "record-save")
    (made,) = [f for f in funds(url).values() if f.name_zh == f"{SAMPLE}基金"]
    assert (made.region_id, made.basis, made.stage) == ("yunxi", "user", "未核")
    assert (made.size_yi, made.terms, made.source_id) == (80.0, None, None)
    app = opened()
    assert app.dataframe[0].value["名称"][0] == f"{SAMPLE}基金"  # the largest
    fits = app.dataframe[1].value
    assert tuple(fits.columns) == table.USE_COLUMNS
    assert fits["为什么"][0].startswith("写明产品“己内酰胺”")
    assert "缺口·强链" in set(fits["类别"])
    assert any(k.startswith("项目·") for k in fits["类别"])


def test_a_gap_that_fits_can_be_opened(url: str) -> None:
    app = opened("人才池")
    choose(app, "pool-list-人才池-15", 3)
    fits = app.dataframe[1].value
    at = list(fits["类别"]).index("缺口·强链")
    choose(app, f"pool-uses-q07-{len(fits)}", at)
    app.button(key="pool-go-gap").click().run()
    fine(app)
    name = fits["缺口或项目"][at]
    (gap,) = [g for g in shipped().gaps if g.kind == "强链" and product_name(g) == name]
    assert app.session_state["gap"] == gap_key(gap)


def test_a_project_that_fits_can_be_opened(url: str) -> None:
    app = opened("人才池")
    choose(app, "pool-list-人才池-15", 3)
    fits = app.dataframe[1].value
    at = next(n for n, kind in enumerate(fits["类别"]) if kind.startswith("项目·"))
    choose(app, f"pool-uses-q07-{len(fits)}", at)
    app.button(key="pool-go-project").click().run()
    fine(app)
    found = shipped().chain.facts.projects[app.session_state["project"]]
    assert found.name_zh == fits["缺口或项目"][at]


def product_name(gap: Gap) -> str:
    return shipped().chain.facts.product_name(gap.product_id)


def test_a_team_is_changed_by_the_form(url: str) -> None:
    app = opened("人才池")
    choose(app, "pool-list-人才池-15", 1)
    press(app, "pool-edit")
    app.multiselect(key=field(app, "product_ids")).set_value(["caprolactam"])
    press(app, "record-save")
    with open_store(url, SCHEMA) as store:
        (found,) = store.get("talent", ["q05"])
    assert isinstance(found, Talent)
    assert found.product_ids == ("caprolactam",)
    assert found.source_id == "S8b51feac"
    choose(app, "pool-list-人才池-15", 1)
    assert "写明产品己内酰胺" in set(app.dataframe[1].value["为什么"])


def test_a_record_is_deleted_after_a_second_look(url: str) -> None:
    app = opened()
    assert len(funds(url)) == 2
    press(app, "pool-drop")
    assert list(funds(url)) == ["city-industry-fund"]
    assert len(app.dataframe[0].value) == 1


def test_a_record_somebody_changed_since_is_not_deleted(url: str) -> None:
    app = opened()
    with open_store(url, SCHEMA) as store:
        theirs = [Change.put(replace(f, terms="新条件")) for f in funds(url).values()]
        store.write(theirs, actor="王五", reason="改资金")
    app.button(key="pool-drop").click().run()
    assert "没有删去" in app.error[0].value
    assert len(funds(url)) == 2


def test_an_empty_pool_says_how_to_begin(url: str) -> None:
    app = opened()
    press(app, "pool-drop")
    press(app, "pool-drop")
    assert "还没有记录" in app.info[0].value

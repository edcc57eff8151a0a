"""两图 with saved views, lines that are clicked, the nation of one product, places kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from store_edits import is_edited
from stores import a_store_url, last_seq, shared_store_url
from streamlit.testing.v1 import AppTest
from test_pages_apptest import DATE, ROOT, opened, words

from graph.model import MapSheet, MapView
from graph.store import open_store
from graph.store.protocol import Change
from loaders.fresh import ACTOR
from loaders.schema import read_schema
from loaders.seed import ensure_store_at, seed
from views.map.outlets import plain_view
from views.map.remember import REASON, new_sheets, remember
from views.tables.recipes import routes_between
from views.workspace import Question, Workspace

SCHEMA = read_schema(ROOT / "data" / "schema")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("LIANTU_STORE", shared_store_url())
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def own(tmp_path: Path) -> str:
    url = a_store_url(tmp_path)
    ensure_store_at(url, ROOT / "data", SCHEMA)
    return url


def test_a_view_brings_its_picture_and_sub_chains(app: AppTest) -> None:
    opened(app, "maps")
    options = app.selectbox(key="w-map-view").options
    assert options[0] == "全链"
    app.selectbox(key="w-map-view").set_value("丙烯链").run()
    assert not app.exception, app.exception
    assert app.multiselect(key="w-map-segments").value == ["丙烯链", "环氧丙烷·聚醚"]
    assert app.query_params["view"] == "丙烯链"


def test_a_choice_of_ones_own_leaves_the_view(app: AppTest) -> None:
    opened(app, "maps", view="丙烯链")
    assert app.selectbox(key="w-map-view").value == "丙烯链"
    app.multiselect(key="w-map-segments").set_value(["丙烯链"]).run()
    assert app.selectbox(key="w-map-view").value is None
    assert app.multiselect(key="w-map-segments").value == ["丙烯链"]
    assert "view" not in app.query_params


def test_a_product_that_a_view_leaves_out_brings_the_whole_chain(app: AppTest) -> None:
    opened(app, "maps", view="丙烯链", product="caprolactam")
    assert app.selectbox(key="w-map-view").value is None
    assert app.multiselect(key="w-map-segments").value == []


@pytest.mark.parametrize("kind", ["全景图", "现状图", "招商路线图", "物料图"])
def test_every_picture_opens_with_its_table(app: AppTest, kind: str) -> None:
    opened(app, "maps", kind=kind)
    assert app.query_params["kind"] == kind
    assert "点图上的一种产品" in words(app)


def test_the_nation_of_a_product_opens_over_the_page(app: AppTest) -> None:
    opened(app, "maps", product="mma")
    app.button(key="panel-national").click().run()
    assert not app.exception, app.exception
    table = app.dataframe[-1].value
    assert "山东" in set(table["省"])


def test_a_line_says_what_a_tonne_takes_and_who_says_so() -> None:
    workspace = Workspace.open(shared_store_url())
    chain = workspace.evaluation(Question(date=DATE)).chain
    found = routes_between(chain, "benzene", "cumene")
    assert found
    for route in found:
        assert {portion.name for portion in route.portions} == {"纯苯"}
        assert all("吨/吨" in portion.value for portion in route.portions)
    assert routes_between(chain, "cumene", "benzene") == ()
    workspace.close()


def test_shipped_places_are_those_of_the_shipped_chain() -> None:
    workspace = Workspace.open(shared_store_url())
    evaluation = workspace.evaluation(Question(date=DATE))
    views = [plain_view(), *evaluation.chain.facts.all(MapView).values()]
    told = [sheet.id for sheet in new_sheets(evaluation, views)]
    assert told == [], "run python -m views.map.remember"
    workspace.close()


def test_places_are_kept_in_the_store_once_and_are_no_edit(tmp_path: Path) -> None:
    url = own(tmp_path)
    with open_store(url, SCHEMA) as store:
        sheets = [Change.delete("map_sheet", sheet.id) for sheet in store.scan("map_sheet")]
        store.write(sheets, actor=ACTOR, reason="试")
    workspace = Workspace.open(url)
    evaluation = workspace.evaluation(Question(date=DATE))
    assert remember(workspace.store, evaluation, [plain_view()]) == 1
    (kept,) = workspace.store.scan("map_sheet").records
    assert isinstance(kept, MapSheet)
    assert workspace.store.history(ref=("map_sheet", kept.id))[-1].reason == REASON
    assert not is_edited(workspace.store)
    again = workspace.evaluation(Question(date=DATE))
    assert remember(workspace.store, again, [plain_view()]) == 0
    workspace.close()


def test_a_view_of_ones_own_is_no_edit_and_outlives_newer_facts(tmp_path: Path) -> None:
    url = own(tmp_path)
    mine = MapView("mine", "我的", 9, "现状图", ("丙烯链",), None, "全部", None)
    shipped = MapView("c4", "碳四(改过)", 4, "现状图", (), None, "全部", "从这里讲起")
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(mine), Change.put(shipped)], actor="小王", reason="存视图")
        assert not is_edited(store)
        assert seed(store, ROOT / "data", SCHEMA).action == "current"
        changed = tmp_path / "数据"
        _copy_with_a_new_source(changed)
        assert seed(store, changed, SCHEMA).action == "renewed"
        assert store.get("map_view", ["mine", "c4"]).records == (mine, shipped)
        assert store.get("source", ["S0000000"]).records
    assert last_seq(url) > 0


def _copy_with_a_new_source(folder: Path) -> None:
    shutil.copytree(ROOT / "data", folder)
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("S0000000,新公报,,2026,,A,,\n")

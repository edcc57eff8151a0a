"""Filters of the map: what stays in colour, the address that says so, views people save."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stores import shared_store_url
from streamlit.testing.v1 import AppTest
from test_map_outlets import evaluation, texts
from test_pages_apptest import DATE, ROOT, opened, words

from graph.model import MapView
from graph.reason import Evaluation
from views.map.compose import FADED_LINE
from views.map.filters import kept_by
from views.map.outlets import page_of, plain_view
from views.map.picture import FADED
from views.map.scene import Card, Wire

__all__ = ["evaluation"]
PLAIN = plain_view()


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("LIANTU_STORE", shared_store_url())
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def cards(evaluation: Evaluation, view: MapView) -> dict[str, Card]:
    body = page_of(evaluation, view).drawing.scene.body
    return {item.of: item for item in body if isinstance(item, Card) and item.of}


def test_without_a_filter_nothing_fades(evaluation: Evaluation) -> None:
    assert kept_by(evaluation, PLAIN) is None
    assert not [c for c in cards(evaluation, PLAIN).values() if c.border == FADED.border]


@pytest.mark.parametrize(
    "view",
    [
        replace(PLAIN, shown="缺口"),
        replace(PLAIN, shown="缺口前十"),
        replace(PLAIN, classes=("缺失", "在建或规划")),
        replace(PLAIN, path_from_id="naphtha", path_to_id="polyamide-6"),
        replace(PLAIN, shown="缺口", classes=("可延伸",), segment_ids=("丙烯链",)),
    ],
)
def test_a_filter_fades_the_rest_and_moves_nothing(evaluation: Evaluation, view: MapView) -> None:
    plain = cards(evaluation, replace(PLAIN, segment_ids=view.segment_ids))
    seen, kept = cards(evaluation, view), kept_by(evaluation, view)
    assert kept is not None
    assert {id: (c.x, c.y) for id, c in seen.items()} == {id: (c.x, c.y) for id, c in plain.items()}
    in_colour = {id for id, card in seen.items() if card.border != FADED.border}
    assert in_colour == kept.products & seen.keys()
    assert in_colour
    shown = texts(page_of(evaluation, view).drawing.scene)
    assert any(text.startswith(kept.told) for text in shown)


def test_filters_narrow_each_other(evaluation: Evaluation) -> None:
    gaps = kept_by(evaluation, replace(PLAIN, shown="缺口"))
    both = kept_by(evaluation, replace(PLAIN, shown="缺口", classes=("缺失",)))
    assert gaps is not None
    assert both is not None
    assert set() < both.products < gaps.products


def test_every_step_of_a_way_is_drawn(evaluation: Evaluation) -> None:
    view = replace(PLAIN, path_from_id="benzene", path_to_id="caprolactam")
    kept = kept_by(evaluation, view)
    assert kept is not None
    assert len(kept.ways) > 5
    body = page_of(evaluation, view).drawing.scene.body
    lit = {w.ends for w in body if isinstance(w, Wire) and w.color != FADED_LINE}
    assert lit == kept.ways


def test_the_address_brings_every_filter_back(app: AppTest) -> None:
    told = {
        "segment": ["丙烯链", "乙烯链"],
        "shown": "缺口",
        "class": ["可延伸"],
        "from": "propylene",
    }
    for name, value in told.items():
        app.query_params[name] = value
    opened(app, "maps", to="acrylic-acid")
    assert app.multiselect(key="w-map-segments").value == ["丙烯链", "乙烯链"]
    assert app.multiselect(key="w-map-classes").value == ["可延伸"]
    assert app.selectbox(key="w-map-from").value == "propylene"
    assert app.selectbox(key="w-map-to").value == "acrylic-acid"
    assert app.query_params["shown"] == "缺口"
    app.button(key="map-filter-off").click().run()
    assert not set(app.query_params) & {"segment", "shown", "class", "from", "to"}


def test_no_way_is_said(app: AppTest) -> None:
    opened(app, "maps", **{"from": "caprolactam", "to": "benzene"})
    assert "没有收录从“己内酰胺”到“纯苯”的路线" in app.warning[0].value


def test_what_nobody_knows_in_an_address_is_let_go(app: AppTest) -> None:
    opened(app, "maps", **{"from": "no-such", "class": "没有这类", "shown": "x", "firm": "nobody"})
    assert not app.exception
    assert "点图上的一种产品" in words(app)
    assert not set(app.query_params) & {"from", "class", "shown", "firm"}


def test_a_firm_lights_what_it_makes(app: AppTest) -> None:
    opened(app, "maps", firm="hunan-petrochemical")
    assert "看这家企业" in [b.label for b in app.button]
    assert "在本地" in words(app)
    app.session_state["product"] = "caprolactam"
    app.run()
    assert "firm" not in app.query_params
    assert app.query_params["product"] == "caprolactam"


def test_the_slider_moves_the_date_of_every_page(app: AppTest) -> None:
    opened(app, "maps")
    app.select_slider(key="w-map-date").set_value("2022-03-31").run()
    assert not app.exception, app.exception
    assert str(app.date_input(key="ask-date").value) == "2022-03-31"
    assert "2022年3月31日" in words(app)


def test_a_way_from_what_is_no_longer_on_record_keeps_nothing(evaluation: Evaluation) -> None:
    kept = kept_by(evaluation, replace(PLAIN, path_from_id="no-such", path_to_id="eva"))
    assert kept is not None
    assert kept.products == {"eva"}
    assert kept.told == "只看 no-such→乙烯-醋酸乙烯共聚物"

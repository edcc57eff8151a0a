"""调权重 on the gap page: try, save with a reason, put back, and two people at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from clicks import press
from stores import filled_store_url
from streamlit.testing.v1 import AppTest

from loaders.schema import read_schema
from views.pages.gap.weights import OPEN, ROUND
from views.tables.weights import LOG_COLUMNS, TRIAL_COLUMNS
from views.weights import default_weights, save_weights, weight_rows
from views.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
FEED = default_weights(read_schema(ROOT / "data" / "schema"))["bu-feed"]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return filled_store_url(tmp_path, "面板.db")


@pytest.fixture
def app(url: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("LIANTU_STORE", url)
    monkeypatch.setenv("LIANTU_AS_OF", "2026-11-24")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    app.session_state[OPEN] = True
    app.switch_page("views/pages/gaps.py").run()
    assert not app.exception, app.exception
    return app


def box(app: AppTest, feature_id: str) -> object:
    return app.number_input(key=f"weight-{app.session_state[ROUND]}-{feature_id}")


def put(app: AppTest, feature_id: str, weight: float) -> None:
    box(app, feature_id).set_value(weight).run()  # type: ignore[attr-defined]
    assert not app.exception, app.exception


def table(app: AppTest, columns: tuple[str, ...]) -> list[dict[str, object]]:
    found = [d.value for d in app.dataframe if tuple(d.value.columns) == columns]
    return found[0].to_dict("records") if found else []


def stored(url: str) -> dict[str, float]:
    workspace = Workspace.open(url)
    try:
        return {w.feature.id: w.feature.weight for w in weight_rows(workspace)}
    finally:
        workspace.close()


def order(app: AppTest) -> list[str]:
    frame = next(d.value for d in app.dataframe if "说明" in d.value.columns)
    return [f"{k}:{p}" for k, p in zip(frame["类"], frame["产品"], strict=True)]


def test_a_trial_shows_the_new_order_and_saves_nothing(app: AppTest, url: str) -> None:
    before, was = stored(url), order(app)
    assert app.button(key="weights-try").disabled
    assert app.button(key="weights-write").disabled
    put(app, "bu-feed", 0.9)
    assert table(app, TRIAL_COLUMNS) == []
    press(app, "weights-try")
    rows = table(app, TRIAL_COLUMNS)
    assert [r["新序"] for r in rows] == list(range(1, 21))
    assert any(r["变动"] for r in rows)
    for row in rows:
        assert was[int(str(row["原序"])) - 1] == f"{row['类']}:{row['产品']}"
    assert (stored(url), order(app)) == (before, was)
    put(app, "bu-feed", 0.8)
    assert table(app, TRIAL_COLUMNS) == [], "what was tried is no longer what stands there"


def test_saving_needs_who_and_why_and_reorders(app: AppTest, url: str) -> None:
    was = order(app)
    put(app, "bu-feed", 0.9)
    press(app, "weights-try")
    tried = [f"{r['类']}:{r['产品']}" for r in table(app, TRIAL_COLUMNS)]
    app.text_input(key="weights-actor").set_value("小王").run()
    press(app, "weights-write")
    assert "请写明为什么" in app.error[0].value
    assert stored(url)["bu-feed"] == FEED
    app.text_input(key="weights-reason").set_value("有原料的先谈").run()
    press(app, "weights-write")
    assert f"补链·本地有无原料 {FEED:g}→0.9" in app.success[0].value
    assert stored(url)["bu-feed"] == 0.9
    assert order(app)[:20] == tried != was[:20]
    (row,) = table(app, LOG_COLUMNS)
    assert (row["谁"], row["原因"]) == ("小王", "有原料的先谈")
    press(app, "weights-reset")
    assert (stored(url)["bu-feed"], order(app)) == (FEED, was)
    assert [r["原因"] for r in table(app, LOG_COLUMNS)][1:] == ["有原料的先谈"]


def test_who_is_slower_is_told_and_can_load(app: AppTest, url: str) -> None:
    put(app, "bu-feed", 0.9)
    other = Workspace.open(url)
    save_weights(other, {"bu-train": 0.4}, actor="小李", reason="先看规模")
    other.close()
    app.text_input(key="weights-actor").set_value("小王")
    app.text_input(key="weights-reason").set_value("试").run()
    press(app, "weights-write")
    assert "刚被小李改成 0.4" in app.error[0].value
    assert stored(url)["bu-feed"] == FEED
    assert box(app, "bu-feed").value == 0.9, "what was typed stays"  # type: ignore[attr-defined]
    press(app, "weights-load")
    assert box(app, "bu-train").value == 0.4  # type: ignore[attr-defined]
    assert box(app, "bu-feed").value == FEED  # type: ignore[attr-defined]


def test_a_closed_box_reads_nothing(app: AppTest) -> None:
    def boxes() -> list[str]:
        return [n.label for n in app.number_input if str(n.key).startswith("weight-")]

    assert "补链·本地有无原料" in boxes()
    app.session_state[OPEN] = False
    app.run()
    assert boxes() == []

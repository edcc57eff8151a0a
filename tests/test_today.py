"""今天要办: what waits is counted from what stands, and leads there; nothing waits at first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_chain import make
from stores import SCHEMA, filled_store_url
from streamlit.testing.v1 import AppTest

from graph.desk.held import held_update
from graph.model import AskedForm, Entry, Firm, Lead, Record
from graph.store import open_store
from graph.store.protocol import Change
from views import settings
from views.tables import updates
from views.tables.today import waiting

ROOT = Path(__file__).resolve().parents[1]
DATE, REGION, FIRM = "2026-11-24", "yunxi", "hunan-juren-chemical"
HERE = {"region_id": REGION}


def lead(id: str, due: str | None, stage: str = "洽谈") -> Record:
    return make(
        Lead, id=id, firm_id=FIRM, stage=stage, next_due=due, made_at="2026-11-01 09:00", **HERE
    )


def form(id: str, due: str, **more: object) -> Record:
    return make(AskedForm, id=id, firm_id=FIRM, sent_on="2026-11-01", due_on=due, **HERE, **more)


def entry(target: str, month: str) -> Record:
    told = {"target_kind": "project", "target_id": target, "target_name": target, "month": month}
    return make(Entry, id=f"project-{target}-{month}", filled_at="2026-11-01 09:00", **told, **HERE)


ROWS = (
    lead("late", "2026-11-20"),
    lead("soon", "2026-11-30"),
    lead("signed", "2026-11-01", "签约"),
    lead("open", None),
    form("a", "2026-11-10"),
    form("b", "2026-11-24"),
    form("c", "2026-11-10", returned_on="2026-11-09"),
    form("d", "2026-11-10", is_dropped=True),
    entry("p", "2026-10"),
    entry("q", "2026-10"),
    entry("q", "2026-11"),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return filled_store_url(tmp_path)


def fill(url: str) -> None:
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(row) for row in ROWS], actor="张三", reason="试")


def test_only_what_waits_is_counted(url: str) -> None:
    with open_store(url, SCHEMA) as store:
        assert waiting(store, SCHEMA, REGION, DATE) == ()
    fill(url)
    with open_store(url, SCHEMA) as store:
        found = {w.where: w.text for w in waiting(store, SCHEMA, REGION, DATE)}
        assert waiting(store, SCHEMA, "elsewhere", DATE) == ()
    assert found == {
        "clients": "1 家客商逾期未跟进",
        "surveys": "1 份摸底表逾期未交回",
        "month": "1 项还没有填 11 月月报(10 月填过;项目 1)",
    }


@pytest.mark.parametrize("today", ["2026-11-11", "2026-12-10"])
def test_early_in_a_month_the_month_to_fill_in_is_the_one_that_is_over(
    url: str, today: str
) -> None:
    fill(url)
    with open_store(url, SCHEMA) as store:
        found = {w.where: w.text for w in waiting(store, SCHEMA, REGION, today)}
        later = {w.where: w.text for w in waiting(store, SCHEMA, REGION, "2026-12-11")}
    assert found["month"] == "1 项还没有填 11 月月报(10 月填过;项目 1)"
    assert later["month"] == "1 项还没有填 12 月月报(11 月填过;项目 1)"


def test_an_update_that_says_what_we_say_does_not_wait(url: str) -> None:
    with open_store(url, SCHEMA) as store:
        firm = next(iter(store.get("firm", [FIRM])))
        assert isinstance(firm, Firm)
        other = replace(firm, note="新数据")
        told = {"version": "2", "made_at": "2026-11-24 09:00"}
        for theirs, number in ((other, 1), (firm, 0), (None, 1)):
            held = held_update(("firm", FIRM), theirs, SCHEMA, **told)
            store.write([Change.put(held)], actor="系统", reason="更新")
            found = [w.text for w in waiting(store, SCHEMA, REGION, DATE)]
            assert found == [f"{number} 条数据更新与你们的修改不一致"] * bool(number)
            assert len(updates.waiting(store, SCHEMA, limit=9)) == number


def test_each_leads_where_it_is_done(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_STORE", url)
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    monkeypatch.setattr(settings, "today", lambda: DATE)
    fill(url)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.button(key="today-clients").click().run()
    assert not app.exception, app.exception
    assert app.session_state["client-late"] is True
    assert list(app.dataframe[0].value["期限"]) == ["2026-11-20"]

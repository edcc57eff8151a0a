"""今天要办: what waits is counted from what stands, and leads there; nothing waits at first."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_chain import make
from stores import SCHEMA, filled_store_url
from streamlit.testing.v1 import AppTest

from graph.model import AskedForm, Entry, Lead, Record
from graph.store import open_store
from graph.store.protocol import Change
from views import settings
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
        assert waiting(store, REGION, DATE) == ()
    fill(url)
    with open_store(url, SCHEMA) as store:
        found = {w.where: w.text for w in waiting(store, REGION, DATE)}
        assert waiting(store, "elsewhere", DATE) == ()
    assert found == {
        "clients": "1 家客商逾期未跟进",
        "surveys": "1 份摸底表逾期未交回",
        "month": "1 项上月填报过、本月还没有填报",
    }


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

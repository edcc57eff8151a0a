"""The block 导出全部数据 on the page 数据来源: four files, none made before it is wanted."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from stores import shared_store_url
from streamlit.testing.v1 import AppTest

from views.pages.context import View
from views.pages.exports import CHOICES, made
from views.workspace import Question, Workspace

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-24"


@pytest.fixture
def store() -> str:
    return shared_store_url()


def test_four_buttons_wait_to_be_pressed(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_STORE", store)
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("views/pages/origins.py").run()
    assert not app.exception, app.exception
    buttons = {b.proto.label: b.proto for b in app.get("download_button")}
    assert list(buttons) == ["Excel", "CSV 压缩包", "GraphML(Gephi 能打开)", "JSON"]
    assert all(b.deferred_file_id and not b.url for b in buttons.values())


def test_each_button_gives_its_file(store: str) -> None:
    workspace = Workspace.open(store)
    try:
        question = Question("yunxi", DATE)
        seen = View.of(workspace, question)
        files = {choice.suffix: made(seen, choice.suffix) for choice in CHOICES}
    finally:
        workspace.close()
    names = zipfile.ZipFile(BytesIO(files[".zip"])).namelist()
    assert "regions/yunxi/capacities.csv" in names
    assert "xl/workbook.xml" in zipfile.ZipFile(BytesIO(files[".xlsx"])).namelist()
    assert b"<graphml" in files[".graphml"][:200]
    assert '"as_of": "2026-11-24", "region": "岳阳市云溪区"'.encode() in files[".json"][:300]

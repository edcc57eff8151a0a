"""The map inside a running Streamlit page: clicks come back to Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator

import pytest
from chromium import AT, CENTRED, free_port
from playwright.sync_api import Page, expect
from served import (
    MAP_STILL_MS,
    ROOT,
    browser,
    drawn,
    end,
    page,
    settled,
    shoot,
    wait_for,
)
from streamlit.testing.v1 import AppTest

from views.component import HERE, NAME
from views.component.bundle import BUNDLE, bundle

__all__ = ["browser", "page"]
APP = ROOT / "tests" / "apps" / "map_app.py"
LINE_AT = """([from, to]) => {
  const p = liantu.wires.find(w => w.ends[0] === from && w.ends[1] === to).p;
  const frame = liantu.container.getBoundingClientRect();
  const at = liantu.network.canvasToDOM({x: (p[0] + p[6]) / 2, y: (p[1] + p[7]) / 2});
  return [frame.left + at.x, frame.top + at.y];
}"""
VIEW = "JSON.stringify([liantu.network.getScale(), liantu.network.getViewPosition()])"
BUILT = "document.querySelector('[data-built]').dataset.built"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}"]
    command += ["--server.address=127.0.0.1", "--server.headless=true"]
    command += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/_stcore/health", process)
        yield url
    finally:
        end(process)


@pytest.fixture
def tab(server: str, page: Page) -> Page:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(server)
    drawn(page)
    return page


def test_a_click_on_a_product_reaches_python(tab):
    tab.mouse.click(*tab.evaluate(AT, "phenol"))
    expect(tab.get_by_text("选中产品=phenol")).to_be_visible()
    assert tab.evaluate("document.documentElement.lang") == "zh-CN"
    assert tab.evaluate("liantu.down.has('bisphenol-a')")
    shoot(tab, "map_component")


def test_a_click_on_a_chip_selects_the_product_it_names(tab):
    tab.evaluate("window.chip = Object.entries(liantu.map.spots).find(([, s]) => s.of)")
    x, y = tab.evaluate("""() => {
      const frame = liantu.container.getBoundingClientRect();
      const at = liantu.network.canvasToDOM(liantu.network.getPositions([chip[0]])[chip[0]]);
      return [frame.left + at.x, frame.top + at.y];
    }""")
    source = tab.evaluate("chip[1].of")
    tab.mouse.click(x, y)
    expect(tab.get_by_text(f"选中产品={source}")).to_be_visible()


def test_a_click_on_a_line_reaches_python(tab):
    ends = tab.evaluate("""() => {
      return liantu.wires.find(w => liantu.isWhole(w) && w.p[6] - w.p[0] > 25).ends;
    }""")
    tab.mouse.click(*tab.evaluate(LINE_AT, ends))
    expect(tab.get_by_text(f"选中连线=('{ends[0]}', '{ends[1]}')")).to_be_visible()


def test_zoom_and_selection_survive_a_rerun(tab):
    tab.mouse.click(*tab.evaluate(AT, "ethylene"))
    expect(tab.get_by_text("选中产品=ethylene")).to_be_visible()
    tab.mouse.wheel(0, -300)
    settled(tab, MAP_STILL_MS)
    before = tab.evaluate(VIEW)
    tab.get_by_role("button", name="再运行一次").click()
    expect(tab.get_by_text("运行次数=3")).to_be_visible()
    assert tab.evaluate(VIEW) == before
    assert tab.evaluate("liantu.selected") == "ethylene"
    assert tab.evaluate(BUILT) == "1"


def test_python_selects_and_centres(tab):
    tab.get_by_label("产品编号").fill("eva")
    tab.keyboard.press("Enter")
    tab.wait_for_function("liantu.selected === 'eva'")
    tab.wait_for_function(CENTRED, arg="eva")
    expect(tab.get_by_text("选中产品=eva")).to_be_visible()
    assert tab.evaluate(BUILT) == "1"


def test_a_click_after_a_wish_is_not_taken_back(tab):
    tab.get_by_label("产品编号").fill("eva")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("选中产品=eva")).to_be_visible()
    tab.wait_for_function(CENTRED, arg="eva")
    tab.mouse.click(*tab.evaluate(AT, "ethylene"))
    expect(tab.get_by_text("选中产品=ethylene")).to_be_visible()
    tab.get_by_role("button", name="再运行一次").click()
    settled(tab)
    assert tab.evaluate("liantu.selected") == "ethylene"


def test_another_map_is_drawn_in_the_same_view(tab):
    tab.mouse.click(*tab.evaluate(AT, "ethylene"))
    expect(tab.get_by_text("选中产品=ethylene")).to_be_visible()
    tab.mouse.wheel(0, -300)
    settled(tab, MAP_STILL_MS)
    before = tab.evaluate(VIEW)
    tab.get_by_text("现状图", exact=True).click()
    tab.wait_for_function(f"{BUILT} === '2'")
    assert tab.evaluate("liantu.map.kind") == "现状图"
    assert tab.evaluate("liantu.selected") == "ethylene"
    assert tab.evaluate(VIEW) == before


def test_the_script_is_a_file_the_browser_may_keep(server, tab):
    urls = tab.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    ours = [url for url in urls if "chain_map.js" in url]
    assert ours
    with urllib.request.urlopen(ours[0], timeout=10) as answer:
        assert "vis.js is dual licensed" in answer.read(3000).decode("utf-8")


def test_the_bundle_is_made_of_its_three_parts():
    assert BUNDLE.read_text(encoding="utf-8") == bundle(), "run python -m views.component.bundle"
    assert "vis-network 9.1.2" in (HERE / "NOTICE").read_text(encoding="utf-8")


def test_the_manifest_names_the_component_and_its_folder():
    manifest = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    entry = manifest["tool"]["streamlit"]["component"]["components"][0]
    assert f"{manifest['project']['name']}.{entry['name']}" == NAME
    assert (HERE / entry["asset_dir"] / "chain_map.js").is_file()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert manifest["project"]["name"] == project["name"]
    assert manifest["project"]["version"] == project["version"]


def test_the_page_runs_without_a_browser():
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    again = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not again.exception

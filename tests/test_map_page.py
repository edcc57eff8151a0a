"""The one-file page in a real Chromium with every outside request refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chromium import AT, CENTRED
from playwright.sync_api import Page, Route
from served import PATIENCE, ROOT, browser, shoot

from graph.asof import AsOf
from graph.facts import Facts
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.build import map_picture
from views.map.compose import drawing
from views.map.kinds import STANDING
from views.map.network import html
from views.map.outlets import page_of, plain_view, written

__all__ = ["browser"]
DATA = ROOT / "data"
SMALLEST = """Math.min(...liantu.map.scene.body.filter(it => it.k === 'card')
  .flatMap(card => card.words.map(words => words.size)))"""


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    facts = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
    return evaluate(facts, Rules.of(facts), AsOf("2026-11-23"))


@pytest.fixture(scope="module")
def file(evaluation, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("map") / "现状图.html"
    out.write_bytes(written([page_of(evaluation, plain_view())], ".html"))
    return out


class Watched:
    """A page that may read files and nothing else, and what it tried."""

    def __init__(self, page: Page) -> None:
        self.page, self.outside, self.errors = page, [], []
        page.set_default_timeout(PATIENCE)
        page.route("**/*", self._gate)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _gate(self, route: Route) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()


@pytest.fixture
def opened(browser, file) -> Iterator[Watched]:
    tab = browser.new_page(viewport={"width": 1920, "height": 1080})
    watched = Watched(tab)
    tab.goto(file.as_uri())
    tab.wait_for_function("window.__drawn === true")
    yield watched
    assert watched.outside == []
    assert watched.errors == []
    tab.close()


def test_the_file_refers_to_no_other_host(file):
    text = file.read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in text
    markup = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"(src|href)\s*=", markup)
    assert "jsdelivr" not in text
    assert not re.search(r"<script[^>]+src=", text)


def test_it_draws_every_product_with_the_network_off(opened, evaluation):
    shown = opened.page.evaluate("network.body.nodeIndices.length")
    chips = opened.page.evaluate("Object.values(liantu.map.spots).filter(s => s.of).length")
    assert shown == len(evaluation.chain.facts.goods) + chips
    scale = opened.page.evaluate(f"network.getScale() * {SMALLEST}")
    assert scale >= 11.5  # the search bar and the table line take 66 px of 1080
    shoot(opened.page, "map_standing")


def test_every_box_shows_the_colour_of_its_status(opened):
    wrong = opened.page.evaluate("""() => {
      const canvas = network.canvas.frame.canvas, pen = canvas.getContext('2d');
      const ratio = canvas.width / canvas.clientWidth;
      const hex = p => '#' + [...p].slice(0, 3).map(v => v.toString(16).padStart(2, '0')).join('');
      return liantu.map.scene.body.filter(it => it.k === 'card').filter(card => {
        const at = network.canvasToDOM({x: card.box[0] + 3, y: card.box[1] + card.box[3] / 2});
        const seen = pen.getImageData(at.x * ratio, at.y * ratio, 1, 1).data;
        return hex(seen).toUpperCase() !== card.fill.toUpperCase();
      }).map(card => card.id);
    }""")
    assert wrong == []


def test_no_label_is_wider_than_its_box(opened):
    too_wide = opened.page.evaluate("""() => {
      const ctx = document.createElement('canvas').getContext('2d');
      const wide = words => {
        ctx.font = words.size + 'px "Noto Sans CJK SC"';
        return ctx.measureText(words.text).width;
      };
      return liantu.map.scene.body.filter(it => it.k === 'card')
        .flatMap(card => card.words.filter(words => wide(words) > card.box[2] - 2))
        .map(words => words.text);
    }""")
    assert too_wide == []


@pytest.mark.parametrize("typed", ["苯酚", "benfen", "108-95-2", "phenol"])
def test_search_centres_a_product_and_lights_its_neighbours(opened, typed):
    tab = opened.page
    tab.get_by_label("查产品").fill(typed)
    tab.keyboard.press("Enter")
    assert tab.evaluate("liantu.selected") == "phenol"
    assert tab.evaluate("liantu.up.has('cumene') && liantu.down.has('bisphenol-a')")
    tab.wait_for_function(CENTRED, arg="phenol")
    assert tab.locator("#panel h2").inner_text() == "苯酚"


def test_search_says_when_nothing_is_found(opened):
    opened.page.get_by_label("查产品").fill("没有这种东西")
    assert "没有查到" in opened.page.locator("#found").inner_text()


def test_a_click_opens_the_panel_with_firms(opened, evaluation):
    tab = opened.page
    tab.mouse.click(*tab.evaluate(AT, "caprolactam"))
    panel = tab.locator("#panel")
    panel.wait_for(state="visible")
    text = panel.inner_text()
    x, _ = tab.evaluate(AT, "caprolactam")
    covered = panel.bounding_box()
    assert not covered["x"] <= x <= covered["x"] + covered["width"]
    assert "万吨/年" in text
    assert all(unit.firm in text for unit in evaluation.balances["caprolactam"].units)
    shoot(tab, "map_selected")
    panel.get_by_label("关闭").click()
    assert panel.is_hidden()


def test_hovering_shows_text_only(opened):
    tab = opened.page
    tab.mouse.move(*tab.evaluate(AT, "caprolactam"))
    tip = tab.locator(".liantu-tip")
    tip.wait_for(state="visible")
    assert "现状:" in tip.inner_text()


def test_the_table_twin_holds_every_product(opened, evaluation):
    tab = opened.page
    assert tab.locator("#twin").get_attribute("open") is None
    tab.locator("#twin summary").click()
    products = evaluation.chain.facts.goods
    assert tab.locator("#twin tbody tr").count() == len(products)
    table = tab.locator("#twin table").inner_text()
    assert all(unit.firm in table for unit in evaluation.balances["caprolactam"].units)


def test_without_the_canvas_library_text_and_table_stay(browser, file, tmp_path):
    broken = tmp_path / "broken.html"
    text = file.read_text(encoding="utf-8")
    start = text.index("<script>/**\n * vis-network")
    end = text.index("</script>", start)
    broken.write_text(text[:start] + "<script>" + text[end:], encoding="utf-8")
    tab = browser.new_page()
    tab.goto(broken.as_uri())
    assert tab.locator("#notice").is_visible()
    assert "画不出图" in tab.locator("#notice").inner_text()
    assert tab.locator("#twin table").is_visible()
    tab.close()


def test_hostile_text_stays_text(browser, evaluation, tmp_path):
    drawn = map_picture(evaluation, STANDING)
    bad = '</script><img src=x onerror="window.__owned=1"> href "\'&<b>'
    first = drawn.nodes[0]
    product = replace(first.product, name_zh=bad, name_en=bad)
    state = replace(first.state, tooltip_lines=(bad,), firms=(bad,))
    node = replace(first, product=product, label=bad, tooltip=(bad,), state=state)
    picture = replace(drawn, title=bad, nodes=(node, *drawn.nodes[1:]), footer=(bad,))
    out = tmp_path / "hostile.html"
    out.write_text(html(drawing(picture)), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1920, "height": 1080})
    watched = Watched(tab)
    tab.goto(out.as_uri())
    tab.wait_for_function("window.__drawn === true")
    tab.mouse.move(*tab.evaluate(AT, product.id))
    tab.locator(".liantu-tip").wait_for(state="visible")
    assert tab.locator(".liantu-tip").inner_text() == bad
    tab.mouse.click(*tab.evaluate(AT, product.id))
    assert bad in tab.locator("#panel").inner_text()
    assert tab.title() == bad
    assert tab.evaluate("window.__owned") is None
    assert json.loads(tab.evaluate("document.getElementById('map-data').textContent"))
    assert watched.outside == []
    assert watched.errors == []
    tab.close()

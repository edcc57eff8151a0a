"""两图 in Chromium, network refused: what is kept, opened, found, saved and added to 客商库."""

from __future__ import annotations

import re

from chromium import CENTRED
from playwright.sync_api import Page, expect
from served import both_sizes, browser, drawn, page, server, settled, shoot
from test_browser_present import LOOK, PLACES, opened

__all__ = ["browser", "page", "server"]
BANDS = "liantu.map.bands.map(band => band.id)"
SIGHT = "liantu.sight().map(Math.round).join()"
# the middle of a sub-chain or of its title, in the window
MIDDLE = """([id, part]) => {
  const [x, y, w, h] = liantu.map.bands.find(band => band.id === id)[part];
  const at = liantu.network.canvasToDOM({x: x + w / 2, y: y + h / 2});
  const frame = liantu.container.getBoundingClientRect();
  return [frame.left + at.x, frame.top + at.y];
}"""

# where a line is in sight, no box lies on it and no other is as near
LINE = """ends => {
  const lines = [...liantu.near, ...liantu.wires];
  const p = lines.find(line => line.ends.join('>') === ends).p;
  const frame = liantu.container.getBoundingClientRect();
  for (let t = 0.4; t < 1; t += 0.02) {
    const u = 1 - t, mix = i => u*u*u*p[i] + 3*t*u*u*p[i+2] + 3*t*t*u*p[i+4] + t*t*t*p[i+6];
    const on = {x: mix(0), y: mix(1)}, at = liantu.network.canvasToDOM(on);
    const inside = at.x > 20 && at.y > 20 && at.x < frame.width - 20 && at.y < frame.height - 90;
    const clear = liantu.network.getNodeAt(at) === undefined;
    if (inside && clear && liantu.lineAt(on).ends.join('>') === ends) {
      return [frame.left + at.x, frame.top + at.y];
    }
  }
}"""


def bands(page: Page, count: int) -> None:
    page.wait_for_function(f"{BANDS}.length === {count}")
    settled(page)


def test_the_title_of_a_sub_chain_opens_it_and_a_button_leads_back(page: Page, server: str) -> None:
    opened(page, server)
    page.mouse.click(*page.evaluate(MIDDLE, ["丙烯链", "title"]))
    bands(page, 1)
    assert "湖南石化" in page.evaluate("JSON.stringify(liantu.map.scene.body)")
    page.get_by_role("button", name="回全链").click()
    bands(page, 16)
    expect(page.get_by_role("button", name="回全链")).to_have_count(0)


def test_zooming_into_a_sub_chain_opens_it(page: Page, server: str) -> None:
    opened(page, server)
    page.mouse.move(*page.evaluate(MIDDLE, ["己内酰胺·尼龙", "box"]))
    for _ in range(60):
        scale = page.evaluate("liantu.network.getScale()")
        page.mouse.wheel(0, -120)
        page.wait_for_function("was => liantu.network.getScale() !== was", arg=scale)
        if page.evaluate("liantu.network.getScale() > 2.6 * liantu.fitScale()"):
            break
    bands(page, 1)
    assert page.evaluate(BANDS) == ["己内酰胺·尼龙"]


@both_sizes
def test_a_link_brings_back_exactly_what_was_in_sight(page: Page, server: str) -> None:
    opened(page, server, "?view=丙烯链")
    x, y = page.evaluate(MIDDLE, ["丙烯链", "box"])
    page.get_by_role("button", name="+", exact=True).click()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y - 40, steps=6)
    page.mouse.up()
    page.wait_for_function(f"new URL(location.href).searchParams.get('at') === {SIGHT}")
    seen, places = page.evaluate(SIGHT), page.evaluate(PLACES)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    drawn(page)
    assert page.evaluate(SIGHT) == seen
    assert page.evaluate(PLACES) == places
    page.get_by_role("button", name="看全图").click()
    page.wait_for_function("!location.search.includes('at=')")


def test_a_firm_lights_all_it_makes(page: Page, server: str) -> None:
    opened(page, server)
    search = page.get_by_role("combobox", name=re.compile("^找产品"))
    search.click()
    search.fill("湖南石化")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("h3.lt-title")).to_have_text("湖南石化")
    page.wait_for_function("liantu.lit.includes('caprolactam')")
    assert page.evaluate("liantu.lit.length") > 20
    shoot(page, "map_firm")


def test_other_feeds_and_joint_products_show_for_the_chosen_one(page: Page, server: str) -> None:
    opened(page, server, "?product=caprolactam")
    page.wait_for_function("liantu.selected === 'caprolactam'")
    page.wait_for_function(CENTRED, arg="caprolactam")
    dashed = page.evaluate(
        "liantu.near.filter(line => line.dash.length).map(l => l.ends.join('>'))"
    )
    assert {"ammonia>caprolactam", "caprolactam>ammonium-sulfate"} <= set(dashed)
    assert "氢气" in page.evaluate("liantu.map.hubs.caprolactam")
    place = page.evaluate(LINE, "caprolactam>ammonium-sulfate")
    look = page.evaluate(LOOK)
    page.mouse.click(*place)
    expect(page.locator("h3.lt-title")).to_have_text("己内酰胺 → 硫酸铵")
    expect(page.get_by_text("吨/吨").first).to_be_visible()
    assert page.evaluate(LOOK) == look
    shoot(page, "map_aside")


def test_a_flow_says_its_amount(page: Page, server: str) -> None:
    opened(page, server, "?kind=物料图")
    page.wait_for_function("liantu.map.kind === '物料图'")
    ends = page.evaluate("liantu.wires.find(w => w.ends[0] === 'crude-oil').ends.join('>')")
    page.mouse.click(*page.evaluate(LINE, ends))
    expect(page.locator("h3.lt-title")).to_contain_text("原油 → ")
    expect(page.get_by_text("1000 万吨/年").first).to_be_visible()
    shoot(page, "map_flow")


def test_a_view_is_saved_with_its_filters_and_comes_back(page: Page, server: str) -> None:
    opened(page, server, "?segment=乙烯链&shown=缺口&product=ethylene")
    page.get_by_role("button", name="存视图").click()
    page.get_by_label("名称").fill("乙烯 <b>缺口</b>")
    page.get_by_label("讲解要点").fill("先讲原料")
    page.get_by_label("谁存的").fill("王主任")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_function("decodeURIComponent(location.search).includes('<b>缺口</b>')")
    settled(page)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    drawn(page)
    assert page.evaluate("liantu.selected") == "ethylene"
    assert page.evaluate(BANDS) == ["乙烯链"]
    expect(page.get_by_role("button", name="筛选(2)")).to_be_visible()
    page.get_by_role("button", name="存视图").click()
    page.get_by_role("button", name="删掉视图").click()
    page.wait_for_function("!location.search.includes('view=')")


def test_from_a_missing_product_to_firms_in_the_lead_list(page: Page, server: str) -> None:
    opened(page, server, "?product=methyl-methacrylate")
    page.get_by_role("button", name="加入客商库").click()
    page.get_by_label("谁加的").fill("李科")
    shoot(page, "map_leads")
    page.get_by_role("button", name="加入 3 家").click()
    expect(page.get_by_text("客商库(3 家)")).to_be_visible()
    expect(page.get_by_text("李科").first).to_be_visible()

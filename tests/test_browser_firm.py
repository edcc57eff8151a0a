"""企业 and 关系路径 in Chromium: type, choose, read, open what stands around, find the relation."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from served import both_sizes, browser, go, page, server, settled, shoot

__all__ = ["browser", "page", "server"]
# where a node of the drawing stands in the window
NODE_AT = """id => {
  const net = liantuNet.network, frame = liantuNet.canvas.getBoundingClientRect();
  const at = net.canvasToDOM(net.getPosition(id));
  return [frame.left + at.x, frame.top + at.y];
}"""
# boxes as vis-network painted them: those over another, and those wider than was worked out
PAINTED = """() => {
  const net = liantuNet.network, boxes = [], bad = [];
  for (const node of liantuNet.net.nodes) {
    if (node.shape !== "box") continue;
    const { width, height } = net.body.nodes[node.id].shape, { x, y } = net.getPosition(node.id);
    if (width > node.widthConstraint.minimum + 1) bad.push([node.id, width]);
    boxes.push({ id: node.id, x, y, width, height });
  }
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    const across = (a.width + b.width) / 2 - Math.abs(a.x - b.x);
    const down = (a.height + b.height) / 2 - Math.abs(a.y - b.y);
    if (across > 0 && down > 0) bad.push([a.id, b.id]);
  }));
  return bad;
}"""
# how often the drawing was made; 0 where none stands yet
BUILT = "Number(document.querySelector('[data-built]')?.dataset.built ?? 0)"


def drawn(page: Page, built: int = 0) -> None:
    page.wait_for_function(f"globalThis.__net_drawn && {BUILT} > {built}")
    settled(page)


def start(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.get_by_text("五个缺口")).to_be_visible()
    settled(page)
    go(page, "企业")
    expect(page.get_by_role("combobox", name="找企业")).to_be_visible()
    settled(page)


def choose(page: Page, box: str, text: str, name: str) -> None:
    page.get_by_role("combobox", name=box).click()
    page.keyboard.type(text, delay=40)
    page.get_by_role("option", name=re.compile(name)).first.click()


@both_sizes
def test_from_two_letters_to_a_relation(page: Page, server: str) -> None:
    start(page, server)
    page.get_by_role("combobox", name="找企业").click()
    page.keyboard.type("yy", delay=40)
    first = page.get_by_role("option", name=re.compile("岳阳兴长"))
    expect(first).to_be_visible()
    expect(first).to_contain_text("MTBE")
    shoot(page, "firm_typing")
    first.click()
    expect(page.locator("h3.lt-title")).to_contain_text("岳阳兴长石化股份有限公司")
    drawn(page)
    expect(page).to_have_url(re.compile(r"/firm\?firm=yueyang-xingchang"))
    assert page.evaluate(PAINTED) == []
    shoot(page, "firm_profile")

    built = page.evaluate(BUILT)
    page.mouse.click(*page.evaluate(NODE_AT, "product:mtbe"))
    drawn(page, built)
    assert page.evaluate("liantuNet.net.nodes.some(n => n.id === 'firm:hunan-petrochemical')")
    assert page.evaluate(PAINTED) == []
    shoot(page, "firm_opened")
    built = page.evaluate(BUILT)
    page.get_by_role("button", name="恢复原样").click()
    drawn(page, built)
    assert not page.evaluate("liantuNet.net.nodes.some(n => n.id === 'firm:hunan-petrochemical')")

    page.get_by_role("button", name="找它和另一家的关系").click()
    expect(page.get_by_role("combobox", name="甲企业")).to_have_value("岳阳兴长")
    settled(page)
    choose(page, "乙企业", "changl", "长岭分公司")
    way = page.locator(".lt-way", has_text="供 液化石油气(推测)")
    expect(way).to_contain_text("岳阳兴长 ←供 液化石油气(推测)— 长岭炼化")
    drawn(page)
    expect(page).to_have_url(re.compile("a=yueyang-xingchang&b=changling-refining"))
    assert page.evaluate(PAINTED) == []
    shoot(page, "firm_relation")


def test_keyboard_alone(page: Page, server: str) -> None:
    start(page, server)
    page.get_by_role("combobox", name="找企业").focus()
    page.keyboard.type("hunansh", delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("h3.lt-title")).to_contain_text("湖南石油化工有限公司")
    drawn(page)
    more = page.evaluate("liantuNet.net.nodes.find(n => n.id.startsWith('more:')).id")
    before, built = page.evaluate("liantuNet.net.nodes.length"), page.evaluate(BUILT)
    page.mouse.click(*page.evaluate(NODE_AT, more))
    drawn(page, built)
    assert page.evaluate("liantuNet.net.nodes.length") > before
    assert page.evaluate(PAINTED) == []


@pytest.mark.parametrize("way", ["double", "button", "link"])
def test_another_firm_is_one_step_away(page: Page, server: str, way: str) -> None:
    page.goto(f"{server}/firm?firm=yueyang-xingchang")
    expect(page.locator("h3.lt-title")).to_contain_text("岳阳兴长")
    drawn(page)
    at = page.evaluate(NODE_AT, "firm:changling-refining")
    if way == "double":
        page.mouse.dblclick(*at)
    elif way == "button":
        page.mouse.click(*at)
        page.get_by_role("button", name="打开这家企业").click()
    else:
        page.evaluate("window.stayed = true")
        page.locator("td a", has_text="长岭炼化").first.click()
    expect(page.locator("h3.lt-title")).to_contain_text("长岭分公司")
    expect(page.get_by_text("这家企业已并入")).to_be_visible()
    expect(page).to_have_url(re.compile("firm=changling-refining"))
    if way == "link":
        assert page.evaluate("window.stayed"), "the page was loaded anew"


def test_a_firm_on_the_map_panel_leads_to_its_page(page: Page, server: str) -> None:
    page.goto(f"{server}/maps?product=bisphenol-a")
    link = page.locator("a[data-to=firm]").first
    expect(link).to_be_visible()
    settled(page)
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("combobox", name="找企业")).to_have_value(name)

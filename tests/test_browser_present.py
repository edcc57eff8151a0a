"""两图 in Chromium, network refused: views by key in full screen, a note, a line's source."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from served import both_sizes, browser, drawn, page, server, settled, shoot

__all__ = ["browser", "page", "server"]
FULL = "document.fullscreenElement !== null"
BAR = ".liantu-present [role=status]"
PLACES = "JSON.stringify([...liantu.boxes].map(([id, b]) => [id, b.x, b.y]))"
LOOK = "JSON.stringify([liantu.network.getScale(), liantu.network.getViewPosition()])"
WIRE = """() => {
  const wire = liantu.wires.find(w => w.ends.join() === 'cyclohexanone-oxime,caprolactam');
  const at = liantu.network.canvasToDOM({x: (wire.p[0] + wire.p[6]) / 2,
                                         y: (wire.p[1] + wire.p[7]) / 2});
  const frame = liantu.container.getBoundingClientRect();
  return [frame.left + at.x, frame.top + at.y];
}"""


def opened(page: Page, server: str, address: str = "") -> None:
    page.goto(f"{server}/maps{address}")
    drawn(page)


@both_sizes
def test_views_are_presented_by_key_and_a_note_is_taken(page: Page, server: str) -> None:
    opened(page, server)
    page.get_by_role("button", name="讲解").click()
    page.wait_for_function(FULL)
    expect(page.locator(BAR)).to_have_text("全链(1/6)")
    for key, said in (("PageDown", "乙烯链(2/6)"), ("ArrowRight", "丙烯链(3/6)")):
        page.keyboard.press(key)
        expect(page.locator(BAR)).to_have_text(said)
        assert page.evaluate(FULL)
    shoot(page, "map_present")
    page.keyboard.press("PageUp")
    expect(page.locator(BAR)).to_have_text("乙烯链(2/6)")
    page.keyboard.press("n")
    page.get_by_label("记一笔").fill("问问 EVA 的 <b>醋酸乙烯</b> 从哪里来")
    page.get_by_label("谁记的").fill("王主任")
    shoot(page, "map_memo")
    page.keyboard.press("Enter")
    page.keyboard.press("n")  # faster than any server answers: none may be lost
    page.get_by_label("记一笔").fill("第二件")
    for key in ("Enter", "Home", "End"):
        page.keyboard.press(key)
    expect(page.locator(BAR)).to_have_text("缺口前十(6/6)")
    page.evaluate("document.exitFullscreen()")
    expect(page.locator(BAR)).to_have_count(0)
    page.get_by_text("随手记(未办").first.click()
    note = page.locator("p.lt-sub", has_text="从哪里来").first
    expect(note).to_contain_text("<b>醋酸乙烯</b>")
    expect(note).to_contain_text("王主任 · 乙烯链")
    expect(page.locator("p.lt-sub", has_text="第二件").first).to_be_visible()
    page.get_by_role("button", name="办结").first.click()
    settled(page)


def test_a_click_moves_nothing_and_a_line_says_its_source(page: Page, server: str) -> None:
    opened(page, server, "?view=芳烃—己内酰胺—尼龙链")
    places = page.evaluate(PLACES)
    page.mouse.click(*page.evaluate(WIRE))
    title = page.locator("h3.lt-title")
    look = page.evaluate(LOOK)
    expect(title).to_have_text("环己酮肟 → 己内酰胺")
    settled(page)
    assert page.evaluate(LOOK) == look
    expect(page.get_by_text("吨/吨").first).to_be_visible()
    shoot(page, "map_line")
    page.get_by_role("button", name="看己内酰胺").click()
    expect(title).to_have_text("己内酰胺")
    settled(page)
    assert page.evaluate(PLACES) == places
    page.get_by_role("button", name="看全国布局").click()
    expect(page.get_by_role("dialog").get_by_role("img").first).to_be_visible()
    shoot(page, "map_national")


def test_a_deep_link_opens_the_view_and_the_product(page: Page, server: str) -> None:
    opened(page, server, "?view=丙烯链&product=polypropylene")
    expect(page.locator("h3.lt-title")).to_be_visible()
    assert page.evaluate("liantu.selected") == "polypropylene"
    assert page.evaluate("liantu.map.title").endswith("现状图")
    assert page.evaluate("liantu.boxes.has('ethylene')") is False

"""Every page and every picture in Chromium, looked through by axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import AT
from playwright.sync_api import Browser, Page, expect
from served import DATE, ROOT, browser, drawn, opened, server, window

from graph.asof import AsOf
from graph.facts import Facts
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.kinds import PICTURES
from views.map.outlets import page_of, plain_view, saved_views, written

__all__ = ["browser", "server"]
TOP_TEN = "缺口前十"
GRAVE = ("serious", "critical")
# what a run replaces fades first, and is hard to read for a moment
STILL = """() => !document.querySelector("[data-stale=true]")
  && document.getAnimations().every(move => move.playState !== "running")"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One window for all: what is slow is the first page."""
    with window(browser) as page:
        yield page


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    facts = Facts.of(read_data(ROOT / "data", read_schema(ROOT / "data" / "schema")))
    return evaluate(facts, Rules.of(facts), AsOf(DATE))


def faults(page: Page) -> list[str]:
    """Grave faults of a page: rule, place, markup."""
    page.wait_for_function(STILL)
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}: {node['html']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    ("address", "sign"),
    [
        ("", "五个缺口"),
        ("gaps", "准入十项核对"),
        ("firms?product=caprolactam", "怎么找"),
        ("changes", "后一天"),
        ("firm", "可以先看"),
        ("firm?firm=yueyang-xingchang", "岳阳兴长石化股份有限公司"),
        ("ties", "选两家企业"),
        ("asks", "按问清一件会变多少个结论排"),
        ("origins", "点左边的圆圈看挂了什么"),
        ("quality", "哪一类数据"),
        ("packs", "二、上传填好的表格"),
        ("clients", "新加客商"),
        ("projects", "新建项目"),
        ("rounds", "月度填报"),
        ("surveys", "发表"),
        ("pools", "资金池"),
        ("ladders", "三张附表"),
        ("log", "新的在前"),
        ("sheets", "载入表格"),
        ("system", "立即备份"),
    ],
)
def test_pages_are_sound(page: Page, server: str, address: str, sign: str) -> None:
    opened(page, f"{server}/{address}")
    expect(page.get_by_text(sign).first).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("product", ["", "caprolactam"])
@pytest.mark.parametrize("picture", PICTURES)
def test_maps_are_sound(page: Page, server: str, picture: str, product: str) -> None:
    chosen = f"&product={product}" if product else ""
    page.goto(f"{server}/maps?kind={quote(picture)}{chosen}")
    drawn(page)
    if product:
        expect(page.locator("h3.lt-title")).to_have_text("己内酰胺")
    assert faults(page) == []
    if product and picture == PICTURES[0]:
        page.get_by_role("button", name="看全国布局").click()
        expect(page.get_by_role("dialog").get_by_role("img").first).to_be_visible()
        assert faults(page) == []


@pytest.mark.parametrize("name", [*PICTURES, TOP_TEN])
def test_pictures_as_files_are_sound(
    page: Page, evaluation: Evaluation, tmp_path: Path, name: str
) -> None:
    named = {view.name_zh: view for view in saved_views(evaluation.chain.facts)}
    view = plain_view(name) if name in PICTURES else named[name]
    picture = page_of(evaluation, view)
    file = tmp_path / "图.html"
    file.write_bytes(written([picture], ".html"))
    page.goto(file.as_uri())
    page.wait_for_function("document.body.classList.contains('drawn')")
    assert faults(page) == []
    page.mouse.click(*page.evaluate(AT, picture.drawing.spots[0].of))
    expect(page.locator("#panel h2")).to_be_visible()
    page.locator("#twin summary").click()
    assert faults(page) == []

"""Pictures and pages in Chromium where the network is refused, or never answers at all."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import AT
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route, expect
from served import PATIENCE, WIRE, browser, drawn, server
from small_chain import HOME, chain_records, make, rule_records, unit

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Firm, MapView, Product, Record, Region, Segment
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.files import read_table
from loaders.schema import read_schema
from views.map.drawing import Drawing
from views.map.kinds import KINDS, PICTURES, WHOLE
from views.map.outlets import page_of, plain_view, saved_views, written
from views.names import fold, pinyin

__all__ = ["browser", "server"]
TOP_TEN = "缺口前十"
DATE = "2026-11-24"
SCHEMA = read_schema(HOME / "data" / "schema")
DRAWN = "document.body.classList.contains('drawn')"
NAMES = {
    "benzene": "<img src=x onerror=alert(1)>",
    "caprolactam": '<a href="https://outside.invalid/">己</a>',
    "pa6": "</script><script>alert(2)</script>",
    "alpha": '"><svg onload=alert(3)>',
    "yunxi": "<b onmouseover='alert(4)'>云溪</b>",
}
PROBES = "/maps/_stcore/"
"""Streamlit asks there first, hears 404, and asks at the root."""
SPY = "window.alert = () => { window.ran = true; }"


@contextmanager
def window(browser: Browser, *, hangs: bool, ours: Callable[[str], bool]) -> Iterator[Page]:
    """A window that gets nothing from outside and must not even ask."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    outside: list[str] = []
    broken: list[str] = []

    def answer(route: Route) -> None:
        if ours(route.request.url):
            route.continue_()
            return
        outside.append(route.request.url)
        if not hangs:
            route.abort()

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and PROBES not in said.location["url"]:
            broken.append(f"{said.text} {said.location['url']}")

    def refuse(dialog: Dialog) -> None:
        broken.append(dialog.message)
        dialog.dismiss()

    context.set_default_timeout(PATIENCE)
    context.add_init_script(WIRE)
    context.route("**/*", answer)
    page = context.new_page()
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", hear)
    page.on("dialog", refuse)
    yield page
    context.close()
    assert outside == []
    assert broken == []


def is_file(url: str) -> bool:
    return urlsplit(url).scheme in ("file", "data", "blob")


def is_here(url: str) -> bool:
    return urlsplit(url).hostname == "127.0.0.1" or urlsplit(url).scheme in ("data", "blob")


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluated(read_data(HOME / "data", SCHEMA))


def evaluated(records: list[Record]) -> Evaluation:
    facts = Facts.of(records)
    return evaluate(facts, Rules.of(facts), AsOf(DATE), region_id="yunxi")


def named_view(evaluation: Evaluation, name: str) -> MapView:
    """A picture by its name, or a prepared view."""
    if name in PICTURES:
        return plain_view(name)
    return next(v for v in saved_views(evaluation.chain.facts) if v.name_zh == name)


def searched(drawing: Drawing, facts: Facts) -> tuple[Product, list[str]]:
    """A product on the picture, and names of every kind that nothing else has."""
    drawn = {spot.id for spot in drawing.spots}
    taken = Counter(
        key
        for product in facts.products.values()
        for name in {product.name_zh, *product.aliases}
        for key in {fold(name), pinyin(name)[0]}
    )
    for product in facts.products.values():
        if product.id in drawn and product.cas and product.aliases:
            names = [product.name_zh, product.aliases[0], pinyin(product.name_zh)[0]]
            if all(taken[fold(name)] == 1 for name in names):
                return product, [*names, product.cas]
    raise AssertionError("no product with an alias and a CAS number")


@pytest.mark.parametrize("hangs", [False, True], ids=["refused", "hanging"])
@pytest.mark.parametrize("name", [*PICTURES, TOP_TEN])
def test_a_picture_opens_from_disk(
    browser: Browser, evaluation: Evaluation, tmp_path: Path, name: str, hangs: bool
) -> None:
    shown = page_of(evaluation, named_view(evaluation, name))
    product, names = searched(shown.drawing, evaluation.chain.facts)
    with window(browser, hangs=hangs, ours=is_file) as page:
        open_file(page, tmp_path / "图.html", written([shown], ".html"))
        for text in names:
            find(page, text, product.name_zh)
            assert page.evaluate("liantu.selected") == product.id, text
            lit = page.evaluate("liantu.up.size + liantu.down.size")
            assert lit > 0 or name not in KINDS
            close(page)
        page.get_by_role("button", name="看全图").click()
        page.mouse.click(*page.evaluate(AT, product.id))
        expect(page.locator("#panel h2")).to_have_text(product.name_zh)


def open_file(page: Page, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    page.goto(path.as_uri())
    page.wait_for_function(DRAWN)


def find(page: Page, text: str, name: str) -> None:
    """Search, and read the card."""
    page.get_by_role("combobox", name="查产品").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    expect(page.locator("#panel li").first).to_be_visible()


def close(page: Page) -> None:
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_the_maps_are_drawn_while_the_network_hangs(browser: Browser, server: str) -> None:
    with window(browser, hangs=True, ours=is_here) as page:
        page.goto(f"{server}/maps")
        drawn(page)
        page.mouse.click(*page.evaluate(AT, "caprolactam"))
        expect(page.locator("h3.lt-title")).to_have_text("己内酰胺")


def named(record: Record) -> Record:
    """The record under a name that is markup."""
    name = NAMES.get(getattr(record, "id", ""))
    if isinstance(record, Product) and name:
        return dataclasses.replace(record, name_zh=name, short_zh=name)
    if isinstance(record, Firm | Region) and name:
        return dataclasses.replace(record, name_zh=name)
    return record


@pytest.fixture(scope="module")
def marked_up() -> Evaluation:
    """A small chain with markup for names."""
    records = [*chain_records(), *rule_records(), unit("u1", "caprolactam", 100.0)]
    looks = HOME / "data" / "rules" / "map_status.csv"
    segment = make(Segment, id="己内酰胺·尼龙", order=1, color="#1565C0")
    records += [segment, *read_table(looks, "map_status", SCHEMA)]
    return evaluated([named(record) for record in records])


@pytest.mark.parametrize("hangs", [False, True], ids=["refused", "hanging"])
def test_names_that_are_markup_stay_text(
    browser: Browser, marked_up: Evaluation, tmp_path: Path, hangs: bool
) -> None:
    content = written([page_of(marked_up, plain_view(WHOLE))], ".html")
    with window(browser, hangs=hangs, ours=is_file) as page:
        page.add_init_script(SPY)
        open_file(page, tmp_path / "图.html", content)
        expect(page.locator("h1")).to_contain_text(NAMES["yunxi"])
        cells = page.locator("#twin td").all_text_contents()
        for id in ("benzene", "caprolactam", "pa6"):
            assert NAMES[id] in cells
            find(page, NAMES[id], NAMES[id])
            page.mouse.move(*page.evaluate(AT, id))
            close(page)
        find(page, NAMES["caprolactam"], NAMES["caprolactam"])
        expect(page.locator("#panel ul")).to_contain_text(NAMES["alpha"])
        assert page.evaluate("window.ran") is None
        assert page.locator("img, a, svg").count() == 0

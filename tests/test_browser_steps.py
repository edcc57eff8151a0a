"""The six steps of a clerk in a real Chromium, with every outside request refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import AT, CENTRED
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from served import (
    both_sizes,
    browser,
    drawn,
    fetched,
    go,
    page,
    serving,
    settled,
    shoot,
    table,
    tick,
)
from stores import a_store_url

from views.tables.targets import LIST_COLUMNS

__all__ = ["browser", "page"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``liantu serve`` where there is no store yet: it fills one, then answers."""
    folder = tmp_path_factory.mktemp("serve")
    with serving(a_store_url(folder), folder) as url:
        yield url


@both_sizes
def test_six_steps(server: str, page: Page, tmp_path: Path) -> None:
    # 2 the first page: five of each, where and when
    page.goto(server)
    expect(page.get_by_text("五个缺口")).to_be_visible()
    expect(page.get_by_role("button", name="看缺口")).to_have_count(5)
    expect(page.get_by_role("button", name="看企业")).to_have_count(5)
    expect(page.locator("[class*=st-key-ask-card]")).to_have_count(5)
    expect(page.get_by_text("2026年11月24日")).to_be_visible()
    assert page.title() == "链图 LianTu"
    shoot(page, "step_2_home")

    # 3 the two maps: click, search, switch
    go(page, "两图")
    drawn(page)
    shoot(page, "step_3_map")
    x, y = page.evaluate(AT, "caprolactam")
    page.mouse.click(x, y)
    expect(page.locator("h3.lt-title")).to_have_text("己内酰胺")
    shoot(page, "step_3_map_clicked")
    search = page.get_by_role("combobox", name=re.compile("^找产品"))
    search.click()
    search.fill("sfa")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("h3.lt-title")).to_have_text("双酚A")
    page.wait_for_function(CENTRED, arg="bisphenol-a")
    assert page.evaluate("liantu.selected") == "bisphenol-a"
    assert "product=bisphenol-a" in page.url
    shoot(page, "step_3_map_found")
    before = page.evaluate("JSON.stringify([...liantu.boxes].map(([id, b]) => [id, b.x, b.y]))")
    page.get_by_test_id("stButtonGroup").get_by_text("全景图").click()
    page.wait_for_function("liantu.map.kind === '全景图'")
    after = page.evaluate("JSON.stringify([...liantu.boxes].map(([id, b]) => [id, b.x, b.y]))")
    assert before == after
    assert page.evaluate("liantu.selected") == "bisphenol-a"
    shoot(page, "step_3_map_whole")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出", exact=True).click()
        page.get_by_role("button", name="网页(点得开").click()
    waiting.value.save_as(tmp_path / "map.html")
    assert "双酚A" in (tmp_path / "map.html").read_text(encoding="utf-8")

    # 4 the gaps: filter, pick a line, see why
    go(page, "缺口")
    expect(page.locator("p.lt-rule")).to_be_visible()
    shoot(page, "step_4_gaps")
    page.get_by_test_id("stButtonGroup").get_by_text("补链", exact=True).click()
    settled(page)
    expect(page.locator("h3.lt-title")).to_contain_text("补链")
    first = page.locator("h3.lt-title").inner_text()
    tick(page, 1)
    expect(page.locator("h3.lt-title")).not_to_have_text(first)
    expect(page.get_by_text("准入十项核对")).to_be_visible()
    shoot(page, "step_4_gap_line")

    # 5 firms for a gap: tick, take along, Excel
    go(page, "首页")
    page.get_by_role("button", name="看企业").first.click()
    expect(table(page)).to_be_visible()
    settled(page)
    tick(page, 0)
    page.get_by_role("button", name="加入客商库(1 家)").click()
    expect(page.get_by_text("已选 1 家")).to_be_visible()
    shoot(page, "step_5_firms")
    path = fetched(page, "下载 Excel", tmp_path)
    assert (path.name.startswith("目标企业名单_"), path.suffix) == (True, ".xlsx")
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == LIST_COLUMNS
    assert len(rows) == 2
    assert all(rows[1][LIST_COLUMNS.index(c)] for c in ("企业", "产品", "排名", "理由", "依据来源"))

    # 6 the sources: find one, see what hangs on it
    go(page, "数据来源")
    expect(page.get_by_text("点左边的圆圈看挂了什么")).to_be_visible()
    page.get_by_label("查找").fill("乙烯炼化一体化")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("挂在上面的").first).to_be_visible()
    shoot(page, "step_6_sources")
    page.get_by_role("tab", name="没有挂接的资料").click()
    shoot(page, "step_6_unattached")

    # the shortlist is still there
    go(page, "目标企业")
    expect(page.get_by_text("已选 1 家")).to_be_visible()


def test_question_bar_changes_date_and_scope(server: str, page: Page) -> None:
    page.goto(server)
    page.get_by_role("button", name="改地区、日期、口径").click()
    page.get_by_text("只看在产").click()
    expect(page.locator(".lt-bar-text")).to_contain_text("在产,不含周边园区")
    page.get_by_text("连同周边园区").click()
    expect(page.locator(".lt-bar-text")).to_contain_text("在产,含周边园区")
    shoot(page, "step_bar")
    page.keyboard.press("Escape")
    go(page, "缺口")
    expect(page.locator(".lt-bar-text")).to_contain_text("在产,含周边园区")


def test_address_opens_a_product(server: str, page: Page) -> None:
    page.goto(f"{server}/maps?product=caprolactam&kind=全景图")
    drawn(page)
    expect(page.locator("h3.lt-title")).to_have_text("己内酰胺")
    assert page.evaluate("liantu.map.kind") == "全景图"
    page.wait_for_function(CENTRED, arg="caprolactam")
    page.get_by_role("button", name="找企业").click()
    expect(page.get_by_text("怎么找")).to_be_visible()
    assert "caprolactam" in page.url


@both_sizes
def test_map_is_wide_and_has_a_table_twin(server: str, page: Page) -> None:
    page.goto(f"{server}/maps")
    drawn(page)
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("liantu.container.clientWidth") > 0.75 * size["width"]
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.get_by_text("用表格看这张图").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()


def test_some_sub_chains_alone(server: str, page: Page) -> None:
    page.goto(f"{server}/maps")
    drawn(page)
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("combobox", name="子链").click()
    page.keyboard.type("己内酰胺")
    page.keyboard.press("Enter")
    page.wait_for_function("liantu.map.scene.body.filter(it => it.k === 'panel').length === 1")
    page.keyboard.press("Escape")
    settled(page)
    assert page.evaluate("liantu.boxes.has('caprolactam')")
    assert not page.evaluate("liantu.boxes.has('bisphenol-a')")
    shoot(page, "step_3_map_sub_chain")


def test_from_a_figure_to_its_source_in_two_clicks(server: str, page: Page) -> None:
    page.goto(f"{server}/quality")
    kind = page.get_by_test_id("stSelectbox").filter(has_text="哪一类数据")
    kind.get_by_role("combobox").click()
    page.get_by_role("option", name="单耗(", exact=False).first.click()
    search = page.get_by_placeholder("企业、产品、工艺、来源里的字")
    search.fill("抽提丁二烯")
    search.press("Enter")
    cells = table(page).locator("[role=gridcell]")
    expect(cells.filter(has_text="抽提丁二烯").first).to_be_attached()
    expect(cells.filter(has_text="https://").first).to_be_attached()
    shoot(page, "step_7_quality")


def test_the_panel_shows_how_a_product_is_made(server: str, page: Page) -> None:
    page.goto(f"{server}/maps?product=phenol")
    drawn(page)
    route = page.get_by_text("异丙苯法苯酚丙酮(默认路线)")
    route.click()
    shown = page.get_by_test_id("stExpander").first
    expect(shown.get_by_text("重点监管工艺:氧化工艺、过氧化工艺", exact=False)).to_be_visible()
    expect(shown.locator("a").first).to_have_attribute("href", re.compile("^https?://"))
    shoot(page, "step_3_recipe")

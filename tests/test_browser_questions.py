"""Acceptance questions of the office, each answered in at most three clicks in Chromium.

Typing into a search box that a click opened is no click; every click goes through ``Clicks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import packs
import pytest
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation
from served import browser, drawn, page, server, settled, shoot, table, tick, way_to
from stores import SCHEMA

from loaders.packs import chain_pack, write_pack

__all__ = ["browser", "page", "server"]
MOST = 3


class Clicks:
    """A hand that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, what: Locator) -> None:
        what.click()
        self.count += 1
        settled(self.page)

    def go(self, title: str) -> None:
        for step in way_to(self.page, title):
            self.on(step)

    def row(self, number: int) -> None:
        tick(self.page, number)
        self.count += 1

    def shoot(self, name: str) -> None:
        shoot(self.page, f"ask_{name}")


@pytest.fixture
def clicks(page: Page, server: str) -> Iterator[Clicks]:
    page.goto(server)
    expect(page.get_by_text("五个缺口")).to_be_visible()
    settled(page)
    hand = Clicks(page)
    yield hand
    assert 0 < hand.count <= MOST


def test_1_what_is_missing_downstream_of_caprolactam(clicks: Clicks) -> None:
    clicks.go("缺口")
    box = clicks.page.get_by_role("combobox", name="只看哪种产品的下游")
    clicks.on(box)
    box.fill("己内酰胺")
    clicks.on(clicks.page.get_by_role("option", name=re.compile("^己内酰胺 ")).first)
    expect(clicks.page.get_by_role("combobox", name="只看哪种产品的下游")).to_have_value(
        re.compile("^己内酰胺")
    )
    expect(clicks.page.get_by_text("共 ", exact=False).first).to_be_visible()
    expect(table(clicks.page)).to_contain_text("醋酸")
    expect(table(clicks.page)).to_contain_text("33.69")
    clicks.shoot("1")


def test_2_why_it_is_a_gap_from_which_numbers_and_year(clicks: Clicks) -> None:
    clicks.go("缺口")
    clicks.row(2)
    why = clicks.page.locator("p.lt-rule")
    expect(why).to_contain_text("规则")
    expect(why).to_contain_text("万吨/年")
    expect(clicks.page.locator(".lt-src").filter(has_text="年").first).to_be_visible()
    clicks.shoot("2")


def test_3_who_makes_it_with_capacity_and_source(clicks: Clicks) -> None:
    clicks.go("缺口")
    clicks.on(clicks.page.get_by_role("button", name="找企业"))
    expect(clicks.page.get_by_text("来自", exact=False).first).to_be_visible()
    assert "万吨/年" in clicks.page.inner_text("body")
    expect(clicks.page.locator(".lt-src").first).to_be_visible()
    clicks.shoot("3")


def test_4_why_this_firm_is_ahead_of_that_one(clicks: Clicks) -> None:
    clicks.go("目标企业")
    clicks.row(0)
    clicks.row(1)
    expect(clicks.page.get_by_text("主要因为", exact=False).first).to_be_visible()
    clicks.shoot("4")


def test_5_what_is_left_when_land_is_short(clicks: Clicks) -> None:
    clicks.go("缺口")
    told = clicks.page.locator("p.lt-note", has_text="共 ").first
    before = told.inner_text()
    clicks.on(clicks.page.get_by_role("button", name="用地、投资、园区"))
    land = clicks.page.get_by_label("投资不低于(亿元)")
    land.fill("1000")
    land.press("Enter")
    expect(told).not_to_have_text(before)
    clicks.shoot("5")


def test_6_which_surplus_leaves_unprocessed(clicks: Clicks) -> None:
    clicks.go("缺口")
    clicks.on(clicks.page.get_by_test_id("stButtonGroup").get_by_text("本地富余", exact=True))
    expect(table(clicks.page)).to_contain_text("环氧丙烷")
    expect(table(clicks.page)).to_contain_text("石油焦")
    clicks.shoot("6")


def test_7_which_plants_stop_hurts_most(clicks: Clicks) -> None:
    clicks.go("缺口")
    clicks.on(clicks.page.get_by_test_id("stButtonGroup").get_by_text("停产影响", exact=True))
    expect(table(clicks.page).locator("td").first).to_contain_text("乙烯")
    clicks.shoot("7")


def test_10_the_map_in_ppt_to_edit(clicks: Clicks) -> None:
    clicks.go("两图")
    drawn(clicks.page)
    clicks.on(clicks.page.get_by_role("button", name="导出", exact=True))
    with clicks.page.expect_download() as waiting:
        clicks.on(clicks.page.get_by_role("button", name=re.compile("^PPT")))
    assert waiting.value.suggested_filename.endswith(".pptx")
    (slide,) = Presentation(waiting.value.path()).slides
    assert "己内酰胺" in {s.text_frame.text for s in slide.shapes if s.has_text_frame}


def test_11_which_entries_are_unverified(clicks: Clicks) -> None:
    clicks.go("摸底清单")
    expect(clicks.page.get_by_text("共 ", exact=False).first).to_be_visible()
    expect(table(clicks.page)).to_contain_text(re.compile("未知|产能"))
    clicks.shoot("11")


def test_12_our_own_workbook_of_another_chain(clicks: Clicks, tmp_path: Path) -> None:
    """A filled workbook dragged onto the page; the pages turn to what came."""
    made = tmp_path / "链.xlsx"
    write_pack(made, chain_pack(packs.CHAIN), SCHEMA)
    packs.fill_rice(made)
    clicks.go("换地区换链")
    clicks.page.set_input_files("input[type=file]", str(made))
    button = clicks.page.get_by_role("button", name="载入", exact=True)
    expect(button).to_be_enabled()
    clicks.on(button)
    expect(clicks.page.locator(".lt-bar-text")).to_contain_text(packs.REGION)
    clicks.shoot("12")

"""Numbers typed quickly into a table: every digit arrives, though a cell takes a moment to open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from served import HEAD, ROW, browser, go, opened, page, server, table
from test_browser_rounds import DONE_X, PLAN_X, TOTAL_X, tab

__all__ = ["browser", "page", "server"]
BUSY = """() => void setTimeout(() => {
  const end = Date.now() + 800;
  while (Date.now() < end);
})"""
GIVEN = {PLAN_X: "20300", DONE_X: "1002", TOTAL_X: "9070.5"}


@pytest.mark.parametrize("between_ms", [5, 30, 80])
def test_no_digit_is_lost_when_typed_quickly(page: Page, server: str, between_ms: int) -> None:
    month(page, server)
    for x, text in GIVEN.items():
        typed(page, x, text, between_ms)
        expect(preview(page)).to_contain_text(text if x != PLAN_X else "没有累计")
    expect(preview(page)).to_contain_text(f"{9070.5 / 20300:.1%}")
    for again in ("75", "861"):
        typed(page, DONE_X, again, between_ms)
        expect(preview(page)).to_contain_text(f"项目{again}9070.5")


@pytest.mark.parametrize("between_ms", [5, 80])
def test_a_column_is_filled_downward_without_the_mouse(
    page: Page, server: str, between_ms: int
) -> None:
    month(page, server)
    table(page).click(position={"x": TOTAL_X, "y": HEAD + ROW / 2})
    for text in ("1234", "5678", "9012"):
        page.keyboard.type(text, delay=between_ms)
        page.keyboard.press("Enter")
    for text in ("1234", "5678", "9012"):
        expect(preview(page)).to_contain_text(text)


def test_what_is_typed_while_the_page_is_busy_is_taken(page: Page, server: str) -> None:
    month(page, server)
    typed(page, DONE_X, "3", 80)
    expect(preview(page)).to_contain_text("项目3")
    table(page).click(position={"x": DONE_X, "y": HEAD + ROW / 2})
    page.evaluate(BUSY)
    page.keyboard.type("4096")
    page.keyboard.press("Enter")
    expect(preview(page)).to_contain_text("项目4096")


def test_the_search_box_of_a_table_gets_every_key(page: Page, server: str) -> None:
    opened(page, server)
    go(page, "目标与调度")
    expect(table(page)).to_be_visible()
    table(page).click(position={"x": 200, "y": HEAD + ROW / 2})
    page.keyboard.press("Control+f")
    box = table(page).locator("input").first
    expect(box).to_be_visible()
    box.press_sequentially("abc123", delay=40)
    expect(box).to_have_value("abc123")


def month(page: Page, server: str) -> None:
    """The table of the month, nothing typed into it."""
    opened(page, server)
    go(page, "目标与调度")
    tab(page, "月度填报")
    expect(table(page)).to_be_visible()


def typed(page: Page, x: float, text: str, between_ms: int) -> None:
    """Into the first row, as quick hands do: no wait between the click and the keys."""
    table(page).click(position={"x": x, "y": HEAD + ROW / 2})
    page.keyboard.type(text, delay=between_ms)
    page.keyboard.press("Enter")


def preview(page: Page) -> Locator:
    """What would be written."""
    return page.get_by_test_id("stDataFrame").nth(1)

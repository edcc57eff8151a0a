"""Numbers typed quickly into a table: every digit arrives, though a cell takes a moment to open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from served import HEAD, ROW, browser, go, opened, page, server, settled, table
from test_browser_rounds import DONE_X, PLAN_X, TOTAL_X, tab

__all__ = ["browser", "page", "server"]
GIVEN = {PLAN_X: "20300", DONE_X: "1002", TOTAL_X: "9070.5"}


@pytest.mark.parametrize("between_ms", [30, 80])
def test_no_digit_of_a_first_entry_is_lost_when_typed_quickly(
    page: Page, server: str, between_ms: int
) -> None:
    opened(page, server)
    go(page, "目标与调度")
    tab(page, "月度填报")
    expect(table(page)).to_be_visible()
    for x, text in GIVEN.items():
        table(page).click(position={"x": x, "y": HEAD + ROW / 2})
        page.keyboard.type(text, delay=between_ms)
        page.keyboard.press("Enter")
    settled(page)
    preview = page.get_by_test_id("stDataFrame").nth(1)
    for text in ("1002", "9070.5", f"{9070.5 / 20300:.1%}"):
        expect(preview).to_contain_text(text)


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

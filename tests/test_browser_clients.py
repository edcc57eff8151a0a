"""客商库 in Chromium, network refused: shortlist, talks, steps, persons, two at one row."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from served import (
    browser,
    fetched,
    go,
    page,
    press,
    server,
    settled,
    shoot,
    table,
    tick,
    window,
)
from test_browser_axe import faults

from views.tables.client.clients import SHEET_COLUMNS

__all__ = ["browser", "page", "server"]
PHONE = "13812345678"
ENGLISH = re.compile(r"Choose|Select all|No results|Press Enter|Browse files|Clear value")


def opened(page: Page, server: str, address: str = "") -> None:
    page.goto(f"{server}/clients{address}")
    expect(page.get_by_role("button", name="新加客商")).to_be_visible()
    settled(page)


def is_sound(page: Page) -> None:
    """Nothing grave on the page; Streamlit's own toasts have no name and are waited for."""
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    assert faults(page) == []


def the_shortlist_goes_into_the_list_once(page: Page, server: str) -> None:
    page.goto(f"{server}/firms?product=bisphenol-a")
    expect(table(page)).to_be_visible()
    settled(page)
    tick(page, 0, 1)
    press(page, "加入客商库(2 家)")
    expect(page.get_by_text("已加入客商库 2 家")).to_be_visible()
    press(page, "加入客商库(2 家)")
    expect(page.get_by_text("没有重复加")).to_be_visible()
    page.get_by_role("link", name="到客商库跟进").click()
    expect(page.get_by_text("共 2 家")).to_be_visible()
    settled(page)
    expect(page.locator(".lt-title")).to_contain_text("双酚A")
    shoot(page, "clients_list")
    is_sound(page)
    assert not ENGLISH.search(page.locator("body").inner_text())


def a_talk_is_written_down_and_the_list_follows(page: Page, server: str) -> None:
    opened(page, server)
    press(page, "记一次联系")
    page.get_by_label("谈了什么").fill("介绍了园区的苯酚和丙酮 <b>余量</b>")
    page.get_by_label("下次动作").fill("请来园区看地")
    page.get_by_role("combobox", name="谈后进度").click()
    page.get_by_role("option", name="已联系").click()
    settled(page)
    shoot(page, "clients_talk")
    is_sound(page)
    press(page, "保存")
    expect(page.get_by_text("已记下这次联系")).to_be_visible()
    expect(page.locator(".st-key-client-log")).to_contain_text("介绍了园区的苯酚和丙酮 <b>余量</b>")
    expect(page.locator(".st-key-client-known")).to_contain_text("请来园区看地")
    expect(page.locator(".lt-title")).to_contain_text("已联系")


def one_click_on_the_board_and_a_reason_to_give_up(page: Page, server: str) -> None:
    opened(page, server, "?as=看板")
    board = page.locator(".st-key-client-board")
    expect(board.locator("h4", has_text="已拜访")).to_contain_text("0")
    board.get_by_role("button", name="→ 已拜访").first.click()
    settled(page)
    expect(board.locator("h4", has_text="已拜访")).to_contain_text("1")
    board.locator("[class*=st-key-client-open-] button").first.click()
    settled(page)
    shoot(page, "clients_board")
    is_sound(page)
    press(page, "改进度")
    page.get_by_role("combobox", name="现在到哪一步").click()
    page.get_by_role("option", name="暂缓").click()
    settled(page)
    press(page, "保存")
    expect(page.get_by_text("改成“暂缓”要写原因")).to_be_visible()
    page.get_by_label("原因(必填)").fill("今年不再新增投资")
    page.keyboard.press("Tab")
    settled(page)
    press(page, "保存")
    expect(board.locator("h4", has_text="暂缓")).to_contain_text("1")


def a_person_is_not_in_the_page_before_the_click_nor_in_a_meeting(page: Page, server: str) -> None:
    opened(page, server)
    press(page, "加联系人")
    page.get_by_role("textbox", name="姓名 *").fill("欧阳测试")
    page.get_by_role("textbox", name="电话").fill(PHONE)
    page.keyboard.press("Tab")
    settled(page)
    press(page, "保存")
    expect(page.get_by_text("138****5678")).to_be_visible()
    opened(page, server)
    assert PHONE not in page.content()
    assert "欧阳测试" not in page.content()
    press(page, "显示")
    expect(page.get_by_text(PHONE)).to_be_visible()
    shoot(page, "clients_contact")
    is_sound(page)
    press(page, "改地区、日期、口径")
    page.get_by_text("会议演示").click()
    settled(page)
    expect(page.get_by_text(PHONE)).to_have_count(0)
    content = page.content()
    assert PHONE not in content
    assert "138****5678" not in content
    assert "企业联系人" not in content


def the_second_of_two_windows_is_told(page: Page, server: str, browser: Browser) -> None:
    opened(page, server)
    press(page, "改进度")
    with window(browser) as other:
        opened(other, server)
        other.locator(".st-key-client-forward button").click()
        settled(other)
    page.get_by_role("combobox", name="现在到哪一步").click()
    page.get_by_role("option", name="意向").click()
    settled(page)
    expect(page.get_by_text("这一家已被别人改过")).to_be_visible()
    press(page, "在他改的基础上保存")
    expect(page.locator(".lt-title")).to_contain_text("意向")


def the_ladder_and_the_workbook(page: Page, server: str, tmp_path: Path) -> None:
    opened(page, server)
    path = fetched(page, page.locator(".st-key-client-xlsx button"), tmp_path)
    assert re.fullmatch(r"客商库_岳阳市云溪区_\d{4}-\d\d-\d\d\.xlsx", path.name)
    book = load_workbook(path)
    rows = list(book["客商库"].iter_rows(values_only=True))
    assert rows[0] == SHEET_COLUMNS
    assert len(rows) == 3
    told = "\n".join(str(c) for s in book for r in s.iter_rows(values_only=True) for c in r)
    assert PHONE not in told
    assert "欧阳测试" not in told
    page.get_by_text("转化", exact=True).click()
    settled(page)
    expect(page.locator(".lt-ladder")).to_contain_text("2 家")
    shoot(page, "clients_ladder")
    is_sound(page)
    go(page, "首页")
    go(page, "客商库")
    expect(page.locator(".lt-ladder")).to_be_visible()


def test_a_firm_is_gone_after_from_the_shortlist_to_the_workbook(
    page: Page, server: str, browser: Browser, tmp_path: Path
) -> None:
    """One story: each step stands on what the one before left."""
    the_shortlist_goes_into_the_list_once(page, server)
    a_talk_is_written_down_and_the_list_follows(page, server)
    one_click_on_the_board_and_a_reason_to_give_up(page, server)
    a_person_is_not_in_the_page_before_the_click_nor_in_a_meeting(page, server)
    the_second_of_two_windows_is_told(page, server, browser)
    the_ladder_and_the_workbook(page, server, tmp_path)

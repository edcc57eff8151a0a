"""Two browsers at one row: the second is told, shown both versions, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import free_port
from playwright.sync_api import Browser, Page, expect
from served import DATE, ROOT, browser, end, go, settled, wait_for
from stores import SCHEMA, filled_store_url

from graph.model import Lead, Project
from graph.store import open_store
from graph.store.protocol import Change

__all__ = ["browser"]
FIRM = "heng-li-shi-hua-da-lian"
NAME = "恒力石化(大连)"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with one firm gone after."""
    url = filled_store_url(tmp_path)
    lead = Lead("one", FIRM, None, "线索", None, "小王", "2026-11-20 09:00", "yunxi")
    with open_store(url, SCHEMA) as opened:
        opened.write([Change.put(lead)], actor="小王", reason="加客商")
    return url


@pytest.fixture
def two(store: str, tmp_path: Path, browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two people's windows on one server; each says who they are."""
    port = free_port()
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "PYTHONPATH": path, "LIANTU_STORE": store, "HOME": str(tmp_path)}
    env |= {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    command = [sys.executable, "-c", "from views.cli.main import main; main()", "serve"]
    command += ["--no-browser", "--port", str(port), "--as-of", DATE]
    log = tmp_path / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out)
        address = f"http://127.0.0.1:{port}"
        contexts = []
        try:
            wait_for(f"{address}/_stcore/health", process)
            pages = []
            for who in ("张三", "李四"):
                contexts.append(
                    browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
                )
                pages.append(entered(contexts[-1].new_page(), address, who))
            yield pages[0], pages[1]
        finally:
            for context in contexts:
                context.close()
            end(process)
    assert b"Traceback" not in log.read_bytes()


def entered(page: Page, address: str, who: str) -> Page:
    page.goto(address)
    page.get_by_text("改地区、日期、口径").click()
    box = page.get_by_label("我是谁")
    box.fill(who)
    box.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    return page


def lead(store: str) -> Lead:
    with open_store(store, SCHEMA) as opened:
        (found,) = opened.scan("lead")
    assert isinstance(found, Lead)
    return found


def form(page: Page) -> Page:
    """The form of the one firm in 客商库, open."""
    go(page, "客商库")
    page.get_by_role("button", name="修改", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("改客商")
    return page


def fill(page: Page, label: str, text: str) -> None:
    box = page.get_by_role("dialog").get_by_label(label, exact=True)
    box.fill(text)
    box.press("Tab")
    settled(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def test_two_people_at_one_form(two: tuple[Page, Page], store: str) -> None:
    first, second = form(two[0]), form(two[1])
    fill(first, "下一步", "去看地")
    fill(second, "我方对接人", "李四")
    press(first, "保存")
    expect(first.get_by_role("dialog")).to_have_count(0)
    assert (lead(store).next_action, lead(store).owner) == ("去看地", None)
    press(second, "保存")
    told = second.get_by_role("dialog")
    expect(told).to_contain_text("已被别人改过(张三")
    expect(told).to_contain_text("没有覆盖任何一方")
    assert lead(store).owner is None  # nothing was written over
    press(second, "把我改的几项加上去")
    expect(second.get_by_role("dialog")).to_have_count(0)
    assert (lead(store).next_action, lead(store).owner) == ("去看地", "李四")
    with open_store(store, SCHEMA) as opened:
        actors = [r.actor for r in opened.history(ref=("lead", "one"))]
    assert actors == ["小王", "张三", "李四"]


def test_the_second_may_leave_it_as_the_first_wrote_it(two: tuple[Page, Page], store: str) -> None:
    first, second = form(two[0]), form(two[1])
    fill(first, "下一步", "去看地")
    fill(second, "下一步", "请他们来")
    press(first, "保存")
    press(second, "保存")
    press(second, "用他的,放弃我的")
    expect(second.get_by_role("dialog")).to_have_count(0)
    assert lead(store).next_action == "去看地"


def typed(page: Page, text: str) -> None:
    """Type over the name in the first row of the table of projects."""
    go(page, "项目库")
    page.get_by_text("表格编辑", exact=True).click()
    settled(page)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 60, box["y"] + 36 + 16)
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=60)
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("改了 1 行,还没保存")).to_be_visible()


def named(store: str, text: str) -> list[Project]:
    with open_store(store, SCHEMA) as opened:
        return [p for p in opened.scan("project") if isinstance(p, Project) and text in p.name_zh]


def test_two_people_at_one_row_of_the_table(two: tuple[Page, Page], store: str) -> None:
    first, second = two
    typed(first, "first")
    typed(second, "second")
    press(first, "保存")
    assert len(named(store, "first")) == 1
    press(second, "保存")
    expect(second.get_by_test_id("stAlert").first).to_contain_text("已被别人改过")
    expect(second.get_by_test_id("stAlert").first).to_contain_text("张三")
    assert not named(store, "second")
    press(second, "把我改的几项加上去")
    (found,) = named(store, "second")
    assert not named(store, "first")
    with open_store(store, SCHEMA) as opened:
        names = [getattr(r.after, "name_zh", "") for r in opened.history(ref=("project", found.id))]
    assert [n for n in names if n in ("first", "second")] == ["first", "second"]

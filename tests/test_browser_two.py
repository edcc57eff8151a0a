"""Two browsers at one row: the second is told, shown both versions, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from served import Desk, browser, go, opened, press, serving, settled, type_in
from stores import SCHEMA, filled_store_url

from graph.model import Lead, Project
from graph.store import open_store
from graph.store.protocol import Change

__all__ = ["browser"]
FIRM = "heng-li-shi-hua-da-lian"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address of the page and of its store."""
    folder = tmp_path_factory.mktemp("two")
    url = filled_store_url(folder)
    with serving(url, folder) as address:
        yield address, url


@pytest.fixture
def store(office: tuple[str, str]) -> Iterator[str]:
    """A store with one firm gone after."""
    _, url = office
    lead = Lead("one", FIRM, None, "线索", None, "小王", "2026-11-20 09:00", "yunxi")
    with open_store(url, SCHEMA) as held:
        held.write([Change.put(lead)], actor="小王", reason="加客商")
    yield url
    with open_store(url, SCHEMA) as held:
        held.write([Change.delete("lead", "one")], actor="小王", reason="试完")


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[tuple[Desk, Desk]]:
    first, second = Desk(browser), Desk(browser)
    yield first, second
    for desk in (first, second):
        desk.context.close()


@pytest.fixture
def two(
    store: str, office: tuple[str, str], people: tuple[Desk, Desk]
) -> Iterator[tuple[Page, Page]]:
    """Two people's windows on one server; each says who they are."""
    first, second = (desk.context.new_page() for desk in people)
    yield entered(first, office[0], "张三"), entered(second, office[0], "李四")
    for desk in people:
        desk.clear()


def entered(page: Page, address: str, who: str) -> Page:
    opened(page, address)
    page.get_by_text("改地区、日期、口径").click()
    box = page.get_by_label("我是谁")
    box.fill(who)
    box.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    return page


def lead(store: str) -> Lead:
    with open_store(store, SCHEMA) as held:
        (found,) = held.scan("lead")
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
    with open_store(store, SCHEMA) as held:
        actors = [r.actor for r in held.history(ref=("lead", "one"))]
    assert actors[-3:] == ["小王", "张三", "李四"]


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
    type_in(page, 60, 0, text)
    expect(page.get_by_text("改了 1 行,还没保存")).to_be_visible()


def named(store: str, text: str) -> list[Project]:
    with open_store(store, SCHEMA) as held:
        return [p for p in held.scan("project") if isinstance(p, Project) and text in p.name_zh]


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
    with open_store(store, SCHEMA) as held:
        names = [getattr(r.after, "name_zh", "") for r in held.history(ref=("project", found.id))]
    assert [n for n in names if n in ("first", "second")] == ["first", "second"]

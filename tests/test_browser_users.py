"""Three people in a real browser, on a network address: one looks, one edits, one manages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from served import browser, fetched, serving, settled, shoot, window
from stores import SCHEMA, filled_store_url, last_seq

from graph.model import Contact, Lead
from graph.store import open_store
from graph.store.protocol import Change
from loaders.backup_files import backups, stem_of
from loaders.locked import locked
from views.accounts import Accounts
from views.audit import entries
from views.keeping import LOCK

__all__ = ["browser"]
PEOPLE = {
    "王芳": ("admin", "Chang-an 88!"),
    "李伟": ("editor", "Yun2xi-lu 6"),
    "赵敏": ("viewer", "Ba-ling 2026"),
}
PHONE, FIRM = "13812345678", "hengli"


class Office:
    """A served store with three accounts, a firm gone after, and somebody's number."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, ""
        self.store = filled_store_url(folder)
        self.accounts = Accounts(folder / "users.json")
        for name, (role, password) in PEOPLE.items():
            self.accounts.add(name, role, by="测试", password=password)  # type: ignore[arg-type]
        with open_store(self.store, SCHEMA) as store:
            told = Contact("c", FIRM, "钱大海", "经理", PHONE, None, None, None, "2026-11-24 09:00")
            lead = Lead("l", FIRM, None, "线索", None, None, "2026-11-24 09:00", region_id="yunxi")
            store.write([Change.put(told), Change.put(lead)], actor="王芳", reason="记")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = Office(tmp_path_factory.mktemp("office"))
    env = {
        "LIANTU_USERS": str(found.accounts.path),
        "LIANTU_BACKUPS": str(found.folder / "备份"),
        "XDG_DATA_HOME": str(found.folder / "home"),
    }
    with serving(found.store, found.folder, "--host", "0.0.0.0", **env) as found.url:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of somebody's own: nobody has signed in there."""
    with window(browser) as opened:
        yield opened


def enter(page: Page, office: Office, name: str, at: str = "") -> None:
    page.goto(f"{office.url}/{at}")
    page.get_by_label("名字", exact=True).fill(name)
    page.get_by_label("密码", exact=True).fill(PEOPLE[name][1])
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    settled(page)


def test_nothing_is_shown_before_signing_in(page: Page, office: Office) -> None:
    page.goto(f"{office.url}/clients")
    expect(page.get_by_text("登录链图")).to_be_visible()
    settled(page)
    assert "缺口" not in page.inner_text("body")
    page.get_by_label("名字", exact=True).fill("王芳")
    page.get_by_label("密码", exact=True).fill("nicht dies 1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("再错 4 次就锁住")).to_be_visible()


def test_one_who_looks_sees_no_numbers_and_changes_nothing(page: Page, office: Office) -> None:
    before = last_seq(office.store)
    enter(page, office, "赵敏", at=f"firm?firm={FIRM}")
    assert urlsplit(page.url).path == "/firm", "where one wanted to go"
    assert "赵敏(只看)" in page.inner_text(".lt-bar-text")
    for at in ("firm", "clients", "log", "packs", "system"):
        page.goto(f"{office.url}/{at}" + (f"?firm={FIRM}" if at == "firm" else ""))
        expect(page.locator(".lt-bar-text")).to_be_visible()
        settled(page)
        said = page.inner_text("body")
        assert PHONE not in said
        assert "钱大海" not in said
    expect(page.get_by_role("button", name="立即备份")).to_have_count(0)
    expect(page.get_by_text("改一个用户")).to_have_count(0)
    assert last_seq(office.store) == before


def test_a_reload_asks_nothing_and_signing_out_ends_every_window(
    page: Page, office: Office
) -> None:
    enter(page, office, "李伟", at="system")
    page.reload()
    expect(page.get_by_text("改我的密码")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{office.url}/gaps")
    expect(other.get_by_text("调权重")).to_be_visible()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("登录链图")).to_be_visible()
    other.reload()
    expect(other.get_by_text("登录链图")).to_be_visible()


def test_one_who_edits_may_not_touch_rules_users_or_backups(page: Page, office: Office) -> None:
    enter(page, office, "李伟", at="gaps")
    page.get_by_text("调权重").click()
    expect(page.get_by_text("这里只有管理员能改")).to_be_visible()
    expect(page.get_by_role("button", name="全部恢复默认")).to_have_count(0)
    page.goto(f"{office.url}/system")
    expect(page.get_by_text("改我的密码")).to_be_visible()
    expect(page.get_by_role("button", name="立即备份")).to_have_count(0)


def test_a_backup_of_another_program_is_waited_for(page: Page, office: Office) -> None:
    with locked(office.folder / "备份" / LOCK, wait=90):
        enter(page, office, "王芳", at="system")
        expect(page.get_by_text("另一个链图程序正在备份")).to_be_visible()
        expect(page.get_by_role("button", name="立即备份")).to_have_count(0)
    expect(page.get_by_role("button", name="立即备份")).to_be_visible()


def test_one_who_manages_backs_up_restores_and_shuts_an_account(page: Page, office: Office) -> None:
    enter(page, office, "王芳", at="system")
    page.get_by_role("button", name="立即备份").click()
    expect(page.get_by_text("已备份")).to_be_visible()
    with open_store(office.store, SCHEMA) as store:
        lead = store.get("lead", ["l"]).records[0]
        store.write([Change.delete("lead", "l")], actor="李伟", reason="误删")
    settled(page)
    page.get_by_role("button", name="看恢复会改什么").click()
    expect(page.get_by_text("恢复会补回 1 条、改回 0 条、去掉 0 条")).to_be_visible()
    settled(page)
    shoot(page, "backup_restore")
    page.get_by_role("button", name="恢复到这一份").click()
    expect(page.get_by_text("已恢复,写成了一次新的修改")).to_be_visible()
    with open_store(office.store, SCHEMA) as store:
        assert store.get("lead", ["l"]).records == (lead,)
        (newest,) = store.commits(limit=1)
        assert newest.actor == "王芳"
    whys = [b.why for b in backups(office.folder / "备份", stem_of(office.store))]
    assert whys.count("before") == whys.count("asked") == 1
    assert fetched(page, "下载这一份", office.folder).suffix == ".db"
    told = [(e.what, e.who) for e in entries(office.accounts.path)]
    assert ("downloaded", "王芳") in told
    assert ("restore", "王芳") in told


def test_a_shut_account_is_out_at_the_next_click(page: Page, office: Office) -> None:
    enter(page, office, "赵敏", at="gaps")
    office.accounts.set_disabled("赵敏", True, by="王芳")
    try:
        page.get_by_text("本地富余", exact=True).click()
        expect(page.get_by_text("登录已失效")).to_be_visible()
    finally:
        office.accounts.set_disabled("赵敏", False, by="王芳")

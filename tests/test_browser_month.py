"""A month in the office, in Chromium with the network refused, on both stores.

The pictures of docs/guide.md are taken here: ``LIANTU_GUIDE=docs/screens/guide`` says where to.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import neo4j_server
import openpyxl
import pytest
from neo4j_server import running
from office_sheets import talks
from PIL import Image
from playwright.sync_api import Page, expect
from served import (
    ROOT,
    browser,
    fetched,
    go,
    opened,
    page,
    press,
    serving,
    settled,
    table,
    tick,
    type_in,
)
from served import part as turn_to
from stores import SCHEMA, file_url
from test_browser_projects import move, save
from test_browser_rounds import DONE_X, PLAN_X, TOTAL_X, tab
from test_browser_surveys import filled, send

from graph.model import Entry, Lead, Project, Visit
from graph.store import Store, open_store

__all__ = ["browser", "page"]
GUIDE = os.environ.get("LIANTU_GUIDE")
WHO = "张三"
GAP, MOVED = "强链:bisphenol-a", "foshan-nylon-film"
DUTY_X = 305
FIGURES = (
    ("示例甲单位", "20000", "1500", "9000"),
    ("示例乙单位", "6000", "700", "5800"),
    ("示例甲单位", "3000", "400", "2750"),
)
"""Made up for the guide: who answers, 年度计划, 本月完成, 累计完成 in 万元."""


@pytest.fixture(params=["sqlite", "neo4j"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Address of the page and of its store: a file, or a real server emptied for it."""
    if request.param == "sqlite":
        folder = tmp_path / "演示用的链图数据文件夹"
        folder.mkdir()
        store = file_url(folder / "链图.db")
    else:
        server = running()
        neo4j_server.wipe(server.driver)
        store = server.url
    with serving(store, tmp_path) as url:
        yield url, store
    if request.param == "neo4j":
        neo4j_server.wipe(server.driver)


class Month:
    """One person's window, and what they do in it."""

    def __init__(self, page: Page, url: str, folder: Path) -> None:
        self.page, self.url, self.folder = page, url, folder

    def shoot(self, name: str) -> None:
        """A picture for the guide, when pictures are asked for."""
        if GUIDE is None:
            return
        settled(self.page)
        expect(self.page.get_by_test_id("stToast")).to_have_count(0)
        folder = ROOT / GUIDE
        folder.mkdir(parents=True, exist_ok=True)
        picture = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        picture.quantize(128).save(folder / f"{name}.png", optimize=True)

    def open(self, address: str = "") -> None:
        opened(self.page, f"{self.url}/{address}")

    def sign(self) -> None:
        """Say who writes."""
        self.open()
        press(self.page, "改地区、日期、口径")
        box = self.page.get_by_label("我是谁")
        box.fill(WHO)
        box.press("Enter")
        self.page.keyboard.press("Escape")
        settled(self.page)

    def take_in_a_workbook(self) -> None:
        """An old sheet of the office: tied once, a rejected row put right, the rest given back."""
        go(self.page, "表格进出")
        sheet = self.folder / "在谈.xlsx"
        sheet.write_bytes(talks())
        self.page.set_input_files("input[type=file]", str(sheet))
        expect(self.page.get_by_text("第一次见到这种表")).to_be_visible()
        self.shoot("sheet_tie")
        press(self.page, "就这样对应")
        expect(self.page.get_by_text("改第 7 行")).to_be_visible()
        self.page.locator(".st-key-sheet-fix").get_by_role("combobox").click()
        self.page.get_by_role("option", name="在谈", exact=True).click()
        settled(self.page)
        self.shoot("sheet_fix")
        press(self.page, "改好,再检查")
        press(self.page, "载入 2 条,其余 1 行退回")
        expect(self.page.get_by_text("已载入 在谈.xlsx")).to_be_visible()

    def ask_two_firms(self) -> None:
        """Two 企业摸底表 out as a zip, back as a workbook and a Word file."""
        go(self.page, "企业摸底表")
        files = send(self.page, self.folder)
        self.shoot("survey_sent")
        turn_to(self.page, "收表")
        self.page.locator("input[type=file]").set_input_files(filled(files))
        box = self.page.get_by_role("textbox", name="第 1 处改成")
        expect(box).to_have_value("大约1.5")
        self.shoot("survey_take")
        box.fill("1.5")
        press(self.page, "按右边的再核对")
        press(self.page, "载入 2 家")
        expect(self.page.get_by_text("供需判断变了", exact=False).first).to_be_visible()
        self.shoot("survey_effects")

    def shortlist_five(self) -> None:
        """From a gap to five firms in 客商库."""
        self.open(f"firms?gap={GAP}")
        expect(table(self.page)).to_be_visible()
        tick(self.page, 0, 1, 2, 3, 4)
        self.shoot("shortlist")
        press(self.page, "加入客商库(5 家)")
        expect(self.page.get_by_text("已加入客商库 5 家")).to_be_visible()

    def talk_twice(self) -> None:
        """Two visits, each with what comes next."""
        go(self.page, "客商库")
        expect(self.page.get_by_text("共 5 家")).to_be_visible()
        for row, text in enumerate(("电话介绍了园区余量", "上门拜访,谈用地")):
            if row:
                tick(self.page, row)
            press(self.page, "记一次联系")
            self.page.get_by_label("谈了什么").fill(text)
            self.page.get_by_label("下次动作").fill("请来园区看地")
            self.page.get_by_role("combobox", name="谈后进度").click()
            self.page.get_by_role("option", name="已联系").click()
            settled(self.page)
            self.due("2026-11-20")
            if not row:
                self.shoot("talk")
            press(self.page, "保存")
            expect(self.page.locator(".st-key-client-log")).to_contain_text(text)
        self.shoot("clients")
        self.page.get_by_text("看板", exact=True).click()
        self.shoot("clients_board")

    def due(self, day: str) -> None:
        """By when the next step is to be done: typed part by part, after the day of the talk."""
        self.page.get_by_role("dialog").get_by_role("spinbutton").nth(3).click()
        for number in day.split("-"):
            self.page.keyboard.type(number, delay=30)
        self.page.keyboard.press("Tab")
        settled(self.page)

    def plan_a_project(self) -> None:
        """A gap becomes a project in one click, and the gap list says so."""
        self.open("gaps?gap=补链:methanol")
        press(self.page, "谋划成项目")
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.shoot("plan")
        save(self.page)
        expect(table(self.page)).to_contain_text("已谋划")
        self.shoot("gaps_planned")

    def break_ground(self) -> None:
        """Another project moves to 开工; the map shows it at once."""
        self.open("maps?product=biaxially-oriented-film")
        self.open(f"projects?project={MOVED}")
        move(self.page, "开工", "桩基进场")
        expect(self.page.get_by_role("dialog")).to_contain_text("规划 → 在建")
        self.shoot("move")
        save(self.page)
        expect(self.page.locator(".lt-steps .now")).to_have_text("开工")
        self.shoot("project")
        self.page.get_by_role("button", name="在图上看").click()
        expect(self.page.locator(".st-key-panel")).to_contain_text("在建")
        self.page.wait_for_function("globalThis.__drawn === true")
        self.shoot("map_moved")

    def report_the_month(self) -> None:
        """The figures of three projects, then the ranking and the paper."""
        go(self.page, "目标与调度")
        self.shoot("goals")
        tab(self.page, "月度填报")
        expect(table(self.page)).to_be_visible()
        for row, told in enumerate(FIGURES):
            for x, text in zip((DUTY_X, PLAN_X, DONE_X, TOTAL_X), told, strict=True):
                type_in(self.page, x, row, text)
        self.shoot("month")
        press(self.page, f"保存 {len(FIGURES)} 项")
        expect(self.page.get_by_text(f"已填 {len(FIGURES)} 项")).to_be_visible()
        tab(self.page, "通报与总结")
        expect(table(self.page)).to_contain_text("45.0%")
        self.shoot("ranking")

    def take_back_one_change(self) -> None:
        """The last change undone, and what became of it looked up."""
        go(self.page, "修改记录")
        expect(self.page.get_by_role("button", name="撤销这次修改")).to_be_visible()
        expect(table(self.page)).to_contain_text(WHO)
        self.shoot("log")
        press(self.page, "撤销这次修改")
        expect(table(self.page)).to_contain_text("撤销:")
        self.shoot("log_undone")


def of_kind(store: Store, cls: type) -> list[object]:
    return [row for row in store.scan(cls.kind) if isinstance(row, cls)]


def test_a_month_in_the_office(page: Page, office: tuple[str, str], tmp_path: Path) -> None:
    url, address = office
    month = Month(page, url, tmp_path)
    month.sign()
    month.take_in_a_workbook()
    month.ask_two_firms()
    month.shortlist_five()
    month.talk_twice()
    month.plan_a_project()
    month.break_ground()
    month.report_the_month()
    paper = docx.Document(str(fetched(page, "下载 Word", tmp_path)))
    assert "四、下步要求" in "\n".join(p.text for p in paper.paragraphs)
    go(page, "项目库")
    press(page, "下载 Excel")
    book = openpyxl.load_workbook(fetched(page, "全部列", tmp_path))
    assert "云溪甲醇项目(谋划)" in {str(row[0].value) for row in book.worksheets[0].iter_rows()} | {
        str(row[1].value) for row in book.worksheets[0].iter_rows()
    }
    with open_store(address, SCHEMA) as store:
        before = of_kind(store, Entry)
    month.take_back_one_change()
    with open_store(address, SCHEMA) as store:
        assert (len(before), len(of_kind(store, Entry))) == (len(FIGURES), 0)
        assert len(of_kind(store, Lead)) == 5
        assert len(of_kind(store, Visit)) == 2
        assert {p.stage for p in of_kind(store, Project) if p.id == MOVED} == {"开工"}  # type: ignore[attr-defined]
        actors = {commit.actor for commit in store.commits(limit=100)}
    assert actors == {"系统", WHO}
    month.open(f"log?kind=project&id={MOVED}")
    expect(page.get_by_text(re.compile("的修改记录"))).to_be_visible()
    expect(table(page)).to_contain_text(WHO)
    month.shoot("history")
    month.open()
    expect(page.get_by_text("2 家客商逾期未跟进")).to_be_visible()
    month.shoot("home")

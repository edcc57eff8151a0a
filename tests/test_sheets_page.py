"""表格进出 as somebody uses it: out, in, tied once, corrected on the page, given back."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from clicks import fine, press
from office_sheets import LABELS, ROWS, plain_sheet, talks
from stores import SCHEMA, last_seq
from streamlit.testing.v1 import AppTest

from graph.model import Contact, Lead, Project
from graph.reading import read_facts
from graph.store import open_store
from graph.store.protocol import Change
from views import sheets_out
from views.tables.sheet import sheets as table

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-24"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opened(part: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    app.switch_page("views/pages/sheets.py").run()
    if part:
        app.button_group(key="w-sheets-part").set_value(part).run()
    return fine(app)


def upload(app: AppTest, data: bytes, name: str) -> AppTest:
    app.file_uploader[0].set_value((name, data, XLSX)).run()
    return fine(app)


def words(app: AppTest) -> str:
    kinds = (app.html, app.success, app.error, app.warning, app.info, app.caption)
    text = "\n".join(element.value for kind in kinds for element in kind)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)  # Markdown marks stand as themselves


def cell(app: AppTest, label: str) -> str:
    """Key of the box in which the chosen row's cell is corrected."""
    found = [e.key for e in (*app.text_input, *app.selectbox) if f"-{label}-" in str(e.key)]
    return str(next(key for key in found if str(key).startswith("sheet-cell-")))


def projects(url: str) -> dict[str, Project]:
    with open_store(url, SCHEMA) as store:
        return {p.name_zh: p for p in store.scan("project") if isinstance(p, Project)}


def test_an_old_sheet_is_tied_once_corrected_and_loaded(url: str) -> None:
    app = upload(opened(), talks(), "在谈.xlsx")
    assert "第一次见到这种表:在谈项目" in words(app)
    assert "个人信息,不显示也不载入" in words(app)
    first = app.dataframe[0].value
    assert list(first["阶段"]) == ["开工", "✕ 推进中", "流失"]
    assert list(first["投资(亿元)"]) == ["3.5", "0.2", "✕ 5000万美元"]
    press(app, "sheet-ask-done")
    assert "新增 1 条,修改 0 条,不变 0 条,有问题、不载入 2 行" in words(app)
    bad = app.dataframe[0].value
    assert list(zip(bad["行"], bad["列"], bad["填的值"], strict=True)) == [
        ("7", "进度", "推进中"),
        ("8", "投资/计划总投资(亿元)", "5000万美元"),
    ]
    app.selectbox(key=cell(app, "进度")).set_value("在谈").run()
    press(app, "sheet-fixed")
    assert "有问题、不载入 1 行" in words(app)
    before = last_seq(url)
    press(app, "sheet-load")
    assert "已载入 在谈.xlsx:新增 2 条" in words(app)
    assert "有问题、没有载入 1 行(可在下面下载)" in words(app)
    made = projects(url)
    assert made["己内酰胺扩建示例项目"].land_mu == 100.0
    assert (made["EVA示例项目"].stage, made["EVA示例项目"].land_text) == ("在谈", "30-50")
    assert "环氧示例项目" not in made
    with open_store(url, SCHEMA) as store:
        told = store.history(after_seq=before)
    assert len({r.commit_id for r in told}) == 1
    assert {r.reason for r in told} == {"载入 在谈.xlsx"}


def test_the_next_file_of_that_form_is_read_without_a_question(url: str) -> None:
    app = upload(opened(), talks(), "在谈.xlsx")
    press(app, "sheet-ask-done")
    later = opened()
    upload(later, talks(ROWS[:1]), "下月.xlsx")
    assert "认出是“在谈项目”这种表,记成项目库" in words(later)
    assert "新增 1 条" in words(later)
    press(later, "sheet-load")
    again = upload(opened(), talks(ROWS[:1]), "再来.xlsx")
    assert "没有新的内容" in words(again)
    assert again.button(key="sheet-load").disabled


def test_a_form_may_be_tied_anew_renamed_and_forgotten(url: str) -> None:
    app = upload(opened(), talks(), "在谈.xlsx")
    press(app, "sheet-ask-done")
    press(app, "sheet-again-0")
    assert "第一次见到这种表" in words(app)
    names = {s.label: s.value for s in app.selectbox}
    assert names["“投资方”记成"] == "firm_ids"
    app = opened("记住的表")
    (row,) = app.dataframe[0].value.to_dict("records")
    assert (row["哪种表"], row["记成"], row["列数"]) == ("在谈项目", "项目库", len(LABELS))
    assert "每一行都一样的:层级 项目;所属地区 岳阳市云溪区" in words(app)
    name = next(t for t in app.text_input if t.label == "这种表叫什么")
    name.set_value("德清式周报").run()
    land = next(s for s in app.selectbox if s.label == "“需用土地”记成")
    land.set_value("").run()
    press(app, "sheet-map-save")
    with open_store(url, SCHEMA) as store:
        (form,) = store.scan("sheet_map")
    assert getattr(form, "name", "") == "德清式周报"
    assert "需用土地=" in getattr(form, "pairs", ())
    press(app, "sheet-map-drop")
    assert "还没有记住的表" in words(app)


def test_the_same_wrong_word_in_many_rows_is_corrected_once(url: str) -> None:
    rows = [(f"P-{n}", f"{n}号示例项目", "项目", "推进中") for n in range(3)]
    data = plain_sheet("项目", ("编号", "项目名称", "层级", "阶段"), *rows)
    app = upload(opened(), data, "项目.xlsx")
    assert "有问题、不载入 3 行" in words(app)
    box = next(c for c in app.checkbox if "同样写法的 3 行" in c.label)
    box.check().run()
    app.selectbox(key=cell(app, "阶段")).set_value("签约").run()
    press(app, "sheet-fixed")
    assert "新增 3 条,修改 0 条,不变 0 条" in words(app)
    press(app, "sheet-load")
    assert {p.stage for name, p in projects(url).items() if "号示例项目" in name} == {"签约"}


def test_a_correction_that_is_wrong_too_is_told_again(url: str) -> None:
    row = ("P-1", "甲示例项目", "项目", "签约", "很多")
    data = plain_sheet("项目", ("编号", "项目名称", "层级", "阶段", "投资(亿元)"), row)
    app = upload(opened(), data, "项目.xlsx")
    app.text_input(key=cell(app, "投资(亿元)")).set_value("更多").run()
    press(app, "sheet-fixed")
    assert list(app.dataframe[0].value["填的值"]) == ["更多"]
    other = next(t for t in app.text_input if t.label == "项目名称")
    other.set_value("乙示例项目").run()
    app.text_input(key=cell(app, "投资(亿元)")).set_value("２.5").run()
    press(app, "sheet-fixed")
    press(app, "sheet-load")
    assert projects(url)["乙示例项目"].investment_yi == 2.5


def test_a_name_like_one_on_file_is_asked_about_and_remembered(url: str) -> None:
    name = "湖南中创化工有限公司"
    data = plain_sheet("客商", ("企业", "进度"), (name, "洽谈"))
    app = upload(opened(), data, "客商.xlsx")
    assert "有 1 个名称要您判断" in words(app)
    assert app.button(key="sheet-load").disabled
    question = next(s for s in app.selectbox if name in s.label)
    assert "和库里的“湖南中创化工股份有限公司”是同一个企业吗" in question.label
    assert any("湖南中创化工股份有限公司" in option for option in question.options)
    question.set_value("zhongchuang-chemical").run()
    assert "要您判断" not in words(app)
    press(app, "sheet-ask-again")  # a slip of the mouse can be taken back
    question = next(s for s in app.selectbox if name in s.label)
    question.set_value("zhongchuang-chemical").run()
    press(app, "sheet-load")
    with open_store(url, SCHEMA) as store:
        (lead,) = store.scan("lead")
        (judged,) = store.scan("judged_name")
    assert isinstance(lead, Lead)
    assert (lead.firm_id, lead.made_at[:4].isdigit()) == ("zhongchuang-chemical", True)
    assert getattr(judged, "verdict", "") == "same"
    assert "没有新的内容" in words(upload(opened(), data, "客商.xlsx"))


def test_somebody_was_faster_and_nothing_is_written(url: str) -> None:
    project = next(iter(projects(url).values()))
    data = plain_sheet("项目", ("编号", "备注"), (project.id, "我的"))
    app = upload(opened(), data, "项目.xlsx")
    assert "修改 1 条" in words(app)
    with open_store(url, SCHEMA) as store:
        theirs = replace(project, note="别人的")
        store.write([Change.put(theirs)], actor="别人", reason="抢先")
    press(app, "sheet-load")
    assert "没有载入" in words(app)
    assert "已被别人改过" in words(app)
    assert projects(url)[project.name_zh] == theirs
    frame = next(d.value for d in app.dataframe if "现在" in d.value)
    assert frame.to_dict("records")[0]["现在"] == "别人的"
    press(app, "sheet-load")
    assert projects(url)[project.name_zh].note == "我的"


def test_a_gbk_csv_and_a_sheet_nobody_knows(url: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["编号", "项目名称", "层级", "阶段"], ["P-1", "甲示例项目", "项目", "谋划"]]
    )
    app = upload(opened(), out.getvalue().encode("gbk"), "项目.csv")
    assert "是本系统的表格,记成项目库" in words(app)
    assert "新增 1 条" in words(app)
    odd = plain_sheet("课程表", ("星期", "第一节", "第二节"), ("周一", "语文", "数学"))
    app = upload(opened(), odd, "课程表.xlsx")
    assert "看不出这张表是哪一类" in words(app)
    skip = next(b for b in app.button if b.label == "不读这张表")
    skip.click().run()
    assert "没有一张表要读" in words(fine(app))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "另存为"),
        ("公文.pdf", b"%PDF-1.7", "不是表格"),
        ("坏.xlsx", b"PK\x03\x04", "不是完好的 .xlsx 文件"),
    ],
)
def test_what_is_no_table_is_one_red_sentence(url: str, name: str, data: bytes, told: str) -> None:
    app = upload(opened(), data, name)
    assert len(app.error) == 1
    assert told in words(app)
    assert not [b for b in app.button if b.key == "sheet-load"]


def test_out_goes_what_is_chosen_and_contacts_are_no_choice(url: str) -> None:
    with open_store(url, SCHEMA) as store:
        contact = Contact("c", "hunan-petrochemical", "示例人", None, "1", None, None, None, DATE)
        store.write([Change.put(contact)], actor="小王", reason="联系人")
    app = opened("导出和空表")
    kind = app.selectbox(key="w-sheet-out-kind")
    assert kind.options[:4] == ["客商库", "项目库", "资金池", "人才池"]
    assert "联系人" not in kind.options
    kind.set_value("project").run()
    everything = len(projects(url))
    assert f"项目库:{everything} 条" in words(app)
    app.multiselect(key="sheet-out-project-stage").set_value(["签约"]).run()
    some = [p for p in projects(url).values() if p.stage == "签约"]
    assert f"项目库:{len(some)} 条" in words(fine(app))
    assert 0 < len(some) < everything


def test_a_workbook_says_what_was_chosen(url: str) -> None:
    kind, chosen = SCHEMA["project"], sheets_out.Filter({"stage": ("开工",)}, "yunxi", " 石化 ")
    told = table.filter_text(kind, chosen, "岳阳市云溪区")
    assert told == "筛选:只要岳阳市云溪区;阶段:开工;含有“石化”"
    assert table.filter_text(kind, sheets_out.Filter(), "某区") == "筛选:不限地区"
    with open_store(url, SCHEMA) as store:
        facts = read_facts(store)
        found = sheets_out.chosen(store, facts, kind, sheets_out.Filter({"stage": ("开工",)}))
        data = sheets_out.kind_bytes(store, facts, kind, found, (told,))
        assert 0 < len(found) < store.count("project")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert told in [row[0].value for row in book["说明"].iter_rows()]
    assert book["项目"].max_row == len(found) + 1


def test_presenting_and_viewers_see_no_more_than_they_may(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from views.pages.sheet import taken as sheet_in

    monkeypatch.setattr(sheet_in, "may_write", lambda: False)
    app = opened()
    assert "只能看" in words(app)
    assert not app.file_uploader

"""通报, 讲评 and 总结 as files: laid out as official papers, and only what was reported."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from stores import SCHEMA, shared_store_url
from test_rounds import told

from graph.desk.editing import field_changes
from graph.desk.round.chain_cards import chain_cards
from graph.desk.round.goals import measured
from graph.desk.round.month import CHANGED, Edit, Written, stage_events
from graph.desk.round.months import PeriodCode, period_of
from graph.desk.round.summary import summed_up
from graph.facts import Facts
from graph.model import Entry, Project
from graph.reason import Evaluation
from graph.reason.change.diff import compare
from views.reports.bulletin import Bulletin, bulletin_paper
from views.reports.bulletin_book import bulletin_book, changes_book
from views.reports.bulletin_cards import MOST_GAPS, card_paper
from views.reports.bulletin_marks import wide_marks
from views.reports.bulletin_page import FANG, HEI, KAI, SONG
from views.tables.round import cards as rounds_cards
from views.tables.round import ranks
from views.tables.round.month import MonthChanges
from views.tables.round.overall import overall
from views.workspace import Question, Workspace

DATE, THEN = "2026-11-24", "2022-04-30"
ENTRIES = (
    told(
        *("甲项目",),
        **{"unit": "万元", "year_plan": 20_000.0, "month_done": 900.0, "total_done": 9_000.0},
        **{
            "duty_unit": "区科工局",
            "problem": "土地:红线内两户未搬迁。",
            "ask_up": "请协调用地指标",
        },
    ),
    told("乙项目", unit="亿元", year_plan=2.0, total_done=1.5, duty_unit="高新区"),
    told("丙项目", unit="万元", total_done=700.0, duty_unit="高新区"),
    told("丁项目", unit="万元", year_plan=800.0, duty_unit="区科工局"),
    told("戊项目", month="2026-05", unit="万元", year_plan=800.0, total_done=1.0),
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    found = Workspace.open(shared_store_url())
    yield found
    found.close()


@pytest.fixture(scope="module")
def evaluation(workspace: Workspace) -> Evaluation:
    return workspace.evaluation(Question(date=DATE))


@pytest.fixture(scope="module")
def facts(evaluation: Evaluation) -> Facts:
    return evaluation.chain.facts


@pytest.fixture(scope="module")
def changes(workspace: Workspace, evaluation: Evaluation) -> MonthChanges:
    facts = evaluation.chain.facts
    before = workspace.evaluation(Question(date=THEN))
    steps = stage_events(facts, evaluation.region, THEN, DATE)
    told_ = Written((edited(facts.projects["yuehua-pa6-1"]),), ())
    return MonthChanges(THEN, DATE, compare(before, evaluation), steps, told_)


def edited(project: Project) -> Edit:
    """A project somebody moved on."""
    after = replace(project, stage="投产")
    fields = field_changes(project, after, SCHEMA["project"])
    ref, time = ("project", project.id), "2026-11-24T01:00:00+00:00"
    return Edit(ref, CHANGED, project, after, fields, ("张三",), time, "改项目")


def bulletin(
    facts: Facts,
    changes: MonthChanges | None,
    code: PeriodCode = "two",
    entries: tuple[Entry, ...] = ENTRIES,
) -> Bulletin:
    period = period_of(code, "2026-06")
    found = summed_up(entries, period, "project")
    goals = None if code == "two" else measured(facts, "yunxi")[:5]
    summaries = () if found is None else (found,)
    return Bulletin("岳阳市云溪区", period, summaries, goals, changes, "2026年6月30日")


def opened(data: bytes) -> Paper:
    return docx.Document(io.BytesIO(data))


def words(paper: Paper) -> str:
    return "\n".join(p.text for p in paper.paragraphs)


def cells(paper: Paper, number: int) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in paper.tables[number].rows]


@pytest.fixture(scope="module")
def paper(facts: Facts, changes: MonthChanges) -> Paper:
    return opened(bulletin_paper(facts, SCHEMA, bulletin(facts, changes)))


def test_the_page_is_that_of_an_official_paper(paper: Paper) -> None:
    first = paper.sections[0]
    found = (first.page_width, first.page_height, first.top_margin, first.left_margin)
    assert [round(v.mm) for v in found if v is not None] == [210, 297, 37, 28]
    assert [round(v.mm) for v in (first.bottom_margin, first.right_margin) if v] == [35, 26]
    grid = first._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    assert grid.get(qn("w:linePitch")) == "579"
    wide = paper.sections[1:]
    assert wide
    assert all(s.orientation == WD_ORIENT.LANDSCAPE for s in wide)
    assert paper.settings.odd_and_even_pages_header_footer is True
    assert "PAGE" in first.footer._element.xml
    assert "PAGE" in first.even_page_footer._element.xml


def test_the_file_is_chinese_and_ours(paper: Paper) -> None:
    told_ = paper.core_properties
    assert (told_.author, told_.comments) == ("链图", "")
    assert told_.created is not None
    assert told_.created.year >= 2026
    langs = [e.get(qn("w:eastAsia")) for e in paper.styles.element.iter(qn("w:lang"))]
    assert set(langs) == {"zh-CN"}


def runs(paper: Paper, text: str) -> Any:
    paragraph = next(p for p in paper.paragraphs if text in p.text)
    return paragraph, paragraph.runs[0]


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("产业链重点工作调度情况的通报", SONG, 22),
        ("一、总体情况", HEI, 16),
        ("(一)项目", KAI, 16),
        ("截至2026年6月底", FANG, 16),
        ("内部参考", HEI, 16),
    ],
)
def test_fonts_are_named_by_what_a_line_is(paper: Paper, text: str, font: str, size: int) -> None:
    paragraph, run = runs(paper, wide_marks(text))
    fonts = run._r.rPr.find(qn("w:rFonts"))
    assert (fonts.get(qn("w:eastAsia")), run.font.size.pt) == (font, size)
    if font == FANG:
        indent = paragraph._p.pPr.find(qn("w:ind"))
        assert indent.get(qn("w:firstLineChars")) == "200"
        assert paragraph.paragraph_format.line_spacing.pt == pytest.approx(28.95)


def test_missing_fonts_have_a_stand_in_and_nothing_is_red(
    facts: Facts, changes: MonthChanges
) -> None:
    data = bulletin_paper(facts, SCHEMA, bulletin(facts, changes))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        table = archive.read("word/fontTable.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert re.search(rf'w:name="{FANG}"><w:altName w:val="仿宋"', table)
    assert "w:color" not in body
    assert not [n for n in archive.namelist() if n.startswith("word/fonts/")]


def test_parts_stand_in_their_order(paper: Paper) -> None:
    text = words(paper)
    places = [
        text.index(part)
        for part in (
            *("内部参考", "关于岳阳市云溪区2026年5—6月", "一、总体情况", "二、分项排名"),
            *("三、存在问题", "四、下步要求", "附件", "2026年6月30日"),
        )
    ]
    assert places == sorted(places)
    assert wide_marks("各责任单位:") in text


def test_the_ranking_holds_who_has_plan_and_total(paper: Paper) -> None:
    rows = cells(paper, 0)
    assert rows[0] == [
        "名次",
        "名称",
        "责任单位",
        "年度计划",
        "累计完成",
        "占年度计划",
        "较时间进度",
    ]
    assert rows[1:] == [
        ["1", "乙项目", "高新区", "2亿元", "1.5亿元", "75.0%", "+25.0"],
        ["2", "甲项目", "区科工局", "20000万元", "9000万元", "45.0%", "−5.0"],
    ]
    assert [row[1] for row in cells(paper, 1)[1:]] == ["高新区", "区科工局"]


def test_those_without_a_plan_are_named_apart(paper: Paper) -> None:
    text = words(paper)
    asked = text[text.index("四、下步要求") :]
    for name, why in (
        ("丙项目", "未报年度计划"),
        ("丁项目", "未报累计完成"),
        ("戊项目", "没有2026年6月的填报"),
    ):
        assert f"{name}\uff08{why}" in asked


def test_what_never_reported_is_named_with_its_unit(facts: Facts) -> None:
    period = period_of("two", "2026-06")
    offers = (told("己项目", duty_unit="区发改局"), told("甲项目"))
    found = summed_up(ENTRIES, period, "project", offers)
    assert found is not None
    assert [e.target_name for e in found.never] == ["己项目"]
    told_ = Bulletin("云溪区", period, (found,), None, None, "2026年6月30日")
    text = words(opened(bulletin_paper(facts, SCHEMA, told_)))
    assert wide_marks("区发改局:己项目(今年还没有填报过)。") in text


def test_problems_and_requests_are_in_the_words_of_the_units(paper: Paper) -> None:
    text = words(paper)
    problems = text[text.index("三、") : text.index("四、")]
    assert wide_marks("(一)区科工局") in problems
    told_ = "甲项目:占年度计划45.0%,滞后时间进度5.0个百分点;要素保障问题:土地:红线内两户未搬迁。"
    assert wide_marks(told_) in problems
    assert "乙项目" not in problems
    asked = text[text.index("四、下步要求") :]
    assert wide_marks("区科工局“甲项目”:请协调用地指标。") in asked


def test_the_sum_is_of_those_ranked(paper: Paper) -> None:
    text = words(paper)
    first = text[text.index("一、") : text.index("二、")]
    assert wide_marks("年度计划合计4亿元,累计完成2.4亿元,占年度计划60.0%") in first
    assert wide_marks("其中本期各月填报的完成数合计0.09亿元") in first


def test_a_sum_of_a_period_says_what_it_lacks_and_a_plan_cut_is_named() -> None:
    entries = (
        told("甲项目", month="2026-01", unit="万元", year_plan=30_000.0, month_done=900.0),
        told("甲项目", unit="万元", year_plan=20_000.0, month_done=900.0, total_done=9_000.0),
    )
    found = summed_up(entries, period_of("half", "2026-06"), "project")
    assert found is not None
    text = "".join(overall(found))
    assert "完成数合计0.18亿元(有4项次没填本月完成,不全)" in text
    assert "按改后的排名:甲项目(30000万元改为20000万元)。" in text


def test_a_plan_of_nothing_is_not_called_unreported() -> None:
    found = summed_up((told("甲项目", year_plan=0.0),), period_of("two", "2026-06"), "project")
    assert found is not None
    assert ranks.apart_rows(found)[0][2] == "年度计划是0,比不出进度"


def test_months_stand_in_one_unit_and_an_old_total_is_not_that_of_the_month() -> None:
    entries = (
        told("甲项目", month="2026-05", unit="万元", month_done=5_000.0, total_done=5_000.0),
        told("甲项目", unit="亿元", month_done=0.6, total_done=1.1),
        told("乙项目", month="2026-05", unit="家", month_done=2.0, total_done=7.0),
    )
    found = summed_up(entries, period_of("two", "2026-06"), "project")
    assert found is not None
    assert ranks.month_rows(found) == [
        ("乙项目", None, "家", 2.0, None, None),
        ("甲项目", None, "亿元", 0.5, 0.6, 1.1),
    ]


def test_reported_amounts_are_never_rounded(facts: Facts) -> None:
    one = told("甲项目", unit="万元", year_plan=12_345.67, total_done=1_234.56, duty_unit="甲局")
    found = opened(bulletin_paper(facts, SCHEMA, bulletin(facts, None, entries=(one,))))
    assert cells(found, 0)[1][3:5] == ["12345.67万元", "1234.56万元"]
    assert cells(found, 2)[1][4:7] == ["12345.67", "", "1234.56"]


def test_tables_fit_between_the_margins(paper: Paper) -> None:
    first, wide = paper.sections[0], paper.sections[1]
    for table in paper.tables:
        whole = sum(c.width or 0 for c in table.columns)
        page = first if len(table.columns) in (7, 8) else wide
        assert None not in (page.page_width, page.left_margin, page.right_margin)
        assert whole <= page.page_width - page.left_margin - page.right_margin + 1000  # type: ignore[operator]


def test_nothing_reported_is_said(facts: Facts) -> None:
    text = words(opened(bulletin_paper(facts, SCHEMA, bulletin(facts, None, entries=()))))
    assert "这一时期没有填报" in text
    assert "不排名" in text


def test_all_reported_and_nobody_behind_is_said(facts: Facts) -> None:
    good = told("乙项目", unit="亿元", year_plan=2.0, total_done=1.5, duty_unit="高新区")
    text = words(opened(bulletin_paper(facts, SCHEMA, bulletin(facts, None, entries=(good,)))))
    assert wide_marks("没有滞后的,也没有单位填报要素保障问题。") in text
    assert wide_marks("没有填报需上级协调的事项,应报的都已报齐。") in text


def test_the_annexes_hold_every_entry_and_what_changed(
    paper: Paper, facts: Facts, changes: MonthChanges
) -> None:
    detail = next(t for t in paper.tables if t.rows[0].cells[0].text == "序")
    assert [r.cells[1].text for r in detail.rows[1:]] == ["甲项目", "乙项目", "丙项目", "丁项目"]
    gaps = next(t for t in paper.tables if t.rows[0].cells[0].text == "新旧")
    words_ = [r.cells[0].text for r in gaps.rows[1:]]
    assert words_ == ["新增"] * len(changes.gaps.new) + ["补上"] * len(changes.gaps.closed)
    steps = next(t for t in paper.tables if t.rows[0].cells[0].text == "日期")
    assert len(steps.rows) - 1 == len(changes.steps) > 0
    edits = next(t for t in paper.tables if t.rows[0].cells[-1].text == "哪几项")
    assert [c.text for c in edits.rows[1].cells] == [
        "改动",
        "项目",
        "湖南岳化新材料45万吨尼龙6聚合项目一期",
        "阶段 开工 → 投产",
    ]
    assert all(t.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for t in paper.tables)


@pytest.mark.parametrize(("code", "title"), [("half", "上半年"), ("year", "2026年度")])
def test_over_half_a_year_goals_stand_against_actuals(
    facts: Facts, code: PeriodCode, title: str
) -> None:
    found = opened(bulletin_paper(facts, SCHEMA, bulletin(facts, None, code)))
    text = words(found)
    assert title in text
    assert "二、目标完成情况" in text
    assert "五、下步要求" in text
    goals = cells(found, 0)
    assert goals[0] == ["指标", "到哪一年", "目标", "实际", "完成"]
    assert {row[3] for row in goals[1:]} == {"未取得"}
    assert "项目逐月完成情况" in text


def test_a_year_without_goals_says_so(facts: Facts) -> None:
    period = period_of("year", "2026-06")
    found = summed_up(ENTRIES, period, "project")
    assert found is not None
    told_ = Bulletin("云溪区", period, (found,), (), None, "2026年12月31日")
    assert "还没有录入2026年的目标" in words(opened(bulletin_paper(facts, SCHEMA, told_)))


def test_the_workbook_has_a_sheet_for_each_table(facts: Facts, changes: MonthChanges) -> None:
    data = bulletin_book(facts, SCHEMA, bulletin(facts, changes, "half"), ("地区:云溪区",))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert {"项目排名", "项目责任单位排名", "项目未参加排名", "项目明细", "项目逐月完成"} <= set(
        book.sheetnames
    )
    assert {"存在问题", "需协调事项", "目标", "缺口变化", "项目进展", "说明"} <= set(
        book.sheetnames
    )
    rows = list(book["项目排名"].values)
    assert [row[1] for row in rows[1:]] == ["乙项目", "甲项目"]
    assert list(book["需协调事项"].values)[1] == ("区科工局", "甲项目", "请协调用地指标")


def test_what_changed_as_a_workbook(facts: Facts, changes: MonthChanges) -> None:
    book = openpyxl.load_workbook(io.BytesIO(changes_book(facts, SCHEMA, changes, ())))
    gaps = list(book["缺口变化"].values)
    assert len(gaps) - 1 == sum(len(rows) for _, rows in changes.gaps.lists())
    assert {row[0] for row in gaps[1:]} == {"新增", "持续", "补上"}


def test_a_card_is_one_page_and_says_what_it_leaves_out(evaluation: Evaluation) -> None:
    facts = evaluation.chain.facts
    cards = [rounds_cards.card(facts, c) for c in chain_cards(evaluation, [])]
    found = opened(card_paper(cards, "岳阳市云溪区", "2026年11月24日"))
    breaks = found.element.body.xml.count('w:type="page"')
    assert breaks == len(cards) - 1 == 15
    text = words(found)
    for card in cards:
        assert f"{card.name} 链条卡" in text
        if len(card.gaps) > MOST_GAPS:
            left_out = wide_marks(f"缺口(共 {len(card.gaps)} 条,列前 {MOST_GAPS} 条)")
            assert left_out in text
    roles = cells(found, 0)
    assert [row[0] for row in roles[1:]] == ["链长", "链办", "链主", "专班", "责任人"]
    assert {row[1] for row in roles[1:]} == {"未定"}

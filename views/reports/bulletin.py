"""通报, 讲评 and 总结 as papers: composed of what was reported, laid out as GB/T 9704 asks."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as Paper

from graph.desk.round.goals import Measured
from graph.desk.round.months import Period
from graph.desk.round.problems import asked_for, told_problems
from graph.desk.round.summary import Summary
from graph.facts import Facts
from graph.schema import Schema
from views.reports import bulletin_paper as sheet
from views.reports.bulletin_annex import annexes
from views.reports.bulletin_page import new_paper
from views.reports.bulletin_table import table
from views.reports.bulletin_words import (
    ask_lines,
    numbered,
    numeral,
    owed_lines,
    problem_lines,
)
from views.tables.round import goals as rounds_goals
from views.tables.round import ranks as rounds_ranks
from views.tables.round.month import MonthChanges
from views.tables.round.overall import overall
from views.tables.round.words import (
    KIND_ZH,
    NO_UNIT,
    UNKNOWN,
    Cell,
    percent_text,
    period_zh,
    points,
)

RANK_WIDTHS = (10, 46, 22, 25, 25, 14, 14)
UNIT_WIDTHS = (10, 34, 10, 21, 21, 16, 16, 28)
GOAL_COLUMNS = ("指标", "到哪一年", "目标", "实际", "完成")
GOAL_WIDTHS = (66, 18, 28, 26, 18)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a paper tells of.

    ``summaries`` one a kind; ``goals`` of the year, None for two months; ``changes`` what became
    of gaps, projects and firms in the period; ``date`` the day of the paper, in Chinese.
    """

    region: str
    period: Period
    summaries: tuple[Summary, ...]
    goals: tuple[Measured, ...] | None
    changes: MonthChanges | None
    date: str

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(self.title_lines)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title, broken where its words end."""
        when = period_zh(self.period)
        if self.period.code == "two":
            return (f"关于{self.region}{when}", "产业链重点工作调度情况的通报")
        word = "讲评" if self.period.code == "half" else "总结"
        return (f"{self.region}{when}", f"产业链重点工作{word}")

    def problem_rows(self) -> list[tuple[Cell, ...]]:
        """存在问题 for a workbook: unit, name, share, pace, problem."""
        return [
            (
                unit or NO_UNIT,
                p.entry.target_name,
                percent_text(p.against) or None,
                None if p.against is None else points(p.against),
                p.entry.problem,
            )
            for unit, rows in told_problems(*self.summaries).items()
            for p in rows
        ]

    def ask_rows(self) -> list[tuple[Cell, ...]]:
        """需上级协调事项 for a workbook: unit, name, what."""
        return [
            (e.duty_unit or NO_UNIT, e.target_name, e.ask_up)
            for found in self.summaries
            for e in asked_for(found)
        ]


def bulletin_paper(facts: Facts, schema: Schema, told: Bulletin) -> bytes:
    """The paper as a .docx file."""
    paper = new_paper()
    sheet.mark(paper)
    sheet.title(paper, told.title_lines)
    if told.period.code == "two":
        sheet.addressed(paper, "各责任单位")
    parts = ["总体情况", "分项排名", "存在问题", "下步要求"]
    if told.goals is not None:
        parts.insert(1, "目标完成情况")
    writers = {
        "总体情况": _overall,
        "目标完成情况": _goals,
        "分项排名": _rankings,
        "存在问题": _problems,
        "下步要求": _next,
    }
    for place, part in enumerate(parts, 1):
        sheet.heading(paper, f"{numeral(place)}、{part}")
        writers[part](paper, facts, told)
    names = annexes(told)
    if names:
        sheet.body(paper, "")
    for place, (name, _) in enumerate(names, 1):
        head = "附件:" if place == 1 else "\u3000" * 3
        sheet.body(paper, f"{head}{place}.{name}")
    sheet.signed(paper, "(起草单位)", told.date)
    for place, (name, write) in enumerate(names, 1):
        sheet.wide_section(paper)
        sheet.annex_title(paper, f"附件{place}", name)
        write(paper, facts, schema)
    return sheet.saved(paper)


def _overall(paper: Paper, facts: Facts, told: Bulletin) -> None:
    if not told.summaries:
        sheet.body(paper, "这一时期没有填报。")
    several = len(told.summaries) > 1
    for found in told.summaries:
        head = f"{KIND_ZH[found.kind]}方面:" if several else ""
        sheet.body(paper, head + "".join(overall(found)))


def _goals(paper: Paper, facts: Facts, told: Bulletin) -> None:
    if not told.goals:
        sheet.body(paper, f"还没有录入{told.period.last[:4]}年的目标。")
        return
    have = sum(m.actual is not None for m in told.goals)
    lack = f",其余{len(told.goals) - have}项{UNKNOWN}" if have < len(told.goals) else ""
    sheet.body(paper, f"这一年的目标{len(told.goals)}项,{have}项有当年的实际数{lack}。")
    rows = []
    for item in told.goals:
        full = dict(zip(rounds_goals.COLUMNS, rounds_goals.row(facts, item), strict=True))
        rows.append([_text(full[c]) for c in GOAL_COLUMNS])
    table(paper, GOAL_COLUMNS, rows, GOAL_WIDTHS, left=(0,))


def _rankings(paper: Paper, facts: Facts, told: Bulletin) -> None:
    place = 0
    for found in told.summaries:
        kind = KIND_ZH[found.kind]
        for name, heads, rows, widths, left in (
            (kind, rounds_ranks.RANK_COLUMNS, rounds_ranks.rank_rows(found), RANK_WIDTHS, (1, 2)),
            (
                f"{kind}的责任单位",
                rounds_ranks.UNIT_COLUMNS,
                rounds_ranks.unit_rows(found),
                UNIT_WIDTHS,
                (1,),
            ),
        ):
            if rows:
                place += 1
                sheet.heading(paper, f"({numeral(place)}){name}", level=2)
                table(paper, heads, [[_text(c) for c in r] for r in rows], widths, left=left)
        apart = rounds_ranks.apart_units(found)
        if apart:
            sheet.body(paper, f"不参加排名的责任单位:{'、'.join(apart)}。")
    if not place:
        sheet.body(paper, "没有计划和累计完成都报了的,不排名。")
    else:
        sheet.body(paper, "较时间进度为占年度计划的百分数减去月份÷12,单位百分点。")


def _problems(paper: Paper, facts: Facts, told: Bulletin) -> None:
    units = problem_lines(*told.summaries)
    if not units:
        sheet.body(paper, "没有滞后的,也没有单位填报要素保障问题。")
    for place, (unit, lines) in enumerate(units, 1):
        sheet.heading(paper, f"({numeral(place)}){unit}", level=2)
        for line in numbered(lines):
            sheet.body(paper, line)


def _next(paper: Paper, facts: Facts, told: Bulletin) -> None:
    asks = [line for found in told.summaries for line in ask_lines(asked_for(found))]
    owed = [line for found in told.summaries for line in owed_lines(found)]
    if asks:
        sheet.body(paper, f"各单位填报的需上级协调事项{len(asks)}件,请有关方面协调:")
    for line in numbered(asks):
        sheet.body(paper, line)
    if owed:
        sheet.body(paper, "以下还没有报齐,请补报:")
    for line in numbered(owed):
        sheet.body(paper, line)
    if not (asks or owed):
        sheet.body(paper, "没有填报需上级协调的事项,应报的都已报齐。")


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)

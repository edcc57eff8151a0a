"""One firm gone after in full: what is known, by group, and what was said with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.desk.client.clients import NO_TALK, intensity_wan_mu
from graph.model import Lead, Visit
from views.amounts import number
from views.client_texts import place_text
from views.tables.client.clients import Cell, cells_of, place_at
from views.tables.client.rows import Shelf
from views.texts import NOBODY

Field = tuple[str, str | None, str]
"""Label, value (None is unknown) and a remark."""

VISIT_COLUMNS = ("日期", "方式", "谈了什么", "谈后进度", "我方人员", "谁记的", "什么时候")
RULE = (
    "园区用地主要用于化工;非化工的配套企业尽可能放在园区外(岳云政办发〔2022〕6号)。"
    "行业类别没有定的写“须定”。"
)


@dataclass(frozen=True, slots=True)
class Talk:
    """One line of the log; ``is_step`` when only the stage was changed."""

    head: str
    text: str
    foot: str
    is_step: bool


def groups(shelf: Shelf, lead: Lead) -> dict[str, tuple[Field, ...]]:
    """Everything on record, under its headings."""
    cells = cells_of(shelf, lead)
    return {"跟进": _follow_up(cells), "意向": _intent(shelf, lead), "企业": _firm(cells)}


def _follow_up(cells: dict[str, Cell]) -> tuple[Field, ...]:
    due = _text(cells["期限"])
    late = _text(cells["催办"])
    return (
        ("下次动作", _text(cells["下次动作"]), ""),
        ("期限", due, late if due and late else ""),
        ("对接人", _text(cells["对接人(我方)"]), ""),
        ("等级", _text(cells["等级"]), ""),
        ("首次对接", _text(cells["首次对接日"]), ""),
        ("最近联系", _text(cells["最近联系日"]), ""),
        ("研判结果", _text(cells["研判结果"]), ""),
    )


def _intent(shelf: Shelf, lead: Lead) -> tuple[Field, ...]:
    intensity = intensity_wan_mu(lead)
    money, land = lead.intent_investment_yi, lead.intent_land_mu
    return (
        ("投资意向", lead.intent, ""),
        ("意向投资", None if money is None else f"{number(money)} 亿元", ""),
        ("意向用地", None if land is None else f"{number(land)} 亩", ""),
        ("意向强度", None if intensity is None else f"{number(intensity)} 万元/亩", "计算"),
        ("园区内外", place_text(place_at(shelf, lead)), RULE),
        ("准入核查", lead.checks, ""),
        ("为什么找它", lead.why, f"{lead.made_by or NOBODY} {lead.made_at}"),
        *((("暂缓或放弃原因", lead.end_reason, ""),) if lead.end_reason else ()),
        *((("备注", lead.note, ""),) if lead.note else ()),
    )


def _firm(cells: dict[str, Cell]) -> tuple[Field, ...]:
    names = ("企业名称", "所在省市", "企业类型", "上市代码", "专精特新", "主营产品")
    rows = [(name, _text(cells[name]), "") for name in names]
    return (
        *rows,
        ("主要产能", _text(cells["主要产能(万吨/年)"]), "万吨/年"),
        ("来源", _text(cells["来源"]), ""),
    )


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def talks(shelf: Shelf, visits: Iterable[Visit], *, with_theirs: bool) -> tuple[Talk, ...]:
    """The log, newest first; who spoke for the firm only ``with_theirs``."""
    newest = sorted(visits, key=lambda v: (v.date, v.made_at))[::-1]
    return tuple(_talk(shelf, visit, with_theirs) for visit in newest)


def _talk(shelf: Shelf, visit: Visit, with_theirs: bool) -> Talk:
    people = (
        visit.ours and f"我方 {visit.ours}",
        with_theirs and visit.theirs and f"对方 {visit.theirs}",
        f"{visit.made_by or NOBODY}记于 {visit.made_at}",
    )
    stage = f",谈后 {shelf.stage(visit.stage)}" if visit.stage and visit.way != NO_TALK else ""
    return Talk(
        head=f"{visit.date} {visit.way}{stage}",
        text=visit_text(shelf, visit),
        foot=";".join(p for p in people if p),
        is_step=visit.way == NO_TALK,
    )


def visit_text(shelf: Shelf, visit: Visit) -> str:
    """What was said; a step from stage to stage in the local words."""
    if visit.way != NO_TALK:
        return visit.text
    step, mark, why = visit.text.partition(";")
    words = " → ".join(shelf.stage(stage) for stage in step.split(" → "))
    return f"{words}{mark}{why}"


def visit_rows(shelf: Shelf, visits: Iterable[Visit]) -> list[tuple[Cell, ...]]:
    """The log for a workbook, in the order of ``VISIT_COLUMNS``: no names of the other side."""
    return [
        (
            v.date,
            v.way,
            visit_text(shelf, v),
            shelf.stage(v.stage) if v.stage else None,
            v.ours,
            v.made_by,
            v.made_at,
        )
        for v in visits
    ]

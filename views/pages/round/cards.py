"""链条卡: the sub-chains in a list, one card beside it, all of them to take along."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.desk.round.chain_cards import ChainCard, chain_cards
from graph.desk.round.duties import CHAIN_ROLES, HEAD_FIRM, LEADER
from graph.desk.round.reading import held_duties
from graph.model import Duty, Segment
from views.amounts import number
from views.pages import downloads
from views.pages.context import View
from views.pages.kept import kept
from views.pages.markup import esc, kind_chip, show
from views.pages.people import my_name
from views.pages.pick_row import pick_row
from views.pages.record.form import Form, open_form
from views.pages.write_button import write_button
from views.reports.bulletin_cards import card_paper
from views.tables.origin import chinese_date
from views.tables.round import cards as table
from views.tables.round.words import NOBODY, Cell

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROLE_GROUPS = {
    "谁": ("role", "unit", "person", "firm_id"),
    "从什么时候到什么时候": ("since", "until", "note"),
}
MONEY = "投资(亿元)"
# Shorter header and width in px of columns of the list.
HEADS = {
    "子链": ("子链", 148),
    "链长": ("链长", 62),
    "链主": ("链主", 76),
    "本地企业": ("企业", 52),
    "本地已有": ("已有产品", 76),
    "缺或弱": ("缺或弱", 62),
    "缺口": ("缺口", 50),
    "在推进项目": ("项目", 50),
}


def part(seen: View) -> None:
    """List on the left, the chosen card on the right."""
    held = held_duties(seen.store, seen.question.region_id)
    duties = tuple(d for d, _ in held)
    cards = kept(
        seen.key("cards", seen.question, duties), lambda: chain_cards(seen.evaluation, duties)
    )
    left, right = st.columns([14, 11], gap="medium")
    with left:
        chosen = _list(seen, cards)
    with right:
        _card(seen, chosen)


def _list(seen: View, cards: tuple[ChainCard, ...]) -> ChainCard:
    rows = table.rows(seen.facts, cards)
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        show(f'<p class="lt-note">{len(cards)} 条子链,点左边的圆圈看卡片。</p>')
        downloads.table_button(seen, "链条卡", table.COLUMNS, lambda: rows, "cards-xlsx")
        _paper(seen, cards, "全部下载 Word", f"链条卡_{seen.region_name}_{seen.date}", "cards-docx")
    chosen = pick_row(
        [dict(zip(table.COLUMNS, r, strict=True)) for r in rows],
        height=min(560, 37 + 30 * len(rows)),
        column_order=table.SHOWN,
        key="card-list",
        column_config=_columns(),
    )
    return cards[chosen]


def _columns() -> dict[str, Any]:
    plain = {k: st.column_config.Column(h, width=w) for k, (h, w) in HEADS.items()}
    return {**plain, MONEY: st.column_config.NumberColumn(MONEY, width=86, format="%.1f")}


def _paper(seen: View, cards: tuple[ChainCard, ...], label: str, name: str, key: str) -> None:
    st.download_button(
        label,
        data=lambda: card_paper(
            [table.card(seen.facts, c) for c in cards], seen.region_name, chinese_date(seen.date)
        ),
        file_name=f"{name}.docx",
        mime=DOCX,
        on_click="ignore",
        key=key,
    )


def _card(seen: View, found: ChainCard) -> None:
    told = table.card(seen.facts, found)
    with st.container(border=True, key="chain-card"):
        with st.container(horizontal=True, vertical_alignment="center", key="card-head"):
            show(f'<h3 class="lt-title">{esc(told.name)}</h3>')
            write_button("定链长、链主", "card-edit", on_click=_edit, args=(seen, found))
            name = f"链条卡_{found.segment_id}_{seen.region_name}_{seen.date}"
            _paper(seen, (found,), "下载一页 Word", name, "card-docx")
        show(_roles(told), _facts(told), _gaps(told), _projects(told))
        show(f'<p class="lt-note">{esc(table.NOTE)}</p>')


def _roles(told: table.Card) -> str:
    cells = "".join(
        f"<div><span>{esc(label)}</span><b{_soft(name)}>{esc(name)}</b></div>"
        for label, name in told.roles
    )
    return f'<div class="lt-roles">{cells}</div>'


def _soft(name: str) -> str:
    return ' class="lt-nobody"' if name == NOBODY else ""


def _facts(told: table.Card) -> str:
    rows = "".join(f"<tr><th>{esc(k)}</th><td>{esc(v)}</td></tr>" for k, v in told.facts)
    return f'<table class="lt-levels lt-card">{rows}</table>'


def _gaps(told: table.Card) -> str:
    items = "".join(
        f"<li>{kind_chip(str(kind))}<b>{esc(name)}</b> {_amount(size)}"
        f' <span class="lt-src">{esc(grade)}</span></li>'
        for kind, name, size, grade in told.gaps
    )
    body = f'<ul class="lt-list">{items}</ul>' if items else '<p class="lt-none">没有缺口。</p>'
    return f'<h4 class="lt-h">缺口 {len(told.gaps)} 条</h4>{body}'


def _amount(size: Cell) -> str:
    """A size, or its range as a text, with its unit."""
    if size is None:
        return "数量未知"
    return f"{esc(size if isinstance(size, str) else number(float(size)))} 万吨/年"


def _projects(told: table.Card) -> str:
    items = "".join(
        f"<li><b>{esc(name)}</b> {esc(stage)}{'' if yi is None else f' {yi:.10g} 亿元'}</li>"
        for name, stage, yi in told.projects
    )
    body = f'<ul class="lt-list">{items}</ul>' if items else '<p class="lt-none">没有。</p>'
    return f'<h4 class="lt-h">在推进项目 {len(told.projects)} 个</h4>{body}'


def _edit(seen: View, found: ChainCard) -> None:
    """The form of a role: the first that nobody holds yet."""
    names = dict(
        zip(
            CHAIN_ROLES,
            (found.leaders, found.offices, found.head_firms, found.teams),
            strict=True,
        )
    )
    role = next((r for r in CHAIN_ROLES if not names[r]), LEADER)
    fixed = {
        "region_id": seen.question.region_id,
        "target_kind": Segment.kind,
        "target_id": found.segment_id,
        "made_by": my_name(),
    }
    start = {"role": role, "since": seen.date}
    title = f"{found.segment_id}:定{'链主企业' if role == HEAD_FIRM else role}"
    open_form(seen, Form(Duty.kind, title, ROLE_GROUPS, fixed=fixed, start=start))

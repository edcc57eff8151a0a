"""客商库 as a board: one column per stage; one click takes a firm to the next."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from graph.desk.client.clients import ENDED, LADDER
from graph.desk.client.listing import Wish, at_stage, stage_counts
from graph.model import Lead
from views import settings
from views.pages import markup
from views.pages.client.filters import CHOSEN, words_of
from views.pages.client.listing import empty_text, shelf_of
from views.pages.client.moves import forward
from views.pages.context import View
from views.pages.markup import esc, show
from views.pages.people import may_write
from views.tables.client import clients as table
from views.tables.client.rows import Shelf

MOST = 8
_HEIGHT, _FEW = 430, 2
Found = dict[str, tuple[tuple[Lead, int], ...]]


def client_board(seen: View, wish: Wish) -> None:
    """The columns; paused and given-up firms share the last."""
    counts = stage_counts(seen.store, wish, settings.today())
    if not counts:
        st.info(empty_text())
        return
    ends = "、".join(words_of(seen)[stage] for stage in ENDED)
    show(
        f'<p class="lt-note">共 {sum(counts.values())} 家。点企业看详情;点“→”改到下一步'
        f"(会留下一条记录);{esc(ends)}在详情里改,要写原因。</p>"
    )
    found: Found = {
        stage: at_stage(seen.store, wish, stage, settings.today(), MOST) for stage in counts
    }
    on = shelf_of(seen, [lead for rows in found.values() for lead, _ in rows])
    with st.container(key="client-board", height=_height(found), border=False):
        places = st.columns(len(LADDER) + 1, gap="small")
        for place, stages in zip(places, [*((s,) for s in LADDER), ENDED], strict=True):
            with place:
                for stage in stages:
                    _column(seen, on, stage, counts.get(stage, 0), found)


def _height(found: Found) -> int | Literal["content"]:
    """As high as its cards when they are few, else a part of the page that scrolls."""
    longest = max(len(rows) for rows in found.values())
    return "content" if longest <= _FEW else _HEIGHT


def _column(seen: View, on: Shelf, stage: str, count: int, found: Found) -> None:
    show(f'<h4 class="lt-stage">{esc(on.stage(stage))}<b>{count}</b></h4>')
    rows = found.get(stage, ())
    for lead, rev in rows:
        _card(seen, on, lead, rev)
    if count > len(rows):
        show(f'<p class="lt-note">其余 {count - len(rows)} 家看列表,或再筛选。</p>')


def _card(seen: View, on: Shelf, lead: Lead, rev: int) -> None:
    card = table.card(on, lead)
    is_chosen = st.session_state.get(CHOSEN) == lead.id
    with st.container(border=True, key=f"client-card-{'on-' if is_chosen else ''}{lead.id}"):
        st.button(
            markup.literal(card.firm),
            key=f"client-open-{lead.id}",
            type="tertiary",
            on_click=_choose,
            args=(lead,),
        )
        show(_body(card))
        if card.following is not None and may_write():
            word = words_of(seen)[card.following]
            st.button(
                f"→ {markup.literal(word)}",
                key=f"client-next-{lead.id}",
                width="stretch",
                on_click=forward,
                args=(seen, lead, rev, card.following),
            )


def _body(card: table.Card) -> str:
    rating = markup.chip(card.rating, "some") if card.rating else ""
    due = ""
    if card.due:
        css, sign = ("weak", "!") if card.is_late else ("off", "")
        due = markup.chip(card.due, f"{css}{' lt-late' if card.is_late else ''}", sign)
    lines = (card.product, card.action, card.owner and f"对接 {card.owner}")
    told = "<br>".join(esc(line) for line in lines if line)
    return f'<p class="lt-sub">{rating}{due}</p><p class="lt-sub lt-card-text">{told}</p>'


def _choose(lead: Lead) -> None:
    st.session_state[CHOSEN] = lead.id

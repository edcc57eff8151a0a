"""The filters of 客商库: they live in the address, so that a list can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from graph.desk.client.listing import Wish
from graph.desk.client.reading import firms_called, owners
from graph.desk.words import LEAD_STAGES, local_words
from views.pages.client.words import words_button
from views.pages.context import View
from views.pages.held import held_several, held_text, held_way
from views.pages.picker import product_picker
from views.pages.state import adopt, hold, keep, publish, widget_key

VIEWS = LIST, BOARD, GRID, RATES = ("列表", "看板", "表格编辑", "转化")
RATINGS = ("A", "B", "C")
VIEW, TEXT, LATE, PRODUCT = "client-view", "client-text", "client-late", "client-product"
STAGES, GRADES = "client-stages", "client-grades"
OWNERS, SEGMENTS = "client-owners", "client-segments"
CHOSEN = "client"
_ONE = {"as": VIEW, "q": TEXT, "late": LATE, "product": PRODUCT, "client": CHOSEN}
_MANY = {"stage": STAGES, "grade": GRADES, "owner": OWNERS, "segment": SEGMENTS}
_FILTERS = (TEXT, LATE, PRODUCT, *_MANY.values())
_NOBODY_CALLED = ("",)
_LATE_MARK = "client-late-mark"


def words_of(seen: View) -> dict[str, str]:
    """Standard stage → what it is called here."""
    return local_words(seen.facts, "lead_stage")


def filters(seen: View, extra: Callable[[str, Wish], None]) -> tuple[str, Wish]:
    """Draw them; which way to look was chosen, and what is asked for.

    ``extra`` draws what stands at the end of the row.
    """
    for parameter, name in _ONE.items():
        adopt(parameter, name)
    for parameter, name in _MANY.items():
        adopt(parameter, name, many=True)
    words, people = words_of(seen), owners(seen.store)
    _tidy(seen, people)
    with st.container(horizontal=True, vertical_alignment="bottom", key="client-filters"):
        which = held_way(VIEW, VIEWS)
        held_text("找企业", TEXT, "名称、简称或拼音")
        held_several("跟进阶段", STAGES, list(words), "全部阶段", words.__getitem__)
        held_several("我方对接人", OWNERS, list(people), "全部对接人", str)
        hold(LATE)
        st.toggle("只看逾期", key=widget_key(LATE), on_change=keep, args=(LATE,))
        _more(seen)
        wish = wish_of(seen)
        extra(which, wish)
    return which, wish


def write_address() -> None:
    """Put the choices into the address; to be called when the page knows which firm is chosen."""
    st.session_state[_LATE_MARK] = "1" if st.session_state[LATE] else ""
    for parameter, name in (_ONE | _MANY | {"late": _LATE_MARK}).items():
        publish(parameter, name)


def _tidy(seen: View, people: Sequence[str]) -> None:
    """Let go of what an address says that is not to be had here."""
    state = st.session_state
    known = {
        STAGES: LEAD_STAGES,
        GRADES: RATINGS,
        OWNERS: people,
        SEGMENTS: tuple(seen.facts.segments),
    }
    for name, options in known.items():
        state[name] = [v for v in state.get(name) or () if v in options]
    state[LATE] = state.get(LATE) in ("1", True)


def _more(seen: View) -> None:
    """Product, sub-chain, grade and the local words, closed until wanted."""
    state = st.session_state
    on = sum(bool(state.get(name)) for name in (PRODUCT, SEGMENTS, GRADES))
    with st.popover(f"更多筛选({on})" if on else "更多筛选"):
        product_picker(seen, PRODUCT, label="为哪种产品")
        held_several("子链", SEGMENTS, list(seen.facts.segments), "全部子链", str)
        held_several("客商等级", GRADES, list(RATINGS), "全部等级", str)
        st.button("全部清除", key="client-clear", on_click=clear, width="stretch")
        words_button(seen, "client-words", "lead_stage")


def clear() -> None:
    """No filter at all."""
    for name in _FILTERS:
        st.session_state[name] = None


def is_filtered() -> bool:
    """Whether anything but the way to look is asked for."""
    return any(st.session_state.get(name) for name in _FILTERS)


def wish_of(seen: View) -> Wish:
    """What the session asks for."""
    state = st.session_state
    return Wish(
        seen.question.region_id,
        tuple(state.get(STAGES) or ()),
        tuple(state.get(GRADES) or ()),
        tuple(state.get(OWNERS) or ()),
        _products(seen),
        _firms(seen, (state.get(TEXT) or "").strip()),
        bool(state.get(LATE)),
    )


def _products(seen: View) -> tuple[str, ...] | None:
    product, segments = st.session_state.get(PRODUCT), st.session_state.get(SEGMENTS)
    if not product and not segments:
        return None
    goods = seen.facts.goods
    ids = [product] if product else list(goods)
    return tuple(i for i in ids if i in goods and (not segments or goods[i].segment in segments))


def _firms(seen: View, text: str) -> tuple[str, ...] | None:
    """Firms the text calls; when it calls too many the page asks for more letters."""
    if not text:
        return None
    found, there_may_be_more = firms_called(seen.store, text)
    if there_may_be_more:
        st.caption(f"叫“{text}”的企业太多,只查了前 {len(found)} 家;请多写几个字。")
    return found or _NOBODY_CALLED


def said(seen: View) -> str:
    """The filters in words, for the workbook."""
    state, words = st.session_state, words_of(seen)
    product = state.get(PRODUCT)
    told = {
        "企业": state.get(TEXT),
        "阶段": "、".join(words[s] for s in state.get(STAGES) or ()),
        "对接人": "、".join(state.get(OWNERS) or ()),
        "等级": "、".join(state.get(GRADES) or ()),
        "产品": seen.facts.product_name(product) if product else "",
        "子链": "、".join(state.get(SEGMENTS) or ()),
        "逾期": "只看逾期" if state.get(LATE) else "",
    }
    return ";".join(f"{label} {value}" for label, value in told.items() if value) or "没有筛选"

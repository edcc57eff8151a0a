"""The filters of 项目库: they live in the address, so that a list can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from graph.desk.project.projects import LEVELS, SCOPES, SINGLE, Told, Wish
from graph.desk.words import local_words
from views.pages.client.words import words_button
from views.pages.context import View
from views.pages.held import held_several, held_text, held_way
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.tables.project import projects as table

VIEWS = LIST, BOARD, GRID = ("列表", "看板", "表格编辑")
ONLY = ("1亿元以上", "列入万千百", "两高", "有问题")
VIEW, TEXT, CHOSEN = "project-view", "project-text", "project"
STAGES, KEPT, LEVEL, SCOPE = "project-stages", "project-only", "project-levels", "project-scopes"
SEGMENTS, UNITS = "project-segments", "project-units"
_ONE = {"as": VIEW, "q": TEXT, "project": CHOSEN}
_MANY = {
    "stage": STAGES,
    "only": KEPT,
    "level": LEVEL,
    "where": SCOPE,
    "segment": SEGMENTS,
    "unit": UNITS,
}


def words_of(seen: View) -> dict[str, str]:
    """Standard stage → what it is called here."""
    return local_words(seen.facts, "project_stage")


def filters(seen: View, rows: Sequence[Told], extra: Callable[[Wish], None]) -> tuple[str, Wish]:
    """Draw them; which way to look was chosen, and what is asked for.

    ``extra`` draws what stands at the end of the row.
    """
    for parameter, name in _ONE.items():
        adopt(parameter, name)
    for parameter, name in _MANY.items():
        adopt(parameter, name, many=True)
    units = sorted({unit for row in rows for unit in row.answers.duty_units})
    _tidy(seen, units)
    words = words_of(seen)
    with st.container(horizontal=True, vertical_alignment="bottom", key="project-filters"):
        which = held_way(VIEW, VIEWS)
        held_text("找项目", TEXT, "项目、企业或产品")
        held_several("阶段", STAGES, list(words), "全部阶段", words.__getitem__)
        _only()
        _more(seen, units)
        wish = wish_of(seen)
        extra(wish)
    for parameter, name in (_ONE | _MANY).items():
        publish(parameter, name)
    return which, wish


def _tidy(seen: View, units: Sequence[str]) -> None:
    """Let go of what an address says that is not to be had here."""
    state = st.session_state
    known = {
        STAGES: tuple(words_of(seen)),
        KEPT: ONLY,
        LEVEL: LEVELS,
        SCOPE: SCOPES,
        SEGMENTS: tuple(seen.facts.segments),
        UNITS: units,
    }
    for name, options in known.items():
        state[name] = [v for v in state.get(name) or () if v in options]


def _only() -> None:
    hold(KEPT)
    st.pills(
        "只看", ONLY, selection_mode="multi", key=widget_key(KEPT), on_change=keep, args=(KEPT,)
    )


def _more(seen: View, units: Sequence[str]) -> None:
    """Who answers, level, place and sub-chain, closed until wanted."""
    state = st.session_state
    on = sum(bool(state.get(name)) for name in (UNITS, LEVEL, SCOPE, SEGMENTS))
    with st.popover(
        f"更多({on})" if on else "更多", help="责任单位、层级、地点、产业链环节;改进度叫法"
    ):
        held_several("责任单位", UNITS, units, "全部单位")
        held_several("层级", LEVEL, LEVELS, f"单个项目:{'、'.join(SINGLE)}")
        held_several("地点", SCOPE, SCOPES, _usual(seen), table.SCOPES.__getitem__)
        held_several("产业链环节", SEGMENTS, list(seen.facts.segments), "全部环节")
        st.button("全部清除", key="project-clear", on_click=clear, width="stretch")
        words_button(seen, "project-words", "project_stage")


def _usual(seen: View) -> str:
    return "、".join(table.SCOPES[scope] for scope in _scopes(seen))


def _scopes(seen: View) -> tuple[str, ...]:
    return ("own", "nearby") if seen.question.with_nearby else ("own",)


def clear() -> None:
    """No filter at all."""
    for name in (TEXT, *_MANY.values()):
        st.session_state[name] = None


def wish_of(seen: View) -> Wish:
    """What the session asks for."""
    state = st.session_state
    only = state.get(KEPT) or ()
    return Wish(
        seen.question.region_id,
        levels=tuple(state.get(LEVEL) or SINGLE),
        scopes=tuple(state.get(SCOPE) or _scopes(seen)),
        stages=tuple(state.get(STAGES) or ()),
        segments=tuple(state.get(SEGMENTS) or ()),
        duty_units=tuple(state.get(UNITS) or ()),
        text=(state.get(TEXT) or "").strip(),
        big=ONLY[0] in only,
        listed=ONLY[1] in only,
        two_high=ONLY[2] in only,
        troubled=ONLY[3] in only,
    )


def said(seen: View, wish: Wish) -> str:
    """The filters in words, for the workbook."""
    words, only = words_of(seen), (wish.big, wish.listed, wish.two_high, wish.troubled)
    told = {
        "文字": wish.text,
        "阶段": "、".join(words[s] for s in wish.stages),
        "责任单位": "、".join(wish.duty_units),
        "只看": "、".join(label for label, is_on in zip(ONLY, only, strict=True) if is_on),
        "环节": "、".join(wish.segments),
        "层级": "、".join(wish.levels),
        "地点": "、".join(table.SCOPES[s] for s in wish.scopes),
    }
    return ";".join(f"{label} {value}" for label, value in told.items() if value)

"""Cells of returned forms that could not be taken, each with a box to put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from loaders.surveyform.row import Spot
from views.pages.markup import esc, show
from views.surveys import Looked
from views.tables.survey.surveys import ToMend

MENDED = "survey-mended"
SHOWN = 12


def corrections() -> Mapping[str, Mapping[Spot, str]]:
    """What was put right so far, by number of the form."""
    found: dict[str, dict[Spot, str]] = st.session_state.setdefault(MENDED, {})
    return found


def forget() -> None:
    """Start anew with the next files."""
    st.session_state.pop(MENDED, None)


def mend(looked: Looked) -> None:
    """One line a cell; the button reads all of them again."""
    if not looked.mend:
        return
    rest = len(looked.mend) - SHOWN
    more = f";先列前 {SHOWN} 处,改完再列其余 {rest} 处" if rest > 0 else ""
    st.error(
        f"{len(looked.mend)} 格看不懂或对不上,有这些格子的表先不载入{more}。"
        "可以在右边改好(清空=当作没填),也可以退给企业改、先载入别家。"
    )
    shown = looked.mend[:SHOWN]
    with st.form("survey-mend", border=True):
        for number, item in enumerate(shown):
            _line(number, item)
        if st.form_submit_button("按右边的再核对", key="survey-mend-go"):
            _take(shown)
            st.rerun()


def _key(item: ToMend) -> str:
    return f"mend-{item.number}-{item.cell.spot}-{item.cell.problem.value}"


def _line(number: int, item: ToMend) -> None:
    told = item.cell.problem
    shown = "" if told.value is None else str(told.value)
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        row = f"第 {told.row} 行" if told.row else ""
        show(
            f'<p class="lt-note"><b>{esc(item.firm)}</b> {esc(told.file)} · '
            f"{esc(told.sheet or '')} {esc(row)} · <b>{esc(told.column or '')}</b>"
            f" 写的是“{esc(shown)}”<br>{esc(told.remedy)}</p>"
        )
    with right:
        st.text_input(
            f"第 {number + 1} 处改成",
            value=shown,
            key=_key(item),
            label_visibility="collapsed",
            placeholder="空着=当作没填",
        )


def _take(shown: Sequence[ToMend]) -> None:
    """Keep what was typed; a box left as it was changes nothing."""
    held: dict[str, dict[Spot, str]] = st.session_state.setdefault(MENDED, {})
    for item in shown:
        text = str(st.session_state.get(_key(item)) or "").strip()
        value = item.cell.problem.value
        if text != ("" if value is None else str(value)):
            held.setdefault(item.number, {})[item.cell.spot] = text

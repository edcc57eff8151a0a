"""One line of a form: a column of theirs, the column of ours it is, and its unit."""

from __future__ import annotations

import streamlit as st

from graph.schema import Column, KindSchema
from loaders.oldsheets.match import is_private
from loaders.oldsheets.plan import Tie
from loaders.oldsheets.units import family_of, units_for
from views.pages.markup import esc, show
from views.tables.sheet import forms

WIDTHS = (5, 4, 2)


def heads(first: str = "表里的列(头几个值)") -> None:
    """What stands above the lines."""
    for place, text in zip(st.columns(WIDTHS), (first, "记成", "单位"), strict=True):
        place.caption(text)


def line(tie: Tie, kind: KindSchema, key: str, sample: str = "", unit: str | None = None) -> Tie:
    """Draw one line and give what it says.

    Parameters
    ----------
    tie
        What it says at first.
    kind
        Whose columns there are to choose from.
    key
        Of its widgets.
    sample
        Some values of their column.
    unit
        Unit to begin with when another column is chosen than at first.
    """
    shown = forms.options(kind)
    left, middle, right = st.columns(WIDTHS, vertical_alignment="center")
    private = is_private(tie.label)
    told = "个人信息,不显示也不载入" if private else sample
    with left:
        more = f'<br><span class="lt-src">{esc(told)}</span>' if told else ""
        show(f'<p class="lt-sub"><b>{esc(tie.label)}</b>{more}</p>')
    if private:
        middle.caption(forms.NOT_WANTED)
        return Tie(tie.label, None)
    picks = ["", *shown]
    with middle:
        picked = st.selectbox(
            f"“{tie.label}”记成",
            picks,
            picks.index(tie.column) if tie.column in shown else 0,
            format_func=lambda name: shown.get(name, forms.NOT_WANTED),
            filter_mode="contains",
            placeholder=forms.NOT_WANTED,
            label_visibility="collapsed",
            key=key,
        )
    with right:
        found = tie.unit if tie.column == picked else unit
        own = _unit(tie.label, kind.column(picked), found, key) if picked else None
    return Tie(tie.label, picked or None, own)


def _unit(label: str, column: Column, now: str | None, key: str) -> str | None:
    """The unit of their column, when ours has one."""
    if family_of(column.unit) is None or column.type not in ("float", "int"):
        return None
    units = forms.unit_options(units_for(column.unit))
    if len(units) == 1:
        return units[0]
    return st.selectbox(
        f"“{label}”的单位",
        units,
        units.index(now) if now in units else None,
        placeholder="选单位",
        label_visibility="collapsed",
        key=f"{key}-unit-{column.name}",
    )

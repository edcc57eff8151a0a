"""What all new records of a form share because the sheet itself does not say it."""

from __future__ import annotations

import streamlit as st

from graph.schema import Column, KindSchema
from loaders.oldsheets.plan import SheetPlan, missing
from views.pages.context import View
from views.pages.record.fields import options_of
from views.tables.sheet import sheets as table

_FREE = ("as_of", "year", "month", "region_id", "target_kind")
"""Columns all rows of a sheet often share although they need not be filled."""

_USUAL = {"level": "项目", "state": "在库", "target_kind": "project"}


def constants(seen: View, plan: SheetPlan, kind: KindSchema, base: str) -> dict[str, str]:
    """What new records share: required columns no column of theirs fills, and a few more."""
    lacking = missing(plan, kind)
    free = [
        c
        for c in kind.columns
        if c.name in _FREE and c.name not in plan.columns() and c not in lacking
    ]
    out: dict[str, str] = {}
    asked = [*lacking, *free]
    if not asked:
        return out
    st.caption("表里没有、新记录要写的(每一行都一样;库里已有的记录不动)")
    places = st.columns(min(4, len(asked)))
    for number, column in enumerate(asked):
        with places[number % len(places)]:
            value = _constant(seen, column, f"{base}-const-{column.name}")
        if value:
            out[column.name] = value
    return out


def _constant(seen: View, column: Column, key: str) -> str:
    label = column.label_zh + (" *" if column.required else "")
    if column.choices:
        usual = _USUAL.get(column.name)
        at = column.choices.index(usual) if column.required and usual in column.choices else None
        return (
            st.selectbox(
                label,
                column.choices,
                at,
                format_func=lambda c: table.choice_text(column, c),
                key=key,
                placeholder="选一个",
            )
            or ""
        )
    if column.ref:
        known = options_of(seen.facts)(column)
        ids = list(known)
        at = ids.index(seen.question.region_id) if column.ref == "region" else None
        return (
            st.selectbox(
                label,
                ids,
                at,
                format_func=known.__getitem__,
                filter_mode="contains",
                key=key,
                placeholder="选一个",
            )
            or ""
        )
    start = seen.date[:4] if column.required and column.name == "year" else ""
    return st.text_input(label, start, key=key, placeholder="可不填" if not column.required else "")

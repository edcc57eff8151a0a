"""记住的表: forms that are recognised by their header; looked at, renamed, changed, forgotten."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.model import SheetMap
from graph.store.protocol import Change
from loaders.oldsheets.plan import SheetPlan, faults_of, labels_of, pairs_of, plan_of
from views import sheets_out
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.markup import esc, literal, show
from views.pages.people import may_write
from views.pages.pick_row import pick_row
from views.pages.sheet import ties as sheet_ties
from views.tables.sheet import forms

_EMPTY = (
    "还没有记住的表。在“载入表格”里上传一张自己的老表格,对一次列名,就记在这里;"
    "下次同样列名的表自动认出,不再问。"
)


def block(seen: View) -> None:
    """The list, and the chosen form below it."""
    schema = seen.workspace.schema
    page = seen.store.scan("sheet_map")
    found = [
        (record, rev)
        for record, rev in zip(page.records, page.revs, strict=True)
        if isinstance(record, SheetMap) and record.target_kind in schema.kinds
    ]
    if not found:
        show(f'<p class="lt-none">{esc(_EMPTY)}</p>')
        return
    called = sheets_out.kinds(schema)
    number = pick_row(
        [
            {
                "哪种表": r.name,
                "记成": called.get(r.target_kind, r.target_kind),
                "列数": len(labels_of(r)),
                "谁记的": r.made_by or "",
                "什么时候": r.made_at,
            }
            for r, _ in found
        ],
        key=f"sheet-maps-{hash(tuple(r.id for r, _ in found))}",
        height=min(220, 38 + 30 * len(found)),
    )
    record, rev = found[number]
    _one(seen, record, rev)


def _one(seen: View, record: SheetMap, rev: int) -> None:
    kind = seen.workspace.schema[record.target_kind]
    plan = plan_of(record, labels_of(record), kind)
    if not may_write():
        st.dataframe(forms.plan_rows(plan, kind), hide_index=True, row_height=30, placeholder="")
        return
    base = f"form-{record.id}-{rev}"
    name = st.text_input("这种表叫什么", record.name, key=f"{base}-name", max_chars=60, width=320)
    sheet_ties.heads("表里的列")
    with st.container(height=330, key="sheet-map-ties", gap=None):
        ties = [
            sheet_ties.line(tie, kind, f"{base}-{number}") for number, tie in enumerate(plan.ties)
        ]
    shared = forms.constants_text(plan, kind, seen.facts)
    if shared:
        st.caption(f"每一行都一样的:{literal(shared)}")
    changed = SheetPlan(plan.kind, tuple(ties), plan.constants)
    _buttons(seen, record, rev, changed, name.strip() or record.name)


def _buttons(seen: View, record: SheetMap, rev: int, plan: SheetPlan, name: str) -> None:
    kind = seen.workspace.schema[record.target_kind]
    faults = faults_of(plan, kind)
    for fault in faults:
        st.warning(literal(fault))
    wanted = replace(record, name=name, pairs=pairs_of(plan))
    expect = {("sheet_map", record.id): rev}
    with st.container(horizontal=True, key="sheet-map-foot"):
        is_same = wanted == record
        if st.button(
            "保存", type="primary", disabled=is_same or bool(faults), key="sheet-map-save"
        ):
            change = [Change.put(wanted)]
            if written(seen, change, None, "改表头对应", failed="没有存上", expect=expect):
                say_next("已保存")
                st.rerun()
        with st.popover("不再记这种表"):
            st.caption(f"以后再遇到“{literal(record.name)}”会重新问列名;已经载入的数据不动。")
            if st.button("确定不再记", key="sheet-map-drop"):
                change = [Change.delete("sheet_map", record.id)]
                if written(seen, change, None, "不再记这种表", failed="没有删去", expect=expect):
                    say_next(f"不再记“{record.name}”")
                    st.rerun()

"""存视图: what the map shows now, by a name, to come back to and to present."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.model import MapView
from graph.store.protocol import Change
from views.pages.context import View
from views.pages.desk import new_id, written
from views.pages.map import choice
from views.pages.people import LOOKS_ONLY, asked_name, may_write

_NAME, _NOTE, _WHO = "map-save-name", "map-save-note", "map-save-who"


def save(seen: View, chosen: MapView) -> None:
    """Name, what to say to it, who; and the saved one that is shown can go."""
    state, held = st.session_state, choice.saved(seen)
    st.caption("存下现在这张图:子链、筛选和选中的产品。讲解时按存的次序一张张翻。")
    if state.get("map-save-of") != chosen.name_zh:
        state["map-save-of"] = chosen.name_zh
        state[_NAME], state[_NOTE] = (chosen.name_zh if chosen.id else ""), chosen.note or ""
    name = st.text_input("名称", key=_NAME, max_chars=40, placeholder="例如 碳四补链")
    note = st.text_area("讲解要点(进 PPT 备注)", key=_NOTE, max_chars=2000, height=90)
    if not may_write():
        st.caption(LOOKS_ONLY)
        return
    who = asked_name("谁存的", _WHO)
    known = held.get(name.strip())
    if known is not None:
        st.caption(f"“{known.name_zh}”已有,保存会换成现在这张;原来的在修改记录里。")
    if st.button("保存", type="primary", key="map-save-go", disabled=not name.strip()):
        view = replace(
            chosen,
            id=known.id if known else new_id(),
            name_zh=name.strip(),
            order=known.order if known else max((v.order for v in held.values()), default=0) + 1,
            focus_id=state.get("product"),
            note=note.strip() or None,
            made_by=who.strip() or None,
        )
        put, reason = Change.put(view), f"存视图 {view.name_zh}"
        if written(seen, [put], who, reason, failed="没有存上"):
            choice.open_view(seen, view.name_zh)
            state["product"] = view.focus_id
            st.rerun()
    if chosen.id and st.button(f"删掉视图“{chosen.name_zh}”", key="map-save-drop"):
        gone = Change.delete(MapView.kind, chosen.id)
        if written(seen, [gone], who, f"删视图 {chosen.name_zh}", failed="没有删掉"):
            st.session_state[choice.VIEW] = None
            st.rerun()

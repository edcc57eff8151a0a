"""两图: the whole chain and what stands here, on the same positions, with a panel."""

from __future__ import annotations

import streamlit as st

from views.component import chain_map
from views.map.build import page as map_page
from views.map.picture import KINDS, STANDING
from views.pages.context import View, view
from views.pages.drawing import map_data
from views.pages.markup import esc, show
from views.pages.panel import empty_panel, panel
from views.pages.picker import product_picker
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.tables import product as table

HEIGHT = 620
ALL = "全部子链"


def page() -> None:
    """Controls, map and panel."""
    seen = view()
    if adopt("product", "product"):
        st.session_state["map-focus"] = st.session_state["product"]
    adopt("kind", "map-kind")
    kind, segment = _controls(seen)
    product_id: str | None = st.session_state.get("product")
    if segment and product_id and seen.facts.products[product_id].segment != segment:
        st.session_state["map-segment"] = ALL
        st.rerun()
    wide, narrow = st.columns([4, 1], gap="small")
    with wide:
        _map(seen, kind, segment, product_id)
    with narrow, st.container(key="panel", height=HEIGHT):
        if product_id:
            panel(table.product_card(seen.evaluation, product_id))
        else:
            empty_panel(seen)
    publish("product", "product")
    publish("kind", "map-kind")
    _twin(seen, segment)


def _controls(seen: View) -> tuple[str, str | None]:
    """Which picture, which product, which sub-chain; and the file to take along."""
    with st.container(horizontal=True, vertical_alignment="center", key="map-controls"):
        if st.session_state.get("map-kind") not in KINDS:
            st.session_state["map-kind"] = STANDING
        hold("map-kind")
        kind = st.segmented_control(
            "看哪张图",
            KINDS,
            key=widget_key("map-kind"),
            required=True,
            label_visibility="collapsed",
            on_change=keep,
            args=("map-kind",),
        )
        before = st.session_state.get("product")
        product_id = product_picker(seen, "product", is_labelled=False)
        if product_id != before:
            st.session_state["map-focus"] = product_id
        segments = [ALL, *seen.facts.segments]
        if st.session_state.get("map-segment") not in segments:
            st.session_state["map-segment"] = ALL
        hold("map-segment")
        segment = st.selectbox(
            "子链",
            segments,
            key=widget_key("map-segment"),
            label_visibility="collapsed",
            on_change=keep,
            args=("map-segment",),
        )
        st.download_button(
            "导出一个网页文件",
            data=lambda: map_page(seen.evaluation, kind or STANDING).encode("utf-8"),
            file_name=f"{seen.region_name}_{kind}_{seen.date}.html",
            mime="text/html",
            on_click="ignore",
            key="map-html",
        )
    return kind or STANDING, None if segment == ALL else segment


def _map(seen: View, kind: str, segment: str | None, product_id: str | None) -> None:
    event = chain_map(
        map_data(seen, kind, segment),
        selected=product_id or "",
        focus=st.session_state.get("map-focus"),
        key="chain_map",
        height=HEIGHT,
    )
    clicked = event.node or None
    if clicked != st.session_state.get("map-clicked"):
        st.session_state["map-clicked"] = clicked
        st.session_state["product"] = clicked
        st.rerun()


def _twin(seen: View, segment: str | None) -> None:
    """The picture as a table, for those who cannot see it or want to copy it."""
    with st.expander("用表格看这张图", key="twin", on_change="rerun") as twin:
        if not twin.open:
            return
        products = [p for p in seen.facts.products.values() if segment in (None, p.segment)]
        show(f'<p class="lt-note">{len(products)} 种产品,{esc(seen.scope)}。</p>')
        st.dataframe(
            [
                dict(zip(table.TWIN_COLUMNS, table.twin_row(seen.evaluation, p), strict=True))
                for p in products
            ],
            hide_index=True,
            row_height=30,
            height=360,
        )


if __name__ == "__main__":
    page()

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


def page() -> None:
    """Controls, map and panel."""
    seen = view()
    adopt("product", "product")
    adopt("kind", "map-kind")
    kind, segments = _controls(seen)
    product_id: str | None = st.session_state.get("product")
    if segments and product_id and seen.facts.products[product_id].segment not in segments:
        st.session_state["map-segments"] = []
        st.rerun()
    wide, narrow = st.columns([4, 1], gap="small")
    with wide:
        _map(seen, kind, segments, product_id)
    with narrow, st.container(key="panel", height=HEIGHT):
        if product_id:
            panel(table.product_card(seen.evaluation, product_id))
        else:
            empty_panel(seen)
    publish("product", "product")
    publish("kind", "map-kind")
    _twin(seen, segments)


def _controls(seen: View) -> tuple[str, tuple[str, ...]]:
    """Which picture, which product, which sub-chains; and the file to take along."""
    with st.container(horizontal=True, vertical_alignment="center", key="map-controls"):
        if st.session_state.get("map-kind") not in KINDS:
            st.session_state["map-kind"] = STANDING
        hold("map-kind")
        chosen = st.segmented_control(
            "看哪张图",
            KINDS,
            key=widget_key("map-kind"),
            required=True,
            label_visibility="collapsed",
            on_change=keep,
            args=("map-kind",),
        )
        kind = chosen or STANDING
        product_picker(seen, "product", is_labelled=False)
        segments = _segments(seen)
        st.download_button(
            "导出一个网页文件",
            data=lambda: map_page(seen.evaluation, kind).encode("utf-8"),
            file_name=f"{seen.region_name}_{kind}_{seen.date}.html",
            mime="text/html",
            on_click="ignore",
            key="map-html",
        )
    return kind, segments


def _segments(seen: View) -> tuple[str, ...]:
    """The sub-chains to draw, in their order; none means all."""
    known = list(seen.facts.segments)
    wanted = st.session_state.get("map-segments", [])
    st.session_state["map-segments"] = [s for s in wanted if s in known]
    hold("map-segments")
    chosen = st.multiselect(
        "子链",
        known,
        key=widget_key("map-segments"),
        label_visibility="collapsed",
        placeholder="全部子链(可只看几条)",
        select_all=False,
        on_change=keep,
        args=("map-segments",),
    )
    return tuple(s for s in known if s in chosen)


def _map(seen: View, kind: str, segments: tuple[str, ...], product_id: str | None) -> None:
    """The picture; a click on it becomes the choice, any other choice is brought to the middle."""
    state = st.session_state
    if product_id != state.get("map-clicked"):
        state["map-focus"] = product_id
    event = chain_map(
        map_data(seen, kind, segments),
        selected=product_id or "",
        focus=state.get("map-focus"),
        key="chain_map",
        height=HEIGHT,
    )
    clicked = event.node or None
    if clicked != state.get("map-clicked"):
        state["map-clicked"] = state["product"] = clicked
        st.rerun()


def _twin(seen: View, segments: tuple[str, ...]) -> None:
    """The picture as a table, for those who cannot see it or want to copy it."""
    with st.expander("用表格看这张图", key="twin", on_change="rerun") as twin:
        if not twin.open:
            return
        products = [
            p for p in seen.facts.products.values() if not segments or p.segment in segments
        ]
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

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
from views.pages.picker import product_picker, resolved
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.tables import product as table

HEIGHT = 620


def page() -> None:
    """Controls, map and panel; the map is sent first, for it takes the browser longest."""
    seen = view()
    adopt("product", "product")
    adopt("kind", "map-kind")
    product_id = resolved(seen, "product")
    kind, segments = _choices(seen, product_id)
    controls = st.container(horizontal=True, vertical_alignment="center", key="map-controls")
    wide, narrow = st.columns([4, 1], gap="small")
    with wide:
        clicked = _map(seen, kind, segments, product_id)
    with controls:
        _controls(seen, kind)
    if clicked != st.session_state.get("map-clicked"):
        st.session_state["map-clicked"] = st.session_state["product"] = clicked
        st.rerun()  # not earlier: a run that leaves a control out forgets what it shows
    with narrow, st.container(key="panel", height=HEIGHT):
        if product_id:
            panel(table.product_card(seen.evaluation, product_id))
        else:
            empty_panel(seen)
    publish("product", "product")
    publish("kind", "map-kind")
    _twin(seen, segments)


def _choices(seen: View, product_id: str | None) -> tuple[str, tuple[str, ...]]:
    """Which picture and which sub-chains; a product chosen elsewhere brings all of them back."""
    state, known = st.session_state, list(seen.facts.segments)
    if state.get("map-kind") not in KINDS:
        state["map-kind"] = STANDING
    wanted = [s for s in known if s in state.get("map-segments", ())]
    if product_id and seen.facts.products[product_id].segment not in wanted:
        wanted = []
    state["map-segments"] = wanted
    return state["map-kind"], tuple(wanted)


def _controls(seen: View, kind: str) -> None:
    """Which picture, which product, which sub-chains; and the file to take along."""
    hold("map-kind")
    st.segmented_control(
        "看哪张图",
        KINDS,
        key=widget_key("map-kind"),
        required=True,
        label_visibility="collapsed",
        on_change=keep,
        args=("map-kind",),
    )
    product_picker(seen, "product", is_labelled=False)
    hold("map-segments")
    st.multiselect(
        "子链",
        list(seen.facts.segments),
        key=widget_key("map-segments"),
        label_visibility="collapsed",
        placeholder="全部子链(可只看几条)",
        select_all=False,
        on_change=keep,
        args=("map-segments",),
    )
    st.download_button(
        "导出一个网页文件",
        data=lambda: map_page(seen.evaluation, kind).encode("utf-8"),
        file_name=f"{seen.region_name}_{kind}_{seen.date}.html",
        mime="text/html",
        on_click="ignore",
        key="map-html",
    )


def _map(seen: View, kind: str, segments: tuple[str, ...], product_id: str | None) -> str | None:
    """The picture; gives the product clicked last, None when the click took it back.

    A product chosen by any other way than a click is brought to the middle.
    """
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
    return event.node or None


def _twin(seen: View, segments: tuple[str, ...]) -> None:
    """The picture as a table, for those who cannot see it or want to copy it."""
    with st.expander("用表格看这张图", key="twin", on_change="rerun") as twin:
        if not twin.open:
            return
        products = [p for p in seen.facts.goods.values() if not segments or p.segment in segments]
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

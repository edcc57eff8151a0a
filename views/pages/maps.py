"""两图: the whole chain and what stands here, on the same positions, with a panel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from graph.errors import LianTuError
from graph.model import MapView
from views.component import MapEvent, Show, chain_map
from views.map.filters import has_ends, ways
from views.map.outlets import is_of_chain
from views.pages.context import View, view
from views.pages.map import choice
from views.pages.map.controls import controls
from views.pages.map.drawing import drawing_of, keep_places, map_text
from views.pages.map.finder import CHOSEN as FIRM
from views.pages.map.panel import edge_panel, empty_panel, firm_panel, flow_panel, panel
from views.pages.markup import esc, show
from views.pages.memos import memos, take_memos
from views.pages.picker import resolved
from views.pages.state import adopt, publish
from views.tables import product as table
from views.tables.firm.on_map import FirmOnMap, firm_on_map

HEIGHT = 620


def page() -> None:
    """Controls, map and panel; the map is sent first, for it takes the browser longest."""
    seen = view()
    choice.take_over(seen)
    adopt("product", "product")
    adopt("firm", FIRM)
    product_id = resolved(seen, "product")
    firm = _firm(seen, product_id)
    chosen = choice.chosen(seen, product_id)
    row = st.container(horizontal=True, vertical_alignment="center", key="map-controls")
    _no_way(seen, chosen)
    wide, narrow = st.columns([4, 1], gap="small")
    with wide:
        event = _map(seen, chosen, product_id, firm)
    noted = take_memos(seen, chosen.name_zh, event.taken)
    _turn(seen, event)
    if noted:
        st.rerun()
    edge = _edge(event.edge, product_id)
    with narrow, st.container(key="panel", height=HEIGHT):
        if not (edge and _line(seen, chosen, *edge)):
            _told(seen, product_id, firm)
    with row:
        controls(seen, chosen)
    publish("product", "product")
    publish("firm", FIRM)
    choice.tell()
    if chosen.id or not chosen.segment_ids:
        keep_places(seen, chosen)
    _twin(seen, chosen)
    memos(seen)


def _line(seen: View, chosen: MapView, source: str, target: str) -> bool:
    """What the line that was clicked says; False when it says nothing."""
    if {source, target} <= seen.facts.products.keys():
        edge_panel(seen, source, target)
        return True
    flow = drawing_of(seen, chosen)
    if (source, target) not in flow.said:
        return False
    flow_panel(flow.info[source].name, flow.info[target].name, flow.said[source, target])
    return True


def _told(seen: View, product_id: str | None, firm: FirmOnMap | None) -> None:
    """All about the product or the firm that is chosen, or how to choose one."""
    if product_id:
        panel(seen, table.product_card(seen.evaluation, product_id))
    elif firm:
        firm_panel(firm)
    else:
        empty_panel(seen)


def _firm(seen: View, product_id: str | None) -> FirmOnMap | None:
    """The firm whose products light up: until a product is chosen."""
    state = st.session_state
    if product_id or state.get(FIRM) not in seen.facts.firms:
        state[FIRM] = None
        return None
    return firm_on_map(seen.evaluation, seen.facts.owner(state[FIRM]))


def _no_way(seen: View, chosen: MapView) -> None:
    """Say so where nothing leads from the one product to the other."""
    if has_ends(chosen) and is_of_chain(chosen) and not ways(seen.evaluation, chosen):
        ends = (chosen.path_from_id or "", chosen.path_to_id or "")
        a, b = map(seen.facts.product_name, ends)
        st.warning(f"没有收录从“{a}”到“{b}”的路线;换个方向,或在“筛选”里换一种产品试试。")


def _turn(seen: View, event: MapEvent) -> None:
    """Show another view, as the presenter asked, or a sub-chain that was zoomed into."""
    names = list(choice.saved(seen))
    if event.turn is not None and 0 <= event.turn < len(names):
        choice.open_view(seen, names[event.turn])
        st.rerun()
    if event.band is not None and event.band in ("", *seen.facts.segments):
        choice.open_bands([event.band] if event.band else [])
        st.rerun()


def _follow(seen: View, node: str | None) -> None:
    """Callback: what is clicked is chosen."""
    found = node if node in seen.facts.products else None
    st.session_state["map-clicked"] = st.session_state["product"] = found


def _edge(clicked: tuple[str, str] | None, product_id: str | None) -> tuple[str, str] | None:
    """The line clicked last, until another product is chosen."""
    state = st.session_state
    if clicked != state.get("map-edge"):
        state["map-edge"], state["map-edge-beside"] = clicked, product_id
    return clicked if product_id == state.get("map-edge-beside") else None


def _map(seen: View, chosen: MapView, product_id: str | None, firm: FirmOnMap | None) -> MapEvent:
    """The picture; gives the product and the line clicked last.

    A product chosen by any other way than a click is brought to the middle.
    """
    state = st.session_state
    if product_id != state.get("map-clicked"):
        state["map-focus"] = product_id
    try:
        data = map_text(seen, chosen)
    except LianTuError as error:
        st.error(f"这张图画不出来:{error} 下面的表格内容相同。")
        return MapEvent(None, None)
    return chain_map(
        data,
        selected=product_id or "",
        focus=state.get("map-focus"),
        lit=firm.product_ids if firm else (),
        is_part=bool(chosen.segment_ids),
        show=_show(seen, chosen),
        on_node=partial(_follow, seen),
        key="chain_map",
        height=HEIGHT,
    )


def _show(seen: View, chosen: MapView) -> Show:
    names = tuple(name for name in choice.saved(seen) if name)
    return Show(names, names.index(chosen.name_zh) if chosen.id else -1)


def _twin(seen: View, chosen: MapView) -> None:
    """The picture as a table, for those who cannot see it or want to copy it."""
    with st.expander("用表格看这张图", key="twin", on_change="rerun") as twin:
        if not twin.open:
            return
        columns, rows = _table(seen, chosen)
        show(f'<p class="lt-note">{len(rows)} 行,{esc(seen.scope)}。</p>')
        st.dataframe(
            [dict(zip(columns, row, strict=True)) for row in rows],
            hide_index=True,
            row_height=30,
            height=360,
        )


def _table(seen: View, chosen: MapView) -> tuple[Sequence[str], Sequence[tuple[str, ...]]]:
    """Columns and rows: of a picture of the chain one a product, with supply and demand."""
    if not is_of_chain(chosen):
        told = drawing_of(seen, chosen).twin
        return told.columns, told.rows
    only = chosen.segment_ids
    products = [p for p in seen.facts.goods.values() if not only or p.segment in only]
    return table.TWIN_COLUMNS, [table.twin_row(seen.evaluation, p) for p in products]


if __name__ == "__main__":
    page()

"""两图: the whole chain and what stands here, on the same positions, with a panel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from graph.model import MapView
from graph.reason import Evaluation
from views.component import MapEvent, Show, chain_map
from views.map.outlets import (
    MIME,
    PICTURES,
    SUFFIXES,
    is_of_chain,
    page_of,
    plain_view,
    saved_views,
    written,
)
from views.map.picture import STANDING
from views.pages.context import View, view
from views.pages.drawing import drawing_of, keep_places, map_data
from views.pages.markup import esc, show
from views.pages.memos import memos, take_memo
from views.pages.panel import edge_panel, empty_panel, panel
from views.pages.picker import product_picker, resolved
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.tables import product as table

HEIGHT = 620


def page() -> None:
    """Controls, map and panel; the map is sent first, for it takes the browser longest."""
    seen = view()
    adopt("product", "product")
    adopt("kind", "map-kind")
    adopt("view", "map-view")
    product_id = resolved(seen, "product")
    chosen = _chosen(seen, product_id)
    controls = st.container(horizontal=True, vertical_alignment="center", key="map-controls")
    wide, narrow = st.columns([4, 1], gap="small")
    with wide:
        event = _map(seen, chosen, product_id)
        clicked = event.node if event.node in seen.facts.products else None
    _turn(seen, event.turn)
    edge = _edge(seen, event.edge, product_id)
    with controls:
        _controls(seen, chosen)
    if clicked != st.session_state.get("map-clicked"):
        st.session_state["map-clicked"] = st.session_state["product"] = clicked
        st.rerun()  # not earlier: a run that leaves a control out forgets what it shows
    with narrow, st.container(key="panel", height=HEIGHT):
        if edge:
            edge_panel(seen, *edge)
        elif product_id:
            panel(seen, table.product_card(seen.evaluation, product_id))
        else:
            empty_panel(seen)
    publish("product", "product")
    publish("kind", "map-kind")
    publish("view", "map-view")
    if chosen.id or not chosen.segment_ids:
        keep_places(seen, chosen)
    _twin(seen, chosen)
    memos(seen)


def _chosen(seen: View, product_id: str | None) -> MapView:
    """What to draw: a saved view, or a picture and sub-chains of one's own.

    A product chosen elsewhere that a picture leaves out brings all sub-chains back.
    """
    state = st.session_state
    saved = _saved(seen).get(state.get("map-view"))
    if saved is not None and _holds(seen, saved.segment_ids, product_id):
        state["map-kind"], state["map-segments"] = saved.picture, list(saved.segment_ids)
        return saved
    state["map-view"] = None
    if state.get("map-kind") not in PICTURES:
        state["map-kind"] = STANDING
    wanted = tuple(s for s in seen.facts.segments if s in state.get("map-segments", ()))
    if not _holds(seen, wanted, product_id):
        wanted = ()
    state["map-segments"] = list(wanted)
    return plain_view(state["map-kind"], wanted)


def _saved(seen: View) -> dict[str | None, MapView]:
    """Saved views by name, in their order."""
    return {v.name_zh: v for v in saved_views(seen.facts)}


def _holds(seen: View, segments: Sequence[str], product_id: str | None) -> bool:
    """Whether a product is drawn when these sub-chains are; none are all of them."""
    return not segments or not product_id or seen.facts.products[product_id].segment in segments


def _own_choice(name: str) -> None:
    """A choice of one's own takes the place of a saved view."""
    keep(name)
    st.session_state["map-view"] = None


def _controls(seen: View, chosen: MapView) -> None:
    """Which picture, which product, which sub-chains; and the file to take along."""
    hold("map-kind")
    st.segmented_control(
        "看哪张图",
        PICTURES,
        key=widget_key("map-kind"),
        required=True,
        label_visibility="collapsed",
        on_change=_own_choice,
        args=("map-kind",),
    )
    hold("map-view")
    st.selectbox(
        "存好的视图",
        list(_saved(seen)),
        index=None,
        key=widget_key("map-view"),
        label_visibility="collapsed",
        placeholder="视图",
        on_change=keep,
        args=("map-view",),
        width=190,
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
        on_change=_own_choice,
        args=("map-segments",),
    )
    with st.popover("导出", key="map-export"):
        _export(seen, chosen)


def _export(seen: View, chosen: MapView) -> None:
    """The picture in five kinds of file, and all saved views as slides."""
    evaluation, name = seen.evaluation, f"{seen.region_name}_{chosen.name_zh}_{seen.date}"
    for suffix, label in SUFFIXES.items():
        st.download_button(
            label,
            data=partial(_file, evaluation, [chosen], suffix),
            file_name=f"{name}{suffix}",
            mime=MIME[suffix],
            on_click="ignore",
            key=f"map-file-{suffix}",
            width="stretch",
        )
    views = list(_saved(seen).values())
    st.download_button(
        f"全部视图一份 PPT({len(views)} 页)",
        data=partial(_file, evaluation, views, ".pptx"),
        file_name=f"{seen.region_name}_产业链图_{seen.date}.pptx",
        mime=MIME[".pptx"],
        on_click="ignore",
        key="map-deck",
        width="stretch",
        disabled=not views,
    )


def _file(evaluation: Evaluation, views: Sequence[MapView], suffix: str) -> bytes:
    return written([page_of(evaluation, view) for view in views], suffix)


def _turn(seen: View, to: int | None) -> None:
    """Show another view, as the presenter asked."""
    names = list(_saved(seen))
    if to is not None and 0 <= to < len(names):
        st.session_state["map-view"], st.session_state["product"] = names[to], None
        st.rerun()


def _edge(
    seen: View, clicked: tuple[str, str] | None, product_id: str | None
) -> tuple[str, str] | None:
    """The line clicked last, until another product is chosen."""
    state = st.session_state
    if clicked != state.get("map-edge"):
        state["map-edge"], state["map-edge-beside"] = clicked, product_id
    is_known = clicked is not None and set(clicked) <= set(seen.facts.products)
    return clicked if is_known and product_id == state.get("map-edge-beside") else None


def _map(seen: View, chosen: MapView, product_id: str | None) -> MapEvent:
    """The picture; gives the product and the line clicked last.

    A product chosen by any other way than a click is brought to the middle.
    """
    state = st.session_state
    if product_id != state.get("map-clicked"):
        state["map-focus"] = product_id
    return chain_map(
        map_data(seen, chosen),
        selected=product_id or "",
        focus=state.get("map-focus"),
        show=_show(seen, chosen),
        on_memo=partial(take_memo, seen, chosen.name_zh),
        key="chain_map",
        height=HEIGHT,
    )


def _show(seen: View, chosen: MapView) -> Show:
    names = tuple(name for name in _saved(seen) if name)
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

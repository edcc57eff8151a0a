"""全国布局 of one product: a tile a province, over the page, with its table and files."""

from __future__ import annotations

from functools import partial

import streamlit as st

from views.map.flow_drawing import national
from views.map.kinds import NATIONAL
from views.map.outlets import MIME, Page, written
from views.map.svg import svg
from views.pages.context import View
from views.pages.kept import kept

FILES = {".pptx": "PPT", ".png": "图片", ".pdf": "PDF"}


@st.dialog(NATIONAL, width="large")
def national_dialog(seen: View, product_id: str) -> None:
    """Picture, table, files."""
    drawing = kept(
        seen.key("national", seen.question, product_id),
        lambda: national(seen.evaluation, product_id),
    )
    st.image(svg(drawing.scene), alt=drawing.scene.title, width="stretch")
    name = seen.facts.products[product_id].name_zh
    with st.container(horizontal=True):
        for suffix, label in FILES.items():
            st.download_button(
                label,
                data=partial(written, [Page(name, drawing, "")], suffix),
                file_name=f"{name}_{NATIONAL}_{seen.date}{suffix}",
                mime=MIME[suffix],
                on_click="ignore",
                key=f"national{suffix}",
            )
    columns = drawing.twin.columns
    st.dataframe(
        [dict(zip(columns, row, strict=True)) for row in drawing.twin.rows],
        hide_index=True,
        row_height=30,
    )

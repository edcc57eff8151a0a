"""导出: the picture in five kinds of file, and all saved views as slides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from graph.model import MapView
from graph.reason import Evaluation
from views.map.outlets import MIME, SUFFIXES, page_of, written
from views.pages.context import View
from views.pages.map import choice


def export(seen: View, chosen: MapView) -> None:
    """A button a file."""
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
    views = list(choice.saved(seen).values())
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

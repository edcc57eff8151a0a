"""导出全部数据: everything in the store as a file, made only when its button is pressed."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from loaders.out.everything import export_all
from views.pages.context import View
from views.pages.downloads import XLSX
from views.pages.markup import show


class Choice(NamedTuple):
    """One button: what it says, how the file name ends, what the file is."""

    label: str
    suffix: str
    mime: str
    hint: str


CHOICES = (
    Choice("Excel", ".xlsx", XLSX, "每类一张表,改好可以再载入"),
    Choice("CSV 压缩包", ".zip", "application/zip", "每类一个文件,给程序用,可以再载入"),
    Choice("GraphML(Gephi 能打开)", ".graphml", "application/xml", "点和线,看关系用"),
    Choice("JSON", ".json", "application/json", "给程序用,可以再载入"),
)


def block(seen: View) -> None:
    """The four buttons, closed until wanted."""
    with st.expander("导出全部数据"):
        show(
            '<p class="lt-note">全部产品、工艺、企业、装置、项目和来源;空格是不知道,不是 0;'
            "企业联系人不导出。点了才开始准备,要一两秒。</p>"
        )
        with st.container(horizontal=True, key="exports"):
            for choice in CHOICES:
                st.download_button(
                    choice.label,
                    data=partial(made, seen, choice.suffix),
                    file_name=f"链图数据_{seen.region_name}_{seen.date}{choice.suffix}",
                    mime=choice.mime,
                    help=choice.hint,
                    on_click="ignore",
                    key=f"export{choice.suffix}",
                )


def made(seen: View, suffix: str) -> bytes:
    """Everything in the store as the bytes of one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export{suffix}"
        workspace = seen.workspace
        regions = "、".join(region.name_zh for region in seen.facts.regions.values())
        export_all(workspace.store, path, workspace.schema, as_of=seen.date, region=regions)
        return path.read_bytes()

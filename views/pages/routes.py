"""Where the pages are and how one leads to another."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent
HOME, MAPS, GAPS = HERE / "home.py", HERE / "maps.py", HERE / "gaps.py"
FIRMS, ORIGINS = HERE / "firms.py", HERE / "origins.py"
QUALITY, PACKS = HERE / "quality.py", HERE / "packs.py"
CHANGES, ASKS = HERE / "changes.py", HERE / "asks.py"
TITLES = {
    HOME: "首页",
    MAPS: "两图",
    GAPS: "缺口",
    CHANGES: "缺口对比",
    FIRMS: "目标企业",
    ASKS: "摸底清单",
    ORIGINS: "数据来源",
    QUALITY: "数据质量",
    PACKS: "换地区换链",
}


def go_gap(key: str) -> None:
    """Open 缺口 at one line, with no filter in its way."""
    st.session_state["gap"] = key
    st.session_state["gap-related"] = None
    st.switch_page(GAPS, query_params={"gap": key})


def go_firms(key: str) -> None:
    """Open 目标企业 for one gap line."""
    st.session_state["firms-gap"] = key
    st.session_state["firms-by"] = "按缺口"
    st.switch_page(FIRMS, query_params={"gap": key})


def go_firms_for(product_id: str) -> None:
    """Open 目标企业 for one product."""
    st.session_state["firms-product"] = product_id
    st.session_state["firms-by"] = "按产品"
    st.switch_page(FIRMS, query_params={"product": product_id})


def go_map(product_id: str) -> None:
    """Open 两图 with one product in the middle."""
    st.session_state["product"] = product_id
    st.switch_page(MAPS, query_params={"product": product_id})

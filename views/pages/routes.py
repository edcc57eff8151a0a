"""Where the pages are and how one leads to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import streamlit as st

HERE = Path(__file__).resolve().parent
HOME, MAPS, GAPS = HERE / "home.py", HERE / "maps.py", HERE / "gaps.py"
FIRMS, ORIGINS = HERE / "firms.py", HERE / "origins.py"
QUALITY, PACKS = HERE / "quality.py", HERE / "packs.py"
CHANGES, ASKS = HERE / "changes.py", HERE / "asks.py"
FIRM, TIES = HERE / "firm.py", HERE / "ties.py"
TITLES = {
    HOME: "首页",
    MAPS: "两图",
    GAPS: "缺口",
    CHANGES: "缺口对比",
    FIRMS: "目标企业",
    FIRM: "企业",
    TIES: "关系路径",
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


def go_firm(firm_id: str) -> None:
    """Open 企业 at one firm."""
    st.session_state["firm"] = firm_id
    st.switch_page(FIRM, query_params={"firm": firm_id})


def go_ties(first: str | None, second: str | None = None) -> None:
    """Open 关系路径 with one or both ends chosen."""
    st.session_state["ties-a"], st.session_state["ties-b"] = first, second
    ends = {"a": first, "b": second}
    st.switch_page(TIES, query_params={key: id for key, id in ends.items() if id})


WAYS: dict[str, tuple[Path, str, Callable[[str], None]]] = {
    "firm": (FIRM, "firm", go_firm),
    "product": (MAPS, "product", go_map),
    "makers": (FIRMS, "product", go_firms_for),
}
"""Where links inside a page's HTML lead: the page, what its address calls the thing, the way."""


def address(to: str, id: str) -> str:
    """The address of a link, relative to any page, for a new tab."""
    path, parameter, _ = WAYS[to]
    return f"{path.stem}?{parameter}={quote(id)}"


def follow(to: str, id: str) -> None:
    """Go where a link leads."""
    if to in WAYS:
        WAYS[to][2](id)

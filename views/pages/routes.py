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
CLIENTS, PROJECTS, ROUNDS = HERE / "clients.py", HERE / "projects.py", HERE / "rounds.py"
SURVEYS, POOLS, LADDERS = HERE / "surveys.py", HERE / "pools.py", HERE / "ladders.py"
LOG, SHEETS, SYSTEM = HERE / "log.py", HERE / "sheets.py", HERE / "system.py"
SECTIONS: dict[str, dict[Path, str]] = {
    "": {
        HOME: "首页",
        MAPS: "两图",
        GAPS: "缺口",
        FIRMS: "目标企业",
        CLIENTS: "客商库",
        PROJECTS: "项目库",
        ROUNDS: "目标与调度",
    },
    "底数": {
        ASKS: "摸底清单",
        SURVEYS: "企业摸底表",
        FIRM: "企业",
        TIES: "关系路径",
        POOLS: "资金池人才池",
        LADDERS: "梯度培育",
    },
    "核对": {
        CHANGES: "缺口对比",
        ORIGINS: "数据来源",
        QUALITY: "数据质量",
        LOG: "修改记录",
    },
    "设置": {
        SHEETS: "表格进出",
        PACKS: "换地区换链",
        SYSTEM: "备份与用户",
    },
}
"""The pages under their headings in the bar; those under no heading stand in it by themselves."""
TITLES = {path: title for pages in SECTIONS.values() for path, title in pages.items()}


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


def go_project(project_id: str) -> None:
    """Open 项目库 at one project."""
    st.session_state["project"] = project_id
    st.session_state["project-turn"] = st.session_state.get("project-turn", 0) + 1
    st.switch_page(PROJECTS, query_params={"project": project_id})


def go_ties(first: str | None, second: str | None = None) -> None:
    """Open 关系路径 with one or both ends chosen."""
    st.session_state["ties-a"], st.session_state["ties-b"] = first, second
    ends = {"a": first, "b": second}
    st.switch_page(TIES, query_params={key: id for key, id in ends.items() if id})


WAYS: dict[str, tuple[Path, str, Callable[[str], None]]] = {
    "firm": (FIRM, "firm", go_firm),
    "product": (MAPS, "product", go_map),
    "project": (PROJECTS, "project", go_project),
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

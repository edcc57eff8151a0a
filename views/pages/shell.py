"""The frame around every page: title, navigation, and the bar that says what is asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from graph.facts import Facts
from views import settings
from views.component.cell_keys import keep_keys
from views.component.links import followed
from views.pages import routes, signin
from views.pages.context import (
    GO_REGION,
    REGION,
    View,
    ask,
    first_question,
    guarded,
    scopes,
    view,
    workspace,
)
from views.pages.desk import said
from views.pages.markup import PRESENTING, esc, show
from views.pages.people import name_box, person
from views.pages.record.form import form_dialog
from views.pages.upkeep import rescue
from views.tables.origin import chinese_date
from views.tables.system import ROLE_ZH
from views.workspace import Question

ASSETS = Path(__file__).resolve().parent / "assets"
SHOWN_PARKS = 3
FIRST_DAY = dt.date(2000, 1, 1)
LAST_DAY = dt.date(2040, 12, 31)


def run() -> None:
    """Draw the frame, then the page."""
    st.set_page_config(
        page_title="链图 LianTu",
        page_icon=str(ASSETS / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(ASSETS / "style.css")
    st.logo(str(ASSETS / "logo.png"), size="large")
    with guarded():
        is_inside = signin.inside()
        page = _navigation("top" if is_inside else "hidden")
        if not is_inside:
            signin.page()
            return
        signin.keep_token()
        with rescue.offered():
            _page(page)


def _navigation(position: Literal["top", "hidden"]) -> StreamlitPage:
    """The pages; hidden from who has not signed in, but the address stays as it was."""
    return st.navigation(
        {
            heading: [
                st.Page(path, title=title, default=path == routes.HOME)
                for path, title in pages.items()
            ]
            for heading, pages in routes.SECTIONS.items()
        },
        position=position,
    )


def _page(page: StreamlitPage) -> None:
    """The bar and one page under it."""
    has_regions = bool(workspace().facts().regions)
    if has_regions:
        _bar()
    elif page.title not in (routes.TITLES[routes.PACKS], routes.TITLES[routes.SYSTEM]):
        st.info("数据里还没有地区。先到“换地区换链”下载表格,填好再上传。")
        st.page_link(routes.PACKS, label="去换地区换链")
        return
    _follow_links()
    said()
    page.run()
    if has_regions:
        form_dialog(view())


def _follow_links() -> None:
    """Names of firms and products on any page lead to their own page."""
    with st.container(key="links-box"):
        keep_keys()
        goal = followed()
    if goal is not None:
        routes.follow(goal.to, goal.id)


def _bar() -> None:
    """Region, date and scope on every page, with the controls that change them."""
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        place = st.empty()
        with st.popover("改地区、日期、口径", key="bar-pop"):
            question = _controls()
        if person().is_account:
            st.button("退出登录", key="bar-leave", on_click=signin.leave)
    ask(question)
    with place:
        _say(view())


def _say(seen: View) -> None:
    show(
        f'<p class="lt-bar-text"><b>{esc(seen.region_name)}</b>'
        f"<span>资料截至 <b>{esc(chinese_date(seen.date))}</b></span>"
        f"<span>口径 <b>{esc(seen.scope)}</b></span><span>单位 <b>万吨/年</b></span>"
        f"{_store()}{_who()}</p>"
    )


def _who() -> str:
    """Who signed in, and as what."""
    known = person()
    if not known.is_account:
        return ""
    return f"<span><b>{esc(known.name)}</b>({esc(ROLE_ZH[known.role])})</span>"


def _store() -> str:
    """Which store the page is on; a long path keeps its end."""
    label = settings.store_label(settings.store_url())
    what, _, where = label.partition(":")
    return (
        f'<span title="{esc(label)}">{esc(what)} '
        f'<small class="lt-store"><bdi>{esc(where)}</bdi></small></span>'
    )


def nearby_label(facts: Facts, region_id: str) -> str:
    """What the switch for neighbouring parks says: which parks they are."""
    near = [
        park.name_zh
        for park in facts.parks.values()
        if park.region_id == region_id and park.scope == "nearby"
    ]
    more = "等" if len(near) > SHOWN_PARKS else ""
    named = f"{'、'.join(near[:SHOWN_PARKS])}{more}" if near else "还没有收录"
    return f"连同周边园区({named})"


def _controls() -> Question:
    """Region, date, statuses and neighbourhood; what they say is the question."""
    first, facts = first_question(), workspace().facts()
    regions = facts.regions
    wanted = st.session_state.pop(GO_REGION, None)
    if wanted in regions or st.session_state.get(REGION) not in regions:
        st.session_state[REGION] = wanted if wanted in regions else first.region_id
    region = st.selectbox(
        "地区", list(regions), format_func=lambda key: regions[key].name_zh, key=REGION
    )
    date = st.date_input(
        "资料截至(看哪一天)",
        value=dt.date.fromisoformat(first.date),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key="ask-date",
    )
    choices = scopes(first)
    start = list(choices.values()).index(first.statuses)
    scope = st.radio("口径(计入哪些装置)", list(choices), index=start, key="ask-scope")
    nearby = st.toggle(nearby_label(facts, region), value=first.with_nearby, key="ask-nearby")
    st.toggle("会议演示(转载来源不给链接,不显示联系人)", key=PRESENTING)
    name_box()
    st.caption(settings.store_label(settings.store_url()))
    day = date.isoformat() if date else first.date
    return Question(region, day, choices[scope], nearby)

"""筛选: which sub-chains, gaps and classes to see, the ways between two products, and when."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from graph.model import MapView
from views import settings
from views.map.filters import SHOWN, has_ends
from views.pages.context import View
from views.pages.map import choice
from views.pages.picker import labels_of
from views.pages.state import hold, widget_key

FIRST_YEAR = 2018
QUARTERS = ("03-31", "06-30", "09-30", "12-31")
_DATE = "map-date"


def filter_label(chosen: MapView) -> str:
    """What the button says: how many filters are on."""
    on = [chosen.segment_ids, chosen.classes, has_ends(chosen)]
    count = sum(map(bool, on)) + (chosen.shown != SHOWN[0])
    return f"筛选({count})" if count else "筛选"


def filters(seen: View, chosen: MapView) -> None:
    """Each choice shows at once; positions stay."""
    _several("子链", choice.SEGMENTS, list(seen.facts.segments), "全部子链(可只看几条)")
    hold(choice.GAPS)
    st.segmented_control(
        "只看",
        SHOWN,
        key=widget_key(choice.GAPS),
        required=True,
        on_change=choice.own_choice,
        args=(choice.GAPS,),
    )
    rows = seen.evaluation.rules.map_status
    _several("类别", choice.CLASSES, list(dict.fromkeys(r.map_class for r in rows)), "全部类别")
    _ends(seen, chosen)
    _date(seen)
    if st.button("全部恢复", key="map-filter-off", width="stretch"):
        for name in (choice.SEGMENTS, choice.CLASSES, choice.START, choice.END, choice.GAPS):
            st.session_state[name] = None
        st.session_state[choice.VIEW] = None
        st.rerun()


def _several(label: str, name: str, options: list[str], placeholder: str) -> None:
    hold(name)
    st.multiselect(
        label,
        options,
        key=widget_key(name),
        placeholder=placeholder,
        select_all=False,
        on_change=choice.own_choice,
        args=(name,),
    )


def _ends(seen: View, chosen: MapView) -> None:
    """The two products; their long menus are sent when somebody wants them."""
    title, is_on = "两种产品之间的路线", has_ends(chosen)
    with st.expander(title, expanded=is_on, key="map-ends", on_change="rerun") as box:
        if box.open:
            _end(seen, "从哪种产品", choice.START)
            _end(seen, "到哪种产品", choice.END)


def _end(seen: View, label: str, name: str) -> None:
    labels = labels_of(seen)
    hold(name)
    st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder="名称、拼音",
        filter_mode="contains",
        key=widget_key(name),
        on_change=choice.own_choice,
        args=(name,),
    )


def _date(seen: View) -> None:
    """A slider over the ends of quarters, which moves the date of every page."""
    stops = quarter_ends(seen.date)
    st.session_state[widget_key(_DATE)] = seen.date
    st.select_slider(
        "资料截至(往回拖看以前的样子)", stops, key=widget_key(_DATE), on_change=_to_date
    )


def _to_date() -> None:
    st.session_state["ask-date"] = dt.date.fromisoformat(st.session_state[widget_key(_DATE)])


def quarter_ends(shown: str) -> list[str]:
    """Ends of quarters up to today, with today and the date that is shown."""
    today = settings.today()
    years = range(FIRST_YEAR, int(today[:4]) + 1)
    ends = (f"{year}-{end}" for year in years for end in QUARTERS)
    return sorted({*(end for end in ends if end < today), today, shown})

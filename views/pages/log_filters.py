"""The filters of 修改记录: who, which kind, which days, what the reason says."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from graph.desk.log import Actors, Wanted
from loaders.cells import CellError
from views.pages.context import View
from views.pages.kept import kept
from views.pages.state import hold, keep, widget_key
from views.tables import log as table

CHOICES = {"who": "log-who", "kind": "log-kind", "since": "log-since", "until": "log-until"}
TEXT, PAGES = "log-text", "log-pages"


def filters(seen: View) -> Wanted:
    """Draw them and give what is asked for."""
    actors = kept(("log-actors", seen.store.info().url), Actors).refresh(seen.store)
    kinds = {kind.name: kind.label_zh for kind in seen.workspace.schema.kinds.values()}
    who = _choice("谁改的", CHOICES["who"], {name: name for name in actors}, "所有人")
    kind = _choice("改了哪一类", CHOICES["kind"], kinds, "所有类")
    since, until = _days()
    text = _typed("原因里有", TEXT, "如 客商")
    return Wanted(who, kind, since, until, text)


def _days() -> tuple[dt.date | None, dt.date | None]:
    typed = (
        _typed("从哪天", CHOICES["since"], "如 2026-11-01"),
        _typed("到哪天", CHOICES["until"], "如 2026-11"),
    )
    try:
        return table.days(*typed)
    except CellError as error:
        st.error(str(error))
        return None, None


def _typed(label: str, name: str, placeholder: str) -> str:
    hold(name, "")
    return st.text_input(
        label,
        key=widget_key(name),
        placeholder=placeholder,
        max_chars=40,
        on_change=_keep,
        args=(name,),
    )


def _keep(name: str) -> None:
    """A new filter begins with the newest again."""
    keep(name)
    st.session_state[PAGES] = 1


def _choice(label: str, name: str, options: dict[str, str], placeholder: str) -> str | None:
    if st.session_state.get(name) not in options:
        st.session_state[name] = None
    hold(name)
    chosen: str | None = st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        filter_mode="contains",
        placeholder=placeholder,
        key=widget_key(name),
        on_change=_keep,
        args=(name,),
    )
    return chosen

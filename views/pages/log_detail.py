"""One change of 修改记录: who, why, column by column; and taking it back."""

from __future__ import annotations

import streamlit as st

from graph.desk.editing import commit_revisions, moved_on, undo
from graph.desk.log import Entry
from graph.errors import Conflict, LianTuError
from views.pages import downloads, markup
from views.pages.context import View, view
from views.pages.desk import say_next
from views.pages.markup import esc, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.record.log import SHOWN, details, named
from views.tables import log as table
from views.tables.weights import local

FAULTS = "log-faults"


def detail(seen: View, entry: Entry) -> None:
    """One change: who, why, each record column by column; the button to take it back."""
    info, store = entry.info, seen.store
    first = store.history(commit_id=info.commit_id, limit=SHOWN)
    names = named(seen, first)
    when = local(info.time)
    show(
        f'<h3 class="lt-title">{esc(info.actor)} {esc(when)}</h3>'
        f'<p class="lt-rule"><b>为什么</b>{esc(info.reason)}</p>'
    )
    _faults(info.commit_id)
    why_not = _why_not(entry)
    with st.container(horizontal=True, vertical_alignment="center", key="log-acts"):
        if why_not is None and first:
            st.button(
                "撤销这次修改",
                key="log-undo",
                type="primary",
                on_click=_undo,
                args=(info.commit_id, info.reason),
            )
        downloads.table_button(
            seen,
            "修改明细",
            table.DETAIL_COLUMNS,
            lambda: _detail_rows(seen, entry),
            "log-detail-xlsx",
        )
    if why_not:
        show(f'<p class="lt-note">{esc(why_not)}</p>')
    with st.container(height=430, border=False, key="log-detail"):
        details(seen, names, first, entry.summary.total)


def _why_not(entry: Entry) -> str | None:
    """Why this line has no button to take it back; None when it has."""
    if table.fixed(entry):
        return table.fixed(entry)
    if not may_write():
        return LOOKS_ONLY
    return table.PRESENTING if markup.presenting() else None


def _detail_rows(seen: View, entry: Entry) -> list[tuple[table.Cell, ...]]:
    revisions = tuple(
        revision
        for info in reversed(entry.commits)
        for revision in commit_revisions(seen.store, info.commit_id)
    )
    return table.detail_rows(seen.workspace.schema, named(seen, revisions), revisions)


def _undo(commit_id: str, why: str) -> None:
    """Take one change back; what stands in the way is kept to be told."""
    seen = view()
    try:
        undo(seen.store, commit_id, actor=my_name(), reason=table.undo_reason(why))
    except Conflict:
        st.session_state[FAULTS] = (commit_id, _in_the_way(seen, commit_id))
    except LianTuError as error:
        st.session_state[FAULTS] = (commit_id, [f"没有撤销:{error}"])
    else:
        say_next("已撤销,原来的写法回来了;撤销本身也记了一条,可以再撤销")


def _in_the_way(seen: View, commit_id: str) -> list[str]:
    later = moved_on(seen.store, commit_id)
    names, schema = named(seen, later), seen.workspace.schema
    return [table.cannot_undo(schema, names, later)]


def _faults(commit_id: str) -> None:
    """Say once what stood in the way of taking this change back."""
    of, texts = st.session_state.pop(FAULTS, ("", []))
    if of == commit_id:
        for text in texts:
            st.error(text)

"""修改记录: who did what, when and why; one change column by column, and taking it back."""

from __future__ import annotations

import streamlit as st

from graph.desk import log
from graph.desk.editing import revisions_of
from graph.desk.log import Entry, Found, Summary, Wanted
from views.pages import downloads, markup, updates
from views.pages.context import View, view
from views.pages.log_detail import detail
from views.pages.log_filters import PAGES, filters
from views.pages.markup import esc, show
from views.pages.pick_row import pick_row
from views.pages.record.log import OF_ID, OF_KIND, named
from views.pages.state import adopt
from views.tables import log as table
from views.tables.named import Names

PAGE, IN_EXCEL = 50, 5000
TOLD = "log-told"
WIDTHS = (122, 66, 165, 245, 55)


def page() -> None:
    """Updates waiting for a decision, then the list and one change of it."""
    seen = view()
    updates.block(seen)
    adopt("kind", OF_KIND)
    adopt("id", OF_ID)
    kind, id = (str(st.session_state.get(name) or "") for name in (OF_KIND, OF_ID))
    if kind in seen.workspace.schema.kinds and id:
        found = _one_record(seen, kind, id)
    else:
        found = _everything(seen)
    if not found.entries:
        st.info("没有符合条件的修改。")
        return
    left, right = st.columns([6, 5], gap="medium")
    with left:
        entry = _list(seen, found)
    with right:
        detail(seen, entry)


def _told(seen: View) -> dict[str, Summary]:
    """What commits did, looked up once a session; while presenting less of it may be seen."""
    key = f"{TOLD}-{markup.presenting()}-{seen.store.info().url}"
    told: dict[str, Summary] = st.session_state.setdefault(key, {})
    return told


def _one_record(seen: View, kind: str, id: str) -> Found:
    """All changes of one record."""
    revisions = revisions_of(seen.store, (kind, id))
    label, name = seen.workspace.schema[kind].label_zh, id
    if revisions:
        last = revisions[-1]
        name = table.told(seen.workspace.schema, named(seen, (last,)), last).name
    with st.container(horizontal=True, vertical_alignment="center", key="log-of"):
        show(f'<h3 class="lt-title">{esc(label)}“{esc(name)}”的修改记录</h3>')
        st.button("看全部修改记录", key="log-all", on_click=_leave_record)
    told = _told(seen)
    return Found(tuple(log.entry_of(seen.store, r, told) for r in reversed(revisions)))


def _leave_record() -> None:
    st.session_state.pop(OF_KIND, None)
    st.session_state.pop(OF_ID, None)
    st.query_params.clear()


def _everything(seen: View) -> Found:
    """The filters, and the newest lines that pass them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        wanted, told = filters(seen), _told(seen)
        downloads.table_button(
            seen,
            "修改记录",
            table.COLUMNS,
            lambda: _rows(seen, wanted, told),
            "log-xlsx",
            (f"按页面上的筛选列出,最多最近 {IN_EXCEL} 次",),
        )
    limit = PAGE * int(st.session_state.get(PAGES, 1))
    return log.found(seen.store, wanted, limit=limit, told=told)


def _rows(seen: View, wanted: Wanted, told: dict[str, Summary]) -> list[tuple[table.Cell, ...]]:
    """Lines for a workbook; asks nothing of the session (see ``downloads.table_button``)."""
    found = log.found(seen.store, wanted, limit=IN_EXCEL, told=told)
    names = _names(seen, found)
    return [table.row(seen.workspace.schema, names, entry) for entry in found.entries]


def _names(seen: View, found: Found) -> Names:
    return named(seen, tuple(e.summary.first for e in found.entries if e.summary.first))


def _list(seen: View, found: Found) -> Entry:
    names, schema = _names(seen, found), seen.workspace.schema
    rows = [
        dict(zip(table.COLUMNS, table.row(schema, names, e), strict=True)) for e in found.entries
    ]
    cut = ";只找了最近的一段,缩小日期范围再找更早的" if found.is_cut else ""
    show(f'<p class="lt-note">新的在前,点左边的圆圈看改了什么{cut}。</p>')
    number = pick_row(
        rows,
        height=min(430, 37 + 30 * len(rows)),
        key=f"log-list-{hash(tuple(e.info.commit_id for e in found.entries))}",
        column_config={
            name: st.column_config.Column(width=width)
            for name, width in zip(table.COLUMNS, WIDTHS, strict=True)
        },
    )
    if found.more and not found.is_cut:
        st.button(f"再看更早的 {PAGE} 次", key="log-more", on_click=_more)
    return found.entries[number]


def _more() -> None:
    st.session_state[PAGES] = int(st.session_state.get(PAGES, 1)) + 1


if __name__ == "__main__":
    page()

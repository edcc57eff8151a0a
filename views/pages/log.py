"""修改记录: who did what, when and why; one change column by column, and taking it back."""

from __future__ import annotations

import streamlit as st

from graph.desk import log
from graph.desk.editing import commit_revisions, moved_on, revisions_of, undo
from graph.desk.log import Entry, Found, Summary, Wanted
from graph.errors import Conflict, LianTuError
from views.pages import downloads, markup, updates
from views.pages.context import View, view
from views.pages.desk import say_next
from views.pages.log_filters import PAGES, filters
from views.pages.markup import esc, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.pick_row import pick_row
from views.pages.record.log import OF_ID, OF_KIND, SHOWN, details, named
from views.pages.state import adopt
from views.tables import log as table
from views.tables.named import Names
from views.tables.weights import local

PAGE, IN_EXCEL = 50, 5000
FAULTS, TOLD = "log-faults", "log-told"
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
        _detail(seen, entry)


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
        wanted = filters(seen)
        downloads.table_button(
            seen, "修改记录", table.COLUMNS, lambda: _rows(seen, wanted), "log-xlsx"
        )
    limit = PAGE * int(st.session_state.get(PAGES, 1))
    return log.found(seen.store, wanted, limit=limit, told=_told(seen))


def _rows(seen: View, wanted: Wanted) -> list[tuple[table.Cell, ...]]:
    found = log.found(seen.store, wanted, limit=IN_EXCEL, told=_told(seen))
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


def _detail(seen: View, entry: Entry) -> None:
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


if __name__ == "__main__":
    page()

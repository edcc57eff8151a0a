"""数据更新与你们的修改不一致: what newer shipped facts say of records people changed here."""

from __future__ import annotations

import streamlit as st

from graph.errors import Conflict, LianTuError
from graph.model import HeldUpdate
from graph.store.protocol import Change
from views.pages import downloads
from views.pages.context import View, view
from views.pages.desk import say_next
from views.pages.markup import esc, literal, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.pick_row import pick_row
from views.tables import updates as table
from views.tables.named import Names
from views.tables.updates import Waiting

SHOWN = 100
FAULT = "updates-fault"
_KEEP, _TAKE, _BOTH = "保留我们的", "采用新数据", "新数据上保留我们改的几项"


def block(seen: View) -> None:
    """The list, one of them side by side, and the buttons; nothing where none waits."""
    if not seen.store.count(HeldUpdate.kind):
        return
    schema = seen.workspace.schema
    items = table.waiting(seen.store, schema, limit=SHOWN)
    if not items:
        return
    names = Names(seen.facts, seen.store, schema)
    names.learn(table.records(items))
    many = f"{len(items)} 条" if len(items) < SHOWN else f"前 {SHOWN} 条"
    label = f"数据更新与你们的修改不一致({many})"
    with st.expander(label, icon=":material/warning:", key="updates"):
        _fault()
        left, right = st.columns([6, 5], gap="medium")
        with left:
            item = _list(seen, names, items)
        with right:
            _one(seen, names, item)


def _list(seen: View, names: Names, items: list[Waiting]) -> Waiting:
    schema = seen.workspace.schema
    show(
        '<p class="lt-note">这几条你们改过,新版随附数据也改了,没有覆盖你们的;'
        "点左边的圆圈看两边,再决定用哪一边。</p>"
    )
    rows = [dict(zip(table.COLUMNS, table.row(schema, names, i), strict=True)) for i in items]
    number = pick_row(
        rows,
        height=min(220, 37 + 30 * len(rows)),
        key=f"updates-list-{hash(tuple(i.held.id for i in items))}",
    )
    downloads.table_button(
        seen,
        "数据更新不一致",
        table.DETAIL_COLUMNS,
        lambda: table.detail_rows(schema, names, items),
        "updates-xlsx",
    )
    return items[number]


def _one(seen: View, names: Names, item: Waiting) -> None:
    schema = seen.workspace.schema
    label = schema[item.ref[0]].label_zh
    show(
        f'<h3 class="lt-title">{esc(label)}“{esc(table.name(names, item))}”</h3>'
        f'<p class="lt-note">{esc(table.said(schema, names, item))}</p>'
    )
    st.dataframe(
        [
            {"列": line.label, "我们的": line.before, "新数据": line.after}
            for line in table.lines(schema, names, item)
        ],
        hide_index=True,
        height="content" if len(table.lines(schema, names, item)) < 8 else 260,
        row_height=30,
        placeholder="",
        key=f"updates-both-{item.held.id}",
    )
    if not may_write():
        show(f'<p class="lt-note">{esc(LOOKS_ONLY)}</p>')
        return
    with st.container(horizontal=True, key="updates-acts"):
        _button(_TAKE, "updates-take", item, table.take_theirs(item))
        _button(_KEEP, "updates-keep", item, table.keep_ours(item))
        if changes := table.both(schema, item):
            _button(_BOTH, "updates-join", item, changes)


def _button(label: str, key: str, item: Waiting, changes: list[Change]) -> None:
    st.button(label, key=key, on_click=_settle, args=(label, item, changes))


def _settle(label: str, item: Waiting, changes: list[Change]) -> None:
    """Write one decision in one commit."""
    try:
        view().store.write(changes, actor=my_name(), reason=f"数据更新:{label}", expect=item.expect)
    except Conflict:
        st.session_state[FAULT] = "没有写入:这一条刚被别人改过或已有人定了,请看现在的样子再定。"
    except LianTuError as error:
        st.session_state[FAULT] = f"没有写入:{literal(str(error))}"
    else:
        say_next(f"已{label}")


def _fault() -> None:
    if text := st.session_state.pop(FAULT, None):
        st.error(text)

"""The whole history of one record, for any page to show, and the way to the change log."""

from __future__ import annotations

import streamlit as st

from graph.desk.editing import revisions_of
from graph.store.protocol import Revision
from views.pages import markup
from views.pages.context import View
from views.pages.markup import esc, show
from views.pages.routes import LOG
from views.tables import log as table
from views.tables.named import Names

OF_KIND, OF_ID = "log-of-kind", "log-of-id"
SHOWN, LINES, LONGEST = 30, 60, 300
_CLASS = {"新增": "even", "修改": "some", "删去": "weak"}


def go_record_log(kind: str, id: str) -> None:
    """Open 修改记录 at one record."""
    st.session_state[OF_KIND], st.session_state[OF_ID] = kind, id
    st.switch_page(LOG, query_params={"kind": kind, "id": id})


def record_history(seen: View, kind: str, id: str) -> None:
    """Every change of one record, newest first: who, when, why, each column before and after.

    To be called inside an expander or a column of any page.
    """
    found = revisions_of(seen.store, (kind, id))
    if not found:
        show('<p class="lt-none">没有修改记录。</p>')
        return
    names = named(seen, found)
    newest = found[::-1][:SHOWN]
    items = "".join(
        f"<li>{_head(told)}<br>{_lines(told)}</li>"
        for told in (table.told(seen.workspace.schema, names, r) for r in newest)
    )
    more = f'<p class="lt-note">更早的 {len(found) - SHOWN} 次在修改记录里。</p>'
    show(f'<ul class="lt-list">{items}</ul>', more if len(found) > SHOWN else "")
    if st.button("到修改记录里看", key=f"record-log-{kind}-{id}"):
        go_record_log(kind, id)


def named(seen: View, revisions: tuple[Revision, ...]) -> Names:
    """Names for all that the revisions speak of."""
    names = Names(seen.facts, seen.store, seen.workspace.schema)
    names.learn(table.records(revisions))
    return names


def details(seen: View, names: Names, revisions: tuple[Revision, ...], total: int) -> None:
    """The first of ``total`` things one commit did, record by record."""
    told = [table.told(seen.workspace.schema, names, r) for r in revisions]
    items = "".join(
        f"<li>{_chip(t)}{esc(t.kind)} <b>{esc(t.name)}</b><br>{_lines(t)}</li>" for t in told
    )
    left = total - len(revisions)
    more = f'<p class="lt-note">其余 {left} 条见 Excel。</p>'
    show(f'<ul class="lt-list" tabindex="0">{items}</ul>', more if left > 0 else "")


def _head(told: table.Told) -> str:
    return (
        f"{_chip(told)}<b>{esc(told.who)}</b> {esc(told.when)} "
        f'<span class="lt-src">{esc(told.why)}</span>'
    )


def _chip(told: table.Told) -> str:
    return markup.chip(told.how, _CLASS[told.how])


def _lines(told: table.Told) -> str:
    if told.is_private:
        return f'<span class="lt-src">{esc(table.PRIVATE)}</span>'
    return "<br>".join(_line(told.how, line) for line in told.lines[:LINES])


def _line(how: str, line: table.Line) -> str:
    before, after = (_value(line.before), _value(line.after))
    told = {"新增": after, "删去": before}.get(how, f"{before} → {after}")
    return f'<span class="lt-sub">{esc(line.label)}:</span>{told}'


def _value(text: str | None) -> str:
    if text is None:
        return '<span class="lt-src">(空)</span>'
    return esc(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")

"""What was said with one firm: the log, newest first, its workbook, and a way to correct it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.client.clients import NO_TALK
from graph.model import Lead, Visit
from views.pages import downloads, markup
from views.pages.context import View
from views.pages.markup import esc, presenting, show
from views.pages.people import may_see_contacts, may_write
from views.pages.record.form import Form, open_form
from views.tables.client import detail
from views.tables.client.rows import Shelf

_TALK = {"": ("date", "way", "ours", "theirs", "text")}
_MENDED, _SHORT = 10, 14


def talks(seen: View, on: Shelf, lead: Lead, visits: Sequence[Visit]) -> None:
    """The log of a firm; who spoke for it is told to who may see that, never in a meeting."""
    told = detail.talks(on, visits, with_theirs=may_see_contacts() and not presenting())
    show(markup.title(f"联系记录({len(told)})"))
    rows = "".join(
        f'<li class="{"lt-step" if t.is_step else ""}"><b>{esc(t.head)}</b><br>{esc(t.text)}'
        f'<br><span class="lt-src">{esc(t.foot)}</span></li>'
        for t in told
    )
    none = '<p class="lt-none">还没有联系过。点“记一次联系”。</p>'
    with st.container(height=430 if len(told) > 5 else "content", border=False, key="client-log"):
        show(f'<ul class="lt-list">{rows}</ul>' if rows else none)
    if not told:
        return
    with st.container(horizontal=True, key="client-log-do"):
        downloads.table_button(
            seen,
            f"联系记录_{on.firm_name(lead.firm_id)}",
            detail.VISIT_COLUMNS,
            lambda: detail.visit_rows(on, visits),
            "client-log-xlsx",
        )
        if may_write() and not presenting():
            _mend(seen, [v for v in reversed(visits) if v.way != NO_TALK][:_MENDED])


def _mend(seen: View, newest: Sequence[Visit]) -> None:
    """The way to correct one of the last talks."""
    if not newest:
        return
    with st.popover("改一条"):
        for visit in newest:
            label = f"{visit.date} {visit.way}:{visit.text[:_SHORT]}"
            if st.button(markup.literal(label), key=f"client-mend-{visit.id}", type="tertiary"):
                form = Form("visit", "改联系记录", _TALK, reason="改联系记录")
                open_form(seen, form, visit.id)

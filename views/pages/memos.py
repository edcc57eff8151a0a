"""随手记: notes taken while presenting, until they are done."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.model import Memo
from graph.store.protocol import Change
from views import settings
from views.component import Taken
from views.pages.context import View
from views.pages.desk import minute, new_id, written
from views.pages.markup import esc, show
from views.pages.people import may_write, person
from views.texts import NOBODY


def take_memo(seen: View, shown: str, taken: Taken) -> None:
    """Write a note down; ``shown`` is the picture where no saved view is."""
    known = taken.node if taken.node in seen.facts.products else None
    known_as = person()
    who, id = (known_as.name if known_as.is_account else taken.who) or None, new_id()
    memo = Memo(id, taken.text, known, taken.view or shown, who, minute(), None, None)
    if written(seen, [Change.put(memo)], who, "记一笔", failed="没有记下"):
        st.toast("已记下,在下面的“随手记”里")


def memos(seen: View) -> None:
    """Open notes, newest first, each with a button that ends it."""
    held = sorted(seen.facts.all(Memo).values(), key=lambda m: (m.made_at, m.id), reverse=True)
    still = [memo for memo in held if memo.done_on is None]
    if not held:
        return
    with st.expander(f"随手记(未办 {len(still)} 条,已办 {len(held) - len(still)} 条)", key="memos"):
        for memo in still:
            wide, narrow = st.columns([6, 1], vertical_alignment="center")
            with wide:
                show(_told(seen, memo))
            shut = not may_write()
            if narrow.button("办结", key=f"memo-{memo.id}", width="stretch", disabled=shut):
                done = replace(memo, done_on=settings.today())
                written(seen, [Change.put(done)], memo.made_by, "办结", failed="没有记下")
                st.rerun()


def _told(seen: View, memo: Memo) -> str:
    product = seen.facts.products.get(memo.product_id or "")
    about = " · ".join(
        part
        for part in (
            memo.made_at,
            memo.made_by or NOBODY,
            product.name_zh if product else "",
            memo.view_name or "",
        )
        if part
    )
    return f'<p class="lt-sub">{esc(memo.text)}<br><span class="lt-src">{esc(about)}</span></p>'

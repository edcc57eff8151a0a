"""随手记: notes taken while presenting, until they are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from graph.model import Memo
from graph.store.protocol import Change
from views import settings
from views.component import Taken
from views.pages.context import View
from views.pages.desk import minute, new_id, say_next, written
from views.pages.markup import esc, show
from views.pages.people import may_write, person
from views.texts import NOBODY

WRITTEN = "memos-written"


def take_memos(seen: View, shown: str, taken: Sequence[Taken]) -> bool:
    """Write down the notes that were not before; give whether there were such.

    All come with every run, for a run may be cut short by the next key.  ``shown`` is the
    picture where no saved view is.
    """
    done: set[str] = st.session_state.setdefault(WRITTEN, set())
    new = [one for one in taken if one.id not in done]
    for one in new:
        memo = _memo(seen, shown, one)
        if written(seen, [Change.put(memo)], memo.made_by, "记一笔", failed="没有记下"):
            done.add(one.id)
            say_next("已记下,在下面的“随手记”里")
    return any(one.id in done for one in new)


def _memo(seen: View, shown: str, taken: Taken) -> Memo:
    known = taken.node if taken.node in seen.facts.products else None
    known_as = person()
    who = (known_as.name if known_as.is_account else taken.who) or None
    return Memo(new_id(), taken.text, known, taken.view or shown, who, minute(), None, None)


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

"""What a dialog about one firm is saved on: the firm as it stands, whoever changed it meanwhile."""

from __future__ import annotations

import streamlit as st

from graph.desk.editing import standing
from graph.model import Lead
from views.pages.both import NOTHING_LOST, both_versions, who_last
from views.pages.context import View

Standing = tuple[Lead, int]
"""A firm gone after, with its revision."""


def save_button(
    seen: View, lead: Lead, rev: int, mine: Lead, *, key: str, disabled: bool = False
) -> Standing | None:
    """Draw 保存; what stands when it was pressed, else None.

    When somebody changed the firm since the dialog was opened, both versions are shown and
    another button goes on from theirs; what was typed stays.

    Parameters
    ----------
    lead, rev
        As it stood when the dialog was opened.
    mine
        The same with what was filled in, to be shown beside theirs.
    """
    now = stands(seen, lead)
    if now is None:
        st.warning("这一家已被别人移出客商库,没有写入;要恢复到“修改记录”里撤销那一次。")
        return None
    if now[1] == rev:
        return now if st.button("保存", type="primary", key=key, disabled=disabled) else None
    who = who_last(seen, (Lead.kind, lead.id))
    st.warning(f"您打开以后,这一家已被别人改过({who})。{NOTHING_LOST}")
    both_versions(seen, seen.workspace.schema[Lead.kind], [("", lead, now[0], mine)])
    return now if st.button("在他改的基础上保存", type="primary", key=f"{key}-again") else None


def stands(seen: View, lead: Lead) -> Standing | None:
    """The firm as it stands now; None when it was taken off the list."""
    found = standing(seen.store, [(Lead.kind, lead.id)]).get((Lead.kind, lead.id))
    return (found[0], found[1]) if found and isinstance(found[0], Lead) else None

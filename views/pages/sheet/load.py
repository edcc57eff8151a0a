"""Loading what was looked at, and what is said afterwards: done, or why nothing was written."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.errors import Conflict, LianTuError
from loaders.sheet.look import Looked, take
from views import sheets_in
from views.pages.context import View
from views.pages.desk import minute
from views.pages.downloads import XLSX
from views.pages.markup import literal
from views.pages.people import my_name
from views.sheets import Part
from views.tables.sheet import sheets as table

TURN, HELD, DONE = "sheet-turn", "sheet-held", "sheet-done"


def back(seen: View, parts: list[Part], held: dict[str, Any], looked: Looked, key: str) -> None:
    """The rows left out, to take away."""
    schema, fixes = seen.workspace.schema, held["fixes"]
    stem = held["opened"].name.rsplit(".", 1)[0]
    st.download_button(
        f"下载没有载入的 {len(looked.rejected)} 行(带原因)",
        data=lambda: sheets_in.rejected_bytes(schema, parts, fixes, looked),
        file_name=f"退回_{stem}_{seen.region_name}_{seen.date}.xlsx",
        mime=XLSX,
        on_click="ignore",
        key=key,
    )


def load(seen: View, held: dict[str, Any], parts: list[Part], looked: Looked) -> None:
    """Write it, all in one commit, and remember what was left out."""
    state, name = st.session_state, held["opened"].name
    also = sheets_in.judgements(looked, held["near"], held["answers"], my_name(), minute())
    try:
        done = take(seen.store, looked, actor=my_name(), reason=f"载入 {name}", also=also)
    except Conflict as error:
        held.pop("looked-key", None)
        state[DONE] = {
            "fault": f"没有载入:{literal(str(error))}已按现在的内容重新对照,请再看一遍。"
        }
        return
    except LianTuError as error:
        state[DONE] = {"fault": f"没有载入:{literal(str(error))}"}
        return
    left = "(可在下面下载)" if done.rejected else ""
    told = f"已载入 {literal(name)}:{table.summary(done)}{left}。要撤回,到“修改记录”。"
    state[DONE] = {"told": told, "held": held, "parts": parts, "looked": done}
    state.pop(HELD, None)
    state[TURN] += 1


def loaded(seen: View) -> None:
    """What the last loading did; the rows it left out stay to be taken away."""
    done = st.session_state.get(DONE)
    if not done:
        return
    if "fault" in done:
        st.error(done["fault"])
        del st.session_state[DONE]
        return
    st.success(done["told"])
    if done["looked"].rejected:
        back(seen, done["parts"], done["held"], done["looked"], "sheet-left")
    if HELD in st.session_state:
        del st.session_state[DONE]

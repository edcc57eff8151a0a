"""进度叫法: what the stages are called here; records keep the standard stage."""

from __future__ import annotations

import streamlit as st

from graph.desk.words import STANDARD, words_changed
from graph.errors import BadRequest
from graph.model import StageWord
from views.pages.client.dialog import done
from views.pages.context import View
from views.pages.desk import say_next, written

_MOST = 12


def ask_words(seen: View, vocabulary: str) -> None:
    """One field per standard stage; ``vocabulary`` is lead_stage or project_stage."""
    rows = [
        r
        for r in seen.facts.by_kind.get("stage_word", {}).values()
        if isinstance(r, StageWord) and r.vocabulary == vocabulary
    ]
    said = {row.canonical: row.shown for row in rows}
    st.caption("框上面是标准进度,框里写本地的叫法;列表、看板、Excel 都用本地叫法。")
    places = st.columns(3)
    given = {
        stage: places[number % 3].text_input(
            stage, said.get(stage, stage), key=f"word-{vocabulary}-{stage}", max_chars=_MOST
        )
        for number, stage in enumerate(STANDARD[vocabulary])
    }
    if not st.button("保存", type="primary", key="words-save"):
        return
    try:
        changes = words_changed(rows, vocabulary, given)
    except BadRequest as error:
        st.error(str(error))
        return
    if not changes or written(seen, changes, None, "改进度叫法", failed="叫法没有改"):
        say_next("叫法已改" if changes else "叫法没有变")
        done()

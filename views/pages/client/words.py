"""进度叫法: what the stages are called here; records keep the standard stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from graph.desk.words import STANDARD, words_changed
from graph.errors import BadRequest
from graph.model import StageWord
from graph.store.protocol import Change, Ref, Where
from views.pages.client.dialog import ask, done
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.people import ADMIN_ONLY, may_administer

_MOST = 12


def words_button(seen: View, key: str, vocabulary: str) -> None:
    """改进度叫法, for who may change rules; ``vocabulary`` is lead_stage or project_stage."""
    st.button(
        "改进度叫法",
        key=key,
        width="stretch",
        disabled=not may_administer(),
        help=None if may_administer() else ADMIN_ONLY,
        on_click=open_words,
        args=(seen, vocabulary),
    )


def open_words(seen: View, vocabulary: str) -> None:
    """Open the dialog with the words as they stand."""
    page = seen.store.scan(StageWord.kind, where=[Where("vocabulary", "eq", vocabulary)])
    rows = [row for row in page if isinstance(row, StageWord)]
    revs = {Change.put(row).ref: rev for row, rev in zip(page, page.revs, strict=True)}
    ask("改进度叫法", ask_words, vocabulary, rows, revs, width="medium")


def ask_words(
    seen: View, vocabulary: str, rows: Sequence[StageWord], revs: Mapping[Ref, int]
) -> None:
    """One field per standard stage; ``rows`` are the words that stood, at their revisions."""
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
    expect = {change.ref: revs.get(change.ref, 0) for change in changes}
    failed, why = "叫法没有改", "改进度叫法"
    if not changes or written(seen, changes, None, why, failed=failed, expect=expect):
        say_next("叫法已改" if changes else "叫法没有变")
        done()

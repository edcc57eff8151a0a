"""收表: returned files dropped at once, looked at, put right, then loaded in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from graph.errors import LianTuError
from loaders.surveyform.batch import Desk
from views import settings, surveys
from views.pages import downloads
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.markup import esc, show
from views.pages.people import LOOKS_ONLY, may_write
from views.pages.routes import HERE
from views.pages.survey.common import SURVEY_TAB, forms_of, reading
from views.pages.survey.mend import corrections, forget, mend
from views.surveys import Looked
from views.tables.survey import surveys as table

TURN, SEEN = "survey-turn", "survey-seen"
FEW = 4
WIDTHS = {"企业": 130, "结果": 60, "对象": 170, "项目": 140, "原来": 170, "这次填的": 170, "行": 45}


def part(seen: View) -> None:
    """The box for files, then what is in them."""
    if not may_write():
        st.info(LOOKS_ONLY)
        return
    st.html(HERE / "assets" / "upload.css")
    turn = st.session_state.setdefault(TURN, 0)
    given = st.file_uploader(
        "交回的表(Excel、Word 可以混着,也可以是 .zip,一次拖进来)",
        accept_multiple_files=True,
        key=f"survey-files-{turn}",
    )
    if not given:
        show(
            '<p class="lt-note">拖进来后先看:确认了什么、更正了什么、哪一格看不懂。'
            "点“载入”才写入;认不出的文件会列出来,不影响别的表。</p>"
        )
        return
    now = reading(seen)
    forms = {form.id: form for form in forms_of(seen)}
    desk = Desk(forms, now.evaluation, seen.workspace.schema, settings.today())
    looked, is_other = _looked(now, desk, [(f.name, f.getvalue()) for f in given])
    _refused(looked)
    if is_other:
        st.warning("核对以后库里有人改过,下面是按现在的库重新核对的;请再看一遍,再点“载入”。")
    if looked.backs:
        _forms(now, looked)
        _load(now, desk, looked, may_load=not is_other)
        mend(looked)
        _items(now, looked)


def _looked(now: View, desk: Desk, files: list[tuple[str, bytes]]) -> tuple[Looked, bool]:
    """Read once for the same files, corrections and state of the store.

    Also whether somebody changed the store since, so that what was shown is no longer so.
    """
    names = frozenset((name, hash(data)) for name, data in files)
    held: tuple[Any, Any, Looked] | None = st.session_state.get(SEEN)
    if held is not None and not held[0][0] <= names:
        forget()  # a file was taken away: what was put right in it is not right in another
    given = names, tuple((n, tuple(sorted(c.items()))) for n, c in sorted(corrections().items()))
    standing = now.store.info().last_seq, now.question
    if held is not None and held[:2] == (given, standing):
        return held[2], False
    with st.spinner(f"正在读 {len(files)} 个文件……"):
        looked = surveys.look(files, desk, corrections())
    st.session_state[SEEN] = given, standing, looked
    return looked, held is not None and held[0] == given and held[2] != looked


def _refused(looked: Looked) -> None:
    """Files that are no forms: a few in words, many as a list."""
    told = looked.refused
    if not told:
        return
    listed = "".join(f"<br><b>{esc(r.name)}</b>:{esc(r.why)}" for r in told[:FEW])
    more = f"<br>其余 {len(told) - FEW} 个见下表。" if len(told) > FEW else ""
    show(f'<p class="lt-warned">{len(told)} 个文件没有读,不影响别的表:{listed}{more}</p>')
    if len(told) > FEW:
        _frame(table.REFUSED_COLUMNS, [table.refused_row(r) for r in told], {"文件": 320})


def _forms(now: View, looked: Looked) -> None:
    rows = [
        table.form_row(
            now.facts, now.workspace.schema, back, looked.taken.get(back.form.id), looked.mend
        )
        for back in looked.backs
    ]
    show(f'<h3 class="lt-col">{len(rows)} 家的表<small>还没有写入</small></h3>')
    _frame(table.FORM_COLUMNS, rows, {"企业": 150, "能不能载入": 150, "说明": 260})


def _items(now: View, looked: Looked) -> None:
    """Every answer against what stands."""
    facts, schema = now.facts, now.workspace.schema
    items = [
        table.item_row(facts, schema, facts.firm_name(one.form.firm_id), item, number)
        for number, one in looked.taken.items()
        for item in one.items
    ]
    if items:
        with st.container(horizontal=True, vertical_alignment="bottom", key="survey-items"):
            words = st.pills(
                "逐项看(不选就是全部)",
                list(table.RESULT_ZH.values()),
                selection_mode="multi",
                key="survey-results",
            )
            shown = [row for row in items if not words or row[1] in words]
            downloads.table_button(
                now, "企业摸底表核对", table.ITEM_COLUMNS, lambda: shown, "survey-items-xlsx"
            )
        _frame(table.ITEM_COLUMNS, shown, WIDTHS)


def _frame(
    columns: Sequence[str], rows: Sequence[Sequence[object]], widths: dict[str, int]
) -> None:
    st.dataframe(
        [dict(zip(columns, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(250, 40 + 30 * max(1, len(rows))),
        placeholder="",
        column_config={k: st.column_config.Column(width=v) for k, v in widths.items()},
    )


def _load(now: View, desk: Desk, looked: Looked, *, may_load: bool) -> None:
    """Which forms, and the button; loaded before, or doubtful, they are not chosen at first."""
    if not looked.good:
        return
    doubtful = len(looked.good) - len(looked.fresh)
    more = f"其中 {doubtful} 家载入过或有疑问(见上表“说明”),要载入请自己选上。" if doubtful else ""
    told = f"可以载入的有 {len(looked.good)} 家,点右边的按钮一次写入。{more}"
    show(f'<p class="lt-note">{told}</p>')
    names = {b.form.id: now.facts.firm_name(b.form.firm_id) for b in looked.backs}
    with st.container(horizontal=True, vertical_alignment="bottom", key="survey-load-row"):
        chosen = st.multiselect(
            "载入哪些(没改好的不在里面)",
            list(looked.good),
            default=list(looked.fresh),
            format_func=lambda n: f"{names[n]} {n}",
            placeholder="选要载入的表",
            select_all=False,
            key=f"survey-which-{hash(looked.good)}",
        )
        label = f"载入 {len(chosen)} 家"
        is_clicked = st.button(label, type="primary", disabled=not chosen, key="survey-load")
        if is_clicked and may_load:
            _write(now, desk, looked, chosen, [names[n] for n in chosen])


def _write(
    now: View, desk: Desk, looked: Looked, chosen: Sequence[str], names: Sequence[str]
) -> None:
    try:
        changes, expect = surveys.writing(now.store, desk, looked, chosen)
    except LianTuError as error:
        st.error(str(error))
        return
    listed = "、".join(names)
    reason = f"{surveys.TAKEN_REASON}:{len(chosen)} 家({listed})"
    if written(now, changes, None, reason, failed="没有载入", expect=expect):
        say_next(f"已载入 {len(chosen)} 家的摸底表:{listed}")
        st.session_state[TURN] += 1
        st.session_state.pop(SEEN, None)
        st.session_state[SURVEY_TAB] = table.EFFECTS
        st.session_state.pop("survey-commit", None)
        forget()
        st.rerun()

"""调权重: change, try, save and put back the weights of the lists, under the gap filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from graph.errors import LianTuError
from views import weights as rules
from views.pages.context import View
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.pages.people import ADMIN_ONLY, asked_name, may_administer
from views.tables import weights as table
from views.weight_log import WeightChange, history
from views.weights import WeightRow

OPEN = "weights-open"
BASE = "weights-base"
ROUND = "weights-round"
SAID = "weights-said"
TRIED = "weights-tried"
NOTE = (
    "权重只影响排序,不影响数量;不按回测结果调。不必凑成 1,排序时按同一名单的合计折算。"
    "“目标企业”一栏排的是企业名单,不动缺口清单。"
)
LOGGED = 8
LOG_WIDTHS = (130, 90, 220, 560)
TRIAL_WIDTHS = (50, 50, 60, 55, None)


def panel(seen: View) -> None:
    """A closed box that opens on the weights; nothing is read before."""
    with st.expander("调权重:哪几样更看重", key=OPEN, on_change="rerun") as box:
        if not box.open:
            return
        rows = _base(seen)
        show(f'<p class="lt-note">{esc(NOTE)}</p>')
        _say()
        edit, trial = st.columns([6, 5], gap="medium")
        with edit:
            _inputs(rows)
        wanted = _edited(rows)
        with trial:
            _trial(seen, wanted)
        _save(seen, rows, wanted)
        _log(seen)


def _base(seen: View) -> Sequence[WeightRow]:
    """The weights the user began with: those of now, unless something is being edited."""
    now = rules.weight_rows(seen.workspace)
    held: Sequence[WeightRow] | None = st.session_state.get(BASE)
    if held is None or (held != now and not _edited(held)):
        _begin(now)
        return now
    return held


def _begin(rows: Sequence[WeightRow]) -> None:
    """Show ``rows`` and forget what was typed."""
    st.session_state[BASE] = rows
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state.pop(TRIED, None)


def _key(row: WeightRow) -> str:
    return f"weight-{st.session_state.get(ROUND, 0)}-{row.feature.id}"


def _edited(rows: Sequence[WeightRow]) -> dict[str, float]:
    """What stands in the boxes and is not what ``rows`` say, by feature id."""
    typed = {w.feature.id: (w, st.session_state.get(_key(w))) for w in rows}
    return {
        i: float(value)
        for i, (row, value) in typed.items()
        if value is not None and value != row.feature.weight
    }


def _inputs(rows: Sequence[WeightRow]) -> None:
    """One box per feature of each list, with its share as it would be."""
    shares = rules.list_shares([w.feature for w in rows], _edited(rows))
    for name, tab in zip(rules.LISTS, st.tabs(rules.LISTS, key="weights-tabs"), strict=True):
        with tab, st.container(gap="xxsmall"):
            for row in rows:
                if row.feature.list_name == name:
                    _input(row, shares[row.feature.id])


def _input(row: WeightRow, share: float) -> None:
    item = row.feature
    words, box = st.columns([5, 2], vertical_alignment="center")
    fewer = "(越少越好)" if item.direction == "down" else ""
    default = "无" if row.default is None else f"{row.default:g}"
    with words:
        show(
            f'<p class="lt-weight"><b>{esc(item.label_zh)}</b>{fewer}'
            f"<span>占 {share:.0%} · 默认 {default}</span><br><em>{esc(item.meaning)}</em></p>"
        )
    with box:
        st.number_input(
            f"{item.list_name}·{item.label_zh}",
            min_value=0.0,
            max_value=1.0,
            value=float(item.weight),
            step=0.05,
            format="%.2f",
            key=_key(row),
            label_visibility="collapsed",
        )


def _trial(seen: View, wanted: Mapping[str, float]) -> None:
    """What the first lines would look like; nothing is saved."""
    if st.button("试算", key="weights-try", disabled=not wanted):
        st.session_state[TRIED] = dict(wanted)
    if not wanted:
        show('<p class="lt-none">改左边的数,点“试算”先看前 20 条会怎么变;试算不保存。</p>')
    elif st.session_state.get(TRIED) != wanted:
        show('<p class="lt-none">数改过了,点“试算”看前 20 条会怎么变;试算不保存。</p>')
    else:
        _tried(seen, wanted)


def _tried(seen: View, wanted: Mapping[str, float]) -> None:
    key = seen.key("weights", seen.question, tuple(sorted(wanted.items())))
    try:
        after = kept(
            key,
            lambda: table.reordered(
                seen.evaluation, rules.preview(seen.workspace, seen.question, wanted)
            ),
        )
    except LianTuError as error:
        st.error(str(error))
        return
    show(f'<p class="lt-note">{esc(table.verdict(after))}</p>')
    st.dataframe(
        [dict(zip(table.TRIAL_COLUMNS, row, strict=True)) for row in after.rows],
        hide_index=True,
        height=292,
        row_height=28,
        key="weights-trial",
        placeholder="",
        column_config={
            name: st.column_config.Column(width=width)
            for name, width in zip(table.TRIAL_COLUMNS, TRIAL_WIDTHS, strict=True)
        },
    )


def _save(seen: View, rows: Sequence[WeightRow], wanted: Mapping[str, float]) -> None:
    """Who, why, and the buttons that write."""
    if not may_administer():
        st.caption(f"{ADMIN_ONLY}您可以试算,不能保存。")
        return
    opened, revs = seen.workspace, {w.feature.id: w.rev for w in rows}
    with st.container(horizontal=True, vertical_alignment="bottom", key="weights-save"):
        actor = asked_name("谁改的", "weights-actor", width=140)
        reason = st.text_input("原因(保存必填)", key="weights-reason", max_chars=200)
        if st.button("保存", type="primary", key="weights-write", disabled=not wanted):
            _write(
                seen,
                lambda: rules.save_weights(opened, wanted, actor=actor, reason=reason, revs=revs),
            )
        if st.button("全部恢复默认", key="weights-reset"):
            _write(
                seen,
                lambda: rules.restore_defaults(opened, actor=actor, reason=reason, revs=revs),
            )
        if rows != rules.weight_rows(opened) and st.button("载入现在的权重", key="weights-load"):
            _begin(rules.weight_rows(opened))
            st.rerun()


def _write(seen: View, save: Callable[[], tuple[WeightChange, ...]]) -> None:
    """Save and show the list anew, or say why not."""
    try:
        changes = save()
    except LianTuError as error:
        st.session_state[SAID] = (False, str(error))
    else:
        st.session_state[SAID] = (True, f"已保存:{table.said(changes)}。清单已按新权重重排。")
        _begin(rules.weight_rows(seen.workspace))
    st.rerun()


def _say() -> None:
    """What the last saving came to, once."""
    is_saved, text = st.session_state.pop(SAID, (True, ""))
    if text:
        (st.success if is_saved else st.error)(text)


def _log(seen: View) -> None:
    """Who changed what before."""
    found = history(seen.workspace.store)
    if not found:
        show('<p class="lt-none">还没有人改过权重;现在用的都是默认值。</p>')
        return
    show(f'<p class="lt-note">修改记录(共 {len(found)} 次,新的在上)</p>')
    st.dataframe(
        [dict(zip(table.LOG_COLUMNS, row, strict=True)) for row in table.log_rows(found)],
        hide_index=True,
        height=min(len(found), LOGGED) * 28 + 38,
        row_height=28,
        key="weights-log",
        placeholder="",
        column_config={
            name: st.column_config.TextColumn(width=width)
            for name, width in zip(table.LOG_COLUMNS, LOG_WIDTHS, strict=True)
        },
    )

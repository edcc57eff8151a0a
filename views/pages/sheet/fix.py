"""Rows that were left out, corrected on the page; names that may be one on file, judged."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.errors import RowProblem
from loaders.codes import codes_of, shown_choices
from loaders.oldsheets.match import is_private
from loaders.sheet.look import Looked, Rejected
from loaders.sheet.names import NEW
from loaders.sheet.source import Source, fixed
from views.pages.context import View
from views.pages.markup import esc, literal, show
from views.pages.pick_row import pick_row
from views.sheets import Part
from views.tables.sheet import sheets as table

MOST_ASKED = 20
_LATER = "以后再说(先不载入)"


def questions(seen: View, held: dict[str, Any], looked: Looked) -> None:
    """Names almost the same as one on file: a person says which they are."""
    if held["answers"]:
        label = f"重新判断答过的 {len(held['answers'])} 个名称"
        st.button(label, key="sheet-ask-again", on_click=_forget, args=(held,))
    if not looked.questions:
        return
    schema = seen.workspace.schema
    with st.container(border=True, key="sheet-questions"):
        show(
            f'<p class="lt-main">有 {len(looked.questions)} 个名称要您判断'
            "<small>不会自己合并;判断过的会记住</small></p>"
        )
        for number, asked in enumerate(looked.questions[:MOST_ASKED]):
            answers = {near.id: table.answer_text(near) for near in asked.near}
            picks = ["-", *answers, NEW]
            words = {"-": _LATER, NEW: table.NONE_OF_THEM, **answers}
            key = f"sheet-answer-{asked.kind}-{asked.name}"
            held["near"][asked.kind, asked.name] = {n.id: n.name for n in asked.near}
            st.selectbox(
                literal(table.question_text(asked, schema)),
                picks,
                format_func=words.__getitem__,
                key=key,
                placeholder=_LATER,
                on_change=_answer,
                args=(held, (asked.kind, asked.name), key),
            )
            if number + 1 == MOST_ASKED and len(looked.questions) > MOST_ASKED:
                st.caption(f"还有 {len(looked.questions) - MOST_ASKED} 个,答完这些再看。")


def _forget(held: dict[str, Any]) -> None:
    held["answers"].clear()


def _answer(held: dict[str, Any], asked: tuple[str, str], key: str) -> None:
    given = st.session_state[key]
    if given != "-":
        held["answers"][asked] = given


def block(seen: View, held: dict[str, Any], parts: list[Part], looked: Looked) -> None:
    """The rows left out; the one chosen can be corrected below."""
    if not looked.rejected:
        show('<p class="lt-none">没有有问题的行。</p>')
        return
    rows = table.rejected_rows(looked.rejected)
    many = sum(len(row.problems) for row in looked.rejected)
    if many > len(rows):
        st.caption(f"这里只显示前 {len(rows)} 处,一共 {many} 处;全部的在下载的退回表里。")
    line = pick_row(
        [dict(zip(table.REJECTED_COLUMNS, row, strict=True)) for row in rows],
        key=f"sheet-bad-{hash(tuple(rows))}",
        height=min(230, 38 + 30 * len(rows)),
        column_config={
            "工作表": st.column_config.TextColumn(width=110),
            "行": st.column_config.TextColumn(width=55),
            "列": st.column_config.TextColumn(width=150),
            "填的值": st.column_config.TextColumn(width=150),
            "原因": st.column_config.TextColumn(width="large"),
        },
    )
    row = table.rejected_at(looked.rejected, line)
    number = next(
        (
            n
            for n, part in enumerate(parts)
            if part.source and (part.grid.file, part.grid.sheet) == (row.file, row.sheet)
        ),
        None,
    )
    if number is not None:
        _form(seen, held, number, parts[number], row, looked)


def _form(
    seen: View, held: dict[str, Any], number: int, part: Part, row: Rejected, looked: Looked
) -> None:
    """The cells of one row that are wrong, to be written anew."""
    if part.source is None:
        return
    kind = seen.workspace.schema[part.source.kind]
    source = fixed(part.source, held["fixes"].get(number, {}), kind)
    problems = {p.column: p for p in reversed(row.problems) if p.column}
    keys: dict[str, str] = {}
    with st.container(border=True, key="sheet-fix"):
        whose = table.row_text(source, row.row)
        show(f'<p class="lt-main">改第 {row.row} 行<small>{esc(whose)}</small></p>')
        for label, problem in problems.items():
            turn = len(held["fixes"].get(number, {}))
            key = f"sheet-cell-{number}-{row.row}-{label}-{turn}"
            keys[label] = key
            _field(source, row, label, problem, kind, key)
        others = _others(source, row, problems, f"sheet-other-{number}-{row.row}")
        keys |= others
        if not problems:
            show(f'<p class="lt-note">{esc(row.problems[0].remedy)};请在文件里改。</p>')
            return
        now = {label: table.value_at(source, row.row, label) for label in keys}
        same = max(
            len(table.rows_with(looked.rejected, row, label, p.value))
            for label, p in problems.items()
        )
        every = same > 1 and st.checkbox(
            f"这一列里同样写法的 {same} 行一起改", key=f"sheet-every-{number}-{row.row}"
        )
        st.button(
            "改好,再检查",
            type="primary",
            key="sheet-fixed",
            on_click=_fix,
            args=(held, number, row, problems, keys, every, looked, now),
        )


def _others(
    source: Source, row: Rejected, problems: dict[str, RowProblem], key: str
) -> dict[str, str]:
    """The other cells of the row, to be changed too when need be: header → key of its box."""
    labels = [
        label for label in source.table.header if label not in problems and not is_private(label)
    ]
    keys = {label: f"{key}-{label}" for label in labels}
    with st.expander("这一行的其他格"):
        places = st.columns(3)
        for index, label in enumerate(labels):
            now = table.value_at(source, row.row, label)
            with places[index % 3]:
                shown = "" if now is None else str(now)
                st.text_input(literal(label), shown, key=keys[label], placeholder="空")
    return keys


def _field(
    source: Source, row: Rejected, label: str, problem: RowProblem, kind: Any, key: str
) -> None:
    column = table.column_at(source, label, kind)
    now = table.value_at(source, row.row, label)
    told = literal(f"{label}:{problem.remedy}")
    shown = "" if now is None else str(now)
    if column is not None and (column.choices or column.type == "bool"):
        choices = shown_choices(column) if column.choices else ("是", "否")
        words = {code: word for word, code in codes_of(column).items()}
        given = words.get(shown, shown)
        at = list(choices).index(given) if given in choices else None
        st.selectbox(told, choices, at, key=key, placeholder="选一个", accept_new_options=True)
    else:
        st.text_input(told, shown, key=key, placeholder="不知道就留空")


def _fix(
    held: dict[str, Any],
    number: int,
    row: Rejected,
    problems: dict[str, RowProblem],
    keys: dict[str, str],
    every: bool,
    looked: Looked,
    now: dict[str, Any],
) -> None:
    """Put what was written into the cells of this row, or of all that hold the same."""
    fixes = held["fixes"].setdefault(number, {})
    for label, key in keys.items():
        given = st.session_state.get(key)
        value = given.strip() or None if isinstance(given, str) else given
        if label not in problems:
            if value != (None if now[label] is None else str(now[label])):
                fixes.setdefault(row.row, {})[label] = value
            continue
        rows = [row.row]
        if every:
            rows += table.rows_with(looked.rejected, row, label, problems[label].value)
        for one in rows:
            fixes.setdefault(one, {})[label] = value

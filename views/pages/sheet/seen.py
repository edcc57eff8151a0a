"""What an uploaded sheet would do: new, changed, left out, each in a tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from loaders.sheet.look import Looked
from views.pages.context import View
from views.pages.markup import bullets, show
from views.tables.sheet import sheets as table

HEIGHT = 300


def told(looked: Looked) -> None:
    """What was noticed while the file was read."""
    said = list(looked.told)
    if looked.new_firms:
        said.append(f"会新建库里没有的企业 {len(looked.new_firms)} 家:{_few(looked.new_firms)}")
    if looked.loose:
        said.append(f"没有对上库里记录的名称只记成文字:{_few(looked.loose)}")
    if looked.preview.skipped:
        said.append(f"示例行 {len(looked.preview.skipped)} 行没有载入")
    if said:
        with st.expander(f"读表时注意到的 {len(said)} 件事", expanded=len(said) <= 3):
            show(bullets(said, ""))


def _few(names: Sequence[str], many: int = 6) -> str:
    return "、".join(names[:many]) + ("等" if len(names) > many else "")


def tabs(seen: View, looked: Looked, fix: Callable[[], None]) -> None:
    """The three blocks; ``fix`` draws the rows left out."""
    schema = seen.workspace.schema
    preview = looked.preview
    names = (
        f"有问题 {len(looked.rejected)}",
        f"新增 {len(preview.added)}",
        f"修改 {len(preview.changed)}",
    )
    first = names[0] if looked.rejected else names[1] if preview.added else names[2]
    bad, new, changed = st.tabs(names, default=first)
    with bad:
        fix()
    with new:
        kinds = dict.fromkeys(record.kind for record in preview.added)
        for kind in kinds:
            mine = [r for r in preview.added if r.kind == kind]
            if len(kinds) > 1:
                st.caption(f"{schema[kind].label_zh} {len(mine)} 条")
            _frame(table.added_rows(mine, schema[kind], seen.facts))
            _more(len(mine))
        if not preview.added:
            show('<p class="lt-none">没有新的记录。</p>')
    with changed:
        rows = table.changed_rows(looked, schema, seen.facts)
        _frame([dict(zip(table.CHANGED_COLUMNS, row, strict=True)) for row in rows])
        _more(table.changed_cells(looked), "格")
        if not rows:
            show('<p class="lt-none">没有要改的记录。</p>')


def _more(count: int, unit: str = "条") -> None:
    if count > table.SHOWN:
        st.caption(f"这里只显示前 {table.SHOWN} {unit},一共 {count} {unit};载入的是全部。")


def _frame(rows: Sequence[dict[str, Any]]) -> None:
    """A plain table."""
    if rows:
        st.dataframe(
            list(rows),
            hide_index=True,
            row_height=30,
            height=min(HEIGHT, 38 + 30 * len(rows)),
            placeholder="",
        )

"""Files a page hands out, made only when the button is pressed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import streamlit as st

from loaders.excel import write_table
from views.pages.context import View
from views.tables.origin import chinese_date

TONNES = "万吨/年"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    notes: Sequence[str],
) -> bytes:
    """One table as the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    write_table(buffer, title, columns, rows, notes)
    return buffer.getvalue()


def table_button(
    seen: View,
    title: str,
    columns: Sequence[str],
    rows: Callable[[], Sequence[Sequence[object]]],
    key: str | None = None,
    told: Sequence[str] = (),
) -> None:
    """“下载 Excel” for one table of a page; the rows are made when it is pressed.

    That is when no page is being drawn: ``rows`` asks nothing of the session.  ``told`` is what
    the workbook says of itself first, the filters for one.
    """
    st.download_button(
        "下载 Excel",
        data=lambda: workbook(title, columns, rows(), (*told, *notes(seen, columns))),
        file_name=f"{title}_{seen.region_name}_{seen.date}.xlsx",
        mime=XLSX,
        on_click="ignore",
        key=key,
    )


def notes(seen: View, columns: Sequence[str] = (TONNES,)) -> tuple[str, ...]:
    """What a workbook says about itself; which plants count only where tonnes are shown."""
    scope = (f"口径:{seen.scope},按设计产能", f"单位:{TONNES}")
    return (
        f"地区:{seen.region_name}",
        f"资料截至:{chinese_date(seen.date)}",
        *(scope if any(TONNES in column for column in columns) else ()),
        "空格表示不知道,不是 0",
    )

"""A table to look at: no row of it is chosen and nothing is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st


def show_rows(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    most: int,
    widths: Mapping[str, int] | None = None,
) -> None:
    """Draw it as high as its rows, at most ``most`` px; ``widths`` in px by header."""
    st.dataframe(
        [dict(zip(columns, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(most, 37 + 30 * len(rows)),
        placeholder="",
        column_config={k: st.column_config.Column(width=w) for k, w in (widths or {}).items()},
    )

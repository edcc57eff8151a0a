"""A table of which one row is always chosen, the first to begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st


def pick_row(
    lines: Sequence[Mapping[str, Any]],
    *,
    key: str,
    height: int,
    first: int = 0,
    column_config: Mapping[str, Any] | None = None,
    column_order: Sequence[str] | None = None,
) -> int:
    """Draw it; the number of the chosen row.

    Parameters
    ----------
    lines
        The rows, a cell by header; at least one.
    key
        Of the widget; a new one starts anew.
    height
        In pixels.
    first
        Chosen to begin with, and where the choice is of a row no longer there.
    column_config, column_order
        Widths and formats by header; which columns are shown.
    """
    event = st.dataframe(
        lines,
        hide_index=True,
        height=height,
        row_height=30,
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [first], "columns": [], "cells": []}},
        key=key,
        placeholder="",
        column_config=column_config,
        column_order=column_order,
    )
    chosen = event["selection"]["rows"]
    return chosen[0] if chosen and chosen[0] < len(lines) else first

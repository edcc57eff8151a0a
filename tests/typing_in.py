"""Cells typed into a table on a page, as its widget tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from streamlit.testing.v1 import AppTest


def type_in(app: AppTest, table: str, id: str, cells: Mapping[str, Any]) -> None:
    """Type into the row with an id; the page is not run."""
    key, shown = app.session_state[f"{table}-shown"]
    at = [row.id for row in shown].index(id)
    before = app.session_state[key]["edited_rows"] if key in app.session_state else {}
    edited = {**before, at: {**before.get(at, {}), **cells}}
    app.session_state[key] = {"edited_rows": edited, "added_rows": [], "deleted_rows": []}

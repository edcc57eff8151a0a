"""Quick typing into a table: no key is lost while a cell opens."""

from __future__ import annotations

from views.component.mounting import renderer

NAME, SCRIPT = "liantu.cell_keys", "cell_keys.js"


def keep_keys(key: str = "cell-keys") -> None:
    """Listen on this page."""
    renderer(NAME, SCRIPT)(key=key, data={})

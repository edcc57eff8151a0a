"""How large the one-file HTML of each picture is."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.map.chain import evaluation
from benchmarks.map.table import Row, progress
from views.map.kinds import PICTURES
from views.map.outlets import Page, page_of, plain_view, saved_views, written

MOST = 1_200_000
"""Goal, bytes."""


def rows() -> Iterator[Row]:
    """Every picture and every prepared view beside the goal."""
    for page in pages():
        progress(f"size: {page.name}")
        size = len(written([page], ".html"))
        yield Row(
            f"one file, {page.name}", f"{size:,} B", "1.2 MB", f"{MOST:,} B", size / MOST, 1.0
        )


def pages() -> list[Page]:
    """All pictures by name."""
    held = evaluation()
    views = [*map(plain_view, PICTURES), *saved_views(held.chain.facts)]
    return [page_of(held, view) for view in views]

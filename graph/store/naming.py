"""What a record is called when only one name has room."""

from __future__ import annotations

from graph.model import Record

NAME_COLUMNS = ("name_zh", "title", "name", "short_name", "id")
"""Columns that name a record, best first."""


def name_of(record: Record) -> str:
    """The best name a record has; its id when it has no other."""
    return next(str(v) for c in NAME_COLUMNS if (v := getattr(record, c, None)))

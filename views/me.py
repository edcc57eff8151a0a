"""The name somebody goes by on this machine, so that it is not typed every day."""

from __future__ import annotations

import contextlib
import json

from graph.errors import StoreUnavailable
from loaders.locked import write_private
from views import settings

FILE, NAME = "me.json", "my_name"
LONGEST = 40


def remembered() -> str:
    """The name given last; empty when none was, or the file cannot be read."""
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        text = (settings.default_store_path().parent / FILE).read_text(encoding="utf-8")
        return str(json.loads(text).get(NAME) or "")[:LONGEST]
    return ""


def remember(name: str) -> None:
    """Keep the name; a folder that cannot be written only forgets it."""
    path = settings.default_store_path().parent / FILE
    with contextlib.suppress(OSError, StoreUnavailable):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, json.dumps({NAME: name[:LONGEST]}, ensure_ascii=False) + "\n")

"""The picture of the two maps, made once per question and kept for all sessions."""

from __future__ import annotations

from typing import Any

from views.map.build import component_data
from views.pages.context import View
from views.pages.kept import kept


def map_data(seen: View, kind: str, segments: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the component draws: the whole chain, or some sub-chains large."""
    return kept(
        seen.key("map", seen.question, kind, segments),
        lambda: _without_keys(component_data(seen.evaluation, kind, segments)),
    )


def _without_keys(data: dict[str, Any]) -> dict[str, Any]:
    """The same without search keys: the page has a search box of its own."""
    info = {key: {"name": v["name"], "lines": v["lines"]} for key, v in data["info"].items()}
    return {**data, "info": info}

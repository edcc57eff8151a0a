"""The picture of the two maps, made once per question and kept for all sessions."""

from __future__ import annotations

import contextlib
from typing import Any

from graph.errors import LianTuError
from graph.model import MapView
from views.component import MapText
from views.map.drawing import Drawing
from views.map.network import network_data
from views.map.outlets import drawn
from views.map.remember import remember
from views.pages.context import View, whole_workspace
from views.pages.kept import kept
from views.pages.people import may_write


def drawing_of(seen: View, chosen: MapView) -> Drawing:
    """The picture of a view."""
    return kept(seen.key("drawing", seen.question, chosen), lambda: drawn(seen.evaluation, chosen))


def map_text(seen: View, chosen: MapView) -> MapText:
    """What the component draws for a view."""
    return kept(
        seen.key("map", seen.question, chosen),
        lambda: MapText.of(_without_keys(network_data(drawing_of(seen, chosen)))),
    )


def keep_places(seen: View, chosen: MapView) -> None:
    """Remember where things stand on the sheet of a view, so that nothing moves later on.

    The program writes it, not the person; but one who may only look changes nothing at all.
    """

    def write() -> bool:
        with contextlib.suppress(LianTuError):  # a store that cannot be written only forgets
            remember(whole_workspace().store, seen.evaluation, [chosen])
        return True

    if not may_write():
        return
    kept(seen.key("places", seen.question, chosen.segment_ids), write)


def _without_keys(data: dict[str, Any]) -> dict[str, Any]:
    """The same without search keys: the page has a search box of its own."""
    info = {key: {"name": v["name"], "lines": v["lines"]} for key, v in data["info"].items()}
    return {**data, "info": info}

"""The shipped chain, its prepared views, and what a layout of a view follows from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import MapView
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.build import lines_of, wanted_for
from views.map.geometry import Layout
from views.map.layout import layout
from views.map.outlets import is_of_chain, plain_view, saved_views
from views.map.saved import Wanted

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
DATE = "2026-11-24"


@cache
def evaluation() -> Evaluation:
    """The shipped facts, judged."""
    facts = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
    return evaluate(facts, Rules.of(facts), AsOf(DATE))


def views() -> list[MapView]:
    """The whole chain and every prepared view with places of its own."""
    found = {view.segment_ids: view for view in saved_views(evaluation().chain.facts)[::-1]}
    kept = [v for v in reversed(found.values()) if v.segment_ids and is_of_chain(v)]
    return [plain_view(), *kept]


def wanted(view: MapView) -> Wanted:
    """What the layout of a view follows from, with the sheet that remembers it."""
    held = evaluation()
    lines = lines_of(held, view.segment_ids) if view.segment_ids else {}
    return wanted_for(held, view.segment_ids, lines)


def anew(asked: Wanted) -> Layout:
    """The layout without a sheet and without what the disk keeps."""
    return layout(asked.products, asked.segments, asked.links, asked.only, dict(asked.room))

"""Keeps where things stand: the sheets of the whole chain and of every saved view.

``python -m views.map.remember`` writes the shipped ones anew after the shipped chain changed;
what stands on a sheet already stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import MapSheet, MapView
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from graph.store.protocol import Change, Store
from loaders.data import read_data
from loaders.fresh import ACTOR
from loaders.schema import read_schema
from views import settings
from views.map.build import map_picture
from views.map.memory import sheet_id, sheet_of
from views.map.outlets import is_of_chain, plain_view

REASON = "记住图上位置"


def new_sheets(evaluation: Evaluation, views: Iterable[MapView]) -> Iterator[MapSheet]:
    """Sheets of views on which something stands that was not there before."""
    facts = evaluation.chain.facts
    done: set[str] = set()
    for view in views:
        id = sheet_id(facts.segments.values(), view.segment_ids)
        if id in done or not is_of_chain(view):
            continue
        done.add(id)
        drawn = map_picture(evaluation, view.picture, view.segment_ids).layout
        sheet = sheet_of(drawn, id)
        known = facts.all(MapSheet).get(id)
        if known is None or not set(sheet.places) <= set(known.places):
            yield sheet


def remember(store: Store, evaluation: Evaluation, views: Iterable[MapView]) -> int:
    """Write them to the store; gives how many."""
    changes = [Change.put(sheet) for sheet in new_sheets(evaluation, views)]
    if changes:
        store.write(changes, actor=ACTOR, reason=REASON)
    return len(changes)


def main() -> None:
    """Write the shipped sheets."""
    schema = read_schema(settings.schema_dir())
    facts = Facts.of(read_data(settings.data_dir(), schema))
    found = evaluate(facts, Rules.of(facts), AsOf(settings.today()))
    sheets = dict(facts.all(MapSheet))
    sheets |= {s.id: s for s in new_sheets(found, [plain_view(), *facts.all(MapView).values()])}
    path = settings.data_dir() / "rules" / "map_sheets.csv"
    rows = (f"{s.id},{s.font_px:g},{';'.join(s.places)}\n" for s in sheets.values())
    path.write_text("id,font_px,places\n" + "".join(rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

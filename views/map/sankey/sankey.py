"""物料图: the mass flow from crude to products as a Sankey picture of 1920 × 1080 px.

Ribbons and bars are to one scale; what has no amount is a broken line without width, and a bar
with nothing but such lines is hatched.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from graph.facts import Facts
from graph.reason.material import MaterialFlows
from views.map.geometry import Box
from views.map.notes import Notes
from views.map.sankey.columns import Columns, columns, merged
from views.map.sankey.draw import drawn
from views.map.sankey.frame import empty, foot, head, title_of
from views.map.sankey.leaving import panel
from views.map.sankey.net import net
from views.map.sankey.order import Order, ordered
from views.map.sankey.place import Frame, Placed, placed
from views.map.sankey.scale import fitting, needs
from views.map.sankey.words import Labels, labels, tall, widest_em
from views.map.scene import Scene

WIDTH, HEIGHT = 1920.0, 1080.0
TOP, BOTTOM = 58.0, 1050.0
LEFT, RIGHT = 48.0, 12.0
LIST_W, LIST_GAP = 262.0, 62.0
BAR_W, WIDEST = 12.0, 200.0
PAD = 3.0
SHARES = (0.42, 0.38, 0.34, 0.3, 0.28, 0.26, 0.24, 0.22, 0.2, 0.18)
"""Heights tried for the largest bar, as shares of the room."""
MERGED = ((False, 0.02), (True, 0.02), (True, 0.04), (True, 0.08), (True, 0.16), (True, 0.32))
"""Whether bars of several plants may stand in one 其余, and up to which share of the largest."""
MERGED_PX = 60.0
"""About what one bar less leaves free in a column."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole layout: bars in columns, their order, their labels and their places."""

    table: Columns
    order: Order
    labels: Labels
    placed: Placed


@dataclass(frozen=True, slots=True)
class Draft:
    """Bars in columns with their labels, and a scale that leaves room for them."""

    table: Columns
    labels: Labels
    px_per_kt_a: float


def sankey(flows: MaterialFlows, facts: Facts, about: Notes) -> Scene:
    """The picture of one evaluation.

    Parameters
    ----------
    flows
        Streams with amounts in kt/a; the picture says 万吨/年.
    facts
        Names and kinds of products, units and complexes.
    about
        Region, cut-off date, scope and share unverified for title and foot.

    Returns
    -------
    Scene
        1920 × 1080 px; cards carry product, unit or complex ids, ribbons both their ends.
    """
    title = title_of(about)
    if not any(s.amount_kt_a for s in flows.streams):
        top, low = head(title, None, WIDTH), foot(flows, about, WIDTH, HEIGHT, None)
        return Scene(WIDTH, HEIGHT, title, top, empty(about, WIDTH, HEIGHT), low)
    made = plan(flows, facts)
    room = Box(WIDTH - RIGHT - LIST_W, TOP, LIST_W, BOTTOM - TOP)
    body = (*drawn(made.table, made.order, made.labels, made.placed), *panel(flows, facts, room))
    low = foot(flows, about, WIDTH, HEIGHT, made.placed.px_per_kt_a)
    return Scene(WIDTH, HEIGHT, title, head(title, flows, WIDTH), body, low)


def plan(flows: MaterialFlows, facts: Facts) -> Plan:
    """Find columns, 其余, order and places; some stream must have an amount."""
    whole = columns(net(flows, facts))
    frame = _frame(whole.count)
    draft = _draft(whole, flows, facts, frame)
    order = ordered(draft.table)
    spots = placed(draft.table, order, _above(draft.labels), frame, draft.px_per_kt_a)
    return Plan(draft.table, order, draft.labels, spots)


def _frame(count: int) -> Frame:
    wide = WIDTH - LEFT - LIST_W - LIST_GAP - RIGHT - BAR_W
    return Frame(LEFT, min(WIDEST, wide / max(1, count - 1)), BAR_W, TOP, BOTTOM)


def _above(told: Labels) -> dict[str, float]:
    return {key: tall(lines) + PAD for key, lines in told.items()}


def _draft(whole: Columns, flows: MaterialFlows, facts: Facts, frame: Frame) -> Draft:
    """The largest scale at which only small bars have to stand together."""
    room = frame.bottom - frame.top
    largest = max(whole.net.size(key) for key in whole.net.bars)
    room_em = widest_em(frame.pitch, LEFT)
    for (mixed, most), share in product(MERGED, SHARES):
        scale = share * room / largest
        found = _merged_to_fit(whole, flows, facts, room_em, room, scale, most * largest, mixed)
        if found:
            return found
    table = merged(whole, dict.fromkeys(whole.column.values(), float("inf")))
    told = labels(table, flows, facts, room_em)
    return Draft(table, told, fitting(table, _above(told), room))


def _merged_to_fit(
    whole: Columns,
    flows: MaterialFlows,
    facts: Facts,
    room_em: float,
    room: float,
    px_per_kt_a: float,
    most_kt_a: float,
    mixed: bool,
) -> Draft | None:
    """Put the smallest bars of full columns together until all fit; None when too large ones go."""
    sizes: dict[int, list[float]] = {}
    for key, column in whole.column.items():
        sizes.setdefault(column, []).append(whole.net.size(key))
    gone = dict.fromkeys(sizes, 0)
    while True:
        least = {c: sorted(sizes[c])[n - 1] + 1e-6 for c, n in gone.items() if n}
        if any(kt_a > most_kt_a for kt_a in least.values()):
            return None
        table = merged(whole, least, mixed=mixed)
        told = labels(table, flows, facts, room_em)
        over = {c: n - room for c, n in needs(table, _above(told), px_per_kt_a).items()}
        full = [c for c, much in over.items() if much > 0.0]
        if not full:
            return Draft(table, told, px_per_kt_a)
        for column in full:
            if gone[column] == len(sizes[column]):
                return None
            more = 1 + int(over[column] / MERGED_PX)
            gone[column] = min(gone[column] + more, len(sizes[column]))

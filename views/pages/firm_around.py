"""The drawing around a firm: what was opened on it, and what a click does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from graph.store.relations import relations_of
from graph.store.values import Around, Ref
from views.component.net import net_drawing
from views.map.ego.ego import MOST, Ego, Opened, Scene, ego, scene
from views.map.ego.net import branch_at, drawing_data, leaves
from views.map.ego.place import key_of
from views.pages import routes
from views.pages.context import View, view
from views.pages.firm_markup import legend
from views.pages.kept import kept
from views.pages.markup import show
from views.tables.tie.ties import AROUND, DATASET, Known, Names, feeds_of, names_of

KEY, HELD = "firm-net", "firm-net-held"
CAP, LONG_CAP = 60, 240
HEIGHT = 520
SHORT = True


def relations(seen: View, kind: str, *more: str) -> tuple[str, ...]:
    """Relations drawn around a kind, as far as the schema has them."""
    known = {relation.name for relation in relations_of(seen.workspace.schema)}
    return tuple(name for name in (*AROUND[kind], *more) if name in known)


def known_of(seen: View, names: Names, *, short: bool = False) -> Known:
    """Names as the pages say them: short for firms, for products in a drawing too."""
    out, facts = dict(names), seen.facts
    for kind, id in names:
        if kind == "firm" and id in facts.firms:
            out[kind, id] = facts.firm_name(id)
        elif kind == "product" and id in facts.products:
            product = facts.products[id]
            out[kind, id] = product.short_zh if short else product.name_zh
    return Known(out, kept(seen.key("feeds"), lambda: feeds_of(facts)))


def unchecked_in(seen: View) -> Callable[[Ref], bool]:
    """Whether a firm or project stands in a data set only: those the checked facts lack."""

    def is_unchecked(ref: Ref) -> bool:
        if ref[0] not in ("firm", "project"):
            return False
        record = seen.facts.by_kind.get(ref[0], {}).get(ref[1])
        return record is None or getattr(record, "basis", None) == DATASET

    return is_unchecked


def begin(around: Around) -> None:
    """Take over what the page read about its firm, so that the drawing need not ask again."""
    ref = (around.record.kind, str(getattr(around.record, "id", "")))
    held = st.session_state.get(HELD)
    opened = held["opened"] if held and held["center"] == ref else Opened()
    st.session_state[HELD] = {"center": ref, "opened": opened, "read": {(ref, CAP): around}}


@st.fragment
def surroundings() -> None:
    """The drawing of the firm the page is about; it answers clicks by itself."""
    held: dict[str, Any] = st.session_state[HELD]
    done = (st.session_state.get(KEY) or {}).get("act")
    if done and "drawing" in held:
        _act(held, str(done["act"]), str(done["id"]))
    drawing, data = _drawn(view(), held)
    held["drawing"] = drawing
    show(legend())
    net_drawing(data, key=KEY, height=HEIGHT)
    if drawing.is_full:
        st.info(f"图上最多画 {MOST} 个;先收起几个,或双击一家到它自己的页面看。")


def _drawn(seen: View, held: dict[str, Any]) -> tuple[Ego, dict[str, Any]]:
    opened: Opened = held["opened"]
    wanted = (held["center"], *opened.things)
    found = [a for ref in wanted if (a := _around(seen, held, ref, opened))]
    names: dict[Ref, str] = {}
    for around in found:
        names |= names_of(around)
    known = known_of(seen, names, short=SHORT)
    scenes: list[Scene] = [scene(around, known) for around in found]
    drawing = ego(scenes, opened)
    focus = held.get("focus")
    return drawing, drawing_data(drawing, known.names, unchecked_in(seen), focus)


def _around(seen: View, held: dict[str, Any], ref: Ref, opened: Opened) -> Around | None:
    """What stands around a thing; read once, and once more when a branch is to be longer."""
    cap = LONG_CAP if any(of == ref for of, _ in opened.longer) else CAP
    read: dict[tuple[Ref, int], Around | None] = held["read"]
    if (ref, cap) not in read:
        store, at = seen.workspace.store, seen.question.as_of()
        read[ref, cap] = store.around(ref, relations=relations(seen, ref[0]), cap=cap, at=at)
    return read[ref, cap]


def _act(held: dict[str, Any], act: str, key: str) -> None:
    """Do what was clicked; a key that is no longer drawn does nothing."""
    opened, drawing = held["opened"], held["drawing"]
    if act == "reset":
        held["opened"], held["focus"] = Opened(), None
    elif act == "more" and (branch := branch_at(drawing, key)):
        held["opened"], held["focus"] = opened.grown(*branch), branch[0]
    elif ref := _ref_at(drawing, key):
        if act == "toggle":
            held["opened"], held["focus"] = opened.toggled(ref), ref
        elif act == "open" and ref[0] in ("firm", "product"):
            routes.follow(*ref)


def _ref_at(drawing: Ego, key: str) -> Ref | None:
    return next((leaf.ref for leaf in leaves(drawing.center) if key_of(leaf.ref) == key), None)

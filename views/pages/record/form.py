"""A form for one record: made from the schema, checked, written, and safe when two people write.

A button calls ``open_form``; the form stands in a dialog until it is saved or shut.  When
somebody else changed the record meanwhile nothing is overwritten: both versions are shown side by
side, and one button puts my columns on top of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from graph.desk.editing import rebased
from graph.errors import Conflict, LianTuError
from graph.model import KINDS, Record
from graph.schema import KindSchema
from graph.store.protocol import Change, Ref
from loaders.cells import CellError
from views.pages.both import NOTHING_LOST, both_versions, who_last
from views.pages.context import View
from views.pages.desk import new_id, say_next
from views.pages.markup import literal
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.record.fields import Options, options_of
from views.pages.record.fields import field as one_field
from views.tables.grid import refusal

More = Callable[[Record | None, Record], Sequence[Change]]
"""From what stood and what stands now to whatever else must be written with it."""

_OPEN, _TURN = "record-form", "record-turn"


@dataclass(frozen=True)
class Form:
    """What a form asks and what it writes.

    Parameters
    ----------
    kind
        Kind of record.
    title
        Heading of the dialog.
    groups
        Heading → columns asked under it, in order.  Columns not named keep what they hold.
    fixed
        Values the form gives to columns nobody is asked for (a new record only).
    start
        Values a new record begins with.
    more
        Other changes that go with it, in the same commit.
    options
        Where references may point; the facts when not given.
    words
        Column → local words for its choices.
    reason
        Why, for the history; "改" or "加" with the kind when not given.
    """

    kind: str
    title: str
    groups: Mapping[str, Sequence[str]]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    start: Mapping[str, Any] = field(default_factory=dict)
    more: More | None = None
    options: Options | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reason: str = ""


def open_form(seen: View, form: Form, id: str | None = None) -> None:
    """Ask for the form of a new record, or of the one called ``id`` as it stands now.

    It is drawn at the end of this run of the page, by :func:`form_dialog`; who may only look is
    told so.
    """
    if not may_write():
        st.toast(LOOKS_ONLY)
        return
    record, rev = _standing(seen, (form.kind, id)) if id else (None, 0)
    turn = st.session_state.get(_TURN, 0) + 1
    held = {"form": form, "record": record, "rev": rev, "turn": turn, "id": id or new_id()}
    st.session_state[_TURN], st.session_state[_OPEN] = turn, held


def form_dialog(seen: View) -> None:
    """Draw the form that was asked for, if any; the frame calls it after every page."""
    held = st.session_state.get(_OPEN)
    if held is not None:
        title = literal(held["form"].title)
        st.dialog(title, width="large", on_dismiss=_close)(_form)(seen, held["form"])


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _standing(seen: View, ref: Ref) -> tuple[Record | None, int]:
    page = seen.store.get(ref[0], [ref[1]])
    return (page.records[0], page.revs[0]) if page.records else (None, 0)


def _form(seen: View, form: Form) -> None:
    held = st.session_state[_OPEN]
    kind = seen.workspace.schema[form.kind]
    if "theirs" in held:
        _both(seen, form, kind, held)
        return
    values, faults = _asked(seen, form, kind, held)
    for fault in faults:
        st.error(fault)
    if st.button("保存", type="primary", key="record-save", disabled=bool(faults)):
        lacking = [
            kind.column(name).label_zh
            for names in form.groups.values()
            for name in names
            if kind.column(name).required and values.get(name) in (None, "", ())
        ]
        if lacking:
            st.error(f"还缺:{'、'.join(lacking)}")
        else:
            _save(seen, form, held, _built(form, kind, held, values), held["rev"])


def _asked(
    seen: View, form: Form, kind: KindSchema, held: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Draw all fields; their values, and what cannot be read."""
    record, options = held["record"], form.options or options_of(seen.facts)
    values: dict[str, Any] = {}
    faults: list[str] = []
    for heading, names in form.groups.items():
        if heading:
            st.caption(heading)
        places = st.columns(min(3, len(names)))
        for number, name in enumerate(names):
            column = kind.column(name)
            now = getattr(record, name) if record is not None else form.start.get(name)
            with places[number % len(places)]:
                try:
                    key = f"rf-{held['turn']}-{name}"
                    values[name] = one_field(column, now, options, key, form.words.get(name))
                    if values[name] not in (now, None, "", ()):
                        refused = refusal(kind, column, values[name])
                        faults += [f"“{column.label_zh}”:{refused}"] if refused else []
                except CellError as error:
                    faults.append(str(error))
    return values, faults


def _built(
    form: Form, kind: KindSchema, held: Mapping[str, Any], values: Mapping[str, Any]
) -> Record:
    if held["record"] is not None:
        changed: Record = replace(held["record"], **values)
        return changed
    lists = {c.name: () for c in kind.columns if c.type in ("list", "reflist")}
    empty = {c.name: None for c in kind.columns} | lists
    return KINDS[form.kind](**{**empty, **form.start, **form.fixed, **values, "id": held["id"]})


def _save(seen: View, form: Form, held: dict[str, Any], record: Record, rev: int) -> None:
    """Write; on a conflict keep both versions and draw the page again."""
    ref = Change.put(record).ref
    more = form.more(held["record"], record) if form.more else ()
    label = seen.workspace.schema[form.kind].label_zh
    reason = form.reason or f"{'改' if rev else '加'}{label}"
    try:
        changes = [Change.put(record), *more]
        seen.store.write(changes, actor=my_name(), reason=reason, expect={ref: rev})
    except Conflict as error:
        held["mine"], held["theirs"], held["rev"] = record, error.current, error.actual
        held["by"] = who_last(seen, error.ref)
        st.rerun()
    except LianTuError as error:
        st.error(f"没有存上:{literal(str(error))}")
        return
    say_next("已保存")
    _close()
    st.rerun()


def _both(seen: View, form: Form, kind: KindSchema, held: dict[str, Any]) -> None:
    """The other's version beside mine, and the ways out."""
    mine, theirs, start = held["mine"], held["theirs"], held["record"]
    st.warning(f"你改的时候,这一条已被别人改过({literal(held['by'])})。{NOTHING_LOST}")
    if theirs is None:
        st.info("这一条已被删去。")
    both_versions(seen, kind, [("", start, theirs, mine)])
    left, right = st.columns(2)
    if left.button("用他的,放弃我的", key="record-theirs", width="stretch"):
        _close()
        st.rerun()
    label = "把我改的几项加上去" if theirs is not None else "照我的重新写入"
    if right.button(label, type="primary", key="record-mine", width="stretch"):
        whole = start is not None and theirs is not None
        record = rebased(start, mine, theirs, kind) if whole else mine
        held["record"] = theirs
        del held["theirs"]
        _save(seen, form, held, record, held["rev"])

"""The lines of a month: what stands, what is offered, and what was added by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from graph.desk.round import targets as desk
from graph.desk.round.duties import by_target, standing
from graph.desk.round.entries import Draft, drafts, newest_before
from graph.desk.round.months import month_before
from graph.desk.round.reading import entries_between, held_duties, standing_entries
from views.pages.context import View
from views.pages.state import hold, keep, widget_key

LOOK_BACK = 12
"""Months in which the last entry of a thing is looked for."""


def _extra_name(month: str, kind: str) -> str:
    return f"entry-extra-{kind}-{month}"


def picked(month: str, kind: str) -> Sequence[str]:
    """Ids of things this person took into the month."""
    found: Sequence[str] = st.session_state.get(_extra_name(month, kind), ())
    return found


def month_lines(
    seen: View, month: str, kind: str, added: Collection[str] = ()
) -> tuple[Draft, ...]:
    """The lines of one month and kind: what stands, what is offered, and what is ``added``."""
    region_id = seen.question.region_id
    first = month_before(month, LOOK_BACK)
    earlier = entries_between(seen.store, region_id, first, month, kind=kind)
    now = standing_entries(seen.store, region_id, month, month, kind=kind)
    duties = by_target(standing((d for d, _ in held_duties(seen.store, region_id)), seen.date))
    found = desk.targets(
        seen.facts, region_id, kind, month, earlier=earlier, extra=added, duties=duties
    )
    stands = {e.id: (e, rev) for e, rev in now.items()}
    return drafts(region_id, month, found, stands, newest_before(earlier, month))


def every_line(seen: View, month: str, kind: str) -> tuple[Draft, ...]:
    """A line of everything there is of a kind: what a sheet sent out by anybody may speak of."""
    every = desk.choices(seen.facts, seen.question.region_id, kind, {})
    return month_lines(seen, month, kind, [t.id for t in every])


def extra(seen: View, month: str, kind: str) -> None:
    """Others of the kind to take into this month."""
    here = {d.entry.target_id for d in month_lines(seen, month, kind)}
    every = desk.choices(seen.facts, seen.question.region_id, kind, {})
    names = {t.id: t.name for t in every if t.id not in here}
    name = _extra_name(month, kind)
    st.session_state[name] = [id for id in picked(month, kind) if id in names]
    hold(name)
    st.multiselect(
        "加进来",
        list(names),
        format_func=lambda id: names.get(id, id),
        placeholder="其他的,选了就列在下面",
        select_all=False,
        key=widget_key(name),
        on_change=keep,
        args=(name,),
        disabled=not names,
        width=250,
    )

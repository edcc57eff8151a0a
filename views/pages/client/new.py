"""新加客商: a firm found by name, or one nobody has on record yet, taken on in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import streamlit as st

from graph.desk.client.clients import fresh, lead_id
from graph.desk.client.reading import held_for
from graph.model import Firm, Lead
from graph.results import GAP_KINDS
from graph.store.protocol import Change
from views import settings
from views.pages.client.dialog import ask, done
from views.pages.client.filters import CHOSEN, words_of
from views.pages.client.moves import firm_called, me
from views.pages.context import View
from views.pages.desk import minute, new_id, say_next, written
from views.pages.firm_box import found
from views.pages.markup import literal
from views.pages.picker import labels_of
from views.tables.client.leads import reason_for
from views.tables.firm.hits import Found

FIRST_STAGE = "线索"
_NEW = ""
_SHOWN = 8
_COLUMNS = fields(Firm)


@dataclass(frozen=True, slots=True)
class Taken:
    """One firm to take on for a product, and why."""

    firm_id: str
    product_id: str | None
    why: str | None
    gap_kind: str | None = None
    owner: str | None = None


def take_on(
    seen: View, wanted: Sequence[Taken], more: Sequence[Change] = (), who: str = ""
) -> str | None:
    """Add those not there yet; what to say about it, or None when nothing could be written.

    ``who`` is the name given on the page; with none it is the name in the bar.
    """
    region, at = seen.question.region_id, minute()
    rows = [_lead(w, region, at, who or me()) for w in wanted]
    owner = seen.facts.owner
    held = held_for(seen.store, region, [i for r in rows for i in (r.firm_id, owner(r.firm_id))])
    new, there = fresh(rows, held, owner)
    said = _there(seen, there)
    if not new:
        return said
    expect = {("lead", row.id): 0 for row in new}
    changes = [*more, *(Change.put(row) for row in new)]
    if not written(seen, changes, who, "加入客商库", failed="没有加上", expect=expect):
        return None
    st.session_state[CHOSEN] = new[0].id
    return f"已加入客商库 {len(new)} 家" + (f";{said}" if said else "")


def _lead(wanted: Taken, region: str, at: str, who: str | None) -> Lead:
    id = lead_id(region, wanted.firm_id, wanted.product_id)
    return Lead(
        *(id, wanted.firm_id, wanted.product_id, FIRST_STAGE, wanted.why, who, at),
        region_id=region,
        gap_kind=wanted.gap_kind,
        owner=wanted.owner or who,
    )


def _there(seen: View, rows: Sequence[Lead]) -> str:
    if not rows:
        return ""
    words = words_of(seen)
    told = [f"{firm_called(seen, row.firm_id)}({words[row.stage]})" for row in rows]
    names = "、".join(told)
    return f"{names}早就在客商库里,没有重复加"


def ask_for(firm: Firm) -> None:
    """Ask for the dialog about a firm that is known; the callback of a button."""
    ask(f"把{firm.short_name or firm.name_zh}加入客商库", ask_new, firm.id, width="large")


def ask_new(seen: View, firm_id: str | None = None) -> None:
    """Which firm, for which product, why; a firm not on record is made with it."""
    firm, name = (firm_id, "") if firm_id else _which(seen)
    labels = labels_of(seen)
    left, middle, right = st.columns([2, 1, 1])
    product = left.selectbox(
        "为哪种产品(可不填)",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        filter_mode="contains",
        placeholder="找产品:名称、别名、拼音",
        key="new-client-product",
    )
    kind = middle.selectbox(
        "补链、延链、强链", GAP_KINDS, index=None, placeholder="不知道就留空", key="new-client-kind"
    )
    owner = right.text_input("我方对接人", me() or "", key="new-client-owner", max_chars=40)
    why = st.text_area(
        "为什么找它",
        reason_for(seen.evaluation, product) if product else "",
        key=f"new-client-why-{product}",
        max_chars=500,
        height=80,
    )
    if st.button("加入客商库", type="primary", key="new-client-go", disabled=firm is None):
        made = None if firm else _new_firm(name)
        goal = made.id if made else str(firm)
        wanted = Taken(goal, product, why.strip() or None, kind, owner.strip() or None)
        said = take_on(seen, [wanted], [Change.put(made)] if made else ())
        if said is not None:
            say_next(said)
            done()


def _which(seen: View) -> tuple[str | None, str]:
    """The firm that was meant (its id, "" for a new one), and the name that was typed."""
    name = st.text_input(
        "企业名称", key="new-client-name", max_chars=100, placeholder="写全称或简称,先看库里有没有"
    ).strip()
    if not name:
        return None, ""
    hits: dict[str, Found] = {hit.id: hit for hit in found(seen, name)[:_SHOWN]}
    options = [*hits, _NEW]
    same = [place for place, hit in enumerate(hits.values()) if hit.name == name]
    picked = st.radio(
        "是哪一家",
        options,
        index=0 if not hits else same[0] if len(same) == 1 else None,
        format_func=lambda id: literal(_label(hits.get(id), name)),
        key=f"new-client-which-{name}",
    )
    return picked, name


def _label(hit: Found | None, name: str) -> str:
    if hit is None:
        return f"都不是,把“{name}”作为新企业记下来"
    return f"{hit.name}({hit.hint}{',' + hit.mark if hit.mark else ''})"


def _new_firm(name: str) -> Firm:
    """A firm of which only the name is known, on the word of who typed it."""
    empty: dict[str, Any] = {f.name: () if f.type.startswith("tuple") else None for f in _COLUMNS}
    known = {"id": new_id(), "name_zh": name, "status": "未核", "basis": "user"}
    return Firm(**(empty | known | {"as_of": settings.today()}))

"""Which plants a project that has none is to have: asked when it comes to 签约 or further."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from graph.desk.project.new_units import NewUnit
from graph.model import Lead, Project
from graph.reason.units import Region
from graph.store.protocol import Where
from views.amounts import KT_PER_WAN_T
from views.pages.context import View
from views.pages.project.rows import on_record
from views.tables.project.moves import firms_for

_HELP = "不知道就留空:现状图上有这套装置,产能写“未知”,摸底清单会去问"


def ask_units(seen: View, project: Project) -> tuple[NewUnit, ...]:
    """The plants as they are filled in; none when they are not wanted or nobody's yet."""
    facts = on_record(seen)
    st.caption("这个项目在现状图上还没有装置。填了下面几项,现状图和缺口清单才会跟着变。")
    if not st.toggle("在现状图上加上它的装置", value=True, key=f"move-units-{project.id}"):
        return ()
    left, right = st.columns(2)
    with left:
        firm = _firm(seen, project)
    with right:
        park = _park(seen, project)
    sizes = _sizes(seen, project)
    if firm is None or park is None:
        st.warning("选了企业和园区才能加装置;企业不在列表里时,先到客商库点“新加客商”。")
        return ()
    goods = (id for id in project.product_ids if id in facts.products)
    return tuple(NewUnit(id, firm, park, sizes.get(id)) for id in goods)


def _firm(seen: View, project: Project) -> str | None:
    """The project's own firm, else one in talks, else any on record."""
    region = Region(seen.question.region_id, with_nearby=True)
    options = firms_for(on_record(seen), region, project.firm_ids, _leads(seen, project))
    return st.selectbox(
        "企业",
        list(options),
        index=0 if project.firm_ids else None,
        format_func=options.__getitem__,
        filter_mode="contains",
        placeholder="客商排在前面;也可打字找",
        key=f"move-firm-{project.id}",
    )


def _leads(seen: View, project: Project) -> list[Lead]:
    """Firms in talks for the project, then those for its products."""
    own = seen.store.scan(Lead.kind, where=[Where("project_id", "eq", project.id)])
    made = [
        row
        for id in project.product_ids
        for row in seen.store.scan(Lead.kind, where=[Where("product_id", "eq", id)])
    ]
    return [row for row in (*own, *made) if isinstance(row, Lead)]


def _park(seen: View, project: Project) -> str | None:
    facts, region = on_record(seen), seen.question.region_id
    parks = {
        p.id: p.name_zh
        for p in facts.parks.values()
        if p.region_id == region and p.scope in ("own", "nearby")
    }
    ids = list(parks)
    known = next((ids.index(p) for p in project.park_ids if p in parks), None)
    return st.selectbox(
        "在哪个园区",
        ids,
        index=known,
        format_func=parks.__getitem__,
        placeholder="选园区",
        key=f"move-park-{project.id}",
    )


def _sizes(seen: View, project: Project) -> Mapping[str, float | None]:
    """kt/a by product; the project's own figure where it makes one product."""
    facts, single = on_record(seen), len(project.product_ids) == 1
    told = project.capacity_kt_a if single else None
    places, found = st.columns(min(3, len(project.product_ids))), {}
    for number, id in enumerate(project.product_ids):
        with places[number % len(places)]:
            given = st.number_input(
                f"{facts.product_name(id)} 产能(万吨/年)",
                value=None if told is None else told / KT_PER_WAN_T,
                min_value=0.0,
                step=None,
                format="%.10g",
                placeholder="不知道就留空",
                help=_HELP,
                key=f"move-size-{project.id}-{id}",
            )
        found[id] = _kt_a(given, told)
    return found


def _kt_a(given: float | None, told: float | None) -> float | None:
    """What was typed in kt/a; the figure that stands keeps all its digits; 0 is not known."""
    if not given:
        return None
    if told is not None and given == told / KT_PER_WAN_T:
        return told
    return float(f"{given * KT_PER_WAN_T:.12g}")

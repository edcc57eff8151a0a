"""关系路径: two firms, and what they have to do with each other, each way a sentence."""

from __future__ import annotations

import streamlit as st

from graph.model import Firm, Record
from graph.store.relations import relations_of
from graph.store.values import Ref, RefPath
from views.component.net import net_drawing
from views.map.path_net import MOST_LANES, NUMBERS, paths_data
from views.pages import markup, routes
from views.pages.context import View, view
from views.pages.firm_around import known_of, unchecked_in
from views.pages.firm_box import firm_box, named
from views.pages.firm_markup import dataset_chip, lanes_legend
from views.pages.markup import anchor, esc, show
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.tables.tie import paths as table
from views.tables.tie.ties import EXPLAINING, name_of, ref_of

A, B, FAR = "ties-a", "ties-b", "ties-far"
# how far to look, in records: two firms that make one product are four apart
REACH = {"直接的": 4, "再隔一层": 6, "找得最远": 8}
MOST = 100
LANE_PX, LEAST_PX = 50, 150


def page() -> None:
    """Two search boxes, then the ways."""
    seen = view()
    adopt("a", A)
    adopt("b", B)
    first, second = named(seen, A), named(seen, B)
    with st.container(horizontal=True, vertical_alignment="bottom", key="ties-top"):
        firm_box(A, "甲企业", _shown(first))
        firm_box(B, "乙企业", _shown(second))
        hold(FAR, next(iter(REACH)))
        reach = st.segmented_control(
            "找多远", list(REACH), key=widget_key(FAR), required=True, on_change=keep, args=(FAR,)
        )
    publish("a", A)
    publish("b", B)
    if first is None or second is None:
        show(
            '<p class="lt-note">选两家企业,看它们之间有什么关系:'
            f"{esc(table.LOOKED_AT)}。每条关系一句话,下面列着依据。</p>"
        )
    elif first.id == second.id:
        st.info("两边是同一家企业;请换一家。")
    else:
        _ways(seen, first, second, str(reach))


def _shown(firm: Firm | None) -> str:
    return firm.short_name or firm.name_zh if firm else ""


def _ways(seen: View, first: Firm, second: Firm, reach: str) -> None:
    with st.spinner("正在找两家企业之间的关系…", show_time=True):
        paths = _paths(seen, first.id, second.id, REACH[reach])
        records = _records(seen, paths)
    names = {ref: name_of(record) for ref, record in records.items()}
    known = known_of(seen, names)
    found = table.ways(paths, records, known, seen.facts)
    groups = table.grouped(found)
    shown = [way for rows in groups.values() for way in rows]
    if not shown:
        _nothing(first, second, reach)
        return
    _head(seen, first, second, len(shown), len(found), len(paths))
    data = paths_data(shown, known_of(seen, names, short=True), unchecked_in(seen))
    show(lanes_legend())
    height = LEAST_PX + LANE_PX * min(len(shown), MOST_LANES)
    act = net_drawing(data, key="ties-net", height=height, is_plain=True)
    if act and act.act == "open":
        routes.follow(*act.node.split(":", 2)[1:])
    _sentences(groups, {id(way): number for number, way in enumerate(shown)})


def _paths(seen: View, first: str, second: str, max_len: int) -> tuple[RefPath, ...]:
    """The ways as the store finds them; remembered, for clicks draw the page anew."""
    key = seen.key(first, second, max_len)
    held = st.session_state.get("ties-paths")
    if held is None or held[0] != key:
        has = {relation.name for relation in relations_of(seen.workspace.schema)}
        relations = [name for name in EXPLAINING if name in has]
        ends = ("firm", first), ("firm", second)
        found = seen.workspace.store.paths(*ends, relations=relations, max_len=max_len, k=MOST)
        held = (key, found)
        st.session_state["ties-paths"] = held
    paths: tuple[RefPath, ...] = held[1]
    return paths


def _records(seen: View, paths: tuple[RefPath, ...]) -> dict[Ref, Record]:
    """Everything on the ways, one look-up a kind, and the products supplies speak of."""
    wanted: dict[str, dict[str, None]] = {}
    for path in paths:
        for kind, id in path.refs:
            wanted.setdefault(kind, {})[id] = None
    out: dict[Ref, Record] = {}
    for kind, ids in wanted.items():
        out.update((ref_of(r), r) for r in seen.workspace.store.get(kind, list(ids)))
    for record in list(out.values()):
        product = seen.facts.products.get(getattr(record, "product_id", None) or "")
        if product is not None:
            out[ref_of(product)] = product
    return out


def _head(seen: View, first: Firm, second: Firm, shown: int, found: int, paths: int) -> None:
    ends = [anchor(seen.facts.firm_name(f.id) if f.id in seen.facts.firms else f.name_zh,
                   "firm", f.id) for f in (first, second)]  # fmt: skip
    more = f"找到 {found} 条,列出 {shown} 条" if found > shown else f"找到 {found} 条"
    cut = ",再远的没有往下找" if paths >= MOST else ""
    show(f'<h3 class="lt-title">{ends[0]} 与 {ends[1]}<small>{more}{cut},近的在前</small></h3>')


def _sentences(groups: dict[str, list[table.Way]], numbers: dict[int, int]) -> None:
    """Each way in words, by kind of tie, with its facts."""
    columns = st.columns(2, gap="medium") if len(groups) > 1 else [st.container()]
    for index, (name, rows) in enumerate(groups.items()):
        parts = [markup.title(f"{name}({len(rows)})")]
        for way in rows:
            number = numbers[id(way)]
            mark = f"<i>{NUMBERS[number]}</i> " if number < MOST_LANES else ""
            chip = dataset_chip() if way.is_unchecked else ""
            parts.append(
                f'<p class="lt-main lt-way">{mark}{esc(way.sentence)} {chip}</p>'
                f"{markup.said(way.facts)}"
            )
        with columns[index % len(columns)]:
            show(*parts)


def _nothing(first: Firm, second: Firm, reach: str) -> None:
    farther = list(REACH)[list(REACH).index(reach) + 1 :]
    show(
        f'<p class="lt-main">没有找到 {esc(first.name_zh)} 与 {esc(second.name_zh)} 的关系。</p>'
        f'<p class="lt-note">查过:{esc(table.LOOKED_AT)}。'
        "没有找到不等于没有关系:股权、供货合同、合作项目多半不公开,这里只有公开资料里写到的;"
        "外地企业的上下家收录得更少。可以先看各自的企业页,或请企业填报。</p>"
    )
    if farther and st.button(f"再找远一点({farther[0]})", key="ties-farther"):
        st.session_state[FAR] = farther[0]
        st.rerun()


if __name__ == "__main__":
    page()

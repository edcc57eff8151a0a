"""The panel beside the map: everything on record about one product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from views.pages import markup, routes
from views.pages.client.leads import lead_section
from views.pages.context import View
from views.pages.map.national import national_dialog
from views.pages.markup import esc, show
from views.tables.firm.on_map import FirmOnMap
from views.tables.overview import GapCard, gap_card
from views.tables.product import ProductCard
from views.tables.recipes import made_with, routes_between

SHOWN_GAPS = 10


def empty_panel(seen: View) -> None:
    """Before anything is picked: how to, and the first gaps as a way in."""
    show(
        '<p class="lt-note">点图上的一种产品,或在上面按名称、别名、拼音、CAS 找;'
        "它的上下游会亮起来,这里列出本地企业、项目、供需、缺口和全国产能。"
        "点子链的名字或放大,单独看一条,格子里有企业和万吨/年。</p>",
        markup.title("排在前面的缺口"),
    )
    for gap in seen.evaluation.gaps[:SHOWN_GAPS]:
        card = gap_card(seen.facts, gap)
        label = f"{card.name} · {card.kind} {card.size}"
        _way(label, f"way-{card.kind}-{card.product_id}", card.product_id)


def _way(label: str, key: str, product_id: str) -> None:
    """A button that chooses a product; by callback, which no later event can overtake."""
    st.button(label, key=key, width="stretch", on_click=_choose, args=(product_id,))


def _choose(product_id: str) -> None:
    st.session_state["product"] = product_id


def edge_panel(seen: View, source_id: str, product_id: str) -> None:
    """One line of the map: how much of the one a tonne of the other takes, and who says so."""
    names = seen.facts.products
    show(
        f'<h3 class="lt-title">{esc(names[source_id].name_zh)} → '
        f"{esc(names[product_id].name_zh)}</h3>"
        '<p class="lt-note">每吨产品要多少原料或联产多少,哪条路线,谁说的。</p>'
    )
    for id in (source_id, product_id):
        _way(f"看{names[id].name_zh}", f"edge-{id}", id)
    chain = seen.evaluation.chain
    found = routes_between(chain, source_id, product_id) or made_with(chain, source_id, product_id)
    if not found:
        show('<p class="lt-none">还没有收录这一步的单耗;连线只表示产品表里接在它后面。</p>')
    for route in found:
        usual = "(默认路线)" if route.is_default else ""
        show(f'<p class="lt-sub"><b>{esc(route.name)}</b>{usual}</p>', markup.recipe(route))


def flow_panel(source: str, target: str, lines: Iterable[Sequence[str]]) -> None:
    """One flow of the 物料图: how much, what the figure is worth, who says so."""
    show(
        f'<h3 class="lt-title">{esc(source)} → {esc(target)}</h3>',
        markup.bullets((" · ".join(line) for line in lines), ""),
    )


def firm_panel(firm: FirmOnMap) -> None:
    """One firm: what lights up, with the figures."""
    show(
        f'<h3 class="lt-title">{esc(firm.name)}</h3>'
        f'<p class="lt-note">图上亮起的是它在做、在建和在外地做的 {len(firm.product_ids)} 种产品。'
        "点其中一种看它的上下游。</p>"
    )
    if st.button("看这家企业", key="panel-firm", type="primary", width="stretch"):
        routes.go_firm(firm.firm_id)
    if firm.here:
        show(markup.title("在本地"), markup.lines(firm.here))
    if firm.projects:
        show(markup.title("本地项目"), markup.lines(firm.projects))
    if firm.elsewhere:
        show(markup.title("外地产能"), markup.lines(firm.elsewhere))


def panel(seen: View, card: ProductCard) -> None:
    """One product."""
    show(
        f'<h3 class="lt-title">{esc(card.name)}</h3>'
        f'<p class="lt-note">{"<br>".join(esc(a) for a in card.about)}</p>'
        f'<p class="lt-sub">{markup.look_chip(card.presence, card.look)}'
        f"{markup.state_chip(card.state)}</p>"
        f'<p class="lt-note">{esc(card.presence_meaning)};{esc(card.state_meaning)}</p>'
    )
    _buttons(card)
    _balance(card)
    if card.gaps:
        show(markup.title("缺口"), *(_gap(g) for g in card.gaps))
    show(markup.title("本地企业"), markup.lines(card.units, "本地没有装置记录"))
    if card.supplies:
        show(markup.title("谁供谁(━▶ 已证实 ┅▶ 推测)"), markup.lines(card.supplies, ""))
    show(markup.title("本地项目"), markup.lines(card.projects, "没有记录"))
    if card.recipes:
        show(markup.title("怎么做出来(每吨产品的单耗)"))
        for route in card.recipes:
            with st.expander(f"{route.name}{'(默认路线)' if route.is_default else ''}"):
                show(markup.recipe(route))
    lead_section(seen, card.product_id)
    more = f"(前 {len(card.producers)} 条)" if card.more_producers else ""
    if st.button("看全国布局", key="panel-national", width="stretch"):
        national_dialog(seen, card.product_id)
    show(
        markup.title(f"全国产能{more}"),
        markup.lines(card.producers, "还没有收录外地企业"),
        markup.lines(card.market, "") if card.market else "",
    )


def _buttons(card: ProductCard) -> None:
    left, right = st.columns(2, gap="small")
    first = card.gaps[0] if card.gaps else None
    with left:
        if st.button("看缺口", key="panel-gap", disabled=first is None, width="stretch") and first:
            routes.go_gap(f"{first.kind}:{first.product_id}")
    with right:
        if st.button("找企业", key="panel-firms", type="primary", width="stretch"):
            if first:
                routes.go_firms(f"{first.kind}:{first.product_id}")
            routes.go_firms_for(card.product_id)


def _balance(card: ProductCard) -> None:
    if not card.is_counted:
        return
    rows = (("供", card.supply), ("需", card.demand), ("净", card.net))
    body = "".join(f"<tr><th>{k}</th><td>{esc(v)}</td></tr>" for k, v in rows)
    show(
        markup.title("供需平衡"),
        f'<table class="lt-balance">{body}</table>',
        markup.bullets(card.remarks, "") if card.remarks else "",
        markup.bullets((f"待问:{q}" for q in card.questions), "") if card.questions else "",
    )


def _gap(card: GapCard) -> str:
    return (
        f'<p class="lt-sub"><b>{esc(card.headline)}</b><br>'
        f"{markup.kind_chip(card.kind)}{markup.grade_chip(card.grade, card.grade_word)}</p>"
    )

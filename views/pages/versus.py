"""Why these firms: one after the other, or two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.results import Target
from views.pages import markup
from views.pages.context import View
from views.pages.markup import esc, show
from views.tables import targets as table
from views.tables import versus as compare

SHOWN = 3
LEANS = {1: "lt-more", 0: "", -1: "lt-less"}


def explained(seen: View, ticked: Sequence[Target]) -> None:
    """Two ticked firms side by side, any other number one under the other."""
    pair = compare.two(ticked)
    if pair:
        _side_by_side(compare.versus(seen.evaluation, *pair))
        return
    for target in ticked[:SHOWN]:
        _card(target.rank, table.detail(seen.evaluation, target))
    if len(ticked) > SHOWN:
        show(f'<p class="lt-note">只列前 {SHOWN} 家;只勾两家可并排对比。</p>')


def _card(rank: int, item: table.TargetDetail) -> None:
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            show(_head(f"{rank}. ", item), _reasons(item))
            show(markup.title("依据"), markup.said(item.said))
        with right:
            show(markup.title(f"得分 {item.score}(0–1)"), markup.bars(item.features))


def _head(rank: str, item: table.TargetDetail) -> str:
    chips = "".join(
        f'<span title="{esc(about)}">{markup.chip(word, css)}</span> '
        for word, css, about in item.chips
    )
    firm = markup.anchor(item.firm, "firm", item.firm_id)
    name = f'<h4 class="lt-h">{esc(rank)}{firm}<small>{esc(item.place)}</small></h4>'
    return f"{name}<p>{chips}</p>"


def _reasons(item: table.TargetDetail) -> str:
    rows = "".join(f"<li>{esc(r)}</li>" for r in item.reasons)
    return f'{markup.title("为什么找它")}<ol class="lt-why">{rows}</ol>'


def _side_by_side(item: compare.Versus) -> None:
    with st.container(border=True):
        show(
            markup.title("并排对比"),
            f'<p class="lt-rule"><b>谁排前面</b>{esc(item.why)}</p>',
            _rows(item),
        )
        for column, firm in zip(
            st.columns(2, gap="medium"), (item.first, item.second), strict=True
        ):
            with column:
                show(_head("", firm), _reasons(firm))
                show(markup.title("依据"), markup.said(firm.said))


def _rows(item: compare.Versus) -> str:
    names = "".join(f'<th colspan="2">{esc(d.firm)}</th>' for d in (item.first, item.second))
    body = "".join(_row(r) for r in item.rows)
    heads = '<th>情况</th><th class="lt-number">得分</th>' * 2
    return (
        '<table class="lt-versus"><thead><tr><th rowspan="2">特征</th>'
        f'{names}<th rowspan="2" class="lt-number">差(分)</th></tr>'
        f"<tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody><tfoot>{_row(item.total)}</tfoot></table>"
        '<p class="lt-note">每项得分 = 名单里的百分位 × 权重,满分在特征后面;'
        "灰字是未知,按名单的中位数计。</p>"
    )


def _row(row: compare.Row) -> str:
    cells = "".join(
        f'<td class="{"" if s.known else "lt-unknown"}">{esc(s.value)}</td>'
        f'<td class="lt-number">{esc(s.points)}</td>'
        for s in (row.first, row.second)
    )
    return (
        f'<tr title="{esc(row.meaning)}"><th>{esc(row.label)}<small>/{esc(row.most)}</small></th>'
        f'{cells}<td class="lt-number {LEANS[row.leans]}">{esc(row.difference)}</td></tr>'
    )

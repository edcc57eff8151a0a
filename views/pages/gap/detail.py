"""One gap line in full: numbers, score, entry checks, local plants, rivals, the nation."""

from __future__ import annotations

import streamlit as st

from views import texts
from views.pages import markup, routes
from views.pages.context import View
from views.pages.gap.project import backers, plan_gap, plan_ways, working
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.pages.people import may_write
from views.tables import around as around_table
from views.tables import gaps as table


def show_detail(seen: View, item: table.GapDetail) -> None:
    """Head line with buttons, then three columns."""
    _head(seen, item)
    about = around_table.around(seen.evaluation, item.key)
    why, score, rest = st.columns([5, 3, 3], gap="medium")
    with why:
        _why(item, about)
    with score:
        show(
            markup.title(f"得分 {item.score}(0–1,已知份额 {item.known})"),
            f'<p class="lt-note">{esc(about.stable)}</p>',
            markup.bars(item.features),
            '<p class="lt-note">条形长度为满分,深色为得分;未知的特征取中位数,不当作 0。</p>',
        )
        working(seen, item.product_id)
        _local(about)
    with rest:
        _checks(item)
        show(
            markup.title("还不知道、要去问的"),
            markup.bullets(item.questions, "这条结论所需的数字都有了"),
        )
        _ways(seen, item)
        backers(seen, item.key)


def _head(seen: View, item: table.GapDetail) -> None:
    grade = next(k for k, v in texts.GRADE.items() if v == item.grade)
    with st.container(horizontal=True, vertical_alignment="center", key="gap-head"):
        show(
            f'<h3 class="lt-title">{esc(item.headline)} {markup.kind_chip(item.kind)}'
            f"{markup.state_chip(item.state)}{markup.grade_chip(grade, item.grade)}"
            f"{markup.chip(item.in_park, 'off')}</h3>"
        )
        if st.button("找企业", type="primary", key="gap-firms"):
            routes.go_firms(item.key)
        st.button(
            "谋划成项目",
            key="gap-plan",
            disabled=not may_write(),
            on_click=plan_gap,
            args=(seen, item.key),
        )
        if st.button("在图上看", key="gap-map"):
            routes.go_map(item.product_id)


def _why(item: table.GapDetail, about: around_table.Around) -> None:
    show(
        f'<p class="lt-rule"><b>规则</b> {esc(item.rule)}<br>'
        f"<b>数量</b> {esc(item.size)}<br>"
        f"<b>供需</b> {esc(item.state)}:{esc(item.state_meaning)}</p>"
    )
    if about.warning:
        show(markup.title("过剩预警"), markup.said((about.warning,)))
    if about.way:
        show(markup.title("怎么接"), f'<p class="lt-note">{esc(about.way)}</p>')
    if item.others:
        show(markup.title("为什么"), markup.said(item.others))
    for title, lines in (("做成后产出", about.outputs), ("还要用", about.co_feeds)):
        if lines:
            show(markup.title(title), markup.bullets(lines, ""))
    if about.rivals:
        show(f'<p class="lt-note">{esc(about.rivals)}</p>')
    if item.demand:
        show(markup.title("需求怎么来的"), markup.said(item.demand))
    if item.supply:
        show(markup.title("供给怎么来的"), markup.said(item.supply))


def _local(about: around_table.Around) -> None:
    show(
        markup.title("本地谁能补"),
        markup.bullets(about.local, "本地没有同产品、同原料或同类工艺的在产装置"),
    )
    if about.economics:
        show(markup.title("要多少投资和用地"), markup.said(about.economics))
    show(markup.title("产业能级"), markup.levels(about.level))


def _ways(seen: View, item: table.GapDetail) -> None:
    if item.kind == "强链":
        return
    key = seen.key("ways", seen.question, item.product_id)
    lines = kept(key, lambda: around_table.ways(seen.evaluation, item.product_id))
    show(markup.title("要新建几套"), markup.bullets(lines, "参考链上还没有这种产品的工艺"))
    plan_ways(seen, item.product_id)


def _checks(item: table.GapDetail) -> None:
    show(markup.title("准入十项核对"), markup.checks(item.filters))

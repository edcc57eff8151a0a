"""A gap and the projects at it: who works on it, and one click that makes it a project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from graph.desk.pool.pools import pools
from graph.desk.project.gap_plan import Start, from_gap, from_plan
from graph.desk.project.gap_work import Work, is_free, work_on
from graph.reason.routes import Plan
from graph.results import Gap
from views.pages import markup
from views.pages.context import View
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.pages.people import may_write
from views.pages.project.filters import words_of
from views.pages.project.form import new_project
from views.tables.around import WAYS
from views.tables.gaps import find
from views.tables.pools import fund_and_talent_lines
from views.tables.project import gaps as table
from views.tables.routes import lines, plan_card


def work_of(seen: View) -> dict[str, tuple[Work, ...]]:
    """Product → live projects at it."""
    return kept(seen.key("gap-work", seen.question), lambda: work_on(seen.evaluation))


def told(seen: View, gap: Gap) -> str | None:
    """How far anybody is with the product of a gap."""
    return table.progress(work_of(seen), words_of(seen), gap.product_id)


def nobody_yet(seen: View, found: list[Gap]) -> list[Gap]:
    """The switch 没人做的, and the lines it leaves."""
    if st.toggle("只看还没人做的", key="gap-free", help="没有谋划、在谈、签约、在建的项目"):
        work = work_of(seen)
        return [gap for gap in found if is_free(work, gap.product_id)]
    return found


def working(seen: View, product_id: str) -> None:
    """The projects that name the product, each with the way to it."""
    rows = work_of(seen).get(product_id, ())
    found = table.work_lines(seen.facts, words_of(seen), rows)
    items = "".join(
        f"<li>{markup.anchor(line.name, 'project', line.project_id)} "
        f"{markup.chip(line.stage, 'off' if line.is_stale else 'some')}<br>"
        f'<span class="lt-src">{esc(line.about)}</span></li>'
        for line in found
    )
    none = '<p class="lt-none">还没有项目在做;点上面的“谋划成项目”记一个。</p>'
    show(markup.title("谁在推进(项目库)"), f'<ul class="lt-list">{items}</ul>' if items else none)


def backers(seen: View, key: str) -> None:
    """Funds and teams that fit the gap, with the reason."""
    gap = find(seen.evaluation, key)
    if gap is None:
        return
    held = kept(seen.key("pools", seen.question), lambda: pools(seen.evaluation))
    money = seen.evaluation.economics_of(gap)
    cost = money.investment_yi.likely if money and money.investment_yi else None
    found = fund_and_talent_lines(
        seen.evaluation, (gap.product_id,), gap.process_ids, cost, held=held
    )
    show(markup.title("可能的资金和人才"), markup.said(found, "资金池、人才池里没有对得上的"))


def plan_gap(seen: View, key: str) -> None:
    """Ask for a project with what the gap says of it."""
    gap = find(seen.evaluation, key)
    if gap is None:
        return
    start = from_gap(seen.evaluation, gap)
    basis = table.gap_basis(seen.evaluation, gap, start.economics)
    event = table.gap_event(seen.facts, gap)
    new_project(seen, _begun(seen, gap.product_id, start, basis), event)


def plan_ways(seen: View, product_id: str) -> None:
    """A button for each way to the product that builds something."""
    router = seen.evaluation.router
    plans = kept(
        seen.key("way-plans", seen.question, product_id),
        lambda: router.routes_to(product_id, top=WAYS),
    )
    built = [(n, p) for n, p in enumerate(plans, 1) if p.new]
    if not built:
        return
    with st.container(horizontal=True, key="gap-ways"):
        for number, plan in built:
            st.button(
                f"按方案 {number} 谋划",
                key=f"gap-way-{number}",
                disabled=not may_write(),
                on_click=_plan_way,
                args=(seen, plan),
            )


def _plan_way(seen: View, plan: Plan) -> None:
    start = from_plan(seen.evaluation, plan)
    said = ";".join(lines(plan_card(seen.evaluation.router, plan)))
    basis = table.plan_basis(seen.evaluation, said, start.economics)
    name = seen.facts.product_name(plan.product_id)
    new_project(seen, _begun(seen, plan.product_id, start, basis), f"由方案谋划:{name}")


def _begun(seen: View, product_id: str, start: Start, basis: str) -> Mapping[str, Any]:
    """What the form begins with: the numbers, and in words where they are from."""
    money = start.economics
    said = {kind: table.span_text(money, kind) for kind in ("investment_yi", "land_mu")}
    return {
        **start.values,
        "name_zh": table.plan_name(seen.evaluation, product_id),
        "product_text": seen.facts.product_name(product_id),
        "planned_from": basis,
        "investment_text": said["investment_yi"],
        "land_text": said["land_mu"],
    }

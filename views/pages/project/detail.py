"""One project in full: its way, plan, figures, units, clients; the buttons that change it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from graph.desk.pool.pools import pools
from graph.desk.project.moves import STEPS
from graph.desk.project.projects import Told
from graph.model import Project
from graph.reason.timeline import GIVEN_UP
from views.pages import markup, routes
from views.pages.context import View
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.pages.people import may_write
from views.pages.project.board import stage_steps
from views.pages.project.filters import CHOSEN, words_of
from views.pages.project.form import edit_project
from views.pages.project.move import start_move
from views.pages.project.rows import on_record, one_told
from views.pages.record.log import record_history
from views.tables.gaps import Said
from views.tables.origin import origin
from views.tables.pools import fund_and_talent_lines
from views.tables.project import detail as table

MOST_GAPS = 4


def project_detail(seen: View) -> None:
    """The project chosen in the list; nothing when none is."""
    facts, id = on_record(seen), st.session_state.get(CHOSEN)
    project = facts.projects.get(id or "")
    if project is None:
        if id:
            st.info("没有这个项目,可能已被删去;从上面的列表里另选一个。")
        return
    told = one_told(seen, project)
    _head(seen, told)
    about, way, around = st.columns([4, 4, 4], gap="medium")
    with about:
        for part in table.parts(seen.evaluation, told):
            show(markup.title(part.heading), _facts(part.facts))
    with way:
        show(markup.title("计划与进度"), _facts(table.plan_facts(told)))
        _problems(told)
        show(markup.title("经过"), markup.lines(table.way(facts, words_of(seen), project)))
    with around:
        show(markup.title("谁负责"), _facts(table.duty_facts(told)))
        _around(seen, told)
    with st.expander("修改记录", key="project-history"):
        record_history(seen, Project.kind, project.id)


def _head(seen: View, told: Told) -> None:
    project, words = told.project, words_of(seen)
    with st.container(horizontal=True, vertical_alignment="center", key="project-head"):
        chips = markup.chip(project.level, "off") + markup.chip(
            seen.evaluation.where_of(project), "off"
        )
        show(f'<h3 class="lt-title">{esc(project.name_zh)} {chips}</h3>')
        frozen = not may_write()
        st.button(
            "改阶段",
            type="primary",
            key="project-move",
            disabled=frozen,
            on_click=start_move,
            args=(seen, project),
        )
        st.button(
            "改资料",
            key="project-edit",
            disabled=frozen,
            on_click=edit_project,
            args=(seen, project),
        )
        if project.product_ids and st.button("在图上看", key="project-map"):
            routes.go_map(project.product_ids[0])
    steps = [s for s in words if s in STEPS]
    show(stage_steps(words, steps, project.stage))
    if project.stage in GIVEN_UP:
        show(f'<p class="lt-rule"><b>原因</b> {esc(project.end_reason or "没有写")}</p>')


def _facts(rows: Iterable[table.Fact]) -> str:
    body = "".join(
        f"<tr><th>{esc(label)}</th>"
        + (f"<td>{esc(value)}</td>" if value else f'<td class="lt-unknown">{table.UNKNOWN}</td>')
        + "</tr>"
        for label, value in rows
    )
    return f'<table class="lt-facts">{body}</table>'


def _problems(told: Told) -> None:
    asked = [f"需协调:{told.project.needs}"] if told.project.needs else []
    if told.entry and told.entry.ask_up:
        asked.append(f"需上级协调:{told.entry.ask_up}")
    lines = [*told.problems, *asked]
    if lines:
        show(markup.title("存在问题"), markup.bullets(lines, ""))


def _around(seen: View, told: Told) -> None:
    project, facts = told.project, on_record(seen)
    units = table.unit_lines(facts, project, seen.date)
    none = f"现状图上还没有它的装置;改到“{words_of(seen)['签约']}”及以后时会问"
    show(markup.title("装置(现状图按它画)"), markup.lines(units, none))
    held = table.clients(seen.store, facts, project)
    show(markup.title("客商"), markup.lines(held, "还没有客商对应到这个项目"))
    show(
        markup.title("可能的资金和人才"),
        markup.said(_pools(seen, told), "资金池、人才池里没有对得上的"),
    )
    gaps = table.gap_lines(seen.evaluation, project)
    if gaps:
        show(markup.title("对应的缺口"))
        with st.container(gap=None):
            for key, label in gaps[:MOST_GAPS]:
                if st.button(markup.literal(label), key=f"project-gap-{key}", type="tertiary"):
                    routes.go_gap(key)
    if project.planned_from:
        show(markup.title("谋划依据"), f'<p class="lt-note">{esc(project.planned_from)}</p>')
    where = origin(facts, project.source_id, project.as_of, project.basis)
    show(markup.title("来源"), markup.source(where))


def _pools(seen: View, told: Told) -> tuple[Said, ...]:
    """What of the two pools fits what it makes, with the reason."""
    project = told.project
    held = kept(seen.key("pools", seen.question), lambda: pools(seen.evaluation))
    return fund_and_talent_lines(
        seen.evaluation,
        project.product_ids,
        project.process_ids,
        project.investment_yi,
        project.stage,
        held=held,
    )

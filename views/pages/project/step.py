"""The fields of 改阶段: to which stage, on which day, what happened, and what moves with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from graph.desk.project.moves import STEPS, Step
from graph.desk.project.new_units import parts_of
from graph.model import Project
from graph.reason.timeline import GIVEN_UP
from views.pages.context import View
from views.pages.markup import show
from views.pages.project.filters import words_of
from views.pages.project.rows import on_record, writing_day

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2040, 12, 31)


def ask_step(seen: View, project: Project) -> tuple[Step | None, tuple[Project, ...]]:
    """What was filled in; None while something is lacking."""
    words = words_of(seen)
    stages = [s for s in words if s != project.stage]
    left, right = st.columns(2)
    stage = left.selectbox(
        f"从“{words.get(project.stage, project.stage)}”改到",
        stages,
        index=_next(project.stage, stages),
        format_func=words.__getitem__,
        placeholder="选阶段",
        key=f"move-to-{project.id}",
    )
    day = right.date_input(
        "哪一天",
        value=dt.date.fromisoformat(writing_day(seen)),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=f"move-day-{project.id}",
    )
    event = st.text_input(
        "发生了什么(必填)",
        key=f"move-event-{project.id}",
        max_chars=200,
        placeholder="如:取得施工许可,桩基进场",
    ).strip()
    asked = {"阶段": stage, "日期": day, "发生了什么": event}
    why = None
    if stage in GIVEN_UP:
        label = f"{words[stage]}的原因(必填)"
        why = st.text_input(label, key=f"move-why-{project.id}", max_chars=200).strip()
        asked["原因"] = why
    source, parts = _source(seen, project), _parts(seen, project)
    lacking = [name for name, value in asked.items() if not value]
    if stage is None or day is None or lacking:
        show(f'<p class="lt-note">还缺:{"、".join(lacking)}。</p>')
        return None, ()
    return Step(stage, day.isoformat(), event, why, source), parts


def _next(stage: str, stages: Sequence[str]) -> int | None:
    """Where among ``stages`` the step stands that usually follows; an end is never offered."""
    following = STEPS[STEPS.index(stage) + 1 :] if stage in STEPS else ()
    return next((stages.index(s) for s in following if s in stages), None)


def _source(seen: View, project: Project) -> str | None:
    """Where it is told; nobody's when the office says so itself."""
    names = {s.id: s.title for s in on_record(seen).sources.values()}
    return st.selectbox(
        "消息来源(没有就是本单位填报)",
        list(names),
        index=None,
        format_func=names.__getitem__,
        filter_mode="contains",
        placeholder="本单位填报;有公开来源时打字找",
        key=f"move-source-{project.id}",
    )


def _parts(seen: View, project: Project) -> tuple[Project, ...]:
    """Parts of the project that move with it: at first those that stand where it stands."""
    below = {p.id: p for p in parts_of(on_record(seen), project)}
    if not below:
        return ()
    picked = st.multiselect(
        "下属装置和项目一起改(同阶段的已勾上)",
        list(below),
        default=[id for id, p in below.items() if p.stage == project.stage],
        format_func=lambda id: below[id].name_zh,
        placeholder="都不改",
        select_all=False,
        key=f"move-parts-{project.id}",
    )
    return tuple(below[id] for id in picked)

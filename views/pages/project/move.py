"""改阶段: one dialog that moves a project, its history and its plants together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from graph.desk.editing import standing
from graph.desk.project.moves import Step, applied, moved, unit_moves
from graph.desk.project.new_units import lacks_units, parts_of
from graph.desk.project.unit_moves import followers, units_of
from graph.errors import LianTuError
from graph.model import Capacity, Project
from graph.reason import evaluate
from graph.store.protocol import Change, Ref
from views.pages import markup
from views.pages.both import NOTHING_LOST, both_versions, who_last
from views.pages.client.dialog import ask, done
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.markup import show
from views.pages.project.filters import words_of
from views.pages.project.rows import on_record
from views.pages.project.step import ask_step
from views.pages.project.units import ask_units
from views.tables.project.moves import gap_changes, outside_lines, unit_line


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as it stood when the dialog was opened, and the revisions of all that moves.

    ``note`` says who changed its plants or parts since then.
    """

    project: Project
    revs: dict[Ref, int]
    note: str = ""


def opened(seen: View, project: Project) -> Opened:
    """What the dialog is to start from."""
    facts = on_record(seen)
    family = (project, *parts_of(facts, project))
    rows = [c for p in family for unit in units_of(facts, p) for c in unit]
    refs = [Change.put(record).ref for record in (*family, *rows)]
    return Opened(project, {ref: rev for ref, (_, rev) in standing(seen.store, refs).items()})


def start_move(seen: View, project: Project) -> None:
    """Open the dialog for a project as it stands now; the callback of a button."""
    ask("改阶段", ask_move, opened(seen, project), width="large")


def ask_move(seen: View, held: Opened) -> None:
    """The stage, the day, what happened; what that will change; one button that writes it."""
    facts = on_record(seen)
    project = facts.projects.get(held.project.id)
    if project is None:
        st.info("这个项目已被删去。")
        return
    if project != held.project:
        _somebody_was_faster(seen, held, project)
        return
    _follow_others(seen, held)
    step, parts = ask_step(seen, project)
    if step is None:
        return
    units = ask_units(seen, project) if lacks_units(facts, project, step.stage) else ()
    follow = _follow(seen, project, step)
    try:
        changes = moved(facts, project, step, units, follow)
        for part in parts:
            changes += moved(applied(facts, changes), part, step)
        told = _effects(seen, (project, *parts), step, changes, follow)
    except LianTuError as error:
        st.error(str(error))
        return
    show(markup.title("这样改以后"), markup.bullets(told, ""))
    if st.button("保存", type="primary", key="move-save"):
        _save(seen, held, project, step, changes)


def _follow_others(seen: View, held: Opened) -> None:
    """Begin anew from its plants and parts as they stand, saying who changed them meanwhile."""
    now = opened(seen, held.project)
    if now.revs != held.revs:
        other = dict(now.revs.items() ^ held.revs.items())
        who = ";".join(dict.fromkeys(who_last(seen, ref) for ref in other))
        note = f"您打开以后,它的装置或下属项目已被别人改过({who});下面按现在的算,核对后再保存。"
        ask("改阶段", ask_move, replace(now, note=note), width="large")
        st.rerun()
    if held.note:
        st.warning(held.note)


def _follow(seen: View, project: Project, step: Step) -> tuple[str, ...]:
    """Which of its plants go along, where that is a question at all."""
    facts = on_record(seen)
    moves = {m.unit_id: m for m in unit_moves(facts, project, step)}
    along = followers(facts, project, step.stage, step.date)
    if len(moves) < 2:
        return along
    return tuple(
        st.multiselect(
            "哪些装置跟着变(和项目同阶段的已勾上)",
            list(moves),
            default=list(along),
            format_func=lambda id: unit_line(facts, moves[id]),
            placeholder="都不变",
            select_all=False,
            key=f"move-follow-{project.id}-{step.stage}",
        )
    )


def _effects(
    seen: View,
    projects: Sequence[Project],
    step: Step,
    changes: Sequence[Change],
    follow: Sequence[str],
) -> list[str]:
    """The plants that change, then what that does to the gap list on the day looked at."""
    facts = on_record(seen)
    along = {
        *follow,
        *(u for p in projects[1:] for u in followers(facts, p, step.stage, step.date)),
    }
    moves = (m for p in projects for m in unit_moves(facts, p, step))
    lines = [unit_line(facts, m) for m in moves if m.unit_id in along]
    lines += _added(changes, facts.capacities)
    if not lines:
        return ["只改项目库:没有装置跟着变,现状图和缺口清单不变。"]
    lines += outside_lines(facts, seen.evaluation.region, along)
    if step.date > seen.date:
        return [*lines, f"页面看的是 {seen.date};到 {step.date} 现状图和缺口清单才变。"]
    before = seen.evaluation
    after = evaluate(
        applied(before.given, changes),
        before.rules,
        before.as_of,
        region_id=before.region.region_id,
        with_nearby=before.region.with_nearby,
        like=before,
    )
    products = [id for p in projects for id in p.product_ids]
    found = gap_changes(before, after, products)
    return [*lines, *(found or [f"缺口清单({seen.scope})没有增减。"])]


def _added(changes: Iterable[Change], known: dict[str, Capacity]) -> list[str]:
    units = {c.unit_id for c in known.values()}
    rows = [c.record for c in changes if isinstance(c.record, Capacity)]
    return [f"新加{r.name_zh}:{r.status}" for r in rows if r.unit_id not in units]


def _save(
    seen: View, held: Opened, project: Project, step: Step, changes: Sequence[Change]
) -> None:
    word = words_of(seen)[step.stage]
    expect = {change.ref: held.revs.get(change.ref, 0) for change in changes}
    reason = f"改阶段:{word}({step.event})"
    if written(seen, changes, None, reason, failed="阶段没有改", expect=expect):
        units = any(change.ref[0] == Capacity.kind for change in changes)
        more = ";现状图和缺口清单已跟着变" if units else ""
        say_next(f"{project.name_zh}:已改为“{word}”{more}")
        done()


def _somebody_was_faster(seen: View, held: Opened, project: Project) -> None:
    """Both versions, and the way on from what stands now."""
    who = who_last(seen, (Project.kind, project.id))
    st.warning(f"您打开以后,这个项目已被别人改过({who})。{NOTHING_LOST}")
    kind = seen.workspace.schema[Project.kind]
    wanted = st.session_state.get(f"move-to-{project.id}") or held.project.stage
    mine = replace(held.project, stage=wanted)
    both_versions(seen, kind, [("", held.project, project, mine)])
    if st.button("在他改的基础上继续", type="primary", key="move-again"):
        start_move(seen, project)
        st.rerun()

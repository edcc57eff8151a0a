"""项目库 as a board: one column per stage, furthest to the right; the ended ones last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.desk.project.projects import Told
from graph.reason.timeline import GIVEN_UP
from views.pages import markup
from views.pages.context import View
from views.pages.markup import esc, show
from views.pages.project.filters import words_of
from views.pages.project.listing import sums
from views.tables.project import projects as table

MOST = 12


def project_board(seen: View, rows: Sequence[Told]) -> None:
    """A column for every stage; a click on a project opens it in full."""
    sums(seen, rows)
    if not rows:
        return
    words = words_of(seen)
    stages = [*(s for s in words if s not in GIVEN_UP), *(s for s in words if s in GIVEN_UP)]
    by_stage = {s: [r for r in rows if r.project.stage == s] for s in stages}
    other = [r for r in rows if r.project.stage not in by_stage]
    columns = [_column(seen, words.get(s, s), found) for s, found in by_stage.items() if found]
    if other:
        columns.append(_column(seen, "未核", other))
    empty = [words[s] for s, found in by_stage.items() if not found]
    none = f'<p class="lt-note">没有项目的阶段:{esc("、".join(empty))}</p>' if empty else ""
    show(f'<div class="lt-board">{"".join(columns)}</div>{none}')


def _column(seen: View, word: str, rows: Sequence[Told]) -> str:
    cards = "".join(_card(table.card(seen.evaluation, row)) for row in rows[:MOST])
    left = len(rows) - MOST
    more = f'<p class="lt-note">其余 {left} 个看列表,或再筛选。</p>' if left > 0 else ""
    return (
        f'<section><h4 class="lt-stage">{esc(word)}<b>{len(rows)}</b></h4>{cards}{more}</section>'
    )


def _card(card: table.Card) -> str:
    flags = "".join(markup.chip(flag, "weak", "!") for flag in card.flags)
    return (
        f'<div class="lt-project">{markup.anchor(card.name, "project", card.id)}'
        f'<p class="lt-sub">{esc(card.who)}</p><p class="lt-sub">{esc(card.figures)}</p>'
        f"{flags}</div>"
    )


def stage_steps(words: Mapping[str, str], steps: Sequence[str], stage: str) -> str:
    """The way of a project as a row of stages, those it has come through filled."""
    at = steps.index(stage) if stage in steps else -1
    items = "".join(
        f'<li class="{_step_class(n, at)}">{esc(words.get(s, s))}</li>' for n, s in enumerate(steps)
    )
    ended = "" if at >= 0 else markup.chip(words.get(stage, stage), "off")
    return f'<ol class="lt-steps">{items}</ol>{ended}'


def _step_class(place: int, at: int) -> str:
    return "now" if place == at else "done" if place < at else "todo"

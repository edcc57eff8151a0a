"""结论变化: what the forms of one loading changed, with the answers that caused it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from graph.desk.editing import commit_revisions
from graph.desk.survey.effects import Effects
from graph.model import Source
from graph.store.protocol import CommitInfo, Revision
from views import surveys
from views.pages import downloads, markup
from views.pages.context import View
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.pages.survey.common import as_of_today, tiles
from views.tables import changes
from views.tables.changes import Reason
from views.tables.survey import effects as survey_effects

SHOWN, SHOWN_REASONS = 60, 3


def part(seen: View) -> None:
    """Which loading, then four lists."""
    takings = surveys.takings(seen.store)
    if not takings:
        st.info("还没有载入过交回的表。到“收表”把文件拖进来。")
        return
    now = as_of_today(seen)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        commit = st.selectbox(
            "哪一次载入",
            takings,
            format_func=_named,
            key="survey-commit",
            placeholder="选一次",
            width=620,
        )
        revisions = commit_revisions(now.store, commit.commit_id)
        found = kept(
            now.key("survey-effects", commit.commit_id, now.question),
            lambda: surveys.effects_of(now.store, now.evaluation, revisions),
        )
        downloads.table_button(
            now,
            "摸底后变了的结论",
            survey_effects.COLUMNS,
            lambda: survey_effects.rows(now.facts, now.workspace.schema, found),
            "survey-effects-xlsx",
        )
    _about(revisions)
    tiles(survey_effects.numbers(found))
    _lists(now, found)


def _named(commit: CommitInfo) -> str:
    at = dt.datetime.fromisoformat(commit.time).astimezone()
    return f"{at:%Y-%m-%d %H:%M} {commit.actor} {commit.reason}"


def _about(revisions: Sequence[Revision]) -> None:
    """The forms that are the source."""
    titles = dict.fromkeys(r.after.title for r in revisions if isinstance(r.after, Source))
    told = f"依据:{'、'.join(titles)}。" if titles else ""
    show(f'<p class="lt-note">{esc(told)}别的都不变,只看有没有这几张表,结论差在哪里。</p>')


def _lists(now: View, found: Effects) -> None:
    if found.is_none:
        st.info("没有结论因此改变:填的与已掌握的一致,或还要和别的事一起问清才定得下。")
        return
    left, right = st.columns([1, 1], gap="medium")
    with left:
        _states(now, found)
    with right:
        for word, rows in survey_effects.lines(found):
            told = [changes.line(now.facts, row) for row in rows]
            items = [
                f"{markup.kind_chip(t.kind)}<b>{esc(t.product)}</b> {esc(t.size)} "
                f'<span class="lt-src">{esc(t.rank)}</span>{_reasons(t.reasons)}'
                for t in told
            ]
            _list(word, items)


def _states(now: View, found: Effects) -> None:
    items = [
        f"<b>{esc(now.facts.products[row.product_id].name_zh)}</b> "
        f"{markup.state_chip(row.before)} → {markup.state_chip(row.after)}"
        f"{_reasons(survey_effects.reasons(now.facts, now.workspace.schema, row))}"
        for row in found.states
    ]
    _list(survey_effects.STATES, items)


def _list(word: str, items: Sequence[str]) -> None:
    show(f'<h3 class="lt-col">{esc(word)} {len(items)} 个</h3>')
    if not items:
        show(f'<p class="lt-none">{esc(survey_effects.EMPTY[word])}</p>')
        return
    rows = "".join(f"<li>{item}</li>" for item in items[:SHOWN])
    more = f'<p class="lt-note">其余 {len(items) - SHOWN} 个见 Excel。</p>'
    show(f'<ul class="lt-list">{rows}</ul>', more if len(items) > SHOWN else "")


def _reasons(told: Sequence[Reason]) -> str:
    first, rest = told[:SHOWN_REASONS], told[SHOWN_REASONS:]
    shown = "".join(f"<br>{_reason(item)}" for item in first)
    hidden = "<br>".join(map(_reason, rest))
    more = f"<details><summary>还有 {len(rest)} 条</summary>{hidden}</details>" if rest else ""
    return shown + more


def _reason(item: Reason) -> str:
    source = f" {markup.source(item.origin)}" if item.origin else ""
    return f"· {esc(item.text)}{source}"

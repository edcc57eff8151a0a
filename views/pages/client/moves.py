"""Writing down what happened with a firm: a step, a talk, a firm taken off the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from graph.desk.client.clients import ENDED, NO_TALK, Told, moved, talked
from graph.desk.client.reading import visits_of
from graph.desk.editing import rebased
from graph.errors import BadRequest
from graph.model import Firm, Lead, Visit
from graph.store.protocol import Change
from views import settings
from views.pages.client.base import Standing, save_button
from views.pages.client.dialog import done
from views.pages.client.filters import CHOSEN, words_of
from views.pages.context import View
from views.pages.desk import minute, new_id, say_next, written
from views.pages.people import my_name
from views.texts import NOBODY

_LONGEST = 2000


def forward(seen: View, lead: Lead, rev: int, stage: str) -> None:
    """Take a firm to another stage; the callback of a button."""
    _move(seen, lead, rev, stage, None)


def _move(seen: View, lead: Lead, rev: int, stage: str, why: str | None) -> bool:
    if lead.stage == stage:
        say_next(f"已经是“{words_of(seen)[stage]}”,没有重复记")
        return True
    told = Told(me(), minute(), settings.today(), new_id())
    after, visit = moved(lead, stage, told, why=why)
    changes = [Change.put(after), Change.put(visit)]
    name, word = firm_called(seen, lead.firm_id), words_of(seen)[stage]
    expect = {("lead", lead.id): rev}
    ok = written(seen, changes, None, f"改进度:{word}", failed="进度没有改", expect=expect)
    if ok:
        say_next(f"{name}:已改为“{word}”")
    return ok


def me() -> str | None:
    """Who is at the keyboard; None when nobody said."""
    name = my_name()
    return None if name == NOBODY else name


def firm_called(seen: View, firm_id: str) -> str:
    """What a firm is called, one of a national data set too."""
    if firm_id in seen.facts.firms:
        return seen.facts.firm_name(firm_id)
    found = next(iter(seen.store.get("firm", [firm_id])), None)
    return (found.short_name or found.name_zh) if isinstance(found, Firm) else firm_id


def ask_stage(seen: View, lead: Lead, rev: int) -> None:
    """Any stage; 暂缓 and 放弃 ask for the reason."""
    words = words_of(seen)
    stages = list(words)
    stage = st.selectbox(
        "现在到哪一步",
        stages,
        index=stages.index(lead.stage),
        format_func=words.__getitem__,
        key=f"move-stage-{lead.id}",
    )
    label = "原因(必填)" if stage in ENDED else "说明(可不填)"
    why = st.text_area(label, key=f"move-why-{lead.id}", max_chars=_LONGEST, height=90)
    mine, is_same = replace(lead, stage=stage), stage == lead.stage
    base = save_button(seen, lead, rev, mine, key="move-save", disabled=is_same)
    if base is None:
        return
    try:
        ok = _move(seen, *base, stage, why)
    except BadRequest as error:
        st.error(str(error))
        return
    if ok:
        done()


def ask_talk(seen: View, lead: Lead, rev: int) -> None:
    """What was said, where that leaves the firm, and what is next: written in one step."""
    today = dt.date.fromisoformat(settings.today())
    column = seen.workspace.schema["visit"].column("way")
    words, name = words_of(seen), me()
    stages = list(words)
    first, second, third, fourth = st.columns(4)
    day = first.date_input(
        "日期", today, max_value=today, format="YYYY-MM-DD", key=f"talk-date-{rev}"
    )
    ways = [way for way in column.choices if way != NO_TALK]
    way = second.selectbox("方式", ways, key=f"talk-way-{rev}")
    ours = third.text_input("我方人员", name or "", key=f"talk-ours-{rev}", max_chars=100)
    theirs = fourth.text_input("对方人员", key=f"talk-theirs-{rev}", max_chars=100)
    text = st.text_area("谈了什么(必填)", key=f"talk-text-{rev}", max_chars=_LONGEST, height=110)
    left, middle, right = st.columns([1, 2, 1])
    stage = left.selectbox(
        "谈后进度",
        stages,
        index=stages.index(lead.stage),
        format_func=words.__getitem__,
        key=f"talk-stage-{rev}",
    )
    action = middle.text_input(
        "下次动作", lead.next_action or "", key=f"talk-action-{rev}", max_chars=200
    )
    due = right.date_input("期限", _day(lead.next_due), format="YYYY-MM-DD", key=f"talk-due-{rev}")
    kept = lead.next_due if _day(lead.next_due) is None else None
    following = (action.strip() or None, due.isoformat() if due else kept)
    mine = replace(lead, stage=stage, next_action=following[0], next_due=following[1])
    base = save_button(seen, lead, rev, mine, key="talk-save")
    if base is None:
        return
    if not text.strip():
        st.error("还没有写谈了什么。")
        return
    date = (day or today).isoformat()
    visit = Visit(
        *(new_id(), lead.id, date, str(way), ours.strip() or None, theirs.strip() or None),
        *(text.strip(), _stage_told(seen, lead, stage, date, base[0]), name, minute()),
    )
    if _write_talk(seen, lead, talked(lead, visit, *following), visit, base):
        done()


def _stage_told(seen: View, lead: Lead, stage: str, date: str, now: Lead) -> str | None:
    """The stage a talk tells of: the one chosen, else where the firm stands.

    An old talk noted down later does not tell where it stands today.
    """
    if stage != lead.stage:
        return stage
    days = (lead.made_at[:10], *(v.date for v in visits_of(seen.store, [lead.id])))
    return None if date < max(days) else now.stage


def _write_talk(seen: View, start: Lead, mine: Lead, visit: Visit, base: Standing) -> bool:
    """Write the talk, and what it changed of the firm on top of how the firm stands now."""
    now, rev = base
    after = rebased(start, mine, now, seen.workspace.schema[Lead.kind])
    changes = [Change.put(after), Change.put(visit)]
    expect = {("lead", now.id): rev, ("visit", visit.id): 0}
    ok = written(seen, changes, None, f"记联系:{visit.way}", failed="没有记上", expect=expect)
    if ok:
        say_next("已记下这次联系")
    return ok


def _day(text: str | None) -> dt.date | None:
    """A day that is given in full; a year or a month has to be chosen anew."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def ask_removal(seen: View, lead: Lead, rev: int) -> None:
    """Take a firm off the list with its talks; the history keeps them and it may be undone."""
    name, visits = firm_called(seen, lead.firm_id), visits_of(seen.store, [lead.id])
    st.text(f"把“{name}”连同 {len(visits)} 条联系记录移出客商库?修改记录里还在,可以撤销。")
    why = st.text_input("为什么", key="remove-why", max_chars=200)
    if st.button("移出", type="primary", key="remove-client", disabled=not why.strip()):
        changes = [Change.delete("lead", lead.id), *(Change.delete("visit", v.id) for v in visits)]
        expect = {("lead", lead.id): rev}
        reason = f"移出客商库:{why.strip()}"
        if written(seen, changes, None, reason, failed="没有移出", expect=expect):
            st.session_state[CHOSEN] = None
            say_next(f"已移出{name}")
            done()

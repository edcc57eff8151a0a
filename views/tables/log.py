"""修改记录: one line per change, what it did in words, column by column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.desk.editing import field_changes
from graph.desk.log import Entry, Summary
from graph.model import PRIVATE_KINDS, Record
from graph.schema import Schema
from graph.store.dates import last_day
from graph.store.protocol import Revision
from loaders.cells import parse_date
from loaders.fresh import ACTOR
from loaders.headers import shown_label
from loaders.private import public_schema
from views.tables.named import Names
from views.tables.weights import local

COLUMNS = ("时间", "谁", "为什么", "改了什么", "条数")
DETAIL_COLUMNS = (
    "时间",
    "谁",
    "为什么",
    "哪一类",
    "哪一条",
    "编号",
    "怎么改",
    "列",
    "改前",
    "改后",
)
PRIVATE = "联系人内容不在修改记录里显示,请到客商库看。"
WRITTEN = "这是程序载入或更新的随附数据,不能一键撤销:撤了会少掉推理要用的记录。要退回请用备份。"
BATCHED = "这是分批写入的,不能一键撤销;要退回请用备份。"
PRESENTING = "会议演示时不能撤销(联系人看不全);关掉会议演示再撤销。"
SHOWN_WHY = 80
SHOWN_LATER = 5
HIDDEN = {"held_update": ("id", "target_kind", "target_id", "theirs")}
"""Columns of a kind that only the program reads."""
Cell = str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One column of one record, before and after, in words; None is unknown."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One revision in words; ``lines`` is empty for what is personal (``is_private``)."""

    when: str
    who: str
    why: str
    kind: str
    name: str
    id: str
    how: str
    lines: tuple[Line, ...]
    is_private: bool


def row(schema: Schema, names: Names, entry: Entry) -> tuple[Cell, ...]:
    """One line of the list, in the order of ``COLUMNS``."""
    info, summary = entry.info, entry.summary
    count = f"{summary.total} 以上" if summary.is_cut else str(summary.total)
    return local(info.time), info.actor, info.reason, what(schema, names, summary), count


def what(schema: Schema, names: Names, summary: Summary) -> str:
    """What a commit touched: the record when it is one, else how many of which kinds."""
    if summary.first is None:
        return "没有改动"
    if summary.total == 1:
        told = summary.first
        label = schema[told.ref[0]].label_zh
        return f"{HOW[_how(told)]}{label}“{_name(names, told)}”"
    parts = sorted(summary.kinds.items(), key=lambda part: -part[1])
    shown = "、".join(f"{schema[kind].label_zh} {n} 条" for kind, n in parts[:4])
    return shown + ("等" if len(parts) > 4 else "")


def days(since: str, until: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of what was typed; a month or a year is taken whole.

    Raises
    ------
    CellError
        It is no date; the text says what to write instead.

    Examples
    --------
    >>> days("2026-10", "2026年11月")
    (datetime.date(2026, 10, 1), datetime.date(2026, 11, 30))
    >>> days("", "")
    (None, None)
    """
    first = f"{parse_date(since)}-01-01" if since.strip() else ""
    last = last_day(parse_date(until)) if until.strip() else ""
    return (
        dt.date.fromisoformat(first[:10]) if first else None,
        dt.date.fromisoformat(last) if last else None,
    )


HOW = {"new": "新增", "change": "修改", "gone": "删去"}


def _how(revision: Revision) -> str:
    if revision.after is None:
        return "gone"
    return "new" if revision.before is None else "change"


def _name(names: Names, revision: Revision) -> str:
    record = revision.after or revision.before
    if record is None:
        return revision.ref[1]
    return names.about(record) if record.kind in PRIVATE_KINDS else names.of(record)


def records(revisions: Iterable[Revision]) -> list[Record]:
    """All versions in revisions: whose references are to be named."""
    return [r for told in revisions for r in (told.before, told.after) if r is not None]


def told(schema: Schema, names: Names, revision: Revision) -> Told:
    """One revision in words."""
    kind = schema[revision.ref[0]]
    is_private = kind.name in PRIVATE_KINDS
    changes = () if is_private else field_changes(revision.before, revision.after, kind)
    lines = tuple(
        Line(
            shown_label(kind.column(change.field)),
            names.field(revision.before, kind.column(change.field)),
            names.field(revision.after, kind.column(change.field)),
        )
        for change in changes
        if change.field not in HIDDEN.get(kind.name, ("id",))
    )
    return Told(
        local(revision.time),
        revision.actor,
        revision.reason,
        kind.label_zh,
        _name(names, revision),
        revision.ref[1],
        HOW[_how(revision)],
        lines,
        is_private,
    )


def detail_rows(
    schema: Schema, names: Names, revisions: Iterable[Revision]
) -> list[tuple[Cell, ...]]:
    """One row per column changed, in the order of ``DETAIL_COLUMNS``; nothing personal."""
    rows: list[tuple[Cell, ...]] = []
    shown = public_schema(schema)
    for item in (told(shown, names, revision) for revision in revisions):
        head = (item.when, item.who, item.why, item.kind, item.name, item.id, item.how)
        lines: Sequence[Line] = item.lines or (
            Line(PRIVATE if item.is_private else "", None, None),
        )
        rows += [(*head, line.label or None, line.before, line.after) for line in lines]
    return rows


def fixed(entry: Entry) -> str | None:
    """Why a line of the log cannot be taken back with a button; None when it can."""
    if entry.info.actor == ACTOR:
        return WRITTEN
    return BATCHED if len(entry.commits) > 1 else None


def undo_reason(why: str) -> str:
    """What stands in the history as the reason of taking something back.

    Examples
    --------
    >>> undo_reason("改客商")
    '撤销:改客商'
    """
    short = why if len(why) <= SHOWN_WHY else f"{why[:SHOWN_WHY]}…"
    return f"撤销:{short}"


def cannot_undo(schema: Schema, names: Names, later: Sequence[Revision]) -> str:
    """Which records somebody changed since, so that nothing was taken back."""
    who = "\n".join(f"- {_since(schema, names, r)}" for r in later[:SHOWN_LATER])
    more = f"\n- 等 {len(later)} 条" if len(later) > SHOWN_LATER else ""
    return (
        "没有撤销,什么也没有写入:这次修改之后又有人改过同样的记录。\n"
        f"{who}{more}\n\n先撤销后来的那次,或直接把记录改成想要的样子。"
    )


def _since(schema: Schema, names: Names, later: Revision) -> str:
    label = schema[later.ref[0]].label_zh
    return (
        f"{label}“{_name(names, later)}”由 {later.actor} 在 {local(later.time)} "
        f"{HOW[_how(later)]}过(原因:{later.reason})"
    )

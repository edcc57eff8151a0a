"""这些结论变了, in words: states of products and gap lines, with the answers that caused it."""

from __future__ import annotations

from graph.desk.survey.effects import Effects, StateChange, UnitTold
from graph.facts import Facts
from graph.reason.change.diff import Difference
from graph.schema import Schema
from loaders.headers import shown_label
from views import change_texts, texts
from views.tables.changes import Reason, line
from views.tables.origin import origin
from views.tables.values import cell_text

STATES, NEW, CLOSED, RESIZED = GROUPS = ("供需判断变了", "新增的缺口", "去掉的缺口", "数量变了")
COLUMNS = ("变化", "类", "产品", "子链", "之前", "现在", "原因", "来源")
EMPTY = {
    STATES: "没有产品的供需判断变。",
    NEW: "没有新增的缺口。",
    CLOSED: "没有去掉的缺口。",
    RESIZED: "没有缺口改了数量。",
}
Cell = str | None


def numbers(found: Effects) -> tuple[tuple[str, str], ...]:
    """Figures over the lists."""
    asked = f"{found.asked_before} → {found.asked_after}"
    return (
        (STATES, str(len(found.states))),
        (NEW, str(len(found.diff.new))),
        (CLOSED, str(len(found.diff.closed))),
        (RESIZED, str(len(found.resized))),
        ("还要问清(件)", asked),
    )


def reasons(facts: Facts, schema: Schema, row: StateChange) -> tuple[Reason, ...]:
    """Each fact behind a change of state, with its source."""
    moved = (
        Reason(
            change_texts.because(e),
            origin(facts, e.source_id, e.as_of, e.basis) if e.source_id else None,
        )
        for e in row.because
    )
    told = (
        Reason(_told(facts, schema, t), origin(facts, t.source_id, t.as_of, t.basis))
        for t in row.told
    )
    return (*moved, *told)


def _told(facts: Facts, schema: Schema, told: UnitTold) -> str:
    column = schema["capacity"].column(told.field)
    before, after = (cell_text(facts, column, v) or "未知" for v in (told.before, told.after))
    firm = facts.firm_name(told.firm_id)
    return f"{firm}“{told.name}”的{shown_label(column)}从 {before} 定为 {after}"


def lines(found: Effects) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
    """The gap lines under their headings."""
    return ((NEW, found.diff.new), (CLOSED, found.diff.closed), (RESIZED, found.resized))


def rows(facts: Facts, schema: Schema, found: Effects) -> list[tuple[Cell, ...]]:
    """Everything for the workbook, in the order of ``COLUMNS``."""
    states = [_state_row(facts, schema, row) for row in found.states]
    return states + [_line_row(facts, w, r) for w, told in lines(found) for r in told]


def _state_row(facts: Facts, schema: Schema, row: StateChange) -> tuple[Cell, ...]:
    product = facts.products[row.product_id]
    told = reasons(facts, schema, row)
    head = (STATES, None, product.name_zh, product.segment, row.before, row.after)
    return (*head, *_why(told))


def _line_row(facts: Facts, word: str, row: Difference) -> tuple[Cell, ...]:
    product = facts.products[row.product_id]
    sizes = (texts.quantity(g.gap.likely) if g else None for g in (row.before, row.after))
    head = (word, row.kind, product.name_zh, product.segment, *sizes)
    return (*head, *_why(line(facts, row).reasons))


def _why(told: tuple[Reason, ...]) -> tuple[Cell, Cell]:
    sources = dict.fromkeys(r.origin.line() for r in told if r.origin)
    return ";".join(r.text for r in told) or None, ";".join(sources) or None

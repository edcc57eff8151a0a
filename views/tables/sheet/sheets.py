"""表格进出 as rows and words: what is new, what changes, what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.facts import Facts
from graph.model import Record
from graph.schema import Column, KindSchema, Schema
from loaders.codes import codes_of
from loaders.headers import bind, shown_label
from loaders.oldsheets.match import is_private
from loaders.preview import ref_of
from loaders.same_record import Near
from loaders.sheet.look import Looked, Rejected
from loaders.sheet.names import Question
from loaders.sheet.source import Source
from views.name_texts import verdict_text
from views.sheets_out import Filter
from views.tables.values import cell_text

CHANGED_COLUMNS = ("名称", "列", "现在", "改成")
REJECTED_COLUMNS = ("工作表", "行", "列", "填的值", "原因")
SHOWN = 500
TARGETS = {"project": "项目", "goal": "目标", "firm": "企业", "task": "任务", "segment": "子链"}
NONE_OF_THEM = "都不是,新建一条"
_ROW = 18


def summary(seen: Looked) -> str:
    """The counts in one sentence."""
    out = [
        f"新增 {len(seen.preview.added)} 条",
        f"修改 {len(seen.preview.changed)} 条",
        f"不变 {seen.preview.unchanged} 条",
    ]
    if seen.rejected:
        word = "有问题、不载入" if seen.preview.commit is None else "有问题、没有载入"
        out.append(f"{word} {len(seen.rejected)} 行")
    if seen.preview.skipped:
        out.append(f"跳过示例 {len(seen.preview.skipped)} 行")
    return ",".join(out)


def added_rows(
    records: Sequence[Record], kind: KindSchema, facts: Facts
) -> list[dict[str, str | None]]:
    """New records of one kind, the columns that say something; the first ``SHOWN``."""
    used = [
        c
        for c in kind.columns
        if c.name not in ("basis", "made_by", "made_at")
        and any(getattr(r, c.name) not in (None, ()) for r in records)
    ]
    ids = [c for c in used if c.name == "id"]
    rest = [c for c in used if c.name != "id"]
    return [
        {shown_label(c): cell_text(facts, c, getattr(r, c.name)) for c in (*rest, *ids)}
        for r in records[:SHOWN]
    ]


def changed_rows(seen: Looked, schema: Schema, facts: Facts) -> list[tuple[str, ...]]:
    """Every field that would change, before and after; the first ``SHOWN``."""
    records = {ref_of(record): record for record in seen.records}
    out: list[tuple[str, ...]] = []
    for change in seen.preview.changed:
        kind, record = schema[change.ref[0]], records.get(change.ref)
        name = _name(record, facts) if record is not None else change.name
        for one in change.fields:
            column = kind.column(one.field)
            before, after = (cell_text(facts, column, v) or "(空)" for v in (one.before, one.after))
            out.append((name, shown_label(column), before, after))
        if len(out) >= SHOWN:
            break
    return out[:SHOWN]


def changed_cells(seen: Looked) -> int:
    """How many lines :func:`changed_rows` would have without an end."""
    return sum(len(change.fields) for change in seen.preview.changed)


def _name(record: Record, facts: Facts) -> str:
    for column in ("name_zh", "title", "target_name", "name", "indicator"):
        if found := getattr(record, column, None):
            return str(found)
    firm_id = getattr(record, "firm_id", None)
    return facts.firm_name(firm_id) if firm_id else str(getattr(record, "id", ""))


def rejected_rows(rejected: Sequence[Rejected]) -> list[tuple[str, str, str, str, str]]:
    """Rows left out, one line a problem; the first ``SHOWN``."""
    return [
        (
            row.sheet or row.file,
            str(row.row),
            problem.column or "",
            "" if problem.value is None else str(problem.value),
            problem.remedy,
        )
        for row in rejected
        for problem in row.problems
    ][:SHOWN]


def rejected_at(rejected: Sequence[Rejected], line: int) -> Rejected:
    """The row that line ``line`` of :func:`rejected_rows` tells of."""
    left = line
    for row in rejected:
        if left < len(row.problems):
            return row
        left -= len(row.problems)
    return rejected[0]


def column_at(source: Source, label: str, kind: KindSchema) -> Column | None:
    """The column of ours behind a header of the file; None for one we do not keep."""
    if source.plan is not None:
        tie = next((t for t in source.plan.ties if t.label == label), None)
        return kind.column(tie.column) if tie and tie.column else None
    for bound in bind(source.table, kind).bounds:
        if bound.label == label:
            return bound.column
    return next((c for c in kind.columns if c.label_zh == label), None)


def value_at(source: Source, row: int, label: str) -> Any:
    """What stands in a cell of the file."""
    if label not in source.table.header:
        return None
    index = source.table.header.index(label)
    for one in source.table.rows:
        if one.number == row:
            return one.cells[index] if index < len(one.cells) else None
    return None


def rows_with(rejected: Sequence[Rejected], row: Rejected, label: str, value: Any) -> list[int]:
    """Rows left out for the same value in the same column of the same sheet."""
    return [
        other.row
        for other in rejected
        if other.sheet == row.sheet
        and any(p.column == label and p.value == value for p in other.problems)
    ]


def question_text(question: Question, schema: Schema) -> str:
    """What is asked about a name."""
    rows = "、".join(map(str, dict.fromkeys(question.rows[:6])))
    more = "等" if len(set(question.rows)) > 6 else ""
    label = schema[question.kind].label_zh
    first = question.near[0].name
    return f"第 {rows} 行{more}的“{question.name}”,和库里的“{first}”是同一个{label}吗?"


def answer_text(near: Near) -> str:
    """One of the answers: a record on file, and why it may be meant."""
    why = f"({verdict_text(near.why)})" if near.why else ""
    return f"就是“{near.name}”{why}"


def filter_text(kind: KindSchema, wanted: Filter, region: str) -> str:
    """Which records were chosen, for the workbook itself."""
    said = [f"只要{region}" if wanted.region_id else "不限地区"]
    for name, values in wanted.choices.items():
        if values:
            column = kind.column(name)
            shown = "、".join(choice_text(column, value) for value in values)
            said.append(f"{column.label_zh}:{shown}")
    if wanted.text.strip():
        said.append(f"含有“{wanted.text.strip()}”")
    return f"筛选:{';'.join(said)}"


def row_text(source: Source, row: int) -> str:
    """What a row of the file says in its first text cells: whose row it is."""
    cells = next((r.cells for r in source.table.rows if r.number == row), ())
    private = {i for i, label in enumerate(source.table.header) if is_private(label)}
    said = [
        str(value)
        for i, value in enumerate(cells)
        if isinstance(value, str) and value.strip() and i not in private
    ]
    return " · ".join(f"{text[:_ROW]}…" if len(text) > _ROW else text for text in said[:3])


def choice_text(column: Column, choice: str) -> str:
    """One choice of a closed list as people say it."""
    words: dict[str, str] = {code: word for word, code in codes_of(column).items()}
    if column.name == "target_kind":
        words |= TARGETS
    return words.get(choice, choice)

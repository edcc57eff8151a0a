"""The annexes as grids: which columns may be typed over, and what was typed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.desk.ladder.annex import EntryRow
from graph.desk.ladder.edit import Edit, plan_edits
from graph.desk.ladder.ladders import Book
from graph.desk.ladder.plan import PlanRow
from graph.model import Ladder
from loaders.cells import CellError, parse_date
from views.tables.ladder import annex as table
from views.tables.ladder.words import tier_reason

Line = Mapping[str, Any]
PLAN_FIELDS = {
    "培育目标档次": "to_tier",
    "存在困难": "difficulty",
    "责任单位": "duty_unit",
    "联系领导": "leader",
}
ENTRY_FIELDS = {
    "本年预计营收(万元)": "expected_revenue_wan",
    "预计入规月份": "plan_month",
    "存在困难": "difficulty",
    "帮扶措施": "measures",
    "责任单位": "duty_unit",
    "联络员": "liaison",
    "结果": "state",
}
ENTRY_LOCKED = ("序号", "企业名称", "所在镇街/园区", "主要产品", "上年营收(万元)", "类型")


def target_label(year: int) -> str:
    """Header of a year's goal."""
    return f"{year} 年{table.GROUP}"


def plan_lines(book: Book, base: int, years: Sequence[int], rows: Sequence[PlanRow]) -> list[Line]:
    """The first annex as a grid, one column more: what the tier follows from."""
    heads = table.labels(table.plan_heads(base, years))
    return [
        {
            **dict(zip(heads, table.plan_cells(book, n, row), strict=True)),
            "档次依据": tier_reason(book.facts, row.tier),
        }
        for n, row in enumerate(rows, 1)
    ]


def entry_lines(book: Book, rows: Sequence[EntryRow]) -> list[Line]:
    """The third annex as a grid; the help is split into what can be typed."""
    heads = table.labels(table.ENTRY_HEADS)
    out: list[Line] = []
    for n, row in enumerate(rows, 1):
        cells = dict(zip(heads, table.entry_cells(book, n, row), strict=True))
        line = {name: cells[name] for name in ENTRY_LOCKED}
        out.append({**line, **{k: getattr(row.record, f) for k, f in ENTRY_FIELDS.items()}})
    return out


def changed(before: Line, after: Line, columns: Sequence[str]) -> dict[str, Any]:
    """Cells of one line that were typed over; an emptied cell is None.

    Examples
    --------
    >>> changed({"a": 1.0, "b": None}, {"a": 1.0, "b": " 区科工局 "}, ["a", "b"])
    {'b': '区科工局'}
    >>> changed({"a": 1.0}, {"a": float("nan")}, ["a"])
    {'a': None}
    """
    pairs = ((c, _value(before.get(c)), _value(after.get(c))) for c in columns)
    return {c: new for c, old, new in pairs if old != new}


def _value(given: Any) -> Any:
    if isinstance(given, str):
        return given.strip() or None
    return None if isinstance(given, float) and math.isnan(given) else given


def plan_typed(
    rows: Sequence[PlanRow],
    before: Sequence[Line],
    after: Sequence[Line],
    years: Sequence[int],
    *,
    region_id: str,
    year: int,
    made_by: str | None,
) -> tuple[Edit, ...]:
    """Records that hold what was typed into the first annex."""
    labels = {target_label(y): y for y in years}
    out: list[Edit] = []
    for row, old, new in zip(rows, before, after, strict=True):
        cells = changed(old, new, (*labels, *PLAN_FIELDS))
        if cells:
            out += plan_edits(
                row,
                years,
                {labels[c]: v for c, v in cells.items() if c in labels},
                {PLAN_FIELDS[c]: v for c, v in cells.items() if c in PLAN_FIELDS},
                region_id=region_id,
                year=year,
                made_by=made_by,
            )
    return tuple(out)


def entry_typed(
    records: Sequence[Ladder], before: Sequence[Line], after: Sequence[Line]
) -> tuple[Edit, ...]:
    """Records that hold what was typed into the third annex.

    Raises
    ------
    CellError
        A month nobody can read, or a result taken away.
    """
    out = []
    for record, old, new in zip(records, before, after, strict=True):
        cells = changed(old, new, tuple(ENTRY_FIELDS))
        if cells:
            fields = {ENTRY_FIELDS[c]: v for c, v in cells.items()}
            out.append(Edit(record, replace(record, **_checked(old, fields))))
    return tuple(out)


def _checked(line: Line, fields: dict[str, Any]) -> dict[str, Any]:
    name = line["企业名称"]
    if fields.get("plan_month"):
        try:
            fields["plan_month"] = parse_date(str(fields["plan_month"]))
        except CellError as error:
            raise CellError(f"“{name}”的预计入规月份:{error}") from None
    if "state" in fields and fields["state"] is None:
        raise CellError(f"“{name}”的结果不能空着;在 在库、已达标、未达标、退出 里选一个。")
    return fields

"""What an uploaded workbook would do, as rows: added, changed, wrong, passed by."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graph.schema import Schema
from loaders.preview import Preview

ADDED_COLUMNS = ("哪类", "新增(条)")
CHANGED_COLUMNS = ("哪类", "名称", "列", "现在", "改成")
PROBLEM_COLUMNS = ("工作表", "行", "列", "填的值", "怎么改")
SHOWN = 500


def summary(seen: Preview) -> str:
    """The counts in one sentence."""
    skipped = f",跳过示例 {len(seen.skipped)} 行" if seen.skipped else ""
    return (
        f"新增 {len(seen.added)} 条,修改 {len(seen.changed)} 条,不变 {seen.unchanged} 条{skipped}"
    )


def added_rows(seen: Preview, schema: Schema) -> list[tuple[str, int]]:
    """How many new records of each kind, in the order of the schema."""
    counts = Counter(record.kind for record in seen.added)
    return [(schema[kind].label_zh, counts[kind]) for kind in schema.kinds if kind in counts]


def changed_rows(seen: Preview, schema: Schema) -> list[tuple[str, str, str, str, str]]:
    """Every field that would change, before and after; the first ``SHOWN``."""
    return [
        (schema[c.ref[0]].label_zh, c.name, f.label_zh, _shown(f.before), _shown(f.after))
        for c in seen.changed
        for f in c.fields
    ][:SHOWN]


def problem_rows(seen: Preview) -> list[tuple[str, str, str, str, str]]:
    """Every cell that is wrong and what to do about it; the first ``SHOWN``."""
    return [
        (
            p.sheet or p.file,
            "" if p.row is None else str(p.row),
            p.column or "",
            "" if p.value is None else str(p.value),
            p.remedy,
        )
        for p in seen.problems[:SHOWN]
    ]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)

"""Records and tables to .xlsx: inert text, Chinese headers with units, exact round trip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.model import PRIVATE_KINDS, Record
from graph.schema import Column, Schema
from loaders.cells import scale
from loaders.headers import SHOWN_UNITS, shown_label
from loaders.private import public_schema
from loaders.sheets import Target, about_sheet, save_bytes, table_sheet, workbook

__all__ = [
    "About",
    "export_records",
    "save_bytes",
    "shown_value",
    "write_table",
]


@dataclass(frozen=True, slots=True)
class About:
    """What the first sheet of an export says: date, region, version of the data."""

    as_of: str
    region: str
    version: str


def export_records(
    records: Iterable[Record],
    path: Path,
    schema: Schema,
    *,
    about: About,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, int]:
    """Write ``records`` as one workbook: a sheet 说明, then one sheet per kind.

    Parameters
    ----------
    records
        Any records; kinds without one get an empty sheet, and so do private kinds; private
        columns are left out.
    path
        The .xlsx file; replaced in one step when it exists.
    schema
        Gives order, labels and units; kt/a is written as 万吨/年.
    about
        Stated on the first sheet.
    progress
        Called with (done, total, Chinese label) after each sheet.

    Returns
    -------
    dict
        Number of records written, by kind.

    Raises
    ------
    BadRequest
        The file cannot be written, or a text is longer than a cell can hold.
    """
    schema = public_schema(schema)
    by_kind: dict[str, list[Record]] = {name: [] for name in schema.kinds}
    for record in records:
        if record.kind not in PRIVATE_KINDS:
            by_kind[record.kind].append(record)
    counts = {name: len(found) for name, found in by_kind.items()}
    with workbook(path) as book:
        about_sheet(book, _about_lines(about, schema, counts))
        for done, (name, found) in enumerate(by_kind.items(), 1):
            columns = schema[name].columns
            rows = [[shown_value(getattr(r, c.name), c) for c in columns] for r in found]
            labels = [shown_label(c) for c in columns]
            table_sheet(book, schema[name].label_zh, labels, rows)
            if progress:
                progress(done, len(by_kind), schema[name].label_zh)
    return counts


def write_table(
    to: Target,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    notes: Sequence[str] = (),
) -> None:
    """Write one list as a workbook: the table under ``title``, the notes on a second sheet.

    Parameters
    ----------
    to
        The .xlsx file, replaced in one step when it exists; or a buffer.
    title
        Name of the sheet and first line of the notes.
    columns
        Headers, units included.
    rows
        Text, numbers, yes/no, lists of text or None (an empty cell), one per column.
    notes
        Lines for the sheet 说明: date, region, rule, what is unknown.
    """
    with workbook(to) as book:
        table_sheet(book, title, columns, rows)
        about_sheet(book, [(title, None), *((note, None) for note in notes)])


def shown_value(value: Any, column: Column) -> Any:
    """``value`` as Excel shows it: 万吨 for kt, 是/否, parts joined with ``;``."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return ";".join(value) or None
    if isinstance(value, float) and column.unit in SHOWN_UNITS:
        return scale(value, SHOWN_UNITS[column.unit][1])
    return value


def _about_lines(about: About, schema: Schema, counts: Mapping[str, int]) -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = [
        ("链图 LianTu 数据导出", None),
        ("截至日期", about.as_of),
        ("地区", about.region),
        ("数据版本", about.version),
        ("产能单位", "万吨/年(产量、进出口为万吨)"),
        ("空格", "不知道,不是 0"),
        ("记录总数", sum(counts.values())),
    ]
    return lines + [(f"{schema[name].label_zh}(条)", count) for name, count in counts.items()]

"""The whole report on a ChainKnowledgeGraph set as a file, for spreadsheets."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from graph.errors import BadRequest
from loaders.chainkg.preview import SetPreview
from loaders.excel import write_table
from loaders.inert import guarded
from loaders.sheets import save_bytes

COLUMNS = ("处理", "文件", "行", "列", "值", "说明")
LEFT_OUT, LOOK, JUDGE = "没有载入", "已载入,请核对", "请判断"
_MOST_ROWS = 1_000_000

Row = tuple[str, str, int | None, str | None, str | None, str]


def report_rows(seen: SetPreview) -> list[Row]:
    """In the order of ``COLUMNS``: rows left out first, then those to look at, then firms."""
    left = [(LEFT_OUT, p.file, p.row, p.column, p.value, p.remedy) for p in seen.problems]
    look = [(LOOK, p.file, p.row, p.column, p.value, p.remedy) for p in seen.reminders]
    same = [(JUDGE, "企业", None, None, pair.name, str(pair)) for pair in seen.same]
    return [*left, *look, *same]


def write_report(path: Path, seen: SetPreview) -> int:
    """Write it as .xlsx or .csv; gives the number of rows.

    Raises
    ------
    BadRequest
        The name ends otherwise, or the file cannot be written.
    """
    rows = report_rows(seen)
    if path.suffix.lower() == ".xlsx" and len(rows) <= _MOST_ROWS:
        notes = [f"数据集:{seen.file}", f"摘要:{seen.digest}", *_counts(seen)]
        write_table(path, "载入报告", COLUMNS, rows, notes)
    elif path.suffix.lower() == ".csv":
        save_bytes(path, _csv(rows))
    else:
        checked_report(path)
        raise BadRequest(f"报告有 {len(rows)} 行,.xlsx 放不下;请写成 .csv。")
    return len(rows)


def checked_report(path: Path) -> None:
    """See that a report can be written under that name, or BadRequest."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise BadRequest(f"报告应以 .xlsx 或 .csv 结尾,给的是 {path.name}。")
    if not path.parent.is_dir():
        raise BadRequest(f"文件夹 {path.parent} 不存在;请先建好或换一个。")


def _counts(seen: SetPreview) -> list[str]:
    return [
        f"{file.file}:{file.rows} 行,可载入 {file.loaded},没有载入 {file.left_out},"
        f"重复 {file.doubled}"
        for file in seen.files
    ]


def _csv(rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(c) if isinstance(c, str) else c for c in row] for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8")

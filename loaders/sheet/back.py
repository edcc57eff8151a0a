"""Rows that were left out, given back as a workbook with the reason beside each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from graph.schema import Schema
from loaders.headers import REASON
from loaders.oldsheets.match import is_private
from loaders.sheet.look import Rejected
from loaders.sheet.source import Source
from loaders.sheets import Target, table_sheet, workbook


def write_rejected(
    to: Target, sources: Sequence[Source], rejected: Sequence[Rejected], schema: Schema
) -> int:
    """Write the rows of ``rejected`` as they stood, with a last column of reasons.

    The workbook may be corrected and loaded again: its headers are those of the file, and the
    column of reasons is passed by.  Names and numbers of people are left empty.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    BadRequest
        The file cannot be written.
    """
    count = 0
    with workbook(to) as book:
        for source in sources:
            why = {r.row: reason_text(r) for r in rejected if _is_of(r, source)}
            private = {i for i, text in enumerate(source.table.header) if is_private(text)}
            rows = [
                [*_cells(row.cells, len(source.table.header), private), why[row.number]]
                for row in source.table.rows
                if row.number in why
            ]
            if rows:
                name = source.table.sheet or schema[source.kind].label_zh
                table_sheet(book, name, [*source.table.header, REASON], rows)
                count += len(rows)
    return count


def _is_of(row: Rejected, source: Source) -> bool:
    return (row.file, row.sheet) == (source.table.file, source.table.sheet)


def _cells(cells: Sequence[Any], width: int, private: Collection[int]) -> list[Any]:
    whole = [*cells[:width], *([None] * (width - len(cells)))]
    return [None if index in private else value for index, value in enumerate(whole)]


def reason_text(rejected: Rejected) -> str:
    """All reasons of one row in one cell."""
    told = dict.fromkeys(
        f"{p.column}:{p.remedy}" if p.column else p.remedy for p in rejected.problems
    )
    return ";".join(told)

"""The schema tables under ``data/schema`` as one object."""

from __future__ import annotations

from pathlib import Path

from graph.errors import BadRows, RowProblem
from graph.schema import Column, KindSchema, Schema
from loaders.tables import RawRow, RawTable, read_csv

TYPES = ("str", "int", "float", "bool", "date", "ref", "list", "reflist")
_KIND_HEADER = ("kind", "label_zh", "files")
_COLUMN_HEADER = ("column", "label_zh", "type", "required", "unit", "choices", "ref", "help")


def read_schema(directory: Path) -> Schema:
    """Read ``kinds.csv`` and one ``<kind>.csv`` per kind.

    Parameters
    ----------
    directory
        The folder ``data/schema``.

    Returns
    -------
    Schema
        Kinds and columns in file order.

    Raises
    ------
    BadRequest
        A table is missing or cannot be read.
    BadRows
        A table breaks the rules: wrong header, unknown type, a reference to no kind.
    """
    table = read_csv(directory / "kinds.csv")
    _check_header(table, _KIND_HEADER)
    kinds: dict[str, KindSchema] = {}
    problems: list[RowProblem] = []
    names = {row.cells[0] for row in table.rows}
    for row in table.rows:
        name, label, files = row.cells
        columns_table = read_csv(directory / f"{name}.csv")
        _check_header(columns_table, _COLUMN_HEADER)
        columns = tuple(_column(line) for line in columns_table.rows)
        for line, column in zip(columns_table.rows, columns, strict=True):
            remedy = _fault(column, names)
            if remedy:
                where = (columns_table.file, None, line.number, "column", column.name)
                problems.append(RowProblem(*where, remedy))
        kinds[name] = KindSchema(name, label, tuple(files.split(";")), columns)
    if problems:
        raise BadRows(tuple(problems))
    return Schema(kinds)


def _check_header(table: RawTable, expected: tuple[str, ...]) -> None:
    if table.header != expected:
        remedy = f"列名须依次为 {','.join(expected)}"
        raise BadRows((RowProblem(table.file, None, 1, None, ",".join(table.header), remedy),))


def _column(row: RawRow) -> Column:
    name, label, type_, required, unit, choices, ref, help_ = row.cells
    allowed = tuple(choices.split("|")) if choices else ()
    return Column(name, label, type_, required == "1", unit, allowed, ref, help_)


def _fault(column: Column, kinds: set[str]) -> str | None:
    if column.type not in TYPES:
        return f"类型“{column.type}”不认识,只能是 {'、'.join(TYPES)}"
    is_reference = column.type in ("ref", "reflist")
    if is_reference and column.ref not in kinds:
        return f"引用指向“{column.ref}”,但没有这一类记录"
    if not is_reference and column.ref:
        return "只有引用类的列可以写 ref"
    return None

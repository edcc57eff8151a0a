"""One file of one kind as records."""

from __future__ import annotations

from pathlib import Path

from graph.model import Record
from graph.schema import Schema
from loaders.reader import Words
from loaders.records import Batch, build_all, read_rows
from loaders.references import check_duplicates
from loaders.tables import read_tables


def read_table(
    path: Path, kind: str, schema: Schema, *, words: Words | None = None, name: str | None = None
) -> list[Record]:
    """Records of one CSV file or of every sheet of one workbook, all of one ``kind``.

    Parameters
    ----------
    path
        A .csv or .xlsx file.
    kind
        Name of the record kind.
    schema
        The schema tables.
    words
        Spellings to translate, see :func:`loaders.records.words_of`.
    name
        What to call the file in messages.

    Raises
    ------
    BadRequest
        The file cannot be read at all.
    BadRows
        Some cells break the schema; references are not followed here.
    """
    batch = Batch()
    for table in read_tables(path, name=name):
        read_rows(batch, table, schema[kind], words)
    batch.problems += check_duplicates(batch.rows)
    return build_all(batch, schema)

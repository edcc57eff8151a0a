"""The facts under ``data/`` as records, references checked across all files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.errors import BadRequest, BadRows, RowProblem
from graph.model import Record
from graph.schema import Schema
from loaders.files import read_table
from loaders.reader import Words
from loaders.records import Batch, build_all, read_rows, words_of
from loaders.references import Known, check_duplicates, check_references, known_from
from loaders.tables import read_csv

Progress = Callable[[int, int, str], None]
"""Called with (done, total, Chinese label of the kind)."""


def data_files(data_dir: Path, schema: Schema) -> list[tuple[str, Path]]:
    """Every (kind, file) under ``data_dir``, in the order of ``kinds.csv``.

    Raises
    ------
    BadRows
        A file that ``kinds.csv`` names outright (no ``*``) is missing.
    """
    found: list[tuple[str, Path]] = []
    problems: list[RowProblem] = []
    for kind in schema.kinds.values():
        for pattern in kind.files:
            paths = sorted(data_dir.glob(pattern))
            if not paths and "*" not in pattern:
                remedy = f"缺少这个文件({kind.label_zh}),请重新安装或补上"
                problems.append(RowProblem(pattern, None, None, None, None, remedy))
            found += [(kind.name, path) for path in paths]
    if problems:
        raise BadRows(tuple(problems))
    return found


def unclaimed_files(data_dir: Path, schema: Schema) -> list[Path]:
    """CSV files under ``data_dir`` that no kind reads, the schema tables left out."""
    claimed = {path for _, path in data_files(data_dir, schema)}
    every = set(data_dir.rglob("*.csv")) - set((data_dir / "schema").rglob("*.csv"))
    return sorted(every - claimed)


def read_words(data_dir: Path, schema: Schema) -> Words:
    """The spelling tables of ``data_dir``, by vocabulary."""
    paths = [path for pattern in schema["word"].files for path in data_dir.glob(pattern)]
    return words_of(record for path in paths for record in read_table(path, "word", schema))


def read_data(data_dir: Path, schema: Schema, *, progress: Progress | None = None) -> list[Record]:
    """All records of ``data_dir``.

    Parameters
    ----------
    data_dir
        The folder ``data``.
    schema
        Its schema tables.
    progress
        Called after each file.

    Raises
    ------
    BadRequest
        The folder is missing.
    BadRows
        Any file breaks the schema, an id is used twice, a reference leads nowhere.
    """
    if not data_dir.is_dir():
        raise BadRequest(f"找不到数据文件夹 {data_dir}。")
    files = data_files(data_dir, schema)
    words = read_words(data_dir, schema)
    batch = Batch()
    for done, (kind, path) in enumerate(files, 1):
        name = path.relative_to(data_dir).as_posix()
        read_rows(batch, read_csv(path, name=name), schema[kind], words)
        if progress:
            progress(done, len(files), schema[kind].label_zh)
    batch.problems += check_duplicates(batch.rows)
    ids_only = Known(known_from(batch.rows).ids)
    batch.problems += check_references(batch.rows, schema, ids_only)
    return build_all(batch, schema)


def data_digest(data_dir: Path, schema: Schema) -> str:
    """Sixteen hex digits that change when any record file changes, line ends aside."""
    digest = hashlib.sha256()
    for chunk in _contents(data_dir, schema):
        digest.update(len(chunk).to_bytes(8, "big"))
        digest.update(chunk)
    return digest.hexdigest()[:16]


def _contents(data_dir: Path, schema: Schema) -> Iterator[bytes]:
    for _, path in data_files(data_dir, schema):
        yield path.relative_to(data_dir).as_posix().encode("utf-8")
        yield path.read_bytes().replace(b"\r\n", b"\n")

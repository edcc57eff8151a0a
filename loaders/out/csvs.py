"""The whole graph as CSV files in the layout of ``data/``, in a folder or a zip.

UTF-8 with a byte order mark: without it Excel on a Chinese Windows reads the file as GBK and
shows no Chinese; our own reader, pandas (``utf-8-sig``) and LibreOffice take it as well.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from graph.errors import BadRequest
from graph.model import Record
from graph.schema import Column, KindSchema, Schema
from loaders.cells import parse_str
from loaders.inert import guarded
from loaders.out.layout import laid_out
from loaders.sheets import save_bytes

README = "说明.txt"
Progress = Callable[[int, int, str], None]
"""Called with (done, total, Chinese label of the kind)."""


def csv_files(
    by_kind: Mapping[str, Iterable[Record]],
    schema: Schema,
    about: Sequence[str],
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """Relative path → content; ``about`` opens the file 说明.txt, which tells every column."""
    files = laid_out(by_kind, schema)
    kinds = {kind.name: kind for kind in schema.kinds.values()}
    out: dict[str, bytes] = {}
    told = [*about, ""]
    for done, (path, kind_name) in enumerate(_kinds_of(files, schema), 1):
        kind, records = kinds[kind_name], files[path]
        out[path] = csv_bytes(records, kind)
        told.append(f"{path}:{kind.label_zh},{len(records)} 条")
        if progress:
            progress(done, len(files), kind.label_zh)
    told += ["", *(_columns_line(kind) for kind in kinds.values())]
    out[README] = codecs.BOM_UTF8 + "\r\n".join([*told, ""]).encode("utf-8")
    return out


def csv_bytes(records: Iterable[Record], kind: KindSchema) -> bytes:
    """One file: column names as header, ``;`` between list parts, 1/0, empty for unknown."""
    held = list(records)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in kind.columns])
    writer.writerows(zip(*(_cells(held, column) for column in kind.columns), strict=True))
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8")


def _cells(records: Sequence[Record], column: Column) -> list[Any]:
    show = _shown(column)
    values = map(attrgetter(column.name), records)
    return [None if value is None else show(value) for value in values]


def _shown(column: Column) -> Callable[[Any], Any]:
    if column.type in ("list", "reflist"):
        return _list
    shown: dict[str, Callable[[Any], Any]] = {"bool": int, "int": int, "float": _number}
    return shown.get(column.type, _text)


def _text(value: str) -> str:
    return guarded(value if value.isprintable() else parse_str(value))


def _list(items: tuple[str, ...]) -> str:
    return _text(";".join(items))


def _number(value: float) -> str:
    """The shortest text that is this number."""
    return repr(value).removesuffix(".0")


def _kinds_of(files: Mapping[str, list[Record]], schema: Schema) -> list[tuple[str, str]]:
    """(path, kind) in the order of ``files``, which is that of the schema."""
    stems = {Path(p).name: kind.name for kind in schema.kinds.values() for p in kind.files}
    return [(path, stems[Path(path).name]) for path in files]


def _columns_line(kind: KindSchema) -> str:
    parts = [f"{c.name} {c.label_zh}{f'({c.unit})' if c.unit else ''}" for c in kind.columns]
    return f"{kind.label_zh}({kind.name}):{'、'.join(parts)}"


def save_zip(path: Path, files: Mapping[str, bytes], date: tuple[int, int, int]) -> None:
    """All files as one .zip; the same files and date give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (*date, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    save_bytes(path, buffer.getvalue())


def save_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """All files as a new folder, which appears whole or not at all.

    Raises
    ------
    BadRequest
        Something stands there already, or the folder cannot be written.
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise BadRequest(f"{path} 里已有东西;请换一个还没有的文件夹名,或写成 .zip。")
    part = path.with_name(f".{path.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        for name, data in files.items():
            target = part / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if path.exists():
            path.rmdir()
        os.replace(part, path)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        reason = error.strerror or type(error).__name__
        raise BadRequest(f"写不了文件夹 {path}:{reason}。") from error

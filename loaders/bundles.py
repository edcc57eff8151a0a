"""Many tables in one: a folder or a zip of CSVs, or our JSON, as raw tables."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from graph.errors import BadRequest, BadRows, RowProblem
from loaders.oldsheets.files import check_any
from loaders.tables import RawRow, RawTable, csv_table, decode, read_bytes, read_tables

_DEPTH = 4
_BIGGEST = 1 << 30
_PASSED_OVER = ("schema", "__MACOSX")


def read_any(path: Path) -> list[RawTable]:
    """Every table of a .csv, .xlsx, .json or .zip file or of a folder of CSVs.

    Raises
    ------
    BadRequest
        Nothing in it can be read.
    BadRows
        Files whose quotes or columns are broken, all of them at once.
    """
    suffix = path.suffix.lower()
    if path.is_dir():
        return _read_all(path.name, _folder_files(path))
    if suffix == ".zip":
        return _read_all(path.name, _zip_files(path))
    if suffix == ".json":
        return _json_tables(path)
    if suffix in (".xlsx", ".xlsm"):
        check_any(read_bytes(path), path.name)  # before any of it is unpacked
    return read_tables(path)


def _read_all(name: str, files: Iterable[tuple[str, bytes]]) -> list[RawTable]:
    tables: list[RawTable] = []
    problems: list[RowProblem] = []
    for inner, data in files:
        try:
            tables.append(csv_table(data, inner))
        except BadRows as error:
            problems += error.problems
    if problems:
        raise BadRows(tuple(problems))
    if not tables:
        raise BadRequest(f"{name} 里没有 .csv 文件。")
    return tables


def _is_wanted(inner: PurePosixPath) -> bool:
    hidden = any(part.startswith(".") for part in inner.parts)
    skipped = any(part in _PASSED_OVER for part in inner.parts[:-1])
    return inner.suffix.lower() == ".csv" and not hidden and not skipped


def _folder_files(path: Path) -> Iterator[tuple[str, bytes]]:
    found = (p for depth in range(_DEPTH) for p in path.glob("*/" * depth + "*"))
    inner = sorted((p.relative_to(path).as_posix(), p) for p in found if p.is_file())
    for name, file in inner:
        if _is_wanted(PurePosixPath(name)):
            yield name, read_bytes(file)


def _zip_files(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            named = [(entry_name(entry), entry) for entry in entries]
            wanted = [(n, e) for n, e in sorted(named, key=lambda x: x[0]) if _is_wanted(_pure(n))]
            if sum(entry.file_size for _, entry in wanted) > _BIGGEST:
                raise BadRequest(f"{path.name} 解开后超过 1 GB;请分成几个文件载入。")
            for name, entry in wanted:
                yield name, archive.read(entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise BadRequest(f"{path.name} 不是完好的 .zip 文件;请重新压缩后再载入。") from error
    except RuntimeError as error:  # what zipfile says about a password
        raise BadRequest(f"{path.name} 加了密码;请解开后载入那个文件夹。") from error


def _pure(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name inside; old Chinese programs write GBK, which zipfile takes for cp437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _json_tables(path: Path) -> list[RawTable]:
    text = decode(read_bytes(path), path.name)
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"{path.name} 不是完好的 JSON:{error}。") from error
    records = held.get("records") if isinstance(held, dict) else None
    if not isinstance(records, dict):
        raise BadRequest(f"{path.name} 里没有 records;只能载入 liantu export 写出的 JSON。")
    return [_json_table(path.name, kind, rows) for kind, rows in records.items() if rows != []]


def _json_table(name: str, kind: str, rows: Any) -> RawTable:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadRequest(f"{name} 的 records.{kind} 应是一列记录,每条一个 {{…}}。")
    header = tuple(dict.fromkeys(key for row in rows for key in row))
    lines = (tuple(_cell(row.get(key)) for key in header) for row in rows)
    return RawTable(name, kind, header, tuple(RawRow(n, cells) for n, cells in enumerate(lines, 1)))


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value

"""The files of a ChainKnowledgeGraph set, in a folder or a zip, as rows that know their line.

Each table is one file, JSON with an object a line or CSV with the same column names, in UTF-8,
UTF-16 or GBK; a broken byte or a half-written line costs its row, never the file.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from graph.errors import BadRequest
from loaders.tables import csv_table, decode, read_bytes

TABLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "industry": (("code", "name"),),
    "industry_industry": (("from_code", "from_industry"), ("to_code", "to_industry")),
    "company": (("name", "fullname"),),
    "company_industry": (("company_code", "company_name"), ("industry_code", "industry_name")),
    "product": (("name",),),
    "company_product": (("company_code", "company_name"), ("product_name",)),
    "product_product": (("from_entity",), ("to_entity",), ("rel",)),
}
"""Table → groups of columns; of each group a CSV must have one."""
SUFFIXES = (".json", ".jsonl", ".csv")
_PASSED_OVER = ("__macosx",)
_DEPTH = 4
_BIGGEST = 1 << 30
_GONE = "\ufffd"
_BROKEN = "这一行的文字编码坏了;请用原文件重新下载或另存为 UTF-8"
_CUT = "这一行没有写完;文件多半没有下载完整,请重新下载"
_NO_JSON = "不是完好的一行 JSON;应是一个 {…},键和文字都用双引号"


@dataclass(frozen=True, slots=True)
class SetFile:
    """One file of the set: which table, what it is called, what it holds."""

    table: str
    name: str
    data: bytes

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not self.data.strip()


@dataclass(frozen=True, slots=True)
class SetFiles:
    """All files of the set by table, files that are none of it, and a digest of the content."""

    name: str
    by_table: Mapping[str, SetFile]
    unused: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class SetRow:
    """One row: its line (JSON) or row (CSV), its values, or why it has none."""

    number: int
    values: Mapping[str, Any]
    fault: str | None = None
    shown: str | None = None


def find_files(path: Path) -> SetFiles:
    """Every table of the set in a folder, a .zip or, alone, one file.

    Raises
    ------
    BadRequest
        Nothing there is a table of the set, a table is there twice, or a file cannot be read.
    """
    found: dict[str, SetFile] = {}
    unused: list[str] = []
    for name, data in _contents(path):
        table = _table_of(name)
        if table is None:
            unused.append(name)
        elif table in found:
            both = f"{found[table].name} 和 {name}"
            raise BadRequest(f"{path.name} 里同一张表有两份:{both};只留一份。")
        else:
            found[table] = SetFile(table, name, data)
    if not found:
        known = "、".join(f"{table}.json" for table in TABLES)
        raise BadRequest(f"{path.name} 里没有产业链图谱数据集的文件;认得的是 {known}(或 .csv)。")
    ordered = {table: found[table] for table in TABLES if table in found}
    return SetFiles(path.name, ordered, tuple(unused), _digest(ordered.values()))


def rows_of(file: SetFile) -> Iterator[SetRow]:
    """The rows of one file, blank lines left out; a row that cannot be read says why.

    Raises
    ------
    BadRequest, BadRows
        The file as a whole cannot be read.
    """
    text = text_of(file.data, file.name)
    if file.name.lower().endswith(".csv"):
        return _csv_rows(file, text)
    return _json_rows(text)


def text_of(data: bytes, name: str) -> str:
    """The text of ``data``; what cannot be decoded becomes U+FFFD.

    UTF-8 it is when at least half of the lines with Chinese in them are: one broken line must not
    turn the whole file into GBK.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, name)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lines = [line for line in data.split(b"\n") if not line.isascii()]
    for encoding in ("utf-8", "gb18030"):
        if 2 * sum(_decodes(line, encoding) for line in lines) >= len(lines):
            return data.decode(encoding, errors="replace")
    raise BadRequest(f"看不懂 {name} 的文字编码;请另存为 UTF-8 再载入。")


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _json_rows(text: str) -> Iterator[SetRow]:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line:
            continue
        try:
            held = json.loads(line)
        except (ValueError, RecursionError):
            is_cut = number == len(lines) and not line.endswith("}")
            yield SetRow(number, {}, _CUT if is_cut else _NO_JSON, line)
            continue
        if not isinstance(held, dict):
            yield SetRow(number, {}, "每行应是一个 {…}", line)
        elif _GONE in line:
            yield SetRow(number, {}, _BROKEN, line)
        else:
            yield SetRow(number, held)


def _csv_rows(file: SetFile, text: str) -> Iterator[SetRow]:
    table = csv_table(text.encode("utf-8"), file.name)
    header = [label.strip().lower() for label in table.header]
    for group in TABLES[file.table]:
        if not set(group) & set(header):
            raise BadRequest(
                f"{file.name} 没有“{'”或“'.join(group)}”这一列;第一行要写原来的英文列名。"
            )
    if len(set(header)) < len(header):
        raise BadRequest(f"{file.name} 的第一行有重复的列名;每列只留一个。")
    for row in table.rows:
        extra = [cell for cell in row.cells[len(header) :] if cell]
        values = dict(zip(header, row.cells, strict=False))
        if extra:
            yield SetRow(row.number, {}, "多出一格;多半是少了引号或多了逗号", extra[0])
        elif any(_GONE in cell for cell in row.cells):
            yield SetRow(row.number, {}, _BROKEN, ",".join(row.cells))
        else:
            yield SetRow(row.number, values)


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        return _folder(path)
    if path.suffix.lower() == ".zip":
        return _zipped(path)
    return iter([(path.name, read_bytes(path))])


def _folder(path: Path) -> Iterator[tuple[str, bytes]]:
    found = (p for depth in range(_DEPTH) for p in path.glob("*/" * depth + "*"))
    inner = sorted((p.relative_to(path).as_posix(), p) for p in found if p.is_file())
    named = [(name, file) for name, file in inner if not _is_hidden(name)]
    _check_size(path.name, (file.stat().st_size for name, file in named if _table_of(name)))
    for name, file in named:
        is_wanted = _table_of(name) is not None and file.stat().st_size
        yield name, read_bytes(file) if is_wanted else b""


def _zipped(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            named = [(e.filename.replace("\\", "/"), e) for e in entries]
            wanted = [(name, e) for name, e in sorted(named, key=_first) if not _is_hidden(name)]
            _check_size(path.name, (e.file_size for name, e in wanted if _table_of(name)))
            for name, entry in wanted:
                yield name, archive.read(entry) if _table_of(name) else b""
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise BadRequest(f"{path.name} 不是完好的 .zip 文件;请重新下载或压缩后再载入。") from error
    except RuntimeError as error:  # what zipfile says about a password
        raise BadRequest(f"{path.name} 加了密码;请解开后载入那个文件夹。") from error


def _first(pair: tuple[str, zipfile.ZipInfo]) -> str:
    return pair[0]


def _check_size(name: str, sizes: Iterable[int]) -> None:
    if sum(sizes) > _BIGGEST:
        raise BadRequest(f"{name} 里的文件合计超过 1 GB;请分成几份载入。")


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part.lower() in _PASSED_OVER for part in parts)


def _table_of(name: str) -> str | None:
    path = PurePosixPath(name)
    stem = path.stem.lower()
    return stem if stem in TABLES and path.suffix.lower() in SUFFIXES else None


def _digest(files: Iterable[SetFile]) -> str:
    content = hashlib.sha256()
    for file in files:
        content.update(f"{file.table}\0{len(file.data)}\0".encode())
        content.update(file.data)
    return content.hexdigest()[:16]

"""Files that come back, of any kind: forms told from what is none, zips taken apart, bombs refused.

Nothing is unpacked before its size is known: Python's zipfile never gives more bytes of an entry
than the directory of the file says.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from graph.errors import BadRequest
from loaders.bundles import entry_name

MOST_FILES = 500
MOST_BYTES = 20 << 20
"""Largest returned file, packed; a form has some 30 KB."""
MOST_UNPACKED = 60 << 20
"""Most that one form, or 300 MB that one .zip, may hold when unpacked."""
MOST_ZIPPED = 300 << 20
MOST_RATIO = 200
SMALL = 4 << 20
"""What is no larger unpacked may be packed as tight as it likes."""
XLSX, DOCX, ZIP = "xlsx", "docx", "zip"
_PACKED = (b"Rar!", b"7z\xbc\xaf")
_OLE = b"\xd0\xcf\x11\xe0"
_PASSED_OVER = (("__MACOSX",),)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Given:
    """One file: what it is called (a file of a zip with the zip in front), its bytes, its kind."""

    name: str
    data: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be read as a form, and why."""

    name: str
    why: str


def sorted_out(files: Iterable[tuple[str, bytes]]) -> tuple[list[Given], list[Refused]]:
    """Forms among the files, zips taken apart; what is none is told and stops nothing.

    Parameters
    ----------
    files
        Name and bytes of each.
    """
    forms: list[Given] = []
    refused: list[Refused] = []
    for name, data in files:
        try:
            kind = kind_of(name, data)
        except BadRequest as error:
            refused.append(Refused(name, str(error)))
            continue
        if kind == ZIP:
            _unpack(name, data, forms, refused)
        else:
            _add(Given(name, data, kind), forms, refused)
    return forms, refused


def kind_of(name: str, data: bytes) -> str:
    """xlsx, docx or zip, by what is inside.

    Raises
    ------
    BadRequest
        It is none of these, has a password, is damaged, or would unpack to too much.
    """
    if not data:
        raise BadRequest("文件是空的。")
    if data.startswith(_OLE):
        raise BadRequest(
            "文件加了密码,或是旧格式(.xls、.doc、.et、.wps);请打开后去掉密码,"
            "另存为 .xlsx 或 .docx 再交。"
        )
    if data.startswith(_PACKED):
        raise BadRequest("是 .rar 或 .7z 压缩包;请解开后把里面的表拖进来。")
    if not data.startswith(b"PK"):
        raise BadRequest("不是 Excel(.xlsx)或 Word(.docx)文件;扫描件、照片和 PDF 读不了。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except _BROKEN as error:
        raise BadRequest("文件不完整;请重新发一份。") from error
    names = {entry.filename for entry in entries}
    kind = XLSX if "xl/workbook.xml" in names else DOCX if "word/document.xml" in names else ZIP
    _check_size(entries, len(data), kind)
    if kind == ZIP and "mimetype" in names and "content.xml" in names:
        raise BadRequest("是 .ods 或 .odt 文件;请另存为 .xlsx 或 .docx 再交。")
    return kind


def _check_size(entries: list[zipfile.ZipInfo], packed: int, kind: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > SMALL and total > MOST_RATIO * packed:
        raise BadRequest(f"压缩得反常({packed >> 10} KB 解开有 {total >> 20} MB),不敢打开。")
    most = MOST_ZIPPED if kind == ZIP else MOST_UNPACKED
    if total > most or (kind != ZIP and packed > MOST_BYTES):
        raise BadRequest(f"太大(解开有 {total >> 20} MB);摸底表只有几十 KB,请看是不是拿错了文件。")
    if kind == ZIP and len(entries) > MOST_FILES:
        raise BadRequest(f"里面有 {len(entries)} 个文件;一次最多 {MOST_FILES} 个,请分几次。")


def _unpack(name: str, data: bytes, forms: list[Given], refused: list[Refused]) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = list(_entries(archive))
            if not found:
                refused.append(Refused(name, "压缩包里没有文件。"))
            for inner, entry in found:
                _inner(f"{name}/{inner}", archive.read(entry), forms, refused)
    except _BROKEN:  # an unknown way of packing is a RuntimeError too
        refused.append(Refused(name, "压缩包不完整,或压缩方法读不了;请解开后把里面的文件拖进来。"))
    except RuntimeError:  # what zipfile says about a password
        refused.append(Refused(name, "压缩包加了密码;请解开后把里面的文件拖进来。"))


def _inner(name: str, data: bytes, forms: list[Given], refused: list[Refused]) -> None:
    try:
        kind = kind_of(name, data)
    except BadRequest as error:
        refused.append(Refused(name, str(error)))
        return
    if kind == ZIP:
        refused.append(Refused(name, "压缩包里还有压缩包;请解开后再交。"))
    else:
        _add(Given(name, data, kind), forms, refused)


def _add(given: Given, forms: list[Given], refused: list[Refused]) -> None:
    if len(forms) < MOST_FILES:
        forms.append(given)
    else:
        refused.append(Refused(given.name, f"一次最多 {MOST_FILES} 份;这一份请下次再交。"))


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    for entry in archive.infolist():
        name = entry_name(entry).replace("\\", "/")
        path = PurePosixPath(name)
        is_hidden = path.name.startswith((".", "~$")) or path.parts[:1] in _PASSED_OVER
        if path.name and not entry.is_dir() and not is_hidden:
            yield name, entry

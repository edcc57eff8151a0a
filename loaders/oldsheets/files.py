"""What a file from somebody's desk really is, and whether it may be opened: told before parsing.

A workbook is a zip; its directory says how large it becomes.  Nothing is unpacked before that
is known to be bearable.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePath

from graph.errors import BadRequest

MAX_FILE_MB = 50
MAX_UNPACKED_MB = 400
MAX_TEXTS_MB = 120
MAX_MEMBERS = 2_000
MAX_RATIO = 300
"""A real sheet packs to a twentieth or, all rows alike, a hundredth; a bomb to a thousandth."""

_FREE_MB = 8
"""Up to so much unpacked no ratio matters."""
_MB = 1 << 20
_HEAD = 4_096
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error)
_OLE = b"\xd0\xcf\x11\xe0"
_TEXTS = "xl/sharedStrings.xml"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-z]", re.I)
SAVE_AS = "用 WPS 或 Excel 打开它,点“文件 → 另存为”,类型选“Excel 工作簿(*.xlsx)”,再上传存好的那个"


def file_kind(data: bytes, name: str) -> str:
    """``xlsx`` or ``csv``, by what is in the file; its name is not trusted.

    Raises
    ------
    BadRequest
        It is neither; the text says what it is and how to save it.
    """
    if not data.strip():
        raise BadRequest(f"文件 {name} 是空的。")
    if len(data) > MAX_FILE_MB * _MB:
        raise BadRequest(f"{name} 超过 {MAX_FILE_MB} MB;请分成几份再上传。")
    if data.startswith(_OLE):
        raise BadRequest(_ole(data, name))
    if data.startswith(b"PK"):
        check_workbook(data, name)
        return "xlsx"
    if _MARKUP.match(data[:200]):
        raise BadRequest(f"{name} 是网页或 XML 格式的表格,不是真正的 Excel 文件;{SAVE_AS}。")
    known = _known_signature(data)
    if known:
        raise BadRequest(f"{name} 是{known},不是表格;只能载入 .xlsx 和 .csv。")
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".xlsm", ".xls", ".et"):
        if b"\x00" in data[:2000] or not _is_delimited(data):
            raise BadRequest(f"{name} 不是完好的 .xlsx 文件;{SAVE_AS}。")
    elif suffix not in (".csv", ".txt", ".tsv", ""):
        raise BadRequest(f"{name} 不是表格;只能载入 .xlsx 和 .csv。")
    return "csv"


def check_workbook(data: bytes, name: str) -> None:
    """Refuse a workbook that would unpack into too much, or is none, by its directory alone.

    Raises
    ------
    BadRequest
        Too many parts, too large, packed too tightly, no workbook, or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except _UNREADABLE as error:
        raise BadRequest(f"{name} 不是完好的 .xlsx 文件;请用 Excel 打开并重新保存。") from error
    if len(members) > MAX_MEMBERS:
        raise BadRequest(f"{name} 里有 {len(members)} 个部件,不像表格,没有打开。")
    total = sum(member.file_size for member in members)
    texts = sum(m.file_size for m in members if m.filename == _TEXTS)
    tight = any(
        m.file_size > _FREE_MB * _MB and m.file_size > MAX_RATIO * max(m.compress_size, 1)
        for m in members
    )
    if total > MAX_UNPACKED_MB * _MB or texts > MAX_TEXTS_MB * _MB or tight:
        raise BadRequest(
            f"{name} 解开后有 {total / _MB:.0f} MB,压得异常紧或太大,可能是坏文件,没有打开;"
            "如果确是自己的表,请把要用的那张表复制到新文件里,行数多就分成几份。"
        )
    if _declares(data, members):
        raise BadRequest(f"{name} 不是完好的 .xlsx 文件(里面带有不该有的声明),没有打开。")
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names and not any(n.startswith("xl/worksheets/") for n in names):
        raise BadRequest(_no_workbook(names, name))


def _declares(data: bytes, members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether a part declares a document type: no program writes one, entities hide in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in members:
                if member.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(member) as part:
                        head = part.read(_HEAD).replace(b"\x00", b"").lower()
                    if b"<!doctype" in head:
                        return True
    except (*_UNREADABLE, RuntimeError):
        return False  # told when it is read
    return False


def check_any(data: bytes, name: str) -> None:
    """:func:`check_workbook` for what looks like one; other files pass."""
    if data.startswith(b"PK"):
        check_workbook(data, name)
    elif data.startswith(_OLE):
        raise BadRequest(_ole(data, name))


def _ole(data: bytes, name: str) -> str:
    if _LOCKED in data:
        return f"{name} 加了密码;请用 WPS 或 Excel 打开,去掉密码,另存为 .xlsx 再载入。"
    return f"{name} 是旧式 .xls 或加了密码的文件,读不了;{SAVE_AS}(有密码的先去掉密码)。"


def _no_workbook(names: set[str], name: str) -> str:
    if any(n.startswith("word/") for n in names):
        return f"{name} 是 Word 文档,不是表格;请把里面的表复制到 Excel 里存成 .xlsx 再上传。"
    if any(n.startswith("ppt/") for n in names):
        return f"{name} 是演示文稿,不是表格;只能载入 .xlsx 和 .csv。"
    return f"{name} 不是完好的 .xlsx 文件(里面没有工作表);只能载入 .xlsx 和 .csv。"


def _known_signature(data: bytes) -> str | None:
    for start, what in (
        (b"%PDF", " PDF 文件"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"GIF8", "图片"),
        (b"Rar!", "压缩包"),
        (b"7z\xbc\xaf", "压缩包"),
        (b"\x1f\x8b", "压缩包"),
    ):
        if data.startswith(start):
            return what
    return None


def _is_delimited(data: bytes) -> bool:
    first = data.lstrip()[:4000].splitlines()[0]
    return any(mark in first for mark in (b",", b"\t", b";"))

# ruff: noqa: S608 - table names come from the file's own list of kinds, quoted
"""A data file copied while it is in use, and looked through from end to end."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.store.shape import quoted
from graph.store.sqlite_layout import APPLICATION_ID
from graph.store.sqlite_pool import connect, foreign, mapped
from graph.store.sqlite_terms import COUNTER
from graph.store.sqlite_write import last_seq

PAGES = 1024
"""Pages of the file copied between two looks at the progress."""

_OWNER_ONLY = 0o600
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_FAULTY = "数据文件 {path} 已损坏({fault});请用备份恢复,或换一个文件重新建库。"

Ticking = Callable[[int, int], None]
"""Called with (pages copied, pages in all)."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a data file holds: records by kind, and the number of the last revision."""

    counts: dict[str, int]
    last_seq: int

    @property
    def records(self) -> int:
        """Records of all kinds."""
        return sum(self.counts.values())


def copy_file(source: Path, target: Path, *, progress: Ticking | None = None) -> None:
    """Copy a data file as it stands at this moment, whatever is written to it meanwhile.

    ``target`` becomes one single file that only its owner may read; it must not be there yet.

    Raises
    ------
    StoreUnavailable
        One of the two cannot be read or written, or the disk is full.
    """
    os.close(_made(target))
    with mapped(source), contextlib.closing(connect(source)) as here:
        here.execute("BEGIN")  # from now on what others write is not seen
        here.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        with mapped(target), contextlib.closing(sqlite3.connect(target)) as there:

            def tick(_: int, left: int, total: int) -> None:
                if progress is not None:
                    progress(total - left, total)

            here.backup(there, pages=PAGES, progress=tick, sleep=0)
            _make_single(there)


def make_single(path: Path) -> None:
    """Make a data file that nobody has open one single file, for its owner alone.

    Raises
    ------
    StoreUnavailable
        It cannot be written.
    """
    with mapped(path), contextlib.closing(sqlite3.connect(path)) as connection:
        _make_single(connection)
    with contextlib.suppress(OSError):  # a disk that knows no owners
        path.chmod(_OWNER_ONLY)


def _make_single(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = DELETE")


def look_through(path: Path) -> Contents:
    """Read all of a data file and count what is in it.

    Raises
    ------
    StoreUnavailable
        It is damaged, or no data file of ours.
    """
    with _reading(path) as connection:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        if faults != ["ok"]:
            raise StoreUnavailable(_FAULTY.format(path=path, fault=faults[0].splitlines()[-1]))
        found = _contents(connection)
        for kind, told in found.counts.items():
            held = connection.execute(f"SELECT COUNT(*) FROM {quoted(kind)}").fetchone()[0]
            if held != told:
                fault = f"“{kind}”应有 {told} 条,只有 {held} 条"
                raise StoreUnavailable(_FAULTY.format(path=path, fault=fault))
    return found


def glance(path: Path) -> Contents:
    """What a data file says it holds, without looking through it.

    Raises
    ------
    StoreUnavailable
        It cannot be read, or is no data file of ours.
    """
    with _reading(path) as connection:
        return _contents(connection)


def is_damaged(path: Path) -> bool:
    """Whether a file is there and cannot be read as a data file from end to end.

    One that another program has locked, or that is somebody else's database, is not damaged.
    """
    try:
        if not path.is_file() or not path.stat().st_size:
            return path.is_file()
        with contextlib.closing(connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CORRUPT
    except OSError:
        return False


def _contents(connection: sqlite3.Connection) -> Contents:
    counts = dict(connection.execute("SELECT kind, n FROM _count WHERE kind <> ?", (COUNTER,)))
    return Contents(counts, last_seq(connection))


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that leaves no trace beside the file."""
    if not path.is_file():
        raise StoreUnavailable(f"找不到数据文件 {path};请核对路径。")
    address = f"{path.absolute().as_uri()}?mode=ro"
    with mapped(path), contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise foreign(path)
        yield connection


def _made(path: Path) -> int:
    """A new empty file for us alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(
            f"不能在文件夹 {path.parent} 写入({reason});请检查磁盘空间和写入权限。"
        ) from error

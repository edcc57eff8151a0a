"""Connections to one SQLite file, shared by threads, and its errors in plain words.

A connection is lent to one thread at a time and comes back after each call, so short-lived
threads leave nothing open.  Reads run beside a write (WAL); writes take turns behind a lock,
and BEGIN IMMEDIATE makes other processes wait too.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import BadRequest, StoreUnavailable

BUSY_SECONDS = 5.0
READING_KIB, WRITING_KIB = 16_384, 131_072
"""How much of the file a connection keeps at hand; given back when a write is done."""

_FOREIGN = "{path} 不是链图的数据文件;请换一个文件名,或用 --store 指定别处。"
_LOCKED = "数据文件 {path} 正被别的程序占用;请关闭那个程序后再试。"
_READONLY = "没有写入 {path} 的权限;请换一个可以写入的文件夹。"
_CANNOT_OPEN = "打不开数据文件 {path};请确认文件夹存在并且可以写入。"
_DAMAGED = "数据文件 {path} 已损坏;请用备份恢复,或换一个文件重新建库。"
_FULL = "磁盘已满,没有写入 {path};请腾出空间后再试。"
_IO = "读写 {path} 时磁盘出错;请检查磁盘或网络盘的连接后再试。"
_OTHER = "数据文件 {path} 出错({error});请重新打开程序再试。"

_MESSAGES = {
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READONLY,
    sqlite3.SQLITE_PERM: _READONLY,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _IO,
}


def foreign(path: Path) -> StoreUnavailable:
    """The error for a file that is not ours."""
    return StoreUnavailable(_FOREIGN.format(path=path))


@contextmanager
def mapped(path: Path) -> Iterator[None]:
    """Turn what sqlite3 raises into one Chinese sentence of ours."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        text = _MESSAGES.get(code, _OTHER)
        raise StoreUnavailable(text.format(path=path, error=error)) from error
    except UnicodeEncodeError as error:
        raise BadRequest("文字里有不能保存的字符。") from error


def make_folder(path: Path) -> None:
    """Make the folder of a new data file; say so when that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise StoreUnavailable(f"{path} 是文件夹;请给出数据文件的名字,例如 {path}/liantu.db。")
    except OSError as error:
        raise StoreUnavailable(_CANNOT_OPEN.format(path=path)) from error


class Pool:
    """Lends connections to one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._writer = threading.Lock()
        self._is_closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a read transaction: all its reads see one state."""
        with mapped(self.path), self._lent() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a write transaction, committed unless something is raised."""
        with self._writer, mapped(self.path), self._lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA cache_size = -{WRITING_KIB}")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.execute(f"PRAGMA cache_size = -{READING_KIB}")

    def close(self) -> None:
        """Close every idle connection now and the lent ones when they come back."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        with mapped(self.path):
            for connection in idle:
                connection.close()

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._is_closed:
                raise StoreUnavailable("数据文件已经关闭;请重新打开程序。")
            if self._idle:
                return self._idle.pop()
        return connect(self.path)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            connection.close()
            raise
        with self._lock:
            if not self._is_closed:
                self._idle.append(connection)
                return
        connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """A new connection; the file is not touched before the first statement."""
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{READING_KIB}")
    return connection

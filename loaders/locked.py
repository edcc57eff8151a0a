"""Small files that several programs write: one at a time, whole or not at all, for us alone."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from graph.errors import StoreUnavailable

OWNER_ONLY = 0o600
WAIT_SECONDS = 10.0
MOVE_SECONDS = 1.0
_STEP_SECONDS = 0.05


class Busy(StoreUnavailable):
    """Another program holds the lock."""


@contextlib.contextmanager
def locked(path: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock file ``<path>.lock``; it is let go when the program ends, however it ends.

    Parameters
    ----------
    wait
        Seconds to wait for another program; 0 only tries.

    Raises
    ------
    Busy
        Another program held it all the time.
    StoreUnavailable
        The folder cannot be written.
    """
    lock = path.with_name(f"{path.name}.lock")
    with said(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    try:
        end = time.monotonic() + wait
        while not _held(path, handle):
            if time.monotonic() >= end:
                raise Busy(f"{path} 正被另一个链图程序写入;请稍后再试。")
            time.sleep(_STEP_SECONDS)
        yield
    finally:
        os.close(handle)  # which lets the lock go


def _held(path: Path, handle: int) -> bool:
    with said(path):
        return _taken(handle)


def write_private(path: Path, text: str) -> None:
    """Put ``text`` in place of a file in one step; only its owner may read it.

    Raises
    ------
    StoreUnavailable
        The folder cannot be written, or the disk is full.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with said(path):
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            put_in_place(part, path)
        finally:
            with contextlib.suppress(OSError):  # it was moved, or never made
                part.unlink()


def put_in_place(part: Path, path: Path) -> None:
    """Move a file over another in one step.

    On Windows that is refused while a reader or a virus scanner has one of them open, which
    passes in a moment.
    """
    end = time.monotonic() + MOVE_SECONDS
    while True:
        try:
            os.replace(part, path)
            return
        except PermissionError:
            if time.monotonic() >= end:
                raise
            time.sleep(_STEP_SECONDS)


@contextlib.contextmanager
def said(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into one sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(
            f"不能写入 {path}:{reason};请检查磁盘空间和文件夹 {path.parent} 的写入权限。"
        ) from error


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

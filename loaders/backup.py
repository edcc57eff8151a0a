"""Making a backup of a store, taking one in from elsewhere, putting one in a broken file's place.

A backup grows under another name and gets its own when it is whole and looked through, so
what bears the name of a backup can be used.  That of a server is a data file too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.schema import Schema
from graph.store import open_store, sqlite_path
from graph.store.neo4j_address import is_neo4j
from graph.store.sqlite_backup import copy_file, look_through, make_single
from loaders.backup_files import Backup, Why, backup_of, free_name, prune, stem_of
from loaders.copying import copy_from
from loaders.locked import put_in_place
from loaders.newfile import leave_log, store_url

Progress = Callable[[int, int, str], bool | None]
"""Called with (done, total, what is being done)."""

COPYING, CHECKING = "复制数据", "核对备份"
_SPARE_BYTES = 20_000_000


def make_backup(
    url: str,
    folder: Path,
    schema: Schema,
    why: Why,
    *,
    progress: Progress | None = None,
    now: dt.datetime | None = None,
) -> Backup:
    """Copy the whole store at an address into ``folder``, look through the copy, drop old ones.

    Raises
    ------
    StoreUnavailable
        The store or the folder cannot be used, the disk is full, or the store is damaged: then
        no backup is made, and those that stand are left alone.
    """
    path = free_name(folder, stem_of(url), now or dt.datetime.now(), why)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if is_neo4j(url):
            _copy_server(url, part, schema, progress)
        else:
            _copy_local(sqlite_path(url), part, progress)
        if progress is not None:
            progress(0, 0, CHECKING)
        look_through(part)
        _move(part, path)
    finally:
        _remove(part)
    prune(folder, stem_of(url), path)
    return backup_of(path)


def take_in(path: Path, folder: Path, stem: str, *, now: dt.datetime | None = None) -> Backup:
    """Put a backup from elsewhere beside the others, once it has been looked through.

    Raises
    ------
    StoreUnavailable
        It is damaged, no data file of ours, or the folder cannot be written.
    """
    look_through(path)
    place = free_name(folder, stem, now or dt.datetime.now(), "given")
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        copy_file(path, part)
        _move(part, place)
    finally:
        _remove(part)
    prune(folder, stem, place)
    return backup_of(place)


def put_back(path: Path, backup: Path, *, now: dt.datetime | None = None) -> Path | None:
    """Put a copy of a backup in the place of a data file that cannot be read or is gone.

    Whatever stood there is kept under another name, which is given back.  Nobody may have the
    file open.  The place is never empty, so a start cut short in between finds the damaged file.

    Raises
    ------
    StoreUnavailable
        The backup is not whole, or the folder cannot be written.
    """
    look_through(backup)
    time = (now or dt.datetime.now()).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.stem}-损坏-{time}{path.suffix}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        copy_file(backup, part)
        is_there = path.exists()
        if is_there:
            _kept(path, aside)
            shutil.copymode(path, part)
        leave_log(path, aside)
        put_in_place(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(
            f"不能把备份放到 {path}({reason});请关掉别的正在用它的程序,检查磁盘空间和写入权限。"
        ) from error
    finally:
        _remove(part)
    return aside if is_there else None


def _kept(path: Path, aside: Path) -> None:
    """A second name for a file, or a copy where there are no second names."""
    try:
        os.link(path, aside)
    except OSError:
        shutil.copy2(path, aside)


def _copy_local(source: Path, part: Path, progress: Progress | None) -> None:
    if not source.is_file():
        raise StoreUnavailable(f"找不到数据文件 {source},没有东西可备份。")
    _check_room(part.parent, source.stat().st_size)

    def tick(done: int, total: int) -> None:
        if progress is not None:
            progress(done, total, COPYING)

    copy_file(source, part, progress=tick)


def _check_room(folder: Path, wanted: int) -> None:
    """Say beforehand that a copy will not fit."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(
            f"不能在文件夹 {folder} 写备份({reason});请检查写入权限,或换一个文件夹。"
        ) from error
    if free < wanted + _SPARE_BYTES:
        raise StoreUnavailable(
            f"磁盘空间不够,没有做备份:{folder} 只剩 {free / 1e6:,.0f} MB,"
            f"要 {(wanted + _SPARE_BYTES) / 1e6:,.0f} MB;请腾出空间或换一个文件夹。"
        )


def _copy_server(url: str, part: Path, schema: Schema, progress: Progress | None) -> None:
    """A logical copy, held against the server kind by kind."""
    _check_room(part.parent, 0)
    with contextlib.closing(open_store(url, schema)) as source:
        report = copy_from(source, store_url(part), schema, progress=progress)
    if not report.is_equal:
        raise StoreUnavailable(f"备份与 {report.from_url} 核对不一致,没有留下;请再做一次。")
    make_single(part)


def _move(part: Path, path: Path) -> None:
    try:
        put_in_place(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(f"备份已做好,但改不成 {path.name}:{reason}。") from error


def _remove(part: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal", ".part", ".part-wal", ".part-shm"):
        with contextlib.suppress(OSError):
            Path(f"{part}{end}").unlink()

"""Backups: whole copies of a store, history included, each one data file in a folder of its own.

A backup grows under another name and gets its own when it is whole and looked through, so
what bears the name of a backup can be used.  That of a server is a data file too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.errors import StoreUnavailable
from graph.schema import Schema
from graph.store import open_store, sqlite_path
from graph.store.neo4j_address import address, is_neo4j
from graph.store.sqlite_backup import Contents, copy_file, glance, look_through, make_single
from loaders.copying import copy_from
from loaders.newfile import store_url

Progress = Callable[[int, int, str], bool | None]
"""Called with (done, total, what is being done)."""

Why = Literal["daily", "asked", "before", "given"]
"""Made by itself each day, asked for, made before a restore, or brought from elsewhere."""

KEPT = 14
"""Backups kept of each sort; the oldest go when a new one is whole."""

COPYING, CHECKING = "复制数据", "核对备份"
_SPARE_BYTES = 20_000_000
_NAME = re.compile(r"-(\d{8}-\d{6})-(daily|asked|before|given)\.db$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: when (local time) and why it was made, and what it says it holds.

    ``contents`` is None when the file cannot be read.
    """

    path: Path
    made_at: dt.datetime
    why: Why
    size: int
    contents: Contents | None

    @property
    def is_readable(self) -> bool:
        """Whether it can be read at first sight; only looking through it is certain."""
        return self.contents is not None


def stem_of(url: str) -> str:
    """How the names of the backups of a store begin.

    Examples
    --------
    >>> stem_of("sqlite:///a/链图.db"), stem_of("neo4j://10.0.0.5/chain")
    ('链图', 'neo4j-chain')
    """
    return f"neo4j-{address(url).database}" if is_neo4j(url) else sqlite_path(url).stem


def backups(folder: Path, stem: str) -> tuple[Backup, ...]:
    """The backups of one store, newest first; a folder that is not there holds none."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            told = _NAME.search(path.name)
            if told and path.name[: told.start()] == stem:
                found.append(_backup(path))
    return tuple(sorted(found, key=lambda b: (b.made_at, b.path.name), reverse=True))


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
    path = _free_name(folder, stem_of(url), now or dt.datetime.now(), why)
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
    prune(folder, stem_of(url))
    return _backup(path)


def take_in(path: Path, folder: Path, stem: str, *, now: dt.datetime | None = None) -> Backup:
    """Put a backup from elsewhere beside the others, once it has been looked through.

    Raises
    ------
    StoreUnavailable
        It is damaged, no data file of ours, or the folder cannot be written.
    """
    look_through(path)
    place = _free_name(folder, stem, now or dt.datetime.now(), "given")
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        copy_file(path, part)
        _move(part, place)
    finally:
        _remove(part)
    prune(folder, stem)
    return _backup(place)


def prune(folder: Path, stem: str, *, keep: int = KEPT) -> tuple[Path, ...]:
    """Take away all but the last ``keep`` backups of each sort that can be read; gives which."""
    gone: list[Path] = []
    held: dict[str, int] = {}
    for backup in backups(folder, stem):
        if not backup.is_readable:
            continue
        held[backup.why] = held.get(backup.why, 0) + 1
        if held[backup.why] > keep:
            with contextlib.suppress(OSError):  # somebody has it open: next time
                backup.path.unlink()
                gone.append(backup.path)
    return tuple(gone)


def newest_whole(folder: Path, stem: str) -> Backup | None:
    """The last backup that is whole when looked through from end to end."""
    for backup in backups(folder, stem):
        with contextlib.suppress(StoreUnavailable):
            look_through(backup.path)
            return backup
    return None


def put_back(path: Path, backup: Path, *, now: dt.datetime | None = None) -> Path:
    """Put a copy of a backup in the place of a data file that cannot be read.

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
        if path.exists():
            _kept(path, aside)
            shutil.copymode(path, part)
        for end in ("-wal", "-shm"):  # what it says belongs to the damaged file alone
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{path}{end}", f"{aside}{end}")
        os.replace(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(
            f"不能把备份放到 {path}({reason});请关掉别的正在用它的程序,检查磁盘空间和写入权限。"
        ) from error
    finally:
        _remove(part)
    return aside


def _kept(path: Path, aside: Path) -> None:
    """A second name for a file, or a copy where there are no second names."""
    try:
        os.link(path, aside)
    except OSError:
        shutil.copy2(path, aside)


def _backup(path: Path) -> Backup:
    told = _NAME.search(path.name)
    assert told is not None  # noqa: S101 - whoever asks has looked
    why: Why = told[2]  # type: ignore[assignment]
    try:
        made, size = dt.datetime.strptime(told[1], "%Y%m%d-%H%M%S"), path.stat().st_size
    except (ValueError, OSError):
        made, size = dt.datetime.min, 0
    try:
        contents = glance(path)
    except StoreUnavailable:
        contents = None
    return Backup(path, made, why, size, contents)


def _free_name(folder: Path, stem: str, now: dt.datetime, why: Why) -> Path:
    while True:
        path = folder / f"{stem}-{now:%Y%m%d-%H%M%S}-{why}.db"
        if not path.exists():
            return path
        now += dt.timedelta(seconds=1)


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
        os.replace(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(f"备份已做好,但改不成 {path.name}:{reason}。") from error


def _remove(part: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal", ".part", ".part-wal", ".part-shm"):
        with contextlib.suppress(OSError):
            Path(f"{part}{end}").unlink()

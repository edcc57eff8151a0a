"""Backups of the store in use: where they are, today's, and one made or gone back to at a time.

What the last backup came to stands in a small file in the folder, for pages of other processes
to see.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.errors import LianTuError, StoreUnavailable
from graph.store.sqlite_backup import is_damaged
from loaders.backup import Progress, make_backup
from loaders.backup_files import Backup, Why, backups, newest_whole, stem_of
from loaders.fresh import ACTOR
from loaders.locked import Busy, locked, write_private
from loaders.schema import read_schema
from views import audit, settings
from views.accounts import Accounts
from views.jobs import Jobs

BACKUPS_VARIABLE = "LIANTU_BACKUPS"
OFF = ("off", "0", "no")
FOLDER, STATE, LOCK = "backups", ".backup-state.json", ".backup"


@dataclass(frozen=True, slots=True)
class State:
    """How the last backup ended: local time, the sentence of what went wrong, or none."""

    at: str
    error: str = ""


def folder(url: str | None = None) -> Path:
    """Where backups go: ``LIANTU_BACKUPS``, else beside the data file or in the user's folder."""
    told = os.environ.get(BACKUPS_VARIABLE, "").strip()
    if told and told.lower() not in OFF:
        return Path(told).expanduser().absolute()
    store = settings.store_path(url or settings.store_url())
    return (store or settings.default_store_path()).parent / FOLDER


def is_daily() -> bool:
    """Whether a backup is made by itself each day; ``LIANTU_BACKUPS=off`` stops that."""
    return os.environ.get(BACKUPS_VARIABLE, "").strip().lower() not in OFF


def check_not_lost(url: str) -> None:
    """Refuse a data file that is gone or emptied: it would be filled anew beside its backups.

    Raises
    ------
    StoreUnavailable
        With what to do.
    """
    path = settings.store_path(url)
    if path is None or (path.exists() and path.stat().st_size) or not listed(url):
        return
    what = "是空的(被别的程序清空了)" if path.exists() else "不见了(被移走、改名或删去了)"
    raise StoreUnavailable(
        f"数据文件 {path} {what},它的备份还在 {folder(url)}:在页面上或用 liantu restore 放回一份;"
        "真要从头来,先把那个文件夹改个名字。"
    )


def is_lost(url: str | None = None) -> bool:
    """Whether the data file is gone or damaged and there are backups to put in its place."""
    wanted = url or settings.store_url()
    path = settings.store_path(wanted)
    return path is not None and bool(listed(wanted)) and (not path.exists() or is_damaged(path))


def listed(url: str | None = None) -> tuple[Backup, ...]:
    """The backups of the store, newest first."""
    wanted = url or settings.store_url()
    return backups(folder(wanted), stem_of(wanted))


def whole(url: str | None = None) -> Backup | None:
    """The newest backup that is whole from end to end."""
    wanted = url or settings.store_url()
    return newest_whole(folder(wanted), stem_of(wanted))


def back_up(
    why: Why, who: str, *, url: str | None = None, progress: Progress | None = None
) -> Backup:
    """Make a backup of the store now, and note what came of it.

    Raises
    ------
    Busy
        Another program is making one.
    StoreUnavailable
        It could not be made; the reason is noted too.
    """
    wanted = url or settings.store_url()
    place, users = folder(wanted), Accounts.here(wanted).path
    with locked(place / LOCK, wait=0):
        try:
            schema = read_schema(settings.schema_dir())
            made = make_backup(wanted, place, schema, why, progress=progress)
        except LianTuError as error:
            _note(place, str(error))
            audit.record(users, "backup-failed", who, note=str(error))
            raise
        _note(place, "")
        audit.record(users, "backup", who, note=made.path.name)
    return made


def daily(url: str | None = None, *, today: dt.date | None = None) -> Backup | None:
    """Today's backup by itself: made when there is none yet, else None.

    Raises
    ------
    StoreUnavailable
        As :func:`back_up`.
    """
    day = today or dt.date.today()
    if not is_daily() or has_daily(day, url):
        return None
    try:
        return back_up("daily", ACTOR, url=url)
    except Busy:  # another process does it at this moment
        return None


def has_daily(day: dt.date, url: str | None = None) -> bool:
    """Whether the backup of that day is there."""
    return any(b.why == "daily" and b.made_at.date() == day for b in listed(url) if b.is_readable)


def state(url: str | None = None) -> State | None:
    """How the last backup ended, None when none was ever tried."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return State(**json.loads((folder(url) / STATE).read_text(encoding="utf-8")))
    return None


def is_busy(url: str | None = None) -> bool:
    """Whether a backup is being made somewhere at this moment."""
    place = folder(url)
    try:
        if place.is_dir():
            with locked(place / LOCK, wait=0):
                pass
    except StoreUnavailable as error:
        return isinstance(error, Busy)  # what else is wrong is told to who makes one
    return False


def _note(place: Path, error: str) -> None:
    told = State(dt.datetime.now().isoformat(timespec="seconds"), error)
    with contextlib.suppress(LianTuError):  # a full disk cannot be written on the disk
        write_private(place / STATE, json.dumps(asdict(told), ensure_ascii=False) + "\n")


KEEPER: Jobs[Any] = Jobs("正在备份或恢复;等它做完再点。")

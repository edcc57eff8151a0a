"""Backups of the store in use: where they are, today's, and the one job at a time that makes one.

Jobs run in a thread of their own while the pages stay usable.  What the last backup came to
stands in a small file in the folder, for pages of other processes to see.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.errors import BadRequest, LianTuError, StoreUnavailable
from loaders.backup import Backup, Progress, Why, backups, make_backup, newest_whole, stem_of
from loaders.fresh import ACTOR
from loaders.locked import Busy, locked, write_private
from loaders.schema import read_schema
from views import audit, settings
from views.accounts import Accounts

BACKUPS_VARIABLE = "LIANTU_BACKUPS"
OFF = ("off", "0", "no")
FOLDER, STATE, LOCK = "backups", ".backup-state.json", ".backup"
FULL = 1.0


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


def check_not_emptied(url: str) -> None:
    """Refuse a data file something emptied: it would be filled anew while its backups are there.

    Raises
    ------
    StoreUnavailable
        With what to do.
    """
    path = settings.store_path(url)
    if path is not None and path.is_file() and not path.stat().st_size and listed(url):
        raise StoreUnavailable(f"数据文件 {path} 是空的(被别的程序清空了);请把备份放回去。")


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
    if not place.is_dir():
        return False
    try:
        with locked(place / LOCK, wait=0):
            return False
    except Busy:
        return True


def _note(place: Path, error: str) -> None:
    told = State(dt.datetime.now().isoformat(timespec="seconds"), error)
    with contextlib.suppress(LianTuError):  # a full disk cannot be written on the disk
        write_private(place / STATE, json.dumps(asdict(told), ensure_ascii=False) + "\n")


@dataclass
class Job:
    """One piece of work in a thread of its own: how far it is, and how it ended."""

    what: str
    done: int = 0
    total: int = 0
    label: str = ""
    result: Any = None
    error: str = ""
    _thread: threading.Thread | None = None

    def start(self, work: Callable[[Progress], Any]) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, args=(work,), name="keep", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def share(self) -> float:
        """How much of the step at hand is done, 0–1."""
        return min(self.done / self.total, FULL) if self.total else 0.0

    def wait(self, seconds: float) -> None:
        """Give it time to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, work: Callable[[Progress], Any]) -> None:
        try:
            self.result = work(self._heard)
        except LianTuError as error:
            self.error = str(error)

    def _heard(self, done: int, total: int, label: str) -> None:
        self.done, self.total, self.label = done, total, label


class Keeper:
    """The jobs of this server: the one at work or the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.last: Job | None = None

    def start(self, what: str, work: Callable[[Progress], Any]) -> Job:
        """Begin a job.

        Raises
        ------
        BadRequest
            One is at work.
        """
        with self._lock:
            if self.last is not None and self.last.is_running:
                raise BadRequest("正在备份或恢复;等它做完再点。")
            self.last = Job(what)
            self.last.start(work)
            return self.last


KEEPER = Keeper()

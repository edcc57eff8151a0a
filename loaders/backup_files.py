"""The folder of backups: how they are called, which there are, and which go.

A backup is one data file, history included; its name says of which store, when and why.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.errors import StoreUnavailable
from graph.store import sqlite_path
from graph.store.neo4j_address import address, is_neo4j
from graph.store.sqlite_backup import Contents, glance, look_through

Why = Literal["daily", "asked", "before", "given"]
"""Made by itself each day, asked for, made before a restore, or brought from elsewhere."""

KEPT = 14
"""Backups kept of each sort; the oldest go when a new one is whole."""

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
                found.append(backup_of(path))
    return tuple(sorted(found, key=lambda b: (b.made_at, b.path.name), reverse=True))


def prune(folder: Path, stem: str, made: Path, *, keep: int = KEPT) -> tuple[Path, ...]:
    """Take away all but the last ``keep`` backups of each sort that can be read; gives which.

    The one just ``made`` stays: where the clock went back its name makes it the oldest.
    """
    gone: list[Path] = []
    held: dict[str, int] = {}
    for backup in backups(folder, stem):
        if not backup.is_readable:
            continue
        held[backup.why] = held.get(backup.why, 0) + 1
        if held[backup.why] > keep and backup.path != made:
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


def backup_of(path: Path) -> Backup:
    """The backup a file with such a name is."""
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


def free_name(folder: Path, stem: str, now: dt.datetime, why: Why) -> Path:
    """What a backup made now is called; a second one within a second gets the next."""
    while True:
        path = folder / f"{stem}-{now:%Y%m%d-%H%M%S}-{why}.db"
        if not path.exists():
            return path
        now += dt.timedelta(seconds=1)

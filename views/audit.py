"""Who signed in, was refused, changed accounts, made or restored backups: lines that only grow.

One JSON object a line, beside the users file; a file that has grown long is put aside, and
the ``KEPT`` last ones stay.  No password ever comes here, nor a name nobody has: people type
their password into the wrong box.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path

from loaders.locked import OWNER_ONLY, locked, said

LONGEST_BYTES = 1_000_000
KEPT = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    ``what`` is a code (see ``views.tables.system.EVENTS``), ``who`` did it, to ``whom``;
    ``time`` is UTC.
    """

    time: str
    what: str
    who: str
    whom: str = ""
    note: str = ""


def audit_path(users: Path) -> Path:
    """Where the lines stand that go with a users file."""
    return users.with_suffix(".audit.jsonl")


def record(users: Path, what: str, who: str, whom: str = "", note: str = "") -> None:
    """Add one line.

    Raises
    ------
    StoreUnavailable
        The folder cannot be written, or the disk is full.
    """
    path, now = audit_path(users), dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    line = json.dumps(asdict(Entry(now, what, who, whom, note)), ensure_ascii=False) + "\n"
    with locked(path), said(path):
        _put_aside(path)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
        with os.fdopen(handle, "ab") as out:
            out.write(line.encode())


def entries(users: Path, limit: int = 500) -> tuple[Entry, ...]:
    """The last ``limit`` entries, newest first; a line cut off by a crash is passed over."""
    path = audit_path(users)
    last: deque[Entry] = deque(maxlen=limit)
    for number in (*range(KEPT, 0, -1), 0):
        with contextlib.suppress(OSError):
            text = _aged(path, number).read_text(encoding="utf-8", errors="replace")
            last += (entry for line in text.splitlines() if (entry := _entry(line)))
    return tuple(reversed(last))


def _entry(line: str) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _put_aside(path: Path) -> None:
    """Make room when the file has grown long; the oldest goes."""
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size < LONGEST_BYTES:
            return
    for number in range(KEPT, 0, -1):
        younger = _aged(path, number - 1)
        if younger.exists():
            os.replace(younger, _aged(path, number))


def _aged(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}") if number else path

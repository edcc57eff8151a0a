"""A store file made beside its place and moved there when whole."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from graph.errors import StoreUnavailable
from graph.schema import Schema
from graph.store import open_store
from graph.store.protocol import Store
from loaders.locked import OWNER_ONLY, put_in_place

T = TypeVar("T")
_STALE_SECONDS = 3600


def store_url(path: Path) -> str:
    """Address of the store file ``path``."""
    return f"sqlite:///{path.as_posix()}"


def build(path: Path, schema: Schema, fill: Callable[[Store], T], *, keep: bool = True) -> T:
    """Make the store ``path`` with what ``fill`` writes; a killed or failed one leaves nothing.

    Parameters
    ----------
    keep
        False makes it only for ``fill`` to work on, and lets it go.

    Raises
    ------
    StoreUnavailable
        The folder or the file cannot be used.
    """
    _remove_stale_parts(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(open_store(store_url(part), schema)) as store:
            result = fill(store)
        if keep:
            settle(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(f"不能在 {path.parent} 建立存储文件:{reason}。") from error
    finally:
        _remove(part)
    return result


def settle(part: Path, path: Path) -> None:
    """Move a data file that is whole to its place; only its owner may read it (contacts)."""
    if not path.exists():
        leave_log(path, path.with_name(f"{path.stem}-旧-{time.time():.0f}{path.suffix}"))
    with contextlib.suppress(OSError):  # a disk that knows no owners
        part.chmod(OWNER_ONLY)
    put_in_place(part, path)


def leave_log(path: Path, aside: Path) -> None:
    """Give what SQLite wrote beside a data file the name of ``aside``.

    It belongs to that file alone, and would be read into whatever comes in its place.
    """
    for end in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{path}{end}", f"{aside}{end}")


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):  # gone already, or held by a dying process
            Path(f"{part}{suffix}").unlink()


def _remove_stale_parts(path: Path) -> None:
    for part in path.parent.glob(f".{path.name}.*.part*"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _STALE_SECONDS:
                part.unlink()

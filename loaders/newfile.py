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
            os.replace(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(f"不能在 {path.parent} 建立存储文件:{reason}。") from error
    finally:
        _remove(part)
    return result


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):  # gone already, or held by a dying process
            Path(f"{part}{suffix}").unlink()


def _remove_stale_parts(path: Path) -> None:
    for part in path.parent.glob(f".{path.name}.*.part*"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _STALE_SECONDS:
                part.unlink()

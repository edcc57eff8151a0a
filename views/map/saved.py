"""Layouts kept between starts: drawing one takes longer than everything else on the way.

A layout follows from the products, the bands, the links and our own drawing code; their
digest names the file, so a kept layout is never a stale one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import platformdirs

from graph.model import MapSheet, Product, Segment
from views import settings
from views.map.band import Room
from views.map.geometry import Band, Box, Chip, Edge, Layout
from views.map.layout import check_segments, layout
from views.map.memory import recalled

HERE = Path(__file__).resolve().parent
KEPT = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a layout follows from: see :func:`views.map.layout.layout` and ``memory``.

    ``sheet`` is where things stood last time; None when nobody knows.
    """

    products: tuple[Product, ...]
    segments: tuple[Segment, ...]
    links: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    room: tuple[tuple[str, Room], ...] = ()
    sheet: MapSheet | None = None

    def shown(self) -> tuple[Product, ...]:
        """The products that belong on the page."""
        return tuple(p for p in self.products if not self.only or p.segment in self.only)


def placed(wanted: Wanted, *, folder: Path | None = None) -> Layout:
    """The layout, remembered in memory and on disk.

    Parameters
    ----------
    folder
        Where to keep files; the user's cache folder when not given.  One that cannot be
        used only costs the time of drawing.
    """
    return _placed(wanted, folder)


@lru_cache(maxsize=16)
def _placed(wanted: Wanted, folder: Path | None) -> Layout:
    where = folder or platformdirs.user_cache_path(settings.APP_NAME, appauthor=False)
    path = where / f"layout-{digest(wanted)}.json"
    found = read(path)
    if found is None:
        found = _drawn(wanted)
        write(path, found)
    return found


def _drawn(wanted: Wanted) -> Layout:
    """As it stood, with what is new fitted in; anew where that cannot be."""
    check_segments(wanted.products, wanted.segments)
    room = dict(wanted.room)
    if wanted.sheet is not None:
        found = recalled(wanted.sheet, wanted.products, wanted.shown(), wanted.links, room)
        if found is not None:
            return found
    return layout(wanted.products, wanted.segments, wanted.links, wanted.only, room)


def digest(*parts: object) -> str:
    """A name for what a layout follows from."""
    return hashlib.sha256((repr(parts) + _code()).encode()).hexdigest()[:24]


@cache
def _code() -> str:
    texts = (path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.py")))
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def write(path: Path, found: Layout) -> None:
    """Keep a layout; older ones beyond the last ``KEPT`` go."""
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with contextlib.suppress(OSError, UnicodeError):  # not kept: drawn again next time
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
        os.replace(part, path)
        files = sorted(path.parent.glob("layout-*.json"), key=lambda p: p.stat().st_mtime)
        for old in files[:-KEPT]:
            old.unlink()


def read(path: Path) -> Layout | None:
    """A kept layout; None when there is none or it is damaged."""
    try:
        return _layout(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _pairs(rows: list[list[Any]]) -> Any:
    return tuple((a, b) for a, b in rows)


def _layout(raw: dict[str, Any]) -> Layout:
    return Layout(
        boxes={key: Box(**box) for key, box in raw["boxes"].items()},
        chips=tuple(Chip(**chip) for chip in raw["chips"]),
        bands=tuple(Band(**{**band, "title": Box(**band["title"])}) for band in raw["bands"]),
        edges=tuple(Edge(**{**edge, "points": _pairs(edge["points"])}) for edge in raw["edges"]),
        apart=tuple(raw["apart"]),
        not_drawn=_pairs(raw["not_drawn"]),
        width=raw["width"],
        height=raw["height"],
        font_px=raw["font_px"],
    )

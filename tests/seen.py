"""What a reader sees of a file: its pages as images, and every character with its place.

Places are px of the scene (1920 × 1080, y downwards), whatever the file counts in.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from views.map.measure import text_em
from views.map.scene import Badge, Card, Scene, Words

Pixels: TypeAlias = npt.NDArray[np.int16]
Look: TypeAlias = npt.NDArray[np.float64]
LOOK = (16, 16)
SCALE = 2
"""Pixels of an image to a px of the scene."""
OFFICE = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
NO_OFFICE = "没有 LibreOffice(soffice):没有把 PPT 转成 PDF 来看"
LINE_HIGH = 1.5
"""Room of a line of text, of its size."""
SEAM_EM = 0.25
"""Most that a program puts between Chinese and Latin, of the size of the text."""
SAME_INK = 64
"""Most by which a channel of a pixel may differ from the ink of a label."""


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Room, *, slack: float) -> bool:
        """Whether ``other`` lies inside, or sticks out by no more than ``slack``."""
        return (
            other.left >= self.left - slack
            and other.top >= self.top - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def touches(self, other: Room) -> bool:
        """Whether they have any place in common."""
        across = min(self.right, other.right) > max(self.left, other.left)
        return across and min(self.bottom, other.bottom) > max(self.top, other.top)

    def away(self, other: Room) -> float:
        """How far the middles are apart."""
        across = (self.left + self.right - other.left - other.right) / 2
        return abs(across) + abs(self.top + self.bottom - other.top - other.bottom) / 2


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a scene: the box it belongs to, the line it stands on, its ink.

    The box of a text that stands alone is as wide as any program makes the text.
    """

    text: str
    box: Room
    line: Room
    ink: str


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page; ``is_known`` when the file says which one it is."""

    text: str
    room: Room
    is_known: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a file: the characters in their order, and the image."""

    glyphs: tuple[Glyph, ...]
    image: Pixels

    def part(self, room: Room) -> Pixels:
        """The image of a rectangle."""
        return part(self.image, room)


def part(image: Pixels, room: Room) -> Pixels:
    """The pixels a rectangle touches."""
    left, top = (max(0, int(side * SCALE)) for side in (room.left, room.top))
    right, bottom = (int(side * SCALE) + 1 for side in (room.right, room.bottom))
    return image[top:bottom, left:right]


def inked(pixels: Pixels, ink: str) -> npt.NDArray[np.bool_]:
    """Which pixels have the colour of the text."""
    found: npt.NDArray[np.bool_] = _off(pixels, ink) <= SAME_INK
    return found


def look(pixels: Pixels, ink: str) -> Look:
    """How much ink is where, as a vector of length 1, to compare characters of any size."""
    off = _off(pixels, ink)
    image = Image.fromarray((255 * (1 - off / off.max())).astype(np.uint8))
    small = np.asarray(image.resize(LOOK, Image.Resampling.BOX), dtype=float).ravel()
    found: Look = small / np.linalg.norm(small)
    return found


def _off(pixels: Pixels, ink: str) -> Pixels:
    """How far every pixel is from the colour of the text."""
    color = np.array([int(ink[at : at + 2], 16) for at in (1, 3, 5)])
    found: Pixels = abs(pixels - color).max(axis=2)
    return found


def labels(scene: Scene) -> list[Label]:
    """Every text of a scene."""
    return [label for label in _labels(scene) if label.text]


def _labels(scene: Scene) -> Iterator[Label]:
    for item in scene.items:
        if isinstance(item, Words):
            alone = _line(item, SEAM_EM * seams(item.text))
            yield Label(packed(item.text), alone, _line(item), item.color)
        elif isinstance(item, Badge):
            x, y, r = item.x, item.y, item.r
            box = Room(x - r, y - r, x + r, y + r)
            yield Label(packed(item.text), box, box, item.ink)
        elif isinstance(item, Card):
            box = Room(item.x, item.y, item.x + item.w, item.y + item.h)
            for words in item.words:
                yield Label(packed(words.text), box, _line(words), words.color)


def _line(words: Words, more_em: float = 0.0) -> Room:
    """Where one line of text is meant to stand."""
    wide = (text_em(words.text) + more_em) * words.size
    half = words.size * LINE_HIGH / 2
    left = words.x - {"left": 0.0, "center": wide / 2, "right": wide}[words.align]
    return Room(left, words.y - half, left + wide, words.y + half)


def seams(text: str) -> int:
    """How often Chinese meets Latin."""
    return sum(a.isascii() != b.isascii() for a, b in pairwise(packed(text)))


def packed(text: str) -> str:
    """``text`` without the blanks."""
    return re.sub(r"\s", "", text)


def sheets(pdf: bytes, scenes: Sequence[Scene]) -> list[Sheet]:
    """The pages of a PDF file that shows ``scenes``."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == len(scenes)
        return [_sheet(page, scene) for page, scene in zip(document, scenes, strict=True)]
    finally:
        document.close()


def _sheet(page: Any, scene: Scene) -> Sheet:
    scale = scene.width / page.get_width()
    assert page.get_height() * scale == pytest.approx(scene.height, abs=1)
    image = page.render(scale=scale * SCALE, rev_byteorder=True).to_numpy()[:, :, :3]
    return Sheet(tuple(_glyphs(page, scale)), image.astype(np.int16))


def _glyphs(page: Any, scale: float) -> Iterator[Glyph]:
    text, high = page.get_textpage(), page.get_height()
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        if char.isspace() or pdfium.FPDFText_IsGenerated(text, at):
            continue
        left, bottom, right, top = text.get_charbox(at)
        room = Room(left * scale, (high - top) * scale, right * scale, (high - bottom) * scale)
        yield Glyph(char, room, not pdfium.FPDFText_HasUnicodeMapError(text, at))


def picture(png: bytes) -> Pixels:
    """The pixels of an image."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB")).astype(np.int16)


def as_pdf(deck: bytes, folder: Path) -> bytes:
    """Slides as LibreOffice shows them; skips the test where there is none."""
    (folder / "deck.pptx").write_bytes(deck)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [_office(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    command.append(str(folder / "deck.pptx"))
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=300)
    made = folder / "deck.pdf"
    assert made.is_file(), f"{done.stdout}\n{done.stderr}"
    return made.read_bytes()


def _office() -> str:
    found = next(filter(None, map(shutil.which, OFFICE)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(NO_OFFICE)
    return found or pytest.skip(NO_OFFICE)

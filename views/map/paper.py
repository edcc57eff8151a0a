"""Pictures as PNG and as PDF, set in a font that is shipped, whatever the machine has."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import resvg_py
import typst
from pylopdf_fonts_zh_cn import sans_path

from views.map.legible import legible
from views.map.scene import Scene
from views.map.svg import svg

FAMILY = "Noto Sans SC"
WIDE_PX = 3840
_PT_PER_PX = 0.75
_PAGE = '#page(width: {w}pt, height: {h}pt, margin: 0pt, image("{name}", width: 100%))\n'


def font() -> Path:
    """The file of the shipped font."""
    return sans_path()


def png(scene: Scene, *, wide_px: int = WIDE_PX) -> bytes:
    """A picture ``wide_px`` wide."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(scene, face=FAMILY),
            width=wide_px,
            skip_system_fonts=True,
            font_files=[str(font())],
            font_family=FAMILY,
            background="#ffffff",
        )
    )


def pdf(scenes: Sequence[Scene]) -> bytes:
    """A vector file, one page a picture, with the font inside."""
    with tempfile.TemporaryDirectory(prefix="liantu-") as name:
        folder = Path(name)
        pages = [f'#set document(title: "{_quoted(scenes[0].title)}")\n'] if scenes else []
        for number, scene in enumerate(scenes):
            (folder / f"{number}.svg").write_text(svg(scene, face=FAMILY), encoding="utf-8")
            w, h = scene.width * _PT_PER_PX, scene.height * _PT_PER_PX
            pages.append(_PAGE.format(w=w, h=h, name=f"{number}.svg"))
        (folder / "main.typ").write_text("".join(pages), encoding="utf-8")
        return bytes(
            typst.compile(
                folder / "main.typ",
                font_paths=[font().parent],
                ignore_system_fonts=True,
                format="pdf",
            )
        )


def _quoted(text: str) -> str:
    return legible(text).replace("\\", "\\\\").replace('"', '\\"')

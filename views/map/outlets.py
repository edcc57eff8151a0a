"""Pictures as files: one call for every way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import MapView
from graph.reason import Evaluation
from views.map.build import map_picture
from views.map.compose import drawing
from views.map.drawing import Drawing
from views.map.filters import EVERYTHING, TOP_TEN, kept_by
from views.map.flow_drawing import material
from views.map.kinds import INVITING, KINDS, MATERIAL, PICTURES, STANDING
from views.map.more import with_more
from views.map.notes import notes
from views.map.ways_in import ways_in

SUFFIXES = {
    ".html": "网页(点得开,断网能看)",
    ".pptx": "PPT(方框和字都能改)",
    ".png": "图片",
    ".pdf": "PDF",
    ".svg": "矢量图 SVG",
}
MIME = {
    ".html": "text/html",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
}
MANY = (".pdf", ".pptx")
"""Files that hold several pictures."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture by the name of its view, and what the speaker says to it."""

    name: str
    drawing: Drawing
    note: str


def saved_views(facts: Facts) -> list[MapView]:
    """Saved views in the order they are presented in."""
    return sorted(facts.all(MapView).values(), key=lambda v: (v.order, v.id))


def plain_view(picture: str = STANDING, segments: Sequence[str] = ()) -> MapView:
    """A view nobody has saved."""
    name = "+".join(segments) or picture
    return MapView("", name, 0, picture, tuple(segments), None, EVERYTHING)


def page_of(evaluation: Evaluation, view: MapView) -> Page:
    """The picture of a view, with what it needs to go out alone."""
    picture = with_more(drawn(evaluation, view), evaluation, view.focus_id)
    return Page(view.name_zh, picture, view.note or "")


def drawn(evaluation: Evaluation, view: MapView) -> Drawing:
    """The picture of a view, whatever its kind."""
    if is_of_chain(view):
        kept = kept_by(evaluation, view)
        return drawing(map_picture(evaluation, view.picture, view.segment_ids, kept))
    if view.picture == MATERIAL:
        return material(evaluation)
    if view.picture != INVITING:
        raise BadRequest(f"没有“{view.picture}”这种图;可用:{'、'.join(PICTURES)}。")
    return ways_in(evaluation, notes(evaluation, evaluation.chain.facts))


def is_of_chain(view: MapView) -> bool:
    """Whether every product has its place on it."""
    return view.picture in KINDS and (view.picture, view.shown) != (INVITING, TOP_TEN)


def written(pages: Sequence[Page], suffix: str) -> bytes:
    """The file.

    Raises
    ------
    BadRequest
        No such kind of file, or several pictures for one that holds one.
    """
    if suffix not in SUFFIXES:
        raise BadRequest(f"不能写 {suffix or '没有后缀'} 的文件;可以写 {'、'.join(SUFFIXES)}。")
    if len(pages) != 1 and suffix not in MANY:
        raise BadRequest(f"{suffix} 一个文件只放一张图;几张放在一起请写 {'、'.join(MANY)}。")
    scenes = [page.drawing.scene for page in pages]
    if suffix == ".html":
        from views.map.network import html

        return html(pages[0].drawing).encode("utf-8", "replace")
    if suffix == ".svg":
        from views.map.svg import svg

        return svg(scenes[0]).encode("utf-8")
    if suffix == ".pptx":
        from views.map.slide import Slide, deck

        return deck([Slide(p.drawing.scene, speech(p)) for p in pages])
    from views.map import paper

    return paper.png(scenes[0]) if suffix == ".png" else paper.pdf(scenes)


def speech(page: Page) -> str:
    """What stands below a slide: the note, the legend and the foot in words."""
    legend = "、".join(item.text for item in page.drawing.legend)
    parts = (page.note, f"图例:{legend}" if legend else "", *page.drawing.footer)
    return "\n".join(part for part in parts if part)

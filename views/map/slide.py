"""Pictures as slides of native shapes: boxes with their text, connectors glued to them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from views.map.geometry import Point, sampled
from views.map.legible import legible
from views.map.measure import seams, text_em
from views.map.scene import Badge, Card, Item, Panel, Ribbon, Scene, Wire, Words

LATIN, CHINESE = "Arial", "微软雅黑"
WIDE, HIGH = 12_192_000, 6_858_000
"""A 16:9 slide, EMU."""
LEAST_PT = 1.0
"""PowerPoint knows no smaller type."""
_LEFT, _RIGHT = 1, 3
"""Where connectors hold on to a rounded rectangle."""
_TITLE_ONLY = 5
SEAM_EM, SIGN_PX = 0.2, 6.0
"""What LibreOffice puts between Chinese and Latin, of the size of the text; room for a sign."""
_COLOR, _GREY = re.compile(r"#?[0-9A-Fa-f]{6}"), "808080"
_DASHES = {"dashed": MSO_LINE_DASH_STYLE.DASH, "dotted": MSO_LINE_DASH_STYLE.ROUND_DOT}
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture and what the speaker finds below it."""

    scene: Scene
    notes: str


def deck(slides: Sequence[Slide]) -> bytes:
    """A .pptx file, one slide a picture."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    for slide in slides:
        page = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        _Drawer(page, slide.scene).draw()
        page.notes_slide.notes_text_frame.text = _lines(slide.notes)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


class _Drawer:
    """Draws a scene on one slide."""

    def __init__(self, page: Any, scene: Scene) -> None:
        self._page, self._scene = page, scene
        self._px = min(WIDE / scene.width, HIGH / scene.height)
        self._cards: dict[str, list[Any]] = {}
        page.shapes.turbo_add_enabled = True

    def draw(self) -> None:
        """Everything; lines last of all, for they hold on to boxes, then sent to the back."""
        items = self._scene.items
        for item in items:
            if not isinstance(item, Wire):
                self._add(item)
        ground = 2 + sum(isinstance(item, Panel) for item in items) * 2
        tree = self._page.shapes._spTree
        for item in items:
            if isinstance(item, Wire):
                line = self._wire(item)._element
                tree.remove(line)
                tree.insert(ground, line)

    @singledispatchmethod
    def _add(self, item: Item) -> None:
        raise TypeError(type(item).__name__)

    @_add.register
    def _(self, item: Words) -> None:
        if item.text == self._scene.title:
            box = self._page.shapes.title
        else:
            box = self._page.shapes.add_textbox(0, 0, 0, 0)
        wide = item.size * (len(item.text.encode("gbk", "replace")) / 2 + 2)
        x = {"left": 0.0, "center": wide / 2, "right": wide}[item.align]
        self._place(box, item.x - x, item.y - item.size * 0.8, wide, item.size * 1.6)
        self._text(box, (item,))

    @_add.register
    def _(self, item: Card) -> None:
        shape = self._shape(MSO_SHAPE.ROUNDED_RECTANGLE, item.x, item.y, item.w, item.h)
        shape.adjustments[0] = 4 / min(item.w, item.h)
        if item.struck:
            shape.fill.patterned()
            shape.fill.pattern = MSO_PATTERN_TYPE.LIGHT_UPWARD_DIAGONAL
            shape.fill.fore_color.rgb = _rgb("#BDBDBD")
            shape.fill.back_color.rgb = _rgb(item.fill)
        else:
            _fill(shape, item.fill)
        self._line(shape, item.border, item.width, item.line)
        self._text(
            shape, [_fitted(line, item.w - SIGN_PX) for line in item.words], is_struck=item.struck
        )
        if item.of:
            shape.name = legible(item.of)
            self._cards.setdefault(item.of, []).append(shape)

    @_add.register
    def _(self, item: Panel) -> None:
        ground = self._shape(MSO_SHAPE.RECTANGLE, item.x, item.y, item.w, item.h)
        _fill(ground, item.color, opacity=0.055)
        self._line(ground, item.color, 1.0, "solid", opacity=0.45)
        bar = self._shape(MSO_SHAPE.RECTANGLE, item.x, item.y, 4, item.h)
        _fill(bar, item.color)
        bar.line.fill.background()

    @_add.register
    def _(self, item: Badge) -> None:
        shape = self._shape(
            MSO_SHAPE.OVAL, item.x - item.r, item.y - item.r, 2 * item.r, 2 * item.r
        )
        _fill(shape, "#FFFFFF")
        self._line(shape, item.color, 1.0, "solid")
        words = Words(item.x, item.y, item.text, item.r * 1.4, item.ink, bold=True, align="center")
        self._text(shape, (words,))

    @_add.register
    def _(self, item: Ribbon) -> None:
        half = item.width / 2
        middle = sampled(item.points, 16)
        outline = [(x, y - half) for x, y in middle] + [(x, y + half) for x, y in middle[::-1]]
        start, *rest = [self._emu(point) for point in outline]
        builder = self._page.shapes.build_freeform(*start)
        builder.add_line_segments(rest, close=True)
        shape = _unstyled(builder.convert_to_shape())
        if item.hatched:
            shape.fill.patterned()
            shape.fill.pattern = MSO_PATTERN_TYPE.LIGHT_UPWARD_DIAGONAL
            shape.fill.fore_color.rgb = _rgb("#7B8794")
            shape.fill.back_color.rgb = _rgb("#FFFFFF")
        else:
            _fill(shape, item.color, opacity=item.opacity)
        shape.line.fill.background()

    def _wire(self, item: Wire) -> Any:
        (x0, y0), (x1, y1) = self._emu(item.points[0]), self._emu(item.points[3])
        # straight: LibreOffice leads other connectors around boxes that stand close
        line = _unstyled(self._page.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, x0, y0, x1, y1))
        source, target = item.ends
        for shape in self._cards.get(source, ()):
            if self._is_near(shape.left + shape.width, shape, item.points[0]):
                line.begin_connect(shape, _RIGHT)
        for shape in self._cards.get(target, ()):
            if self._is_near(shape.left, shape, item.points[3]):
                line.end_connect(shape, _LEFT)
        self._line(line, item.color, item.width, item.line, opacity=item.opacity)
        return line

    def _is_near(self, side: int, shape: Any, point: Point) -> bool:
        """Whether a line ends at this side of this box, and not at a chip or a namesake."""
        x, y = self._emu(point)
        near = 2 * self._px
        return abs(side - x) < near and abs(shape.top + shape.height / 2 - y) < near

    def _shape(self, kind: Any, x: float, y: float, w: float, h: float) -> Any:
        shape = _unstyled(self._page.shapes.add_shape(kind, 0, 0, 0, 0))
        self._place(shape, x, y, w, h)
        return shape

    def _place(self, shape: Any, x: float, y: float, w: float, h: float) -> None:
        shape.left, shape.top = self._emu((x, y))
        shape.width, shape.height = self._emu((w, h))

    def _emu(self, point: Point) -> tuple[Emu, Emu]:
        return Emu(round(point[0] * self._px)), Emu(round(point[1] * self._px))

    def _text(self, shape: Any, lines: Sequence[Words], *, is_struck: bool = False) -> None:
        frame = shape.text_frame
        frame.auto_size, frame.word_wrap = MSO_AUTO_SIZE.NONE, False
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
            paragraph.alignment = _ALIGN[line.align]
            run = paragraph.add_run()
            run.text = legible(line.text)
            size = round(line.size * self._px / 12_700, 1)
            run.font.size = Pt(max(size, LEAST_PT))
            run.font.bold = line.bold
            run.font.color.rgb = _rgb(line.color)
            _face(run, is_struck=is_struck)

    def _line(
        self, shape: Any, color: str, width: float, kind: str, *, opacity: float = 1.0
    ) -> None:
        line = shape.line
        line.color.rgb = _rgb(color)
        line.width = Emu(round((2.6 if kind == "double" else 1.0) * width * self._px))
        if kind in _DASHES:
            line.dash_style = _DASHES[kind]
        if kind == "double":
            line._get_or_add_ln().set("cmpd", "dbl")
        if opacity < 1.0:
            _clear(line.fill._fill, opacity)


def _fitted(line: Words, wide: float) -> Words:
    """A line as large as its box lets it be where Chinese and Latin are set apart."""
    most = wide / (text_em(line.text) + SEAM_EM * seams(line.text)) if line.text else line.size
    return replace(line, size=min(line.size, most))


def _unstyled(shape: Any) -> Any:
    """The shape without the look of the theme: its shadow, and colours for what is not set."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)
    return shape


def _rgb(color: str) -> Any:
    """A colour; grey for what is none."""
    whole = color.removeprefix("#") if _COLOR.fullmatch(color) else _GREY
    return RGBColor(*(int(whole[at : at + 2], 16) for at in (0, 2, 4)))  # type: ignore[no-untyped-call]


def _lines(text: str) -> str:
    """Several lines of text, each as a file can hold it."""
    return "\n".join(legible(line) for line in text.split("\n"))


def _fill(shape: Any, color: str, *, opacity: float = 1.0) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(color)
    if opacity < 1.0:
        _clear(shape.fill._fill, opacity)


def _clear(fill: Any, opacity: float) -> None:
    """See-through paint: the library has no call for it."""
    color = fill._solidFill.find(qn("a:srgbClr"))
    clear = OxmlElement("a:alpha")
    clear.set("val", str(round(opacity * 100_000)))
    color.append(clear)


def _face(run: Any, *, is_struck: bool) -> None:
    """The font for Latin and for Chinese: without the second PowerPoint takes another one."""
    properties = run._r.get_or_add_rPr()
    if is_struck:
        properties.set("strike", "sngStrike")
    run.font.name = LATIN
    chinese = OxmlElement("a:ea")
    chinese.set("typeface", CHINESE)
    properties.append(chinese)

"""A picture as an SVG file with real text: opens anywhere, prints sharp, can be edited."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from html import escape

from views.map.legible import legible
from views.map.scene import Badge, Card, Cubic, Item, Panel, Ribbon, Scene, Wire, Words

FACE = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
_DASHES = {"dashed": "4 3", "dotted": "1.5 2.5"}
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}
_DOWN = 0.36
"""From the middle of a line of text to its foot, em: no renderer agrees on anything better."""


def svg(scene: Scene, *, face: str = FACE) -> str:
    """The whole page.

    Parameters
    ----------
    scene
        What to draw.
    face
        Families to set the text in, the first that is there.
    """
    body = "\n".join(part for item in scene.items for part in _drawn(item))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(scene.width)}" '
        f'height="{_n(scene.height)}" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" '
        f'font-family="{escape(face)}" fill="none">\n'
        f"<title>{_text(scene.title)}</title>\n{_HATCH}\n"
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>\n{body}\n</svg>\n'
    )


_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0V6" stroke="#7B8794" stroke-width="1.6"/>'
    "</pattern></defs>"
)


@singledispatch
def _drawn(item: Item) -> Iterator[str]:
    raise TypeError(type(item).__name__)


@_drawn.register
def _(item: Words) -> Iterator[str]:
    weight = ' font-weight="bold"' if item.bold else ""
    anchor = "" if item.align == "left" else f' text-anchor="{_ANCHOR[item.align]}"'
    yield (
        f'<text x="{_n(item.x)}" y="{_n(item.y + _DOWN * item.size)}" font-size="{_n(item.size)}"'
        f' fill="{escape(item.color)}"{weight}{anchor}>{_text(item.text)}</text>'
    )


@_drawn.register
def _(item: Card) -> Iterator[str]:
    named = f' data-id="{_text(item.of)}"' if item.of else ""
    stroke = f'stroke="{escape(item.border)}" stroke-width="{_n(item.width)}"{_dash(item.line)}'
    yield f"<g{named}>"
    yield _rect(item.x, item.y, item.w, item.h, f'fill="{escape(item.fill)}" {stroke}')
    if item.line == "double":
        thin = f'stroke="{escape(item.border)}" stroke-width="0.9"'
        yield _rect(item.x - 2, item.y - 2, item.w + 4, item.h + 4, thin)
    for words in item.words:
        yield from _drawn(words)
    if item.struck:
        middle = _n(item.y + item.h / 2)
        yield f'<path d="M{_n(item.x)} {middle}H{_n(item.x + item.w)}" {stroke}/>'
    yield "</g>"


@_drawn.register
def _(item: Panel) -> Iterator[str]:
    color = escape(item.color)
    yield _rect(
        item.x,
        item.y,
        item.w,
        item.h,
        f'fill="{color}" fill-opacity="0.055" stroke="{color}" stroke-opacity="0.45"',
    )
    yield (
        f'<rect x="{_n(item.x)}" y="{_n(item.y)}" width="4" height="{_n(item.h)}" fill="{color}"/>'
    )


@_drawn.register
def _(item: Wire) -> Iterator[str]:
    yield (
        f'<path d="{_cubic(item.points)}" stroke="{escape(item.color)}" '
        f'stroke-width="{_n(item.width)}" stroke-opacity="{_n(item.opacity)}"{_dash(item.line)}/>'
    )


@_drawn.register
def _(item: Badge) -> Iterator[str]:
    yield (
        f'<circle cx="{_n(item.x)}" cy="{_n(item.y)}" r="{_n(item.r)}" fill="#FFFFFF" '
        f'stroke="{escape(item.color)}"/>'
    )
    yield from _drawn(
        Words(item.x, item.y, item.text, item.r * 1.5, item.ink, bold=True, align="center")
    )


@_drawn.register
def _(item: Ribbon) -> Iterator[str]:
    half = item.width / 2
    there = [(x, y - half) for x, y in item.points]
    back = [(x, y + half) for x, y in reversed(item.points)]
    area = f"{_cubic(there)}L{_at(back[0])}C{' '.join(map(_at, back[1:]))}Z"
    fill = "url(#hatch)" if item.hatched else escape(item.color)
    yield f'<path d="{area}" fill="{fill}" fill-opacity="{_n(item.opacity)}"/>'


def _text(text: str) -> str:
    return escape(legible(text))


def _rect(x: float, y: float, w: float, h: float, paint: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" rx="4" {paint}/>'


def _dash(line: str) -> str:
    return f' stroke-dasharray="{_DASHES[line]}"' if line in _DASHES else ""


def _cubic(points: Cubic | list[tuple[float, float]]) -> str:
    start, *rest = points
    return f"M{_at(start)}C{' '.join(map(_at, rest))}"


def _at(point: tuple[float, float]) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    """A number as short as a tenth of a px allows.

    Examples
    --------
    >>> _n(12.0), _n(0.75), _n(3.14159)
    ('12', '0.75', '3.14')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")

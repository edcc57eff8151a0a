"""Rectangles on a page: columns of bands, cut and cut again until every band has its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as combinations

MARGIN_EM = 0.5
MAX_FONT_PX = 28.0
MOST_SHAPES = 64
"""Of so many shapes of a run of bands the best is found."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle that holds one band (``key``) or two shapes side by side or stacked.

    ``split`` is "" for one band, "|" side by side, "/" one above the other.
    """

    width: float
    height: float
    key: tuple[str, int] = ("", 0)
    split: str = ""
    parts: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a band ended up, and in which of its shapes."""

    key: tuple[str, int]
    x: float
    y: float
    width: float
    height: float


def fit(
    columns: Sequence[Sequence[Sequence[Shape]]], page_width: float, page_height: float
) -> tuple[float, tuple[Slot, ...]]:
    """Pack columns of bands so that the type comes out as large as possible.

    Parameters
    ----------
    columns
        For each column its bands in order, for each band the shapes (em) it can take.
    page_width, page_height
        The page, px.

    Returns
    -------
    tuple
        Type size in px, and a slot in px for every band; the slots fill the page.  Without
        bands the type is as large as it gets.
    """
    fronts = [_front(bands) for bands in columns if bands]
    if not fronts:
        return MAX_FONT_PX, ()

    def scale(choice: Sequence[Shape]) -> float:
        wide = sum(shape.width for shape in choice) + MARGIN_EM * (len(choice) - 1)
        return min(page_width / wide, page_height / max(shape.height for shape in choice))

    best = max(_choices(fronts), key=scale)
    font_px = min(scale(best), MAX_FONT_PX)
    page = best[0]
    for shape in best[1:]:
        page = _beside(page, shape)
    return font_px, tuple(_slots(page, 0.0, 0.0, page_width, page_height, MARGIN_EM * font_px))


def _choices(fronts: Sequence[Sequence[Shape]]) -> Iterator[list[Shape]]:
    """The narrowest shapes of all columns under every height that one of them has."""
    heights = {shape.height for front in fronts for shape in front}
    least = max(front[-1].height for front in fronts)
    for most in sorted((h for h in heights if h >= least), reverse=True):
        yield [next(shape for shape in front if shape.height <= most) for front in fronts]


def _front(bands: Sequence[Sequence[Shape]]) -> list[Shape]:
    """Best shapes of an ordered run of bands under all ways to cut it in two, and again."""
    known: dict[tuple[int, int], list[Shape]] = {}
    for size in range(1, len(bands) + 1):
        for first in range(len(bands) - size + 1):
            last = first + size
            options = list(bands[first]) if size == 1 else []
            for cut in range(first + 1, last):
                for a, b in combinations(known[first, cut], known[cut, last]):
                    options += [_beside(a, b), _above(a, b)]
            known[first, last] = _thinned(_undominated(options))
    return known[0, len(bands)]


def _beside(a: Shape, b: Shape) -> Shape:
    wide = a.width + b.width + MARGIN_EM
    return Shape(wide, max(a.height, b.height), split="|", parts=(a, b))


def _above(a: Shape, b: Shape) -> Shape:
    high = a.height + b.height + MARGIN_EM
    return Shape(max(a.width, b.width), high, split="/", parts=(a, b))


def _undominated(shapes: Iterable[Shape]) -> list[Shape]:
    """Shapes than which none is both narrower and lower."""
    kept: list[Shape] = []
    for shape in sorted(shapes, key=lambda s: (s.width, s.height)):
        if not kept or shape.height < kept[-1].height - 1e-9:
            kept.append(shape)
    return kept


def _thinned(shapes: list[Shape]) -> list[Shape]:
    """At most ``MOST_SHAPES`` of them, spread over all, both ends included."""
    if len(shapes) <= MOST_SHAPES:
        return shapes
    step = (len(shapes) - 1) / (MOST_SHAPES - 1)
    return [shapes[round(step * at)] for at in range(MOST_SHAPES)]


def _slots(
    shape: Shape, x: float, y: float, width: float, height: float, margin: float
) -> Iterable[Slot]:
    """Hand the room on to the parts, in proportion to what each needs."""
    if not shape.split:
        yield Slot(shape.key, *(round(side, 2) for side in (x, y, width, height)))
        return
    a, b = shape.parts
    if shape.split == "|":
        share = (width - margin) * a.width / (a.width + b.width)
        yield from _slots(a, x, y, share, height, margin)
        yield from _slots(b, x + share + margin, y, width - margin - share, height, margin)
    else:
        share = (height - margin) * a.height / (a.height + b.height)
        yield from _slots(a, x, y, width, share, margin)
        yield from _slots(b, x, y + share + margin, width, height - margin - share, margin)


def groups(weights: Mapping[str, float], count: int) -> tuple[tuple[str, ...], ...]:
    """Share names out over ``count`` groups of about equal weight, the heaviest first."""
    filled: list[list[str]] = [[] for _ in range(count)]
    for name in sorted(weights, key=lambda n: (-weights[n], n)):
        min(filled, key=lambda group: sum(weights[n] for n in group)).append(name)
    return tuple(tuple(group) for group in filled)

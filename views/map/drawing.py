"""A picture ready to go out: its pieces, where clicks count, and the same told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import Product
from graph.reason.passage import Aside
from views.map.geometry import Band, Box
from views.map.look import LegendItem
from views.map.scene import Card, Scene
from views.names import fold, pinyin


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that can be clicked; ``of`` is whom the click means, ``id`` is its own name."""

    id: str
    box: Box
    of: str


@dataclass(frozen=True, slots=True)
class Info:
    """Hover text of what a spot means, and the keys it is found by."""

    name: str
    lines: tuple[str, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """The picture as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a way out needs.

    ``links`` are (from, to) of what lights up up- and downstream; ``info`` by what spots mean.
    ``asides`` and the names of ``hubs`` show only beside a product that is chosen; ``bands`` are
    the sub-chains that can be opened by themselves.  A picture that goes out alone also has
    ``said``, what a line says part by part, ``firms`` with their products, and ``focus``, what
    it opens at.
    """

    kind: str
    scene: Scene
    spots: tuple[Spot, ...]
    links: tuple[tuple[str, str], ...]
    info: Mapping[str, Info]
    legend: tuple[LegendItem, ...]
    footer: tuple[str, ...]
    twin: Twin
    asides: tuple[Aside, ...] = ()
    hubs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    said: Mapping[tuple[str, str], tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    firms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    focus: str | None = None


def spots_of(scene: Scene) -> tuple[Spot, ...]:
    """A spot for every card that stands for something; repeats get names of their own."""
    seen: dict[str, int] = {}
    found = []
    for item in scene.body:
        if isinstance(item, Card) and item.of:
            seen[item.of] = number = seen.get(item.of, 0) + 1
            name = item.of if number == 1 else f"{item.of}#{number}"
            found.append(Spot(name, Box(item.x, item.y, item.w, item.h), item.of))
    return tuple(found)


def product_info(product: Product, lines: Sequence[str]) -> Info:
    """What is said of a product, found by every name it has."""
    names = (product.name_zh, product.short_zh, *product.aliases)
    latin = (product.name_en or "", product.cas or "", product.id)
    return Info(product.name_zh, tuple(lines), keys_of(names, latin))


def keys_of(names: Sequence[str], latin: Sequence[str] = ()) -> tuple[str, ...]:
    """Names as they are searched for: folded, and Chinese ones by their pinyin too."""
    sounds = [sound for name in names for sound in pinyin(name)]
    return tuple(dict.fromkeys(fold(text) for text in (*names, *latin, *sounds) if text))

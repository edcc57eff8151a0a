"""The drawing backbone of one band: a forest of products, with chips for outside parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.errors import ChainError
from graph.model import Product


@dataclass(frozen=True, slots=True)
class Forest:
    """What one band draws.

    ``roots`` have no parent inside the band; ``chips`` names the outside parent of
    those roots that have one; ``children`` lists the rest, parent by parent.
    """

    segment: str
    roots: tuple[str, ...]
    children: Mapping[str, tuple[str, ...]]
    chips: Mapping[str, str]

    def members(self) -> tuple[str, ...]:
        """Every product of the band, parents before their children."""
        found: list[str] = []
        pending = list(reversed(self.roots))
        while pending:
            node = pending.pop()
            found.append(node)
            pending.extend(reversed(self.children.get(node, ())))
        return tuple(found)


def hubs_apart(products: Sequence[Product]) -> tuple[Product, ...]:
    """Hub products that hang on nothing and carry nothing: drawn in a strip of their own."""
    parents = {p.drawing_parent for p in products}
    return tuple(p for p in products if p.is_hub and not p.drawing_parent and p.id not in parents)


def forests(products: Sequence[Product]) -> dict[str, Forest]:
    """One forest per segment, children in order of product id.

    Raises
    ------
    ChainError
        When a drawing parent is no product, or parents form a loop.
    """
    by_id = {p.id: p for p in products}
    apart = {p.id for p in hubs_apart(products)}
    bands: dict[str, list[Product]] = defaultdict(list)
    for product in sorted(products, key=lambda p: p.id):
        if product.id not in apart:
            bands[product.segment].append(product)
    built = {name: _forest(name, members, by_id) for name, members in bands.items()}
    placed = {node for forest in built.values() for node in forest.members()}
    lost = sorted(set(by_id) - apart - placed)
    if lost:
        raise ChainError(f"图上的上级产品互相成环,请改 drawing_parent:{'、'.join(lost)}。")
    return built


def _forest(name: str, members: Sequence[Product], by_id: Mapping[str, Product]) -> Forest:
    roots: list[str] = []
    chips: dict[str, str] = {}
    children: dict[str, list[str]] = defaultdict(list)
    for product in members:
        parent = product.drawing_parent
        if parent and parent not in by_id:
            raise ChainError(f"“{product.name_zh}”的上级产品“{parent}”不在产品表里。")
        if parent and by_id[parent].segment == name:
            children[parent].append(product.id)
            continue
        roots.append(product.id)
        if parent:
            chips[product.id] = parent
    return Forest(name, tuple(roots), {k: tuple(v) for k, v in children.items()}, chips)

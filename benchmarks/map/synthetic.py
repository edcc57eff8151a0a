"""A chain of 1,000 products in the shipped bands: the shipped one over again under new ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from benchmarks.map.chain import evaluation, wanted
from graph.model import Product
from views.map.compose import drawing
from views.map.drawing import Drawing
from views.map.kinds import STANDING
from views.map.node import node_states
from views.map.notes import notes
from views.map.outlets import plain_view
from views.map.picture import Told, picture
from views.map.saved import Wanted

PRODUCTS = 1000


def synthetic(count: int = PRODUCTS) -> Wanted:
    """So many products; every copy of a tree stands for itself, links inside a copy too."""
    shipped = wanted(plain_view())
    products = tuple(islice(_copies(_parents_first(shipped.products)), count))
    known = {p.id for p in products}
    rounds = range(-(-count // len(shipped.products)))
    links = tuple((f"{a}~{n}", f"{b}~{n}") for n in rounds for a, b in shipped.links)
    kept = tuple(pair for pair in links if known.issuperset(pair))
    return Wanted(products, shipped.segments, kept)


def synthetic_drawing(count: int = PRODUCTS) -> Drawing:
    """The same drawn, every copy with the state of what it copies."""
    held = evaluation()
    facts, asked = held.chain.facts, synthetic(count)
    states = node_states(held, facts)
    mapped = {p.id: states[p.id.split("~")[0]] for p in asked.products}
    told = Told(mapped, held.rules.map_status, {})
    return drawing(picture(STANDING, asked, told, notes(held, facts)))


def _parents_first(products: tuple[Product, ...]) -> list[Product]:
    """So that no copy that is cut short lacks a parent."""
    kids: dict[str | None, list[Product]] = {}
    for product in sorted(products, key=lambda p: p.id):
        kids.setdefault(product.drawing_parent or None, []).append(product)
    ordered, pending = [], list(kids.get(None, ()))
    while pending:
        product = pending.pop()
        ordered.append(product)
        pending.extend(kids.get(product.id, ()))
    return ordered


def _copies(products: list[Product]) -> Iterator[Product]:
    number = 0
    while True:
        for product in products:
            parent = product.drawing_parent
            up = f"{parent}~{number}" if parent else None
            yield replace(product, id=f"{product.id}~{number}", drawing_parent=up)
        number += 1

"""What a picture that goes out alone must carry: what each line says, and who makes what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.reason import Evaluation
from views.map.drawing import Drawing
from views.tables.recipes import Recipe, made_with, routes_between


def with_more(drawing: Drawing, evaluation: Evaluation, focus_id: str | None) -> Drawing:
    """The drawing with texts for its lines, its firms, and what it opens at."""
    pairs = dict.fromkeys([*drawing.links, *(aside[:2] for aside in drawing.asides)])
    said = {pair: tuple(_lines(evaluation, *pair)) for pair in pairs}
    return replace(
        drawing,
        said={**drawing.said, **{pair: lines for pair, lines in said.items() if lines}},
        firms=_firms(evaluation, drawing),
        focus=focus_id if focus_id in drawing.info else None,
    )


def _lines(evaluation: Evaluation, source_id: str, product_id: str) -> Iterator[tuple[str, ...]]:
    chain = evaluation.chain
    found = routes_between(chain, source_id, product_id) or made_with(chain, source_id, product_id)
    for route in found:
        yield from ((_usual(route), p.role, p.value, p.origin.title) for p in route.portions)


def _usual(route: Recipe) -> str:
    return f"{route.name}(默认路线)" if route.is_default else route.name


def _firms(evaluation: Evaluation, drawing: Drawing) -> dict[str, tuple[str, ...]]:
    """Products on the drawing by firm, those of most products first."""
    facts = evaluation.chain.facts
    made: dict[str, dict[str, None]] = {}
    for product_id, balance in evaluation.balances.items():
        if product_id in drawing.info:
            for unit in balance.units:
                name = facts.firm_name(facts.owner(unit.firm_id))
                made.setdefault(name, {})[product_id] = None
    return {name: tuple(ids) for name, ids in sorted(made.items(), key=lambda m: -len(m[1]))}

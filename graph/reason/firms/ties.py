"""How a product hangs together with what stands here: the path shown beside a target."""

from __future__ import annotations

from collections.abc import Mapping

from graph.chain import Chain
from graph.results import Balance, Step, Term


def local_tie(chain: Chain, balances: Mapping[str, Balance], product_id: str) -> tuple[Step, ...]:
    """From the product to the local plant that needs it most, else to the one that feeds it.

    Steps of kind process, product, capacity and firm; empty when nothing here takes or
    feeds the product.
    """
    need = largest(balances[product_id], "demand")
    if need is not None and need.process_id:
        main = chain.facts.processes[need.process_id].main_product_id
        return (_process(chain, need.process_id), product_step(chain, main), *_plant(chain, need))
    offers = []
    for process in chain.makers.get(product_id, ()):
        feed = chain.main_feed[process.id].product_id
        made = largest(balances[feed], "supply")
        if made is not None:
            offers.append((made.amount.likely or 0.0, process.id, feed, made))
    if not offers:
        return ()
    _, route, feed, made = max(offers, key=lambda o: (o[0], o[1]))
    return (_process(chain, route), product_step(chain, feed), *_plant(chain, made))


def largest(balance: Balance, side: str) -> Term | None:
    """The term of one side that weighs most, by likely amount; unknown amounts come last."""
    terms = [t for t in balance.terms if t.side == side]
    return max(terms, key=lambda t: (t.amount.likely or 0.0, t.unit_id), default=None)


def _process(chain: Chain, process_id: str) -> Step:
    return Step("process", process_id, chain.facts.processes[process_id].name_zh)


def product_step(chain: Chain, product_id: str) -> Step:
    """A product as a step of a path."""
    return Step("product", product_id, chain.product(product_id).name_zh)


def _plant(chain: Chain, term: Term) -> tuple[Step, Step]:
    unit = chain.facts.unit_names.get(term.unit_id, chain.product(term.basis_product_id).name_zh)
    return Step("capacity", term.unit_id, unit), Step("firm", term.firm_id, term.firm)

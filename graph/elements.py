"""Element accounts of a recipe: what goes in and comes out, atom by atom."""

from __future__ import annotations

from dataclasses import dataclass

from graph.chain import INPUT_ROLES, Chain
from graph.model import Flow
from graph.stoichiometry import Atoms, element_shares

INWARD = INPUT_ROLES | {"makeup"}
NOT_THE_FORMULA = "成分说明:"
"""In a product's note: the goods are a solution or a mixture, not the formula alone."""
NOT_THE_PRODUCT = "元素说明:"
"""In a flow's note: this row does not have the composition of its product."""


@dataclass(frozen=True)
class Account:
    """t of each element per t of main product, and the tonnes whose make-up is not known."""

    taken: dict[str, float]
    made: dict[str, float]
    open_in: float
    open_out: float


def shares(chain: Chain, flow: Flow) -> Atoms | None:
    """Mass shares of the elements of one flow; None when nothing is known of it."""
    product = chain.facts.products.get(flow.product_id)
    if product is None or NOT_THE_FORMULA in (product.note or ""):
        return None
    return None if NOT_THE_PRODUCT in (flow.note or "") else element_shares(product.formula)


def account(chain: Chain, process_id: str) -> Account:
    """The element account of one recipe, ledger rows included where they have a formula."""
    taken: dict[str, float] = {}
    made: dict[str, float] = {}
    unknown = {True: 0.0, False: 0.0}
    for flow in chain.facts.flows_of.get(process_id, ()):
        inward = flow.role in INWARD
        found = shares(chain, flow)
        if found is None:
            unknown[inward] += flow.t_per_t
            continue
        side = taken if inward else made
        for element, share in found.items():
            side[element] = side.get(element, 0.0) + share * flow.t_per_t
    return Account(taken, made, unknown[True], unknown[False])


def total_mass(chain: Chain, process_id: str) -> tuple[float, float]:
    """(taken, made) t per t of main product, ledger rows included."""
    flows = chain.facts.flows_of.get(process_id, ())
    taken = sum(f.t_per_t for f in flows if f.role in INWARD)
    return taken, sum(f.t_per_t for f in flows if f.role not in INWARD)

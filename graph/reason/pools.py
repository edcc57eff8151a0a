"""Which products may be called missing, and which may lead on: the same for every list."""

from __future__ import annotations

from graph.model import Product
from graph.results import Balance


def may_lack(product: Product, balance: Balance) -> bool:
    """Whether it may be a missing link: merchant, no hub, raw material or article.

    What is made inside a complex here is none either.
    """
    bought = product.is_hub or product.is_primary
    return not (bought or balance.interior or product.trade != "merchant" or product.tier == "制品")


def may_lead_on(product: Product) -> bool:
    """Whether a surplus of it may feed something: no hub, raw material or captive product."""
    return not (product.is_hub or product.is_primary or product.trade == "captive")

"""Why a fund or a team has to do with a product: codes with the ids and words behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.chain import Chain
from graph.desk.ladder.ground import COMING
from graph.desk.pool.words import CHAIN, PROCESS, PRODUCT, SEGMENT, TYPE, Named
from graph.model import Fund, Region

STRENGTH = {
    "names_product": 1.0,
    "names_process": 0.8,
    "names_feed": 0.5,
    "names_derivative": 0.5,
    "process_type": 0.4,
    "names_segment": 0.4,
    "same_segment": 0.3,
    "whole_chain": 0.1,
    "open_focus": 0.06,
    "region": 0.05,
    "state_ready": 0.04,
    "covers": 0.03,
    "part": 0.02,
}
"""How much a reason says; those under ``CLOSE`` say nothing of what is to be made."""
CLOSE = 0.3
CLOSED = "停止"
READY = ("设立", "签约")


@dataclass(frozen=True, slots=True)
class Sought:
    """What money or people are sought for; ``stage`` is that of a project."""

    product_ids: tuple[str, ...]
    process_ids: tuple[str, ...] = ()
    investment_yi: float | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: what it rests on, the words found in the text, and amounts in 亿元."""

    code: str
    ids: tuple[str, ...] = ()
    word: str = ""
    values: tuple[float, ...] = ()


def strength(why: Iterable[Why]) -> float:
    """All reasons together, each code once.

    Examples
    --------
    >>> strength([Why("names_product"), Why("region")])
    1.05
    """
    return round(sum({w.code: STRENGTH[w.code] for w in why}.values()), 6)


def subject_reasons(chain: Chain, named: Iterable[Named], sought: Sought) -> tuple[Why, ...]:
    """Why what is named has to do with what is sought, one reason a code.

    That a text also speaks of the chain at large is no reason beside a nearer one.
    """
    out: dict[str, Why] = {}
    for one in named:
        code = _code(chain, one, sought)
        if code:
            old = out.get(code, Why(code))
            word = "、".join(w for w in (old.word, one.word) if w)
            out[code] = Why(code, (*old.ids, one.id), word)
    near = tuple(w for w in out.values() if STRENGTH[w.code] >= CLOSE)
    return near or tuple(out.values())


def _code(chain: Chain, one: Named, sought: Sought) -> str | None:
    routes = _routes(chain, sought)
    if one.kind == PRODUCT:
        return _product_code(chain, one.id, sought, routes)
    if one.kind == PROCESS:
        makers = {r.id for p in sought.product_ids for r in chain.makers.get(p, ())}
        return "names_process" if one.id in makers | routes else None
    if one.kind == TYPE:
        types = {t for r in routes for t in chain.facts.processes[r].hazard_process}
        return "process_type" if one.id in types else None
    if one.kind == SEGMENT:
        return "names_segment" if one.id in _segments(chain, sought) else None
    return "whole_chain" if one.kind == CHAIN and sought.product_ids else None


def _product_code(chain: Chain, product_id: str, sought: Sought, routes: set[str]) -> str | None:
    if product_id in sought.product_ids:
        return "names_product"
    if product_id in _feeds(chain, routes):
        return "names_feed"
    if _feeds(chain, usual_routes(chain, product_id)) & set(sought.product_ids):
        return "names_derivative"
    product = chain.facts.products.get(product_id)
    near = product is not None and product.segment in _segments(chain, sought)
    return "same_segment" if near else None


def _routes(chain: Chain, sought: Sought) -> set[str]:
    """The processes asked about, else those a plant would usually take."""
    known = {r for r in sought.process_ids if r in chain.facts.processes}
    return known or {r for p in sought.product_ids for r in usual_routes(chain, p)}


def usual_routes(chain: Chain, product_id: str) -> set[str]:
    """The declared route of a product, else every process that makes it."""
    usual = chain.default_process(product_id)
    return {usual} if usual else {r.id for r in chain.makers.get(product_id, ())}


def _feeds(chain: Chain, routes: Iterable[str]) -> set[str]:
    return {chain.main_feed[r].product_id for r in routes if r in chain.main_feed}


def _segments(chain: Chain, sought: Sought) -> set[str]:
    products = chain.facts.products
    return {products[p].segment for p in sought.product_ids if p in products}


def side_reasons(fund: Fund, region: Region, sought: Sought) -> tuple[Why, ...]:
    """Reasons that say nothing of the product: place, state and size of a fund."""
    out = []
    told = f"{fund.name_zh};{fund.holder or ''}"
    if any(name in told for name in (region.city, region.name_zh, *region.aliases)):
        out.append(Why("region", (region.id,)))
    if fund.stage in READY and (sought.stage is None or sought.stage in COMING):
        out.append(Why("state_ready", word=fund.stage))
    if fund.size_yi is not None and sought.investment_yi is not None:
        code = "covers" if fund.size_yi >= sought.investment_yi else "part"
        out.append(Why(code, values=(fund.size_yi, sought.investment_yi)))
    return tuple(out)

"""Names as firms write them to ids: products, firms, parks, routes; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Product
from graph.names.known import KnownNames
from graph.names.parts import one_spelling
from loaders.cells import CellError, plain

_NEAREST = 3
TEN_TIMES = 10.0
LARGEST_KT_A = 100_000.0


@dataclass(frozen=True)
class Names:
    """Look-ups over one reading of the facts, made when first wanted.

    Parameters
    ----------
    facts
        Products, firms and parks.
    region_id
        Whose own parks count.
    """

    facts: Facts
    region_id: str

    @cached_property
    def chain(self) -> Chain:
        """The reference chain, for routes."""
        return Chain(self.facts)

    def product(self, text: str) -> str:
        """Id of the product called ``text``: name, short name, alias, English name, CAS.

        Raises
        ------
        CellError
            There is none; the nearest names are told.
        """
        found = self._products.get(_folded(text))
        if found:
            return found
        goods = (p.name_zh for p in self.facts.goods.values())
        raise CellError(
            f"产业链里没有叫“{text}”的产品{_like(text, goods)};请改成列表里的名称,"
            "确实没有的清空这一格,另报管理员加产品"
        )

    def product_or_none(self, text: str) -> str | None:
        """The same, None when there is none."""
        return self._products.get(_folded(text))

    def firm(self, text: str) -> str | None:
        """Id of the one firm that goes or went by this name, its owner today; None else."""
        ids = self._known.owners.get(one_spelling(text), frozenset())
        owners = {self.facts.owner(id) for id in ids}
        return owners.pop() if len(owners) == 1 else None

    def park(self, text: str) -> str:
        """Id of the region's own park called ``text``.

        Raises
        ------
        CellError
            There is none.
        """
        found = self._parks.get(_folded(text))
        if found:
            return found
        names = [self.facts.parks[p].name_zh for p in dict.fromkeys(self._parks.values())]
        raise CellError(f"没有叫“{text}”的片区;只能写:{'、'.join(names)}")

    def route(self, text: str, routes: Iterable[str]) -> str | None:
        """Which of the routes is called ``text``; None when none is."""
        names = {_folded(self.facts.processes[r].name_zh): r for r in routes}
        return names.get(_folded(text))

    def routes_of(self, product_id: str) -> tuple[str, ...]:
        """Routes that make a product."""
        return tuple(p.id for p in self.chain.makers.get(product_id, ()))

    def most_kt_a(self, product_id: str, routes: Iterable[str]) -> float:
        """A size nobody builds: ten times the largest usual train, kt/a of the product.

        Where no train is known, more than any plant on earth.
        """
        sizes = [
            high * abs(self.chain.net[route].get(product_id, 0.0))
            for route in routes
            if (high := self.facts.processes[route].scale_high_kt_a)
        ]
        return TEN_TIMES * max(sizes) if any(sizes) else LARGEST_KT_A

    def holder(self, uscc: str) -> str | None:
        """The firm that has this code already."""
        return self._codes.get(uscc)

    @cached_property
    def _products(self) -> Mapping[str, str]:
        """Names win over aliases."""
        rows = list(self.facts.goods.values())
        found: dict[str, str] = {}
        for names in (_first_names, _more_names):
            for product in rows:
                for name in names(product):
                    found.setdefault(_folded(name), product.id)
        return found

    @cached_property
    def _known(self) -> KnownNames:
        return KnownNames(self.facts)

    @cached_property
    def _parks(self) -> Mapping[str, str]:
        return {
            _folded(name): park.id
            for park in self.facts.parks.values()
            if park.region_id == self.region_id and park.scope == "own"
            for name in (park.name_zh, *park.aliases)
        }

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {f.uscc: f.id for f in self.facts.firms.values() if f.uscc}


def _folded(text: str) -> str:
    return plain(text).casefold()


def _first_names(product: Product) -> Iterable[str]:
    return filter(None, (product.name_zh, product.short_zh, product.name_en, product.cas))


def _more_names(product: Product) -> Iterable[str]:
    return product.aliases


def _like(text: str, names: Iterable[str]) -> str:
    hits = process.extract(text, list(names), scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=40)
    return f"(相近的有 {'、'.join(name for name, _, _ in hits)})" if hits else ""

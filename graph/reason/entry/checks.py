"""The ten entry checks of an item, in the order an office goes through them.

1 recognised park, 2 distance to the Yangtze, 3 directory, 4 layout and replacement of
capacity, 5 supervised processes and goods, 6 local lists, 7 energy, 8 emissions, 9 money
per mu, 10 what the park can still take.  Every check has at least one line; what is not on
record is 须核查, never 通过.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.facts import Facts
from graph.model import Product, Region
from graph.reason.entry.routes import Routes
from graph.reason.entry.rows import Rows
from graph.reason.entry.site import Site
from graph.reason.entry.terms import (
    ELSEWHERE,
    HERE,
    ORDER,
    UNJUDGED,
    Block,
    Hit,
    Item,
)
from graph.results import Filter
from graph.rules import Rules


@dataclass(frozen=True)
class Entry:
    """The checks of one region; what all items share is worked out once.

    Parameters
    ----------
    rules, facts
        Rules count that ``facts`` know (what is on record by a day); they may or may not be
        seen from the region already.
    region
        The region whose parks and parcels count.
    """

    rules: Rules
    facts: Facts
    region: Region

    @cached_property
    def _rows(self) -> Rows:
        rules = self.rules.seen_from(self.region)
        known = tuple(c for c in rules.constraints if c.id in self.facts.constraints)
        return Rows(replace(rules, constraints=known), self.facts)

    @cached_property
    def _routes(self) -> Routes:
        return Routes(self._rows)

    @cached_property
    def _site(self) -> Site:
        return Site(self._rows, self.region)

    def checks(
        self,
        product: Product,
        processes: Iterable[str] = (),
        scale_kt_a: float | None = None,
        where: str = "",
    ) -> tuple[Filter, ...]:
        """All ten checks in order; within one, the strictest line first, hints last.

        Parameters
        ----------
        processes
            Ids of the routes the item may take.
        scale_kt_a
            Planned train, kt/a: decides rules that restrict small plants; None leaves them
            须核查.
        where
            园区内, 园区外 or 须定 (:func:`in_park`); by the product's class when not given.
        """
        key = (product.id, tuple(processes), scale_kt_a, where)
        if key not in self._done:
            item = Item(product.id, tuple(dict.fromkeys(key[1])), scale_kt_a)
            self._done[key] = self._checks(item, self._site.belongs(product, where))
        return self._done[key]

    @cached_property
    def _done(self) -> dict[tuple[str, tuple[str, ...], float | None, str], tuple[Filter, ...]]:
        return {}

    def _checks(self, item: Item, where: str) -> tuple[Filter, ...]:
        hits = self._rows.hits(item)
        named: dict[int, list[Filter]] = {}
        for line in self._rows.lines(item, hits):
            named.setdefault(line.step, []).append(line)
        out: list[Filter] = []
        for step, block in enumerate(self._blocks(item, where, hits, named), 1):
            if step in named:
                out += sorted([*block.own, *named[step]], key=_place)
                out += self._rows.general.get(step, ())
            else:
                out += block.full
        return tuple(out)

    def _blocks(
        self, item: Item, where: str, hits: Sequence[Hit], named: Mapping[int, Sequence[Filter]]
    ) -> tuple[Block, ...]:
        """The line or lines each of the ten checks always has."""
        routes, site, plain = self._routes, self._site, self._plain
        listed = any(f.code not in UNJUDGED for f in named.get(7, ()))
        return (
            site.boundary(where),
            plain[2],
            routes.directory(item, hits),
            self._layout[4 in named],
            routes.hazard(item, hits),
            routes.local(item),
            self._energy[listed],
            plain[8],
            plain[9],
            site.capacity(where),
        )

    @cached_property
    def _plain(self) -> dict[int, Block]:
        """Checks that depend on the plot or the project alone."""
        codes = {2: "shore", 8: "emissions", 9: "thresholds"}
        return {step: self._rows.alone(step, "须核查", code) for step, code in codes.items()}

    @cached_property
    def _layout(self) -> tuple[Block, Block]:
        """Not named by any rule on layout or capacity, and named by one."""
        rules = self._rows.rules.constraints
        rows = [c for c in rules if c.check_step == 4 and (c.product_ids or c.process_ids)]
        listed = self._rows.alone(4, "须核查", "layout_listed")
        if not rows:
            return self._rows.alone(4, "须核查", "layout_unknown"), listed
        first = next((c for c in rows if c.applies_to in HERE), rows[0])
        words = (("named", ";".join(dict.fromkeys(c.keyword for c in rows))),)
        free = Filter(
            "check-4", "通过", "", first.source_id, first.basis, 4, "layout_not_listed", words
        )
        return self._rows.block(free), listed

    @cached_property
    def _energy(self) -> tuple[Block, Block]:
        """Not among the products with an energy benchmark on record, and among them."""
        names = ("energy", "energy_listed")
        free, listed = (self._rows.alone(7, "须核查", code) for code in names)
        return free, listed


def _place(line: Filter) -> tuple[bool, int, bool, str]:
    """Judged lines before hints, strict ones first, the check's own line before rules."""
    return (line.code == ELSEWHERE, ORDER[line.result], bool(line.text), line.rule_id)


def checks_for(
    rules: Rules,
    facts: Facts,
    region: Region,
    product: Product,
    processes: Iterable[str],
    scale_kt_a: float | None = None,
    where: str = "",
) -> tuple[Filter, ...]:
    """All ten checks of one item; for many items keep one :class:`Entry`."""
    return Entry(rules, facts, region).checks(product, processes, scale_kt_a, where)

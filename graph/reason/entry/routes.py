"""What the routes themselves say: directory class, supervised processes, toxic goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.chain import LEDGER_ROLES
from graph.model import Process
from graph.reason.entry.rows import Rows
from graph.reason.entry.terms import BANNED, Block, Hit, Item, Values, joined
from graph.results import Filter

NOT_SUPERVISED = "不涉及"
SUPERVISED = "重点监管工艺"
TOXIC = "剧毒"
DANGEROUS = re.compile(r"易燃|爆|剧毒|有毒|毒品|腐蚀|助燃|自燃|自聚|重大危险源|重点监管|易制毒")
"""Words of ``hazard_note`` after which a store may be a major hazard source (GB 18218)."""
NO_LONGER = frozenset({"限制", "淘汰"})


@dataclass(frozen=True)
class Routes:
    """Checks 3, 5 and 6 on the routes of an item."""

    rows: Rows

    def directory(self, item: Item, hits: Sequence[Hit]) -> Block:
        """The directory class each route carries in the edition in force.

        A class of an earlier edition is a hint and shown only where no row says it already.
        """
        processes = [self.rows.facts.processes[p] for p in item.process_ids]
        classed = [p for p in processes if p.directory_class]
        if not classed:
            return self._unclassed
        edition = f"{self.rows.rules.number('directory_edition'):.0f}"
        current = [p for p in classed if (p.directory_year or "") >= edition]
        if len(current) == len(processes) and not any(map(_is_closed, current)):
            kinds = joined([p.directory_class or "" for p in current])
            return self.rows.alone(3, "通过", "directory_open", (("classes", kinds),))
        told = {r for h in hits if h.row.check_step == 3 for r in h.routes}
        out = [self._closed(item, p, current) for p in current if _is_closed(p)]
        out += [self._old(item, p) for p in classed if p not in current and p.id not in told]
        if len(current) < len(processes):
            out += self._unclassed.own
        return self.rows.block(*out)

    @cached_property
    def _unclassed(self) -> Block:
        """Nobody has looked the routes up in the edition in force."""
        return self.rows.alone(3, "须核查", "directory_unknown")

    def _closed(self, item: Item, process: Process, current: Sequence[Process]) -> Filter:
        shut = frozenset(p.id for p in current if _is_closed(p))
        gone = {p.id for p in current if p.directory_class == "淘汰"}
        code = BANNED if gone.issuperset(item.process_ids) else "directory_closed"
        return self.rows.base(3, "受限", code, self._one(item, process, shut))

    def _old(self, item: Item, process: Process) -> Filter:
        values = self._one(item, process, frozenset())
        return Filter("check-3", "须核查", "", None, process.basis, 3, "directory_old", values)

    def _one(self, item: Item, process: Process, shut: frozenset[str]) -> Values:
        told = (("class", process.directory_class), ("year", process.directory_year))
        if len(item.process_ids) == 1:
            return told
        return (*told, *self.rows.partly(item, (process.id,), shut))

    def hazard(self, item: Item, hits: Sequence[Hit]) -> Block:
        """两重点一重大: supervised processes by route, else what is known of the goods."""
        processes = [self.rows.facts.processes[p] for p in item.process_ids]
        kinds = list(
            dict.fromkeys(k for p in processes for k in p.hazard_process if k != NOT_SUPERVISED)
        )
        named = [h for h in hits if h.row.check_step == 5 and h.row.effect == SUPERVISED]
        kinds += [h.row.keyword for h in named if h.row.keyword in self.rows.by_keyword]
        if kinds or named:
            return self._listed(tuple(dict.fromkeys(kinds)))
        if not processes or any(not p.hazard_process for p in processes):
            return self._unknown
        return self._goods(item)

    def _listed(self, kinds: tuple[str, ...]) -> Block:
        if kinds not in self._seen:
            values = (("kinds", joined(kinds)),)
            self._seen[kinds] = self.rows.alone(5, "须核查", "hazard_listed", values)
        return self._seen[kinds]

    @cached_property
    def _seen(self) -> dict[tuple[str, ...], Block]:
        return {}

    @cached_property
    def _unknown(self) -> Block:
        return self.rows.alone(5, "须核查", "hazard_unknown")

    def _goods(self, item: Item) -> Block:
        """No supervised process: is anything it takes or yields dangerous to store?"""
        products = self.rows.facts.products
        goods = [item.product_id]
        for process_id in item.process_ids:
            flows = self.rows.facts.flows_of.get(process_id, ())
            goods += [f.product_id for f in flows if f.role not in LEDGER_ROLES]
        notes = {g: products[g].hazard_note for g in goods}
        bad = [products[g].name_zh for g, note in notes.items() if note and DANGEROUS.search(note)]
        if bad:
            return self.rows.alone(5, "须核查", "hazard_goods", (("goods", joined(bad)),))
        if not all(notes.values()):
            return self.rows.alone(5, "须核查", "hazard_goods_unknown")
        return self.rows.alone(5, "通过", "hazard_none")

    @cached_property
    def _toxic(self) -> dict[str, tuple[str, ...]]:
        """Goods marked 剧毒 that each process takes or yields."""
        products = self.rows.facts.products.values()
        marked = {p.id: p.name_zh for p in products if TOXIC in (p.hazard_note or "")}
        out: dict[str, tuple[str, ...]] = {}
        for flow in self.rows.facts.flows.values():
            if flow.product_id in marked and flow.role not in LEDGER_ROLES:
                out[flow.process_id] = (*out.get(flow.process_id, ()), marked[flow.product_id])
        return out

    def local(self, item: Item) -> Block:
        """Local lists of what may not be built, and goods marked 剧毒."""
        own = self.rows.facts.products[item.product_id]
        toxic = [own.name_zh] if TOXIC in (own.hazard_note or "") else []
        for process_id in item.process_ids:
            toxic += self._toxic.get(process_id, ())
        if toxic:
            return self.rows.alone(6, "须核查", "toxic", (("goods", joined(toxic)),))
        return self._no_local_list

    @cached_property
    def _no_local_list(self) -> Block:
        return self.rows.alone(6, "须核查", "local_list")


def _is_closed(process: Process) -> bool:
    return process.directory_class in NO_LONGER

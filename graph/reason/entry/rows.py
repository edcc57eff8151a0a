"""Rows of ``constraints.csv`` that touch an item, as lines of the ten checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.facts import Facts
from graph.model import Constraint
from graph.reason.entry.terms import (
    BANNED,
    BANNING,
    ELSEWHERE,
    GENERAL,
    HERE,
    ONLY_WHEN_TOUCHED,
    Block,
    Hit,
    Item,
    Values,
    closed_routes,
    is_general,
    joined,
    rank_of,
    result_of,
    scale_code,
    wording,
)
from graph.results import Filter
from graph.rules import Rules


@dataclass(frozen=True)
class Rows:
    """The constraint rows as seen from one region, with what is worked out once."""

    rules: Rules
    facts: Facts

    @cached_property
    def general(self) -> dict[int, tuple[Filter, ...]]:
        """Lines of the rows that speak of every project, by check, those valid here first."""
        out: dict[int, list[Filter]] = {}
        for row in sorted(self.rules.constraints, key=rank_of):
            if is_general(row):
                code = GENERAL if row.applies_to in HERE else ELSEWHERE
                line = Filter(
                    row.id, "须核查", wording(row), row.source_id, row.basis, row.check_step, code
                )
                out.setdefault(row.check_step, []).append(line)
        return {step: tuple(lines) for step, lines in out.items()}

    @cached_property
    def by_keyword(self) -> dict[str, Constraint]:
        """Rows of check 5 on the supervised processes, by the process's name."""
        rows = (c for c in self.rules.constraints if c.check_step == 5)
        return {c.keyword: c for c in rows if c.keyword_type == "process"}

    @cached_property
    def _of_process(self) -> dict[str, tuple[Constraint, ...]]:
        return {}

    def of_process(self, process_id: str) -> tuple[Constraint, ...]:
        """Rows that name a process, or the supervised process it is one of."""
        known = self._of_process.get(process_id)
        if known is None:
            rows = {c.id: c for c in self.rules.constraints_by_process.get(process_id, ())}
            for kind in self.facts.processes[process_id].hazard_process:
                if (row := self.by_keyword.get(kind)) is not None:
                    rows[row.id] = row
            known = self._of_process[process_id] = tuple(rows.values())
        return known

    def alone(self, step: int, result: str, code: str, values: Values = ()) -> Block:
        """A check whose own line is all it has besides rules."""
        return self.block(self.base(step, result, code, values))

    def block(self, *lines: Filter) -> Block:
        """A check's own lines, with the rules of every project where the check touches the item."""
        step = lines[0].step
        quiet = step in ONLY_WHEN_TOUCHED and lines[0].result == "通过"
        return Block(lines, lines if quiet else (*lines, *self.general.get(step, ())))

    def base(self, step: int, result: str, code: str, values: Values = ()) -> Filter:
        """The line a check always has, with the source of the first general rule valid here."""
        rule = next((f for f in self.general.get(step, ()) if f.code == GENERAL), None)
        source, basis = (rule.source_id, rule.basis) if rule else (None, "")
        return Filter(f"check-{step}", result, "", source, basis, step, code, values)

    def hits(self, item: Item) -> list[Hit]:
        """Rows that name the product or one of the routes.

        A row on a product speaks of it by whatever route; a row on a process that names goods
        and routes speaks of those routes when the item has some of them.
        """
        named = self.rules.constraints_by_product.get(item.product_id, ())
        found: dict[str, tuple[Constraint, list[str]]] = {c.id: (c, []) for c in named}
        outright = {c.id for c in named if c.keyword_type != "process"}
        for process_id in item.process_ids:
            for c in self.of_process(process_id):
                found.setdefault(c.id, (c, []))[1].append(process_id)
        every = len(item.process_ids)
        return [
            Hit(
                c,
                tuple(routes),
                not routes or len(routes) == every or c.id in outright,
                result_of(c, item.scale_kt_a),
            )
            for c, routes in found.values()
        ]

    def lines(self, item: Item, hits: Sequence[Hit]) -> list[Filter]:
        """The hits as lines; those that take the item off the list carry code ``banned``."""
        shut = [h for h in hits if h.result == "受限"]
        closed = closed_routes(item, shut)
        banned = closed_routes(item, [h for h in shut if h.row.effect in BANNING])
        return [self._line(item, hit, closed, banned) for hit in hits]

    def _line(
        self, item: Item, hit: Hit, closed: frozenset[str] | None, banned: frozenset[str] | None
    ) -> Filter:
        row = hit.row
        values: Values = ()
        code = ELSEWHERE
        if row.applies_to in HERE:
            code, values = scale_code(item, row, hit.result)
        if hit.result == "受限" and row.effect in BANNING and banned is None:
            code = BANNED
        if not hit.whole:
            values = (*values, *self.partly(item, hit.routes, closed))
        return Filter(
            row.id,
            hit.result,
            wording(row),
            row.source_id,
            row.basis,
            row.check_step,
            code,
            values,
        )

    def partly(self, item: Item, routes: Sequence[str], closed: frozenset[str] | None) -> Values:
        """Which routes a line speaks of, and how many of the item's others stay open."""
        left = 0
        if closed is not None:
            left = sum(r not in closed and r not in routes for r in item.process_ids)
        names = joined([self.facts.processes[r].name_zh for r in routes])
        return (("routes", names), ("open_routes", float(left)))

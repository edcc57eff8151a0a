"""What stands on record around firms gone after: the firm, what it makes, when it was spoken to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.desk.client.clients import contact_days
from graph.desk.client.reading import firms_of, visits_of
from graph.facts import Facts
from graph.model import DATASET, Firm, Lead
from graph.reason import Evaluation
from graph.results import Filter
from graph.store.protocol import Store, Where
from views.amounts import number, wan_t

SHOWN = 3
UNLISTED = "名录,未核实"
_PART = 500
_GONE = "停产"


@dataclass(frozen=True, slots=True)
class Made:
    """One thing a firm makes; ``product_id`` is None for goods outside the chain."""

    product_id: str | None
    name: str
    capacity_kt_a: float | None
    is_listed: bool


@dataclass(frozen=True)
class Shelf:
    """Everything the rows of a list, a board or a workbook are made from.

    ``words`` are the local words for the stages, ``today`` the day that decides what is late.
    """

    evaluation: Evaluation
    words: Mapping[str, str]
    today: str
    firms: Mapping[str, Firm]
    made: Mapping[str, tuple[Made, ...]]
    days: Mapping[str, tuple[str, str]]
    _checks: dict[str, tuple[Filter, ...]] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        """The facts of the evaluation."""
        return self.evaluation.chain.facts

    def firm_name(self, firm_id: str) -> str:
        """The short name, else the name, else the id."""
        firm = self.firms.get(firm_id)
        return (firm.short_name or firm.name_zh) if firm else self.facts.firm_name(firm_id)

    def makes(self, firm_id: str) -> tuple[Made, ...]:
        """What a firm makes, largest first, what is checked before what a catalogue says."""
        return self.made.get(firm_id, ())

    def stage(self, stage: str) -> str:
        """The local word for a stage."""
        return self.words.get(stage, stage)

    def checks(self, lead: Lead) -> tuple[Filter, ...]:
        """The ten entry checks of the product; those of its gap line where there is one."""
        product_id = lead.product_id
        if product_id is None or product_id not in self.facts.products:
            return ()
        if product_id not in self._checks:
            self._checks[product_id] = checks_of(self.evaluation, product_id)
        return self._checks[product_id]


def checks_of(evaluation: Evaluation, product_id: str) -> tuple[Filter, ...]:
    """The ten entry checks of one product for a plant here."""
    gaps = evaluation.gaps_of(product_id)
    if gaps:
        return gaps[0].filters
    routes = [p.id for p in evaluation.chain.makers.get(product_id, ())]
    return evaluation.context.checks(product_id, routes, None)


def shelf(
    store: Store,
    evaluation: Evaluation,
    words: Mapping[str, str],
    today: str,
    leads: Iterable[Lead],
) -> Shelf:
    """Read what rows for ``leads`` need, in a handful of questions to the store."""
    rows = list(leads)
    ids = list(dict.fromkeys(row.firm_id for row in rows))
    firms = firms_of(store, ids)
    made = _made(store, evaluation.chain.facts, ids)
    days = contact_days(visits_of(store, [row.id for row in rows]))
    return Shelf(evaluation, words, today, firms, made, days)


def _made(store: Store, facts: Facts, ids: Sequence[str]) -> dict[str, tuple[Made, ...]]:
    best: dict[str, dict[str, Made]] = {}
    for start in range(0, len(ids), _PART):
        where = [Where("firm_id", "in", tuple(ids[start : start + _PART]))]
        for kind in ("capacity", "producer"):
            for row in store.scan(kind, where=where):
                _add(best, facts, row)
    return {firm: tuple(sorted(held.values(), key=_order)) for firm, held in best.items()}


def _add(best: dict[str, dict[str, Made]], facts: Facts, row: Any) -> None:
    if row.status == _GONE:
        return
    text = getattr(row, "product_text", None) or "品种未载"
    name = facts.products[row.product_id].short_zh if row.product_id in facts.products else text
    made = Made(row.product_id, name, row.capacity_kt_a, row.basis == DATASET)
    held = best.setdefault(row.firm_id, {})
    known = held.get(name)
    if known is None or _order(made) < _order(known):
        held[name] = made


def _order(made: Made) -> tuple[bool, float, str]:
    return made.is_listed, -(made.capacity_kt_a or 0.0), made.name


def made_names(made: Sequence[Made]) -> str | None:
    """The first things a firm makes; None when nothing is on record."""
    names = [m.name + (f"({UNLISTED})" if m.is_listed else "") for m in made[:SHOWN]]
    more = f"等 {len(made)} 种" if len(made) > SHOWN else ""
    return "、".join(names) + more if names else None


def made_sizes(made: Sequence[Made]) -> str | None:
    """What of each, 万吨/年, in the same order; None when no figure is on record.

    Examples
    --------
    >>> made_sizes([Made("a", "苯酚", 200.0, False), Made("b", "丙酮", None, False)])
    '苯酚 20、丙酮 未知'
    """
    sizes = [(m.name, wan_t(m.capacity_kt_a)) for m in made[:SHOWN]]
    if all(size is None for _, size in sizes):
        return None
    return "、".join(f"{name} {'未知' if size is None else number(size)}" for name, size in sizes)

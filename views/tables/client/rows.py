"""What stands on record around firms gone after: the firm, what it makes, when it was spoken to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.desk.client.clients import contact_days
from graph.desk.client.reading import firms_of, visits_of
from graph.facts import Facts
from graph.model import DATASET, Capacity, Firm, Lead, Producer, Record
from graph.reason import Evaluation
from graph.reason.nation.statements import is_pooled, status_on
from graph.reason.timeline import unit_on
from graph.results import Filter
from graph.store.protocol import Store, Where
from views.amounts import number, wan_t

SHOWN = 3
UNLISTED = "名录,未核实"
_PART = 500
RUNS, _GONE = "在产", "停产"
_SURE = (RUNS, "未核", "在建", "规划")
"""What is told first of several statements on one product."""


@dataclass(frozen=True, slots=True)
class Made:
    """One thing a firm makes or plans; ``product_id`` is None for goods outside the chain.

    ``status`` as on the day; ``is_listed`` when a catalogue says so and nobody has checked it.
    """

    product_id: str | None
    name: str
    capacity_kt_a: float | None
    is_listed: bool = False
    status: str = RUNS

    @property
    def mark(self) -> str:
        """What is to be said beside the name; "" for what runs."""
        told = UNLISTED if self.is_listed else "" if self.status == RUNS else self.status
        return f"({told})" if told else ""


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
    made = _made(store, evaluation, today, ids)
    days = contact_days(visits_of(store, [row.id for row in rows]))
    return Shelf(evaluation, words, today, firms, made, days)


def _made(
    store: Store, evaluation: Evaluation, today: str, ids: Sequence[str]
) -> dict[str, tuple[Made, ...]]:
    best: dict[str, dict[str, Made]] = {}
    for start in range(0, len(ids), _PART):
        where = [Where("firm_id", "in", tuple(ids[start : start + _PART]))]
        units = (
            _unit(evaluation.chain.facts, r, today) for r in store.scan("capacity", where=where)
        )
        for row in (*units, *store.scan("producer", where=where)):
            made = _one(evaluation, row, today)
            if made is not None and made.status != _GONE:
                held = best.setdefault(row.firm_id, {})
                held[made.name] = min(made, held.get(made.name, made), key=_order)
    return {firm: tuple(sorted(held.values(), key=_order)) for firm, held in best.items()}


def _unit(facts: Facts, row: Record, today: str) -> Capacity | None:
    """The unit a driving statement speaks for, as it stands today."""
    if not isinstance(row, Capacity) or not row.is_driver:
        return None
    known = facts.statements_on.get(row.unit_id)
    return unit_on(facts, known, today) if known else row


def _one(evaluation: Evaluation, row: Record | None, today: str) -> Made | None:
    """One statement; a figure that covers other products too is none of this one."""
    if not isinstance(row, Capacity | Producer):
        return None
    size, status, text = row.capacity_kt_a, row.status, "品种未载"
    if isinstance(row, Producer):
        size, text = None if is_pooled(row) else size, row.product_text
        status = status_on(row, evaluation.rules, today)
    product = evaluation.chain.facts.products.get(row.product_id or "")
    name = product.short_zh if product else text
    return Made(row.product_id, name, size, row.basis == DATASET, status)


def _order(made: Made) -> tuple[bool, int, float, str]:
    return made.is_listed, _SURE.index(made.status), -(made.capacity_kt_a or 0.0), made.name


def made_names(made: Sequence[Made]) -> str | None:
    """The first things a firm makes; None when nothing is on record."""
    names = [m.name + m.mark for m in made[:SHOWN]]
    more = f"等 {len(made)} 种" if len(made) > SHOWN else ""
    return "、".join(names) + more if names else None


def made_sizes(made: Sequence[Made]) -> str | None:
    """What of each, 万吨/年, in the same order; None when no figure is on record.

    Examples
    --------
    >>> made_sizes([Made("a", "苯酚", 200.0), Made("b", "丙酮", 60.0, status="规划")])
    '苯酚 20、丙酮 6(规划)'
    >>> made_sizes([Made("a", "苯酚", 200.0), Made("b", "丙酮", None)])
    '苯酚 20、丙酮 未知'
    """
    sizes = [(m, wan_t(m.capacity_kt_a)) for m in made[:SHOWN]]
    if all(size is None for _, size in sizes):
        return None
    return "、".join(
        f"{m.name} {'未知' if size is None else number(size) + m.mark}" for m, size in sizes
    )

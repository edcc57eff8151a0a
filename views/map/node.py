"""What the map knows about one product: its status, its label, its hover text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import MapStatus, Product
from graph.reason import Evaluation
from graph.results import Balance, Gap, UnitView
from views import texts
from views.amounts import amount, interval

OPEN_STATE = "*"
BOUGHT, EXTENDS, BARRED = "外购", "可延伸", "受限"


@dataclass(frozen=True, slots=True)
class NodeState:
    """One product on the map.

    ``presence`` and ``state`` are codes of :mod:`graph.results`, ``look`` is the rule that
    colours it; ``tooltip_lines`` appears beside it; ``firms`` lists local units, one a line.
    """

    presence: str
    state: str
    map_class: str
    look: MapStatus
    tooltip_lines: tuple[str, ...]
    firms: tuple[str, ...] = ()


def status_row(rows: Sequence[MapStatus], presence: str, state: str) -> MapStatus:
    """The rule for (presence, state): the exact one, else the one open to any state.

    Raises
    ------
    KeyError
        The rules say nothing about this presence.
    """
    exact = [row for row in rows if row.presence == presence and row.state == state]
    open_rows = [row for row in rows if row.presence == presence and row.state == OPEN_STATE]
    for row in (*exact, *open_rows):
        return row
    raise KeyError(presence)


def node_states(evaluation: Evaluation, facts: Facts) -> dict[str, NodeState]:
    """Status, labels and hover text of every product that has a balance.

    Parameters
    ----------
    evaluation
        One region at one date.
    facts
        The facts it was made from.
    """
    gaps: dict[str, list[Gap]] = {}
    for gap in evaluation.gaps:
        gaps.setdefault(gap.product_id, []).append(gap)
    rows = evaluation.rules.map_status
    barred = {gap.product_id for gap, _ in evaluation.removed}
    return {
        key: _state(
            facts.products[key], balance, rows, facts, gaps.get(key, ()), is_barred=key in barred
        )
        for key, balance in evaluation.balances.items()
        if key in facts.products
    }


def _state(
    product: Product,
    balance: Balance,
    rows: Sequence[MapStatus],
    facts: Facts,
    gaps: Sequence[Gap],
    *,
    is_barred: bool,
) -> NodeState:
    state = map_state(product, balance, gaps, is_barred=is_barred)
    row = status_row(rows, balance.presence, state)
    firms = tuple(_unit_line(unit, facts) for unit in balance.units)
    lines = [
        f"现状:{balance.presence}({texts.PRESENCE_MEANING[balance.presence]})",
        f"平衡:{balance.state}({texts.STATE_MEANING[balance.state]})",
        *_amount_lines(balance),
        *(firms or ("本地没有装置记录",)),
        *(f"{gap.kind}:{texts.gap_headline(facts, gap)}" for gap in gaps),
    ]
    return NodeState(
        balance.presence,
        balance.state,
        row.map_class,
        row,
        (*product_lines(product), *lines),
        firms,
    )


def map_state(
    product: Product, balance: Balance, gaps: Sequence[Gap], *, is_barred: bool = False
) -> str:
    """The state the map shows: 外购 for what is bought in anyway, 可延伸 for a 延链 line.

    受限 is what would be a line but for a rule that bars it.
    """
    if product.is_hub or product.is_primary:
        return BOUGHT
    if is_barred and not gaps:
        return BARRED
    if any(gap.kind == "延链" for gap in gaps) and balance.state != "断":
        return EXTENDS
    return balance.state


def product_lines(product: Product) -> tuple[str, ...]:
    """What a product is, wherever it stands."""
    names = "、".join(product.aliases)
    parts = [
        product.name_zh if not product.name_en else f"{product.name_zh} {product.name_en}",
        f"子链:{product.segment};层级:{product.tier}",
        f"CAS 号:{product.cas}" if product.cas else "",
        f"又称:{names}" if names else "",
    ]
    return tuple(part for part in parts if part)


def _amount_lines(balance: Balance) -> Iterable[str]:
    """Supply and demand, where there is anything to say."""
    if balance.terms or balance.units:
        yield f"供给:{interval(balance.supply)}"
        yield f"需求:{interval(balance.demand)}"
    if balance.interior:
        yield "只在联合装置内部流转,不算缺口"


def _unit_line(unit: UnitView, facts: Facts) -> str:
    source = facts.sources.get(unit.source_id or "")
    origin = texts.source_title(source) if source else "无来源"
    if unit.computed:
        origin = "本系统推算"
    when = f",{unit.as_of}" if unit.as_of else ",日期未载"
    return f"{unit.firm}:{texts.presence(unit)} {amount(unit.capacity_kt_a)}({origin}{when})"

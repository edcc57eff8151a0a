"""摸底清单: which fact to ask whom, what it would settle, and one firm's form to fill in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason import Evaluation
from graph.reason.recipes import listed_routes
from graph.results import SurveyItem
from loaders.surveyform.form import STATUSES
from views import survey_texts, texts
from views.amounts import KT_PER_WAN_T, number

COLUMNS = (
    "序",
    "问谁",
    "问什么",
    "会变的结论",
    "一定能定下",
    "哪些结论",
    "缺口会怎样",
    "还要一起问清的",
    "关联产品",
)
FORM_COLUMNS = ("装置", "要填的事", "单位", "填报值", "备注")
FIELD_ORDER = ("status", "capacity_kt_a", "process_ids", "output")
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of a form; ``choices`` is what may be filled in, when that is known."""

    unit: str
    fact: str
    measure: str
    note: str
    choices: tuple[str, ...] = ()

    def cells(self) -> tuple[Cell, ...]:
        """The line in the order of ``FORM_COLUMNS``, the value left open."""
        return self.unit, self.fact, self.measure or None, None, self.note or None


def row(facts: Facts, item: SurveyItem) -> tuple[Cell, ...]:
    """One line of the list, in the order of ``COLUMNS``."""
    return (
        item.rank,
        item.firm,
        survey_texts.fact(facts, item),
        len(item.would_change),
        item.settles,
        survey_texts.changes(facts, item) or None,
        survey_texts.lines(item) or None,
        survey_texts.products(facts, item.waits, len(item.waits)) or None,
        survey_texts.products(facts, item.product_ids, len(item.product_ids)),
    )


def asked_firms(evaluation: Evaluation) -> dict[str, str]:
    """Firms with something to fill in: id → name, those asked first things first."""
    facts = evaluation.chain.facts
    return {i.firm_id: facts.firm_name(i.firm_id) for i in evaluation.survey}


def segments(evaluation: Evaluation) -> list[str]:
    """Sub-chains the asked facts touch, in their order on the map."""
    products = evaluation.chain.facts.products
    touched = {products[p].segment for i in evaluation.survey for p in i.product_ids}
    return [s for s in evaluation.chain.facts.segments if s in touched]


def chosen(
    evaluation: Evaluation, firms: Collection[str] = (), wanted: Collection[str] = ()
) -> list[SurveyItem]:
    """Facts that pass the filters, in rank order; an empty filter passes all.

    Parameters
    ----------
    firms
        Firm ids.
    wanted
        Sub-chains: one of the touched products must be in one of them.
    """
    products = evaluation.chain.facts.products
    return [
        item
        for item in evaluation.survey
        if (not firms or item.firm_id in firms)
        and (not wanted or any(products[p].segment in wanted for p in item.product_ids))
    ]


def form_rows(evaluation: Evaluation, firm_id: str) -> list[FormRow]:
    """What one firm is asked, unit by unit; every hidden product gets a line of its own."""
    facts = evaluation.chain.facts
    mine = [i for i in evaluation.survey if i.firm_id == firm_id]
    order = list(dict.fromkeys(i.unit_id for i in mine))
    by_unit = sorted(mine, key=lambda i: (order.index(i.unit_id), FIELD_ORDER.index(i.field)))
    own = facts.firm_name(firm_id)
    return [line for item in by_unit for line in _lines(evaluation, item, own)]


def _lines(evaluation: Evaluation, item: SurveyItem, own: str) -> Iterable[FormRow]:
    facts = evaluation.chain.facts
    name = texts.unit_name(facts, item.unit_id)
    unit = name if item.firm == own else f"{item.firm} {name}"
    measure = survey_texts.UNITS.get(item.field, "")
    if item.field == "output":
        for product_id in item.product_ids:
            note = "没有就填 0;按设计能力"
            yield FormRow(unit, f"另产的{facts.products[product_id].name_zh}", measure, note)
    elif item.field == "status":
        yield FormRow(unit, "现况", measure, "、".join(STATUSES) + ",选一个", STATUSES)
    elif item.field == "process_ids":
        names = route_names(evaluation, item)
        yield FormRow(unit, "采用的工艺路线", measure, "、".join(names) + ",选一个", names)
    else:
        yield FormRow(unit, _sized_fact(facts, item), measure, _size_note(evaluation, item))


def _sized_fact(facts: Facts, item: SurveyItem) -> str:
    what = "实际规模" if survey_texts.is_sized(facts, item) else "设计产能"
    return f"{what}:{facts.products[item.product_id].name_zh}"


def _size_note(evaluation: Evaluation, item: SurveyItem) -> str:
    sizes = {i.unit.unit_id: i.capacity_kt_a for i in evaluation.standing.implied}
    size = sizes.get(item.unit_id)
    if not size:
        return "多套时写各套,如 10+20"
    return f"按联合装置物料平衡推算约 {number(size / KT_PER_WAN_T)} 万吨/年,请核对"


def route_names(evaluation: Evaluation, item: SurveyItem) -> tuple[str, ...]:
    """Names of the routes the unit may run."""
    chain = evaluation.chain
    unit = next(u for u in evaluation.standing.counted if u.unit_id == item.unit_id)
    return tuple(chain.facts.processes[r].name_zh for r in listed_routes(chain, unit))


def form_notes(evaluation: Evaluation, firm_id: str) -> Sequence[str]:
    """What stands above the lines of a form."""
    facts = evaluation.chain.facts
    region = facts.regions[evaluation.region.region_id].name_zh
    return (
        f"地区:{region}    资料截至:{evaluation.as_of.valid}",
        "请在黄色格子里填写;不清楚的留空,不要估算。按设计能力(铭牌)填,单位见各行。",
    )

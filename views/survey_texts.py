"""What to ask whom, and what the answer would change, in words."""

from __future__ import annotations

from graph.facts import Facts
from graph.results import GAP_KINDS, Change, SurveyItem
from views import texts
from views.amounts import KT_PER_WAN_T, number
from views.listing import listed

SHOWN = 3
UNITS = {"capacity_kt_a": "万吨/年", "output": "万吨/年"}


def fact(facts: Facts, item: SurveyItem) -> str:
    """Short name of the fact, such as 氯丙烯装置的设计产能."""
    name = texts.unit_name(facts, item.unit_id)
    what = name if "装置" in name else f"{name}装置"
    if item.field == "output":
        return f"{what}另产的{products(facts, item.product_ids)}"
    words = {
        "capacity_kt_a": "实际规模" if is_sized(facts, item) else "设计产能",
        "process_ids": "工艺路线",
        "status": "现况",
    }
    return f"{what}的{words.get(item.field, item.field)}"


def is_sized(facts: Facts, item: SurveyItem) -> bool:
    """Whether the unit itself follows from the rest of its complex and has no record."""
    return item.unit_id not in facts.unit_names


def products(facts: Facts, ids: tuple[str, ...], shown: int = SHOWN) -> str:
    """Names of some products; the rest as a count."""
    return listed([facts.products[p].name_zh for p in ids], shown)


def change(facts: Facts, item: Change) -> str:
    """One conclusion that would change."""
    name = facts.products[item.product_id].short_zh
    return f"{name}(现在{item.now},可能是{'、'.join(item.could_be)})"


def changes(facts: Facts, item: SurveyItem, shown: int | None = None) -> str:
    """All conclusions that would change, or the first ones and a count."""
    told = [change(facts, c) for c in item.would_change]
    return listed(told, len(told) if shown is None else shown, "个")


def effect(facts: Facts, item: SurveyItem, shown: int = SHOWN) -> str:
    """What the answer is good for, in one sentence."""
    if item.would_change:
        return f"问清后 {len(item.would_change)} 个结论会变:{changes(facts, item, shown)}"
    if item.waits:
        return f"只问这一件还定不下,要和别的事一起问清:{products(facts, item.waits)}"
    return "结论不会变,只是把数量说准"


def lines(item: SurveyItem) -> str:
    """Which gap lines could come or go."""
    comes = sorted({k for c in item.would_change for k in c.comes}, key=_kind_order)
    goes = sorted({k for c in item.would_change for k in c.goes}, key=_kind_order)
    parts = [
        f"可能多出{'、'.join(comes)}" if comes else "",
        f"可能去掉{'、'.join(goes)}" if goes else "",
    ]
    return ";".join(p for p in parts if p)


def _kind_order(kind: str) -> int:
    return GAP_KINDS.index(kind)


def tried(item: SurveyItem) -> str:
    """The capacities tried, as a hint; empty when none was."""
    sizes = [number(size / KT_PER_WAN_T) for size in item.tried_kt_a]
    return f"{'–'.join(sizes)} 万吨/年" if sizes else ""

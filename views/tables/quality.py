"""数据质量 in words: shares, families, and what to mend next."""

from __future__ import annotations

from graph.facts import Facts
from graph.quality import Family, Quality, Share
from graph.results import SurveyItem
from graph.worklist import WorkItem
from views import texts
from views.amounts import amount, percent

FAMILY_ZH = {
    "refinery": "炼油",
    "C1": "碳一",
    "C2": "碳二",
    "C3": "碳三",
    "C4": "碳四",
    "C5": "碳五",
    "aromatics": "芳烃",
    "polymer": "合成树脂",
    "rubber": "合成橡胶",
    "fiber": "合成纤维",
    "fine-chemical": "精细化学品",
    "electronic-chemical": "电子化学品",
    "new-energy-material": "新能源材料",
    "chlor-alkali": "氯碱",
    "inorganic": "无机",
    "end-product": "制品",
}
FAMILY_COLUMNS = (
    "产品族",
    "工艺",
    "单耗",
    "有来源",
    "份额",
    "主原料",
    "主原料有来源",
    "主原料份额",
)
WORK_COLUMNS = ("序", "要做的", "为什么先做它")
GRADE_ZH = {
    "A": "A 政府或公开数据集",
    "B": "B 有名媒体、专利、期刊",
    "C": "C 转载(转载待核)",
    "D": "D 无日期或无地址(转载待核)",
    "未评": "未评级",
    "无": "没有来源(定义、推算、常识)",
}


def family_zh(family: str) -> str:
    """Chinese name of a product family; a user's own family is shown as it is."""
    return FAMILY_ZH.get(family, family)


def headline(found: Quality) -> tuple[tuple[str, str, str], ...]:
    """(figure, label, how it is counted) for the row on top."""
    known = Share(found.running - found.running_unknown, found.running)
    told = (
        ("全部事实有来源", found.facts),
        ("单耗有来源", found.flows),
        ("主原料单耗有来源", found.main_feeds),
        ("本地路线单耗有来源", found.local_flows),
        ("本地路线主原料有来源", found.local_main_feeds),
        ("本区在产装置产能已知", known),
    )
    return tuple((percent(s.ratio), label, f"{s.sourced} / {s.of}") for label, s in told)


def family_rows(families: tuple[Family, ...]) -> list[tuple[str | int, ...]]:
    """In the order of ``FAMILY_COLUMNS``."""
    return [
        (
            family_zh(f.family),
            f.processes,
            f.flows.of,
            f.flows.sourced,
            percent(f.flows.ratio),
            f.main_feeds.of,
            f.main_feeds.sourced,
            percent(f.main_feeds.ratio),
        )
        for f in families
    ]


def weakest(families: tuple[Family, ...], shown: int = 3) -> list[str]:
    """Families with the smallest share of sourced consumptions."""
    ranked = sorted(families, key=lambda f: (f.flows.ratio or 0.0, -f.flows.of))
    return [f"{family_zh(f.family)}({percent(f.flows.ratio)})" for f in ranked[:shown]]


def work_rows(facts: Facts, items: tuple[WorkItem, ...]) -> list[tuple[int, str, str]]:
    """In the order of ``WORK_COLUMNS``."""
    return [(number, *_work(facts, item)) for number, item in enumerate(items, 1)]


def _work(facts: Facts, item: WorkItem) -> tuple[str, str]:
    if item.code == "mirror":
        source = facts.sources[item.ids[0]]
        return (
            f"把“{source.title}”({source.grade} 级)换成原始出处",
            f"{item.weight:.0f} 条本地事实挂在上面,会上不能引用",
        )
    if item.code == "ask":
        firm_id, unit_id, field, *products = item.ids
        name = facts.firm_name(firm_id)
        asked = SurveyItem(0, firm_id, name, unit_id, field, tuple(products), len(products))
        return texts.survey_ask(facts, asked), f"问清后会变的结论有 {item.weight:.0f} 个"
    flow = facts.flows[item.ids[0]]
    process, product = facts.processes[flow.process_id], facts.products[flow.product_id]
    return (
        f"给“{process.name_zh}”的{product.name_zh}单耗({flow.t_per_t:g} 吨/吨)找来源",
        f"本地供需里 {amount(item.weight)} 由它算出",
    )

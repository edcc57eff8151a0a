"""客商库: one row per firm gone after, as the list, the board and the workbook show it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.desk.client.clients import Place, intensity_wan_mu, is_overdue, next_stage, place_of
from graph.model import Firm, Lead
from graph.reason.firms.targets import place
from views.check_texts import summary
from views.client_texts import due_word, firm_type, hint, place_text
from views.tables.client.rows import Shelf, made_names, made_sizes
from views.tables.origin import origin

Cell = str | float | int | None
COLUMNS = (
    *("催办", "企业名称", "对应产业链环节", "跟进阶段", "等级", "下次动作", "期限"),
    *("对接人(我方)", "最近联系日", "补链/延链/强链", "意向投资(亿元)", "意向用地(亩)"),
    *("意向强度(万元/亩,计算)", "是否涉化/须进化工园区", "准入核查/约束提示", "研判结果"),
    *("所在省市", "企业类型", "上市代码", "专精特新", "主营产品", "主要产能(万吨/年)"),
    *("首次对接日", "来源", "为什么"),
)
SHEET_COLUMNS = (
    *("序号", "企业名称", "统一社会信用代码", "所在省市", "企业类型", "上市代码", "专精特新"),
    *("主营产品", "主要产能(万吨/年)", "对应产业链环节", "为哪个产品", "补链/延链/强链"),
    *("投资意向", "意向用地(亩)", "意向投资(亿元)", "意向强度(万元/亩,计算)"),
    *("是否涉化/须进化工园区", "涉及化工(填报)", "准入核查(填报)", "约束提示(推算)"),
    *("对接人(我方)", "首次对接日", "最近联系日", "下次动作", "期限", "催办"),
    *("跟进阶段", "等级", "研判结果", "暂缓或放弃原因", "对应项目", "来源", "可信度"),
    *("为什么", "备注", "谁加的", "什么时候", "所属地区", "编号"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One firm on the board; ``following`` is the stage one click leads to."""

    lead_id: str
    firm: str
    product: str
    action: str
    due: str
    is_late: bool
    owner: str
    rating: str
    following: str | None


def row(shelf: Shelf, lead: Lead) -> tuple[Cell, ...]:
    """One line of the list, in the order of ``COLUMNS``."""
    cells = cells_of(shelf, lead)
    return tuple(cells[column] for column in COLUMNS)


def sheet_row(shelf: Shelf, number: int, lead: Lead) -> tuple[Cell, ...]:
    """One line of the workbook, in the order of ``SHEET_COLUMNS``."""
    cells = cells_of(shelf, lead) | _more_cells(shelf, lead) | {"序号": number}
    return tuple(cells[column] for column in SHEET_COLUMNS)


def cells_of(shelf: Shelf, lead: Lead) -> dict[str, Cell]:
    """What the list shows of one firm, by header."""
    firm, made = shelf.firms.get(lead.firm_id), shelf.makes(lead.firm_id)
    first, last = shelf.days.get(lead.id, (None, None))
    intensity = intensity_wan_mu(lead)
    return {
        "催办": due_word(lead, shelf.today),
        "企业名称": firm.name_zh if firm else shelf.firm_name(lead.firm_id),
        "对应产业链环节": link_text(shelf, lead),
        "跟进阶段": shelf.stage(lead.stage),
        "等级": lead.rating,
        "下次动作": lead.next_action,
        "期限": lead.next_due,
        "对接人(我方)": lead.owner,
        "最近联系日": last,
        "补链/延链/强链": lead.gap_kind,
        "意向投资(亿元)": lead.intent_investment_yi,
        "意向用地(亩)": lead.intent_land_mu,
        "意向强度(万元/亩,计算)": None if intensity is None else round(intensity, 1),
        "是否涉化/须进化工园区": place_text(place_at(shelf, lead)),
        "准入核查/约束提示": lead.checks or hint(shelf.checks(lead)),
        "研判结果": lead.verdict,
        "所在省市": (place(firm.province, firm.city) or None) if firm else None,
        "企业类型": firm_type(firm),
        "上市代码": firm.listed_code if firm else None,
        "专精特新": firm.specialised if firm else None,
        "主营产品": made_names(made),
        "主要产能(万吨/年)": made_sizes(made),
        "首次对接日": first,
        "来源": _source(shelf, firm),
        "为什么": lead.why,
    }


def _more_cells(shelf: Shelf, lead: Lead) -> dict[str, Cell]:
    """What only the workbook has."""
    facts, firm = shelf.facts, shelf.firms.get(lead.firm_id)
    region = facts.regions.get(lead.region_id or "")
    project = facts.projects.get(lead.project_id or "")
    source = facts.sources.get((firm.source_id if firm else None) or "")
    chemical = {True: "是", False: "否", None: None}[lead.is_chemical]
    return {
        "统一社会信用代码": firm.uscc if firm else None,
        "为哪个产品": facts.product_name(lead.product_id) if lead.product_id else None,
        "投资意向": lead.intent,
        "涉及化工(填报)": chemical,
        "准入核查(填报)": lead.checks,
        "约束提示(推算)": summary(shelf.checks(lead)) or None,
        "暂缓或放弃原因": lead.end_reason,
        "对应项目": project.name_zh if project else lead.project_id,
        "可信度": (firm.grade if firm else None) or (source.grade if source else None),
        "备注": lead.note,
        "谁加的": lead.made_by,
        "什么时候": lead.made_at,
        "所属地区": region.name_zh if region else lead.region_id,
        "编号": lead.id,
    }


def link_text(shelf: Shelf, lead: Lead) -> str | None:
    """Product and sub-chain: where in the chain the firm would stand."""
    product = shelf.facts.products.get(lead.product_id or "")
    return f"{product.name_zh}({product.segment})" if product else lead.product_id


def place_at(shelf: Shelf, lead: Lead) -> Place:
    """Where its plant would belong."""
    makes = [m.product_id for m in shelf.makes(lead.firm_id) if m.product_id]
    return place_of(shelf.evaluation, lead, makes)


def _source(shelf: Shelf, firm: Firm | None) -> str | None:
    if firm is None:
        return None
    return origin(shelf.facts, firm.source_id, firm.as_of, firm.basis).line()


def card(shelf: Shelf, lead: Lead) -> Card:
    """One firm as the board shows it."""
    product = shelf.facts.products.get(lead.product_id or "")
    return Card(
        lead_id=lead.id,
        firm=shelf.firm_name(lead.firm_id),
        product=product.short_zh if product else "",
        action=lead.next_action or "",
        due=due_word(lead, shelf.today) or "",
        is_late=is_overdue(lead, shelf.today),
        owner=lead.owner or "",
        rating=lead.rating or "",
        following=next_stage(lead.stage),
    )

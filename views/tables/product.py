"""Everything on record about one product, for the panel beside the map."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facts import Facts
from graph.model import Producer, Product, Project
from graph.reason import Evaluation
from graph.reason.firms.targets import place
from graph.results import Balance, UnitView
from views import texts
from views.amounts import amount, interval, number
from views.map.node import map_state, status_row
from views.names import pinyin
from views.tables.origin import Origin, origin
from views.tables.overview import GapCard, gap_card
from views.tables.recipes import Recipe, recipes

TOP_PRODUCERS = 8
ARROWS = {"已证实": "━▶", "推测": "┅▶"}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: who, what, and where it is from; ``firm_id`` leads to the firm's own page."""

    who: str
    what: str
    status: str
    origin: Origin
    firm_id: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, border line and sign of a status, as on the map."""

    fill: str
    ink: str
    border: str
    line: str
    sign: str


@dataclass(frozen=True, slots=True)
class ProductCard:
    """The panel's content; empty tuples mean nothing is on record."""

    product_id: str
    name: str
    about: tuple[str, ...]
    presence: str
    presence_meaning: str
    look: Look
    state: str
    state_meaning: str
    supply: str
    demand: str
    net: str
    is_counted: bool
    remarks: tuple[str, ...]
    units: tuple[Line, ...]
    projects: tuple[Line, ...]
    supplies: tuple[Line, ...]
    gaps: tuple[GapCard, ...]
    questions: tuple[str, ...]
    producers: tuple[Line, ...]
    more_producers: int
    market: tuple[Line, ...]
    recipes: tuple[Recipe, ...]


def product_card(evaluation: Evaluation, product_id: str) -> ProductCard:
    """Put the panel of one product together."""
    facts = evaluation.chain.facts
    product, balance = facts.products[product_id], evaluation.balances[product_id]
    producers = national_producers(evaluation, product_id)
    return ProductCard(
        product_id=product_id,
        name=product.name_zh,
        about=_about(product),
        presence=balance.presence,
        presence_meaning=texts.PRESENCE_MEANING[balance.presence],
        look=look(evaluation, product, balance),
        state=balance.state,
        state_meaning=texts.STATE_MEANING[balance.state],
        supply=interval(balance.supply),
        demand=interval(balance.demand),
        net=interval(balance.net),
        is_counted=bool(balance.terms),
        remarks=_remarks(balance),
        units=_units(facts, balance),
        projects=_projects(evaluation, product_id),
        supplies=_supplies(facts, product_id),
        gaps=tuple(gap_card(facts, g) for g in evaluation.gaps_of(product_id)),
        questions=tuple(dict.fromkeys(texts.ask(facts, u) for u in balance.unknown)),
        producers=tuple(producer_line(facts, row) for row in producers[:TOP_PRODUCERS]),
        more_producers=max(0, len(producers) - TOP_PRODUCERS),
        market=_market(evaluation, product_id),
        recipes=recipes(evaluation.chain, product_id),
    )


def look(evaluation: Evaluation, product: Product, balance: Balance) -> Look:
    """The look of a product, as the map has it."""
    is_barred = any(gap.product_id == product.id for gap, _ in evaluation.removed)
    state = map_state(product, balance, evaluation.gaps_of(product.id), is_barred=is_barred)
    row = status_row(evaluation.rules.map_status, balance.presence, state)
    return Look(row.fill, row.ink, row.border, row.line, row.sign or "")


def _about(product: Product) -> tuple[str, ...]:
    names = "、".join(product.aliases)
    parts = (
        product.name_en or "",
        f"CAS {product.cas}" if product.cas else "",
        f"{product.segment} · {product.tier}",
        f"又称 {names}" if names else "",
    )
    return tuple(p for p in parts if p)


def _remarks(balance: Balance) -> tuple[str, ...]:
    out = []
    if balance.interior:
        out.append("只在联合装置内部流转,不算缺口")
    if balance.own_use_kt_a:
        out.append(f"其中业主自用 {amount(balance.own_use_kt_a)}")
    if balance.outside_supply is not None:
        out.append(f"可外供 {interval(balance.outside_supply)}")
    return tuple(out)


def _units(facts: Facts, balance: Balance) -> tuple[Line, ...]:
    return tuple(unit_line(facts, unit) for unit in balance.units)


def unit_line(facts: Facts, unit: UnitView) -> Line:
    """One plant here: whose, how large, and who says so."""
    return Line(
        unit.firm,
        f"{unit.name_zh} {amount(unit.capacity_kt_a)}",
        texts.presence(unit),
        origin(facts, unit.source_id, unit.as_of, "computed" if unit.computed else None),
        unit.firm_id,
    )


def _projects(evaluation: Evaluation, product_id: str) -> tuple[Line, ...]:
    plans = evaluation.chain.facts.projects.values()
    return tuple(project_line(evaluation, p) for p in plans if product_id in p.product_ids)


def project_line(evaluation: Evaluation, project: Project) -> Line:
    """One project here: how large, where, how far, and who says so."""
    return Line(
        project.name_zh,
        f"{_project_facts(project)},{evaluation.where_of(project)}",
        project.stage,
        origin(evaluation.chain.facts, project.source_id, project.as_of, project.basis),
    )


def _project_facts(project: Project) -> str:
    size = project.capacity_text or (
        amount(project.capacity_kt_a) if project.capacity_kt_a is not None else ""
    )
    money = "" if project.investment_yi is None else f"投资 {number(project.investment_yi)} 亿元"
    land = "" if project.land_mu is None else f"用地 {number(project.land_mu)} 亩"
    start = f"{project.start_date} 起" if project.start_date else ""
    finish = f"{project.finish_date} 完成" if project.finish_date else ""
    return ",".join(p for p in (size, money, land, start, finish) if p) or "规模未载"


def _supplies(facts: Facts, product_id: str) -> tuple[Line, ...]:
    """Who supplies whom with the product or for making it: ━▶ confirmed, ┅▶ inferred."""
    out = []
    for row in facts.supplies.values():
        if product_id not in (row.product_id, row.for_product_id):
            continue
        arrow = ARROWS[row.certainty]
        giver = facts.firm_name(row.from_firm_id) if row.from_firm_id else "供方未载"
        what = facts.products[row.product_id].name_zh
        size = "" if row.amount_kt_a is None else f" {amount(row.amount_kt_a)}"
        told = origin(facts, row.source_id, row.as_of, row.basis)
        line = f"{giver} {arrow} {facts.firm_name(row.to_firm_id)}"
        out.append(Line(line, f"{what}{size}", row.certainty, told))
    return tuple(out)


def national_producers(evaluation: Evaluation, product_id: str) -> list[Producer]:
    """Statements on producers elsewhere, largest first, unknown capacity last."""
    rows = evaluation.national.producers.get(product_id, ())
    return sorted(rows, key=lambda r: (r.capacity_kt_a is None, -(r.capacity_kt_a or 0.0), r.id))


def producer_line(facts: Facts, row: Producer) -> Line:
    """One statement on a firm elsewhere: where, how large, of which year."""
    firm = facts.firms.get(row.firm_id)
    where = place(row.province, row.city) or "地点未载"
    year = f"{row.year} 年数据" if row.year else "年份未载"
    return Line(
        firm.name_zh if firm else row.firm_id,
        f"{where},{amount(row.capacity_kt_a)}({year})",
        row.status,
        origin(facts, row.source_id, row.as_of or row.year, row.basis),
        row.firm_id,
    )


def _market(evaluation: Evaluation, product_id: str) -> tuple[Line, ...]:
    found = evaluation.national.import_dependence(product_id)
    if found is None:
        return ()
    share, row = found
    told = origin(evaluation.chain.facts, row.source_id, row.as_of, row.basis)
    return (Line("全国", f"进口依存度 {number(share * 100)}%", f"{row.year} 年", told),)


def picker_label(product: Product) -> str:
    """A menu entry that any spelling finds: name, aliases, English, CAS, pinyin."""
    parts = (*product.aliases, product.name_en or "", product.cas or "", *pinyin(product.name_zh))
    more = " ".join(dict.fromkeys(p for p in parts if p and p != product.name_zh))
    return f"{product.name_zh} · {more}"


TWIN_COLUMNS = ("产品", "子链", "本地现状", "供需状态", "本地供给", "本地需求", "本地企业")


def twin_row(evaluation: Evaluation, product: Product) -> tuple[str, ...]:
    """One product of the map as a line of text, in the order of ``TWIN_COLUMNS``."""
    balance = evaluation.balances[product.id]
    firms = dict.fromkeys(u.firm for u in balance.units)
    told = (interval(balance.supply), interval(balance.demand)) if balance.terms else ("", "")
    return (
        product.name_zh,
        product.segment,
        balance.presence,
        balance.state,
        *told,
        "、".join(firms),
    )

"""Rules over recipes: mass, elements, yields, formulas, and what can be made at all."""

from __future__ import annotations

import re
from collections import defaultdict

from graph.chain import LEDGER_ROLES, Chain
from graph.checks.gbt4754 import is_known_class
from graph.elements import account, total_mass
from graph.model import Process
from graph.results import Finding
from graph.stoichiometry import atoms, molar_mass, reaction_steps, theoretical, unbalanced

ERROR = "错误"
MASS_TOLERANCE = 0.06
MASS_TOLERANCE_EXACT = 0.01
ELEMENT_SHARE, ELEMENT_FLOOR = 0.02, 0.003
"""Figures carry two or three digits and sources differ by 1–2 %; 3 kg/t is the last digit."""
RATIO_LOW, RATIO_HIGH = 0.60, 1.0005
RESIDUAL_SHARE = 0.10
RATIO_SAID = "理论比说明:"
"""In the main feed's note: why theoretical ÷ actual is outside 0.60–1.00."""
NO_RECIPE_SAID = "配方说明:"
"""In a product's note: why it has no recipe."""
YIELD_SAID = re.compile("收率|理论|化学计量|反应式|平衡|选择性|推得")


def is_exact(chain: Chain, process: Process) -> bool:
    """Whether a recipe is held to 1 %: stoichiometric, or closed by a computed ledger row."""
    flows = chain.facts.flows_of.get(process.id, ())
    closed = any(f.role in LEDGER_ROLES and f.basis == "computed" for f in flows)
    return closed or process.basis == "stoichiometry"


def check_mass(chain: Chain) -> list[Finding]:
    """In and out agree within 1 % on exact recipes and 6 % on all others."""
    out = []
    for process in chain.facts.processes.values():
        taken, made = total_mass(chain, process.id)
        exact = is_exact(chain, process)
        limit = MASS_TOLERANCE_EXACT if exact else MASS_TOLERANCE
        if taken and abs(made - taken) / taken > limit:
            text = (
                f"工艺“{process.name_zh}”进料 {taken:.3f}、出料 {made:.3f} 吨/吨,"
                f"相差 {abs(made - taken) / taken:.1%},超过 {limit:.0%};"
                "请补上缺的物料,或用 residual、makeup 行写明水、尾气、损耗、填料。"
            )
            out.append(Finding("mass", ERROR, (process.id,), text))
    return out


def check_elements(chain: Chain) -> list[Finding]:
    """No element comes out that did not go in, and none vanishes, where formulas are known."""
    out = []
    for process in chain.facts.processes.values():
        books = account(chain, process.id)
        if books.open_in or not books.taken:
            continue
        for element in sorted(books.taken.keys() | books.made.keys()):
            taken, made = books.taken.get(element, 0.0), books.made.get(element, 0.0)
            slack = ELEMENT_SHARE * max(taken, made) + ELEMENT_FLOOR
            if made - taken > slack or (not books.open_out and taken - made > slack):
                text = (
                    f"工艺“{process.name_zh}”的元素 {element} 进 {taken:.3f}、出 {made:.3f} 吨/吨,"
                    "对不上;请核对单耗,或补上漏列的物料。"
                )
                out.append(Finding("elements", ERROR, (process.id, element), text))
    return out


def theory_ratio(chain: Chain, process_id: str) -> float | None:
    """Theoretical ÷ actual consumption of the main feed; None when no equation says."""
    process, feed = chain.facts.processes[process_id], chain.main_feed.get(process_id)
    products = chain.facts.products
    if feed is None or not feed.t_per_t or feed.product_id not in products:
        return None
    main = products.get(process.main_product_id)
    formula = None if main is None else main.formula
    least = theoretical(process.reaction, products[feed.product_id].formula, formula)
    return None if least is None else least / feed.t_per_t


def check_theory_ratio(chain: Chain) -> list[Finding]:
    """Theoretical ÷ actual of the main feed is 0.60–1.00, or its note says why not."""
    out = []
    for process in chain.facts.processes.values():
        ratio = theory_ratio(chain, process.id)
        if ratio is None or RATIO_LOW <= ratio <= RATIO_HIGH:
            continue
        feed = chain.main_feed[process.id]
        if RATIO_SAID not in (feed.note or ""):
            text = (
                f"工艺“{process.name_zh}”主原料的理论量只有单耗的 {ratio:.2f} 倍,应在 0.60–1.00;"
                f"请核对单耗,或在备注写“{RATIO_SAID}…”。"
            )
            out.append(Finding("theory-ratio", ERROR, (process.id, feed.id), text))
    return out


def check_reaction(chain: Chain) -> list[Finding]:
    """Every step of a reaction that can be read is balanced."""
    out = []
    for process in chain.facts.processes.values():
        for step in reaction_steps(process.reaction):
            if wrong := unbalanced(step):
                text = f"工艺“{process.name_zh}”的反应式没有配平({'、'.join(sorted(wrong))})。"
                out.append(Finding("reaction", ERROR, (process.id,), text))
    return out


def check_yield_stated(chain: Chain) -> list[Finding]:
    """A stoichiometric value says from which yield or equation it comes."""
    return [
        Finding("yield", ERROR, (f.id,), f"单耗“{f.id}”按化学计量,备注应写明收率或反应式。")
        for f in chain.facts.flows.values()
        if f.basis == "stoichiometry" and not YIELD_SAID.search(f.note or "")
    ]


def check_ledger(chain: Chain) -> list[Finding]:
    """Ledger items stand in ledger rows only; a residual above 10 % of input says why."""
    out = []
    for flow in chain.facts.flows.values():
        product = chain.facts.products.get(flow.product_id)
        if product and product.trade == "ledger" and flow.role not in LEDGER_ROLES:
            text = f"记账项“{product.name_zh}”只能用 residual 或 makeup 行({flow.id})。"
            out.append(Finding("ledger", ERROR, (flow.id,), text))
        taken, _ = total_mass(chain, flow.process_id)
        large = flow.role in LEDGER_ROLES and flow.t_per_t > RESIDUAL_SHARE * taken
        if large and not flow.note:
            text = f"余量行“{flow.id}”占进料 {flow.t_per_t / taken:.0%},备注应说明是什么。"
            out.append(Finding("ledger", ERROR, (flow.id,), text))
    return out


def check_formula(chain: Chain) -> list[Finding]:
    """A formula can be read, and one CAS number has one molar mass."""
    out = []
    masses: dict[str, set[float]] = defaultdict(set)
    for p in chain.facts.products.values():
        if p.formula and atoms(p.formula) is None:
            text = f"“{p.name_zh}”的分子式 {p.formula} 读不出来;请改正,混合物留空。"
            out.append(Finding("formula", ERROR, (p.id,), text))
        mass = molar_mass(p.formula)
        if p.cas and mass is not None:
            masses[p.cas].add(round(mass, 2))
    for cas, values in masses.items():
        if len(values) > 1:
            ids = tuple(p.id for p in chain.facts.products.values() if p.cas == cas)
            text = f"CAS 号 {cas} 下有 {len(values)} 个摩尔质量:{'、'.join(ids)};请核对分子式。"
            out.append(Finding("molar-mass", ERROR, ids, text))
    return out


def check_industry(chain: Chain) -> list[Finding]:
    """An industry class is one of GB/T 4754-2017."""
    return [
        Finding("industry", ERROR, (p.id,), f"“{p.name_zh}”的行业代码 {p.gbt4754_class} 不存在。")
        for p in chain.facts.products.values()
        if p.gbt4754_class and not is_known_class(p.gbt4754_class)
    ]


def check_makeable(chain: Chain) -> list[Finding]:
    """What a producer makes or a unit here makes has a recipe, or its note says why not."""
    made = {p for row in chain.net.values() for p, value in row.items() if value > 0.0}
    made |= {p for row in chain.facts.may_also_yield.values() for p in row}
    wanted = {*chain.facts.producers_of, *(c.product_id for c in chain.facts.capacities.values())}
    return [
        Finding(
            "makeable",
            ERROR,
            (p.id,),
            f"有企业生产“{p.name_zh}”,库里却没有工艺;请补工艺,或在备注写“{NO_RECIPE_SAID}…”。",
        )
        for p in chain.facts.goods.values()
        if p.id in wanted - made and not p.is_primary and NO_RECIPE_SAID not in (p.note or "")
    ]


def check_in_some_flow(chain: Chain) -> list[Finding]:
    """Every product is taken or made somewhere, or its note says why not."""
    used = {f.product_id for f in chain.facts.flows.values()}
    used |= {p for row in chain.facts.may_also_yield.values() for p in row}
    return [
        Finding(
            "no-flow",
            ERROR,
            (p.id,),
            f"“{p.name_zh}”不在任何单耗里;请补工艺或写“{NO_RECIPE_SAID}…”。",
        )
        for p in chain.facts.goods.values()
        if p.id not in used and NO_RECIPE_SAID not in (p.note or "")
    ]


RULES = (
    check_mass,
    check_elements,
    check_theory_ratio,
    check_reaction,
    check_yield_stated,
    check_ledger,
    check_formula,
    check_industry,
    check_makeable,
    check_in_some_flow,
)

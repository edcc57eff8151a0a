"""Plans to make a product → Chinese: what to build, what is here, what comes from outside."""

from __future__ import annotations

from collections.abc import Mapping

from graph.facts import Facts
from graph.reason.routes import NewPlant, Plan, Router, shortfall, suffices
from graph.results import Interval
from views.amounts import amount, interval

HELD = {
    "own_use": "本地有,生产者自用",
    "taken": "本地有,本地用户已用完",
    "interior": "本地有,在联合装置内用掉",
    "unverified": "本地有记录,现况未核",
    "may_yield": "本地装置可能另产,数量未知",
}
"""Why a feed that occurs here still has to come from outside."""


def headline(plan: Plan) -> str:
    """How many plants, and whether the main feed is from here.

    Examples
    --------
    >>> none = ()
    >>> headline(Plan("a", ("p",), none, ("b",), none, none, none, none, none, stands=False,
    ...     from_here=False, on_front=True, kt_a=50.0, amounts=none, enough=True, short=none))
    '新建 1 套,外购 1 种原料,主原料不在本地(按 5 万吨/年算)'
    """
    if plan.stands:
        return "本地已有,不用新建"
    parts = [f"新建 {len(plan.new)} 套"]
    parts.append(f"外购 {plan.purchases} 种原料" if plan.purchases else "原料不用外购")
    if plan.missing:
        parts.append(f"{len(plan.missing)} 种原料没有着落")
    parts.append("主原料在本地" if plan.from_here else "主原料不在本地")
    size = "没有套型数据,未核算用量" if plan.kt_a is None else f"按 {amount(plan.kt_a)}算"
    return ",".join(parts) + f"({size})"


def step(facts: Facts, plant: NewPlant) -> str:
    """One plant to build, with what is asked of it."""
    product = facts.products[plant.product_id].name_zh
    name = f"{product}({facts.processes[plant.process_id].name_zh})"
    if plant.rate_kt_a is None:
        return name
    said = f"{name} {amount(plant.rate_kt_a)}"
    if plant.is_small:
        return f"{said},不到一套({amount(plant.train_kt_a)}起),多出的要外卖"
    return said


def local_feed(router: Router, plan: Plan, product_id: str) -> str:
    """A feed that stands here: what is needed, what is there, whether that is enough."""
    name = router.chain.product(product_id).name_zh
    need = dict(plan.amounts).get(product_id)
    if need is None:
        return name
    spare = router.ground.supply[product_id]
    is_open = spare.high is None and spare.low == 0.0
    there = "可外供的数量未知" if is_open else f"可外供 {interval(spare)}"
    return f"{name}:要用 {amount(need)},{there},{_verdict(plan, product_id, need, spare)}"


def _verdict(plan: Plan, product_id: str, need_kt_a: float, spare: Interval) -> str:
    if product_id in dict(plan.topped_up):
        return "不够的外购"
    if any(s.product_id == product_id for s in plan.steps):
        return "不够的由新建装置补"
    if short := shortfall(need_kt_a, spare):
        return f"差 {amount(short)}"
    return "够" if suffices(need_kt_a, spare) else "够不够要问"


def outside_feed(router: Router, plan: Plan, product_id: str) -> str:
    """A feed from outside: how much, and what is known of it here."""
    name = router.chain.product(product_id).name_zh
    if product_id in plan.auxiliary:
        return f"{name}(辅料)"
    more = dict(plan.topped_up).get(product_id)
    if more is not None:
        return f"{name} {amount(more)}(补本地不足)"
    need = dict(plan.amounts).get(product_id)
    said = name if need is None else f"{name} {amount(need)}"
    return said + _held(router.ground.held, product_id)


def missing_feed(router: Router, product_id: str) -> str:
    """A feed nobody can bring in."""
    name = router.chain.product(product_id).name_zh
    return f"{name}:一般不外卖,本地又没有可用的{_held(router.ground.held, product_id)}"


def _held(held: Mapping[str, str], product_id: str) -> str:
    return f"({HELD[held[product_id]]})" if product_id in held else ""


def no_plan(router: Router, product_id: str) -> str:
    """Why there is no plan."""
    facts = router.chain.facts
    name = facts.products[product_id].name_zh
    found = [facts.processes[p].name_zh for p in router.yielded_by(product_id)]
    if product_id not in router.chain.makers:
        if found:
            return f"没有专做{name}的工艺;它是{'、'.join(found)}的联产或副产"
        return f"参考链上没有做{name}的工艺"
    return f"{name}的工艺都要用它自己的下游产品作原料,不能算来源"

"""Rules over the reference chain: recipes, names, routes, drawing."""

from __future__ import annotations

from collections import Counter, defaultdict

import networkx as nx

from graph.chain import INPUT_ROLES, Chain
from graph.reason.leontief import loop_sentence, requirement_matrix, unpayable_loops
from graph.results import Finding

ERROR, WARN = "错误", "提醒"


def check_main_row(chain: Chain) -> list[Finding]:
    """Every process has one main row, of 1 t, for its main product."""
    out = []
    for process in chain.facts.processes.values():
        mains = [f for f in chain.facts.flows_of.get(process.id, ()) if f.role == "main"]
        good = len(mains) == 1 and mains[0].product_id == process.main_product_id
        if not good or mains[0].t_per_t != 1.0:
            text = f"工艺“{process.name_zh}”应有且只有一行主产品,单耗为 1;请改 flows.csv。"
            out.append(Finding("main-row", ERROR, (process.id,), text))
    return out


def check_main_feed(chain: Chain) -> list[Finding]:
    """Every process has exactly one main feed, and it is an input."""
    out = []
    for process in chain.facts.processes.values():
        feeds = [f for f in chain.facts.flows_of.get(process.id, ()) if f.is_main_feed]
        if len(feeds) != 1 or feeds[0].role not in INPUT_ROLES:
            text = f"工艺“{process.name_zh}”应标一种主原料,现有 {len(feeds)} 种;请改 flows.csv。"
            out.append(Finding("main-feed", ERROR, (process.id,), text))
    return out


def check_range(chain: Chain) -> list[Finding]:
    """Low ≤ value ≤ high, and nothing is negative."""
    out = []
    for flow in chain.facts.flows.values():
        low = flow.t_per_t if flow.low is None else flow.low
        high = flow.t_per_t if flow.high is None else flow.high
        if not 0.0 <= low <= flow.t_per_t <= high:
            text = f"单耗“{flow.id}”不在上下限之间({low}、{flow.t_per_t}、{high})。"
            out.append(Finding("range", ERROR, (flow.id,), text))
    return out


def check_names(chain: Chain) -> list[Finding]:
    """No spelling points at two products."""
    seen: dict[str, set[str]] = defaultdict(set)
    for p in chain.facts.products.values():
        for text in (p.name_zh, p.name_en, *p.aliases):
            if text:
                seen[text.casefold()].add(p.id)
    return [
        Finding("names", ERROR, tuple(sorted(ids)), f"“{text}”同时指 {'、'.join(sorted(ids))}。")
        for text, ids in seen.items()
        if len(ids) > 1
    ]


def check_cas(chain: Chain) -> list[Finding]:
    """The last digit of a CAS number is a check digit."""
    out = []
    for p in chain.facts.products.values():
        if p.cas and not cas_is_valid(p.cas):
            text = f"“{p.name_zh}”的 CAS 号 {p.cas} 校验位不对;请核对或留空。"
            out.append(Finding("cas", ERROR, (p.id,), text))
    return out


def cas_is_valid(cas: str) -> bool:
    """Whether a CAS registry number has the right form and check digit.

    Examples
    --------
    >>> cas_is_valid("71-43-2"), cas_is_valid("71-43-3")
    (True, False)
    """
    parts = cas.split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts) or len(parts[2]) != 1:
        return False
    digits = (parts[0] + parts[1])[::-1]
    return sum(i * int(d) for i, d in enumerate(digits, 1)) % 10 == int(parts[2])


def check_drawing(chain: Chain) -> list[Finding]:
    """Drawing parents form a forest: no product hangs from itself."""
    g: nx.DiGraph[str] = nx.DiGraph()
    for p in chain.facts.products.values():
        if p.drawing_parent:
            g.add_edge(p.drawing_parent, p.id)
    return [
        Finding("drawing", ERROR, tuple(cycle), f"图上 {'→'.join(cycle)} 互相悬挂。")
        for cycle in nx.simple_cycles(g)
    ]


def check_default_route(chain: Chain) -> list[Finding]:
    """Every product with a maker declares one default route that yields it."""
    out = []
    for product_id in chain.facts.products:
        route = chain.facts.default_route.get(product_id)
        made = product_id in chain.makers
        if made and route is None:
            text = f"“{chain.product(product_id).name_zh}”没有默认路线;请补 default_routes.csv。"
            out.append(Finding("default-route", ERROR, (product_id,), text))
        if route is not None and chain.net.get(route, {}).get(product_id, 0.0) <= 0.0:
            text = f"默认路线“{route}”不产出“{product_id}”。"
            out.append(Finding("default-route", ERROR, (product_id, route), text))
    return out


def check_loops(chain: Chain) -> list[Finding]:
    """ρ(A) < 1: no loop of default routes asks for more of itself than it makes."""
    names = [p for p in chain.facts.products if p in chain.facts.default_route]
    loops = unpayable_loops(names, requirement_matrix(chain, names))
    return [Finding("loops", ERROR, loop[0], loop_sentence(chain, loop)) for loop in loops]


def check_short_names(chain: Chain) -> list[Finding]:
    """Short names fit a box and are told apart."""
    count = Counter(p.short_zh for p in chain.facts.products.values())
    out = []
    for p in chain.facts.products.values():
        if len(p.short_zh) > 8 and not p.short_zh.isascii():
            text = f"“{p.name_zh}”的短名“{p.short_zh}”超过 8 个字。"
            out.append(Finding("short-name", WARN, (p.id,), text))
        if count[p.short_zh] > 1:
            text = f"短名“{p.short_zh}”有 {count[p.short_zh]} 个产品在用。"
            out.append(Finding("short-name", WARN, (p.id,), text))
    return out

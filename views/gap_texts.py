"""What stands around one gap line, in words: ways, feeds, rivals, local plants, stability."""

from __future__ import annotations

from graph.facts import Facts
from graph.model import Project
from graph.results import CoFeed, Gap, LocalMaker, StopLoss
from views.amounts import amount
from views.listing import listed
from views.texts import quantity

WHERE = {
    "spare": "本地有余",
    "here": "本地有装置,能否外供未知",
    "bought": "外购",
    "missing": "本地没有,通常也不外卖",
}
WHY_LOCAL = {
    "same_product": "已在做,可扩能",
    "same_feed_and_type": "同原料、同类工艺,可技改",
    "same_feed": "同原料,可延伸",
    "same_type": "同类工艺,可技改",
}
SHOWN = 6


def way(facts: Facts, gap: Gap) -> str:
    """The way from the surplus to the product, as arrows; empty when there is none."""
    return " → ".join(facts.products[p].name_zh for p in gap.path)


def co_feed(facts: Facts, item: CoFeed) -> str:
    """One other input, how much and where from."""
    size = "" if item.kt_a is None else f" {amount(item.kt_a)}"
    return f"{facts.products[item.product_id].name_zh}{size}({WHERE[item.where]})"


def output(facts: Facts, item: tuple[str, float | None]) -> str:
    """One product of the plant."""
    product_id, kt_a = item
    return f"{facts.products[product_id].name_zh} {quantity(kt_a)}"


def rivals(facts: Facts, gap: Gap) -> str:
    """Who else wants the surplus, and what is left of it; empty when nobody does."""
    if not gap.rivals or gap.group_cap is None or not gap.from_product_id:
        return ""
    names = [facts.products[p].name_zh for p in gap.rivals]
    feed = facts.products[gap.from_product_id].name_zh
    cap = quantity(gap.group_cap.likely)
    told = f"竞争同一原料:{feed}可外供合计 {cap},{listed(names, SHOWN, '项')}也要用,不能都上"
    if gap.left_kt_a is None:
        return told
    told += f";排在前面的若先上,给这一项剩 {amount(gap.left_kt_a)}"
    return told + (",不够一套,列为备选" if gap.alternative else "")


def local(maker: LocalMaker) -> str:
    """A local plant that could close the gap."""
    size = "产能未知" if maker.capacity_kt_a is None else amount(maker.capacity_kt_a)
    return f"{maker.firm}“{maker.unit}”({size}):{WHY_LOCAL[maker.why]}"


def plan(project: Project, where: str) -> str:
    """A local project that names the product, and where it belongs."""
    return f"{project.name_zh}({project.stage},{where})"


def stability(gap: Gap, label: str) -> str:
    """排名稳 or 不稳, and what moves it; ``label`` names the feature."""
    if gap.stable:
        return "排名稳"
    return f"排名不稳:{label}的权重上下两成,名次动 {gap.rank_moves} 位"


def stop(facts: Facts, loss: StopLoss, name: str) -> str:
    """What one plant's stop costs, in one sentence."""
    own = quantity(loss.own_kt_a)
    lost = listed([f"{facts.products[p].name_zh} {amount(v)}" for p, v in loss.lost], SHOWN)
    unknown = "、".join(facts.products[p].name_zh for p in loss.unknown[:SHOWN])
    parts = [f"{facts.firm_name(loss.firm_id)}“{name}”停产:自身少产 {own}"]
    if lost:
        parts.append(f"下游少产 {quantity(loss.downstream_kt_a)}({lost})")
    if unknown:
        parts.append(f"{unknown} 也受牵连,数量未知")
    return ";".join(parts)

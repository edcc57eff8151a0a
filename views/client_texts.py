"""Firms gone after in words: what is due, where a plant would belong, what the checks say."""

from __future__ import annotations

from collections import Counter

from graph.desk.client.clients import CLOSED, Place, days_left
from graph.model import Firm, Lead
from graph.reason.entry import step_results
from graph.results import Filter

LATE = "逾期"
NO_STEP, NO_DAY = "没定下一步", "没定期限"
_BY = {
    "stated": "填报",
    "project": "按项目推算",
    "product": "按产品推算",
    "firm": "按企业产品推算",
}
_WHERE = {"园区内": "涉化,须进化工园区", "园区外": "不涉化,宜放园区外", "须定": "须定"}


def due_word(lead: Lead, today: str) -> str | None:
    """How the next step stands; None for firms that need none.

    Examples
    --------
    >>> given = dict.fromkeys(("product_id", "why", "made_by"))
    >>> lead = Lead("a", "f", stage="洽谈", made_at="2026-11-24", next_due="2026-11-20", **given)
    >>> due_word(lead, "2026-11-24"), due_word(lead, "2026-11-20"), due_word(lead, "2026-11-18")
    ('逾期 4 天', '今天到期', '还有 2 天')
    """
    left = days_left(lead, today)
    if left is None:
        if lead.stage in CLOSED:
            return None
        return NO_DAY if lead.next_action else NO_STEP
    if left < 0:
        return f"{LATE} {-left} 天"
    return f"还有 {left} 天" if left else "今天到期"


def place_text(found: Place) -> str:
    """Where a plant would belong, and what says so.

    Examples
    --------
    >>> place_text(Place("园区外", "product")), place_text(Place("须定", ""))
    ('不涉化,宜放园区外(按产品推算)', '须定')
    """
    told = f"({_BY[found.by]})" if found.by else ""
    return f"{_WHERE[found.where]}{told}"


def hint(filters: tuple[Filter, ...]) -> str | None:
    """How many of the ten checks say what, strictest first; None when nothing was checked."""
    found = Counter(step_results(filters).values())
    told = [f"{word} {found[word]} 项" for word in ("受限", "须核查") if found[word]]
    if not found:
        return None
    return f"{'、'.join(told)}(推算)" if told else "十项通过(推算)"


def firm_type(firm: Firm | None) -> str | None:
    """What is on record of its standing: listed, its group, its size."""
    if firm is None:
        return None
    told = (firm.listed_code and "上市", firm.group and f"{firm.group}所属", firm.size_class)
    return "、".join(t for t in told if t) or None

"""National records beside the small chain: makers of pa6 elsewhere and figures of the nation."""

from typing import Any

from small_chain import facts, make

from graph.asof import AsOf
from graph.model import Firm, Market, Producer, Record
from graph.reason import Evaluation, evaluate
from graph.rules import Rules

DAY = "2026-11-24"


def ask(*records: Record, day: str = DAY, **more: Any) -> Evaluation:
    known = facts(*records)
    return evaluate(known, Rules.of(known), AsOf(day, **more))


def nation(kt_a: float | None, year: str = "2025", **more: Any) -> Market:
    given = {"id": f"m{year}", "product_ids": ("pa6",), "scope": "全国", "as_of": year}
    return make(Market, year=year, capacity_kt_a=kt_a, **(given | more))


def maker(row_id: str, kt_a: float | None, city: str = "福州", **more: Any) -> list[Record]:
    firm = more.pop("firm_id", row_id)
    given = {"status": "在产", "year": "2024", "province": "福建", "product_id": "pa6"}
    row = make(Producer, id=row_id, firm_id=firm, city=city, capacity_kt_a=kt_a, **(given | more))
    return [make(Firm, id=firm, name_zh=firm, province="福建", city="福州"), row]

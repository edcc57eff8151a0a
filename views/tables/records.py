"""Every record of a kind as a page shows it: labels, names for references, its source."""

from __future__ import annotations

from typing import Any

from graph.facts import Facts
from graph.model import Record
from graph.quality import WEAK_GRADES
from graph.schema import Column, KindSchema, Schema
from loaders.excel import shown_value
from loaders.headers import shown_label
from views import texts
from views.tables.origin import safe_url
from views.tables.quality import FAMILY_ZH
from views.tables.recipes import ROLES
from views.tables.values import refs_text

TRADES = {
    "merchant": "可买卖",
    "fence": "隔墙供应",
    "captive": "装置内自用",
    "ledger": "平衡记账项",
}
HIDDEN = frozenset({"id", "source_id", "basis", "grade", "as_of"})
TITLE, ADDRESS = "来源", "网址"
SHOWN_FIRST = 4
CODES = {"trade": TRADES, "role": {"main": "主产品", **ROLES}, "family": FAMILY_ZH}
NAMELESS = "没有来源"
FRONT = {
    "flow": ("process_id", "product_id", "role", "t_per_t"),
    "flow_statement": ("process_id", "product_id", "t_per_t", "reason"),
    "firm": ("name_zh", "short_name", "city", "status"),
    "firm_name": ("firm_id", "name", "name_type"),
    "capacity": ("name_zh", "firm_id", "capacity_kt_a", "product_id", "status"),
    "project": ("name_zh", "stage", "capacity_text", "investment_yi", "land_mu"),
    "project_stage": ("project_id", "date", "stage", "event"),
    "parcel": ("name_zh", "park_id", "area_mu", "state"),
    "supply": ("from_firm_id", "to_firm_id", "product_id", "amount_kt_a", "certainty"),
    "figure": ("subject", "indicator", "year", "value_text", "unit"),
    "goal": ("indicator", "value_text", "unit", "year"),
    "producer": ("firm_id", "product_text", "capacity_kt_a", "status", "year"),
    "market": ("product_text", "year", "capacity_kt_a", "output_kt", "import_kt"),
    "signal": ("firm_id", "date", "direction", "product_text", "capacity_kt_a"),
    "value": ("product_text", "place_firm", "price_cny_t", "investment_yi", "land_mu"),
    "constraint": ("keyword", "rule", "effect", "applies_to"),
}
"""Columns shown before the source; the rest come after it."""


def shown_kinds(facts: Facts, schema: Schema) -> dict[str, str]:
    """Kinds that hold facts (rows with a basis), by Chinese label with their number."""
    return {
        name: f"{kind.label_zh}({len(facts.by_kind[name])})"
        for name, kind in schema.kinds.items()
        if facts.by_kind.get(name) and any(c.name == "basis" for c in kind.columns)
    }


def record_rows(
    facts: Facts, kind: KindSchema, text: str = "", *, presenting: bool = False
) -> list[dict[str, Any]]:
    """Rows whose shown cells contain ``text``; empty columns are left out.

    ``presenting`` hides the addresses of reposts.
    """
    wanted = text.strip().casefold()
    rows = [_row(facts, kind, r, presenting) for r in facts.by_kind.get(kind.name, {}).values()]
    if wanted:
        rows = [r for r in rows if any(wanted in str(v).casefold() for v in r.values() if v)]
    used = [c for c in (rows[0] if rows else ()) if any(r[c] not in (None, "") for r in rows)]
    return [{c: r[c] for c in used} for r in rows]


def _row(facts: Facts, kind: KindSchema, record: Record, presenting: bool) -> dict[str, Any]:
    value = {c.name: getattr(record, c.name) for c in kind.columns}
    first, rest = _parted(kind)
    out = {shown_label(c): _cell(facts, c, value[c.name]) for c in first}
    source = facts.sources.get(value.get("source_id") or "")
    doubtful = source is not None and value.get("grade") in WEAK_GRADES
    basis = texts.BASIS.get(value.get("basis") or "", NAMELESS)
    out[TITLE] = source.title if source else basis
    grade = (value.get("grade") or "") if source else ""
    out["可信度"] = f"{grade} {texts.DOUBT}" if doubtful else grade
    out["数据日期"] = value.get("as_of") or (source.date if source else None)
    out[ADDRESS] = None if doubtful and presenting else safe_url(source.url if source else None)
    out["依据"] = basis
    out |= {shown_label(c): _cell(facts, c, value[c.name]) for c in rest}
    out["备注"] = value.get("note")
    return out


def _parted(kind: KindSchema) -> tuple[list[Column], list[Column]]:
    """Columns before and after the source."""
    shown = [c for c in kind.columns if c.name not in HIDDEN and c.name != "note"]
    front = FRONT.get(kind.name) or tuple(c.name for c in shown[:SHOWN_FIRST])
    return [kind.column(n) for n in front], [c for c in shown if c.name not in front]


def _cell(facts: Facts, column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.ref:
        return refs_text(facts, column.ref, value) or None
    if isinstance(value, str) and (word := CODES.get(column.name, {}).get(value)):
        return word
    shown = shown_value(value, column)
    return shown.replace(";", "、") if isinstance(value, tuple) and shown else shown

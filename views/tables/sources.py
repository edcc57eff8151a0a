"""数据来源: every source, what hangs on it, and what hangs on none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import Record, Source, Unattached
from graph.quality import WEAK_GRADES, is_sourced
from graph.schema import Schema
from views import texts
from views.tables.origin import safe_url

COLUMNS = ("标题", "日期", "可信度", "挂接的事实", "其中", "网址")
FACT_COLUMNS = ("类别", "内容", "依据", "数据日期", "可信度")
UNATTACHED_COLUMNS = ("资料表", "行", "内容", "没有挂接的原因")
KIND_COLUMNS = ("类别", "条数", "有来源", "有来源份额")


@dataclass(frozen=True, slots=True)
class Hanging:
    """One fact that hangs on a source."""

    kind: str
    label: str
    basis: str
    as_of: str
    grade: str

    def row(self) -> tuple[str, ...]:
        """In the order of ``FACT_COLUMNS``."""
        return self.kind, self.label, self.basis, self.as_of, self.grade


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source with the facts on it."""

    source: Source
    facts: tuple[Hanging, ...]

    @property
    def kinds(self) -> Counter[str]:
        """How many facts of each kind hang on it."""
        return Counter(f.kind for f in self.facts)

    def row(self, *, presenting: bool = False) -> tuple[str | int | None, ...]:
        """In the order of ``COLUMNS``; ``presenting`` hides the address of a repost."""
        told = "、".join(f"{kind} {count}" for kind, count in self.kinds.most_common())
        hidden = presenting and self.source.grade in WEAK_GRADES
        url = None if hidden else safe_url(self.source.url)
        date = self.source.date or self.source.date_text or ""
        return self.source.title, date, self.source.grade or "", len(self.facts), told, url


def source_rows(facts: Facts, schema: Schema) -> list[SourceRow]:
    """Every source, most used first."""
    hanging: dict[str, list[Hanging]] = {}
    for kind, rows in facts.by_kind.items():
        label = schema[kind].label_zh
        for record in rows.values():
            source_id = getattr(record, "source_id", None)
            if source_id:
                hanging.setdefault(source_id, []).append(_hanging(facts, record, label))
    found = [SourceRow(s, tuple(hanging.get(s.id, ()))) for s in facts.sources.values()]
    return sorted(found, key=lambda r: (-len(r.facts), r.source.title, r.source.id))


def _hanging(facts: Facts, record: Record, kind: str) -> Hanging:
    def text(name: str) -> str:
        return str(getattr(record, name, None) or "")

    basis = texts.BASIS.get(text("basis"), text("basis"))
    return Hanging(kind, label_of(facts, record), basis, text("as_of"), text("grade"))


def label_of(facts: Facts, record: Record) -> str:
    """A record as one line: its own name, else the names of what it joins."""
    for name in ("name_zh", "title", "keyword", "signal_text"):
        if text := getattr(record, name, None):
            return f"{_joined(facts, record)}{text}" if name == "signal_text" else str(text)
    own = [str(getattr(record, n)) for n in ("indicator", "value_text") if getattr(record, n, None)]
    return _joined(facts, record).rstrip(":") + (" " + " ".join(own) if own else "")


def _joined(facts: Facts, record: Record) -> str:
    """Names of the firm, process and product a record joins, with a colon."""
    parts: list[str] = []
    for field, table in (
        ("subject", None),
        ("firm_id", facts.firms),
        ("from_firm_id", facts.firms),
        ("to_firm_id", facts.firms),
        ("process_id", facts.processes),
        ("product_id", facts.products),
    ):
        key = getattr(record, field, None)
        if not key:
            continue
        found = table.get(key) if table else None
        parts.append(found.name_zh if found else str(key))
    if not parts and (text := getattr(record, "product_text", None)):
        parts.append(str(text))
    return " · ".join(parts) + ":" if parts else ""


def filtered(
    rows: list[SourceRow],
    grades: Collection[str] = (),
    kinds: Collection[str] = (),
    text: str = "",
) -> list[SourceRow]:
    """Sources that pass; ``text`` is looked for in title, address and facts."""
    wanted = text.strip().casefold()

    def passes(row: SourceRow) -> bool:
        if grades and (row.source.grade or "") not in grades:
            return False
        if kinds and not any(f.kind in kinds for f in row.facts):
            return False
        if not wanted:
            return True
        words = (row.source.title, row.source.url or "", *(f.label for f in row.facts))
        return any(wanted in w.casefold() for w in words)

    return [row for row in rows if passes(row)]


def kind_rows(facts: Facts, schema: Schema) -> list[tuple[str, int, int, str]]:
    """How much of each kind carries a source, in the order of ``KIND_COLUMNS``."""
    out = []
    for kind, rows in facts.by_kind.items():
        stated = [r for r in rows.values() if hasattr(r, "basis")]
        if stated:
            sourced = sum(1 for r in stated if is_sourced(r))
            share = f"{sourced / len(stated):.0%}"
            out.append((schema[kind].label_zh, len(stated), sourced, share))
    return sorted(out, key=lambda r: -r[1])


def unattached_rows(facts: Facts) -> list[tuple[str, int, str, str]]:
    """Rows that found no place in the graph, and why."""
    return [(u.origin, u.row, u.what, u.reason) for u in facts.all(Unattached).values()]

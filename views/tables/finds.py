"""Products and firms of the map by any spelling: exact first, then beginnings, then parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.facts import Facts
from views.map.drawing import keys_of
from views.names import fold
from views.tables.firm.hits import Found, makes

FIRM = "firm:"
"""Before the id of a firm, so that it is not taken for a product's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find, and every spelling it is found by."""

    found: Found
    keys: tuple[str, ...]


def entries(facts: Facts) -> list[Entry]:
    """Every product of the chain and every firm that makes something."""
    goods = [
        Entry(
            Found(p.id, p.name_zh, "、".join(p.aliases[:2]) or p.name_en or ""),
            keys_of((p.name_zh, p.short_zh, *p.aliases), (p.name_en or "", p.cas or "", p.id)),
        )
        for p in facts.goods.values()
    ]
    made = makes(facts)
    owners = dict.fromkeys(facts.owner(id) for id in made if id in facts.firms)
    return goods + [_firm(facts, id, made.get(id, ())) for id in owners]


def _firm(facts: Facts, firm_id: str, made: Sequence[str]) -> Entry:
    firm, name = facts.firms[firm_id], facts.firm_name(firm_id)
    names = dict.fromkeys((name, firm.name_zh, *firm.aliases))
    return Entry(Found(FIRM + firm_id, name, "、".join(made[:3]), "企业"), keys_of([*names]))


def find(entries: Sequence[Entry], text: str, most: int) -> list[Found]:
    """The best ones for a text; of equals products first, then the shorter name."""
    wanted = fold(text)
    if not wanted:
        return []
    ranked = [
        (rank, entry.found.id.startswith(FIRM), len(entry.found.name), entry.found.id, entry.found)
        for entry in entries
        if (rank := _rank(entry.keys, wanted)) is not None
    ]
    return [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])[:most]]


def _rank(keys: Sequence[str], wanted: str) -> int | None:
    ranks = [
        0 if key == wanted else 1 if key.startswith(wanted) else 2 for key in keys if wanted in key
    ]
    return min(ranks, default=None)

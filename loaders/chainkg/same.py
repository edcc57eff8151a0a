"""Firms of the set that may be firms on record: told, never merged, since that is a judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import CHECKED_BASES, Firm, FirmName
from graph.store.protocol import Store, Where

_CHECKED = (Where("basis", "in", CHECKED_BASES),)


@dataclass(frozen=True, slots=True)
class MaybeSame:
    """One pair to judge."""

    firm_id: str
    name: str
    with_id: str
    with_name: str
    why: str

    def __str__(self) -> str:
        return (
            f"“{self.name}”与已有的“{self.with_name}”可能是同一家({self.why});"
            f"核实后把企业 {self.firm_id} 的“已并入”填为 {self.with_id}"
        )


def maybe_same(store: Store, firms: Iterable[Firm]) -> tuple[MaybeSame, ...]:
    """Pairs of equal full name, or of equal stock code; those judged already are left out.

    A group's listed company and its subsidiaries may all carry the code on record, so an equal
    name decides which of them is meant, if there is one.
    """
    checked = [firm for firm in store.scan("firm", where=_CHECKED) if isinstance(firm, Firm)]
    by_code: dict[str, list[Firm]] = {}
    by_name: dict[str, list[Firm]] = {}
    for firm in checked:
        if firm.listed_code:
            by_code.setdefault(firm.listed_code, []).append(firm)
        for name in filter(None, {firm.name_zh, firm.short_name, *firm.aliases}):
            by_name.setdefault(name, []).append(firm)
    held = {firm.id: firm for firm in checked}
    for row in store.scan("firm_name", where=_CHECKED):
        if isinstance(row, FirmName) and row.firm_id in held:
            by_name.setdefault(row.name, []).append(held[row.firm_id])
    return tuple(
        MaybeSame(firm.id, firm.name_zh, found.id, found.name_zh, why)
        for firm in firms
        if not firm.merged_into_id
        for found, why in _pairs(firm, by_name, by_code)
    )


def _pairs(
    firm: Firm, by_name: dict[str, list[Firm]], by_code: dict[str, list[Firm]]
) -> list[tuple[Firm, str]]:
    for name, why in ((firm.name_zh, "全称相同"), (firm.short_name or "", "简称相同")):
        if named := {found.id: found for found in by_name.get(name, ())}:
            return [(found, why) for found in named.values()]
    coded = by_code.get(firm.listed_code or "", ())
    return [(found, f"上市代码同为 {firm.listed_code}") for found in coded]

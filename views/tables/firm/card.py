"""A firm's page: who it is, and the tables of what is on record about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Firm
from graph.reason.firms.targets import place
from graph.rules import Rules
from graph.store.values import Around
from views.amounts import number
from views.tables.firm import tables
from views.tables.firm.tables import UNKNOWN, Cell, Desk, Table
from views.tables.origin import Origin
from views.tables.tie.ties import Known, is_dataset, ref_of

YES_NO = {True: "是", False: "否", None: None}


@dataclass(frozen=True, slots=True)
class FirmCard:
    """A firm's page: head, what it is, tables; empty tables stand with their own words."""

    firm_id: str
    name: str
    place: str
    status: str
    is_unchecked: bool
    merged_into: Cell | None
    about: tuple[tuple[str, tuple[Cell, ...]], ...]
    origin: Origin
    made: Table
    givers: Table
    takers: Table
    projects: Table
    moves: Table
    items: Table


def firm_card(around: Around, known: Known, facts: Facts, rules: Rules, at: AsOf) -> FirmCard:
    """Put the page of one firm together; ``at`` is the day it is true for."""
    groups = {(g.relation, g.direction): g.records for g in around.groups}
    hidden = {g.relation: g.hidden for g in around.groups}
    desk, firm = Desk(around, known, facts, rules, at, groups, hidden), around.record
    if not isinstance(firm, Firm):
        raise TypeError(f"{ref_of(firm)} is no firm")
    into = firm.merged_into_id
    return FirmCard(
        firm_id=firm.id,
        name=firm.name_zh,
        place=place(firm.province, firm.city) or "地点未载",
        status=firm.status,
        is_unchecked=is_dataset(firm),
        merged_into=desk.linked(("firm", into)) if into else None,
        about=tuple(_about(desk, firm)),
        origin=desk.origin(firm),
        made=tables.made(desk),
        givers=tables.givers(desk),
        takers=tables.takers(desk),
        projects=tables.projects(desk),
        moves=tables.moves(desk),
        items=tables.items(desk),
    )


def _about(desk: Desk, firm: Firm) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Label and value, one a line; what is not on record is 未知 or left out."""
    yield from _said("简称", firm.short_name)
    yield from _said("曾用名", "、".join(_former(desk, firm)) or None)
    yield from _said("别名", "、".join(_other_names(desk, firm)) or None)
    yield from _said("状况", firm.status_text if firm.status_text != firm.status else None)
    yield from _listed("所在园区", desk, "park", firm.park_ids)
    yield from _listed("行业", desk, "industry", firm.industry_ids)
    yield from _listed("控股方", desk, "firm", firm.owner_ids)
    yield from _said("上级", firm.parent)
    yield from _said("集团", firm.group if firm.group != firm.parent else None)
    owned = [ref_of(r)[1] for r in desk.rows("firm.owner_ids")]
    yield from _listed("控股企业", desk, "firm", owned)
    merged = [ref_of(r)[1] for r in desk.rows("firm.merged_into_id")]
    yield from _listed("并进来的", desk, "firm", merged)
    yield from _said("营业收入", _revenue(firm), UNKNOWN)
    yield from _said("规上", YES_NO[firm.is_above_scale], UNKNOWN)
    yield from _said("规模", firm.size_class)
    yield from _said("上市代码", firm.listed_code)
    yield from _said("资质", firm.specialised)
    yield from _said("成立", firm.founded)
    yield from _said("信用代码", firm.uscc)
    yield from _said("备注", firm.note)


def _said(
    label: str, value: str | None, unknown: str | None = None
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    if value or unknown:
        yield label, (Cell(value or unknown or ""),)


def _listed(
    label: str, desk: Desk, kind: str, ids: Sequence[str]
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    if ids:
        yield label, tuple(desk.linked((kind, id)) for id in ids)


def _revenue(firm: Firm) -> str | None:
    if firm.revenue_yi is None:
        return None
    year = f"{firm.revenue_year} 年" if firm.revenue_year else "年份未载"
    return f"{number(firm.revenue_yi)} 亿元({year})"


def _former(desk: Desk, firm: Firm) -> list[str]:
    """Names it had before, with the day they ended when that is known."""
    rows = [r for r in desk.rows("firm_name.firm_id") if "曾用" in r.name_type or r.until]
    told = (f"{r.name}({r.until} 止)" if r.until else r.name for r in rows)
    return [t for t in dict.fromkeys(told) if t not in (firm.name_zh, firm.short_name)]


def _other_names(desk: Desk, firm: Firm) -> list[str]:
    told = {r.name for r in desk.rows("firm_name.firm_id")} | {firm.name_zh, firm.short_name}
    return [a for a in firm.aliases if a not in told]

"""The tables of a ChainKnowledgeGraph set, row by row, to drafts of records.

A bad row is left out and told; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loaders.chainkg.cells import (
    CellFault,
    Log,
    Weight,
    code_in,
    listed_code,
    made_id,
    name_in,
    needed,
    weight_in,
)
from loaders.chainkg.ends import Ends
from loaders.chainkg.files import SetFile, rows_of

ITEM_RELATIONS = ("上游材料", "下游产品", "产品小类")
Values = Mapping[str, Any]


@dataclass(slots=True)
class FirmDraft:
    """One listed firm; ``row`` is where it stands first."""

    name_zh: str
    short_name: str | None
    code: str | None
    exchange: str | None
    listed_on: str | None
    row: int


@dataclass(slots=True)
class IndustryDraft:
    """One industry."""

    name_zh: str
    code: str | None
    row: int


@dataclass(slots=True)
class ListedDraft:
    """One product a firm lists."""

    weight: Weight | None
    row: int


@dataclass(slots=True)
class Drafts:
    """All that the set says, by id or by what it joins."""

    firms: dict[str, FirmDraft] = field(default_factory=dict)
    industries: dict[str, IndustryDraft] = field(default_factory=dict)
    items: dict[str, tuple[str, int]] = field(default_factory=dict)
    parents: dict[str, tuple[str, int]] = field(default_factory=dict)
    industries_of: dict[str, dict[str, int]] = field(default_factory=dict)
    listed: dict[tuple[str, str], ListedDraft] = field(default_factory=dict)
    links: dict[tuple[str, str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class SetReader:
    """Reads one table after another; relations need the ends read before them."""

    ends: Ends
    drafts: Drafts = field(default_factory=Drafts)
    logs: dict[str, Log] = field(default_factory=dict)
    _names: dict[str, tuple[str, int]] = field(default_factory=dict)

    def read(self, file: SetFile) -> None:
        """Every row of one file.

        Raises
        ------
        BadRequest, BadRows
            The file as a whole cannot be read.
        """
        log = self.logs.setdefault(file.table, Log(file.name))
        take = self._takers()[file.table]
        for row in rows_of(file):
            log.rows += 1
            if row.fault:
                log.refuse(row.number, None, row.shown, row.fault)
                continue
            try:
                take(row.values, row.number, log)
            except CellFault as fault:
                log.refuse(row.number, fault.column, fault.value, fault.remedy)

    def _takers(self) -> dict[str, Callable[[Values, int, Log], None]]:
        return {
            "industry": self._industry,
            "industry_industry": self._parent,
            "company": self._firm,
            "company_industry": self._firm_industry,
            "product": self._item,
            "company_product": self._listed,
            "product_product": self._link,
        }

    def _industry(self, row: Values, number: int, log: Log) -> None:
        code, name = code_in(row, "code"), needed(row, "name")
        id_ = f"chainkg-industry-{code}" if code else made_id("industry", name)
        first = self.drafts.industries.get(id_)
        if first is None:
            self.drafts.industries[id_] = IndustryDraft(name, code, number)
            self.ends.add_industry(id_, code, name)
        elif first.name_zh == name:
            log.double(number, name, first.row)
        else:
            raise CellFault("code", code, f"第 {first.row} 行已是“{first.name_zh}”的代码;改一个")

    def _parent(self, row: Values, number: int, log: Log) -> None:
        _check_relation(row, ("上级行业",))
        ends = [
            self.ends.industry(
                code_in(row, f"{end}_code"), name_in(row, f"{end}_industry"), f"{end}_industry"
            )
            for end in ("from", "to")
        ]
        child, parent = ends
        if child == parent:
            raise CellFault("to_industry", row.get("to_industry"), "自己不能是自己的上级")
        first = self.drafts.parents.setdefault(child, (parent, number))
        if first[1] != number:
            if first[0] != parent:
                raise CellFault(
                    "to_industry", row.get("to_industry"), f"第 {first[1]} 行已写了别的上级行业"
                )
            log.double(number, row.get("from_industry"), first[1])

    def _firm(self, row: Values, number: int, log: Log) -> None:
        short, full = name_in(row, "name"), name_in(row, "fullname")
        name = full or short
        if name is None:
            raise CellFault("name", None, "必须填写")
        code = listed_code(code_in(row, "code"))
        draft = FirmDraft(
            name,
            short if short != name else None,
            code,
            name_in(row, "location"),
            name_in(row, "time"),
            number,
        )
        same_name = self._names.get(name)
        if same_name is not None:
            self._same_firm(draft, same_name, log)
            return
        id_ = f"chainkg-firm-{code}" if code else made_id("firm", name)
        first = self.drafts.firms.get(id_)
        if first is not None:
            id_ = made_id("firm", name)
            remedy = f"代码与第 {first.row} 行“{first.name_zh}”相同;按两家记,关系归先出现的一家"
            log.remind(number, "code", code, remedy)
        self._names[name] = (id_, number)
        self.drafts.firms[id_] = draft
        self.ends.add_firm(id_, code, name, short)

    def _same_firm(self, draft: FirmDraft, first: tuple[str, int], log: Log) -> None:
        held = self.drafts.firms[first[0]]
        if (held.code, held.short_name) == (draft.code, draft.short_name):
            log.double(draft.row, draft.name_zh, first[1])
            return
        remedy = f"全称与第 {first[1]} 行相同,代码或简称不同;保留先出现的一行"
        raise CellFault("fullname", draft.name_zh, remedy)

    def _firm_industry(self, row: Values, number: int, log: Log) -> None:
        _check_relation(row, ("所属行业",))
        firm = self.ends.firm(code_in(row, "company_code"), name_in(row, "company_name"))
        industry = self.ends.industry(
            code_in(row, "industry_code"), name_in(row, "industry_name"), "industry_name"
        )
        first = self.drafts.industries_of.setdefault(firm, {}).setdefault(industry, number)
        if first != number:
            log.double(number, row.get("company_name"), first)

    def _item(self, row: Values, number: int, log: Log) -> None:
        name = needed(row, "name")
        id_ = made_id("item", name)
        first = self.drafts.items.setdefault(id_, (name, number))
        if first[1] != number:
            log.double(number, name, first[1])
        self.ends.add_item(name, id_)

    def _listed(self, row: Values, number: int, log: Log) -> None:
        _check_relation(row, ("主营产品",))
        firm = self.ends.firm(code_in(row, "company_code"), name_in(row, "company_name"))
        item = self.ends.item(needed(row, "product_name"), "product_name")
        weight = weight_in(row, "rel_weight")
        first = self.drafts.listed.setdefault((firm, item), ListedDraft(weight, number))
        if first.row != number:
            if first.weight != weight:
                remedy = f"与第 {first.row} 行是同一家的同一产品,权重不同;保留先出现的一行"
                raise CellFault("rel_weight", row.get("rel_weight"), remedy)
            log.double(number, row.get("product_name"), first.row)

    def _link(self, row: Values, number: int, log: Log) -> None:
        relation = _check_relation(row, ITEM_RELATIONS)
        start = self.ends.item(needed(row, "from_entity"), "from_entity")
        end = self.ends.item(needed(row, "to_entity"), "to_entity")
        if start == end:
            raise CellFault("to_entity", row.get("to_entity"), "产品和自己的关系没有意义")
        first = self.drafts.links.setdefault((start, end, relation), number)
        if first != number:
            log.double(number, row.get("to_entity"), first)


def _check_relation(row: Values, known: tuple[str, ...]) -> str:
    """The relation of a row; one that has but one kind may leave it out."""
    relation = name_in(row, "rel")
    if relation is None and len(known) == 1:
        return known[0]
    if relation not in known:
        raise CellFault("rel", row.get("rel"), f"只认得 {'、'.join(known)}")
    return relation

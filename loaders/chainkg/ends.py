"""What relations of a ChainKnowledgeGraph set lead to: firms, industries, products by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.model import Firm, Industry, Item
from loaders.chainkg.cells import CellFault, listed_code


@dataclass(slots=True)
class Known:
    """Ids by code and by name; a name or a code may belong to several."""

    by_code: dict[str, list[str]] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)

    def add(self, id_: str, code: str | None, names: Iterable[str | None]) -> None:
        """One more record."""
        if code:
            self.by_code.setdefault(code, []).append(id_)
        for name in dict.fromkeys(n for n in names if n):
            self.by_name.setdefault(name, []).append(id_)

    def find(self, code: str | None, name: str | None) -> list[str]:
        """Who is meant: by code, among several of one code by name; else by name."""
        coded = self.by_code.get(code or "", [])
        if len(coded) > 1:
            named = [id_ for id_ in self.by_name.get(name or "", []) if id_ in coded]
            return (named or coded)[:1]
        return coded or self.by_name.get(name or "", [])


@dataclass(slots=True)
class Ends:
    """All three, as far as they are known; None when neither the set nor the store has any.

    ``items`` leads from names to ids.
    """

    firms: Known | None = None
    industries: Known | None = None
    items: dict[str, str] | None = None
    code_of: dict[str, str] = field(default_factory=dict)

    def has(self, kind: str) -> bool:
        """Whether any record of a kind is known."""
        return {"firm": self.firms, "industry": self.industries, "item": self.items}[
            kind
        ] is not None

    def add_firm(self, id_: str, code: str | None, *names: str | None) -> None:
        """One more firm."""
        if self.firms is None:
            self.firms = Known()
        self.firms.add(id_, code, names)
        if code:
            self.code_of[id_] = code

    def add_industry(self, id_: str, code: str | None, name: str) -> None:
        """One more industry."""
        if self.industries is None:
            self.industries = Known()
        self.industries.add(id_, code, (name,))

    def add_item(self, name: str, id_: str) -> None:
        """One more product."""
        if self.items is None:
            self.items = {}
        self.items[name] = id_

    def add_standing(self, records: Iterable[object]) -> None:
        """What an earlier load of the set left in the store."""
        for record in records:
            if isinstance(record, Firm):
                self.add_firm(record.id, record.listed_code, record.name_zh, record.short_name)
            elif isinstance(record, Industry):
                self.add_industry(record.id, record.code, record.name_zh)
            elif isinstance(record, Item):
                self.add_item(record.name_zh, record.id)

    def firm(self, code: str | None, name: str | None) -> str:
        """The firm meant, or CellFault."""
        assert self.firms is not None  # noqa: S101
        column = "company_name" if name else "company_code"
        found = self.firms.find(listed_code(code), name)
        if len(found) > 1 and len({self.code_of.get(id_, id_) for id_ in found}) > 1:
            raise CellFault(column, name, f"有 {len(found)} 家企业叫这个名字;请写 company_code")
        if not found:
            told = f"(代码 {code})" if code and name else ""
            remedy = f"company 表里没有这家企业{told};补进 company 表,或删去这一行"
            raise CellFault(column, name or code, remedy)
        return found[0]

    def industry(self, code: str | None, name: str | None, column: str) -> str:
        """The industry meant, or CellFault."""
        assert self.industries is not None  # noqa: S101
        found = self.industries.find(code, name)
        if len(found) > 1:
            raise CellFault(column, name, f"有 {len(found)} 个行业叫这个名字;请写行业代码")
        if not found:
            told = f"(代码 {code})" if code and name else ""
            remedy = f"industry 表里没有这个行业{told};补进 industry 表,或删去这一行"
            raise CellFault(column, name or code, remedy)
        return found[0]

    def item(self, name: str, column: str) -> str:
        """The product meant, or CellFault."""
        assert self.items is not None  # noqa: S101
        id_ = self.items.get(name)
        if id_ is None:
            remedy = "product 表里没有这种产品;补进 product 表,或删去这一行"
            raise CellFault(column, name, remedy)
        return id_
